#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/adapters/token/token_inner.h"
#include "robot/base/text.h"

static const struct {
    const char *word;
    enum token_audience audience;
} audience_words[] = {
    {"mqtt", TOKEN_MQTT},
    {"http", TOKEN_HTTP},
    {"rtmp", TOKEN_RTMP}
};

#define AUDIENCE_WORDS (sizeof audience_words / sizeof audience_words[0])

static unsigned audience_from_word(const char *word, size_t length)
{
    for (size_t i = 0; i < AUDIENCE_WORDS; i++) {
        const char *known = audience_words[i].word;
        if (strlen(known) == length && memcmp(known, word, length) == 0)
            return audience_words[i].audience;
    }
    return 0;
}

static bool audiences_from_list(const cJSON *list, unsigned *ret)
{
    unsigned audiences = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        if (!cJSON_IsString(item))
            return false;
        audiences |= audience_from_word(item->valuestring, strlen(item->valuestring));
    }
    *ret = audiences;
    return true;
}

bool token_audiences_from_json(const char *json, unsigned *ret)
{
    cJSON *root = cJSON_Parse(json);
    bool good = true;
    if (cJSON_IsString(root))
        *ret = audience_from_word(root->valuestring, strlen(root->valuestring));
    else
        good = cJSON_IsArray(root) && audiences_from_list(root, ret);
    cJSON_Delete(root);
    return good;
}

bool token_audiences_to_json(unsigned audiences, char *ret, size_t size)
{
    struct text text;
    text_init(&text, ret, size);
    for (size_t i = 0; i < AUDIENCE_WORDS; i++)
        if ((audiences & audience_words[i].audience) != 0)
            text_addf(&text, "%s\"%s\"", text.length == 0 ? "[" : ",", audience_words[i].word);
    text_add(&text, "]");
    return !text.cut;
}

bool token_audiences_from_text(const char *text, unsigned *ret)
{
    unsigned audiences = 0;
    for (;;) {
        size_t length = strcspn(text, ",");
        unsigned audience = audience_from_word(text, length);
        if (audience == 0)
            return false;
        audiences |= audience;
        if (text[length] == '\0')
            break;
        text += length + 1;
    }
    *ret = audiences;
    return true;
}

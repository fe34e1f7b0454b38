/* Words: principals, ids, tags, UTF-8, and that JSON which is scanned is JSON. */
#include <assert.h>
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "robot/base/id.h"
#include "robot/base/text.h"
#include "robot/wire/scan_json.h"
#include "tests/fuzz/fuzz.h"

static void check_principal(const char *text, size_t length)
{
    struct principal principal;
    if (!principal_from_text(text, length, &principal))
        return;
    char again[PRINCIPAL_SIZE];
    (void)principal_to_text(&principal, again);
    assert(strlen(again) == length && memcmp(again, text, length) == 0);
    assert(id_valid(principal.id));
}

static void check_string(const char *string)
{
    struct tag tag;
    if (tag_from_text(string, &tag))
        assert(strcmp(tag.text, string) == 0);
    if (id_valid(string))
        assert(strlen(string) < ID_SIZE && tag_characters_only(string, 1, ID_SIZE - 1));
}

static void check_json(const char *text, size_t length)
{
    if (!json_scan(text, length))
        return;
    cJSON *tree = cJSON_ParseWithLength(text, length);
    assert(tree != NULL);
    cJSON_Delete(tree);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    check_principal(text, size);
    check_json(text, size);
    if (text_is_printable_utf8(text, size))
        assert(size == 0 || memchr(text, '\0', size) == NULL);
    char *string = malloc(size + 1);
    if (!string)
        abort();
    if (size > 0)
        memcpy(string, data, size);
    string[size] = '\0';
    check_string(string);
    free(string);
    return 0;
}

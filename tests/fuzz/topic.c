/* Topics: what is taken is written again as it was; the roots are the first line, if there is
 * one. */
#include "robot/wire/topic.h"

#include <assert.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

static void check(const char *root, const char *text, size_t length)
{
    struct topic topic;
    if (!topic_parse(root, text, length, &topic))
        return;
    char again[WIRE_TOPIC_SIZE];
    assert(topic_format(root, &topic, again, sizeof again));
    assert(strlen(again) == length && memcmp(again, text, length) == 0);
    assert(topic_filter(root, &topic, again, sizeof again));
    assert(strlen(again) == length && memcmp(again, text, length) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    check(WIRE_ROOT_DEFAULT, text, size);
    const char *line = size > 0 ? memchr(text, '\n', size) : NULL;
    char root[WIRE_ROOT_SIZE];
    if (!line || (size_t)(line - text) >= sizeof root)
        return 0;
    size_t length = (size_t)(line - text);
    memcpy(root, text, length);
    root[length] = '\0';
    if (root_valid(root))
        check(root, line + 1, size - length - 1);
    return 0;
}

#include "bridge/adapters/http/path.h"

#include <string.h>

#include "robot/base/text.h"

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_' || c == '.' || c == '~';
}

bool path_valid(const char *path)
{
    if (path[0] != '/' || strlen(path) >= PATH_SIZE)
        return false;
    for (const char *at = path; *at != '\0'; at++) {
        bool begins = at > path && at[-1] == '/';
        if (*at == '/' ? begins : !is_plain(*at))
            return false;
        if (*at == '.' && begins)
            return false;
    }
    return true;
}

/* One segment of each; both then stand at '/' or the end. */
static bool segment_matches(
    const char *pattern, size_t pattern_length, const char *segment, size_t length, char *param)
{
    static const char ID[] = "{id}";
    if (pattern_length != sizeof ID - 1 || memcmp(pattern, ID, sizeof ID - 1) != 0)
        return length == pattern_length && memcmp(pattern, segment, length) == 0;
    if (length == 0 || length >= PATH_PARAM_SIZE)
        return false;
    memcpy(param, segment, length);
    param[length] = '\0';
    return id_valid(param);
}

bool path_matches(const char *pattern, const char *path, char param[PATH_PARAM_SIZE])
{
    param[0] = '\0';
    while (*pattern == '/' && *path == '/') {
        size_t pattern_length = strcspn(++pattern, "/");
        size_t length = strcspn(++path, "/");
        if (!segment_matches(pattern, pattern_length, path, length, param))
            return false;
        pattern += pattern_length;
        path += length;
    }
    return *pattern == '\0' && *path == '\0';
}

/* `also`: one more character that is allowed; '\0' = none. */
static bool copy_plain(char *target, size_t size, const char *source, size_t length, char also)
{
    if (length >= size)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (!is_plain(source[i]) && source[i] != also)
            return false;
        target[i] = source[i];
    }
    target[length] = '\0';
    return true;
}

static bool part_read(struct query *query, const char *text, size_t length)
{
    const char *equals = memchr(text, '=', length);
    size_t name_length = equals != NULL ? (size_t)(equals - text) : length;
    if (equals == NULL || name_length == 0 || query->count >= QUERY_PARTS)
        return false;
    char *name = query->parts[query->count].name;
    char *value = query->parts[query->count].value;
    if (!copy_plain(name, sizeof query->parts[0].name, text, name_length, '\0') ||
        !copy_plain(
            value, sizeof query->parts[0].value, equals + 1, length - name_length - 1, '/') ||
        query_find(query, name) != NULL)
        return false;
    query->count++;
    return true;
}

bool query_read(const char *text, struct query *ret)
{
    struct query query = {.count = 0};
    if (text[0] == '\0') {
        *ret = query;
        return true;
    }
    while (true) {
        size_t length = strcspn(text, "&");
        if (!part_read(&query, text, length))
            return false;
        if (text[length] == '\0')
            break;
        text += length + 1;
    }
    *ret = query;
    return true;
}

const char *query_find(const struct query *query, const char *name)
{
    for (unsigned i = 0; i < query->count; i++) {
        if (strcmp(query->parts[i].name, name) == 0)
            return query->parts[i].value;
    }
    return NULL;
}

bool query_only(const struct query *query, const char *const *names)
{
    for (unsigned i = 0; i < query->count; i++) {
        const char *const *name = names;
        while (*name != NULL && strcmp(*name, query->parts[i].name) != 0)
            name++;
        if (*name == NULL)
            return false;
    }
    return true;
}

bool number_from_text(const char *text, uint64_t max, uint64_t *ret)
{
    uint64_t number = 0;
    if (text[0] == '\0')
        return false;
    for (; *text != '\0'; text++) {
        uint64_t digit = (uint64_t)(unsigned char)*text - '0';
        if (digit > 9 || number > (max - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    *ret = number;
    return true;
}

bool query_number(const struct query *query, const char *name, uint64_t max, uint64_t *ret)
{
    const char *value = query_find(query, name);
    return value == NULL || number_from_text(value, max, ret);
}

#include "arena_json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_SIZE 32 /* a number in a message, at most 31 characters */

/* Every skip_… takes a place and the end, and returns the place behind what it skipped; NULL
 * when that is not there. */

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        at++;
    return at;
}

static const char *skip_word(const char *at, const char *end, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(end - at) < length || memcmp(at, word, length) != 0)
        return NULL;
    return at + length;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static const char *skip_escape(const char *at, const char *end)
{
    if (at == end)
        return NULL;
    if (*at != 'u')
        return *at != '\0' && strchr("\"\\/bfnrt", *at) ? at + 1 : NULL;
    for (unsigned i = 1; i <= 4; i++)
        if (end - at <= (ptrdiff_t)i || !is_hex(at[i]))
            return NULL;
    return at + 5;
}

static const char *skip_string(const char *at, const char *end)
{
    if (at == end || *at != '"')
        return NULL;
    at++;
    while (at && at < end && *at != '"') {
        if ((unsigned char)*at < 0x20)
            return NULL;
        at = *at == '\\' ? skip_escape(at + 1, end) : at + 1;
    }
    return at && at < end ? at + 1 : NULL;
}

static const char *skip_digits(const char *at, const char *end)
{
    const char *begin = at;
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at > begin ? at : NULL;
}

static const char *skip_exponent(const char *at, const char *end)
{
    if (at == end || (*at != 'e' && *at != 'E'))
        return at;
    at++;
    if (at < end && (*at == '+' || *at == '-'))
        at++;
    return skip_digits(at, end);
}

static const char *skip_number(const char *at, const char *end)
{
    if (at < end && *at == '-')
        at++;
    at = at < end && *at == '0' ? at + 1 : skip_digits(at, end);
    if (at && at < end && *at == '.')
        at = skip_digits(at + 1, end);
    return at ? skip_exponent(at, end) : NULL;
}

static const char *skip_value(const char *at, const char *end, unsigned depth);

static const char *skip_name(const char *at, const char *end)
{
    at = skip_string(at, end);
    at = at ? skip_space(at, end) : NULL;
    return at && at < end && *at == ':' ? skip_space(at + 1, end) : NULL;
}

/* A value, with its name if there is one, and the space around it; something must follow. */
static const char *skip_item(const char *at, const char *end, bool named, unsigned depth)
{
    at = named ? skip_name(at, end) : at;
    at = at ? skip_value(at, end, depth) : NULL;
    at = at ? skip_space(at, end) : NULL;
    return at && at < end ? at : NULL;
}

/* Objects and arrays: they differ in the names alone. */
static const char *skip_many(const char *at, const char *end, unsigned depth)
{
    bool named = *at == '{';
    char last = named ? '}' : ']';
    if (depth == 0)
        return NULL;
    at = skip_space(at + 1, end);
    if (at < end && *at == last)
        return at + 1;
    at = skip_item(at, end, named, depth - 1);
    while (at && *at == ',')
        at = skip_item(skip_space(at + 1, end), end, named, depth - 1);
    return at && *at == last ? at + 1 : NULL;
}

static const char *skip_value(const char *at, const char *end, unsigned depth)
{
    if (at == end)
        return NULL;
    switch (*at) {
    case '{':
    case '[':
        return skip_many(at, end, depth);
    case '"':
        return skip_string(at, end);
    case 't':
        return skip_word(at, end, "true");
    case 'f':
        return skip_word(at, end, "false");
    case 'n':
        return skip_word(at, end, "null");
    default:
        return skip_number(at, end);
    }
}

static struct arena_slice slice(const char *at, const char *end)
{
    struct arena_slice slice;
    slice.at = at;
    slice.length = (size_t)(end - at);
    return slice;
}

bool arena_json_object(const char *text, size_t length, struct arena_slice *ret)
{
    const char *end = text + length, *at = skip_space(text, end);
    if (at == end || *at != '{')
        return false;
    const char *behind = skip_value(at, end, ARENA_JSON_DEPTH);
    if (!behind || skip_space(behind, end) != end)
        return false;
    *ret = slice(at, behind);
    return true;
}

static bool is_name(struct arena_slice string, const char *name)
{
    size_t length = strlen(name);
    return string.length == length + 2 && memcmp(string.at + 1, name, length) == 0;
}

bool arena_json_member(struct arena_slice object, const char *name, struct arena_slice *ret)
{
    const char *end = object.at + object.length, *at = object.at;
    if (object.length == 0 || *at != '{')
        return false;
    at = skip_space(at + 1, end);
    while (at && at < end && *at == '"') {
        struct arena_slice key = slice(at, skip_string(at, end));
        const char *value = skip_name(at, end);
        at = skip_value(value, end, ARENA_JSON_DEPTH);
        if (is_name(key, name)) {
            *ret = slice(value, at);
            return true;
        }
        at = skip_space(at, end);
        if (at < end && *at == ',')
            at = skip_space(at + 1, end);
    }
    return false;
}

bool arena_json_array(struct arena_slice value, struct arena_slice *ret_rest)
{
    if (value.length < 2 || *value.at != '[')
        return false;
    const char *end = value.at + value.length - 1;
    *ret_rest = slice(skip_space(value.at + 1, end), end);
    return true;
}

bool arena_json_next(struct arena_slice *rest, struct arena_slice *ret)
{
    const char *end = rest->at + rest->length;
    if (rest->length == 0)
        return false;
    const char *behind = skip_value(rest->at, end, ARENA_JSON_DEPTH);
    if (!behind)
        return false;
    *ret = slice(rest->at, behind);
    behind = skip_space(behind, end);
    if (behind < end && *behind == ',')
        behind = skip_space(behind + 1, end);
    *rest = slice(behind, end);
    return true;
}

bool arena_json_number(struct arena_slice value, double *ret)
{
    char text[NUMBER_SIZE];
    bool number = value.length > 0 && value.length < sizeof(text) &&
                  (*value.at == '-' || (*value.at >= '0' && *value.at <= '9'));
    if (!number)
        return false;
    memcpy(text, value.at, value.length);
    text[value.length] = '\0';
    *ret = strtod(text, NULL);
    return true;
}

bool arena_json_whole(struct arena_slice value, double most, double *ret)
{
    double number;
    if (!arena_json_number(value, &number))
        return false;
    if (!(number >= 0 && number <= most) || floor(number) != number)
        return false;
    *ret = number;
    return true;
}

bool arena_json_bool(struct arena_slice value, bool *ret)
{
    if (value.length != 4 && value.length != 5)
        return false;
    if (*value.at != 't' && *value.at != 'f')
        return false;
    *ret = *value.at == 't';
    return true;
}

bool arena_json_string(struct arena_slice value, char *ret, size_t size)
{
    if (value.length < 2 || *value.at != '"' || value.length - 2 >= size)
        return false;
    if (memchr(value.at, '\\', value.length))
        return false;
    memcpy(ret, value.at + 1, value.length - 2);
    ret[value.length - 2] = '\0';
    return true;
}

bool arena_json_is_null(struct arena_slice value)
{
    return value.length == 4 && *value.at == 'n';
}

void arena_out_begin(struct arena_out *out, char *buffer, size_t size)
{
    out->buffer = buffer;
    out->size = size;
    out->length = 0;
    out->cut = false;
    buffer[0] = '\0';
}

static void add(struct arena_out *out, const char *bytes, size_t length)
{
    if (out->cut || length >= out->size - out->length) {
        out->cut = true;
        return;
    }
    memcpy(out->buffer + out->length, bytes, length);
    out->length += length;
    out->buffer[out->length] = '\0';
}

void arena_out_raw(struct arena_out *out, const char *text)
{
    add(out, text, strlen(text));
}

void arena_out_string(struct arena_out *out, const char *text)
{
    add(out, "\"", 1);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            add(out, "\\", 1);
        add(out, (unsigned char)*text < 0x20 ? " " : text, 1);
    }
    add(out, "\"", 1);
}

void arena_out_whole(struct arena_out *out, double value)
{
    char text[NUMBER_SIZE];
    (void)snprintf(text, sizeof(text), "%.0f", value);
    arena_out_raw(out, text);
}

void arena_out_number(struct arena_out *out, double value)
{
    char text[NUMBER_SIZE];
    (void)snprintf(text, sizeof(text), "%.7g", value);
    arena_out_raw(out, isfinite(value) ? text : "null");
}

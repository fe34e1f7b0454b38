#include "robot/base/id.h"

#include <stdio.h>
#include <string.h>

#include "robot/base/text.h"

static const char *const kind_names[KIND_COUNT_] = {
    [KIND_NONE] = "",
    [KIND_ROBOT] = "robot",
    [KIND_PLAYER] = "player",
    [KIND_WATCHER] = "watcher",
    [KIND_REFEREE] = "referee",
    [KIND_BOT] = "bot",
    [KIND_OPERATOR] = "operator",
    [KIND_BRIDGE] = "bridge",
    [KIND_MEDIA] = "media",
};

static bool is_lower_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_tag_character(char c)
{
    return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

static bool id_bytes_valid(const char *id, size_t length)
{
    if (length == 0 || length >= ID_SIZE || !is_lower_or_digit(id[0]))
        return false;
    for (size_t i = 1; i < length; i++) {
        if (!is_lower_or_digit(id[i]) && id[i] != '-')
            return false;
    }
    return true;
}

bool id_valid(const char *id)
{
    return id_bytes_valid(id, strnlen(id, ID_SIZE));
}

bool tag_characters_only(const char *text, size_t min, size_t max)
{
    size_t length = strnlen(text, max + 1);
    if (length < min || length > max)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (!is_tag_character(text[i]))
            return false;
    }
    return true;
}

bool tag_valid(const char *text)
{
    return tag_characters_only(text, 1, TAG_LENGTH_MAX);
}

bool tag_from_text(const char *text, struct tag *ret)
{
    if (!tag_valid(text))
        return false;
    struct tag tag = {{0}};
    (void)text_copy(tag.text, sizeof tag.text, text); /* fits: it is valid */
    *ret = tag;
    return true;
}

bool tag_equal(const struct tag *a, const struct tag *b)
{
    return strcmp(a->text, b->text) == 0;
}

const char *kind_name(enum kind kind)
{
    return (unsigned)kind < KIND_COUNT_ ? kind_names[kind] : "";
}

bool kind_from_name(const char *name, size_t length, enum kind *ret)
{
    for (int kind = KIND_NONE + 1; kind < KIND_COUNT_; kind++) {
        const char *candidate = kind_names[kind];
        if (strlen(candidate) == length && memcmp(candidate, name, length) == 0) {
            *ret = (enum kind)kind;
            return true;
        }
    }
    return false;
}

bool kind_may_drive(enum kind kind)
{
    return kind == KIND_PLAYER || kind == KIND_BOT || kind == KIND_REFEREE ||
           kind == KIND_OPERATOR;
}

bool principal_from_text(const char *text, size_t length, struct principal *ret)
{
    const char *slash = memchr(text, '/', length);
    if (!slash)
        return false;
    size_t kind_length = (size_t)(slash - text);
    size_t id_length = length - kind_length - 1;
    struct principal principal = {KIND_NONE, {0}};
    if (!kind_from_name(text, kind_length, &principal.kind) ||
        !id_bytes_valid(slash + 1, id_length))
        return false;
    memcpy(principal.id, slash + 1, id_length);
    *ret = principal;
    return true;
}

/* By hand: it makes the key of every look for a person. */
char *principal_to_text(const struct principal *principal, char buffer[PRINCIPAL_SIZE])
{
    char *end = buffer;
    if (!principal_is_nobody(principal)) {
        const char *kind = kind_name(principal->kind);
        size_t length = strlen(kind);
        memcpy(end, kind, length);
        end += length;
        *end++ = '/';
        length = strnlen(principal->id, sizeof principal->id - 1);
        memcpy(end, principal->id, length);
        end += length;
    }
    *end = '\0';
    return buffer;
}

bool principal_equal(const struct principal *a, const struct principal *b)
{
    return a->kind == b->kind && (a->kind == KIND_NONE || strcmp(a->id, b->id) == 0);
}

bool principal_is_nobody(const struct principal *principal)
{
    return principal->kind == KIND_NONE;
}

/* The readers of strings that have a form: words, names, ids, tags, principals, choices. */
#include <string.h>

#include "robot/base/text.h"
#include "robot/wire/read_json.h"

struct form {
    size_t min, max; /* bytes */
    bool printable;
};

static void give_string(const struct json_at *at, const char *name, const char *string,
    const struct form *form, char *ret)
{
    if (!string)
        return;
    size_t length = strlen(string);
    if (length < form->min)
        json_fault(at, name, "must not be empty");
    else if (length > form->max)
        json_fault(at, name, "is too long");
    else if (form->printable && !text_is_printable_utf8(string, length))
        json_fault(at, name, "must not have control characters");
    else
        memcpy(ret, string, length + 1);
}

void json_need_word(const struct json_at *at, const char *name, size_t size, char *ret)
{
    struct form word = {1, size - 1, true};
    give_string(at, name, json_need_string(at, name), &word, ret);
}

void json_may_word(const struct json_at *at, const char *name, size_t size, char *ret)
{
    struct form word = {1, size - 1, true};
    give_string(at, name, json_may_string(at, name), &word, ret);
}

void json_may_name(const struct json_at *at, const char *name, size_t size, char *ret)
{
    struct form form = {0, size - 1, true};
    give_string(at, name, json_may_string(at, name), &form, ret);
}

void json_need_text(const struct json_at *at, const char *name, size_t size, char *ret)
{
    struct form text = {0, size - 1, false};
    give_string(at, name, json_need_string(at, name), &text, ret);
}

static void give_id(
    const struct json_at *at, const char *name, const char *string, char ret[ID_SIZE])
{
    if (!string)
        return;
    if (id_valid(string))
        (void)text_copy(ret, ID_SIZE, string); /* fits: it is valid */
    else
        json_fault(at, name, "must be an id: 1 to 31 of a-z 0-9 -");
}

void json_need_id(const struct json_at *at, const char *name, char ret[ID_SIZE])
{
    give_id(at, name, json_need_string(at, name), ret);
}

void json_may_id(const struct json_at *at, const char *name, char ret[ID_SIZE])
{
    give_id(at, name, json_may_string(at, name), ret);
}

static void give_tag(
    const struct json_at *at, const char *name, const char *string, struct tag *ret)
{
    if (string && !tag_from_text(string, ret))
        json_fault(at, name, "must be 1 to 22 of A-Z a-z 0-9 _ -");
}

void json_need_tag(const struct json_at *at, const char *name, struct tag *ret)
{
    give_tag(at, name, json_need_string(at, name), ret);
}

void json_may_tag(const struct json_at *at, const char *name, struct tag *ret)
{
    give_tag(at, name, json_may_string(at, name), ret);
}

static void give_principal(
    const struct json_at *at, const char *name, const char *string, struct principal *ret)
{
    if (string && !principal_from_text(string, strlen(string), ret))
        json_fault(at, name, "must be a principal: kind/id");
}

void json_need_principal(const struct json_at *at, const char *name, struct principal *ret)
{
    give_principal(at, name, json_need_string(at, name), ret);
}

void json_may_principal(const struct json_at *at, const char *name, struct principal *ret)
{
    give_principal(at, name, json_may_string(at, name), ret);
}

static int choice_of(const struct json_at *at, const char *name, const char *string,
    const char *const *words, size_t count)
{
    if (!string)
        return -1;
    int choice = text_find_word(string, words, count);
    if (choice < 0)
        json_fault(at, name, "is not a word that is known here");
    return choice;
}

int json_need_choice(
    const struct json_at *at, const char *name, const char *const *words, size_t count)
{
    return choice_of(at, name, json_need_string(at, name), words, count);
}

int json_may_choice(
    const struct json_at *at, const char *name, const char *const *words, size_t count)
{
    return choice_of(at, name, json_may_string(at, name), words, count);
}

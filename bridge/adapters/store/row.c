#include "bridge/adapters/store/row.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "robot/base/text.h"

#define LIST_SIZE 1024 /* the longest list: 32 tags */

void row_begin(struct row *row, sqlite3_stmt *statement)
{
    *row = (struct row){.statement = statement};
}

/* ---- writing ---- */

static void note(struct row *row, int code)
{
    if (code != SQLITE_OK)
        row->bad = true;
}

void row_put_text(struct row *row, const char *text)
{
    note(row, sqlite3_bind_text(row->statement, ++row->at, text, -1, SQLITE_STATIC));
}

void row_put_copy(struct row *row, const char *text)
{
    note(row, sqlite3_bind_text(row->statement, ++row->at, text, -1, SQLITE_TRANSIENT));
}

void row_put_number(struct row *row, uint64_t number)
{
    note(row, sqlite3_bind_int64(row->statement, ++row->at, (sqlite3_int64)number));
}

void row_put_signed(struct row *row, int64_t number)
{
    note(row, sqlite3_bind_int64(row->statement, ++row->at, number));
}

void row_put_blob(struct row *row, const void *bytes, size_t length)
{
    note(row, sqlite3_bind_blob(row->statement, ++row->at, bytes, (int)length, SQLITE_STATIC));
}

void row_put_principal(struct row *row, const struct principal *principal)
{
    char text[PRINCIPAL_SIZE];
    row_put_copy(row, principal_to_text(principal, text));
}

static void add_word(struct text *list, const char *word)
{
    if (list->length > 0)
        text_add(list, " ");
    text_add(list, word);
}

void row_put_why(struct row *row, const enum why why[LEASE_WHY])
{
    char buffer[LIST_SIZE];
    struct text list;
    text_init(&list, buffer, sizeof buffer);
    for (unsigned i = 0; i < LEASE_WHY && why[i] != WHY_NONE; i++)
        add_word(&list, why_name(why[i]));
    row_put_copy(row, buffer);
}

void row_put_stops(struct row *row, const struct stop_entry *stops, unsigned count)
{
    char buffer[LIST_SIZE];
    char by[PRINCIPAL_SIZE];
    struct text list;
    text_init(&list, buffer, sizeof buffer);
    for (unsigned i = 0; i < count; i++) {
        add_word(&list, stops[i].id.text);
        add_word(&list, principal_to_text(&stops[i].by, by));
    }
    row_put_copy(row, buffer);
}

void row_put_tags(struct row *row, const struct tag *tags, unsigned count)
{
    char buffer[LIST_SIZE];
    struct text list;
    text_init(&list, buffer, sizeof buffer);
    for (unsigned i = 0; i < count; i++)
        add_word(&list, tags[i].text);
    row_put_copy(row, buffer);
}

void row_put_principals(struct row *row, const struct principal *principals, unsigned count)
{
    char buffer[LIST_SIZE];
    char one[PRINCIPAL_SIZE];
    struct text list;
    text_init(&list, buffer, sizeof buffer);
    for (unsigned i = 0; i < count; i++)
        add_word(&list, principal_to_text(&principals[i], one));
    row_put_copy(row, buffer);
}

void row_put_named(struct row *row, row_namer *name, const int64_t *numbers, unsigned count)
{
    char buffer[LIST_SIZE];
    struct text list;
    text_init(&list, buffer, sizeof buffer);
    for (unsigned i = 0; i < count; i++) {
        add_word(&list, name(i));
        text_addf(&list, "=%" PRId64, numbers[i]);
    }
    row->bad |= list.cut;
    row_put_copy(row, buffer);
}

/* ---- reading ---- */

void row_get_text(struct row *row, char *ret, size_t size)
{
    const char *text = (const char *)sqlite3_column_text(row->statement, row->at++);
    if (text == NULL || !text_copy(ret, size, text)) {
        ret[0] = '\0';
        row->bad = true;
    }
}

uint64_t row_get_number(struct row *row)
{
    if (sqlite3_column_type(row->statement, row->at) != SQLITE_INTEGER)
        row->bad = true;
    return (uint64_t)sqlite3_column_int64(row->statement, row->at++);
}

uint32_t row_get_u32(struct row *row)
{
    uint64_t number = row_get_number(row);
    if (number > UINT32_MAX) {
        row->bad = true;
        return 0;
    }
    return (uint32_t)number;
}

int32_t row_get_i32(struct row *row)
{
    int64_t number = (int64_t)row_get_number(row);
    if (number < INT32_MIN || number > INT32_MAX) {
        row->bad = true;
        return 0;
    }
    return (int32_t)number;
}

bool row_get_bool(struct row *row)
{
    return row_get_number(row) != 0;
}

static bool principal_from_word(const char *word, struct principal *ret)
{
    return principal_from_text(word, strlen(word), ret);
}

void row_get_tag(struct row *row, struct tag *ret)
{
    char text[TAG_SIZE];
    row_get_text(row, text, sizeof text);
    memset(ret, 0, sizeof *ret);
    if (text[0] != '\0' && !tag_from_text(text, ret))
        row->bad = true;
}

void row_get_principal(struct row *row, struct principal *ret)
{
    char text[PRINCIPAL_SIZE];
    row_get_text(row, text, sizeof text);
    memset(ret, 0, sizeof *ret);
    if (text[0] != '\0' && !principal_from_word(text, ret))
        row->bad = true;
}

struct words {
    char buffer[LIST_SIZE];
    char *rest; /* NULL = none left */
};

static void words_get(struct row *row, struct words *words)
{
    row_get_text(row, words->buffer, sizeof words->buffer);
    words->rest = words->buffer[0] != '\0' ? words->buffer : NULL;
}

static char *words_next(struct words *words)
{
    char *word = words->rest;
    if (word == NULL)
        return NULL;
    char *blank = strchr(word, ' ');
    words->rest = blank != NULL ? blank + 1 : NULL;
    if (blank != NULL)
        *blank = '\0';
    return word;
}

void row_get_why(struct row *row, enum why ret[LEASE_WHY])
{
    struct words words;
    words_get(row, &words);
    for (unsigned i = 0; i < LEASE_WHY; i++) {
        const char *word = words_next(&words);
        ret[i] = WHY_NONE;
        if (word != NULL && !why_from_name(word, &ret[i]))
            row->bad = true;
    }
    row->bad |= words.rest != NULL;
}

unsigned row_get_stops(struct row *row, struct stop_entry *ret, unsigned room)
{
    struct words words;
    words_get(row, &words);
    unsigned count = 0;
    for (; count < room && words.rest != NULL; count++) {
        const char *id = words_next(&words);
        const char *by = words_next(&words);
        if (by == NULL || !tag_from_text(id, &ret[count].id) ||
            !principal_from_word(by, &ret[count].by)) {
            row->bad = true;
            return count;
        }
    }
    row->bad |= words.rest != NULL;
    return count;
}

unsigned row_get_tags(struct row *row, struct tag *ret, unsigned room)
{
    struct words words;
    words_get(row, &words);
    unsigned count = 0;
    for (; count < room && words.rest != NULL; count++) {
        if (!tag_from_text(words_next(&words), &ret[count])) {
            row->bad = true;
            return count;
        }
    }
    row->bad |= words.rest != NULL;
    return count;
}

unsigned row_get_principals(struct row *row, struct principal *ret, unsigned room)
{
    struct words words;
    words_get(row, &words);
    unsigned count = 0;
    for (; count < room && words.rest != NULL; count++) {
        if (!principal_from_word(words_next(&words), &ret[count])) {
            row->bad = true;
            return count;
        }
    }
    row->bad |= words.rest != NULL;
    return count;
}

static int find_name(row_namer *name, unsigned count, const char *wanted)
{
    for (unsigned i = 0; i < count; i++)
        if (strcmp(name(i), wanted) == 0)
            return (int)i;
    return -1;
}

void row_get_named(struct row *row, row_namer *name, int64_t *numbers, unsigned count)
{
    struct words words;
    words_get(row, &words);
    while (words.rest != NULL) {
        char *word = words_next(&words);
        char *equals = strchr(word, '=');
        char *end = NULL;
        if (equals == NULL) {
            row->bad = true;
            return;
        }
        *equals = '\0';
        int64_t number = strtoll(equals + 1, &end, 10);
        row->bad |= end == equals + 1 || *end != '\0';
        int found = find_name(name, count, word);
        if (found >= 0)
            numbers[found] = number;
    }
}

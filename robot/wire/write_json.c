/* cJSON's printing was rejected: it builds a tree on the heap for every frame, and it prints
 * with 15 digits whatever reads back "nearly" the same. What must stay true: any locale, same
 * text.
 */
#include "robot/wire/write_json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void json_start(struct json_writer *writer, char *buffer, size_t size)
{
    *writer = (struct json_writer){.comma = false};
    text_init(&writer->text, buffer, size);
}

bool json_finish(const struct json_writer *writer, size_t *ret_length)
{
    if (writer->bad || writer->text.cut)
        return false;
    *ret_length = writer->text.length;
    return true;
}

static void add_escaped(struct text *text, unsigned char c)
{
    static const char shorts[] = "\b\t\n\f\r\"\\";
    static const char letters[] = "btnfr\"\\";
    const char *found = c == '\0' ? NULL : strchr(shorts, c);
    if (found)
        text_addf(text, "\\%c", letters[found - shorts]);
    else
        text_addf(text, "\\u%04x", (unsigned)c);
}

static bool needs_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\' || c == 0x7F;
}

static void add_string(struct text *text, const char *string)
{
    text_add(text, "\"");
    const char *start = string;
    const char *at = string;
    for (; *at != '\0'; at++) {
        if (!needs_escape((unsigned char)*at))
            continue;
        text_add_bytes(text, start, (size_t)(at - start));
        add_escaped(text, (unsigned char)*at);
        start = at + 1;
    }
    text_add_bytes(text, start, (size_t)(at - start));
    text_add(text, "\"");
}

static void add_name(struct json_writer *writer, const char *name)
{
    if (writer->comma)
        text_add(&writer->text, ",");
    writer->comma = true;
    if (name) {
        add_string(&writer->text, name);
        text_add(&writer->text, ":");
    }
}

static void open_list(struct json_writer *writer, const char *name, const char *bracket)
{
    add_name(writer, name);
    text_add(&writer->text, bracket);
    writer->comma = false;
}

static void close_list(struct json_writer *writer, const char *bracket)
{
    text_add(&writer->text, bracket);
    writer->comma = true;
}

void json_open_object(struct json_writer *writer, const char *name)
{
    open_list(writer, name, "{");
}

void json_close_object(struct json_writer *writer)
{
    close_list(writer, "}");
}

void json_open_array(struct json_writer *writer, const char *name)
{
    open_list(writer, name, "[");
}

void json_close_array(struct json_writer *writer)
{
    close_list(writer, "]");
}

void json_put_integer(struct json_writer *writer, const char *name, uint64_t value)
{
    add_name(writer, name);
    text_addf(&writer->text, "%" PRIu64, value);
}

void json_put_signed(struct json_writer *writer, const char *name, int64_t value)
{
    add_name(writer, name);
    text_addf(&writer->text, "%" PRId64, value);
}

/* The shortest of 15, 16 and 17 digits that reads back as the same number. */
static void print_exactly(double value, char *digits, size_t size)
{
    for (int precision = 15; precision <= 17; precision++) {
        (void)snprintf(digits, size, "%.*g", precision, value);
        if (strtod(digits, NULL) == value)
            return;
    }
}

/* A locale's decimal separator, of one byte or several, becomes a point. */
static void add_digits(struct text *text, const char *digits)
{
    bool in_separator = false;
    for (const char *c = digits; *c != '\0'; c++) {
        bool plain = strchr("0123456789+-e", *c) != NULL;
        if (plain)
            text_add_bytes(text, c, 1);
        else if (!in_separator)
            text_add(text, ".");
        in_separator = !plain;
    }
}

void json_put_number(struct json_writer *writer, const char *name, double value)
{
    char digits[40];
    add_name(writer, name);
    if (!isfinite(value)) {
        writer->bad = true;
        return;
    }
    print_exactly(value == 0 ? 0 : value, digits, sizeof digits); /* no "-0" */
    add_digits(&writer->text, digits);
}

void json_put_bool(struct json_writer *writer, const char *name, bool value)
{
    add_name(writer, name);
    text_add(&writer->text, value ? "true" : "false");
}

void json_put_null(struct json_writer *writer, const char *name)
{
    add_name(writer, name);
    text_add(&writer->text, "null");
}

void json_put_string(struct json_writer *writer, const char *name, const char *value)
{
    add_name(writer, name);
    add_string(&writer->text, value);
}

void json_put_principal(
    struct json_writer *writer, const char *name, const struct principal *principal)
{
    char text[PRINCIPAL_SIZE];
    if (principal_is_nobody(principal))
        json_put_null(writer, name);
    else
        json_put_string(writer, name, principal_to_text(principal, text));
}

void json_put_integer_if(struct json_writer *writer, const char *name, uint64_t value)
{
    if (value != 0)
        json_put_integer(writer, name, value);
}

void json_put_signed_if(struct json_writer *writer, const char *name, int64_t value)
{
    if (value != 0)
        json_put_signed(writer, name, value);
}

void json_put_string_if(struct json_writer *writer, const char *name, const char *value)
{
    if (value[0] != '\0')
        json_put_string(writer, name, value);
}

void json_put_principal_if(
    struct json_writer *writer, const char *name, const struct principal *principal)
{
    if (!principal_is_nobody(principal))
        json_put_principal(writer, name, principal);
}

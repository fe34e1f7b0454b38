/* A settings file: one `key = value` a line, blank lines, comments from a # that begins a line
 * or follows a blank (so that an address may hold one). No sections, quotes or escapes: a
 * language that needs no manual cannot be misread. A key set twice is refused, with both lines.
 */
#include <stdio.h>
#include <string.h>

#include "bridge/config_table.h"

#define LINE_SIZE 2048

struct lines {
    const char *name; /* of the file */
    const char *rest;
    size_t length;
    unsigned number;                   /* of the line read last, from 1 */
    unsigned set[CONFIG_SETTINGS_MAX]; /* line that set the row; 0 = none */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Cuts blanks off both ends, in place. */
static char *trim(char *text)
{
    while (is_blank(*text))
        text++;
    size_t length = strlen(text);
    while (length > 0 && is_blank(text[length - 1]))
        text[--length] = '\0';
    return text;
}

static void cut_comment(char *line)
{
    for (size_t i = 0; line[i] != '\0'; i++) {
        if (line[i] == '#' && (i == 0 || is_blank(line[i - 1]))) {
            line[i] = '\0';
            return;
        }
    }
}

static enum rc refuse(
    const struct lines *lines, const char *sentence, struct config_fault *fault)
{
    (void)snprintf(fault->sentence, sizeof fault->sentence, "%.200s:%u: %s", lines->name,
        lines->number, sentence);
    return RC_CONFIG;
}

/* The next line, terminated, without its newline; false at the end of the text. */
static bool take_line(struct lines *lines, char line[LINE_SIZE], bool *ret_usable)
{
    if (lines->length == 0)
        return false;
    const char *end = memchr(lines->rest, '\n', lines->length);
    size_t length = end != NULL ? (size_t)(end - lines->rest) : lines->length;
    size_t taken = end != NULL ? length + 1 : length;
    *ret_usable = length < LINE_SIZE && memchr(lines->rest, '\0', length) == NULL;
    if (*ret_usable) {
        memcpy(line, lines->rest, length);
        line[length] = '\0';
    }
    lines->rest += taken;
    lines->length -= taken;
    lines->number++;
    return true;
}

static enum rc put_once(struct lines *lines, const struct setting *setting, const char *value,
    struct config *config, struct config_fault *fault)
{
    unsigned *set = &lines->set[setting - config_table];
    char sentence[256];
    if (*set != 0) {
        (void)snprintf(
            sentence, sizeof sentence, "%s was already set in line %u", setting->key, *set);
        return refuse(lines, sentence, fault);
    }
    *set = lines->number;
    struct config_fault inner;
    if (config_put(setting, value, config, &inner) == RC_OK)
        return RC_OK;
    (void)snprintf(sentence, sizeof sentence, "%.255s", inner.sentence);
    return refuse(lines, sentence, fault);
}

static enum rc take_setting(
    struct lines *lines, char *line, struct config *config, struct config_fault *fault)
{
    cut_comment(line);
    char *key = trim(line);
    if (key[0] == '\0')
        return RC_OK;
    char *equals = strchr(key, '=');
    if (equals == NULL)
        return refuse(lines, "a line is `key = value`", fault);
    *equals = '\0';
    key = trim(key);
    const struct setting *setting = config_find(key, strlen(key));
    if (setting == NULL) {
        char sentence[128];
        size_t shown =
            strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");
        (void)snprintf(sentence, sizeof sentence, "there is no setting \"%.*s\" (see --help)",
            shown < 60 ? (int)shown : 60, key);
        return refuse(lines, sentence, fault);
    }
    return put_once(lines, setting, trim(equals + 1), config, fault);
}

enum rc config_parse(struct config *config, const char *name, const char *text, size_t length,
    struct config_fault *fault)
{
    struct lines lines = {.name = name, .rest = text, .length = length};
    if (length > CONFIG_FILE_MAX)
        return refuse(&lines, "the file is larger than 64 KiB", fault);
    char line[LINE_SIZE];
    bool usable;
    while (take_line(&lines, line, &usable)) {
        if (!usable)
            return refuse(&lines, "the line is too long or holds a zero byte", fault);
        enum rc rc = take_setting(&lines, line, config, fault);
        if (rc != RC_OK)
            return rc;
    }
    return RC_OK;
}

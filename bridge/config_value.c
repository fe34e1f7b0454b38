/* One setting's value: from text, to text, compared, copied. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/config_table.h"
#include "robot/base/text.h"

static const char *const level_names[] = {"error", "warn", "info", "debug"};

static void *value_at(const struct setting *setting, struct config *config)
{
    return (char *)config + setting->offset;
}

static const void *value_in(const struct setting *setting, const struct config *config)
{
    return (const char *)config + setting->offset;
}

static size_t value_size(const struct setting *setting)
{
    switch (setting->type) {
    case SETTING_U16:
        return sizeof(uint16_t);
    case SETTING_U32:
        return sizeof(uint32_t);
    case SETTING_TEXT:
        return (size_t)setting->max + 1;
    case SETTING_LEVEL:
        return sizeof(enum log_level);
    }
    return 0;
}

/* Decimal digits only: no sign, no blank, no 0x. */
static bool number_from_text(const struct setting *setting, const char *text, uint32_t *ret)
{
    size_t length = strlen(text);
    if (length == 0 || length > 10 || strspn(text, "0123456789") != length)
        return false;
    unsigned long long number = strtoull(text, NULL, 10);
    if (number < setting->min || number > setting->max)
        return false;
    *ret = (uint32_t)number;
    return true;
}

static bool put_number(const struct setting *setting, const char *value, void *target)
{
    uint32_t number;
    if (!number_from_text(setting, value, &number))
        return false;
    if (setting->type == SETTING_U16)
        *(uint16_t *)target = (uint16_t)number;
    else
        *(uint32_t *)target = number;
    return true;
}

/* Only what a settings file can hold: no blanks at its ends, no # that would begin a comment.
 */
static bool fits_file(const char *value, size_t length)
{
    if (length == 0)
        return true;
    bool blank_end = value[0] == ' ' || value[length - 1] == ' ';
    return !blank_end && value[0] != '#' && strstr(value, " #") == NULL;
}

static bool put_text(const struct setting *setting, const char *value, void *target)
{
    size_t length = strlen(value);
    if (length < setting->min || length > setting->max ||
        !text_is_printable_utf8(value, length))
        return false;
    bool fits = setting->fits == NULL || setting->fits(value);
    if (!fits || !fits_file(value, length))
        return false;
    memset(target, 0, (size_t)setting->max + 1);
    memcpy(target, value, length);
    return true;
}

static bool put_level(const char *value, enum log_level *target)
{
    for (unsigned i = 0; i < sizeof level_names / sizeof level_names[0]; i++) {
        if (strcmp(value, level_names[i]) == 0) {
            *target = (enum log_level)i;
            return true;
        }
    }
    return false;
}

static bool put(const struct setting *setting, const char *value, struct config *config)
{
    void *target = value_at(setting, config);
    switch (setting->type) {
    case SETTING_U16:
    case SETTING_U32:
        return put_number(setting, value, target);
    case SETTING_TEXT:
        return put_text(setting, value, target);
    case SETTING_LEVEL:
        return put_level(value, target);
    }
    return false;
}

enum rc config_put(const struct setting *setting, const char *value, struct config *config,
    struct config_fault *fault)
{
    if (put(setting, value, config))
        return RC_OK;
    char range[128];
    config_range_text(setting, range, sizeof range);
    bool shown = strlen(value) <= 80 && text_is_printable_utf8(value, strlen(value));
    (void)snprintf(fault->sentence, sizeof fault->sentence, "%s = %s: must be %s", setting->key,
        shown ? value : "(too long or unprintable)", range);
    return RC_CONFIG;
}

void config_range_text(const struct setting *setting, char *ret, size_t size)
{
    switch (setting->type) {
    case SETTING_U16:
    case SETTING_U32:
        (void)snprintf(ret, size, "a whole number from %u to %u", setting->min, setting->max);
        return;
    case SETTING_TEXT:
        (void)snprintf(ret, size, "%s, at most %u bytes", setting->must, setting->max);
        return;
    case SETTING_LEVEL:
        (void)snprintf(ret, size, "%s", setting->must);
        return;
    }
}

void config_value_text(
    const struct setting *setting, const struct config *config, char *ret, size_t size)
{
    const void *value = value_in(setting, config);
    switch (setting->type) {
    case SETTING_U16:
        (void)snprintf(ret, size, "%u", (unsigned)*(const uint16_t *)value);
        return;
    case SETTING_U32:
        (void)snprintf(ret, size, "%u", *(const uint32_t *)value);
        return;
    case SETTING_TEXT:
        (void)snprintf(ret, size, "%s", (const char *)value);
        return;
    case SETTING_LEVEL:
        (void)snprintf(ret, size, "%s", level_names[*(const enum log_level *)value]);
        return;
    }
}

bool config_same(const struct setting *setting, const struct config *a, const struct config *b)
{
    return memcmp(value_in(setting, a), value_in(setting, b), value_size(setting)) == 0;
}

void config_copy(
    const struct setting *setting, struct config *target, const struct config *source)
{
    memcpy(value_at(setting, target), value_in(setting, source), value_size(setting));
}

#include "robot/base/flags.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* One argument, taken apart: --name or --name=value. */
struct argument {
    const char *name;
    size_t length;
    const char *value; /* NULL = none within the argument */
};

static bool take_apart(const char *text, struct argument *ret)
{
    if (strncmp(text, "--", 2) != 0 || text[2] == '\0')
        return false;
    const char *equals = strchr(text, '=');
    ret->name = text + 2;
    ret->length = equals ? (size_t)(equals - ret->name) : strlen(ret->name);
    ret->value = equals ? equals + 1 : NULL;
    return true;
}

static const struct flag *find(
    const struct flag *flags, size_t count, const struct argument *argument)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(flags[i].name) == argument->length &&
            memcmp(flags[i].name, argument->name, argument->length) == 0)
            return &flags[i];
    return NULL;
}

static bool set_number(const struct flag *flag, const char *value)
{
    char *end;
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    bool digits = value[0] >= '0' && value[0] <= '9' && *end == '\0' && errno == 0;
    if (!digits || number < flag->min || number > flag->max)
        return false;
    *(uint32_t *)flag->target = (uint32_t)number;
    return true;
}

static enum rc set(const struct flag *flag, const char *value, char sentence[FLAGS_SENTENCE])
{
    switch (flag->kind) {
    case FLAG_SWITCH:
        *(bool *)flag->target = true;
        return RC_OK;
    case FLAG_NUMBER:
        if (set_number(flag, value))
            return RC_OK;
        (void)snprintf(sentence, FLAGS_SENTENCE,
            "--%s %.40s: must be a whole number from %u to %u", flag->name, value, flag->min,
            flag->max);
        return RC_CONFIG;
    case FLAG_TEXT:
        if (strlen(value) < flag->size) {
            memcpy(flag->target, value, strlen(value) + 1);
            return RC_OK;
        }
        (void)snprintf(sentence, FLAGS_SENTENCE, "--%s: at most %zu characters", flag->name,
            flag->size - 1);
        return RC_CONFIG;
    }
    return RC_CONFIG;
}

static enum rc read_environment(
    const struct flag *flags, size_t count, char sentence[FLAGS_SENTENCE])
{
    for (size_t i = 0; i < count; i++) {
        const char *value = flags[i].environment ? getenv(flags[i].environment) : NULL;
        if (!value || value[0] == '\0')
            continue;
        enum rc rc = set(&flags[i], value, sentence);
        if (rc != RC_OK)
            return rc;
    }
    return RC_OK;
}

/* One flag at argv[*i]; moves *i on when the value is the next argument. argv ends with NULL.
 */
static enum rc read_one(const struct flag *flags, size_t count, char *const *argv, int *i,
    char sentence[FLAGS_SENTENCE])
{
    struct argument argument;
    const struct flag *flag =
        take_apart(argv[*i], &argument) ? find(flags, count, &argument) : NULL;
    if (!flag || (flag->kind == FLAG_SWITCH && argument.value)) {
        (void)snprintf(sentence, FLAGS_SENTENCE, "%.80s: not known; see --help", argv[*i]);
        return RC_CONFIG;
    }
    if (flag->kind != FLAG_SWITCH && !argument.value) {
        argument.value = argv[*i + 1];
        *i += argument.value ? 1 : 0;
    }
    if (flag->kind != FLAG_SWITCH && !argument.value) {
        (void)snprintf(sentence, FLAGS_SENTENCE, "--%s: needs a value", flag->name);
        return RC_CONFIG;
    }
    return set(flag, argument.value, sentence);
}

enum rc flags_read(const struct flag *flags, size_t count, int argc, char *const *argv,
    char ret_sentence[FLAGS_SENTENCE])
{
    enum rc rc = read_environment(flags, count, ret_sentence);
    for (int i = 1; i < argc && rc == RC_OK; i++)
        rc = read_one(flags, count, argv, &i, ret_sentence);
    return rc;
}

void flags_print_help(FILE *out, const char *usage, const struct flag *flags, size_t count)
{
    (void)fprintf(out, "%s\n\n", usage);
    for (size_t i = 0; i < count; i++) {
        char left[64];
        (void)snprintf(
            left, sizeof(left), "--%s %s", flags[i].name, flags[i].value ? flags[i].value : "");
        (void)fprintf(out, "  %-22s %s", left, flags[i].help);
        if (flags[i].environment)
            (void)fprintf(out, " [%s]", flags[i].environment);
        (void)fprintf(out, "\n");
    }
}

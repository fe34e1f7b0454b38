/* Settings among the flags: --http-port 8090 or --http-port=8090. Read twice: first for what is
 * asked and which file to read, then, after file and environment, for the settings.
 */
#include <stdio.h>
#include <string.h>

#include "bridge/config_table.h"
#include "robot/base/text.h"

/* "--http-port" -> "http_port"; false when it is no flag of that form. */
static bool key_from_flag(const char *flag, size_t length, char key[64])
{
    if (length < 3 || length - 2 >= 64 || flag[0] != '-' || flag[1] != '-')
        return false;
    for (size_t i = 2; i < length; i++) {
        if (flag[i] == '_')
            return false;
        key[i - 2] = flag[i] == '-' ? '_' : flag[i];
    }
    key[length - 2] = '\0';
    return true;
}

struct flag {
    char name[64]; /* "--http-port", for faults */
    char key[64];
    const char *value; /* NULL = the flag stood alone */
};

static bool is_switch(const char *key)
{
    return strcmp(key, "help") == 0 || strcmp(key, "version") == 0 || strcmp(key, "check") == 0;
}

/* Takes the flag at *index and its value; moves *index behind both. */
static enum rc take_flag(const struct config_sources *sources, int *index, struct flag *ret,
    struct config_fault *fault)
{
    const char *text = sources->argv[*index];
    const char *equals = strchr(text, '=');
    size_t length = equals != NULL ? (size_t)(equals - text) : strlen(text);
    char key[64];
    if (!key_from_flag(text, length, key))
        return config_refuse(fault, text, "a flag is --name value (see --help)");
    *index += 1;
    memcpy(ret->key, key, sizeof key);
    (void)snprintf(ret->name, sizeof ret->name, "%.*s", (int)length, text);
    ret->value = equals != NULL ? equals + 1 : NULL;
    if (equals == NULL && !is_switch(ret->key)) {
        if (*index >= sources->argc)
            return config_refuse(fault, ret->name, "a value is missing");
        ret->value = sources->argv[(*index)++];
    }
    return RC_OK;
}

static enum rc take_switch(
    const struct flag *flag, struct config_request *request, struct config_fault *fault)
{
    if (flag->value != NULL)
        return config_refuse(fault, flag->name, "takes no value");
    request->help |= strcmp(flag->key, "help") == 0;
    request->version |= strcmp(flag->key, "version") == 0;
    request->check |= strcmp(flag->key, "check") == 0;
    return RC_OK;
}

/* First pass: what is asked for and which file to read. */
enum rc config_read_request(const struct config_sources *sources,
    struct config_request *request, struct config_fault *fault)
{
    for (int i = 1; i < sources->argc;) {
        struct flag flag = {.name = ""};
        enum rc rc = take_flag(sources, &i, &flag, fault);
        if (rc == RC_OK && is_switch(flag.key))
            rc = take_switch(&flag, request, fault);
        else if (rc == RC_OK && strcmp(flag.key, "config") == 0 &&
                 !text_copy(request->file, sizeof request->file, flag.value))
            rc = config_refuse(fault, "--config", "the path is too long");
        if (rc != RC_OK)
            return rc;
    }
    return RC_OK;
}

/* Second pass: the settings. */
enum rc config_apply_flags(
    const struct config_sources *sources, struct config *config, struct config_fault *fault)
{
    for (int i = 1; i < sources->argc;) {
        struct flag flag = {.name = ""};
        enum rc rc = take_flag(sources, &i, &flag, fault);
        if (rc != RC_OK)
            return rc;
        if (is_switch(flag.key) || strcmp(flag.key, "config") == 0)
            continue;
        const struct setting *setting = config_find(flag.key, strlen(flag.key));
        if (setting == NULL)
            return config_refuse(fault, flag.name, "there is no such flag (see --help)");
        struct config_fault inner;
        if (config_put(setting, flag.value, config, &inner) != RC_OK)
            return config_refuse(fault, flag.name, inner.sentence);
    }
    return RC_OK;
}

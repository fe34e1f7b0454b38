/* Settings in the environment: ARENA_ and the key in capitals. */
#include <stdio.h>
#include <string.h>

#include "bridge/config_table.h"
#include "robot/base/text.h"

#define PREFIX "ARENA_"

/* ARENA_ names that belong to other programs of the arena (arenactl, robots, scripts,
 * containers): no warning for them. */
static const char *const foreign_names[] = {"config", "token", "api", "operator", "invite",
    "enrolment", "robots", "sim_robots", "lan", "bind", "build", "image_prefix", "jobs", "keep",
    "tail", "max_clients"};

/* "ARENA_HTTP_PORT=8090" -> "http_port" and its value; NULL for other people's variables. An
 * empty value counts as not set: compose files write `${NAME:-}`. */
static const char *key_from_variable(const char *variable, char key[64])
{
    const size_t prefix = sizeof PREFIX - 1;
    const char *equals = strchr(variable, '=');
    if (strncmp(variable, PREFIX, prefix) != 0 || equals == NULL || equals[1] == '\0')
        return NULL;
    const char *name = variable + prefix;
    size_t length = (size_t)(equals - name);
    if (length == 0 || length >= 64)
        return NULL;
    for (size_t i = 0; i < length; i++)
        key[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] - 'A' + 'a') : name[i];
    key[length] = '\0';
    return equals + 1;
}

static bool is_foreign(const char *key)
{
    for (size_t i = 0; i < sizeof foreign_names / sizeof foreign_names[0]; i++)
        if (strcmp(key, foreign_names[i]) == 0)
            return true;
    return false;
}

static void note_strange(struct config_request *request, const char *variable)
{
    size_t used = strlen(request->strange);
    (void)snprintf(request->strange + used, sizeof request->strange - used, "%s%.*s",
        used > 0 ? " " : "", (int)strcspn(variable, "="), variable);
}

static enum rc refuse_variable(
    const char *variable, const char *sentence, struct config_fault *fault)
{
    char place[96];
    (void)snprintf(
        place, sizeof place, "environment %.*s", (int)strcspn(variable, "="), variable);
    return config_refuse(fault, place, sentence);
}

enum rc config_apply_environment(const struct config_sources *sources, struct config *config,
    struct config_request *request, struct config_fault *fault)
{
    for (size_t i = 0; sources->environment != NULL && sources->environment[i] != NULL; i++) {
        const char *variable = sources->environment[i];
        char key[64];
        const char *value = key_from_variable(variable, key);
        if (value == NULL || is_foreign(key))
            continue;
        const struct setting *setting = config_find(key, strlen(key));
        if (setting == NULL) {
            note_strange(request, variable);
            continue;
        }
        struct config_fault inner;
        if (config_put(setting, value, config, &inner) != RC_OK)
            return refuse_variable(variable, inner.sentence, fault);
    }
    return RC_OK;
}

void config_file_from_environment(
    const struct config_sources *sources, struct config_request *request)
{
    for (size_t i = 0; sources->environment != NULL && sources->environment[i] != NULL; i++) {
        char key[64];
        const char *value = key_from_variable(sources->environment[i], key);
        if (value != NULL && strcmp(key, "config") == 0)
            (void)text_copy(request->file, sizeof request->file, value);
    }
}

#include "broker-config/guard/options.h"

#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "broker-config/guard/clients.h"
#include "robot/wire/topic.h"

#define CLIENTS_DEFAULT 12000u

static bool take_count(const char *text, uint32_t *ret)
{
    char *end = NULL;
    unsigned long value = strtoul(text, &end, 10);
    if (end == text || *end != '\0' || text[0] == '-' || value < 1 ||
        value > CLIENTS_CAPACITY) {
        return false;
    }
    *ret = (uint32_t)value;
    return true;
}

static bool take_path(const char *text, const char **ret)
{
    *ret = text;
    return text[0] == '/';
}

static bool take_root(const char *text, const char **ret)
{
    *ret = text;
    return root_valid(text);
}

static bool take(struct guard_options *options, const char *key, const char *value)
{
    if (strcmp(key, "root") == 0) {
        return take_root(value, &options->root);
    }
    if (strcmp(key, "public_keys") == 0) {
        return take_path(value, &options->public_keys);
    }
    if (strcmp(key, "revoked") == 0) {
        return take_path(value, &options->revoked);
    }
    return strcmp(key, "clients") == 0 && take_count(value, &options->clients);
}

enum rc options_read(const struct mosquitto_opt *options, int count, struct guard_options *ret,
    const char **ret_fault)
{
    struct guard_options read = {.root = WIRE_ROOT_DEFAULT, .clients = CLIENTS_DEFAULT};
    for (int i = 0; i < count; i++) {
        if (options[i].value == NULL || !take(&read, options[i].key, options[i].value)) {
            *ret_fault = options[i].key;
            return RC_CONFIG;
        }
    }
    if (read.public_keys == NULL || read.revoked == NULL) {
        *ret_fault = read.public_keys == NULL ? "public_keys" : "revoked";
        return RC_CONFIG;
    }
    *ret = read;
    return RC_OK;
}

/* What the broker's configuration tells the guard (plugin_opt_...). Thread: the broker's. */
#ifndef BROKER_CONFIG_GUARD_OPTIONS_H
#define BROKER_CONFIG_GUARD_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "robot/base/rc.h"

struct mosquitto_opt;

/* The texts are the broker's and live as long as the plugin. */
struct guard_options {
    const char *root;        /* plugin_opt_root, "arena/v1" */
    const char *public_keys; /* plugin_opt_public_keys, a directory */
    const char *revoked;     /* plugin_opt_revoked, a file */
    uint32_t clients; /* plugin_opt_clients, how many may be logged in: 1..131072, 12000 */
};

/* RC_OK, or RC_CONFIG with the name of the option at fault in *ret_fault. */
ARENA_NODISCARD enum rc options_read(const struct mosquitto_opt *options, int count,
    struct guard_options *ret, const char **ret_fault);

#endif

/* The broker's plugin: who may log in, what may be retained, how much one client may say.
 *
 * This file only builds, joins and unwinds. The broker's events arrive in login.c, speech.c and
 * sweep.c (guard.h says what must stay true there); what they decide with knows no broker:
 * tokens (token.c) and their keys (keys.c), who was revoked (revoked.c), who is here
 * (clients.c), what is said (saying.c) and how much of it (meter.c).
 */
#include "broker-config/guard/guard.h"

#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>
#include <stdlib.h>

#include "robot/base/rc.h"

#define GUARD_API __attribute__((visibility("default")))

static const struct {
    int event;
    MOSQ_FUNC_generic_callback callback;
} events[] = {
    {MOSQ_EVT_BASIC_AUTH, guard_on_login    },
    {MOSQ_EVT_ACL_CHECK,  guard_on_acl_check},
    {MOSQ_EVT_MESSAGE,    guard_on_message  },
    {MOSQ_EVT_DISCONNECT, guard_on_leave    },
    {MOSQ_EVT_TICK,       guard_on_tick     },
};

static void guard_destroy(struct guard *guard)
{
    if (guard == NULL) {
        return;
    }
    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
        /* one that was never registered is not there: as good */
        (void)mosquitto_callback_unregister(
            guard->id, events[i].event, events[i].callback, NULL);
    }
    if (guard->revoked != NULL && revoked_store(guard->revoked) != RC_OK) {
        mosquitto_log_printf(
            MOSQ_LOG_ERR, "guard: %s cannot be written", guard->options.revoked);
    }
    keys_finish(&guard->keys);
    revoked_destroy(guard->revoked);
    clients_destroy(guard->clients);
    free(guard);
}

static bool load(struct guard *guard)
{
    if (!keys_init(&guard->keys, guard->options.public_keys)) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "guard: the path of the public keys is too long");
        return false;
    }
    guard_refresh_keys(guard);
    guard->clients = clients_create(guard->options.clients);
    guard->revoked = revoked_create(guard->options.revoked);
    if (guard->clients == NULL || guard->revoked == NULL) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "guard: %s", rc_sentence(RC_NO_MEMORY));
        return false;
    }
    enum rc rc = revoked_load(guard->revoked);
    if (rc != RC_OK) {
        mosquitto_log_printf(MOSQ_LOG_ERR,
            "guard: %s is damaged or cannot be read: who was revoked is not known. Remove it; "
            "the bridge says it again.",
            guard->options.revoked);
        return false;
    }
    return true;
}

static struct guard *guard_create(void)
{
    return calloc(1, sizeof(struct guard));
}

static bool join(struct guard *guard)
{
    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
        if (mosquitto_callback_register(guard->id, events[i].event, events[i].callback, NULL,
                guard) != MOSQ_ERR_SUCCESS) {
            return false;
        }
    }
    return true;
}

static bool begin(struct guard *guard, const struct mosquitto_opt *options, int count)
{
    const char *fault = "";
    if (options_read(options, count, &guard->options, &fault) != RC_OK) {
        mosquitto_log_printf(
            MOSQ_LOG_ERR, "guard: plugin_opt_%s is missing or has a wrong value", fault);
        return false;
    }
    return load(guard) && join(guard);
}

GUARD_API int mosquitto_plugin_version(int count, const int *versions)
{
    for (int i = 0; i < count; i++) {
        if (versions[i] == MOSQ_PLUGIN_VERSION) {
            return MOSQ_PLUGIN_VERSION;
        }
    }
    return -1;
}

GUARD_API int mosquitto_plugin_init(
    mosquitto_plugin_id_t *id, void **userdata, struct mosquitto_opt *options, int count)
{
    struct guard *guard = guard_create();
    if (guard == NULL) {
        return MOSQ_ERR_NOMEM;
    }
    guard->id = id;
    if (!begin(guard, options, count)) {
        guard_destroy(guard);
        return MOSQ_ERR_INVAL;
    }
    mosquitto_log_printf(MOSQ_LOG_NOTICE, "guard: root %s, %u revoked", guard->options.root,
        revoked_count(guard->revoked));
    *userdata = guard;
    return MOSQ_ERR_SUCCESS;
}

GUARD_API int mosquitto_plugin_cleanup(
    void *userdata, struct mosquitto_opt *options, int option_count)
{
    (void)options; /* the broker's */
    (void)option_count;
    guard_destroy(userdata);
    return MOSQ_ERR_SUCCESS;
}

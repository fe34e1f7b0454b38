/* The tick: tokens that ran out, who was revoked, who floods; keys and revocations and their
 * files.
 */
#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>

#include "broker-config/guard/guard.h"

#define SWEEP_MS 1000u /* how often everybody's token is looked at */
#define STORE_MS 200u  /* at most this often the file of revocations is written */

static const char *ending_of(
    const struct guard *guard, const struct client *client, uint64_t now_s)
{
    if (meter_persists(&client->meter)) {
        return "it kept saying more than is allowed";
    }
    if (client->exp <= now_s) {
        return "its token has expired";
    }
    return client->iat <= revoked_before(guard->revoked, client->name) ? "its token was revoked"
                                                                       : NULL;
}

static void disconnect(struct client *client, const char *reason, uint64_t now_ms)
{
    mosquitto_log_printf(MOSQ_LOG_WARNING,
        "guard: %s is disconnected: %s (%u messages over the limit so far)", client->name,
        reason, client->meter.over);
    if (meter_persists(&client->meter)) {
        client->barred_ms = now_ms + CLIENTS_BARRED_MS;
        meter_pardon(&client->meter);
    }
    /* With its will: the others hear the truth. Of a WebSocket, and of a session whose
     * connection is gone already, the end is told later or never: for us it is now. */
    (void)mosquitto_kick_client_by_clientid(client->name, true); /* not there is as good */
    client->connection = NULL;
    client->left_ms = now_ms;
}

static void sweep(struct guard *guard, uint64_t now_ms, uint64_t now_s)
{
    for (uint32_t i = 0; i < clients_capacity(guard->clients); i++) {
        struct client *client = clients_at(guard->clients, i);
        if (client == NULL || client->connection == NULL) {
            continue;
        }
        const char *reason = ending_of(guard, client, now_s);
        if (reason != NULL) {
            disconnect(client, reason, now_ms);
        }
    }
    clients_forget(guard->clients, now_ms);
}

void guard_refresh_keys(struct guard *guard)
{
    if (!keys_refresh(&guard->keys, guard_unix_s())) {
        return;
    }
    mosquitto_log_printf(
        MOSQ_LOG_NOTICE, "guard: tokens are verified with %u keys", guard->keys.count);
    if (guard->keys.note[0] != '\0') {
        mosquitto_log_printf(MOSQ_LOG_WARNING, "guard: %s", guard->keys.note);
    }
}

static void store_revoked(struct guard *guard, uint64_t now_ms)
{
    if (!revoked_changed(guard->revoked) || now_ms - guard->stored_ms < STORE_MS) {
        return;
    }
    guard->stored_ms = now_ms;
    bool failed = revoked_store(guard->revoked) != RC_OK;
    if (failed && !guard->store_failing) {
        mosquitto_log_printf(MOSQ_LOG_ERR,
            "guard: %s cannot be written: revocations would not outlive the broker",
            guard->options.revoked);
    }
    guard->store_failing = failed;
}

int guard_on_tick(int event, void *data, void *userdata)
{
    (void)event; /* registered for one */
    (void)data;  /* the broker leaves its times empty */
    struct guard *guard = userdata;
    uint64_t now_ms = guard_monotonic_ms();
    store_revoked(guard, now_ms);
    if (now_ms - guard->swept_ms >= SWEEP_MS) {
        guard->due = true;
        guard->swept_ms = now_ms;
        guard_refresh_keys(guard);
    }
    if (guard->due) {
        guard->due = false;
        sweep(guard, now_ms, guard_unix_s());
    }
    return MOSQ_ERR_SUCCESS;
}

/* Speaking and listening: what the broker asks before it hands a message on, and what the
 * bridge says about revocations. Who may speak where is the acl file's, to which
 * MOSQ_ERR_PLUGIN_DEFER hands on.
 */
#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>
#include <string.h>

#include "broker-config/guard/guard.h"
#include "broker-config/guard/saying.h"
#include "robot/wire/message.h"
#include "robot/wire/topic.h"

#define TELL_MS           10000u /* at most this often a line about one client's refusals */
#define SUBSCRIPTIONS_MAX 256    /* of one client; bridge and media have no limit */

static bool is_exempt(enum kind kind)
{
    return kind == KIND_BRIDGE || kind == KIND_MEDIA;
}

static int refuse(struct client *client, const char *reason, const char *topic)
{
    uint64_t now = guard_monotonic_ms();
    if (client->told_ms == 0 || now - client->told_ms >= TELL_MS) {
        client->told_ms = now;
        mosquitto_log_printf(
            MOSQ_LOG_NOTICE, "guard: %s is refused %.100s: %s", client->name, topic, reason);
    }
    return MOSQ_ERR_ACL_DENIED;
}

static bool within_limits(struct guard *guard, struct client *client, size_t bytes, bool is_ask)
{
    if (is_exempt(client->kind) ||
        meter_admit(&client->meter, bytes, is_ask, guard_monotonic_ms())) {
        return true;
    }
    guard->due = guard->due || meter_persists(&client->meter);
    return false;
}

static int check_write(
    struct guard *guard, struct client *client, const struct mosquitto_evt_acl_check *check)
{
    struct saying saying = {check->topic, check->payload, check->payloadlen, check->retain};
    struct saying_view view = saying_look(guard->options.root, client->kind, &saying);
    bool within = within_limits(guard, client, view.bytes, view.what == WHAT_ASK);
    if (view.verdict != SAYING_FINE) {
        return refuse(client, saying_sentence(view.verdict), check->topic);
    }
    if (!within && !saying_stops(&view, &saying)) {
        return refuse(client, "it says more than is allowed", check->topic);
    }
    return MOSQ_ERR_PLUGIN_DEFER;
}

static int check_subscribe(
    struct guard *guard, struct client *client, const struct mosquitto_evt_acl_check *check)
{
    bool within = within_limits(guard, client, strlen(check->topic), false);
    if (check->access == MOSQ_ACL_UNSUBSCRIBE) {
        return MOSQ_ERR_PLUGIN_DEFER; /* counted, never refused: it is how a robot stops hearing
                                       */
    }
    if (!within) {
        return refuse(client, "it says more than is allowed", check->topic);
    }
    if (strlen(check->topic) >= WIRE_TOPIC_SIZE) {
        return refuse(client, "a filter has at most 255 characters", check->topic);
    }
    if (!is_exempt(client->kind) &&
        mosquitto_client_sub_count(check->client) >= SUBSCRIPTIONS_MAX) {
        return refuse(client, "it has too many subscriptions", check->topic);
    }
    return MOSQ_ERR_PLUGIN_DEFER;
}

/* A will of a connection that is no longer the principal's: judged, but not metered. */
static int check_will(
    const struct guard *guard, const char *name, const struct mosquitto_evt_acl_check *check)
{
    struct principal principal;
    if (!principal_from_text(name, strlen(name), &principal)) {
        return MOSQ_ERR_ACL_DENIED;
    }
    struct saying saying = {check->topic, check->payload, check->payloadlen, check->retain};
    struct saying_view view = saying_look(guard->options.root, principal.kind, &saying);
    return view.verdict == SAYING_FINE ? MOSQ_ERR_PLUGIN_DEFER : MOSQ_ERR_ACL_DENIED;
}

int guard_on_acl_check(int event, void *data, void *userdata)
{
    (void)event; /* registered for one */
    const struct mosquitto_evt_acl_check *check = data;
    if (check->access == MOSQ_ACL_READ) {
        return MOSQ_ERR_PLUGIN_DEFER;
    }
    struct guard *guard = userdata;
    const char *name = mosquitto_client_username(check->client);
    if (name == NULL) {
        return MOSQ_ERR_ACL_DENIED;
    }
    struct client *client = clients_find(guard->clients, name);
    if (client == NULL || client->connection != check->client) {
        return check_will(guard, name, check);
    }
    return check->access == MOSQ_ACL_WRITE ? check_write(guard, client, check)
                                           : check_subscribe(guard, client, check);
}

static enum rc hear_revoked(
    struct guard *guard, const struct topic *topic, const char *payload, size_t length)
{
    struct revoked revoked;
    enum rc rc = revoked_from_json(payload, length, &revoked, NULL);
    if (rc != RC_OK) {
        return rc;
    }
    char name[PRINCIPAL_SIZE];
    return revoked_set(
        guard->revoked, principal_to_text(&topic->subject, name), revoked.before);
}

/* Comes after the acl file agreed: the topic says truly who speaks. */
int guard_on_message(int event, void *data, void *userdata)
{
    (void)event; /* registered for one */
    struct guard *guard = userdata;
    const struct mosquitto_evt_message *message = data;
    struct topic topic;
    if (!topic_parse(guard->options.root, message->topic, strlen(message->topic), &topic) ||
        topic.what != WHAT_REVOKED || topic.from.kind != KIND_BRIDGE) {
        return MOSQ_ERR_SUCCESS;
    }
    enum rc rc = hear_revoked(guard, &topic, message->payload, message->payloadlen);
    if (rc != RC_OK) {
        mosquitto_log_printf(
            MOSQ_LOG_ERR, "guard: %s is not heeded: %s", message->topic, rc_sentence(rc));
        return MOSQ_ERR_ACL_DENIED;
    }
    guard->due = true;
    return MOSQ_ERR_SUCCESS;
}

/* Logging in and leaving: the events around a connection's life. */
#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>
#include <string.h>

#include "broker-config/guard/guard.h"
#include "broker-config/guard/token.h"

#define KEEPALIVE_MAX_S 120 /* MQTT 3.1.1; MQTT 5 clients are told the broker's maximum */

static bool keepalive_is_fine(const struct mosquitto *connection)
{
    int seconds = mosquitto_client_keepalive(connection);
    return mosquitto_client_protocol_version(connection) >= 5 ||
           (seconds > 0 && seconds <= KEEPALIVE_MAX_S);
}

/* NULL, or why not. */
static const char *check_connection(
    const struct guard *guard, const struct mosquitto *connection, const char *name)
{
    const char *id = mosquitto_client_id(connection);
    if (id == NULL || strcmp(id, name) != 0) {
        return "the client id is not the user name";
    }
    if (!keepalive_is_fine(connection)) {
        return "the keepalive must be 1 to 120 seconds";
    }
    const struct client *client = clients_find(guard->clients, name);
    if (client != NULL && guard_monotonic_ms() < client->barred_ms) {
        return "it was disconnected for saying too much a moment ago";
    }
    return NULL;
}

static const char *check_token(
    const struct guard *guard, const char *name, const char *password, struct claims *ret)
{
    enum token_verdict verdict =
        token_check(&guard->keys, guard->options.root, name, password, ret);
    if (verdict == TOKEN_FINE) {
        verdict = token_check_time(ret, guard_unix_s());
    }
    if (verdict != TOKEN_FINE) {
        return token_sentence(verdict);
    }
    return ret->iat <= revoked_before(guard->revoked, name) ? "the token was revoked" : NULL;
}

static const char *admit(struct guard *guard, const struct mosquitto *connection,
    const struct principal *principal, const struct claims *claims)
{
    struct client *client = clients_enter(guard->clients, claims->sub, guard_monotonic_ms());
    if (client == NULL) {
        return "the table of clients is full";
    }
    client->kind = principal->kind;
    client->connection = connection;
    client->iat = claims->iat;
    client->exp = claims->exp;
    return NULL;
}

int guard_on_login(int event, void *data, void *userdata)
{
    (void)event; /* registered for one */
    struct guard *guard = userdata;
    const struct mosquitto_evt_basic_auth *login = data;
    struct principal principal;
    if (login->username == NULL ||
        !principal_from_text(login->username, strlen(login->username), &principal)) {
        mosquitto_log_printf(
            MOSQ_LOG_NOTICE, "guard: a login is refused: the user name is no principal");
        return MOSQ_ERR_AUTH;
    }
    struct claims claims;
    const char *fault = check_connection(guard, login->client, login->username);
    if (fault == NULL) {
        fault = check_token(guard, login->username, login->password, &claims);
    }
    if (fault == NULL) {
        fault = admit(guard, login->client, &principal, &claims);
    }
    if (fault != NULL) {
        mosquitto_log_printf(
            MOSQ_LOG_NOTICE, "guard: %s may not log in: %s", login->username, fault);
        return MOSQ_ERR_AUTH;
    }
    return MOSQ_ERR_SUCCESS;
}

int guard_on_leave(int event, void *data, void *userdata)
{
    (void)event; /* registered for one */
    struct guard *guard = userdata;
    const struct mosquitto_evt_disconnect *leave = data;
    const char *name = mosquitto_client_username(leave->client);
    if (name != NULL) {
        clients_leave(guard->clients, name, leave->client, guard_monotonic_ms());
    }
    return MOSQ_ERR_SUCCESS;
}

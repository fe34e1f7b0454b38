/* A small state machine around Paho: the loop's thread asks Paho for things and changes the
 * state; Paho's threads copy what happened into the mailbox and never touch the state. Waiting
 * for Paho's completions (MQTTAsync_waitForCompletion) was rejected: it blocks; Paho's
 * automatic reconnect too: it cannot change will and token, and is slow.
 *
 * What must stay true: the callbacks read only fields that never change after create; a letter
 * is believed only in the state it belongs to (a late one changes nothing). A connection counts
 * as up as soon as SUBSCRIBE is on its way, so that nothing is heard before: what is published
 * afterwards is behind it in the same stream.
 */
#include "bridge/adapters/mqtt/connection.h"

#include <MQTTAsync.h>
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/base/log.h"

#define ROOM "mqtt"

#define NEVER UINT64_MAX
#define QUEUE 100000 /* publications Paho may hold while connected: beyond it RC_FULL */

struct connection {
    struct connection_config config;
    struct connection_needs needs;
    char name[PRINCIPAL_SIZE];
    MQTTAsync handle;
    enum connection_state state;
    uint64_t deadline; /* of WAITING: attempt; of the transient states: give up */
    uint32_t backoff;
    uint32_t jitter; /* xorshift state */
    bool come_back;  /* after CLOSING */
    bool said;       /* the reason of the present series of failures is logged */
};

/* On Paho's threads. */

static void post(struct connection *connection, enum connection_letter kind, int code)
{
    struct letter letter = {
        .source = connection->config.source,
        .kind = kind,
        .number = connection->config.index,
        .code = code,
        .urgent = true,
    };
    (void)mailbox_post(
        connection->needs.mailbox, MAILBOX_DECISIVE, &letter); /* counted there */
}

static void on_connected(void *context, MQTTAsync_successData5 *data)
{
    (void)data;
    post(context, LETTER_CONNECTED, 0);
}

static void on_refused(void *context, MQTTAsync_failureData5 *data)
{
    int code = data->reasonCode != MQTTREASONCODE_SUCCESS ? (int)data->reasonCode : data->code;
    post(context, LETTER_REFUSED, code);
}

static void on_lost(void *context, char *cause)
{
    (void)cause;
    post(context, LETTER_LOST, 0);
}

/* The broker ends the connection in words (MQTT 5): Paho 1.3 then never calls on_lost. */
static void on_dismissed(void *context, MQTTProperties *properties, enum MQTTReasonCodes reason)
{
    (void)properties;
    (void)reason;
    post(context, LETTER_LOST, 0);
}

static void on_subscribed(void *context, MQTTAsync_successData5 *data)
{
    int refused = data->reasonCode >= MQTTREASONCODE_UNSPECIFIED_ERROR ? 1 : 0;
    int count = data->alt.sub.reasonCodeCount;
    for (int i = 0; i < count && count > 1; i++)
        refused += data->alt.sub.reasonCodes[i] >= MQTTREASONCODE_UNSPECIFIED_ERROR ? 1 : 0;
    post(context, LETTER_SUBSCRIBED, refused);
}

/* Also called when the connection goes before the broker has answered: LOST says that. */
static void on_not_subscribed(void *context, MQTTAsync_failureData5 *data)
{
    if (data->reasonCode >= MQTTREASONCODE_UNSPECIFIED_ERROR)
        post(context, LETTER_SUBSCRIBED, 1);
}

static void on_closed(void *context, MQTTAsync_successData5 *data)
{
    (void)data;
    post(context, LETTER_CLOSED, 0);
}

static void on_not_closed(void *context, MQTTAsync_failureData5 *data)
{
    (void)data;
    post(context, LETTER_CLOSED, 0);
}

static void on_delivered(void *context, MQTTAsync_successData5 *data)
{
    post(context, LETTER_DELIVERED, data->token);
}

/* Topic, NUL, correlation data, as LETTER_MESSAGE's head. */
static size_t message_head(
    char *ret, const char *topic, size_t length, const MQTTAsync_message *message)
{
    memcpy(ret, topic, length);
    ret[length] = '\0';
    MQTTProperties *properties = (MQTTProperties *)&message->properties;
    const MQTTProperty *property =
        MQTTProperties_getProperty(properties, MQTTPROPERTY_CODE_CORRELATION_DATA);
    if (property == NULL || property->value.data.len <= 0 ||
        property->value.data.len > CONNECTION_CORRELATION)
        return length + 1;
    size_t extra = (size_t)property->value.data.len;
    memcpy(ret + length + 1, property->value.data.data, extra);
    return length + 1 + extra;
}

static int on_message(void *context, char *topic, int topic_length, MQTTAsync_message *message)
{
    struct connection *connection = context;
    char head[WIRE_TOPIC_SIZE + 1 + CONNECTION_CORRELATION];
    size_t length = topic_length > 0 ? (size_t)topic_length : strlen(topic);
    if (length < WIRE_TOPIC_SIZE) { /* longer ones are not of the grammar */
        struct letter letter = {
            .source = connection->config.source,
            .kind = LETTER_MESSAGE,
            .number = connection->config.index,
            .flag = message->retained != 0,
            .head = head,
            .head_size = message_head(head, topic, length, message),
            .body = message->payload,
            .body_size = message->payloadlen > 0 ? (size_t)message->payloadlen : 0,
        };
        (void)mailbox_post(connection->needs.mailbox, connection->config.lane, &letter);
    }
    MQTTAsync_freeMessage(&message);
    MQTTAsync_free(topic);
    return 1;
}

/* On the loop's thread. */

struct connection *connection_create(
    const struct connection_config *config, const struct connection_needs *needs)
{
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL)
        return NULL;
    connection->config = *config;
    connection->needs = *needs;
    connection->deadline = NEVER;
    connection->jitter = 2463534242u + config->index;
    (void)principal_to_text(&config->principal, connection->name);
    char uri[CONNECTION_HOST_SIZE + 16];
    (void)snprintf(uri, sizeof uri, "tcp://%s:%u", config->host, config->port);
    MQTTAsync_createOptions options = MQTTAsync_createOptions_initializer5;
    options.sendWhileDisconnected = 0;
    options.maxBufferedMessages = QUEUE;
    int code = MQTTAsync_createWithOptions(&connection->handle, uri, connection->name,
        MQTTCLIENT_PERSISTENCE_NONE, NULL, &options);
    if (code == MQTTASYNC_SUCCESS)
        code =
            MQTTAsync_setCallbacks(connection->handle, connection, on_lost, on_message, NULL);
    if (code == MQTTASYNC_SUCCESS)
        code = MQTTAsync_setDisconnected(connection->handle, connection, on_dismissed);
    if (code != MQTTASYNC_SUCCESS) {
        log_error(
            ROOM, "%s: a connection to %s cannot be made (%d)", connection->name, uri, code);
        connection_destroy(connection);
        return NULL;
    }
    return connection;
}

void connection_destroy(struct connection *connection)
{
    if (connection == NULL)
        return;
    if (connection->handle != NULL)
        MQTTAsync_destroy(&connection->handle);
    free(connection);
}

static void enter(struct connection *connection, enum connection_state state, uint64_t deadline)
{
    connection->state = state;
    connection->deadline = deadline;
}

static uint32_t random_below(struct connection *connection, uint32_t bound)
{
    connection->jitter ^= connection->jitter << 13;
    connection->jitter ^= connection->jitter >> 17;
    connection->jitter ^= connection->jitter << 5;
    return connection->jitter % bound;
}

/* The next attempt: between half of the back-off and all of it, which then doubles. */
static void attempt_later(struct connection *connection, uint64_t now)
{
    if (connection->config.once) {
        enter(connection, CONNECTION_IDLE, NEVER);
        return;
    }
    uint32_t wait =
        connection->backoff / 2 + random_below(connection, connection->backoff / 2 + 1);
    uint32_t doubled = connection->backoff * 2;
    connection->backoff =
        doubled < CONNECTION_BACKOFF_MAX ? doubled : (uint32_t)CONNECTION_BACKOFF_MAX;
    enter(connection, CONNECTION_WAITING, now + wait);
}

static enum connection_event fail(
    struct connection *connection, uint64_t now, const char *why, int code)
{
    if (!connection->said)
        log_warn(ROOM, "%s: %s by %s:%u (%d)%s", connection->name, why, connection->config.host,
            connection->config.port, code, connection->config.once ? "" : ", trying on");
    connection->said = true;
    attempt_later(connection, now);
    return CONNECTION_FAILED;
}

static enum connection_event attempt(struct connection *connection, uint64_t now)
{
    struct connection_login login;
    memset(&login, 0, sizeof login);
    if (!connection->needs.login(connection->needs.self, connection->config.index, &login))
        return fail(connection, now, "no token to log in with", 0);
    MQTTAsync_willOptions will = MQTTAsync_willOptions_initializer;
    will.topicName = login.will_topic;
    will.message = login.will;
    will.qos = 1;
    will.retained = 1;
    MQTTAsync_connectOptions options = MQTTAsync_connectOptions_initializer5;
    options.keepAliveInterval = CONNECTION_KEEPALIVE_S;
    options.connectTimeout = CONNECTION_KEEPALIVE_S;
    options.cleanstart = 1;
    options.username = connection->name;
    options.password = login.token;
    options.will = login.will_topic[0] != '\0' ? &will : NULL;
    options.context = connection;
    options.onSuccess5 = on_connected;
    options.onFailure5 = on_refused;
    int code = MQTTAsync_connect(connection->handle, &options);
    if (code != MQTTASYNC_SUCCESS)
        return fail(connection, now, "connecting failed", code);
    enter(connection, CONNECTION_CONNECTING, now + CONNECTION_GIVE_UP_MS);
    return CONNECTION_NOTHING;
}

void connection_open(struct connection *connection, uint64_t now)
{
    connection->backoff = CONNECTION_BACKOFF_MS;
    if (connection->state == CONNECTION_IDLE)
        enter(connection, CONNECTION_WAITING, now);
}

static bool leave(struct connection *connection, uint64_t now, uint32_t linger_ms)
{
    MQTTAsync_disconnectOptions options = MQTTAsync_disconnectOptions_initializer5;
    options.timeout = (int)linger_ms;
    options.context = connection;
    options.onSuccess5 = on_closed;
    options.onFailure5 = on_not_closed;
    if (MQTTAsync_disconnect(connection->handle, &options) != MQTTASYNC_SUCCESS)
        return false;
    enter(connection, CONNECTION_CLOSING, now + CONNECTION_GIVE_UP_MS);
    return true;
}

void connection_close(struct connection *connection, uint64_t now, uint32_t linger_ms)
{
    connection->come_back = false;
    if (connection->state == CONNECTION_CLOSING || connection->state == CONNECTION_IDLE)
        return;
    if (connection->state == CONNECTION_WAITING || !leave(connection, now, linger_ms))
        enter(connection, CONNECTION_IDLE, NEVER);
}

void connection_restart(struct connection *connection, uint64_t now)
{
    if (connection->state != CONNECTION_UP)
        return;
    if (leave(connection, now, 0))
        connection->come_back = true;
    else /* it is gone already */
        enter(connection, CONNECTION_WAITING, now + CONNECTION_FIRST_MS);
}

static enum connection_event opened(struct connection *connection)
{
    connection->backoff = CONNECTION_BACKOFF_MS;
    connection->said = false;
    enter(connection, CONNECTION_UP, NEVER);
    log_info(ROOM, "%s: connected to %s:%u", connection->name, connection->config.host,
        connection->config.port);
    return CONNECTION_OPENED;
}

static unsigned list_filters(struct connection *connection, char *ret[CONNECTION_FILTERS])
{
    for (unsigned i = 0; i < connection->config.filter_count; i++)
        ret[i] = connection->config.filters[i];
    return connection->config.filter_count;
}

void connection_hush(struct connection *connection, unsigned kept)
{
    char *filters[CONNECTION_FILTERS];
    unsigned count = list_filters(connection, filters);
    MQTTAsync_responseOptions options = MQTTAsync_responseOptions_initializer;
    if (connection->state == CONNECTION_UP && count > kept)
        (void)MQTTAsync_unsubscribeMany(
            connection->handle, (int)(count - kept), filters + kept, &options);
}

static enum connection_event subscribe(struct connection *connection, uint64_t now)
{
    char *filters[CONNECTION_FILTERS];
    unsigned count = list_filters(connection, filters);
    if (count == 0)
        return opened(connection);
    MQTTAsync_responseOptions options = MQTTAsync_responseOptions_initializer;
    options.context = connection;
    options.onSuccess5 = on_subscribed;
    options.onFailure5 = on_not_subscribed;
    int code = MQTTAsync_subscribeMany(
        connection->handle, (int)count, filters, connection->config.filter_qos, &options);
    return code == MQTTASYNC_SUCCESS ? opened(connection)
                                     : fail(connection, now, "subscribing failed", code);
}

static enum connection_event lost(struct connection *connection, uint64_t now)
{
    bool was_up = connection->state == CONNECTION_UP;
    if (connection->state == CONNECTION_IDLE || connection->state == CONNECTION_WAITING)
        return CONNECTION_NOTHING;
    if (was_up)
        log_warn(ROOM, "%s: the connection to the broker is gone", connection->name);
    connection->backoff = CONNECTION_BACKOFF_MS;
    enter(connection, connection->config.once ? CONNECTION_IDLE : CONNECTION_WAITING,
        connection->config.once ? NEVER : now + CONNECTION_FIRST_MS);
    return was_up ? CONNECTION_ENDED : CONNECTION_FAILED;
}

static enum connection_event closed(struct connection *connection, uint64_t now)
{
    if (connection->state != CONNECTION_CLOSING)
        return CONNECTION_NOTHING;
    if (connection->come_back)
        attempt_later(connection, now);
    else
        enter(connection, CONNECTION_IDLE, NEVER);
    connection->come_back = false;
    return CONNECTION_LEFT;
}

static enum connection_event subscribed(
    struct connection *connection, uint64_t now, int refused)
{
    if (connection->state != CONNECTION_UP || refused == 0)
        return CONNECTION_NOTHING;
    log_error(ROOM, "%s: the broker refused %d subscriptions: see its acl_file",
        connection->name, refused);
    connection_restart(connection, now);
    connection->backoff = CONNECTION_BACKOFF_MAX;
    return CONNECTION_ENDED;
}

enum connection_event connection_read(
    struct connection *connection, const struct letter *letter, uint64_t now)
{
    bool connecting = connection->state == CONNECTION_CONNECTING;
    switch ((enum connection_letter)letter->kind) {
    case LETTER_CONNECTED:
        return connecting ? subscribe(connection, now) : CONNECTION_NOTHING;
    case LETTER_REFUSED:
        return connecting ? fail(connection, now, "refused", letter->code) : CONNECTION_NOTHING;
    case LETTER_LOST:
        return lost(connection, now);
    case LETTER_SUBSCRIBED:
        return subscribed(connection, now, letter->code);
    case LETTER_CLOSED:
        return closed(connection, now);
    case LETTER_DELIVERED:
        return CONNECTION_DELIVERED;
    case LETTER_MESSAGE:
        return CONNECTION_HEARD;
    }
    return CONNECTION_NOTHING;
}

static enum connection_event took_too_long(struct connection *connection, uint64_t now)
{
    if (connection->state == CONNECTION_CLOSING)
        return closed(connection, now);
    connection->come_back = !connection->config.once;
    if (!leave(connection, now, 0))
        return fail(connection, now, "no answer in time", 0);
    return CONNECTION_FAILED;
}

enum connection_event connection_pass_time(struct connection *connection, uint64_t now)
{
    if (now < connection->deadline)
        return CONNECTION_NOTHING;
    if (connection->state == CONNECTION_WAITING)
        return attempt(connection, now);
    return took_too_long(connection, now);
}

uint64_t connection_next_deadline(const struct connection *connection)
{
    return connection->deadline;
}

/* Properties are Paho's to allocate: a copy is made by MQTTProperties_add and freed here. */
static int send(struct connection *connection, const struct publication *publication,
    MQTTAsync_responseOptions *options)
{
    MQTTAsync_message message = MQTTAsync_message_initializer;
    message.payload = (void *)publication->payload;
    message.payloadlen = (int)publication->length;
    message.qos = publication->qos;
    message.retained = publication->retained ? 1 : 0;
    if (publication->correlation_size > 0) {
        MQTTProperty property = {.identifier = MQTTPROPERTY_CODE_CORRELATION_DATA};
        property.value.data.data = (char *)publication->correlation;
        property.value.data.len = (int)publication->correlation_size;
        (void)MQTTProperties_add(
            &message.properties, &property); /* without it: no correlation */
    }
    int code = MQTTAsync_sendMessage(connection->handle, publication->topic, &message, options);
    MQTTProperties_free(&message.properties);
    return code;
}

enum rc connection_publish(
    struct connection *connection, const struct publication *publication, int *ret_token)
{
    if (connection->state != CONNECTION_UP)
        return RC_NOT_CONNECTED;
    MQTTAsync_responseOptions options = MQTTAsync_responseOptions_initializer;
    options.context = connection;
    if (ret_token != NULL)
        options.onSuccess5 = on_delivered;
    int code = send(connection, publication, &options);
    if (code == MQTTASYNC_MAX_BUFFERED_MESSAGES || code == MQTTASYNC_NO_MORE_MSGIDS)
        return RC_FULL;
    if (code != MQTTASYNC_SUCCESS)
        return RC_NOT_CONNECTED;
    if (ret_token != NULL)
        *ret_token = options.token;
    return RC_OK;
}

enum connection_state connection_state(const struct connection *connection)
{
    return connection->state;
}

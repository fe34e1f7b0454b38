/* The link over MQTTAsync, the owner's side: all state belongs to the owner and changes in
 * calls and in poll. What Paho's threads do is in link_paho_heard.c.
 *
 * One handle for the life of the link: making a new one for each connection was rejected,
 * because destroying the last handle of a process stops Paho's threads and waits for them.
 * Paho's automatic reconnect is off: it cannot change will and token, and took 1 to 5 s.
 * Paho's own sessions and persistence are off: what was not sent on this connection is never
 * sent.
 *
 * Must stay true: a letter of an earlier connection (its generation) is never heard.
 */
#include "robot/client/link_paho.h"

#include <MQTTAsync.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/base/text.h"
#include "robot/client/link_paho_inner.h"

#define CONNECT_TIMEOUT_S 5
#define CLOSE_TIMEOUT_MS  200
#define BUFFERED          1024 /* publications Paho may hold while connected; then RC_FULL */

static enum rc rc_of(int code)
{
    switch (code) {
    case MQTTASYNC_SUCCESS:
        return RC_OK;
    case MQTTASYNC_DISCONNECTED:
        return RC_NOT_CONNECTED;
    case MQTTASYNC_MAX_BUFFERED_MESSAGES:
    case MQTTASYNC_MAX_MESSAGES_INFLIGHT:
    case MQTTASYNC_NO_MORE_MSGIDS:
        return RC_FULL;
    default:
        return RC_INTERNAL;
    }
}

static struct request *request_begin(
    struct paho *paho, enum link_event_kind kind, uint32_t token)
{
    struct request *free_one = NULL;
    pthread_mutex_lock(&paho->mailbox.mutex);
    for (unsigned i = 0; i < REQUESTS && !free_one; i++) {
        if (!paho->requests[i].used)
            free_one = &paho->requests[i];
    }
    if (free_one)
        *free_one = (struct request){paho, true, kind, token, paho->generation};
    pthread_mutex_unlock(&paho->mailbox.mutex);
    return free_one;
}

static void request_cancel(struct request *request)
{
    if (!request)
        return;
    pthread_mutex_lock(&request->paho->mailbox.mutex);
    request->used = false;
    pthread_mutex_unlock(&request->paho->mailbox.mutex);
}

static void uri_of(const struct link_options *options, char *ret, size_t size)
{
    bool websocket = options->transport == LINK_WEBSOCKET;
    const char *scheme =
        websocket ? (options->tls ? "wss" : "ws") : (options->tls ? "ssl" : "tcp");
    const char *path = websocket && options->path ? options->path : "";
    (void)snprintf(
        ret, size, "%s://%s:%u%s", scheme, options->host, (unsigned)options->port, path);
}

static enum rc create_handle(struct paho *paho, const char *uri, bool mqtt311)
{
    MQTTAsync_createOptions create = MQTTAsync_createOptions_initializer;
    create.MQTTVersion = mqtt311 ? MQTTVERSION_3_1_1 : MQTTVERSION_5;
    create.sendWhileDisconnected = 0;
    create.maxBufferedMessages = BUFFERED;
    create.persistQoS0 = 0;
    int code = MQTTAsync_createWithOptions(
        &paho->handle, uri, paho->client_id, MQTTCLIENT_PERSISTENCE_NONE, NULL, &create);
    if (code == MQTTASYNC_SUCCESS)
        code = paho_hear_messages(paho);
    return code == MQTTASYNC_SUCCESS ? RC_OK : RC_CONFIG;
}

static enum rc make_handle(struct paho *paho, const struct link_options *options)
{
    char uri[sizeof paho->uri];
    uri_of(options, uri, sizeof uri);
    if (paho->handle && strcmp(uri, paho->uri) == 0 &&
        strcmp(options->client_id, paho->client_id) == 0 && options->mqtt311 == paho->mqtt311)
        return RC_OK;
    if (paho->handle)
        MQTTAsync_destroy(&paho->handle);
    paho->mqtt311 = options->mqtt311;
    (void)memcpy(paho->uri, uri, sizeof uri);
    if (!text_copy(paho->client_id, sizeof paho->client_id, options->client_id))
        return RC_CONFIG;
    return create_handle(paho, uri, options->mqtt311);
}

static MQTTAsync_connectOptions connect_options(struct paho *paho)
{
    MQTTAsync_connectOptions v3 = MQTTAsync_connectOptions_initializer;
    MQTTAsync_connectOptions v5 = MQTTAsync_connectOptions_initializer5;
    MQTTAsync_connectOptions options = paho->mqtt311 ? v3 : v5;
    if (paho->mqtt311) {
        options.MQTTVersion = MQTTVERSION_3_1_1;
        options.cleansession = 1;
    } else {
        options.cleanstart = 1;
    }
    paho_hear_connect(paho, &options);
    options.keepAliveInterval = LINK_KEEPALIVE_S;
    options.connectTimeout = CONNECT_TIMEOUT_S;
    options.maxInflight = 64;
    return options;
}

static MQTTAsync_willOptions will_options(const struct link_message *will)
{
    MQTTAsync_willOptions options = MQTTAsync_willOptions_initializer;
    options.topicName = will->topic;
    options.message = NULL;
    options.payload.data = will->payload;
    options.payload.len = (int)will->length;
    options.qos = will->qos;
    options.retained = will->retain ? 1 : 0;
    return options;
}

static enum rc paho_connect(struct link *link, const struct link_options *options)
{
    struct paho *paho = (struct paho *)link;
    if (paho->state != PAHO_IDLE)
        return RC_WRONG_STATE;
    enum rc rc = make_handle(paho, options);
    if (rc != RC_OK)
        return rc;
    MQTTAsync_connectOptions connect = connect_options(paho);
    MQTTAsync_willOptions will;
    MQTTAsync_SSLOptions tls = MQTTAsync_SSLOptions_initializer;
    tls.verify = 1;
    connect.username = options->user;
    connect.password = options->password;
    if (options->will) {
        will = will_options(options->will);
        connect.will = &will;
    }
    if (options->tls)
        connect.ssl = &tls;
    paho->generation = link_mailbox_next_generation(&paho->mailbox);
    paho->close_wanted = false;
    rc = rc_of(MQTTAsync_connect(paho->handle, &connect));
    if (rc == RC_OK)
        paho->state = PAHO_CONNECTING;
    return rc;
}

static enum rc paho_subscribe(
    struct link *link, const char *const *filters, unsigned count, int qos, uint32_t token)
{
    struct paho *paho = (struct paho *)link;
    if (paho->state != PAHO_CONNECTED)
        return RC_NOT_CONNECTED;
    struct request *request = token != 0 ? request_begin(paho, LINK_SUBSCRIBED, token) : NULL;
    if (count == 0 || count > LINK_FILTERS || (token != 0 && !request)) {
        request_cancel(request);
        return RC_FULL;
    }
    MQTTAsync_responseOptions response = MQTTAsync_responseOptions_initializer;
    paho_hear_request(paho, request, count, &response);
    int each[LINK_FILTERS];
    for (unsigned i = 0; i < count; i++)
        each[i] = qos;
    enum rc rc = rc_of(MQTTAsync_subscribeMany(
        paho->handle, (int)count, (char *const *)filters, each, &response));
    if (rc != RC_OK)
        request_cancel(request);
    return rc;
}

static enum rc paho_unsubscribe(struct link *link, const char *const *filters, unsigned count)
{
    struct paho *paho = (struct paho *)link;
    if (paho->state != PAHO_CONNECTED)
        return RC_NOT_CONNECTED;
    MQTTAsync_responseOptions response = MQTTAsync_responseOptions_initializer;
    return rc_of(
        MQTTAsync_unsubscribeMany(paho->handle, (int)count, (char *const *)filters, &response));
}

static enum rc paho_publish(
    struct link *link, const struct link_message *message, uint32_t token)
{
    struct paho *paho = (struct paho *)link;
    if (paho->state != PAHO_CONNECTED)
        return RC_NOT_CONNECTED;
    struct request *request = NULL;
    if (token != 0) {
        request = request_begin(paho, LINK_PUBLISHED, token);
        if (!request)
            return RC_FULL;
    }
    MQTTAsync_responseOptions response = MQTTAsync_responseOptions_initializer;
    paho_hear_request(paho, request, 0, &response);
    MQTTAsync_message sent = MQTTAsync_message_initializer;
    sent.payload = (void *)message->payload;
    sent.payloadlen = (int)message->length;
    sent.qos = message->qos;
    sent.retained = message->retain ? 1 : 0;
    if (message->expiry_s > 0 && !paho->mqtt311) {
        MQTTProperty expiry = {.identifier = MQTTPROPERTY_CODE_MESSAGE_EXPIRY_INTERVAL};
        expiry.value.integer4 = message->expiry_s;
        (void)MQTTProperties_add(&sent.properties, &expiry); /* no memory: without expiry */
    }
    enum rc rc = rc_of(MQTTAsync_sendMessage(paho->handle, message->topic, &sent, &response));
    MQTTProperties_free(&sent.properties);
    if (rc != RC_OK)
        request_cancel(request);
    return rc;
}

static void start_close(struct paho *paho)
{
    MQTTAsync_disconnectOptions v3 = MQTTAsync_disconnectOptions_initializer;
    MQTTAsync_disconnectOptions v5 = MQTTAsync_disconnectOptions_initializer5;
    MQTTAsync_disconnectOptions options = paho->mqtt311 ? v3 : v5;
    options.timeout = CLOSE_TIMEOUT_MS;
    paho_hear_close(paho, &options);
    paho->state = PAHO_CLOSING;
    if (MQTTAsync_disconnect(paho->handle, &options) != MQTTASYNC_SUCCESS)
        paho_post(paho, LINK_CLOSED, RC_OK, NULL);
}

static enum rc paho_disconnect(struct link *link)
{
    struct paho *paho = (struct paho *)link;
    if (paho->state == PAHO_CONNECTED)
        start_close(paho);
    else if (paho->state == PAHO_CONNECTING)
        paho->close_wanted = true;
    else if (paho->state == PAHO_IDLE) {
        paho->state = PAHO_CLOSING;
        paho_post(paho, LINK_CLOSED, RC_OK, NULL);
    }
    return RC_OK;
}

static bool hear_connecting(struct paho *paho, enum link_event_kind *kind)
{
    if (*kind == LINK_CONNECTED && paho->close_wanted) {
        start_close(paho);
        return false;
    }
    if (*kind == LINK_CONNECTED) {
        paho->state = PAHO_CONNECTED;
        return true;
    }
    if (*kind != LINK_REFUSED)
        return false;
    paho->state = PAHO_IDLE;
    if (paho->close_wanted)
        *kind = LINK_CLOSED;
    return true;
}

static bool hear_closing(struct paho *paho, enum link_event_kind *kind)
{
    if (*kind == LINK_PUBLISHED || *kind == LINK_SUBSCRIBED)
        return true;
    if (*kind != LINK_CLOSED && *kind != LINK_LOST)
        return false;
    paho->state = PAHO_IDLE;
    *kind = LINK_CLOSED;
    return true;
}

static bool hear_connected(struct paho *paho, enum link_event_kind kind)
{
    if (kind == LINK_LOST)
        paho->state = PAHO_IDLE;
    return kind == LINK_LOST || kind == LINK_MESSAGE || kind == LINK_PUBLISHED ||
           kind == LINK_SUBSCRIBED;
}

/* False: this letter does not belong to the present state. */
static bool hear(struct paho *paho, enum link_event_kind *kind)
{
    switch (paho->state) {
    case PAHO_IDLE:
        return false;
    case PAHO_CONNECTING:
        return hear_connecting(paho, kind);
    case PAHO_CONNECTED:
        return hear_connected(paho, *kind);
    case PAHO_CLOSING:
        return hear_closing(paho, kind);
    }
    return false;
}

static void describe(
    const struct link_letter *letter, enum link_event_kind kind, struct link_event *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->kind = kind;
    ret->rc = letter->rc;
    ret->token = letter->token;
    memcpy(ret->reason, letter->reason, sizeof ret->reason);
    ret->retained = letter->retained;
    ret->topic = letter->bytes;
    ret->payload = letter->bytes + letter->topic_length + 1;
    ret->length = letter->length;
}

static bool paho_poll(struct link *link, struct link_event *ret)
{
    struct paho *paho = (struct paho *)link;
    for (;;) {
        free(paho->current);
        paho->current = link_mailbox_take(&paho->mailbox);
        if (!paho->current)
            return false;
        enum link_event_kind kind = paho->current->kind;
        if (paho->current->generation != paho->generation || !hear(paho, &kind))
            continue;
        describe(paho->current, kind, ret);
        return true;
    }
}

static int paho_fd(const struct link *link)
{
    return ((const struct paho *)link)->mailbox.fd;
}

static void paho_destroy(struct link *link)
{
    struct paho *paho = (struct paho *)link;
    if (paho->handle)
        MQTTAsync_destroy(&paho->handle);
    free(paho->current);
    link_mailbox_finish(&paho->mailbox);
    free(paho);
}

static const struct link_vtable vtable = {
    .connect = paho_connect,
    .subscribe = paho_subscribe,
    .unsubscribe = paho_unsubscribe,
    .publish = paho_publish,
    .disconnect = paho_disconnect,
    .poll = paho_poll,
    .fd = paho_fd,
    .destroy = paho_destroy,
};

struct link *link_paho_create(void)
{
    struct paho *paho = calloc(1, sizeof *paho);
    if (!paho)
        return NULL;
    paho->link.vtable = &vtable;
    if (!link_mailbox_init(&paho->mailbox)) {
        free(paho);
        return NULL;
    }
    return &paho->link;
}

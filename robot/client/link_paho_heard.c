/* Paho's side of the link: the functions its threads call. They copy what happened into the
 * mailbox and touch nothing else, but the table of requests (under the mailbox's mutex). */
#include <stdio.h>
#include <string.h>

#include "robot/client/link_paho_inner.h"

void paho_post(struct paho *paho, enum link_event_kind kind, enum rc rc, const char *reason)
{
    struct link_letter letter = {.kind = kind, .rc = rc};
    (void)snprintf(letter.reason, sizeof letter.reason, "%s", reason ? reason : "");
    (void)link_mailbox_put(&paho->mailbox, &letter, NULL, NULL); /* no memory: lost */
}

static void on_connected(void *context, MQTTAsync_successData *data)
{
    (void)data;
    paho_post(context, LINK_CONNECTED, RC_OK, NULL);
}

static void on_connected5(void *context, MQTTAsync_successData5 *data)
{
    (void)data;
    paho_post(context, LINK_CONNECTED, RC_OK, NULL);
}

static void refused(struct paho *paho, bool unauthorized, int code, const char *words)
{
    char reason[80];
    (void)snprintf(reason, sizeof reason, "%s (%d)", words ? words : "no connection", code);
    paho_post(paho, LINK_REFUSED, unauthorized ? RC_UNAUTHORIZED : RC_NOT_CONNECTED, reason);
}

static void on_refused(void *context, MQTTAsync_failureData *data)
{
    refused(context, data->code == 4 || data->code == 5, data->code, data->message);
}

/* Paho puts a CONNACK's reason into code here, and elsewhere into reasonCode. */
static void on_refused5(void *context, MQTTAsync_failureData5 *data)
{
    int code = data->reasonCode != MQTTREASONCODE_SUCCESS ? (int)data->reasonCode : data->code;
    bool unauthorized = code == MQTTREASONCODE_BAD_USER_NAME_OR_PASSWORD ||
                        code == MQTTREASONCODE_NOT_AUTHORIZED || code == MQTTREASONCODE_BANNED;
    refused(context, unauthorized, code, data->message);
}

static void on_lost(void *context, char *cause)
{
    paho_post(context, LINK_LOST, RC_NOT_CONNECTED, cause ? cause : "connection lost");
}

/* The broker ends the connection in words (MQTT 5): Paho 1.3 then never calls on_lost. */
static void on_dismissed(void *context, MQTTProperties *properties, enum MQTTReasonCodes reason)
{
    (void)properties;
    const char *words = MQTTReasonCode_toString(reason);
    paho_post(
        context, LINK_LOST, RC_NOT_CONNECTED, words ? words : "disconnected by the broker");
}

static void on_closed(void *context, MQTTAsync_successData *data)
{
    (void)data;
    paho_post(context, LINK_CLOSED, RC_OK, NULL);
}

static void on_closed5(void *context, MQTTAsync_successData5 *data)
{
    (void)data;
    paho_post(context, LINK_CLOSED, RC_OK, NULL);
}

static void on_not_closed(void *context, MQTTAsync_failureData *data)
{
    (void)data;
    paho_post(context, LINK_CLOSED, RC_OK, NULL);
}

static void on_not_closed5(void *context, MQTTAsync_failureData5 *data)
{
    (void)data;
    paho_post(context, LINK_CLOSED, RC_OK, NULL);
}

static int on_message(void *context, char *topic, int topic_length, MQTTAsync_message *message)
{
    struct paho *paho = context;
    struct link_letter letter = {
        .kind = LINK_MESSAGE,
        .qos = message->qos,
        .retained = message->retained != 0,
        .topic_length = topic_length > 0 ? (size_t)topic_length : strlen(topic),
        .length = message->payloadlen > 0 ? (size_t)message->payloadlen : 0,
    };
    (void)link_mailbox_put(&paho->mailbox, &letter, topic, message->payload); /* counted */
    MQTTAsync_freeMessage(&message);
    MQTTAsync_free(topic);
    return 1;
}

static void settle_request(struct request *request, enum rc rc)
{
    struct paho *paho = request->paho;
    pthread_mutex_lock(&paho->mailbox.mutex);
    struct link_letter letter = {.kind = request->kind, .rc = rc, .token = request->token};
    bool current = request->used && request->generation == paho->mailbox.generation;
    request->used = false;
    pthread_mutex_unlock(&paho->mailbox.mutex);
    if (current)
        (void)link_mailbox_put(&paho->mailbox, &letter, NULL, NULL); /* no memory: lost */
}

static void on_done(void *context, MQTTAsync_successData *data)
{
    (void)data;
    settle_request(context, RC_OK);
}

static void on_done5(void *context, MQTTAsync_successData5 *data)
{
    settle_request(
        context, data->reasonCode < MQTTREASONCODE_UNSPECIFIED_ERROR ? RC_OK : RC_NOT_ALLOWED);
}

static void on_failed(void *context, MQTTAsync_failureData *data)
{
    (void)data;
    settle_request(context, RC_NOT_CONNECTED);
}

static void on_failed5(void *context, MQTTAsync_failureData5 *data)
{
    settle_request(context, data->reasonCode < MQTTREASONCODE_UNSPECIFIED_ERROR
                                ? RC_NOT_CONNECTED
                                : RC_NOT_ALLOWED);
}

static void on_subscribed_one(void *context, MQTTAsync_successData *data)
{
    settle_request(context, data->alt.qos < 0x80 ? RC_OK : RC_NOT_ALLOWED);
}

static void on_subscribed_many5(void *context, MQTTAsync_successData5 *data)
{
    enum rc rc = RC_OK;
    for (int i = 0; i < data->alt.sub.reasonCodeCount; i++) {
        if (data->alt.sub.reasonCodes[i] >= MQTTREASONCODE_UNSPECIFIED_ERROR)
            rc = RC_NOT_ALLOWED;
    }
    settle_request(context, rc);
}

void paho_hear_connect(struct paho *paho, MQTTAsync_connectOptions *options)
{
    options->context = paho;
    if (paho->mqtt311) {
        options->onSuccess = on_connected;
        options->onFailure = on_refused;
    } else {
        options->onSuccess5 = on_connected5;
        options->onFailure5 = on_refused5;
    }
}

void paho_hear_close(struct paho *paho, MQTTAsync_disconnectOptions *options)
{
    options->context = paho;
    if (paho->mqtt311) {
        options->onSuccess = on_closed;
        options->onFailure = on_not_closed;
    } else {
        options->onSuccess5 = on_closed5;
        options->onFailure5 = on_not_closed5;
    }
}

/* Paho says the granted QoS in one place for one filter and in another for several. */
void paho_hear_request(struct paho *paho, struct request *request, unsigned filters,
    MQTTAsync_responseOptions *options)
{
    if (!request)
        return;
    options->context = request;
    if (paho->mqtt311) {
        options->onSuccess = filters == 1 ? on_subscribed_one : on_done;
        options->onFailure = on_failed;
    } else {
        options->onSuccess5 = filters > 1 ? on_subscribed_many5 : on_done5;
        options->onFailure5 = on_failed5;
    }
}

int paho_hear_messages(struct paho *paho)
{
    int code = MQTTAsync_setCallbacks(paho->handle, paho, on_lost, on_message, NULL);
    if (code == MQTTASYNC_SUCCESS)
        code = MQTTAsync_setDisconnected(paho->handle, paho, on_dismissed);
    return code;
}

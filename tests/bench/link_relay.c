/* One service thread for all relay links of the process, as Paho has its own: the owner's calls
 * copy into a queue and wake it, what it hears goes into the mailbox. */
#include "tests/bench/link_relay.h"

#include <libwebsockets.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "robot/client/link_mailbox.h"

#define FRAME_SIZE 1024
#define QUEUE_SIZE 256

struct frame {
    size_t length;
    unsigned char bytes[LWS_PRE + FRAME_SIZE];
};

struct relay {
    struct link link;
    struct link_mailbox mailbox;
    struct link_letter *current;
    struct relay *next;
    struct lws *wsi; /* the service thread's */
    uint16_t port;
    _Atomic bool wanted; /* told to connect */
    pthread_mutex_t mutex;
    unsigned head, count;
    struct frame queue[QUEUE_SIZE];
};

static struct lws_context *context;
static struct relay *_Atomic relays;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void post(struct relay *relay, enum link_event_kind kind, uint32_t token)
{
    struct link_letter letter = {.kind = kind, .rc = RC_OK, .token = token};
    (void)link_mailbox_put(&relay->mailbox, &letter, NULL, NULL);
}

static void hear(struct relay *relay, const char *text, size_t length)
{
    const char *split = memchr(text, '\n', length);
    char topic[256];
    if (split && (size_t)(split - text) < sizeof topic) {
        struct link_letter letter = {.kind = LINK_MESSAGE,
            .topic_length = (size_t)(split - text),
            .length = length - (size_t)(split - text) - 1};
        memcpy(topic, text, letter.topic_length);
        topic[letter.topic_length] = '\0';
        (void)link_mailbox_put(&relay->mailbox, &letter, topic, split + 1);
    }
}

static void write_one(struct relay *relay)
{
    pthread_mutex_lock(&relay->mutex);
    if (relay->count > 0) {
        struct frame *frame = &relay->queue[relay->head];
        (void)lws_write(relay->wsi, frame->bytes + LWS_PRE, frame->length, LWS_WRITE_TEXT);
        relay->head = (relay->head + 1) % QUEUE_SIZE;
        relay->count--;
    }
    bool more = relay->count > 0;
    pthread_mutex_unlock(&relay->mutex);
    if (more) {
        (void)lws_callback_on_writable(relay->wsi);
    }
}

/* Woken: connects whom it was told to connect, asks to write where something waits. */
static void look_around(void)
{
    for (struct relay *relay = relays; relay; relay = relay->next) {
        if (atomic_exchange(&relay->wanted, false)) {
            struct lws_client_connect_info info = {.context = context,
                .address = "127.0.0.1",
                .port = relay->port,
                .path = "/",
                .host = "127.0.0.1",
                .origin = "127.0.0.1",
                .protocol = "relay",
                .local_protocol_name = "relay",
                .opaque_user_data = relay};
            relay->wsi = lws_client_connect_via_info(&info);
        } else if (relay->wsi) {
            (void)lws_callback_on_writable(relay->wsi);
        }
    }
}

static int on_event(
    struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
    (void)user;
    if (reason == LWS_CALLBACK_EVENT_WAIT_CANCELLED) {
        look_around();
        return 0;
    }
    struct relay *relay = wsi ? lws_get_opaque_user_data(wsi) : NULL;
    if (!relay) {
        return 0;
    }
    if (reason == LWS_CALLBACK_CLIENT_ESTABLISHED) {
        post(relay, LINK_CONNECTED, 0);
    } else if (reason == LWS_CALLBACK_CLIENT_RECEIVE) {
        hear(relay, in, length);
    } else if (reason == LWS_CALLBACK_CLIENT_WRITEABLE) {
        write_one(relay);
    } else if (reason == LWS_CALLBACK_CLIENT_CLOSED ||
               reason == LWS_CALLBACK_CLIENT_CONNECTION_ERROR) {
        relay->wsi = NULL;
        post(relay, LINK_LOST, 0);
    }
    return 0;
}

static void *serve(void *unused)
{
    (void)unused;
    while (lws_service(context, 0) >= 0) {
    }
    return NULL;
}

static void begin(void)
{
    static const struct lws_protocols protocols[] = {
        {.name = "relay",         .callback = on_event, .rx_buffer_size = 4096},
        {0}
    };
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN, .protocols = protocols, .gid = -1, .uid = -1};
    pthread_t thread;
    lws_set_log_level(LLL_ERR, NULL);
    context = lws_create_context(&info);
    if (!context || pthread_create(&thread, NULL, serve, NULL) != 0) {
        abort();
    }
    (void)pthread_detach(thread);
}

static enum rc queue(
    struct relay *relay, char verb, const char *topic, const char *payload, size_t length)
{
    size_t topic_length = strlen(topic);
    pthread_mutex_lock(&relay->mutex);
    bool fits = relay->count < QUEUE_SIZE && topic_length + length + 2 <= FRAME_SIZE;
    if (fits) {
        struct frame *frame = &relay->queue[(relay->head + relay->count++) % QUEUE_SIZE];
        unsigned char *at = frame->bytes + LWS_PRE;
        *at++ = (unsigned char)verb;
        memcpy(at, topic, topic_length);
        at += topic_length;
        if (payload) {
            *at++ = '\n';
            memcpy(at, payload, length);
            at += length;
        }
        frame->length = (size_t)(at - frame->bytes) - LWS_PRE;
    }
    pthread_mutex_unlock(&relay->mutex);
    lws_cancel_service(context);
    return fits ? RC_OK : RC_FULL;
}

static enum rc relay_connect(struct link *link, const struct link_options *options)
{
    struct relay *relay = (struct relay *)link;
    relay->port = options->port;
    atomic_store(&relay->wanted, true);
    lws_cancel_service(context);
    return RC_OK;
}

static enum rc relay_subscribe(
    struct link *link, const char *const *filters, unsigned count, int qos, uint32_t token)
{
    struct relay *relay = (struct relay *)link;
    (void)qos;
    for (unsigned i = 0; i < count; i++) {
        (void)queue(relay, 'S', filters[i], NULL, 0);
    }
    post(relay, LINK_SUBSCRIBED, token);
    return RC_OK;
}

static enum rc relay_unsubscribe(struct link *link, const char *const *filters, unsigned count)
{
    (void)link;
    (void)filters;
    (void)count;
    return RC_OK;
}

static enum rc relay_publish(
    struct link *link, const struct link_message *message, uint32_t token)
{
    (void)token;
    return queue((struct relay *)link, 'P', message->topic, message->payload, message->length);
}

static enum rc relay_disconnect(struct link *link)
{
    post((struct relay *)link, LINK_CLOSED, 0);
    return RC_OK;
}

static bool relay_poll(struct link *link, struct link_event *ret)
{
    struct relay *relay = (struct relay *)link;
    free(relay->current);
    relay->current = link_mailbox_take(&relay->mailbox);
    if (!relay->current) {
        return false;
    }
    const struct link_letter *letter = relay->current;
    *ret = (struct link_event){.kind = letter->kind,
        .rc = letter->rc,
        .token = letter->token,
        .topic = letter->bytes,
        .payload = letter->bytes + letter->topic_length + 1,
        .length = letter->length};
    return true;
}

static int relay_fd(const struct link *link)
{
    return ((const struct relay *)link)->mailbox.fd;
}

/* The service thread may still look at it: it is freed with the process. */
static void relay_destroy(struct link *link)
{
    (void)link;
}

struct link *link_relay_create(void)
{
    static const struct link_vtable vtable = {relay_connect, relay_subscribe, relay_unsubscribe,
        relay_publish, relay_disconnect, relay_poll, relay_fd, relay_destroy};
    struct relay *relay = calloc(1, sizeof *relay);
    if (!relay || !link_mailbox_init(&relay->mailbox)) {
        free(relay);
        return NULL;
    }
    relay->link.vtable = &vtable;
    (void)pthread_mutex_init(&relay->mutex, NULL);
    (void)pthread_once(&once, begin);
    relay->next = relays;
    relays = relay;
    return &relay->link;
}

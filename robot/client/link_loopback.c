/* The broker in the process: a list of clients, each with a list of filters and a queue of
 * letters.
 *
 * A publication is routed at once into the queues of those who subscribe; faults decide there
 * whether it is doubled, dropped or given a later time. So what a test sees is what a broker's
 * subscriber sees, without a socket or a thread. Answers (SUBSCRIBED, PUBLISHED…) go through
 * the same queue, so they keep their place between the messages.
 */
#include "robot/client/link_loopback.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "robot/base/text.h"

#define FILTERS     128 /* of one client */
#define FILTER_SIZE 256

struct letter {
    struct letter *next;
    struct link_event event; /* its pointers: into bytes */
    int qos;
    uint64_t due;
    char bytes[];
};

struct retained {
    struct retained *next;
    struct letter *letter;
};

struct client {
    struct link link; /* first: the vtable */
    struct loopback *broker;
    struct client *next;
    char id[64];
    bool connected;
    bool stalled;
    struct letter *will; /* NULL = none */
    bool will_retain;
    struct letter *first, *last, *current;
    unsigned count;
    char filters[FILTERS][FILTER_SIZE]; /* "" = free */
};

struct loopback {
    struct client *clients;
    struct retained *retained;
    struct loopback_faults faults;
    uint64_t now;
    bool down;
    unsigned hasty;
    char password[128]; /* "" = any */
};

static uint32_t draw(struct loopback *broker, uint32_t bound)
{
    uint32_t x = broker->faults.seed;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    broker->faults.seed = x;
    return x % bound;
}

static struct letter *letter_create(
    const char *topic, const char *payload, size_t length, enum link_event_kind kind)
{
    size_t topic_size = strlen(topic) + 1;
    struct letter *letter = calloc(1, sizeof *letter + topic_size + length + 1);
    if (!letter)
        return NULL;
    memcpy(letter->bytes, topic, topic_size);
    if (length > 0)
        memcpy(letter->bytes + topic_size, payload, length);
    letter->event.kind = kind;
    letter->event.topic = letter->bytes;
    letter->event.payload = letter->bytes + topic_size;
    letter->event.length = length;
    return letter;
}

static struct letter *copy_of(const struct letter *letter)
{
    struct letter *copy = letter_create(
        letter->event.topic, letter->event.payload, letter->event.length, letter->event.kind);
    if (!copy)
        return NULL;
    copy->qos = letter->qos;
    return copy;
}

/* In the order of due times; equal times in the order of arrival. */
static void enqueue(struct client *client, struct letter *letter)
{
    struct letter **place = &client->first;
    while (*place && (*place)->due <= letter->due)
        place = &(*place)->next;
    letter->next = *place;
    *place = letter;
    client->count++;
}

static void tell(struct client *client, enum link_event_kind kind, enum rc rc, uint32_t token)
{
    struct letter *letter = letter_create("", "", 0, kind);
    if (!letter)
        return;
    letter->event.rc = rc;
    letter->event.token = token;
    letter->due = client->broker->now;
    enqueue(client, letter);
}

static void clear_queue(struct client *client)
{
    while (client->first) {
        struct letter *letter = client->first;
        client->first = letter->next;
        free(letter);
    }
    client->count = 0;
}

static bool level_matches(const char **filter, const char **topic)
{
    size_t wanted = strcspn(*filter, "/"), is = strcspn(*topic, "/");
    bool any = wanted == 1 && **filter == '+';
    if (!any && (wanted != is || memcmp(*filter, *topic, is) != 0))
        return false;
    *filter += wanted;
    *topic += is;
    return true;
}

static bool matches(const char *filter, const char *topic)
{
    for (;;) {
        if (strcmp(filter, "#") == 0)
            return true;
        if (!level_matches(&filter, &topic))
            return false;
        if (*filter == '\0' || *topic == '\0')
            return *filter == *topic;
        filter++;
        topic++;
    }
}

static bool subscribes(const struct client *client, const char *topic)
{
    for (unsigned i = 0; i < FILTERS; i++) {
        if (client->filters[i][0] != '\0' && matches(client->filters[i], topic))
            return true;
    }
    return false;
}

static void deliver_once(struct client *client, const struct letter *letter, bool retained)
{
    struct loopback *broker = client->broker;
    struct letter *copy = copy_of(letter);
    if (!copy)
        return;
    copy->event.retained = retained;
    copy->due = broker->now + broker->faults.delay_ms;
    if (broker->faults.jitter_ms > 0)
        copy->due += draw(broker, broker->faults.jitter_ms + 1);
    if (client->count < LINK_MAILBOX)
        enqueue(client, copy);
    else
        free(copy);
}

static void deliver(struct client *client, const struct letter *letter, bool retained)
{
    struct loopback *broker = client->broker;
    if (letter->qos == 0 && broker->faults.drop_permille > 0 &&
        draw(broker, 1000) < broker->faults.drop_permille)
        return;
    deliver_once(client, letter, retained);
    if (broker->faults.duplicate_permille > 0 &&
        draw(broker, 1000) < broker->faults.duplicate_permille)
        deliver_once(client, letter, retained);
}

static void forget_retained(struct loopback *broker, const char *topic)
{
    struct retained **place = &broker->retained;
    while (*place && strcmp((*place)->letter->event.topic, topic) != 0)
        place = &(*place)->next;
    if (!*place)
        return;
    struct retained *gone = *place;
    *place = gone->next;
    free(gone->letter);
    free(gone);
}

static void retain_create(struct loopback *broker, const struct letter *letter)
{
    forget_retained(broker, letter->event.topic);
    if (letter->event.length == 0)
        return;
    struct retained *kept = malloc(sizeof *kept);
    struct letter *copy = copy_of(letter);
    if (!kept || !copy) {
        free(kept);
        free(copy);
        return;
    }
    *kept = (struct retained){broker->retained, copy};
    broker->retained = kept;
}

static void route(struct loopback *broker, const struct letter *letter, bool retain)
{
    if (retain)
        retain_create(broker, letter);
    for (struct client *client = broker->clients; client; client = client->next) {
        if (client->connected && subscribes(client, letter->event.topic))
            deliver(client, letter, false);
    }
}

/* The connection is gone, by itself or by a goodbye. */
static void detach(struct client *client, bool say_will)
{
    struct letter *will = client->will;
    client->connected = false;
    client->will = NULL;
    client->stalled = false;
    memset(client->filters, 0, sizeof client->filters);
    clear_queue(client);
    if (will && say_will)
        route(client->broker, will, client->will_retain);
    free(will);
}

static void lose(struct client *client, bool say_will)
{
    detach(client, say_will);
    tell(client, LINK_LOST, RC_NOT_CONNECTED, 0);
}

static struct client *connected_as(struct loopback *broker, const char *id)
{
    for (struct client *client = broker->clients; client; client = client->next) {
        if (client->connected && strcmp(client->id, id) == 0)
            return client;
    }
    return NULL;
}

static bool set_will(struct client *client, const struct link_message *will)
{
    client->will = NULL;
    if (!will)
        return true;
    client->will = letter_create(will->topic, will->payload, will->length, LINK_MESSAGE);
    client->will_retain = will->retain;
    if (client->will)
        client->will->qos = will->qos;
    return client->will != NULL;
}

static enum rc refusal_of(const struct loopback *broker, const struct link_options *options)
{
    if (broker->down)
        return RC_NOT_CONNECTED;
    if (broker->password[0] == '\0')
        return RC_OK;
    const char *given = options->password ? options->password : "";
    return strcmp(given, broker->password) == 0 ? RC_OK : RC_UNAUTHORIZED;
}

static enum rc loopback_connect(struct link *link, const struct link_options *options)
{
    struct client *client = (struct client *)link;
    struct loopback *broker = client->broker;
    if (client->connected)
        return RC_WRONG_STATE;
    enum rc refusal = refusal_of(broker, options);
    if (refusal != RC_OK) {
        tell(client, LINK_REFUSED, refusal, 0);
        return RC_OK;
    }
    struct client *other = connected_as(broker, options->client_id);
    if (!text_copy(client->id, sizeof client->id, options->client_id) ||
        !set_will(client, options->will))
        return RC_INTERNAL;
    client->connected = true;
    tell(client, LINK_CONNECTED, RC_OK, 0);
    if (other)
        lose(other, true); /* after the new login, as a broker does */
    return RC_OK;
}

static void send_retained(struct client *client, const char *filter)
{
    for (struct retained *kept = client->broker->retained; kept; kept = kept->next) {
        if (matches(filter, kept->letter->event.topic))
            deliver(client, kept->letter, true);
    }
}

static bool add_filter(struct client *client, const char *filter)
{
    char *place = NULL;
    for (unsigned i = 0; i < FILTERS; i++) {
        if (strcmp(client->filters[i], filter) == 0)
            return true;
        if (client->filters[i][0] == '\0' && !place)
            place = client->filters[i];
    }
    return place && text_copy(place, FILTER_SIZE, filter);
}

static enum rc loopback_subscribe(
    struct link *link, const char *const *filters, unsigned count, int qos, uint32_t token)
{
    struct client *client = (struct client *)link;
    (void)qos; /* delivered as published */
    if (!client->connected)
        return RC_NOT_CONNECTED;
    if (count == 0 || count > LINK_FILTERS)
        return RC_FULL;
    for (unsigned i = 0; i < count; i++) {
        if (!add_filter(client, filters[i]))
            return RC_FULL;
    }
    if (token != 0)
        tell(client, LINK_SUBSCRIBED, RC_OK, token);
    for (unsigned i = 0; i < count; i++)
        send_retained(client, filters[i]);
    return RC_OK;
}

static enum rc loopback_unsubscribe(
    struct link *link, const char *const *filters, unsigned count)
{
    struct client *client = (struct client *)link;
    if (!client->connected)
        return RC_NOT_CONNECTED;
    for (unsigned i = 0; i < count; i++) {
        for (unsigned k = 0; k < FILTERS; k++) {
            if (strcmp(client->filters[k], filters[i]) == 0)
                client->filters[k][0] = '\0';
        }
    }
    return RC_OK;
}

static enum rc loopback_publish(
    struct link *link, const struct link_message *message, uint32_t token)
{
    struct client *client = (struct client *)link;
    if (!client->connected)
        return RC_NOT_CONNECTED;
    struct letter *letter =
        letter_create(message->topic, message->payload, message->length, LINK_MESSAGE);
    if (!letter)
        return RC_FULL;
    letter->qos = message->qos;
    route(client->broker, letter, message->retain);
    free(letter);
    if (token != 0)
        tell(client, LINK_PUBLISHED, RC_OK, token);
    return RC_OK;
}

static bool subscribes_any(const struct client *client)
{
    bool any = false;
    for (unsigned i = 0; i < FILTERS; i++)
        any = any || client->filters[i][0] != '\0';
    return any;
}

static enum rc loopback_disconnect(struct link *link)
{
    struct client *client = (struct client *)link;
    client->broker->hasty += client->connected && subscribes_any(client) ? 1 : 0;
    detach(client, false);
    tell(client, LINK_CLOSED, RC_OK, 0);
    return RC_OK;
}

static bool loopback_poll(struct link *link, struct link_event *ret)
{
    struct client *client = (struct client *)link;
    free(client->current);
    client->current = NULL;
    struct letter *letter = client->first;
    if (!letter || client->stalled || letter->due > client->broker->now)
        return false;
    client->first = letter->next;
    client->count--;
    client->current = letter;
    *ret = letter->event;
    return true;
}

static int loopback_fd(const struct link *link)
{
    (void)link;
    return -1;
}

static void loopback_link_destroy(struct link *link)
{
    struct client *client = (struct client *)link;
    struct client **place = &client->broker->clients;
    while (*place != client)
        place = &(*place)->next;
    *place = client->next;
    detach(client, client->connected);
    free(client->current);
    free(client);
}

static const struct link_vtable vtable = {
    .connect = loopback_connect,
    .subscribe = loopback_subscribe,
    .unsubscribe = loopback_unsubscribe,
    .publish = loopback_publish,
    .disconnect = loopback_disconnect,
    .poll = loopback_poll,
    .fd = loopback_fd,
    .destroy = loopback_link_destroy,
};

struct loopback *loopback_create(void)
{
    return calloc(1, sizeof(struct loopback));
}

void loopback_destroy(struct loopback *broker)
{
    if (!broker)
        return;
    assert(!broker->clients);
    while (broker->retained)
        forget_retained(broker, broker->retained->letter->event.topic);
    free(broker);
}

struct link *loopback_link_create(struct loopback *broker)
{
    struct client *client = calloc(1, sizeof *client);
    if (!client)
        return NULL;
    client->link.vtable = &vtable;
    client->broker = broker;
    client->next = broker->clients;
    broker->clients = client;
    return &client->link;
}

void loopback_set_faults(struct loopback *broker, const struct loopback_faults *faults)
{
    broker->faults = *faults;
    if (broker->faults.seed == 0)
        broker->faults.seed = 1;
}

void loopback_advance(struct loopback *broker, uint64_t now)
{
    broker->now = now;
}

void loopback_set_down(struct loopback *broker, bool down)
{
    broker->down = down;
    if (!down)
        return;
    for (struct client *client = broker->clients; client; client = client->next) {
        if (client->connected)
            lose(client, false);
    }
    while (broker->retained)
        forget_retained(broker, broker->retained->letter->event.topic);
}

void loopback_cut(struct loopback *broker, const char *client_id)
{
    struct client *client = connected_as(broker, client_id);
    if (client)
        lose(client, true);
}

void loopback_stall(struct loopback *broker, const char *client_id, bool stalled)
{
    struct client *client = connected_as(broker, client_id);
    if (client)
        client->stalled = stalled;
}

void loopback_set_password(struct loopback *broker, const char *password)
{
    (void)text_copy(broker->password, sizeof broker->password, password ? password : "");
}

static bool has_filter(const struct client *client, const char *filter)
{
    for (unsigned i = 0; i < FILTERS; i++) {
        if (strcmp(client->filters[i], filter) == 0)
            return true;
    }
    return false;
}

unsigned loopback_filters(struct loopback *broker, const char *client_id,
    const char *const *wanted, unsigned count, unsigned *ret_wanted)
{
    const struct client *client = connected_as(broker, client_id);
    unsigned all = 0, found = 0;
    for (unsigned i = 0; client && i < FILTERS; i++)
        all += client->filters[i][0] != '\0';
    for (unsigned i = 0; client && i < count; i++)
        found += has_filter(client, wanted[i]);
    *ret_wanted = found;
    return all;
}

unsigned loopback_hasty(const struct loopback *broker)
{
    return broker->hasty;
}

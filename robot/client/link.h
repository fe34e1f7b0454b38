/* A link: one MQTT connection, as a table of functions. Implementations: link_paho.c (a
 * broker), link_loopback.c (an in-process broker for tests). tests/client holds one behavioural
 * test that is run against each.
 *
 * A link connects when told and says so when the connection is gone; it never reconnects by
 * itself, because the will and the token change with every connection (session.c does that).
 * Sessions are always clean: after LINK_CONNECTED everything is subscribed anew.
 *
 * Thread: one owner calls every function. Foreign threads of an implementation only copy into a
 * mailbox and make fd readable. No slot blocks; destroy may, for a bounded time.
 */
#ifndef ROBOT_CLIENT_LINK_H
#define ROBOT_CLIENT_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/rc.h"

#define LINK_FILTERS 16 /* filters of one subscribe or unsubscribe */
#define LINK_MAILBOX                                                                           \
    1024 /* events waiting; beyond it QoS 0 messages are dropped, oldest first */
#define LINK_KEEPALIVE_S 5

enum link_transport { LINK_TCP, LINK_WEBSOCKET };

struct link_message {
    const char *topic; /* terminated */
    const void *payload;
    size_t length;
    int qos; /* 0 or 1 */
    bool retain;
    uint32_t expiry_s; /* MQTT 5 only; 0 = none */
};

struct link_options {
    const char *host;
    uint16_t port;
    const char *path; /* WebSocket: "/mqtt"; NULL = "" */
    enum link_transport transport;
    bool mqtt311;          /* speak 3.1.1 instead of 5 */
    bool tls;              /* by the system's CA certificates */
    const char *client_id; /* = user name = principal */
    const char *user;
    const char *password;            /* NULL = none */
    const struct link_message *will; /* NULL = none */
};

enum link_event_kind {
    LINK_CONNECTED,
    LINK_REFUSED, /* the connect failed: rc UNAUTHORIZED, NOT_CONNECTED or TOO_LARGE */
    LINK_LOST,    /* an established connection ended, not by disconnect */
    LINK_CLOSED,  /* disconnect is done */
    LINK_MESSAGE,
    LINK_SUBSCRIBED, /* rc OK: every filter of the request was granted */
    LINK_PUBLISHED,  /* QoS 1: the broker acknowledged; QoS 0: it is written. rc as it says */
};

struct link_event {
    enum link_event_kind kind;
    enum rc rc;
    uint32_t token;  /* of SUBSCRIBED and PUBLISHED: what the call was given; 0 = unasked */
    char reason[80]; /* REFUSED, LOST: the implementation's words */
    bool retained;
    const char *topic; /* MESSAGE; valid until the next poll */
    const char *payload;
    size_t length;
};

struct link;

struct link_vtable {
    /* Begins to connect; CONNECTED or REFUSED follows. RC_OK, RC_WRONG_STATE while connected or
     * connecting, RC_NO_MEMORY, RC_INTERNAL. Options are copied. */
    enum rc (*connect)(struct link *link, const struct link_options *options);
    /* 1..LINK_FILTERS filters, all with this QoS; SUBSCRIBED follows when token is not 0.
     * RC_OK, RC_NOT_CONNECTED, RC_FULL. */
    enum rc (*subscribe)(
        struct link *link, const char *const *filters, unsigned count, int qos, uint32_t token);
    /* Nothing follows. RC_OK, RC_NOT_CONNECTED. */
    enum rc (*unsubscribe)(struct link *link, const char *const *filters, unsigned count);
    /* PUBLISHED follows when token is not 0. Copied. Never queued while not connected.
     * RC_OK, RC_NOT_CONNECTED, RC_FULL. */
    enum rc (*publish)(struct link *link, const struct link_message *message, uint32_t token);
    /* Leaves cleanly (no will); CLOSED follows, once, also when there was no connection. */
    enum rc (*disconnect)(struct link *link);
    /* The next event; false = none waits. Its pointers live until the next poll. */
    bool (*poll)(struct link *link, struct link_event *ret);
    /* Readable while events wait: for poll(2). -1 = none (loopback: poll after each step). */
    int (*fd)(const struct link *link);
    /* Drops the connection without a goodbye where there is one. NULL is not allowed here. */
    void (*destroy)(struct link *link);
};

struct link {
    const struct link_vtable *vtable;
};

ARENA_NODISCARD static inline enum rc link_connect(
    struct link *link, const struct link_options *options)
{
    return link->vtable->connect(link, options);
}

ARENA_NODISCARD static inline enum rc link_subscribe(
    struct link *link, const char *const *filters, unsigned count, int qos, uint32_t token)
{
    return link->vtable->subscribe(link, filters, count, qos, token);
}

static inline enum rc link_unsubscribe(
    struct link *link, const char *const *filters, unsigned count)
{
    return link->vtable->unsubscribe(link, filters, count);
}

ARENA_NODISCARD static inline enum rc link_publish(
    struct link *link, const struct link_message *message, uint32_t token)
{
    return link->vtable->publish(link, message, token);
}

ARENA_NODISCARD static inline enum rc link_disconnect(struct link *link)
{
    return link->vtable->disconnect(link);
}

static inline bool link_poll(struct link *link, struct link_event *ret)
{
    return link->vtable->poll(link, ret);
}

static inline int link_fd(const struct link *link)
{
    return link->vtable->fd(link);
}

static inline void link_destroy(struct link *link)
{
    if (link)
        link->vtable->destroy(link);
}

#endif

/* A principal's stay in the arena, what robot.c and player.c have in common: connect,
 * subscribe, announce, say, come back after a loss, leave with a goodbye.
 *
 *     WAITING -> CONNECTING -> SUBSCRIBING -> ONLINE -> LEAVING -> CLOSING -> GONE
 *        ^------------ loss, refusal, timeout --------'
 *
 * Online means: every filter of the moment of connecting is confirmed, then presence was said.
 * boot is random per session, conn per connection; the will says `lost` with both.
 *
 * Thread: one owner; the hooks run inside session_step.
 */
#ifndef ROBOT_CLIENT_SESSION_H
#define ROBOT_CLIENT_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/client/link.h"
#include "robot/wire/message.h"
#include "robot/wire/topic.h"

#define SESSION_TOKEN_SIZE     2048
#define SESSION_HOST_SIZE      256
#define SESSION_EVENTS         512  /* heard in one step at most */
#define SESSION_STEP_MS        5000 /* connecting, subscribing: then again */
#define SESSION_GOODBYE_MS     400  /* for the PUBACK of `offline`, then for DISCONNECT */
#define SESSION_STEADY_MS      5000 /* online so long: the back-off begins anew */
#define SESSION_BACKOFF_MS     20   /* the first, doubled up to … */
#define SESSION_BACKOFF_MAX_MS 1000

struct session_hooks {
    /* Everything subscribed and announced (true), or not any more. */
    void (*online)(void *user, bool online, const char *reason);
    /* A message of the grammar, not forbidden to be retained. */
    void (*message)(void *user, const struct topic *topic, const struct link_event *event);
    /* Filters were confirmed: see session_heard. */
    void (*subscribed)(void *user);
    bool (*token)(void *user, char *ret_token, size_t size); /* robot.h; may be NULL */
};

struct session_config {
    struct principal self;
    const char *root; /* NULL = WIRE_ROOT_DEFAULT */
    const char *host; /* NULL = 127.0.0.1 */
    uint16_t port;    /* 0 = 1883 or 9001 */
    enum link_transport transport;
    const char *path;
    bool tls, mqtt311;
    const char *token;
    bool retain;      /* robots' presence is retained */
    bool quiet;       /* online without saying so: session_announce is the caller\'s */
    struct tag page;  /* pages and programs that drive; "" = none */
    unsigned filters; /* room for this many */
    struct session_hooks hooks;
    void *user;
    struct link *link; /* owned; NULL = Paho */
};

struct session;

/* RC_OK, RC_CONFIG (a text too long, a root or principal malformed), RC_NO_MEMORY. */
ARENA_NODISCARD enum rc session_create(
    const struct session_config *config, struct session **ret);
/* Without goodbye: session_leave first. NULL is allowed. */
void session_destroy(struct session *session);

/* Hears what came, tries to connect when due. True = more waits: step again at once. */
bool session_step(struct session *session, uint64_t now);
/* From within a hook: what was heard took time, so the present step hears no more. The next one
 * has a new `now`, by which the age of what waits is judged. */
void session_pause(struct session *session);
uint64_t session_deadline(const struct session *session); /* UINT64_MAX = none */
int session_fd(const struct session *session);

bool session_online(const struct session *session);
const struct tag *session_conn(const struct session *session);
const struct tag *session_boot(const struct session *session);
const char *session_root(const struct session *session);
uint32_t session_connects(const struct session *session);
/* The last connect failed because the broker did not like the token. */
bool session_login_refused(const struct session *session);

/* The wanted filters, as a set: begin, add each, commit: what is new is subscribed to, what was
 * left out unsubscribed from. Topics as topic_filter. add: false = no room. */
void session_filters_begin(struct session *session);
bool session_filters_add(struct session *session, const struct topic *filter);
void session_filters_commit(struct session *session);
/* True when the broker confirmed this filter on the present connection. */
bool session_heard(const struct session *session, const struct topic *filter);

struct session_way {
    int qos;
    bool retain;
    uint32_t expiry_s;
};

/* What self says; topic->from is filled in. RC_OK, RC_NOT_CONNECTED, RC_FULL, RC_BAD_REQUEST.
 */
enum rc session_say(struct session *session, const struct topic *topic, const char *payload,
    size_t length, struct session_way way);
/* Presence again, with the same boot and conn. */
void session_announce(struct session *session);

void session_set_token(struct session *session, const char *token);
const char *session_token(const struct session *session); /* "" = none */

/* Says offline, waits for it to be heard, disconnects; session_step goes on doing it. */
void session_leave(struct session *session, uint64_t now);
/* Disconnects without a word. */
void session_drop(struct session *session, uint64_t now);
bool session_gone(const struct session *session);
/* Not online from now on: ends the connection, which nobody is to take for a loss, and begins
 * the next at once, with the token of that moment; nothing while not online. reason: for the
 * hook. */
void session_again(struct session *session, const char *reason, uint64_t now);
/* After leave or drop: connect again. */
void session_return(struct session *session, uint64_t now);

#endif

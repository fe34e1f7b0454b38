/* player.h: take part in an arena as a program: drive, watch, ask. For bots, gateways,
 * arenactl.
 *
 * The library keeps the connection, announces presence, pairs answers with asks, sends frames
 * at 20 Hz while it drives (neutral until the robot's link report says ready, and whenever axes
 * are not set), repeats a stop until the robot shows it, and notices when another program took
 * over this principal.
 *
 * Whom it drives: every robot it has claimed, and every robot that the bridge gives it without
 * a claim, as in a match: `me` lists them, several at a time. A given robot is driven by the
 * same calls; it is there (player_robot) when on_me is called. While the bridge does not let
 * it move (player_robot.drive is false) neutral is sent; when its lease ends, nothing.
 *
 * Thread: one owner, as robot.h: callbacks run inside player_step and player_run. They may call
 * any function of this player but player_step, player_run, player_destroy.
 * Time: ms, robot_now() (robot.h).
 */
#ifndef ROBOT_CLIENT_PLAYER_H
#define ROBOT_CLIENT_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/ask.h"
#include "robot/base/axes.h"
#include "robot/base/id.h"
#include "robot/base/rc.h"
#include "robot/client/link.h"
#include "robot/wire/message.h"
#include "robot/wire/topic.h"

#define PLAYER_ROBOTS       8  /* driven at a time */
#define PLAYER_ASKS         16 /* unanswered at a time */
#define PLAYER_LISTENS      16
#define PLAYER_ASK_MS       5000 /* then RC_UNAVAILABLE */
#define PLAYER_ASK_AGAIN_MS 1000 /* the same ask again, same id, until answered */
#define PLAYER_LINK_MS      1000 /* without a link report for this long: neutral only */

struct player; /* opaque */

/* Every callback may be NULL. Pointers live as long as the call. */
struct player_callbacks {
    /* Connected, announced and subscribed; or not any more, with the reason (also after each
     * connect that failed). After a reconnect the library claims what it held again (a new n).
     */
    void (*on_online)(void *user, bool online, const char *reason);
    /* The answer to an ask; answer->rc is RC_OK or the error. An ask that was never answered:
     * RC_UNAVAILABLE. */
    void (*on_answer)(void *user, const struct ask *ask, const struct answer *answer);
    /* Whom this principal drives changed, or who waits: the bridge's `me`. */
    void (*on_me)(void *user, const struct me *me);
    /* Another connection of this principal took over: nothing is sent any more, and the library
     * does not reconnect. player_continue() takes it back. */
    void (*on_taken_over)(void *user);
    /* From a robot driven: 10 Hz. */
    void (*on_link)(void *user, const char *robot, const struct link_report *link);
    void (*on_ack)(void *user, const char *robot, const struct ack *ack);
    /* Everything asked for with player_listen, as it came: payload is JSON, not yet checked. */
    void (*on_message)(
        void *user, const struct topic *topic, const char *payload, size_t length);
    /* As robot_callbacks.token. */
    bool (*token)(void *user, char *ret_token, size_t size);
    /* The library has renewed the token in time, for the next login. */
    void (*on_token)(void *user, const char *token);
};

struct player_config {
    struct principal principal; /* player/ann-x7, operator/ops-1f2e, bot/… */
    const char *root;           /* NULL = "arena/v1" */
    const char *host;           /* NULL = "127.0.0.1" */
    uint16_t port;              /* 0 = 1883 (WebSocket: 9001) */
    enum link_transport transport;
    const char *path; /* WebSocket; NULL = "/mqtt" */
    bool tls;
    bool mqtt311;
    const char *token; /* NULL = ask callbacks.token, else log in without */
    struct player_callbacks on;
    void *user;
    struct link *link; /* tests; owned by the player. NULL = a broker */
};

/* RC_OK, RC_CONFIG, RC_NO_MEMORY. */
ARENA_API ARENA_NODISCARD enum rc player_create(
    const struct player_config *config, struct player **ret);
/* Neutral, goodbye (up to 500 ms), free. NULL is allowed. */
ARENA_API void player_destroy(struct player *player);

ARENA_API void player_run(struct player *player);
ARENA_API void player_quit(struct player *player); /* any thread, signal handlers too */
/* One pass, never blocks; returns when to call again at the latest (at most 100 ms away). */
ARENA_API uint64_t player_step(struct player *player, uint64_t now);
ARENA_API int player_fd(const struct player *player);

/* Asks anything of the bridge: fill ask but its id. May be called before the player is online:
 * it is sent then. RC_OK, RC_FULL. ret_id (NULL allowed) has ASK_ID_SIZE bytes. */
ARENA_API ARENA_NODISCARD enum rc player_ask(
    struct player *player, const struct ask *ask, char *ret_id);

/* Shorthands; each is answered by on_answer. A successful claim makes the library subscribe to
 * the robot's link and drive it (neutral at first). RC_OK, RC_BAD_REQUEST, RC_FULL. */
ARENA_API ARENA_NODISCARD enum rc player_claim(struct player *player, const char *robot);
ARENA_API ARENA_NODISCARD enum rc player_release(struct player *player, const char *robot);
ARENA_API ARENA_NODISCARD enum rc player_queue(struct player *player, const char *robot);

/* Where the stick is, from now on, until told otherwise: frames go out at 20 Hz. Dead zone is
 * the caller's. RC_OK, RC_BAD_REQUEST (beyond -1..1), RC_NOT_YOUR_LEASE. */
ARENA_API enum rc player_drive(
    struct player *player, const char *robot, const struct axes *axes);

/* value: NULL = none. The ack comes by on_ack; ret_id (NULL allowed) names it.
 * RC_OK, RC_BAD_REQUEST, RC_NOT_YOUR_LEASE, RC_NOT_CONNECTED. */
ARENA_API ARENA_NODISCARD enum rc player_action(struct player *player, const char *robot,
    const char *name, const double *value, struct tag *ret_id);

/* Stops the robot: straight to it every 200 ms until its status shows the id, and by the
 * bridge, for those the robot does not hear. ret_id may be NULL. RC_OK, RC_BAD_REQUEST,
 * RC_FULL. */
ARENA_API ARENA_NODISCARD enum rc player_stop(
    struct player *player, const char *robot, const char *why, struct tag *ret_id);
/* True once the robot's status showed the stop. */
ARENA_API bool player_stop_shown(const struct player *player, const struct tag *id);
/* Clears every stop of the robot this principal may clear. */
ARENA_API ARENA_NODISCARD enum rc player_clear(struct player *player, const char *robot);

/* Hear what is said to all: `what` of one robot ("scout1"), of every robot ("") or of the
 * bridge (from_kind BRIDGE). Stays over reconnects. RC_OK, RC_BAD_REQUEST, RC_FULL. */
ARENA_API ARENA_NODISCARD enum rc player_listen(
    struct player *player, enum kind from_kind, const char *from_id, enum what what);
/* The same for any topic said to all: `from`, `what` and, of WHAT_MATCH…, `match` ("" = every
 * match) are looked at. Once more the same: RC_OK. */
ARENA_API ARENA_NODISCARD enum rc player_listen_to(
    struct player *player, const struct topic *topic);
/* Not any more: exactly what was asked for with these members. */
ARENA_API void player_unlisten(struct player *player, const struct topic *topic);

/* After on_taken_over: connect again and take this principal back. */
ARENA_API void player_continue(struct player *player);

struct player_robot {
    char id[ID_SIZE];
    uint32_t n;
    struct tag session;
    bool drive;              /* the bridge lets it move (me) */
    bool has_link;           /* a report came within PLAYER_LINK_MS */
    struct link_report link; /* the last */
    uint32_t rtt_ms;         /* from frame to its echo in link, smoothed; 0 = unknown */
    struct axes axes;        /* as set by player_drive */
    uint32_t sent;           /* frames */
};
/* False when this robot is not driven by us. */
ARENA_API bool player_robot(
    const struct player *player, const char *robot, struct player_robot *ret);
ARENA_API bool player_online(const struct player *player);
/* The last connect failed because of the token. */
ARENA_API bool player_login_refused(const struct player *player);

#endif

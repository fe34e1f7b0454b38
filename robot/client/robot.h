/* robot.h: attach a robot to an arena. Everything a robot program needs.
 *
 *     struct robot *robot;
 *     if (robot_create(&config, &robot) == RC_OK)
 *         robot_run(robot);    // until robot_quit: from a callback or a signal handler
 *     robot_destroy(robot);
 *
 * The library announces the robot, keeps it connected, says its state, status and link reports,
 * and calls back when outputs are to be set. It decides by the rules of moving (authority.h)
 * whether a command counts: a program that sets its motors in on_drive and stops them in
 * on_neutral, and does nothing else, is safe by those rules. It runs inside robot_run (or
 * robot_step), so a program that blocks in there longer than 1 s finds its robot waiting for
 * neutral. Motors must also stop when the program dies: that watchdog is the robot's own.
 *
 * Thread: one owner. All functions and all callbacks of a robot belong to the thread that steps
 * it; only robot_quit may be called from elsewhere. Different robots may live in different
 * threads or share one.
 *
 * Time: ms of the robot's own clock, CLOCK_BOOTTIME: robot_now().
 *
 * Result codes: rc.h; rc_sentence() says what to do.
 */
#ifndef ROBOT_CLIENT_ROBOT_H
#define ROBOT_CLIENT_ROBOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/axes.h"
#include "robot/base/id.h"
#include "robot/base/lease.h"
#include "robot/base/rc.h"
#include "robot/client/link.h"
#include "robot/wire/message.h"

#define ROBOT_TOKEN_SIZE 2048

struct robot; /* opaque */

/* Every callback may be NULL but on_drive and on_neutral, if the card has axes. They may call
 * any function of this robot but robot_step, robot_run and robot_destroy. Pointers live as long
 * as the call. `user` is config.user. */
struct robot_callbacks {
    /* Set the outputs: value[AXIS_X] … in the units of the card, within its ranges; axes the
     * card does not name are 0. Called for every accepted frame (20 Hz and more), neutral ones
     * too. */
    void (*on_drive)(void *user, const struct axes *axes);
    /* Nobody moves the robot: all outputs neutral, at once. May come more often than needed. */
    void (*on_neutral)(void *user);
    /* Do it. The library has said `accepted`; say ROBOT's outcome with robot_ack, now or later.
     */
    void (*on_action)(void *user, const struct action *action);
    /* What the bridge wants of the cameras; shown as video_rev once this returns. Without this
     * callback video_rev is shown as well: a robot without cameras has nothing to do. */
    void (*on_video)(void *user, const struct video *video);
    /* WebRTC signalling from a viewer listed in video.peers. */
    void (*on_signal)(
        void *user, const struct principal *from, const struct signal_message *signal);
    /* Connected and announced (true), or not any more (false; reason in words). Also false
     * after each connect that failed. For logs. */
    void (*on_online)(void *user, bool online, const char *reason);
    /* The mode or the driver changed (robot_view). For lamps and logs. */
    void (*on_mode)(void *user, enum mode mode);
    /* Fill in a token for the next connect; false = keep the one there is. Called before each
     * connect and after a login was refused. A program that reads its token from a file, or
     * registers by HTTP (enrol.h), does it here. May block: the robot is not connected. */
    bool (*token)(void *user, char *ret_token, size_t size);
    /* token.renew was answered: keep this for the next start (0600). */
    void (*on_token)(void *user, const char *token);
};

/* Zero is a good value for everything but card. Copied by robot_create, but `link`, `user`. */
struct robot_config {
    const struct card *card;       /* what the robot is; card.id is its id */
    const char *root;              /* NULL = "arena/v1" */
    const char *host;              /* of the broker; NULL = "127.0.0.1" */
    uint16_t port;                 /* 0 = 1883 (WebSocket: 9001) */
    enum link_transport transport; /* LINK_TCP or LINK_WEBSOCKET */
    const char *path;              /* WebSocket only; NULL = "/mqtt" */
    bool tls;
    bool mqtt311;          /* MQTT 3.1.1 instead of 5 */
    const char *token;     /* NULL = ask callbacks.token, else log in without */
    const char *state_dir; /* keeps lease number, stops, cleared ids in {id}.state;
                              must exist; NULL = nothing survives a restart */
    struct robot_callbacks on;
    void *user;
    struct link *link; /* tests: another link; owned by the robot. NULL = a broker */
};

/* RC_OK; RC_CONFIG: card or another setting is wrong (the log names it); RC_IO: what was kept
 * cannot be read; RC_NO_MEMORY. *ret is the robot only on RC_OK. Does not connect yet. */
ARENA_API ARENA_NODISCARD enum rc robot_create(
    const struct robot_config *config, struct robot **ret);
/* Says goodbye (waits up to 500 ms for it to be heard) and frees. NULL is allowed. */
ARENA_API void robot_destroy(struct robot *robot);

/* The clock to hand in. */
ARENA_API uint64_t robot_now(void);

/* Runs until robot_quit. */
ARENA_API void robot_run(struct robot *robot);
/* Makes robot_run return. Thread: any; also from a signal handler. */
ARENA_API void robot_quit(struct robot *robot);

/* For programs with a loop of their own: one pass, never blocks. Call it when robot_fd is
 * readable, and at the time it returned at the latest (never more than 100 ms away). */
ARENA_API uint64_t robot_step(struct robot *robot, uint64_t now);
ARENA_API int robot_fd(const struct robot *robot); /* -1 with a link that has none */

/* One measured value of the card's `status`, said with the next status. False: the card does
 * not name it, or it is not finite. */
ARENA_API bool robot_set(struct robot *robot, const char *field, double value);
ARENA_API void robot_set_pose(struct robot *robot, double x, double y, double heading);

/* Something happened (kind: fire, hit, bump, low_battery…); by: who did it, NULL = nobody.
 * RC_OK, RC_BAD_REQUEST, RC_NOT_CONNECTED (it is then lost), RC_FULL. */
ARENA_API enum rc robot_event(
    struct robot *robot, const char *kind, const struct principal *by);

/* What became of an action. why: a word, NULL = none. RC_OK, RC_BAD_REQUEST,
 * RC_NOT_FOUND: that id is not remembered any more. A repeat of the action hears the same. */
ARENA_API enum rc robot_ack(
    struct robot *robot, const struct tag *id, enum ack_state state, const char *why);

/* The robot's own stop button: stands until the arena clears it, over restarts too. */
ARENA_API void robot_stop(struct robot *robot, const char *why);

/* To a viewer of video.peers. RC_OK, RC_NOT_CONNECTED, RC_TOO_LARGE, RC_FULL. */
ARENA_API enum rc robot_signal(
    struct robot *robot, const struct principal *to, const struct signal_message *signal);

/* Leaves the arena for good: asks the bridge to deregister it; then the robot is not connected
 * again. robot_view shows `deregistered`. RC_OK, RC_NOT_CONNECTED. */
ARENA_API ARENA_NODISCARD enum rc robot_deregister(struct robot *robot);

struct robot_view {
    bool online;        /* connected and announced */
    bool login_refused; /* the last connect failed because of the token */
    bool deregistered;
    enum mode mode;
    enum why why[LEASE_WHY];
    struct lease_number number;
    uint32_t highest;
    struct principal driver; /* nobody = none */
    bool ready;
    unsigned stop_count;
    struct stop_entry stops[LEASE_STOPS];
    uint32_t accepted; /* drive frames since the start */
    uint32_t refused[REFUSAL_COUNT_];
    uint32_t connects;
};
ARENA_API void robot_view(const struct robot *robot, struct robot_view *ret);

/* card.json -> card. RC_OK, RC_BAD_REQUEST, RC_TOO_LARGE; fault (may be NULL) names the member.
 */
ARENA_API ARENA_NODISCARD enum rc robot_card_from_json(
    const char *json, size_t length, struct card *ret, struct fault *fault);

#endif

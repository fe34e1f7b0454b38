/* The operator's desk: a connection to the arena as operator/{name}-{random} (or whoever
 * ARENA_TOKEN says), and asking over it. A thin layer over player.h: it waits, gives up, and
 * says why.
 */
#ifndef BRIDGE_CTL_DESK_H
#define BRIDGE_CTL_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/ctl/ctl.h"
#include "robot/client/player.h"

#define DESK_CONNECT_MS 3000
#define DESK_ANSWER_MS  6000 /* the library itself gives up after PLAYER_ASK_MS */

/* What a command wants to hear beside answers; NULL members: nothing. */
struct desk_ears {
    void (*on_message)(
        void *user, const struct topic *topic, const char *payload, size_t length);
    void (*on_ack)(void *user, const char *robot, const struct ack *ack);
    void (*on_me)(void *user, const struct me *me);
    void *user;
};

struct desk {
    const struct ctl *ctl;
    struct desk_ears ears;
    struct player *player;
    struct token_keys *keys; /* NULL with ARENA_TOKEN */
    struct principal principal;
    uint64_t due; /* when player_step wants to be called again */
    bool online;
    bool lost; /* was online, is not */
    bool taken_over;
    bool insists;     /* goes on although it was interrupted: to leave in order */
    char reason[160]; /* why it is not online */
    bool answered;
    struct answer answer; /* of the last ask */
};

/* Connects. CTL_OK, or the exit code, said already. The desk stays where it is until
 * desk_close. */
enum ctl_exit desk_open(struct desk *desk, const struct ctl *ctl, const struct desk_ears *ears);
void desk_close(struct desk *desk); /* zeroed is fine */

/* Asks, waits; the answer is in desk->answer. A refusal is said and is CTL_REFUSED. */
enum ctl_exit desk_ask(struct desk *desk, const struct ask *ask);
/* The same for what is under way already: waits for the next answer. */
enum ctl_exit desk_await(struct desk *desk);

/* One pass: waits at most until `until` (robot_now's ms) for the broker, or for `fd` (-1 =
 * none) to be readable. Returns false when the desk can do no more: interrupted, lost or taken
 * over. */
bool desk_turn(struct desk *desk, uint64_t until, int fd);
/* Why desk_turn said false: the exit code, said already; CTL_OK when it was interrupted. */
enum ctl_exit desk_end(const struct desk *desk);

#endif

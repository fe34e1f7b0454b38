/* One bot: an MQTT client of its own (player.h) that waits for a seat and drives the robots it
 * is given, as the match's rule says how well.
 *
 * It asks for nothing: the bridge gives seats to bots that are there. From `me` it knows its
 * match and its robots, from the match's document who is in which team, from `live` where all
 * are, from its robots' own status where exactly they are.
 *
 * Thread: one. Heap: at bot_create only.
 */
#ifndef ROBOT_BOT_BOT_H
#define ROBOT_BOT_BOT_H

#include <stdint.h>

#include "robot/base/rc.h"
#include "robot/bot/matches.h"
#include "robot/bot/way.h"

#define BOT_PATH_SIZE 256

struct bot_config {
    char id[ID_SIZE];
    const char *state;     /* {id}.token is kept here; "" = nothing is */
    const char *token_dir; /* {id}.token to log in with; "" = state */
    const char *host;
    uint16_t port;
    const char *root;
    bool websocket, mqtt311;
    uint64_t seed;
    const struct ground *ground; /* NULL = it knows no map; lives as long as the bot */
    struct matches *matches;     /* shared by the bots of a process; lives as long */
};

struct bot;

/* RC_OK, RC_CONFIG (a path is too long), RC_NO_MEMORY. Does not connect yet. */
ARENA_NODISCARD enum rc bot_create(const struct bot_config *config, struct bot **ret);
/* Says goodbye. NULL is allowed. */
void bot_destroy(struct bot *bot);

/* One pass, never blocks; returns when to call again at the latest. */
uint64_t bot_step(struct bot *bot, uint64_t now);
int bot_fd(const struct bot *bot);

#endif

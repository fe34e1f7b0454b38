/* The squad: N bots of one process, each a login of its own.
 *
 * A bot that cannot be made ends the start; one that cannot connect keeps trying by itself.
 * Thread: one. Heap: at the start only.
 */
#ifndef ROBOT_BOT_SQUAD_H
#define ROBOT_BOT_SQUAD_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "robot/base/rc.h"

#define SQUAD_BOTS      64
#define SQUAD_PATH_SIZE 256

struct squad_config {
    uint32_t bots;                   /* 1..SQUAD_BOTS */
    char prefix[24];                 /* ids: bot1, bot2, … */
    char state[SQUAD_PATH_SIZE];     /* {id}.token is kept there; "" = nothing is */
    char token_dir[SQUAD_PATH_SIZE]; /* {id}.token to log in with */
    char map[SQUAD_PATH_SIZE];       /* file; "" = they know none */
    char host[128];
    uint32_t port;
    char root[64];
    uint32_t seed;
    bool websocket, mqtt311;
};

struct squad;

/* RC_OK; RC_CONFIG (an id would be too long, the map is none; logged), RC_IO, RC_NO_MEMORY. */
ARENA_NODISCARD enum rc squad_create(
    const struct squad_config *config, uint64_t now, struct squad **ret);
/* Everybody says goodbye; at most about 3 s in all. NULL is allowed. */
void squad_destroy(struct squad *squad);

/* What poll(2) is to wait for: one entry a bot (SQUAD_BOTS at most). */
unsigned squad_poll_set(const struct squad *squad, struct pollfd *ret);

/* One pass; returns when the next is due. */
uint64_t squad_step(struct squad *squad, const struct pollfd *polled, uint64_t now);

#endif

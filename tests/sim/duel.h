/* A match of bots without a network: the world, the brains, the game as the bridge plays it, in
 * simulated time. What a bot sees is as old as it would be: its own pose and those of all come
 * ten times a second, and its orders take effect a little later.
 */
#ifndef TESTS_SIM_DUEL_H
#define TESTS_SIM_DUEL_H

#include "bridge/core/game_inner.h"
#include "robot/bot/brain.h"
#include "robot/sim/world.h"

#define DUEL_BOTS 20

struct duel {
    struct map map;
    struct ground ground;
    struct world world;
    struct game game;
    unsigned count;
    bool blind; /* the bots know no map */
    uint32_t events;
    struct brain brains[DUEL_BOTS];
    struct brain_sight sights[DUEL_BOTS];
    struct brain_order orders[DUEL_BOTS];
    struct match_live live; /* as last said */
    struct match result;
};

struct duel_setup {
    const char *map;            /* name of one in robot/sim/maps */
    unsigned count;             /* bots; bot i is in team i % 2 */
    enum brain_skill skills[2]; /* of the teams */
    uint64_t seed;
    uint32_t seconds;
    bool blind;
};

/* Plays it to the end; duel->result is the match. */
void duel_play(struct duel *duel, const struct duel_setup *setup);

#endif

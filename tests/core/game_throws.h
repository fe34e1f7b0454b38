/* Random matches: a setup and one input after another, good and bad, by a seed. What is thrown
 * next depends on the state the game is in, so most matches get to their end.
 */
#ifndef TESTS_CORE_GAME_THROWS_H
#define TESTS_CORE_GAME_THROWS_H

#include "bridge/core/game_inner.h"
#include "tests/seed/dice.h"

struct game_setup throw_setup(struct dice *dice);
/* Of this act; its indices, names and numbers are good more often than not. `event` is the id
 * it gets if it is a shot or a hit. */
struct game_input throw_act(
    struct dice *dice, const struct game *game, enum game_act act, uint32_t event);
/* Of an act that fits the state, as a rule. seq and at are left. */
struct game_input throw_input(struct dice *dice, const struct game *game, uint32_t event);
/* How long until then, ms. */
uint32_t throw_wait(struct dice *dice);

#endif

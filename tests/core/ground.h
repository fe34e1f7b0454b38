/* A game under test: two teams of two seats ("red": units 0, 1; "blue": 2, 3), its log, the
 * inputs it took, and short words for what is done to it. Times are ms since its creation.
 */
#ifndef TESTS_CORE_GROUND_H
#define TESTS_CORE_GROUND_H

#include "bridge/core/game_inner.h"

#define GROUND_WALL 1750000000000u
#define GROUND_LOG  8192
#define GROUND_KEPT 8192

struct ground {
    struct game game;
    struct game_setup setup;
    struct game_hearer hearer;
    uint32_t now;
    unsigned log_count;
    struct match_entry log[GROUND_LOG];
    unsigned kept_count;
    struct game_input kept[GROUND_KEPT];
    struct match match; /* of ground_match */
};

int ground_set_up(void **state);
int ground_tear_down(void **state);

/* Begins anew by ground.setup, at 0. */
void ground_init(struct ground *ground);
/* The same inputs put into a game that is at its beginning: `again` must be another. */
void ground_refold(const struct ground *ground, struct ground *again);
void ground_rule(struct ground *ground, enum rule rule, int32_t value); /* then ground_init */

/* At `now`; seq, at and wall are filled in. */
enum rc ground_take(struct ground *ground, struct game_input *input);
void ground_until(struct ground *ground, uint32_t at);
void ground_pass(struct ground *ground, uint32_t ms);

struct principal ground_who(const char *text);               /* "" = nobody */
enum rc ground_do(struct ground *ground, enum game_act act); /* by referee/rob */
enum rc ground_player(struct ground *ground, enum game_act act, const char *player);
enum rc ground_join(struct ground *ground, const char *player, int team);
enum rc ground_ready(struct ground *ground, const char *player, int value);
enum rc ground_assign(struct ground *ground, int unit, const char *robot);
enum rc ground_fire(struct ground *ground, int unit, uint32_t event);
enum rc ground_hit(struct ground *ground, int victim, int shooter, uint32_t event);
enum rc ground_overturn(struct ground *ground, uint32_t ref);
enum rc ground_penalty(struct ground *ground, int unit, int32_t value, uint32_t ms);

/* player/p0, player/p1 … in all seats, robot0, robot1 … in all units. */
void ground_fill(struct ground *ground);
/* ground_fill and on to RUNNING, which begins now. */
void ground_begin(struct ground *ground);
/* A shot and, at once, its hit: the verdict. */
enum verdict ground_shoot(struct ground *ground, int shooter, int victim);

/* Of the log: NULL when there is none of that kind. */
const struct match_entry *ground_last(const struct ground *ground, enum entry_kind kind);
unsigned ground_count(const struct ground *ground, enum entry_kind kind);
const struct match *ground_match(struct ground *ground);
const struct match_unit *ground_unit(struct ground *ground, unsigned unit);
const struct match_seat *ground_seat(struct ground *ground, unsigned seat);
const struct match_player *ground_statistics(struct ground *ground, const char *player);

#endif

/* What the files of a game have for each other: game.c takes inputs and lets time pass, the
 * others are what they do. All of it works on a game between game_take's and game_pass_time's
 * first and last line, when `hearer` is set.
 *
 * game_act_* are rows of game.c's table: the input is well-formed, its state allows the act;
 * what they refuse has changed nothing.
 */
#ifndef BRIDGE_CORE_GAME_PARTS_H
#define BRIDGE_CORE_GAME_PARTS_H

#include "bridge/core/game_inner.h"

/* game_say.c: the log. */
struct match_entry game_entry(const struct game *game, enum entry_kind kind);
struct match_entry game_seat_entry(
    const struct game *game, enum entry_kind kind, unsigned seat);
void game_say(struct game *game, struct match_entry *entry); /* gives it its seq */
void game_say_who(struct game *game, enum entry_kind kind, const struct principal *who);
void game_say_seat(struct game *game, enum entry_kind kind, unsigned seat);

/* game_clock.c: the three times, and what is next by them. */
bool game_runs(const struct game *game); /* RUNNING and not held */
void game_advance(struct game *game, uint32_t at);
void game_plan(struct game *game);     /* finds what is due next */
void game_fall_due(struct game *game); /* does it */
uint32_t game_clock_left(const struct game *game);

/* game_state.c: RC_WRONG_STATE where there is no row. */
enum rc game_move(struct game *game, enum game_event on, const struct principal *who);
void game_countdown_over(struct game *game, unsigned none);
void game_clock_over(struct game *game, unsigned none);
void game_waited_too_long(struct game *game, unsigned none);
enum rc game_act_complete(struct game *game, const struct game_input *input);
enum rc game_act_incomplete(struct game *game, const struct game_input *input);
enum rc game_act_start(struct game *game, const struct game_input *input);
enum rc game_act_pause(struct game *game, const struct game_input *input);
enum rc game_act_resume(struct game *game, const struct game_input *input);
enum rc game_act_abort(struct game *game, const struct game_input *input);
enum rc game_act_hold(struct game *game, const struct game_input *input);
enum rc game_act_go(struct game *game, const struct game_input *input);
enum rc game_act_mark(struct game *game, const struct game_input *input);
enum rc game_act_next(struct game *game, const struct game_input *input);

/* game_seats.c */
void game_grace_over(struct game *game, unsigned seat);
enum rc game_act_join(struct game *game, const struct game_input *input);
enum rc game_act_leave(struct game *game, const struct game_input *input);
enum rc game_act_queue(struct game *game, const struct game_input *input);
enum rc game_act_ready(struct game *game, const struct game_input *input);
enum rc game_act_away(struct game *game, const struct game_input *input);
enum rc game_act_back(struct game *game, const struct game_input *input);

/* game_players.c: rows of statistics. GAME_NO_ROW: the table is full. */
uint8_t game_player_enter(struct game *game, const struct principal *player, int team);
/* Who leaves before the match has begun leaves no row. */
void game_player_leave(struct game *game, uint8_t row);
struct game_player *game_player(struct game *game, uint8_t row); /* NULL for GAME_NO_ROW */
void game_player_tally(struct game *game, const struct game_verdict *verdict, int sign);

/* game_robots.c */
void game_give_back(struct game *game, unsigned seat); /* its robots */
enum rc game_act_assign(struct game *game, const struct game_input *input);
enum rc game_act_penalty(struct game *game, const struct game_input *input);
enum rc game_act_bypass(struct game *game, const struct game_input *input);

/* game_units.c: health, heat, limit. */
void game_unit_init(const struct game *game, struct game_unit *unit);
bool game_unit_out(const struct game_unit *unit); /* DOWN, OUT */
int32_t game_unit_heat(const struct game *game, const struct game_unit *unit);
int game_unit_limit(const struct game *game, const struct game_unit *unit);
uint32_t game_unit_cools_at(const struct game *game, const struct game_unit *unit); /* play */
void game_unit_heats(struct game *game, unsigned unit); /* by one shot */
void game_unit_cooled(struct game *game, unsigned unit);
void game_shield_over(struct game *game, unsigned unit);
void game_penalty_over(struct game *game, unsigned unit);
void game_respawn(struct game *game, unsigned unit);

/* game_shots.c */
void game_hit_unmatched(struct game *game, unsigned hit);
void game_hits_give_up(struct game *game); /* all that wait, as unmatched */
enum rc game_act_fire(struct game *game, const struct game_input *input);
enum rc game_act_hit(struct game *game, const struct game_input *input);

/* game_score.c */
void game_count(struct game *game, const struct game_hit *hit, const struct game_fire *fire);
int32_t game_verdict_points(const struct game *game, const struct game_verdict *verdict);
enum rc game_act_overturn(struct game *game, const struct game_input *input);
bool game_decided(const struct game *game); /* score limit, last team standing */
int game_leader(const struct game *game);   /* team, MATCH_DRAW */

static inline int32_t game_rule(const struct game *game, enum rule rule)
{
    return game->setup.rules.value[rule];
}

static inline unsigned game_unit_team(const struct game *game, unsigned unit)
{
    return game->seat_team[game_seat_of_unit(game, unit)];
}

#endif

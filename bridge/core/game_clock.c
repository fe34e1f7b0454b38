/* What follows by time. The next of all deadlines is found anew after every change (some three
 * hundred comparisons) and kept in game.due: a deadline that is set and cleared in place would
 * have to know when its clock stands. A tie goes by enum game_due, then by number, so time may
 * be cut anywhere.
 */
#include "bridge/core/game_parts.h"

bool game_runs(const struct game *game)
{
    return game->state == MATCH_RUNNING && !game->held;
}

void game_advance(struct game *game, uint32_t at)
{
    uint32_t passed = at - game->at;
    game->at = at;
    if (!game->held && !match_state_is_over(game->state)) {
        game->awake += passed;
        game->play += game->state == MATCH_RUNNING ? passed : 0;
    }
}

static uint32_t game_left(uint32_t until, uint32_t now)
{
    return until > now ? until - now : 0;
}

uint32_t game_clock_left(const struct game *game)
{
    if (game->state == MATCH_COUNTDOWN) {
        return game_left(game->countdown_until, game->awake);
    }
    return game_left((uint32_t)game_rule(game, RULE_DURATION), game->play);
}

static void game_consider(struct game *game, uint64_t at, enum game_due kind, unsigned index)
{
    if (at < game->due.at || (at == game->due.at && kind < game->due.kind)) {
        game->due.at = (uint32_t)at;
        game->due.kind = kind;
        game->due.index = index;
    }
}

/* By a clock that says `now` and runs. */
static void game_consider_by(
    struct game *game, uint32_t now, uint32_t until, enum game_due kind, unsigned index)
{
    if (until != GAME_NEVER) {
        game_consider(game, (uint64_t)game->at + game_left(until, now), kind, index);
    }
}

static void game_plan_unit(struct game *game, unsigned index)
{
    const struct game_unit *unit = &game->units[index];
    uint32_t play = game->play;
    if (unit->hot) {
        game_consider_by(game, play, game_unit_cools_at(game, unit), GAME_DUE_COOL, index);
    }
    if (unit->state == UNIT_SHIELDED) {
        game_consider_by(game, play, unit->until, GAME_DUE_SHIELD, index);
    }
    if (unit->penalty < 100) {
        game_consider_by(game, play, unit->penalty_until, GAME_DUE_PENALTY, index);
    }
    if (unit->state == UNIT_DOWN) {
        game_consider_by(game, play, unit->until, GAME_DUE_RESPAWN, index);
    }
}

static void game_plan_play(struct game *game)
{
    for (unsigned i = 0; i < game->unit_count; i++) {
        game_plan_unit(game, i);
    }
    uint32_t end = (uint32_t)game_rule(game, RULE_DURATION);
    game_consider_by(game, game->play, end, GAME_DUE_CLOCK, 0);
}

static void game_plan_awake(struct game *game)
{
    uint32_t awake = game->awake;
    for (unsigned i = 0; i < game->seat_count; i++) {
        if (game->seats[i].away) {
            game_consider_by(game, awake, game->seats[i].away_until, GAME_DUE_GRACE, i);
        }
    }
    if (game->state == MATCH_LOBBY || game->state == MATCH_READY) {
        game_consider_by(game, awake, GAME_LOBBY_MS, GAME_DUE_LOBBY, 0);
        game_consider_by(game, awake, game->empty_until, GAME_DUE_EMPTY, 0);
    } else if (game->state == MATCH_COUNTDOWN) {
        game_consider_by(game, awake, game->countdown_until, GAME_DUE_COUNTDOWN, 0);
    } else if (game->state == MATCH_PAUSED) {
        game_consider_by(game, awake, game->pause_until, GAME_DUE_PAUSE, 0);
    }
}

void game_plan(struct game *game)
{
    game->due.at = GAME_NEVER;
    game->due.kind = GAME_DUE_NONE;
    game->due.index = 0;
    if (game->hit_count > 0) { /* the oldest; the window is open at its last ms */
        uint64_t closed = (uint64_t)game->hits[0].at + (unsigned)game_rule(game, RULE_WINDOW);
        game_consider(game, closed + 1, GAME_DUE_HIT, 0);
    }
    if (game->held || match_state_is_over(game->state)) {
        return;
    }
    game_plan_awake(game);
    if (game->state == MATCH_RUNNING) {
        game_plan_play(game);
    }
}

static void game_due_nothing(struct game *game, unsigned index)
{
    (void)game;
    (void)index;
}

void game_fall_due(struct game *game)
{
    static void (*const rows[])(struct game *, unsigned) = {
        [GAME_DUE_HIT] = game_hit_unmatched,
        [GAME_DUE_COOL] = game_unit_cooled,
        [GAME_DUE_SHIELD] = game_shield_over,
        [GAME_DUE_PENALTY] = game_penalty_over,
        [GAME_DUE_RESPAWN] = game_respawn,
        [GAME_DUE_COUNTDOWN] = game_countdown_over,
        [GAME_DUE_CLOCK] = game_clock_over,
        [GAME_DUE_GRACE] = game_grace_over,
        [GAME_DUE_LOBBY] = game_waited_too_long,
        [GAME_DUE_EMPTY] = game_waited_too_long,
        [GAME_DUE_PAUSE] = game_waited_too_long,
        [GAME_DUE_NONE] = game_due_nothing,
    };
    rows[game->due.kind](game, game->due.index);
}

#include <string.h>

#include "bridge/core/game_parts.h"

#define STAYS MATCH_STATE_COUNT_ /* no row: the event is refused */

static const enum match_state steps[MATCH_STATE_COUNT_][GAME_EVENT_COUNT_] = {
#define ROW(complete, incomplete, start, elapsed, pause, resume, over, abort)                  \
    {                                                                                          \
        [GAME_ON_COMPLETE] = complete, [GAME_ON_INCOMPLETE] = incomplete,                      \
        [GAME_ON_START] = start, [GAME_ON_ELAPSED] = elapsed, [GAME_ON_PAUSE] = pause,         \
        [GAME_ON_RESUME] = resume, [GAME_ON_OVER] = over, [GAME_ON_ABORT] = abort              \
    }
    [MATCH_LOBBY] = ROW(MATCH_READY, STAYS, STAYS, STAYS, STAYS, STAYS, STAYS, MATCH_ABORTED),
    [MATCH_READY] =
        ROW(STAYS, MATCH_LOBBY, MATCH_COUNTDOWN, STAYS, STAYS, STAYS, STAYS, MATCH_ABORTED),
    [MATCH_COUNTDOWN] =
        ROW(STAYS, MATCH_LOBBY, STAYS, MATCH_RUNNING, STAYS, STAYS, STAYS, MATCH_ABORTED),
    [MATCH_RUNNING] =
        ROW(STAYS, STAYS, STAYS, STAYS, MATCH_PAUSED, STAYS, MATCH_FINISHED, MATCH_ABORTED),
    [MATCH_PAUSED] =
        ROW(STAYS, STAYS, STAYS, STAYS, STAYS, MATCH_RUNNING, STAYS, MATCH_ABORTED),
    [MATCH_FINISHED] = ROW(STAYS, STAYS, STAYS, STAYS, STAYS, STAYS, STAYS, STAYS),
    [MATCH_ABORTED] = ROW(STAYS, STAYS, STAYS, STAYS, STAYS, STAYS, STAYS, STAYS),
#undef ROW
};

static const enum entry_kind entries[GAME_EVENT_COUNT_] = {
    [GAME_ON_COMPLETE] = ENTRY_COMPLETE,
    [GAME_ON_INCOMPLETE] = ENTRY_INCOMPLETE,
    [GAME_ON_START] = ENTRY_COUNTDOWN,
    [GAME_ON_ELAPSED] = ENTRY_STARTED,
    [GAME_ON_PAUSE] = ENTRY_PAUSED,
    [GAME_ON_RESUME] = ENTRY_RESUMED,
    [GAME_ON_OVER] = ENTRY_FINISHED,
    [GAME_ON_ABORT] = ENTRY_ABORTED,
};

bool game_step_state(enum match_state *state, enum game_event on)
{
    if ((unsigned)*state >= MATCH_STATE_COUNT_ || (unsigned)on >= GAME_EVENT_COUNT_ ||
        steps[*state][on] == STAYS) {
        return false;
    }
    *state = steps[*state][on];
    return true;
}

/* What is to be done on the way, before the entry is said. */
static void game_moved(struct game *game, enum match_state state)
{
    if (match_state_is_over(state)) {
        game_hits_give_up(game); /* their shots are not taken any more */
        game->held = false;
        game->ended = game->wall + game->at;
    } else if (state == MATCH_COUNTDOWN) {
        game->countdown_until = game->awake + (uint32_t)game_rule(game, RULE_COUNTDOWN);
    } else if (state == MATCH_PAUSED) {
        game->pause_until = game->awake + GAME_PAUSE_MAX_MS;
    } else if (state == MATCH_RUNNING && game->started == 0) {
        game->started = game->wall + game->at;
    }
}

enum rc game_move(struct game *game, enum game_event on, const struct principal *who)
{
    enum match_state state = game->state;
    if (!game_step_state(&state, on)) {
        return RC_WRONG_STATE;
    }
    game_moved(game, state);
    game->state = state;
    struct match_entry entry = game_entry(game, entries[on]);
    entry.who = *who;
    if (state == MATCH_FINISHED) {
        game->winner = game_leader(game);
        entry.team = game->winner;
    }
    game_say(game, &entry);
    return RC_OK;
}

static const struct principal nobody;

void game_countdown_over(struct game *game, unsigned none)
{
    (void)none;
    (void)game_move(game, GAME_ON_ELAPSED, &nobody); /* it is due in COUNTDOWN only */
}

void game_clock_over(struct game *game, unsigned none)
{
    (void)none;
    (void)game_move(game, GAME_ON_OVER, &nobody); /* it is due in RUNNING only */
}

void game_waited_too_long(struct game *game, unsigned none)
{
    (void)none;
    (void)game_move(game, GAME_ON_ABORT, &nobody); /* it is due in a state that can be left */
}

enum rc game_act_complete(struct game *game, const struct game_input *input)
{
    (void)input;
    return game_move(game, GAME_ON_COMPLETE, &nobody);
}

enum rc game_act_incomplete(struct game *game, const struct game_input *input)
{
    (void)input;
    return game_move(game, GAME_ON_INCOMPLETE, &nobody);
}

enum rc game_act_start(struct game *game, const struct game_input *input)
{
    return game_move(game, GAME_ON_START, &input->who);
}

enum rc game_act_pause(struct game *game, const struct game_input *input)
{
    return game_move(game, GAME_ON_PAUSE, &input->who);
}

enum rc game_act_resume(struct game *game, const struct game_input *input)
{
    return game_move(game, GAME_ON_RESUME, &input->who);
}

enum rc game_act_abort(struct game *game, const struct game_input *input)
{
    return game_move(game, GAME_ON_ABORT, &input->who);
}

static enum rc game_set_held(struct game *game, bool held)
{
    if (game->held != held) {
        game->held = held;
        game_say_who(game, held ? ENTRY_HELD : ENTRY_GOES_ON, &nobody);
    }
    return RC_OK;
}

enum rc game_act_hold(struct game *game, const struct game_input *input)
{
    (void)input;
    return game_set_held(game, true);
}

enum rc game_act_go(struct game *game, const struct game_input *input)
{
    (void)input;
    return game_set_held(game, false);
}

enum rc game_act_mark(struct game *game, const struct game_input *input)
{
    (void)game;
    (void)input;
    return RC_OK;
}

enum rc game_act_next(struct game *game, const struct game_input *input)
{
    if (!id_valid(input->about)) {
        return RC_BAD_REQUEST;
    }
    if (game->next[0] != '\0') {
        return RC_WRONG_STATE;
    }
    memcpy(game->next, input->about, sizeof game->next);
    struct match_entry entry = game_entry(game, ENTRY_NEXT);
    entry.who = input->who;
    memcpy(entry.about, input->about, sizeof entry.about);
    game_say(game, &entry);
    return RC_OK;
}

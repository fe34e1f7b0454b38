/* The frame of the fold: time passes, then an act is taken by its row of the table.
 *
 * What must stay true: an act that is refused has changed nothing (its function checks before
 * it does); after each call nothing is due any more, so it makes no difference how often time
 * is let pass in between; that a match is over is found by looking (game_decided), after every
 * change, not by those who might have caused it.
 */
#include "bridge/core/game.h"

#include <assert.h>
#include <string.h>

#include "bridge/core/game_parts.h"
#include "robot/base/text.h"

#define IN(state) (1u << MATCH_##state)
#define GATHERING (IN(LOBBY) | IN(READY))
#define PLAYING   (IN(COUNTDOWN) | IN(RUNNING) | IN(PAUSED))
#define OPEN      (GATHERING | PLAYING)
#define OVER      (IN(FINISHED) | IN(ABORTED))

static const struct {
    unsigned states;
    enum rc (*take)(struct game *game, const struct game_input *input);
} rows[GAME_ACT_COUNT_] = {
    [GAME_JOIN] = {OPEN,                                    game_act_join      },
    [GAME_LEAVE] = {OPEN,                                    game_act_leave     },
    [GAME_QUEUE] = {OPEN,                                    game_act_queue     },
    [GAME_READY] = {GATHERING | IN(COUNTDOWN),               game_act_ready     },
    [GAME_ASSIGN] = {OPEN,                                    game_act_assign    },
    [GAME_COMPLETE] = {IN(LOBBY),                               game_act_complete  },
    [GAME_INCOMPLETE] = {IN(READY) | IN(COUNTDOWN),               game_act_incomplete},
    [GAME_START] = {IN(READY),                               game_act_start     },
    [GAME_PAUSE] = {IN(RUNNING),                             game_act_pause     },
    [GAME_RESUME] = {IN(PAUSED),                              game_act_resume    },
    [GAME_ABORT] = {OPEN,                                    game_act_abort     },
    [GAME_HOLD] = {OPEN,                                    game_act_hold      },
    [GAME_GO] = {OPEN,                                    game_act_go        },
    [GAME_AWAY] = {OPEN,                                    game_act_away      },
    [GAME_BACK] = {OPEN,                                    game_act_back      },
    [GAME_FIRE] = {PLAYING,                                 game_act_fire      },
    [GAME_HIT] = {PLAYING,                                 game_act_hit       },
    [GAME_OVERTURN] = {IN(RUNNING) | IN(PAUSED) | IN(FINISHED), game_act_overturn  },
    [GAME_PENALTY] = {OPEN,                                    game_act_penalty   },
    [GAME_BYPASS] = {GATHERING | IN(COUNTDOWN),               game_act_bypass    },
    [GAME_MARK] = {OPEN | OVER,                             game_act_mark      },
    [GAME_NEXT] = {OVER,                                    game_act_next      },
};

struct game_input game_input(enum game_act act)
{
    return (struct game_input){.act = act, .team = -1, .seat = -1, .unit = -1, .other = -1};
}

/* ---- beginning ---- */

static bool game_is_name(const char *name, size_t size)
{
    size_t length = strnlen(name, size);
    return length > 0 && length < size && text_is_printable_utf8(name, length);
}

static bool game_is_principal(const struct principal *principal)
{
    return principal->kind == KIND_NONE ||
           ((unsigned)principal->kind < KIND_COUNT_ && id_valid(principal->id));
}

/* Its name is none of those before it. */
static bool game_is_team(const struct game_setup *setup, unsigned team)
{
    for (unsigned i = 0; i < team; i++) {
        if (strcmp(setup->teams[i].name, setup->teams[team].name) == 0) {
            return false;
        }
    }
    return game_is_name(setup->teams[team].name, sizeof setup->teams[team].name) &&
           setup->teams[team].seats >= 1 && setup->teams[team].seats <= MATCH_SEATS;
}

static bool game_are_rules(const struct match_rules *rules)
{
    for (unsigned i = 0; i < RULE_COUNT_; i++) {
        const struct rule_row *row = rule_row((enum rule)i);
        if (rules->value[i] < row->least || rules->value[i] > row->most) {
            return false;
        }
    }
    return true;
}

/* The number of seats; 0: something about the teams is wrong. */
static unsigned game_count_seats(const struct game_setup *setup)
{
    unsigned seats = 0;
    if (setup->team_count > MATCH_TEAMS) {
        return 0;
    }
    for (unsigned i = 0; i < setup->team_count; i++) {
        if (!game_is_team(setup, i)) {
            return 0;
        }
        seats += setup->teams[i].seats;
    }
    return seats;
}

enum rc game_setup_check(const struct game_setup *setup)
{
    if (!id_valid(setup->id) || !game_is_name(setup->name, sizeof setup->name) ||
        !game_is_principal(&setup->host) || !game_are_rules(&setup->rules)) {
        return RC_BAD_REQUEST;
    }
    unsigned units =
        game_count_seats(setup) * (unsigned)setup->rules.value[RULE_ROBOTS_PER_SEAT];
    return units >= 1 && units <= MATCH_UNITS ? RC_OK : RC_BAD_REQUEST;
}

void game_init(
    struct game *game, const struct game_setup *setup, const struct game_hearer *hearer)
{
    assert(game_setup_check(setup) == RC_OK);
    memset(game, 0, sizeof *game);
    game->setup = *setup;
    game->wall = setup->wall;
    game->winner = MATCH_UNDECIDED;
    game->empty_until = GAME_EMPTY_MS;
    for (unsigned team = 0; team < setup->team_count; team++) {
        for (unsigned i = 0; i < setup->teams[team].seats; i++) {
            game->seats[game->seat_count].row = GAME_NO_ROW;
            game->seat_team[game->seat_count++] = (uint8_t)team;
        }
    }
    game->unit_count = game->seat_count * (unsigned)game_rule(game, RULE_ROBOTS_PER_SEAT);
    for (unsigned i = 0; i < game->unit_count; i++) {
        game_unit_init(game, &game->units[i]);
    }
    game->hearer = hearer;
    game_say_who(game, ENTRY_CREATED, &setup->host);
    game_plan(game);
    game->hearer = NULL;
}

/* ---- time ---- */

static void game_changed(struct game *game)
{
    static const struct principal nobody;
    if (game->state == MATCH_RUNNING && game_decided(game)) {
        (void)game_move(game, GAME_ON_OVER, &nobody); /* RUNNING has that row */
    }
    game_plan(game);
}

static void game_run_to(struct game *game, uint32_t at)
{
    while (game->due.kind != GAME_DUE_NONE && game->due.at <= at) {
        game_advance(game, game->due.at);
        game_fall_due(game);
        game_changed(game);
    }
    if (at > game->at) {
        game_advance(game, at);
    }
}

void game_pass_time(struct game *game, uint32_t at, const struct game_hearer *hearer)
{
    game->hearer = hearer;
    game_run_to(game, at);
    game->hearer = NULL;
}

uint32_t game_next(const struct game *game)
{
    return game->due.at;
}

/* ---- inputs ---- */

static bool game_is_index(int index, unsigned count)
{
    return index >= -1 && index < (int)count;
}

static bool game_is_text(const struct game_input *input)
{
    size_t length = strnlen(input->about, sizeof input->about);
    return (input->robot[0] == '\0' || id_valid(input->robot)) &&
           length < sizeof input->about && text_is_printable_utf8(input->about, length);
}

static bool game_is_well_formed(const struct game *game, const struct game_input *input)
{
    return (unsigned)input->act < GAME_ACT_COUNT_ && input->seq == game->inputs + 1 &&
           game_is_index(input->team, game->setup.team_count) &&
           game_is_index(input->seat, game->seat_count) &&
           game_is_index(input->unit, game->unit_count) &&
           game_is_index(input->other, game->unit_count) && game_is_text(input) &&
           game_is_principal(&input->who) && game_is_principal(&input->player) &&
           (unsigned)input->missing < MISSING_COUNT_;
}

static enum rc game_admit(const struct game *game, const struct game_input *input)
{
    if (game->inputs >= GAME_INPUTS_MAX) {
        return RC_FULL;
    }
    if (!game_is_well_formed(game, input)) {
        return RC_BAD_REQUEST;
    }
    return (rows[input->act].states & (1u << game->state)) != 0 ? RC_OK : RC_WRONG_STATE;
}

static enum rc game_do(struct game *game, const struct game_input *input)
{
    static const struct principal nobody;
    enum rc rc = game_admit(game, input);
    if (rc != RC_OK) {
        return rc;
    }
    uint64_t wall = game->wall;
    game->wall = input->wall - input->at;
    rc = rows[input->act].take(game, input);
    if (rc != RC_OK) {
        game->wall = wall;
        return rc;
    }
    game->inputs++;
    if (game->inputs == GAME_INPUTS_MAX) {
        (void)game_move(game, GAME_ON_ABORT, &nobody); /* unless it is over already */
    }
    game_changed(game);
    return RC_OK;
}

enum rc game_take(
    struct game *game, const struct game_input *input, const struct game_hearer *hearer)
{
    if (input->at < game->at) {
        return RC_BAD_REQUEST;
    }
    game->hearer = hearer;
    game_run_to(game, input->at);
    enum rc rc = game_do(game, input);
    game_run_to(game, input->at);
    game->hearer = NULL;
    return rc;
}

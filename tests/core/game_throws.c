#include "tests/core/game_throws.h"

#include <stdio.h>
#include <string.h>

static struct principal throw_player(struct dice *dice)
{
    static const enum kind kinds[] = {KIND_PLAYER, KIND_PLAYER, KIND_PLAYER, KIND_BOT};
    struct principal player;
    memset(&player, 0, sizeof player);
    if (dice_chance(dice, 100)) {
        return player;
    }
    player.kind = kinds[dice_below(dice, 4)];
    (void)snprintf(player.id, sizeof player.id, "p%u", dice_below(dice, 14));
    return player;
}

static int32_t throw_rule(struct dice *dice, const struct rule_row *row)
{
    uint32_t range = (uint32_t)(row->most - row->least);
    switch (dice_below(dice, 6)) {
    case 0:
        return row->least;
    case 1:
        return row->most;
    case 2:
    case 3:
        return row->standard;
    default: /* rather small */
        return row->least + (int32_t)(dice_below(dice, range + 1) >> dice_below(dice, 6));
    }
}

/* Often somebody who has a seat. */
static struct principal throw_known(struct dice *dice, const struct game *game)
{
    const struct principal *seated = &game->seats[dice_below(dice, game->seat_count)].player;
    return dice_chance(dice, 5000) && !principal_is_nobody(seated) ? *seated
                                                                   : throw_player(dice);
}

struct game_setup throw_setup(struct dice *dice)
{
    static const char *const names[] = {"red", "blue", "green", "gold"};
    struct game_setup setup = {.id = "m-1", .name = "thrown", .wall = 1750000000000u};
    for (unsigned i = 0; i < RULE_COUNT_; i++) {
        setup.rules.value[i] = throw_rule(dice, rule_row((enum rule)i));
    }
    if (dice_chance(dice, 7000)) { /* one that gets to its end within a few thousand inputs */
        setup.rules.value[RULE_DURATION] = (int32_t)dice_from(dice, 30000, 400000);
        setup.rules.value[RULE_SCORE_LIMIT] = 0;
    }
    setup.rules.value[RULE_ROBOTS_PER_SEAT] = (int32_t)dice_from(dice, 1, 2);
    setup.team_count = dice_chance(dice, 8000) ? 2 : dice_from(dice, 1, MATCH_TEAMS);
    for (unsigned i = 0; i < setup.team_count; i++) {
        (void)snprintf(setup.teams[i].name, sizeof setup.teams[i].name, "%s", names[i]);
        setup.teams[i].seats = dice_from(dice, 1, 3);
    }
    return setup;
}

/* Once in a while one that does not exist. */
static int throw_index(struct dice *dice, unsigned count)
{
    if (dice_chance(dice, 100)) {
        return (int)dice_below(dice, 100) - 50;
    }
    return (int)dice_below(dice, count);
}

/* Often one that has just shot. */
static int throw_shooter(struct dice *dice, const struct game *game)
{
    unsigned unit = dice_below(dice, game->unit_count);
    for (unsigned i = 0; i < game->unit_count && dice_chance(dice, 9000); i++) {
        if (game->units[unit].fire_count > 0) {
            return (int)unit;
        }
        unit = (unit + 1) % game->unit_count;
    }
    return throw_index(dice, game->unit_count);
}

/* The newest entries are the likeliest to be taken back. */
static uint32_t throw_ref(struct dice *dice, const struct game *game)
{
    if (game->verdict_count > 0 && dice_chance(dice, 8000)) {
        uint32_t back = dice_below(dice, 8);
        uint32_t number = game->verdict_count - 1;
        number -= back < number ? back : number;
        return game->verdicts[number % GAME_VERDICTS].seq;
    }
    return dice_below(dice, game->seq + 5);
}

static void throw_robot(struct dice *dice, struct game_input *input)
{
    if (!dice_chance(dice, 1000)) {
        (void)snprintf(input->robot, sizeof input->robot, "r%u", dice_below(dice, 16));
    }
}

static void throw_place(struct dice *dice, const struct game *game, struct game_input *input)
{
    input->team = dice_chance(dice, 7000) ? throw_index(dice, game->setup.team_count) : -1;
    input->seat = dice_chance(dice, 2000) ? throw_index(dice, game->seat_count) : -1;
}

struct game_input throw_act(
    struct dice *dice, const struct game *game, enum game_act act, uint32_t event)
{
    struct game_input input = game_input(act);
    input.who = throw_player(dice);
    input.player =
        act == GAME_JOIN || act == GAME_QUEUE ? throw_player(dice) : throw_known(dice, game);
    input.unit = throw_index(dice, game->unit_count);
    input.other = throw_shooter(dice, game);
    if (act == GAME_JOIN) {
        throw_place(dice, game, &input);
    } else if (act == GAME_ASSIGN) {
        throw_robot(dice, &input);
    } else if (act == GAME_BYPASS || act == GAME_NEXT) {
        (void)snprintf(input.about, sizeof input.about, "m%u", dice_below(dice, 9));
    }
    input.event = event;
    input.ref = throw_ref(dice, game);
    input.ms = dice_chance(dice, 5000) ? dice_below(dice, 20000) : 0;
    input.value = act == GAME_READY ? !dice_chance(dice, 3000) : (int)dice_below(dice, 105) - 2;
    input.missing = (enum missing)dice_below(dice, MISSING_COUNT_);
    return input;
}

/* Of 100 throws in each state; what is left of them is any act at all. */
struct share {
    enum game_act act;
    unsigned share;
};

static const struct share shares[MATCH_STATE_COUNT_][8] = {
    [MATCH_LOBBY] = {{GAME_JOIN, 25},    {GAME_ASSIGN, 25}, {GAME_READY, 30}, {GAME_COMPLETE, 8},
                     {GAME_QUEUE, 5}},
    [MATCH_READY] = {{GAME_START, 60},  {GAME_JOIN, 10}, {GAME_ASSIGN, 10}},
    [MATCH_COUNTDOWN] = {{GAME_MARK, 70},    {GAME_FIRE, 10}, {GAME_HIT, 10}},
    [MATCH_RUNNING] =
        {
                     {GAME_FIRE, 41},
                     {GAME_HIT, 41},
                     {GAME_ASSIGN, 3},
                     {GAME_JOIN, 4},
                     {GAME_OVERTURN, 4},
                     {GAME_AWAY, 1},
                     {GAME_GO, 4},
                     },
    [MATCH_PAUSED] = {{GAME_RESUME, 40}, {GAME_FIRE, 10}, {GAME_HIT, 10}, {GAME_GO, 10}},
    [MATCH_FINISHED] = {{GAME_OVERTURN, 60}   },
    [MATCH_ABORTED] = {{GAME_NEXT, 20}   },
};

struct game_input throw_input(struct dice *dice, const struct game *game, uint32_t event)
{
    unsigned number = dice_below(dice, 100);
    for (unsigned i = 0; i < 8; i++) {
        const struct share *share = &shares[game->state][i];
        if (number < share->share) {
            return throw_act(dice, game, share->act, event);
        }
        number -= share->share;
    }
    enum game_act act = (enum game_act)dice_below(dice, GAME_ACT_COUNT_);
    if (act == GAME_ABORT && !dice_chance(dice, 200)) {
        act = GAME_GO;
    }
    return throw_act(dice, game, act, event);
}

uint32_t throw_wait(struct dice *dice)
{
    static const uint32_t most[] = {1, 1, 3, 20, 20, 100, 600, 600};
    return dice_chance(dice, 50) ? dice_below(dice, 20000)
                                 : dice_below(dice, most[dice_below(dice, 8)]);
}

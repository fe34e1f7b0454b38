#include "tests/core/ground.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void ground_hear(void *context, const struct match_entry *entry)
{
    struct ground *ground = context;
    assert_true(ground->log_count < GROUND_LOG);
    assert_int_equal(entry->seq, ground->log_count + 1);
    if (ground->log_count > 0) {
        assert_true(entry->at >= ground->log[ground->log_count - 1].at);
    }
    ground->log[ground->log_count++] = *entry;
}

int ground_set_up(void **state)
{
    struct ground *ground = calloc(1, sizeof *ground);
    if (ground == NULL) {
        return -1;
    }
    ground->setup = (struct game_setup){
        .id = "m-1",
        .name = "the first",
        .host = ground_who("player/host"),
        .wall = GROUND_WALL,
        .rules = match_rules_default(),
        .team_count = 2,
        .teams = {{"red", 2}, {"blue", 2}}
    };
    ground_init(ground);
    *state = ground;
    return 0;
}

int ground_tear_down(void **state)
{
    free(*state);
    return 0;
}

void ground_init(struct ground *ground)
{
    ground->hearer = (struct game_hearer){.log = ground_hear, .context = ground};
    ground->now = 0;
    ground->log_count = 0;
    ground->kept_count = 0;
    game_init(&ground->game, &ground->setup, &ground->hearer);
}

void ground_refold(const struct ground *ground, struct ground *again)
{
    again->setup = ground->setup;
    ground_init(again);
    for (unsigned i = 0; i < ground->kept_count; i++) {
        assert_int_equal(game_take(&again->game, &ground->kept[i], &again->hearer), RC_OK);
    }
    again->now = ground->now;
    game_pass_time(&again->game, ground->now, &again->hearer);
}

void ground_rule(struct ground *ground, enum rule rule, int32_t value)
{
    ground->setup.rules.value[rule] = value;
}

enum rc ground_take(struct ground *ground, struct game_input *input)
{
    input->seq = game_input_count(&ground->game) + 1;
    input->at = ground->now;
    input->wall = GROUND_WALL + ground->now;
    enum rc rc = game_take(&ground->game, input, &ground->hearer);
    if (rc == RC_OK && ground->kept_count < GROUND_KEPT) {
        ground->kept[ground->kept_count++] = *input;
    }
    return rc;
}

void ground_until(struct ground *ground, uint32_t at)
{
    ground->now = at;
    game_pass_time(&ground->game, at, &ground->hearer);
}

void ground_pass(struct ground *ground, uint32_t ms)
{
    ground_until(ground, ground->now + ms);
}

/* ---- acts ---- */

struct principal ground_who(const char *text)
{
    struct principal principal;
    memset(&principal, 0, sizeof principal);
    if (text[0] != '\0') {
        assert_true(principal_from_text(text, strlen(text), &principal));
    }
    return principal;
}

enum rc ground_do(struct ground *ground, enum game_act act)
{
    struct game_input input = game_input(act);
    input.who = ground_who("referee/rob");
    return ground_take(ground, &input);
}

static struct game_input ground_input_of(enum game_act act, const char *player)
{
    struct game_input input = game_input(act);
    input.player = ground_who(player);
    input.who = input.player;
    return input;
}

enum rc ground_player(struct ground *ground, enum game_act act, const char *player)
{
    struct game_input input = ground_input_of(act, player);
    return ground_take(ground, &input);
}

enum rc ground_join(struct ground *ground, const char *player, int team)
{
    struct game_input input = ground_input_of(GAME_JOIN, player);
    input.team = team;
    return ground_take(ground, &input);
}

enum rc ground_ready(struct ground *ground, const char *player, int value)
{
    struct game_input input = ground_input_of(GAME_READY, player);
    input.value = value;
    return ground_take(ground, &input);
}

enum rc ground_assign(struct ground *ground, int unit, const char *robot)
{
    struct game_input input = game_input(GAME_ASSIGN);
    input.unit = unit;
    (void)snprintf(input.robot, sizeof input.robot, "%s", robot);
    return ground_take(ground, &input);
}

enum rc ground_fire(struct ground *ground, int unit, uint32_t event)
{
    struct game_input input = game_input(GAME_FIRE);
    input.unit = unit;
    input.event = event;
    return ground_take(ground, &input);
}

enum rc ground_hit(struct ground *ground, int victim, int shooter, uint32_t event)
{
    struct game_input input = game_input(GAME_HIT);
    input.unit = victim;
    input.other = shooter;
    input.event = event;
    return ground_take(ground, &input);
}

enum rc ground_overturn(struct ground *ground, uint32_t ref)
{
    struct game_input input = game_input(GAME_OVERTURN);
    input.who = ground_who("referee/rob");
    input.ref = ref;
    return ground_take(ground, &input);
}

enum rc ground_penalty(struct ground *ground, int unit, int32_t value, uint32_t ms)
{
    struct game_input input = game_input(GAME_PENALTY);
    input.who = ground_who("referee/rob");
    input.unit = unit;
    input.value = value;
    input.ms = ms;
    return ground_take(ground, &input);
}

/* ---- stories ---- */

void ground_fill(struct ground *ground)
{
    for (unsigned i = 0; i < game_seat_count(&ground->game); i++) {
        char player[PRINCIPAL_SIZE];
        (void)snprintf(player, sizeof player, "player/p%u", i);
        struct game_input input = ground_input_of(GAME_JOIN, player);
        input.seat = (int)i;
        assert_int_equal(ground_take(ground, &input), RC_OK);
        assert_int_equal(ground_ready(ground, player, 1), RC_OK);
    }
    for (unsigned i = 0; i < game_unit_count(&ground->game); i++) {
        char robot[ID_SIZE];
        (void)snprintf(robot, sizeof robot, "robot%u", i);
        assert_int_equal(ground_assign(ground, (int)i, robot), RC_OK);
    }
}

void ground_begin(struct ground *ground)
{
    ground_fill(ground);
    assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_OK);
    assert_int_equal(ground_do(ground, GAME_START), RC_OK);
    ground_pass(ground, (uint32_t)ground->setup.rules.value[RULE_COUNTDOWN]);
    assert_int_equal(game_state(&ground->game), MATCH_RUNNING);
}

enum verdict ground_shoot(struct ground *ground, int shooter, int victim)
{
    uint32_t event = game_input_count(&ground->game) + 1;
    unsigned before = ground_count(ground, ENTRY_HIT);
    assert_int_equal(ground_fire(ground, shooter, event), RC_OK);
    assert_int_equal(ground_hit(ground, victim, shooter, event + 1), RC_OK);
    assert_int_equal(ground_count(ground, ENTRY_HIT), before + 1);
    const struct match_entry *hit = ground_last(ground, ENTRY_HIT);
    assert_int_equal(hit->fire, event);
    assert_int_equal(hit->hit, event + 1);
    return hit->verdict;
}

/* ---- reading ---- */

const struct match_entry *ground_last(const struct ground *ground, enum entry_kind kind)
{
    for (unsigned i = ground->log_count; i-- > 0;) {
        if (ground->log[i].kind == kind) {
            return &ground->log[i];
        }
    }
    return NULL;
}

unsigned ground_count(const struct ground *ground, enum entry_kind kind)
{
    unsigned count = 0;
    for (unsigned i = 0; i < ground->log_count; i++) {
        count += ground->log[i].kind == kind ? 1 : 0;
    }
    return count;
}

const struct match *ground_match(struct ground *ground)
{
    game_match(&ground->game, &ground->match);
    return &ground->match;
}

const struct match_seat *ground_seat(struct ground *ground, unsigned seat)
{
    const struct match *match = ground_match(ground);
    for (unsigned team = 0; team < match->team_count; team++) {
        if (seat < match->teams[team].seat_count) {
            return &match->teams[team].seats[seat];
        }
        seat -= match->teams[team].seat_count;
    }
    fail_msg("there is no such seat");
    return NULL;
}

const struct match_unit *ground_unit(struct ground *ground, unsigned unit)
{
    const struct match_seat *seat = ground_seat(ground, game_seat_of_unit(&ground->game, unit));
    return &seat->units[unit % seat->unit_count];
}

const struct match_player *ground_statistics(struct ground *ground, const char *player)
{
    const struct match *match = ground_match(ground);
    struct principal who = ground_who(player);
    for (unsigned i = 0; i < match->player_count; i++) {
        if (principal_equal(&match->players[i].player, &who)) {
            return &match->players[i];
        }
    }
    return NULL;
}

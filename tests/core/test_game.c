/* The frame of a game: what is taken in which state, what follows by time, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/core/ground.h"

#include <cmocka.h>

/* ---- the table of states ---- */

static const char *const steps[MATCH_STATE_COUNT_] = {
    /* complete incomplete start elapsed pause resume over abort; - = refused */
    [MATCH_LOBBY] = "R------A",
    [MATCH_READY] = "-LC----A",
    [MATCH_COUNTDOWN] = "-L-G---A",
    [MATCH_RUNNING] = "----P-FA",
    [MATCH_PAUSED] = "-----G-A",
    [MATCH_FINISHED] = "--------",
    [MATCH_ABORTED] = "--------",
};

static void each_state_goes_where_the_table_says(void **state)
{
    static const char letters[] = "LRCGPFA"; /* in the order of enum match_state */
    (void)state;
    for (unsigned from = 0; from < MATCH_STATE_COUNT_; from++) {
        for (unsigned on = 0; on < GAME_EVENT_COUNT_; on++) {
            enum match_state to = (enum match_state)from;
            bool taken = game_step_state(&to, (enum game_event)on);
            char expected = steps[from][on];
            assert_int_equal(taken, expected != '-');
            assert_int_equal(letters[to], expected == '-' ? letters[from] : expected);
        }
    }
    enum match_state odd = MATCH_STATE_COUNT_;
    assert_false(game_step_state(&odd, GAME_ON_ABORT));
    odd = MATCH_LOBBY;
    assert_false(game_step_state(&odd, GAME_EVENT_COUNT_));
}

/* ---- every act in every state ---- */

static void bring_to(struct ground *ground, enum match_state state)
{
    ground_rule(ground, RULE_COUNTDOWN, 5000);
    ground_init(ground);
    ground_fill(ground);
    if (state == MATCH_LOBBY) {
        return;
    }
    assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_OK);
    if (state != MATCH_READY) {
        assert_int_equal(ground_do(ground, GAME_START), RC_OK);
    }
    if (state >= MATCH_RUNNING) {
        ground_pass(ground, 5000);
        assert_int_equal(ground_shoot(ground, 0, 2), VERDICT_COUNTED);
    }
    if (state == MATCH_PAUSED) {
        assert_int_equal(ground_do(ground, GAME_PAUSE), RC_OK);
    } else if (state == MATCH_FINISHED) {
        ground_pass(ground, 180000);
    } else if (state == MATCH_ABORTED) {
        assert_int_equal(ground_do(ground, GAME_ABORT), RC_OK);
    }
    assert_int_equal(game_state(&ground->game), state);
}

/* An input of that act which nothing but the state can refuse. */
static struct game_input input_for(const struct ground *ground, enum game_act act)
{
    static const char *const players[GAME_ACT_COUNT_] = {[GAME_JOIN] = "player/p3",
        [GAME_LEAVE] = "player/p0",
        [GAME_QUEUE] = "player/new",
        [GAME_READY] = "player/p0",
        [GAME_AWAY] = "player/p1",
        [GAME_BACK] = "player/p1"};
    struct game_input input = game_input(act);
    input.player = ground_who(players[act] != NULL ? players[act] : "");
    input.team = act == GAME_JOIN ? 1 : -1;
    input.unit = act == GAME_ASSIGN || act == GAME_FIRE || act == GAME_PENALTY ? 0 : -1;
    if (act == GAME_HIT) {
        input.unit = 2;
        input.other = 0;
    }
    const struct match_entry *hit = ground_last(ground, ENTRY_HIT);
    input.ref = hit != NULL ? hit->seq : 1;
    memcpy(input.robot, "spare", 6);
    memcpy(input.about, "m-2", 4);
    return input;
}

static const char *const takes[GAME_ACT_COUNT_] = {
    /* lobby ready countdown running paused finished aborted */
    [GAME_JOIN] = "xxxxx..",
    [GAME_LEAVE] = "xxxxx..",
    [GAME_QUEUE] = "xxxxx..",
    [GAME_READY] = "xxx....",
    [GAME_ASSIGN] = "xxxxx..",
    [GAME_COMPLETE] = "x......",
    [GAME_INCOMPLETE] = ".xx....",
    [GAME_START] = ".x.....",
    [GAME_PAUSE] = "...x...",
    [GAME_RESUME] = "....x..",
    [GAME_ABORT] = "xxxxx..",
    [GAME_HOLD] = "xxxxx..",
    [GAME_GO] = "xxxxx..",
    [GAME_AWAY] = "xxxxx..",
    [GAME_BACK] = "xxxxx..",
    [GAME_FIRE] = "..xxx..",
    [GAME_HIT] = "..xxx..",
    [GAME_OVERTURN] = "...xxx.",
    [GAME_PENALTY] = "xxxxx..",
    [GAME_BYPASS] = "xxx....",
    [GAME_MARK] = "xxxxxxx",
    [GAME_NEXT] = ".....xx",
};

static void each_act_is_taken_in_the_states_of_the_table(void **state)
{
    struct ground *ground = *state;
    static struct game before;
    for (unsigned from = 0; from < MATCH_STATE_COUNT_; from++) {
        for (unsigned act = 0; act < GAME_ACT_COUNT_; act++) {
            bring_to(ground, (enum match_state)from);
            if (act == GAME_JOIN && from < MATCH_FINISHED) {
                assert_int_equal(ground_player(ground, GAME_LEAVE, "player/p3"), RC_OK);
            }
            struct game_input input = input_for(ground, (enum game_act)act);
            before = ground->game;
            enum rc rc = ground_take(ground, &input);
            if (rc != (takes[act][from] == 'x' ? RC_OK : RC_WRONG_STATE)) {
                fail_msg("%s in %s: %s", game_act_name((enum game_act)act),
                    match_state_name((enum match_state)from), rc_name(rc));
            }
            if (rc != RC_OK) {
                assert_memory_equal(&before, &ground->game, sizeof before);
            }
        }
    }
}

/* ---- setups ---- */

static void a_setup_is_good_up_to_its_limits(void **state)
{
    struct ground *ground = *state;
    struct game_setup setup = ground->setup;
    setup.team_count = 1;
    setup.teams[0].seats = 1;
    assert_int_equal(game_setup_check(&setup), RC_OK);
    setup.teams[0].seats = MATCH_SEATS;
    assert_int_equal(game_setup_check(&setup), RC_OK);
    setup.team_count = MATCH_TEAMS;
    memcpy(setup.teams[2].name, "green", 6);
    memcpy(setup.teams[3].name, "gold", 5);
    for (unsigned i = 0; i < MATCH_TEAMS; i++) {
        setup.teams[i].seats = MATCH_SEATS;
    }
    assert_int_equal(game_setup_check(&setup), RC_OK);
    setup.rules.value[RULE_ROBOTS_PER_SEAT] = 2; /* 80 units */
    assert_int_equal(game_setup_check(&setup), RC_BAD_REQUEST);
    for (unsigned i = 0; i < MATCH_TEAMS; i++) {
        setup.teams[i].seats = 8;
    }
    assert_int_equal(game_setup_check(&setup), RC_OK); /* 64 */
    setup.teams[0].seats = 9;
    assert_int_equal(game_setup_check(&setup), RC_BAD_REQUEST);
}

static void each_rule_is_held_to_its_range(void **state)
{
    struct ground *ground = *state;
    for (unsigned i = 0; i < RULE_COUNT_; i++) {
        const struct rule_row *row = rule_row((enum rule)i);
        const int32_t values[] = {row->least - 1, row->least, row->most, row->most + 1};
        for (unsigned v = 0; v < 4; v++) {
            struct game_setup setup = ground->setup;
            setup.rules.value[i] = values[v];
            assert_int_equal(
                game_setup_check(&setup), v == 1 || v == 2 ? RC_OK : RC_BAD_REQUEST);
        }
    }
}

static void bad_setups_are_refused(void **state)
{
    struct ground *ground = *state;
    struct game_setup bad[11];
    for (unsigned i = 0; i < 11; i++) {
        bad[i] = ground->setup;
    }
    bad[0].team_count = 0;
    bad[1].team_count = MATCH_TEAMS + 1;
    bad[2].teams[1].seats = 0;
    bad[3].teams[1].seats = MATCH_SEATS + 1;
    memcpy(bad[4].teams[1].name, "red", 4);
    bad[5].teams[0].name[0] = '\0';
    bad[6].teams[0].name[0] = '\n';
    memset(bad[7].teams[0].name, 'x', MATCH_TEAM_SIZE);
    bad[8].name[0] = '\0';
    bad[9].id[0] = 'M';
    bad[10].host.id[0] = '\0';
    for (unsigned i = 0; i < 11; i++) {
        assert_int_equal(game_setup_check(&bad[i]), RC_BAD_REQUEST);
    }
}

/* ---- inputs that are none ---- */

static void refuse(struct ground *ground, const struct game_input *input, enum rc expected)
{
    struct game *before = malloc(sizeof *before);
    assert_non_null(before);
    unsigned said = ground->log_count;
    *before = ground->game;
    assert_int_equal(game_take(&ground->game, input, &ground->hearer), expected);
    assert_memory_equal(before, &ground->game, sizeof *before);
    assert_int_equal(ground->log_count, said);
    free(before);
}

static struct game_input mark(const struct ground *ground)
{
    struct game_input input = game_input(GAME_MARK);
    input.seq = game_input_count(&ground->game) + 1;
    input.at = ground->now;
    return input;
}

static void malformed_inputs_are_refused_and_change_nothing(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    struct game_input bad[20];
    for (unsigned i = 0; i < 20; i++) {
        bad[i] = mark(ground);
    }
    bad[0].act = GAME_ACT_COUNT_;
    bad[1].seq--;
    bad[2].seq++;
    bad[3].at--;
    bad[4].team = 2;
    bad[5].team = -2;
    bad[6].seat = 4;
    bad[7].seat = -2;
    bad[8].unit = 4;
    bad[9].unit = -2;
    bad[10].other = 4;
    bad[11].other = -2;
    memset(bad[12].robot, 'a', ID_SIZE);
    memcpy(bad[13].robot, "No", 3);
    memset(bad[14].about, 'a', PRINCIPAL_SIZE);
    memcpy(bad[15].about, "a\nb", 4);
    bad[16].missing = MISSING_COUNT_;
    bad[17].who.kind = KIND_COUNT_;
    bad[18].player.kind = KIND_PLAYER;
    bad[19].who = ground_who("player/p0");
    memset(bad[19].who.id, 'a', ID_SIZE);
    for (unsigned i = 0; i < 20; i++) {
        refuse(ground, &bad[i], RC_BAD_REQUEST);
    }
    struct game_input good = mark(ground);
    assert_int_equal(game_take(&ground->game, &good, &ground->hearer), RC_OK);
}

static void acts_without_what_they_need_are_refused(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    static const enum game_act nobody[] = {
        GAME_JOIN, GAME_QUEUE, GAME_ASSIGN, GAME_FIRE, GAME_HIT, GAME_PENALTY};
    for (unsigned i = 0; i < sizeof nobody / sizeof nobody[0]; i++) {
        struct game_input input = mark(ground);
        input.act = nobody[i];
        refuse(ground, &input, RC_BAD_REQUEST);
    }
    struct game_input input = mark(ground);
    input.act = GAME_HIT;
    input.unit = 1;
    refuse(ground, &input, RC_BAD_REQUEST);
    input.other = 1;
    refuse(ground, &input, RC_BAD_REQUEST);
    static const enum game_act strangers[] = {GAME_AWAY, GAME_BACK};
    for (unsigned i = 0; i < 2; i++) {
        input = mark(ground);
        input.act = strangers[i];
        refuse(ground, &input, RC_NOT_FOUND);
        input.player = ground_who("player/stranger");
        refuse(ground, &input, RC_NOT_FOUND);
    }
}

static void a_refused_input_lets_time_pass_all_the_same(void **state)
{
    struct ground *ground = *state;
    ground_fill(ground);
    assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_OK);
    assert_int_equal(ground_do(ground, GAME_START), RC_OK);
    ground->now += 5000;
    assert_int_equal(ground_do(ground, GAME_COMPLETE), RC_WRONG_STATE);
    assert_int_equal(game_state(&ground->game), MATCH_RUNNING);
    assert_int_equal(game_at(&ground->game), 5000);
    ground_until(ground, 3000); /* time does not go back */
    assert_int_equal(game_at(&ground->game), 5000);
}

static void the_last_input_there_is_ends_the_match(void **state)
{
    struct ground *ground = *state;
    ground_begin(ground);
    while (game_input_count(&ground->game) < GAME_INPUTS_MAX - 1) {
        assert_int_equal(ground_do(ground, GAME_MARK), RC_OK);
    }
    assert_int_equal(game_state(&ground->game), MATCH_RUNNING);
    assert_int_equal(ground_do(ground, GAME_MARK), RC_OK);
    assert_int_equal(game_state(&ground->game), MATCH_ABORTED);
    assert_true(principal_is_nobody(&ground_last(ground, ENTRY_ABORTED)->who));
    struct game_input input = mark(ground);
    refuse(ground, &input, RC_FULL);
    input.act = GAME_NEXT;
    memcpy(input.about, "m-2", 4);
    refuse(ground, &input, RC_FULL);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, ground_set_up, ground_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_state_goes_where_the_table_says),
        CASE(each_act_is_taken_in_the_states_of_the_table),
        CASE(a_setup_is_good_up_to_its_limits),
        CASE(each_rule_is_held_to_its_range),
        CASE(bad_setups_are_refused),
        CASE(malformed_inputs_are_refused_and_change_nothing),
        CASE(acts_without_what_they_need_are_refused),
        CASE(a_refused_input_lets_time_pass_all_the_same),
        CASE(the_last_input_there_is_ends_the_match),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

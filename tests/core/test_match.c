/* Matches from the lobby to the result: who sits, who drives, what is said and kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "tests/core/stage.h"

#include <cmocka.h>

static const struct stage_rule quick_rules[] = {
    {RULE_DURATION, 30000},
    {RULE_DAMAGE,   50   },
    {RULE_RESPAWN,  2000 },
    {RULE_BOTS,     0    },
    {RULE_DURATION, -1   },
};

static void expect_driver(struct bench *bench, const char *robot, const char *whom)
{
    if (!stage_drives(bench, robot, whom)) {
        fail_msg("%s is not driven by %s", robot, whom);
    }
}

static void four_people_play_from_the_lobby_to_the_result(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_duel(bench, 4, quick_rules);
    assert_string_equal(stage_lease(bench, "scout1")->driver.id, "ann");
    assert_false(stage_lease(bench, "scout1")->drive);
    assert_int_equal(stage_lease(bench, "scout1")->why[0], WHY_COUNTDOWN);
    assert_string_equal(bench_me(bench, "player/ann")->seat, id);
    stage_pass(bench, 5000);
    stage_agree(bench);
    assert_int_equal(stage_state(bench, id), MATCH_RUNNING);
    expect_driver(bench, "scout1", "player/ann");
    expect_driver(bench, "scout4", "player/dan");
    stage_hit(bench, "scout3", "scout1");
    assert_int_equal(stage_entry(bench, ENTRY_HIT)->verdict, VERDICT_COUNTED);
    assert_int_equal(stage_match(bench, id)->teams[0].score, 1);
    stage_pass(bench, 30000);
    assert_int_equal(stage_state(bench, id), MATCH_FINISHED);
    assert_int_equal(stage_match(bench, id)->winner, 0);
    assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
    assert_int_equal(bench_stored_lease(bench, "scout1")->why[0], WHY_SESSION_ENDED);
    assert_string_equal(bench_me(bench, "player/ann")->seat, "");
    assert_int_equal(core_match_said(bench->core, id)->player_count, 4);
}

static void the_whole_lease_says_what_the_unit_may(void **state)
{
    struct bench *bench = *state;
    stage_fight(bench, 4, quick_rules);
    const struct lease *lease = stage_lease(bench, "scout3");
    assert_int_equal(lease->status_ms, 100);
    assert_true(lease->limits[AXIS_X] > 0.99);
    stage_hit(bench, "scout3", "scout1");
    stage_agree(bench);
    lease = stage_lease(bench, "scout3");
    assert_true(lease->drive);
    assert_true(lease->limits[AXIS_Y] > 0.74 && lease->limits[AXIS_Y] < 0.76);
    assert_true(lease->limits[AXIS_CX] > 0.99);
}

static void an_eliminated_robot_stands_until_it_respawns(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, quick_rules);
    stage_hit(bench, "scout3", "scout1");
    stage_hit(bench, "scout3", "scout1");
    stage_agree(bench);
    assert_false(stage_lease(bench, "scout3")->drive);
    assert_int_equal(stage_lease(bench, "scout3")->why[0], WHY_ELIMINATED);
    assert_int_equal(bench_me(bench, "player/cat")->why[0], WHY_ELIMINATED);
    assert_int_equal(stage_unit(bench, id, "scout3")->state, UNIT_DOWN);
    assert_int_equal(stage_match(bench, id)->teams[0].score, 5);
    stage_pass(bench, 2000);
    stage_agree(bench);
    expect_driver(bench, "scout3", "player/cat");
    assert_true(stage_lease(bench, "scout3")->limits[AXIS_X] > 0.99);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(four_people_play_from_the_lobby_to_the_result),
        CASE(the_whole_lease_says_what_the_unit_may),
        CASE(an_eliminated_robot_stands_until_it_respawns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

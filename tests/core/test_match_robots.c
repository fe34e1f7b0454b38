/* Robots of a match: replaced when they are gone, given back when it is over, never shared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "tests/core/stage.h"

#include <cmocka.h>

static const struct stage_rule plain[] = {
    {RULE_BOTS, 0 },
    {RULE_BOTS, -1},
};

static void service(struct bench *bench, const char *robot, bool in)
{
    struct input input = stage_ask_input(bench, "operator/sam", DEED_ROBOT_SERVICE, NULL);
    memcpy(input.ask.ask.robot, robot, strlen(robot) + 1);
    input.ask.ask.in = in;
    assert_int_equal(stage_put(bench, &input), RC_OK);
}

static void lose_scout1(struct bench *bench)
{
    stage_robot_lost(bench, "scout1");
}

static void silence_scout1(struct bench *bench)
{
    (void)bench;
    stage_mute("scout1");
}

static void say_goodbye_scout1(struct bench *bench)
{
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_OFFLINE, "c1");
}

static void withdraw_scout1(struct bench *bench)
{
    service(bench, "scout1", false);
}

static void deregister_scout1(struct bench *bench)
{
    struct input input = stage_ask_input(bench, "operator/sam", DEED_ROBOT_DEREGISTER, NULL);
    memcpy(input.ask.ask.robot, "scout1", sizeof "scout1");
    bench_take(bench, &input);
}

static void (*const ways_to_go[])(struct bench *bench) = {
    lose_scout1,
    silence_scout1,
    say_goodbye_scout1,
    withdraw_scout1,
    deregister_scout1,
};

static void expect_replaced(struct bench *bench, void (*go)(struct bench *bench))
{
    bench_rebuild(bench, &bench->config);
    const char *id = stage_fight(bench, 5, plain);
    stage_hit(bench, "scout1", "scout3"); /* 80 left */
    stage_hit(bench, "scout3", "scout1");
    go(bench);
    uint64_t gone = bench->now;
    while (!(
        bench_lease(bench, "scout5") != NULL && stage_drives(bench, "scout5", "player/ann"))) {
        stage_pass(bench, 100);
        assert_true(bench->now - gone < 2000);
    }
    const struct match_seat *seat = stage_seat(bench, id, 0);
    assert_string_equal(seat->player.id, "ann");
    assert_string_equal(seat->units[0].robot, "scout5");
    assert_int_equal(seat->units[0].health, 80);
    assert_int_equal(stage_match(bench, id)->teams[0].score, 1);
    assert_non_null(stage_entry(bench, ENTRY_SWAPPED));
    assert_int_equal(stage_state(bench, id), MATCH_RUNNING);
    assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
    assert_int_equal(stage_counts(bench).spares, 1);
    stage_hit(bench, "scout3", "scout5");
    assert_int_equal(stage_match(bench, id)->teams[0].score, 2);
    stage_mute("");
}

static void a_spare_takes_the_place_of_a_dead_robot_within_two_seconds(void **state)
{
    for (size_t i = 0; i < sizeof ways_to_go / sizeof ways_to_go[0]; i++) {
        expect_replaced(*state, ways_to_go[i]);
    }
}

static void a_robot_that_is_silent_for_a_moment_keeps_its_place(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 5, plain);
    struct robot_status status = {.has_speed = true};
    stage_status(bench, "scout1", &status);
    stage_mute("scout1");
    stage_pass(bench, 1300);
    stage_mute("");
    stage_status(bench, "scout1", &status);
    stage_pass(bench, 1000);
    assert_string_equal(stage_seat(bench, id, 0)->units[0].robot, "scout1");
    assert_true(stage_drives(bench, "scout1", "player/ann"));
}

static void without_a_spare_the_robot_goes_on_when_it_comes_back(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    uint32_t n = bench_stored_lease(bench, "scout1")->number.n;
    stage_robot_lost(bench, "scout1");
    stage_pass(bench, 3000);
    assert_string_equal(stage_seat(bench, id, 0)->units[0].robot, "scout1");
    assert_int_equal(stage_state(bench, id), MATCH_RUNNING);
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c2");
    bench_state(bench, "scout1", n, 0);
    stage_agree(bench);
    assert_true(stage_drives(bench, "scout1", "player/ann"));
}

static void a_robot_that_waits_for_one_gets_the_first_that_becomes_free(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    stage_robot_lost(bench, "scout1");
    stage_pass(bench, 1000);
    bench_robot_online(bench, "scout8");
    stage_agree(bench);
    assert_string_equal(stage_seat(bench, id, 0)->units[0].robot, "scout8");
    assert_true(stage_drives(bench, "scout8", "player/ann"));
}

static void a_replaced_robot_that_comes_back_is_a_spare(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 5, plain);
    stage_robot_lost(bench, "scout1");
    stage_agree(bench);
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c2");
    bench_state(bench, "scout1", bench_stored_lease(bench, "scout1")->number.n - 1, 0);
    stage_agree(bench);
    assert_string_equal(stage_seat(bench, id, 0)->units[0].robot, "scout5");
    stage_robot_lost(bench, "scout2");
    stage_agree(bench);
    assert_string_equal(stage_seat(bench, id, 1)->units[0].robot, "scout1");
    assert_true(stage_drives(bench, "scout1", "player/ben"));
}

static void only_a_robot_that_could_play_is_a_spare(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 9, plain);
    service(bench, "scout5", false);
    stage_come(bench, "player/eve");
    bench_drive(bench, "player/eve", "scout6", "ask-eve-0001");
    struct input input = stage_ask_input(bench, "referee/rob", DEED_STOP, NULL);
    memcpy(input.ask.ask.robot, "scout7", sizeof "scout7");
    input.ask.ask.stop = tag_of("stop-1");
    assert_int_equal(stage_put(bench, &input), RC_OK);
    stage_robot_lost(bench, "scout8");
    stage_robot_lost(bench, "scout1");
    stage_agree(bench);
    assert_string_equal(stage_seat(bench, id, 0)->units[0].robot, "scout9");
}

static void a_grant_that_no_robot_shows_is_tried_again_a_second_later(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_duel(bench, 4, plain);
    stage_robot_lost(bench, "scout1");
    assert_int_equal(stage_state(bench, id), MATCH_LOBBY);
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c2");
    bench_state(bench, "scout1", bench_stored_lease(bench, "scout1")->number.n, 0);
    assert_int_equal(stage_state(bench, id), MATCH_COUNTDOWN);
    uint32_t n = bench_stored_lease(bench, "scout1")->number.n;
    for (unsigned i = 0; i < 14; i++) { /* it lives, but never shows the number */
        bench_pass(bench, 200);
        for (unsigned j = 1; j <= 4; j++) {
            char robot[ID_SIZE];
            snprintf(robot, sizeof robot, "scout%u", j);
            stage_status(bench, robot, NULL);
        }
    }
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, n);
    assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
    stage_pass(bench, 400);
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, n + 1);
    assert_string_equal(bench_stored_lease(bench, "scout1")->driver.id, "ann");
}

static void two_matches_never_share_a_robot_or_a_player(void **state)
{
    struct bench *bench = *state;
    stage_robots(bench, 2);
    stage_come(bench, "player/ann");
    stage_come(bench, "player/ben");
    char first[ID_SIZE];
    memcpy(first, stage_create(bench, "player/ann", 1, plain), ID_SIZE);
    const char *second = stage_create(bench, "player/ben", 1, plain);
    assert_int_equal(stage_join(bench, "player/ann", first, 0), RC_OK);
    assert_int_equal(stage_join(bench, "player/ann", second, 0), RC_WRONG_STATE);
    assert_int_equal(stage_join(bench, "player/ben", second, 0), RC_OK);
    assert_string_equal(stage_seat(bench, first, 0)->units[0].robot, "scout1");
    assert_string_equal(stage_seat(bench, second, 0)->units[0].robot, "scout2");
    struct input input = stage_ask_input(bench, "referee/rob", DEED_MATCH_ASSIGN, second);
    input.ask.ask.game.has_unit = true;
    memcpy(input.ask.ask.robot, "scout1", sizeof "scout1");
    assert_int_equal(stage_put(bench, &input), RC_ROBOT_TAKEN);
}

static void a_finished_match_gives_its_robots_back(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_ABORT, id), RC_OK);
    stage_agree(bench);
    for (unsigned i = 1; i <= 4; i++) {
        char robot[ID_SIZE];
        snprintf(robot, sizeof robot, "scout%u", i);
        assert_true(principal_is_nobody(&bench_stored_lease(bench, robot)->driver));
        assert_int_equal(stage_lease(bench, robot)->why[0], WHY_SESSION_ENDED);
    }
    stage_come(bench, "player/eve");
    bench_drive(bench, "player/eve", "scout3", "ask-eve-0001");
    assert_true(stage_drives(bench, "scout3", "player/eve"));
}

static void who_waits_for_a_robot_is_offered_it_when_the_match_is_over(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    stage_come(bench, "player/eve");
    bench_ask(bench, "player/eve", DEED_DRIVE_QUEUE, "scout1", "ask-eve-0001");
    assert_int_equal(stage_ask(bench, "player/ann", DEED_MATCH_LEAVE, id), RC_OK);
    stage_agree(bench);
    assert_int_equal(bench_me(bench, "player/eve")->queue[0].offer_ms, 0);
    assert_int_equal(stage_ask(bench, "referee/rob", DEED_MATCH_ABORT, id), RC_OK);
    assert_true(bench_me(bench, "player/eve")->queue[0].offer_ms > 0);
}

static void idleness_does_not_end_the_leases_of_a_match(void **state)
{
    struct bench *bench = *state;
    const char *id = stage_fight(bench, 4, plain);
    uint32_t n = bench_stored_lease(bench, "scout1")->number.n;
    stage_pass(bench, 100000);
    assert_int_equal(stage_state(bench, id), MATCH_RUNNING);
    assert_true(stage_drives(bench, "scout1", "player/ann"));
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, n);
}

static void a_player_claims_their_own_robot_again_after_a_reload(void **state)
{
    struct bench *bench = *state;
    stage_fight(bench, 4, plain);
    uint32_t n = bench_stored_lease(bench, "scout1")->number.n;
    struct tag session = bench_stored_lease(bench, "scout1")->session;
    bench_drive(bench, "player/ann", "scout1", "ask-ann-0001");
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, n + 1);
    assert_true(tag_equal(&bench_stored_lease(bench, "scout1")->session, &session));
    assert_true(stage_drives(bench, "scout1", "player/ann"));
    bench_ask(bench, "player/ann", DEED_DRIVE_RELEASE, "scout1", "ask-ann-0002");
    assert_int_equal(bench_answer(bench, "ask-ann-0002")->answer.rc, RC_WRONG_STATE);
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout3", "ask-ann-0003");
    assert_int_equal(bench_answer(bench, "ask-ann-0003")->answer.rc, RC_ROBOT_TAKEN);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_spare_takes_the_place_of_a_dead_robot_within_two_seconds),
        CASE(a_robot_that_is_silent_for_a_moment_keeps_its_place),
        CASE(without_a_spare_the_robot_goes_on_when_it_comes_back),
        CASE(a_robot_that_waits_for_one_gets_the_first_that_becomes_free),
        CASE(a_replaced_robot_that_comes_back_is_a_spare),
        CASE(only_a_robot_that_could_play_is_a_spare),
        CASE(a_grant_that_no_robot_shows_is_tried_again_a_second_later),
        CASE(two_matches_never_share_a_robot_or_a_player),
        CASE(a_finished_match_gives_its_robots_back),
        CASE(who_waits_for_a_robot_is_offered_it_when_the_match_is_over),
        CASE(idleness_does_not_end_the_leases_of_a_match),
        CASE(a_player_claims_their_own_robot_again_after_a_reload),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

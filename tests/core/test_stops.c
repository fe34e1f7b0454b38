/* Stops: adopted, shown, cleared by whom it may be, never adopted again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/core/bench.h"

#include <cmocka.h>

static void stop(struct bench *bench, const char *whom, const char *robot, const char *stop_id,
    const char *id)
{
    struct input input = bench_ask_input(bench, whom, DEED_STOP, robot, id);
    input.ask.ask.stop = tag_of(stop_id);
    bench_take(bench, &input);
}

static void clear(struct bench *bench, const char *whom, const char *robot, const char *stop_id,
    const char *id)
{
    struct input input = bench_ask_input(bench, whom, DEED_CLEAR, robot, id);
    if (stop_id != NULL) {
        input.ask.ask.id_count = 1;
        input.ask.ask.ids[0] = tag_of(stop_id);
    }
    bench_take(bench, &input);
}

/* The robot shows its present lease and this stop. */
static void robot_shows(
    struct bench *bench, const char *robot, const char *stop_id, const char *by)
{
    struct input input = {.kind = INPUT_ROBOT_STATE, .wall = BENCH_WALL};
    const struct record_lease *stored = bench_stored_lease(bench, robot);
    memcpy(input.robot_state.id, robot, strlen(robot) + 1);
    input.robot_state.number = stored->number;
    input.robot_state.highest = stored->number.n;
    if (stop_id != NULL) {
        input.robot_state.stop_count = 1;
        input.robot_state.stops[0] = (struct stop_entry){tag_of(stop_id), who(by)};
    }
    bench_take(bench, &input);
}

static void expect_rc(const struct bench *bench, const char *id, enum rc rc)
{
    const struct effect_answer *answer = bench_answer(bench, id);
    assert_non_null(answer);
    assert_string_equal(rc_name(answer->answer.rc), rc_name(rc));
}

static const struct lease *lease_said(const struct bench *bench)
{
    return &bench_lease(bench, "scout1")->effect.lease.lease;
}

static void ann_drives(struct bench *bench)
{
    bench_robot_online(bench, "scout1");
    bench_presence(bench, "player/ann", ANNOUNCED_ONLINE, "p1", "page1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_forget(bench);
}

static void the_driver_stops_and_clears_their_own_stop(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    stop(bench, "player/ann", "scout1", "stop-a", "ask-0000002");
    expect_rc(bench, "ask-0000002", RC_OK);
    assert_int_equal(lease_said(bench)->stop_count, 1);
    assert_int_equal(lease_said(bench)->number.rev, 2);
    assert_int_equal(bench_me(bench, "player/ann")->why[0], WHY_STOPPED);
    bench_state_agrees(bench, "scout1");
    clear(bench, "player/ann", "scout1", "stop-a", "ask-0000003");
    expect_rc(bench, "ask-0000003", RC_OK);
    assert_int_equal(lease_said(bench)->stop_count, 0);
    assert_string_equal(lease_said(bench)->cleared[0].text, "stop-a");
}

static void who_neither_drives_nor_judges_may_not_stop(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    stop(bench, "player/bob", "scout1", "stop-b", "ask-0000002");
    expect_rc(bench, "ask-0000002", RC_NOT_ALLOWED);
    stop(bench, "watcher/wim", "scout1", "stop-w", "ask-0000003");
    expect_rc(bench, "ask-0000003", RC_NOT_ALLOWED);
    stop(bench, "referee/ref", "scout1", "stop-r", "ask-0000004");
    expect_rc(bench, "ask-0000004", RC_OK);
    stop(bench, "referee/ref", "scout1", "", "ask-0000005");
    expect_rc(bench, "ask-0000005", RC_BAD_REQUEST);
}

static void a_driver_may_not_clear_a_referees_stop(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    stop(bench, "referee/ref", "scout1", "stop-r", "ask-0000002");
    clear(bench, "player/ann", "scout1", "stop-r", "ask-0000003");
    expect_rc(bench, "ask-0000003", RC_NOT_ALLOWED);
    clear(bench, "player/ann", "scout1", NULL, "ask-0000004");
    expect_rc(bench, "ask-0000004", RC_NOT_ALLOWED);
    clear(bench, "referee/ref", "scout1", NULL, "ask-0000005");
    expect_rc(bench, "ask-0000005", RC_OK);
    assert_int_equal(bench_stored_lease(bench, "scout1")->stop_count, 0);
}

static void one_who_no_longer_drives_may_not_clear_their_stop(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    stop(bench, "player/ann", "scout1", "stop-a", "ask-0000002");
    bench_ask(bench, "player/ann", DEED_DRIVE_RELEASE, "scout1", "ask-0000003");
    clear(bench, "player/ann", "scout1", "stop-a", "ask-0000004");
    expect_rc(bench, "ask-0000004", RC_NOT_ALLOWED);
    assert_int_equal(bench_stored_lease(bench, "scout1")->stop_count, 1);
}

static void a_stop_that_the_robot_shows_is_adopted(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    robot_shows(bench, "scout1", "stop-d", "player/ann");
    const struct record_lease *stored = bench_stored_lease(bench, "scout1");
    assert_int_equal(stored->stop_count, 1);
    assert_int_equal(stored->number.rev, 2);
    robot_shows(bench, "scout1", "stop-d", "player/ann");
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.rev, 2);
}

static void a_cleared_stop_is_told_until_the_robot_shows_it_no_longer(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    robot_shows(bench, "scout1", "stop-d", "player/ann");
    clear(bench, "referee/ref", "scout1", "stop-d", "ask-0000002");
    for (unsigned i = 0; i < 5; i++) {
        bench_forget(bench);
        robot_shows(bench, "scout1", "stop-d", "player/ann");
        bench_pass(bench, 200);
        assert_true(bench_leases(bench, "scout1") >= 1);
        assert_string_equal(lease_said(bench)->cleared[0].text, "stop-d");
    }
    assert_int_equal(bench_stored_lease(bench, "scout1")->stop_count, 0);
    robot_shows(bench, "scout1", NULL, NULL);
    bench_forget(bench);
    bench_pass(bench, 900);
    assert_true(bench_leases(bench, "scout1") <= 1);
}

static void clearing_again_is_fine_and_clearing_nothing_is_not(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    stop(bench, "player/ann", "scout1", "stop-a", "ask-0000002");
    clear(bench, "referee/ref", "scout1", "stop-x", "ask-0000003");
    expect_rc(bench, "ask-0000003", RC_WRONG_STATE);
    assert_int_equal(bench_stored_lease(bench, "scout1")->stop_count, 1);
    clear(bench, "referee/ref", "scout1", "stop-a", "ask-0000004");
    clear(bench, "referee/ref", "scout1", "stop-a", "ask-0000005");
    expect_rc(bench, "ask-0000005", RC_OK);
    clear(bench, "referee/ref", "scout1", NULL, "ask-0000006");
    expect_rc(bench, "ask-0000006", RC_OK); /* all of none */
}

static void a_cleared_id_is_never_adopted_again(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    stop(bench, "player/ann", "scout1", "stop-a", "ask-0000002");
    clear(bench, "player/ann", "scout1", "stop-a", "ask-0000003");
    stop(bench, "player/ann", "scout1", "stop-a", "ask-0000004");
    expect_rc(bench, "ask-0000004", RC_WRONG_STATE);
    bench_restart(bench);
    bench_broker_up(bench);
    stop(bench, "referee/ref", "scout1", "stop-a", "ask-0000005");
    expect_rc(bench, "ask-0000005", RC_WRONG_STATE);
}

static void the_last_32_cleared_ids_are_remembered(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    for (unsigned i = 0; i < LEASE_CLEARED + 1; i++) {
        char stop_id[16];
        char ask[16];
        snprintf(stop_id, sizeof stop_id, "stop-%u", i);
        snprintf(ask, sizeof ask, "ask-1%06u", i);
        stop(bench, "player/ann", "scout1", stop_id, ask);
        ask[4] = '2';
        clear(bench, "player/ann", "scout1", stop_id, ask);
    }
    const struct record_lease *stored = bench_stored_lease(bench, "scout1");
    assert_int_equal(stored->cleared_count, LEASE_CLEARED);
    assert_string_equal(stored->cleared[0].text, "stop-32");
    assert_string_equal(stored->cleared[LEASE_CLEARED - 1].text, "stop-1");
    assert_int_equal(lease_said(bench)->cleared_count, 8);
}

static void of_one_principal_the_newest_stop_stands(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    stop(bench, "player/ann", "scout1", "stop-a", "ask-0000002");
    stop(bench, "player/ann", "scout1", "stop-b", "ask-0000003");
    const struct record_lease *stored = bench_stored_lease(bench, "scout1");
    assert_int_equal(stored->stop_count, 1);
    assert_string_equal(stored->stops[0].id.text, "stop-b");
    /* the robot still shows the first of them */
    struct input input = {.kind = INPUT_ROBOT_STATE, .wall = BENCH_WALL};
    memcpy(input.robot_state.id, "scout1", 7);
    input.robot_state.number = (struct lease_number){1, 2};
    input.robot_state.highest = 1;
    input.robot_state.stop_count = 1;
    input.robot_state.stops[0] = (struct stop_entry){tag_of("stop-a"), who("player/ann")};
    bench_take(bench, &input);
    assert_string_equal(bench_stored_lease(bench, "scout1")->stops[0].id.text, "stop-b");
}

static void a_sixth_stop_finds_no_room_and_the_robot_stands_anyway(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    for (unsigned i = 0; i <= LEASE_STOPS; i++) {
        char name[32];
        char ask[16];
        char stop_id[16];
        snprintf(name, sizeof name, "referee/r%u", i);
        snprintf(ask, sizeof ask, "ask-1%06u", i);
        snprintf(stop_id, sizeof stop_id, "stop-%u", i);
        stop(bench, name, "scout1", stop_id, ask);
        expect_rc(bench, ask, i < LEASE_STOPS ? RC_OK : RC_FULL);
    }
    assert_int_equal(bench_stored_lease(bench, "scout1")->stop_count, LEASE_STOPS);
}

static void a_referee_stops_all_robots_at_once(void **state)
{
    struct bench *bench = *state;
    for (unsigned i = 0; i < 40; i++) {
        char robot[16];
        snprintf(robot, sizeof robot, "scout%u", i);
        bench_robot_online(bench, robot);
    }
    struct input input = bench_ask_input(bench, "referee/ref", DEED_STOP, NULL, "ask-0000001");
    input.ask.ask.all = true;
    input.ask.ask.stop = tag_of("stop-all");
    bench_take(bench, &input);
    expect_rc(bench, "ask-0000001", RC_OK);
    assert_int_equal(bench_stored_lease(bench, "scout0")->stop_count, 1);
    assert_int_equal(bench_stored_lease(bench, "scout39")->stop_count, 1);
    input = bench_ask_input(bench, "player/ann", DEED_STOP, NULL, "ask-0000002");
    input.ask.ask.all = true;
    input.ask.ask.stop = tag_of("stop-all2");
    bench_take(bench, &input);
    expect_rc(bench, "ask-0000002", RC_NOT_ALLOWED);
}

static void clear_all(struct bench *bench, const char *asker, const char *id, const char *ask)
{
    struct input input = bench_ask_input(bench, asker, DEED_CLEAR, NULL, ask);
    input.ask.ask.all = true;
    if (id != NULL) {
        input.ask.ask.ids[input.ask.ask.id_count++] = tag_of(id);
    }
    bench_take(bench, &input);
}

static void the_named_stops_are_cleared_wherever_they_stand_and_no_others(void **state)
{
    struct bench *bench = *state;
    for (int i = 0; i < 40; i++) {
        char robot[ID_SIZE];
        (void)snprintf(robot, sizeof robot, "scout%d", i);
        bench_robot_online(bench, robot);
    }
    struct input input = bench_ask_input(bench, "referee/ref", DEED_STOP, NULL, "ask-0000001");
    input.ask.ask.all = true;
    input.ask.ask.stop = tag_of("stop-all");
    bench_take(bench, &input);
    stop(bench, "operator/op", "scout3", "stop-op", "ask-0000002");
    bench_robot_online(bench, "arno"); /* the first, and not stopped */
    clear_all(bench, "operator/op", "stop-none", "ask-0000006");
    expect_rc(bench, "ask-0000006", RC_WRONG_STATE);
    clear_all(bench, "player/ann", "stop-all", "ask-0000003");
    expect_rc(bench, "ask-0000003", RC_NOT_ALLOWED);
    clear_all(bench, "operator/op", NULL, "ask-0000004");
    expect_rc(bench, "ask-0000004", RC_BAD_REQUEST);
    clear_all(bench, "operator/op", "stop-all", "ask-0000005");
    expect_rc(bench, "ask-0000005", RC_OK);
    assert_int_equal(bench_stored_lease(bench, "scout0")->stop_count, 0);
    assert_int_equal(bench_stored_lease(bench, "scout39")->stop_count, 0);
    assert_int_equal(bench_stored_lease(bench, "scout3")->stop_count, 1);
    clear_all(bench, "operator/op", "stop-all", "ask-0000007");
    expect_rc(bench, "ask-0000007", RC_OK);
}

static void a_robot_that_left_the_arena_has_nothing_to_clear(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    stop(bench, "referee/ref", "scout1", "stop-r", "ask-0000002");
    bench_state_agrees(bench, "scout1");
    bench_ask(bench, "operator/op", DEED_ROBOT_DEREGISTER, "scout1", "ask-0000003");
    expect_rc(bench, "ask-0000003", RC_OK);
    clear_all(bench, "operator/op", "stop-r", "ask-0000004");
    expect_rc(bench, "ask-0000004", RC_WRONG_STATE);
}

static void a_clearing_that_cannot_be_stored_is_taken_back(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    stop(bench, "player/ann", "scout1", "stop-a", "ask-0000002");
    bench_state_agrees(bench, "scout1");
    bench->store.fail_next = 1;
    clear(bench, "player/ann", "scout1", "stop-a", "ask-0000003");
    expect_rc(bench, "ask-0000003", RC_UNAVAILABLE);
    bench_pass(bench, 2 * STORE_RETRY_MS);
    const struct record_lease *stored = bench_stored_lease(bench, "scout1");
    assert_int_equal(stored->stop_count, 1);
    assert_int_equal(stored->cleared_count, 0);
    clear(bench, "player/ann", "scout1", "stop-a", "ask-0000003");
    expect_rc(bench, "ask-0000003", RC_OK);
}

static void stops_survive_a_restart(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    stop(bench, "referee/ref", "scout1", "stop-r", "ask-0000002");
    bench_restart(bench);
    bench_broker_up(bench);
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c1");
    assert_int_equal(lease_said(bench)->stop_count, 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_driver_stops_and_clears_their_own_stop),
        CASE(who_neither_drives_nor_judges_may_not_stop),
        CASE(a_driver_may_not_clear_a_referees_stop),
        CASE(one_who_no_longer_drives_may_not_clear_their_stop),
        CASE(a_stop_that_the_robot_shows_is_adopted),
        CASE(a_cleared_stop_is_told_until_the_robot_shows_it_no_longer),
        CASE(clearing_again_is_fine_and_clearing_nothing_is_not),
        CASE(a_cleared_id_is_never_adopted_again),
        CASE(the_last_32_cleared_ids_are_remembered),
        CASE(of_one_principal_the_newest_stop_stands),
        CASE(a_sixth_stop_finds_no_room_and_the_robot_stands_anyway),
        CASE(a_referee_stops_all_robots_at_once),
        CASE(the_named_stops_are_cleared_wherever_they_stand_and_no_others),
        CASE(a_robot_that_left_the_arena_has_nothing_to_clear),
        CASE(a_clearing_that_cannot_be_stored_is_taken_back),
        CASE(stops_survive_a_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

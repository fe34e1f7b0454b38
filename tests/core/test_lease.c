/* Leases, to the millisecond: claim, confirm, repeat, end. Source: broker-config/README.md,
 * "Rules for moving".
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/core/bench.h"

#include <cmocka.h>

static void expect_rc(const struct bench *bench, const char *id, enum rc rc)
{
    const struct effect_answer *answer = bench_answer(bench, id);
    assert_non_null(answer);
    assert_string_equal(rc_name(answer->answer.rc), rc_name(rc));
}

static void a_claim_is_answered_only_when_the_robot_shows_its_number(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000001");
    assert_null(bench_answer(bench, "ask-0000001"));
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, 1);
    const struct said *lease = bench_lease(bench, "scout1");
    assert_int_equal(lease->effect.lease.lease.number.n, 1);
    assert_true(lease->effect.lease.lease.drive);
    bench_pass(bench, 1000);
    assert_null(bench_answer(bench, "ask-0000001"));
    bench_state(bench, "scout1", 1, 1);
    expect_rc(bench, "ask-0000001", RC_OK);
    const struct effect_answer *answer = bench_answer(bench, "ask-0000001");
    assert_string_equal(answer->answer.robot, "scout1");
    assert_int_equal(answer->answer.n, 1);
    assert_string_not_equal(answer->answer.session.text, "");
    assert_true(bench_roster(bench, "scout1").driver.kind == KIND_PLAYER);
    assert_int_equal(bench_me(bench, "player/ann")->lease_count, 1);
}

static void a_claim_not_shown_for_two_seconds_is_burnt(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000001");
    bench_pass(bench, CLAIM_CONFIRM_MS - 1);
    bench_status(bench, "scout1");
    assert_null(bench_answer(bench, "ask-0000001"));
    bench_pass(bench, 1);
    expect_rc(bench, "ask-0000001", RC_ROBOT_OFFLINE);
    const struct record_lease *stored = bench_stored_lease(bench, "scout1");
    assert_int_equal(stored->number.n, 1);
    assert_int_equal(stored->number.rev, 2);
    assert_true(principal_is_nobody(&stored->driver));
    assert_int_equal(stored->why[0], WHY_UNCONFIRMED);
    bench_drive(bench, "player/bob", "scout1", "ask-0000002");
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, 2);
}

static void an_unshown_lease_is_repeated_every_200_ms(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_forget(bench);
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000001");
    assert_int_equal(bench_leases(bench, "scout1"), 1);
    bench_pass(bench, 199);
    assert_int_equal(bench_leases(bench, "scout1"), 1);
    bench_pass(bench, 1);
    assert_int_equal(bench_leases(bench, "scout1"), 2);
    bench_pass(bench, 1000);
    assert_int_equal(bench_leases(bench, "scout1"), 7);
}

static void a_shown_lease_is_repeated_every_second_with_the_last_clock(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_pass(bench, 1000);
    bench_forget(bench);
    for (unsigned i = 0; i < 10; i++) {
        bench_state(bench, "scout1", 1, 1);
        uint32_t c = (uint32_t)bench->now + 77;
        bench_pass(bench, 499);
        const struct said *lease = bench_lease(bench, "scout1");
        assert_true(lease == NULL || lease->effect.lease.lease.e <= c);
        bench_pass(bench, 1);
    }
    assert_in_range(bench_leases(bench, "scout1"), 4, 6);
    assert_int_equal(bench_lease(bench, "scout1")->effect.lease.lease.number.rev, 1);
}

static void a_free_robot_that_shows_its_number_is_left_alone(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_ask(bench, "player/ann", DEED_DRIVE_RELEASE, "scout1", "ask-0000002");
    bench_state(bench, "scout1", 1, 2);
    bench_forget(bench);
    bench_pass(bench, 60000);
    assert_int_equal(bench_leases(bench, "scout1"), 0);
}

static void a_silent_free_robot_is_asked_less_often_after_ten_repeats(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c2");
    bench_forget(bench);
    bench_pass(bench, 10000);
    assert_in_range(bench_leases(bench, "scout1"), 16, 20);
}

static void somebody_elses_robot_is_taken(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000001");
    bench_ask(bench, "player/bob", DEED_DRIVE_CLAIM, "scout1", "ask-0000002");
    expect_rc(bench, "ask-0000002", RC_ROBOT_TAKEN);
    bench_state(bench, "scout1", 1, 1);
    bench_ask(bench, "player/bob", DEED_DRIVE_CLAIM, "scout1", "ask-0000003");
    expect_rc(bench, "ask-0000003", RC_ROBOT_TAKEN);
    bench_ask(bench, "player/bob", DEED_DRIVE_CLAIM, "nobody", "ask-0000004");
    expect_rc(bench, "ask-0000004", RC_UNKNOWN_ROBOT);
    bench_ask(bench, "watcher/wim", DEED_DRIVE_CLAIM, "scout1", "ask-0000005");
    expect_rc(bench, "ask-0000005", RC_NOT_ALLOWED);
}

static void the_holder_claims_again_and_gets_a_new_number(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    struct tag session = bench_stored_lease(bench, "scout1")->session;
    bench_drive(bench, "player/ann", "scout1", "ask-0000002");
    const struct record_lease *stored = bench_stored_lease(bench, "scout1");
    assert_int_equal(stored->number.n, 2);
    assert_string_equal(stored->session.text, session.text);
    assert_int_equal(bench_me(bench, "player/ann")->leases[0].n, 2);
}

static void a_claim_needs_a_live_word_on_this_connection(void **state)
{
    struct bench *bench = *state;
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c1");
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000001");
    expect_rc(bench, "ask-0000001", RC_ROBOT_OFFLINE);
    bench_status(bench, "scout1"); /* it lives, but its highest number is not known yet */
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000005");
    expect_rc(bench, "ask-0000005", RC_ROBOT_OFFLINE);
    bench_state(bench, "scout1", 0, 0);
    bench_drive(bench, "player/ann", "scout1", "ask-0000002");
    bench_ask(bench, "player/ann", DEED_DRIVE_RELEASE, "scout1", "ask-0000003");
    struct input down = {.kind = INPUT_BROKER_DOWN, .wall = BENCH_WALL};
    bench_take(bench, &down);
    bench_broker_up(bench);
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000004");
    expect_rc(bench, "ask-0000004", RC_ROBOT_OFFLINE);
    bench_status(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000006");
}

static void a_number_above_the_robots_highest_is_taken(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_state(bench, "scout1", 40, 3);
    const struct record_lease *stored = bench_stored_lease(bench, "scout1");
    assert_int_equal(stored->number.n, 41);
    assert_true(principal_is_nobody(&stored->driver));
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, 42);
}

static void a_robot_that_shows_a_higher_pair_ends_the_lease(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_state(bench, "scout1", 7, 2);
    const struct record_lease *stored = bench_stored_lease(bench, "scout1");
    assert_int_equal(stored->number.n, 8);
    assert_true(principal_is_nobody(&stored->driver));
    assert_int_equal(bench_me(bench, "player/ann")->lease_count, 0);
    assert_int_equal(bench_me(bench, "player/ann")->why[0], WHY_SUPERSEDED);
}

static void a_robot_that_never_shows_our_pair_gets_the_next_number(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    for (unsigned i = 0; i < 9; i++) { /* it has kept a higher rev, and shows nothing */
        bench_pass(bench, 200);
        bench_state(bench, "scout1", 0, 0);
    }
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, 1);
    bench_pass(bench, 200);
    bench_state(bench, "scout1", 0, 0);
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, 2);
    assert_int_equal(bench_me(bench, "player/ann")->why[0], WHY_SUPERSEDED);
}

/* Who has a robot's token may have it show anything: the numbers must stay ones that can be
 * stored, read back and said, and never fall. */
static void a_robot_that_shows_the_highest_numbers_of_all_harms_only_itself(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_state(bench, "scout1", LEASE_NUMBER_MAX, LEASE_NUMBER_MAX);
    const struct record_lease *stored = bench_stored_lease(bench, "scout1");
    assert_int_equal(stored->number.n, LEASE_NUMBER_MAX);
    assert_true(stored->number.rev <= LEASE_NUMBER_MAX);
    assert_true(principal_is_nobody(&stored->driver));
    struct core_counts before, after;
    core_count(bench->core, &before);
    bench_state(bench, "scout1", LEASE_NUMBER_MAX, LEASE_NUMBER_MAX);
    core_count(bench->core, &after);
    assert_int_equal(after.leases_superseded, before.leases_superseded);
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000002");
    expect_rc(bench, "ask-0000002", RC_UNAVAILABLE);
    bench_restart(bench); /* fails where a record makes no sense */
}

static void a_robot_that_only_remembers_the_highest_number_is_believed_too(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    struct input input = {.kind = INPUT_ROBOT_STATE, .wall = BENCH_WALL + bench->now};
    memcpy(input.robot_state.id, "scout1", sizeof "scout1");
    input.robot_state.highest = LEASE_NUMBER_MAX;
    bench_take(bench, &input);
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, LEASE_NUMBER_MAX);
}

static void a_release_by_another_is_refused_unless_an_operators(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_ask(bench, "player/bob", DEED_DRIVE_RELEASE, "scout1", "ask-0000002");
    expect_rc(bench, "ask-0000002", RC_NOT_YOUR_LEASE);
    bench_ask(bench, "referee/ref", DEED_DRIVE_RELEASE, "scout1", "ask-0000003");
    expect_rc(bench, "ask-0000003", RC_NOT_YOUR_LEASE);
    bench_ask(bench, "operator/op", DEED_DRIVE_RELEASE, "scout1", "ask-0000004");
    expect_rc(bench, "ask-0000004", RC_OK);
    assert_int_equal(bench_me(bench, "player/ann")->why[0], WHY_RELEASED_BY_OPERATOR);
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.rev, 2);
}

static void a_session_ends_when_all_its_robots_have_been_idle_for_a_minute(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_robot_online(bench, "scout2");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_drive(bench, "player/ann", "scout2", "ask-0000002");
    bench_presence(bench, "player/ann", ANNOUNCED_ONLINE, "p1", "page1");
    bench_pass(bench, 50000);
    bench_state_agrees(bench, "scout2"); /* its idle_ms is 0: it has just moved */
    bench_pass(bench, 59999);
    assert_int_equal(bench_me(bench, "player/ann")->lease_count, 2);
    bench_pass(bench, 1);
    assert_int_equal(bench_me(bench, "player/ann")->lease_count, 0);
    assert_int_equal(bench_me(bench, "player/ann")->why[0], WHY_IDLE);
    assert_int_equal(bench_stored_lease(bench, "scout1")->why[0], WHY_IDLE);
}

static void the_smaller_of_setting_and_card_is_said(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    const struct effect_lease *lease = &bench_lease(bench, "scout1")->effect.lease;
    assert_int_equal(lease->lease.max_age_ms, MAX_AGE_MS_DEFAULT);
    assert_int_equal(lease->lease.deadman_ms, DEADMAN_MS_DEFAULT);
    assert_int_equal(lease->max_message, 2048);
    struct input input = {.kind = INPUT_SETTINGS, .wall = BENCH_WALL};
    input.settings = bench->config.settings;
    input.settings.max_age_ms = 100;
    input.settings.deadman_ms = 400;
    bench_take(bench, &input);
    lease = &bench_lease(bench, "scout1")->effect.lease;
    assert_int_equal(lease->lease.max_age_ms, 100);
    assert_int_equal(lease->lease.deadman_ms, 400);
    assert_int_equal(lease->lease.number.rev, 2);
}

static void a_claim_that_cannot_be_stored_grants_nothing(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_forget(bench);
    bench->store.failing = true;
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000001");
    expect_rc(bench, "ask-0000001", RC_UNAVAILABLE);
    bench_pass(bench, 5000);
    assert_int_equal(bench_leases(bench, "scout1"), 0);
    bench->store.failing = false;
    bench_pass(bench, STORE_RETRY_MS);
    bench_status(bench, "scout1");
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000001"); /* same id */
    bench_state_agrees(bench, "scout1");
    expect_rc(bench, "ask-0000001", RC_OK);
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, 2); /* 1 is burnt */
}

static void a_number_shown_before_it_is_stored_confirms_nothing(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    struct input claim =
        bench_ask_input(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000001");
    struct input lie = {
        .kind = INPUT_ROBOT_STATE,
        .wall = BENCH_WALL,
        .robot_state = {.id = "scout1", .number = {1, 1}, .highest = 1}
    };
    bench->store.failing = true;
    bench_take_unsettled(bench, &claim);
    bench_take_unsettled(bench, &lie);
    bench_settle(bench);
    expect_rc(bench, "ask-0000001", RC_UNAVAILABLE);
    assert_int_equal(bench->store.audit_count, 1); /* its registration */
    struct core_counts counts;
    core_count(bench->core, &counts);
    assert_int_equal(counts.claims_granted, 0);
}

static void while_the_broker_is_away_nobody_becomes_idle(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    struct input down = {.kind = INPUT_BROKER_DOWN, .wall = BENCH_WALL};
    bench_take(bench, &down);
    bench_pass(bench, 300000);
    bench_broker_up(bench);
    bench_ask(bench, "player/ann", DEED_ROSTER, NULL, "ask-0000002");
    bench_pass(bench, 59999);
    assert_false(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
    bench_pass(bench, 1);
    assert_int_equal(bench_stored_lease(bench, "scout1")->why[0], WHY_IDLE);
}

static void a_robot_that_begins_anew_is_not_given_by_the_number_before(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000001");
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c2");
    expect_rc(bench, "ask-0000001", RC_ROBOT_OFFLINE);
    bench_state(bench, "scout1", 0, 0);
    bench_drive(bench, "player/ann", "scout1", "ask-0000002");
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, 2);
}

static void a_grant_whose_answer_cannot_be_stored_is_taken_back(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000001");
    bench->store.failing = true;
    bench_state(bench, "scout1", 1, 1);
    expect_rc(bench, "ask-0000001", RC_UNAVAILABLE);
    bench->store.failing = false;
    bench_pass(bench, STORE_RETRY_MS);
    assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
}

static void an_end_that_cannot_be_stored_is_not_said_and_is_tried_again(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench->store.failing = true;
    bench_forget(bench);
    bench_ask(bench, "player/ann", DEED_DRIVE_RELEASE, "scout1", "ask-0000002");
    expect_rc(bench, "ask-0000002", RC_UNAVAILABLE);
    bench_pass(bench, 3000);
    assert_int_equal(bench_leases(bench, "scout1"), 0); /* it runs out at the robot */
    bench->store.failing = false;
    bench_pass(bench, STORE_RETRY_MS);
    const struct said *lease = bench_lease(bench, "scout1");
    assert_int_equal(lease->effect.lease.lease.number.rev, 2);
    assert_true(principal_is_nobody(&lease->effect.lease.lease.driver));
}

static void a_standing_lease_is_renewed_though_the_store_fails(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_forget(bench);
    bench->store.failing = true;
    for (unsigned i = 0; i < 20; i++) {
        bench_pass(bench, 500);
        bench_state(bench, "scout1", 1, 1);
    }
    assert_in_range(bench_leases(bench, "scout1"), 9, 11);
}

static void of_a_thousand_simultaneous_claims_one_wins(void **state)
{
    struct bench *bench = *state;
    struct core_config config = core_config_default(4, 1200);
    config.max_asks = 2000;
    bench_rebuild(bench, &config);
    bench_robot_online(bench, "scout1");
    bench_forget(bench);
    for (unsigned i = 0; i < 1000; i++) {
        char name[32];
        char id[32];
        snprintf(name, sizeof name, "player/p%u", i);
        snprintf(id, sizeof id, "ask-%07u", i);
        struct input input = bench_ask_input(bench, name, DEED_DRIVE_CLAIM, "scout1", id);
        bench_take_unsettled(bench, &input);
    }
    bench_settle(bench);
    bench_state_agrees(bench, "scout1");
    unsigned ok = 0;
    unsigned taken = 0;
    for (unsigned i = 0; i < bench->log_count; i++) {
        const struct effect *effect = &bench->log[i].effect;
        ok += effect->kind == EFFECT_ANSWER && effect->answer.answer.rc == RC_OK;
        taken += effect->kind == EFFECT_ANSWER && effect->answer.answer.rc == RC_ROBOT_TAKEN;
    }
    assert_int_equal(ok, 1);
    assert_int_equal(taken, 999);
    assert_int_equal(bench_stored_lease(bench, "scout1")->number.n, 1);
}

static void a_ninth_robot_is_too_many(void **state)
{
    struct bench *bench = *state;
    for (unsigned i = 0; i < 9; i++) {
        char robot[32];
        char id[32];
        snprintf(robot, sizeof robot, "scout%u", i);
        snprintf(id, sizeof id, "ask-%07u", i);
        bench_robot_online(bench, robot);
        if (i < CORE_ME_LEASES) {
            bench_drive(bench, "player/ann", robot, id);
        } else {
            bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, robot, id);
            expect_rc(bench, id, RC_FULL);
        }
    }
}

static void a_robot_that_comes_back_hears_its_lease_at_once(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_LOST, "c1");
    bench_pass(bench, 5000);
    bench_forget(bench);
    bench_pass(bench, 5000);
    assert_int_equal(bench_leases(bench, "scout1"), 0);
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c2");
    const struct said *lease = bench_lease(bench, "scout1");
    assert_non_null(lease);
    assert_int_equal(lease->at, bench->now);
    assert_int_equal(lease->effect.lease.lease.number.n, 1);
    assert_false(principal_is_nobody(&lease->effect.lease.lease.driver));
}

static void numbers_survive_a_restart_and_the_driver_goes_on(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_restart(bench);
    bench_broker_up(bench);
    bench_presence(bench, "player/ann", ANNOUNCED_ONLINE, "p1", "page1");
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c1");
    bench_state(bench, "scout1", 1, 1);
    bench_pass(bench, 6000);
    const struct said *lease = bench_lease(bench, "scout1");
    assert_int_equal(lease->effect.lease.lease.number.n, 1);
    assert_int_equal(lease->effect.lease.lease.number.rev, 1);
    assert_int_equal(bench_me(bench, "player/ann")->lease_count, 1);
}

static void a_driver_unheard_for_five_seconds_after_the_bridges_restart_loses_the_lease(
    void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_restart(bench);
    bench_broker_up(bench);
    bench_robot_online(bench, "scout1");
    bench_pass(bench, ANNOUNCE_MS - 1);
    assert_false(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
    bench_pass(bench, 1);
    assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
    assert_int_equal(bench_stored_lease(bench, "scout1")->why[0], WHY_DRIVER_LOST);
}

static void an_ask_counts_as_announcement(void **state)
{
    struct bench *bench = *state;
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_restart(bench);
    bench_broker_up(bench);
    bench_pass(bench, 4000);
    bench_ask(bench, "player/ann", DEED_ROSTER, NULL, "ask-0000002");
    bench_pass(bench, 4000);
    assert_false(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
}

static void a_restored_older_database_gives_no_number_twice(void **state)
{
    struct bench *bench = *state;
    struct fake_store backup;
    fake_store_init(&backup);
    bench_robot_online(bench, "scout1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    fake_store_copy(&bench->store, &backup);
    bench_drive(bench, "player/ann", "scout1", "ask-0000002");
    bench_drive(bench, "player/ann", "scout1", "ask-0000003");
    fake_store_copy(&backup, &bench->store);
    bench_restart(bench);
    bench->robot_count = 0; /* an older pair may be said: the robot ignores it */
    bench_broker_up(bench);
    bench_presence(bench, "player/ann", ANNOUNCED_ONLINE, "p1", "page1");
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c1");
    bench_state(bench, "scout1", 3, 1);
    assert_true(principal_is_nobody(&bench_stored_lease(bench, "scout1")->driver));
    bench_drive(bench, "player/ann", "scout1", "ask-0000004");
    assert_true(bench_stored_lease(bench, "scout1")->number.n > 3);
    fake_store_finish(&backup);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_claim_is_answered_only_when_the_robot_shows_its_number),
        CASE(a_claim_not_shown_for_two_seconds_is_burnt),
        CASE(an_unshown_lease_is_repeated_every_200_ms),
        CASE(a_shown_lease_is_repeated_every_second_with_the_last_clock),
        CASE(a_free_robot_that_shows_its_number_is_left_alone),
        CASE(a_silent_free_robot_is_asked_less_often_after_ten_repeats),
        CASE(somebody_elses_robot_is_taken),
        CASE(the_holder_claims_again_and_gets_a_new_number),
        CASE(a_claim_needs_a_live_word_on_this_connection),
        CASE(a_number_above_the_robots_highest_is_taken),
        CASE(a_robot_that_shows_a_higher_pair_ends_the_lease),
        CASE(a_robot_that_never_shows_our_pair_gets_the_next_number),
        CASE(a_robot_that_shows_the_highest_numbers_of_all_harms_only_itself),
        CASE(a_robot_that_only_remembers_the_highest_number_is_believed_too),
        CASE(a_release_by_another_is_refused_unless_an_operators),
        CASE(a_session_ends_when_all_its_robots_have_been_idle_for_a_minute),
        CASE(the_smaller_of_setting_and_card_is_said),
        CASE(a_claim_that_cannot_be_stored_grants_nothing),
        CASE(a_number_shown_before_it_is_stored_confirms_nothing),
        CASE(while_the_broker_is_away_nobody_becomes_idle),
        CASE(a_robot_that_begins_anew_is_not_given_by_the_number_before),
        CASE(a_grant_whose_answer_cannot_be_stored_is_taken_back),
        CASE(an_end_that_cannot_be_stored_is_not_said_and_is_tried_again),
        CASE(a_standing_lease_is_renewed_though_the_store_fails),
        CASE(of_a_thousand_simultaneous_claims_one_wins),
        CASE(a_ninth_robot_is_too_many),
        CASE(a_robot_that_comes_back_hears_its_lease_at_once),
        CASE(numbers_survive_a_restart_and_the_driver_goes_on),
        CASE(a_driver_unheard_for_five_seconds_after_the_bridges_restart_loses_the_lease),
        CASE(an_ask_counts_as_announcement),
        CASE(a_restored_older_database_gives_no_number_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

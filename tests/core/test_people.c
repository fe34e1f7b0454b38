/* People: loss, goodbye, pages, me, queues and offers, stoppers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/core/bench.h"

#include <cmocka.h>

static bool is_free(const struct bench *bench, const char *robot)
{
    return principal_is_nobody(&bench_stored_lease(bench, robot)->driver);
}

static void ann_drives(struct bench *bench)
{
    bench_robot_online(bench, "scout1");
    bench_presence(bench, "player/ann", ANNOUNCED_ONLINE, "p1", "page1");
    bench_drive(bench, "player/ann", "scout1", "ask-0000001");
    bench_forget(bench);
}

static void goodbye_ends_the_lease_at_once(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    bench_presence(bench, "player/ann", ANNOUNCED_OFFLINE, "p1", "page1");
    assert_true(is_free(bench, "scout1"));
    assert_int_equal(bench_stored_lease(bench, "scout1")->why[0], WHY_GOODBYE);
    assert_int_equal(bench_leases(bench, "scout1"), 1);
}

static void loss_ends_the_lease_after_a_second(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    bench_presence(bench, "player/ann", ANNOUNCED_LOST, "p1", "page1");
    bench_pass(bench, LOSS_GRACE_MS - 1);
    assert_false(is_free(bench, "scout1"));
    bench_pass(bench, 1);
    assert_true(is_free(bench, "scout1"));
    assert_int_equal(bench_stored_lease(bench, "scout1")->why[0], WHY_DRIVER_LOST);
}

static void a_new_connection_within_the_second_keeps_the_lease(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    bench_presence(bench, "player/ann", ANNOUNCED_LOST, "p1", "page1");
    bench_pass(bench, LOSS_GRACE_MS - 1);
    bench_presence(bench, "player/ann", ANNOUNCED_ONLINE, "p2", "page1");
    bench_pass(bench, 5000);
    assert_false(is_free(bench, "scout1"));
}

static void a_late_will_of_an_old_connection_ends_nothing(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    bench_presence(bench, "player/ann", ANNOUNCED_ONLINE, "p2", "page1");
    bench_presence(bench, "player/ann", ANNOUNCED_LOST, "p1", "page1");
    bench_presence(bench, "player/ann", ANNOUNCED_OFFLINE, "p1", "page1");
    bench_pass(bench, 5000);
    assert_false(is_free(bench, "scout1"));
}

static void me_shows_the_page_that_was_announced_last(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    bench_presence(bench, "player/ann", ANNOUNCED_ONLINE, "p2", "page2");
    assert_string_equal(bench_me(bench, "player/ann")->page.text, "page2");
    bench_forget(bench);
    bench_presence(bench, "player/ann", ANNOUNCED_ONLINE, "p2", "page2");
    assert_int_equal(bench_count(bench, EFFECT_ME), 0);
}

static void me_is_said_again_when_the_bridge_reconnects(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    struct input down = {.kind = INPUT_BROKER_DOWN, .wall = BENCH_WALL};
    bench_take(bench, &down);
    bench_broker_up(bench);
    assert_int_equal(bench_me(bench, "player/ann")->lease_count, 1);
    assert_int_equal(bench_me(bench, "player/ann")->why[0], WHY_ROBOT_OFFLINE);
}

static void me_is_emptied_a_minute_after_one_has_left(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    bench_presence(bench, "player/ann", ANNOUNCED_OFFLINE, "p1", "page1");
    assert_int_equal(bench_me(bench, "player/ann")->lease_count, 0);
    bench_pass(bench, PRINCIPAL_GONE_MS - 1);
    assert_non_null(bench_me(bench, "player/ann"));
    bench_pass(bench, 1);
    assert_true(bench_last(bench, EFFECT_ME)->effect.me.empty);
    bench_pass(bench, ASK_KEPT_MS);
    struct core_counts counts;
    core_count(bench->core, &counts);
    assert_int_equal(counts.principals, 0);
}

static void watchers_get_no_me(void **state)
{
    struct bench *bench = *state;
    bench_presence(bench, "watcher/wim", ANNOUNCED_ONLINE, "w1", "page1");
    bench_ask(bench, "watcher/wim", DEED_ROSTER, NULL, "ask-0000001");
    assert_int_equal(bench_count(bench, EFFECT_ME), 0);
    assert_int_equal(bench_answer(bench, "ask-0000001")->answer.rc, RC_OK);
}

static void ann_drives_bob_and_cid_wait(struct bench *bench)
{
    ann_drives(bench);
    bench_presence(bench, "player/bob", ANNOUNCED_ONLINE, "b1", "page2");
    bench_presence(bench, "player/cid", ANNOUNCED_ONLINE, "c1", "page3");
    bench_ask(bench, "player/bob", DEED_DRIVE_QUEUE, "scout1", "ask-0000002");
    bench_ask(bench, "player/cid", DEED_DRIVE_QUEUE, "scout1", "ask-0000003");
    bench_forget(bench);
}

static void release(struct bench *bench)
{
    bench_ask(bench, "player/ann", DEED_DRIVE_RELEASE, "scout1", "ask-0000004");
    bench_state_agrees(bench, "scout1");
}

static void the_queue_tells_places(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    bench_ask(bench, "player/bob", DEED_DRIVE_QUEUE, "scout1", "ask-0000002");
    bench_ask(bench, "player/cid", DEED_DRIVE_QUEUE, "scout1", "ask-0000003");
    assert_int_equal(bench_answer(bench, "ask-0000002")->answer.place, 1);
    assert_int_equal(bench_answer(bench, "ask-0000003")->answer.place, 2);
    assert_int_equal(bench_me(bench, "player/cid")->queue[0].place, 2);
    bench_ask(bench, "player/bob", DEED_DRIVE_RELEASE, "scout1", "ask-0000004");
    assert_int_equal(bench_me(bench, "player/cid")->queue[0].place, 1);
    assert_int_equal(bench_me(bench, "player/bob")->queue_count, 0);
    bench_ask(bench, "player/ann", DEED_DRIVE_QUEUE, "scout1", "ask-0000005");
    assert_int_equal(bench_answer(bench, "ask-0000005")->answer.rc, RC_WRONG_STATE);
}

static void a_free_robot_is_offered_to_the_first_for_ten_seconds(void **state)
{
    struct bench *bench = *state;
    ann_drives_bob_and_cid_wait(bench);
    release(bench);
    const struct core_me *me = bench_me(bench, "player/bob");
    assert_int_equal(me->queue[0].offer_ms, BENCH_WALL + bench->now + 10000);
    bench_ask(bench, "player/cid", DEED_DRIVE_CLAIM, "scout1", "ask-0000005");
    assert_int_equal(bench_answer(bench, "ask-0000005")->answer.rc, RC_ROBOT_TAKEN);
    bench_ask(bench, "player/ann", DEED_DRIVE_CLAIM, "scout1", "ask-0000006");
    assert_int_equal(bench_answer(bench, "ask-0000006")->answer.rc, RC_ROBOT_TAKEN);
    bench_drive(bench, "player/bob", "scout1", "ask-0000007");
    assert_int_equal(bench_stored_lease(bench, "scout1")->queue_count, 1);
}

static void an_offer_not_taken_passes_to_the_next(void **state)
{
    struct bench *bench = *state;
    ann_drives_bob_and_cid_wait(bench);
    release(bench);
    for (unsigned i = 0; i < 9; i++) {
        bench_pass(bench, 1000);
        bench_status(bench, "scout1");
    }
    bench_pass(bench, 999);
    assert_null(bench_me(bench, "player/cid"));
    bench_pass(bench, 1);
    assert_int_equal(bench_me(bench, "player/bob")->queue_count, 0);
    assert_int_not_equal(bench_me(bench, "player/cid")->queue[0].offer_ms, 0);
    bench_drive(bench, "player/cid", "scout1", "ask-0000005");
}

static void who_is_not_there_is_not_offered_anything(void **state)
{
    struct bench *bench = *state;
    ann_drives_bob_and_cid_wait(bench);
    bench_presence(bench, "player/bob", ANNOUNCED_LOST, "b1", "page2");
    release(bench);
    assert_int_not_equal(bench_me(bench, "player/cid")->queue[0].offer_ms, 0);
    bench_pass(bench, LOSS_GRACE_MS);
    assert_int_equal(bench_stored_lease(bench, "scout1")->queue_count, 1);
}

static void an_offer_waits_until_the_robot_lives(void **state)
{
    struct bench *bench = *state;
    ann_drives_bob_and_cid_wait(bench);
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_LOST, "c1");
    bench_ask(bench, "player/ann", DEED_DRIVE_RELEASE, "scout1", "ask-0000004");
    assert_null(bench_me(bench, "player/bob"));
    bench_robot_says_presence(bench, "scout1", ANNOUNCED_ONLINE, "c2");
    bench_state_agrees(bench, "scout1");
    assert_int_not_equal(bench_me(bench, "player/bob")->queue[0].offer_ms, 0);
}

static void a_queue_survives_a_restart(void **state)
{
    struct bench *bench = *state;
    ann_drives_bob_and_cid_wait(bench);
    bench_restart(bench);
    bench_broker_up(bench);
    bench_presence(bench, "player/cid", ANNOUNCED_ONLINE, "c1", "page3");
    assert_int_equal(bench_me(bench, "player/cid")->queue[0].place, 2);
    bench_robot_online(bench, "scout1");
    bench_pass(bench, ANNOUNCE_MS); /* neither ann nor bob is heard again */
    bench_status(bench, "scout1");
    assert_true(is_free(bench, "scout1"));
    assert_int_equal(bench_me(bench, "player/cid")->queue[0].place, 1);
    assert_int_not_equal(bench_me(bench, "player/cid")->queue[0].offer_ms, 0);
}

static void a_full_queue_says_so(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    for (unsigned i = 0; i <= LEASE_QUEUE; i++) {
        char name[32];
        char id[32];
        snprintf(name, sizeof name, "player/q%u", i);
        snprintf(id, sizeof id, "ask-100000%u", i);
        bench_ask(bench, name, DEED_DRIVE_QUEUE, "scout1", id);
        assert_int_equal(bench_answer(bench, id)->answer.rc, i < LEASE_QUEUE ? RC_OK : RC_FULL);
    }
}

static void present_referees_are_stoppers(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    bench_presence(bench, "referee/ref", ANNOUNCED_ONLINE, "r1", "page9");
    bench_presence(bench, "operator/passer-by", ANNOUNCED_ONLINE, "o1", "");
    const struct lease *lease = &bench_lease(bench, "scout1")->effect.lease.lease;
    assert_int_equal(lease->stopper_count, 1);
    assert_int_equal(lease->number.rev, 2);
    bench_presence(bench, "operator/desk", ANNOUNCED_ONLINE, "o2", "page8");
    assert_int_equal(bench_lease(bench, "scout1")->effect.lease.lease.stopper_count, 2);
    bench_presence(bench, "referee/ref", ANNOUNCED_OFFLINE, "r1", "page9");
    assert_int_equal(bench_lease(bench, "scout1")->effect.lease.lease.stopper_count, 1);
    bench_drive(bench, "player/ann", "scout1", "ask-0000009");
    assert_int_equal(bench_lease(bench, "scout1")->effect.lease.lease.stopper_count, 1);
}

static void referees_who_are_here_are_stoppers_before_operators_and_the_lost(void **state)
{
    struct bench *bench = *state;
    ann_drives(bench);
    for (unsigned i = 0; i < LEASE_STOPPERS; i++) {
        char name[32];
        snprintf(name, sizeof name, "operator/desk%u", i);
        bench_presence(bench, name, ANNOUNCED_ONLINE, "o1", "page8");
    }
    bench_presence(bench, "referee/ref", ANNOUNCED_ONLINE, "r1", "page9");
    const struct lease *lease = &bench_lease(bench, "scout1")->effect.lease.lease;
    assert_int_equal(lease->stopper_count, LEASE_STOPPERS);
    assert_string_equal(lease->stoppers[0].id, "ref");
    bench_presence(bench, "referee/ref", ANNOUNCED_LOST, "r1", "page9");
    bench_presence(bench, "referee/reg", ANNOUNCED_ONLINE, "r1", "page9");
    lease = &bench_lease(bench, "scout1")->effect.lease.lease;
    assert_string_equal(lease->stoppers[0].id, "reg");
    assert_string_equal(lease->stoppers[1].id, "desk0");
}

static void idle_people_give_way_when_the_table_is_full(void **state)
{
    struct bench *bench = *state;
    struct core_config config = core_config_default(2, 3);
    bench_rebuild(bench, &config);
    bench_robot_online(bench, "scout1");
    bench_presence(bench, "player/ann", ANNOUNCED_ONLINE, "p1", "page1");
    bench_presence(bench, "player/bob", ANNOUNCED_ONLINE, "p1", "page1");
    bench_presence(bench, "player/cid", ANNOUNCED_ONLINE, "p1", "page1");
    bench_ask(bench, "player/dan", DEED_DRIVE_QUEUE, "scout1", "ask-0000001");
    assert_int_equal(bench_answer(bench, "ask-0000001")->answer.rc, RC_FULL);
    bench_presence(bench, "player/bob", ANNOUNCED_OFFLINE, "p1", "page1");
    bench_pass(bench, PRINCIPAL_GONE_MS);
    bench_ask(bench, "player/dan", DEED_DRIVE_QUEUE, "scout1", "ask-0000001");
    assert_int_equal(bench_answer(bench, "ask-0000001")->answer.rc, RC_OK);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(goodbye_ends_the_lease_at_once),
        CASE(loss_ends_the_lease_after_a_second),
        CASE(a_new_connection_within_the_second_keeps_the_lease),
        CASE(a_late_will_of_an_old_connection_ends_nothing),
        CASE(me_shows_the_page_that_was_announced_last),
        CASE(me_is_said_again_when_the_bridge_reconnects),
        CASE(me_is_emptied_a_minute_after_one_has_left),
        CASE(watchers_get_no_me),
        CASE(the_queue_tells_places),
        CASE(a_free_robot_is_offered_to_the_first_for_ten_seconds),
        CASE(an_offer_not_taken_passes_to_the_next),
        CASE(who_is_not_there_is_not_offered_anything),
        CASE(an_offer_waits_until_the_robot_lives),
        CASE(a_queue_survives_a_restart),
        CASE(a_full_queue_says_so),
        CASE(present_referees_are_stoppers),
        CASE(referees_who_are_here_are_stoppers_before_operators_and_the_lost),
        CASE(idle_people_give_way_when_the_table_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

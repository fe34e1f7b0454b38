/* Leases: which counts, what it lets move, when its number is shown, what the reports say. */
#include <math.h>
#include <string.h>

#include "tests/client/authority_fixture.h"

static struct fixture f;

static int begin_leased(void **state)
{
    (void)state;
    fixture_lease(&f);
    return 0;
}

static int begin_driving(void **state)
{
    (void)state;
    fixture_driving(&f);
    return 0;
}

static void hear(const struct principal *driver, uint32_t n, uint32_t rev, uint64_t now)
{
    struct lease lease = lease_of(&f, driver, n, rev, now);
    hear_lease(&f, &lease, now);
}

static enum why first_why(void)
{
    return f.authority.why[0];
}

/* ---- which lease counts ---- */

static const struct {
    const char *name;
    uint32_t n, rev;
    bool heard; /* bob has the robot afterwards; ann's was (7, 1) */
} numbers[] = {
    {"lower n",              6,                     9,                     false},
    {"lower n, rev 0",       6,                     0,                     false},
    {"same n, lower rev",    7,                     0,                     false},
    {"equal",                7,                     1,                     false},
    {"same n, higher rev",   7,                     2,                     true },
    {"higher n, lower rev",  8,                     0,                     true },
    {"the highest possible", LEASE_NUMBER_MAX,      LEASE_NUMBER_MAX,      true },
    {"n beyond the limit",   LEASE_NUMBER_MAX + 1u, 1,                     false},
    {"rev beyond the limit", 8,                     LEASE_NUMBER_MAX + 1u, false},
    {"n of all bits",        UINT32_MAX,            0,                     false},
};

static void only_a_higher_pair_replaces_a_lease(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        fixture_driving(&f);
        hear(&bob, numbers[i].n, numbers[i].rev, T + 10);
        bool heard = principal_equal(authority_driver(&f.authority), &bob);
        if (heard != numbers[i].heard)
            fail_msg("%s", numbers[i].name);
        assert_int_equal(has(&f, AUTHORITY_SAVE), heard);
        assert_int_equal(has(&f, AUTHORITY_SUBSCRIPTIONS), heard);
        assert_int_equal(has(&f, AUTHORITY_NEUTRAL), heard);
        assert_int_equal(f.authority.mode, heard ? MODE_READY : MODE_DRIVING);
    }
}

static void a_repeat_renews_and_changes_nothing_else(void **state)
{
    (void)state;
    hear(&ann, 7, 1, T + 2000);
    assert_int_equal(f.effects.set & ~(unsigned)AUTHORITY_STATE, AUTHORITY_NEUTRAL);
    pass(&f, T + 2900);
    pass(&f, T + 3800);
    pass(&f, T + 4700);
    pass(&f, T + 5000);
    assert_true(f.authority.may_move);
    pass(&f, T + 5001);
    assert_false(f.authority.may_move);
}

static void a_repeat_with_an_older_echo_takes_nothing_away(void **state)
{
    (void)state;
    hear(&ann, 7, 1, T + 500);
    struct lease overtaken = lease_of(&f, &ann, 7, 1, T + 100);
    hear_lease(&f, &overtaken, T + 501);
    pass(&f, T + 1000);
    pass(&f, T + 2000);
    pass(&f, T + 3000);
    pass(&f, T + 3500);
    assert_true(f.authority.may_move);
}

static void the_end_of_a_lease_halts_at_once(void **state)
{
    (void)state;
    hear(NULL, 7, 2, T + 10);
    assert_true(has(
        &f, AUTHORITY_NEUTRAL | AUTHORITY_SAVE | AUTHORITY_SUBSCRIPTIONS | AUTHORITY_STATE));
    assert_int_equal(f.authority.mode, MODE_IDLE);
    assert_int_equal(first_why(), WHY_NO_LEASE);
    hear_frame(&f, 0, T + 11);
    assert_int_equal(f.effects.refusal, REFUSAL_DRIVER);
    assert_false(authority_speaks(&f.authority));
}

static void a_lease_that_may_not_drive_halts_and_neutral_comes_first_again(void **state)
{
    (void)state;
    struct lease lease = lease_of(&f, &ann, 7, 2, T + 10);
    lease.drive = false;
    lease.why[0] = WHY_PAUSED;
    hear_lease(&f, &lease, T + 10);
    assert_true(has(&f, AUTHORITY_NEUTRAL));
    assert_int_equal(f.authority.why[0], WHY_NOT_DRIVE);
    assert_int_equal(f.authority.why[1], WHY_PAUSED);
    hear_frame(&f, 0, T + 20);
    assert_int_equal(f.effects.refusal, REFUSAL_HALTED);
    hear(&ann, 7, 3, T + 30);
    assert_int_equal(f.authority.mode, MODE_READY);
    hear_frame(&f, 0.5, T + 40);
    assert_int_equal(f.effects.refusal, REFUSAL_HALTED);
    hear_frame(&f, 0, T + 50);
    assert_int_equal(f.authority.mode, MODE_DRIVING);
}

static void a_new_number_of_the_same_driver_begins_anew(void **state)
{
    (void)state;
    hear_frame(&f, 0.5, T + 10);
    hear(&ann, 8, 1, T + 20);
    assert_true(has(&f, AUTHORITY_NEUTRAL | AUTHORITY_STATE));
    assert_false(has(&f, AUTHORITY_SUBSCRIPTIONS));
    struct link_report report;
    authority_link(&f.authority, T + 20, &report);
    assert_int_equal(report.n, 8);
    assert_int_equal(report.s, 0);
    assert_int_equal(report.received, 0);
    assert_false(report.ready);
    struct drive drive = {.n = 8, .s = 1, .e = echo(&f, T + 30)};
    assert_int_equal(refusal_of(&f, &ann, &drive, T + 30), REFUSAL_NONE); /* s begins anew */
}

static void an_old_lease_of_a_higher_number_fences_and_moves_nobody(void **state)
{
    (void)state;
    struct lease old = lease_of(&f, &bob, 8, 1, T - 4000);
    hear_lease(&f, &old, T + 10);
    assert_true(has(&f, AUTHORITY_NEUTRAL | AUTHORITY_SAVE | AUTHORITY_STATE));
    assert_int_equal(first_why(), WHY_LEASE_STALE);
    hear_frame(&f, 0, T + 11);
    assert_int_equal(f.effects.refusal, REFUSAL_DRIVER);
    struct drive drive = {.n = 8, .s = 1, .e = echo(&f, T + 12)};
    assert_int_equal(refusal_of(&f, &bob, &drive, T + 12), REFUSAL_HALTED);
    authority_subscribed(&f.authority, &bob, T + 13, &f.effects);
    assert_int_equal(f.authority.shown.n, 7);
    hear(&bob, 8, 1, T + 14);
    assert_int_equal(f.authority.shown.n, 8);
    assert_true(f.authority.may_move);
}

/* ---- when the number is shown ---- */

static void what_is_no_longer_obeyed_is_not_shown_to_who_still_says_it(void **state)
{
    (void)state;
    struct lease lost = lease_of(&f, &bob, 7, 5, T - LEASE_MAX_AGE_MS - 1);
    hear_lease(&f, &lost, T);
    assert_int_equal(f.authority.shown.n, 7);
    struct lease still = lease_of(&f, &ann, 7, 1, T);
    hear_lease(&f, &still, T);
    assert_int_equal(f.authority.shown.n, 0);
    assert_true(has(&f, AUTHORITY_STATE));
}

static void the_number_is_shown_once_the_driver_is_subscribed_to(void **state)
{
    (void)state;
    hear(&bob, 8, 1, T + 10);
    assert_int_equal(f.authority.shown.n, 7);
    authority_subscribed(&f.authority, &ann, T + 11, &f.effects); /* of the lease before */
    assert_int_equal(f.authority.shown.n, 7);
    authority_subscribed(&f.authority, &bob, T + 12, &f.effects);
    assert_int_equal(f.authority.shown.n, 8);
    assert_true(has(&f, AUTHORITY_STATE));
    hear(&bob, 8, 2, T + 13);
    assert_int_equal(f.authority.shown.rev, 2); /* he is heard already */
    hear(NULL, 8, 3, T + 14);
    assert_int_equal(f.authority.shown.rev, 3);
}

/* The bridge lost its history and gives a number again: what it says freshly counts. */
static void a_lease_that_never_was_fresh_yields_to_the_first_fresh_one_of_its_number(
    void **state)
{
    (void)state;
    struct lease old = lease_of(&f, &eve, 8, 1, T - 4000);
    hear_lease(&f, &old, T + 10);
    hear(&bob, 8, 1, T + 11);
    assert_true(has(&f, AUTHORITY_SUBSCRIPTIONS));
    assert_true(principal_equal(authority_driver(&f.authority), &bob));
    hear(&eve, 8, 1, T + 12);
    assert_true(principal_equal(authority_driver(&f.authority), &bob));
}

static void a_lease_without_a_driver_is_shown_though_it_is_old(void **state)
{
    (void)state;
    struct lease old = lease_of(&f, NULL, 8, 1, T - 4000);
    hear_lease(&f, &old, T + 10);
    assert_int_equal(f.authority.shown.n, 8);
}

static void every_lease_that_is_not_shown_is_answered_with_state(void **state)
{
    (void)state;
    hear(&ann, 7, 1, T + 10);
    assert_false(has(&f, AUTHORITY_STATE));
    hear(&ann, 6, 1, T + 11);
    assert_true(has(&f, AUTHORITY_STATE));
    hear(&bob, 8, 1, T + 12);
    hear(&bob, 8, 1, T + 13);
    assert_true(has(&f, AUTHORITY_STATE));
    authority_subscribed(&f.authority, &bob, T + 14, &f.effects);
    hear(&bob, 8, 1, T + 15);
    assert_false(has(&f, AUTHORITY_STATE));
    struct lease old = lease_of(&f, &bob, 8, 1, T - 4000);
    hear_lease(&f, &old, T + 16);
    assert_true(has(&f, AUTHORITY_STATE));
}

static void a_restart_remembers_the_highest_number_and_nothing_it_could_move_by(void **state)
{
    (void)state;
    struct authority_saved saved;
    struct state shown;
    authority_saved(&f.authority, &saved);
    authority_init(&f.authority, &f.card, 12345, &saved, T + 100);
    authority_connected(&f.authority, T + 100, &f.effects);
    authority_state(&f.authority, T + 100, &shown);
    assert_int_equal(shown.highest, 7);
    assert_int_equal(shown.number.n, 0);
    hear(&ann, 6, 9, T + 110);
    assert_true(principal_is_nobody(authority_driver(&f.authority)));
    hear(&ann, 7, 1, T + 120);
    assert_true(has(&f, AUTHORITY_SUBSCRIPTIONS));
    assert_false(has(&f, AUTHORITY_SAVE));
    assert_int_equal(f.authority.mode, MODE_READY);
}

static void stoppers_are_subscribed_to_when_they_change(void **state)
{
    (void)state;
    struct lease lease = lease_of(&f, &ann, 7, 2, T + 10);
    lease.stopper_count = 1;
    lease.stoppers[0] = referee;
    hear_lease(&f, &lease, T + 10);
    assert_true(has(&f, AUTHORITY_SUBSCRIPTIONS));
    lease.number.rev = 3;
    hear_lease(&f, &lease, T + 20);
    assert_false(has(&f, AUTHORITY_SUBSCRIPTIONS));
    lease.number.rev = 4;
    lease.stoppers[0] = bob;
    hear_lease(&f, &lease, T + 30);
    assert_true(has(&f, AUTHORITY_SUBSCRIPTIONS));
}

/* ---- neutral first ---- */

static void after_a_lease_became_stale_neutral_comes_first(void **state)
{
    (void)state;
    for (uint64_t now = T + 50; now <= T + 3001; now += 50) {
        pass(&f, now);
        hear_frame(&f, 0.5, now);
    }
    pass(&f, T + 3001);
    assert_int_equal(first_why(), WHY_LEASE_STALE);
    hear(&ann, 7, 1, T + 3010);
    hear_frame(&f, 0.5, T + 3020);
    assert_int_equal(f.effects.refusal, REFUSAL_HALTED);
    hear_frame(&f, 0, T + 3030);
    hear_frame(&f, 0.5, T + 3040);
    assert_int_equal(f.effects.refusal, REFUSAL_NONE);
}

static void after_a_reconnect_neutral_comes_first(void **state)
{
    (void)state;
    hear_frame(&f, 0.5, T + 10);
    authority_disconnected(&f.authority, T + 20, &f.effects);
    assert_true(has(&f, AUTHORITY_NEUTRAL));
    authority_connected(&f.authority, T + 30, &f.effects);
    assert_true(has(&f, AUTHORITY_STATE));
    hear_frame(&f, 0.5, T + 40);
    assert_int_equal(f.effects.refusal, REFUSAL_HALTED);
    hear_frame(&f, 0, T + 50);
    assert_int_equal(f.authority.mode, MODE_DRIVING);
}

static void a_second_connect_without_a_loss_asks_for_neutral_too(void **state)
{
    (void)state;
    authority_connected(&f.authority, T + 10, &f.effects);
    hear_frame(&f, 0.5, T + 20);
    assert_int_equal(f.effects.refusal, REFUSAL_HALTED);
}

/* What came between two passes far apart was judged in between, and yet the loop stood still.
 */
static void a_pause_of_the_loop_asks_for_neutral_though_a_frame_was_heard(void **state)
{
    (void)state;
    pass(&f, T);
    hear_frame(&f, 0.5, T + 900);
    pass(&f, T + 1001);
    assert_true(has(&f, AUTHORITY_DROP | AUTHORITY_NEUTRAL));
    hear_frame(&f, 0.5, T + 1002);
    assert_int_equal(f.effects.refusal, REFUSAL_HALTED);
}

static void a_robot_that_may_not_move_is_not_ready(void **state)
{
    (void)state;
    struct link_report report;
    hear_stop(&f, &ann, "a-stop", T + 10);
    authority_link(&f.authority, T + 11, &report);
    assert_false(report.ready);
}

static void a_refused_frame_is_no_sign_of_life(void **state)
{
    (void)state;
    for (uint64_t now = T + 50; now <= T + 1000; now += 50) {
        struct drive stale = frame_of(&f, 0.5, T - 1000);
        assert_int_equal(refusal_of(&f, &ann, &stale, now), REFUSAL_STALE);
    }
    assert_int_equal(f.authority.mode, MODE_DEADMAN);
    pass(&f, T + 1001);
    assert_int_equal(f.authority.why[0], WHY_DEADMAN);
    assert_int_equal(f.authority.why[1], WHY_NEUTRAL_FIRST);
}

static void a_neutral_that_is_refused_makes_nobody_ready(void **state)
{
    (void)state;
    struct drive stale = frame_of(&f, 0, T - 1000);
    assert_int_equal(refusal_of(&f, &ann, &stale, T + 10), REFUSAL_STALE);
    hear_frame(&f, 0.5, T + 20);
    assert_int_equal(f.effects.refusal, REFUSAL_HALTED);
}

/* ---- outputs ---- */

static const struct {
    const char *name;
    enum axis axis;
    double limit, value, output;
} scales[] = {
    {"full forward",       AXIS_Y,  1,    1,    2    },
    {"full backward",      AXIS_Y,  1,    -1,   -0.5 },
    {"half forward",       AXIS_Y,  1,    0.5,  1    },
    {"half backward",      AXIS_Y,  1,    -0.5, -0.25},
    {"limited forward",    AXIS_Y,  0.25, 1,    0.5  },
    {"limited to nothing", AXIS_Y,  0,    1,    0    },
    {"limit above 1",      AXIS_X,  7,    1,    90   },
    {"limit below 0",      AXIS_X,  -1,   1,    0    },
    {"limit not a number", AXIS_X,  NAN,  1,    0    },
    {"right",              AXIS_X,  1,    0.1,  9    },
    {"not in the card",    AXIS_CX, 1,    1,    0    },
    {"negative zero",      AXIS_Y,  1,    -0.0, 0    },
};

static void outputs_are_scaled_to_card_and_limits(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        fixture_driving(&f);
        struct lease lease = lease_of(&f, &ann, 7, 2, T + 1);
        lease.limits[scales[i].axis] = scales[i].limit;
        hear_lease(&f, &lease, T + 1);
        struct drive drive = frame_of(&f, 0, T + 2);
        drive.axes.value[scales[i].axis] = scales[i].value;
        assert_int_equal(refusal_of(&f, &ann, &drive, T + 2), REFUSAL_NONE);
        double output = f.effects.axes.value[scales[i].axis];
        if (fabs(output - scales[i].output) > 1e-9 ||
            signbit(output) != signbit(scales[i].output))
            fail_msg("%s: %f", scales[i].name, output);
    }
}

static const struct {
    const char *name;
    double value;
    enum refusal refusal;
} values[] = {
    {"1",            1,                  REFUSAL_NONE },
    {"-1",           -1,                 REFUSAL_NONE },
    {"just above",   1.0000000000000002, REFUSAL_RANGE},
    {"just below",   -1.000000000000001, REFUSAL_RANGE},
    {"large",        1e300,              REFUSAL_RANGE},
    {"not a number", NAN,                REFUSAL_FORM },
    {"infinite",     INFINITY,           REFUSAL_FORM },
    {"-infinite",    -INFINITY,          REFUSAL_FORM },
};

static void values_beyond_one_are_refused_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        fixture_driving(&f);
        struct drive drive = frame_of(&f, 0.5, T + 2);
        drive.axes.value[AXIS_CY] = values[i].value; /* an axis the card does not have */
        if (refusal_of(&f, &ann, &drive, T + 2) != values[i].refusal)
            fail_msg("%s", values[i].name);
    }
}

/* ---- reports ---- */

static void the_link_report_counts_received_lost_and_refused(void **state)
{
    (void)state;
    struct link_report report;
    f.s += 3; /* three are lost */
    hear_frame(&f, 0.5, T + 10);
    struct drive stale = frame_of(&f, 0.5, T - 1000);
    (void)refusal_of(&f, &ann, &stale, T + 20);
    struct drive other = frame_of(&f, 0.5, T + 20);
    (void)refusal_of(&f, &eve, &other, T + 20); /* a stranger's does not count here */
    authority_link(&f.authority, T + 30, &report);
    assert_int_equal(report.n, 7);
    assert_int_equal(report.c, echo(&f, T + 30));
    assert_true(report.ready);
    assert_int_equal(report.s, stale.s);
    assert_int_equal(report.t, stale.t); /* refused, but it tells how far away we are */
    assert_int_equal(report.received, 3);
    assert_int_equal(report.lost, 3);
    assert_int_equal(report.refused, 1);
}

static void idle_time_counts_from_the_last_moving_frame(void **state)
{
    (void)state;
    struct state shown;
    hear_frame(&f, 0.5, T + 100);
    hear_frame(&f, 0, T + 200);
    authority_state(&f.authority, T + 400, &shown);
    assert_int_equal(shown.idle_ms, 300);
    hear(&ann, 8, 1, T + 500);
    authority_state(&f.authority, T + 600, &shown);
    assert_int_equal(shown.idle_ms, 100); /* a new lease is no idle one */
}

static void the_smaller_limit_counts(void **state)
{
    (void)state;
    assert_int_equal(authority_max_age_ms(&f.authority), 500); /* the lease's */
    assert_int_equal(authority_deadman_ms(&f.authority), 250);
    assert_int_equal(authority_status_ms(&f.authority), 1000); /* the card's */
    struct lease lease = lease_of(&f, &ann, 7, 2, T);
    lease.max_age_ms = 800;
    lease.deadman_ms = 400;
    lease.status_ms = 200;
    hear_lease(&f, &lease, T + 1);
    assert_int_equal(authority_max_age_ms(&f.authority), 600); /* the card's */
    assert_int_equal(authority_deadman_ms(&f.authority), 300);
    assert_int_equal(authority_status_ms(&f.authority), 200); /* the lease's */
}

static void status_shows_every_refusal(void **state)
{
    (void)state;
    struct status status = {0};
    struct drive drive = frame_of(&f, 0.5, T + 10);
    (void)refusal_of(&f, &eve, &drive, T + 10);
    authority_hear_malformed(&f.authority);
    authority_status(&f.authority, &status);
    assert_true(status.has_drive);
    assert_int_equal(status.drive_n, 7);
    assert_int_equal(status.drive_mode, MODE_DRIVING);
    assert_int_equal(status.drive_refused[REFUSAL_DRIVER], 1);
    assert_int_equal(status.drive_refused[REFUSAL_FORM], 1);
}

static void a_robot_is_silent_where_nobody_drives_and_nothing_stands(void **state)
{
    (void)state;
    assert_true(authority_speaks(&f.authority));
    hear(NULL, 7, 2, T);
    assert_false(authority_speaks(&f.authority));
    hear_stop(&f, &(struct principal){KIND_ROBOT, "rover"}, "own", T);
    assert_true(authority_speaks(&f.authority));
}

int main(void)
{
#define LEASED(name)  cmocka_unit_test_setup(name, begin_leased)
#define DRIVING(name) cmocka_unit_test_setup(name, begin_driving)
    const struct CMUnitTest tests[] = {
        DRIVING(only_a_higher_pair_replaces_a_lease),
        DRIVING(a_repeat_renews_and_changes_nothing_else),
        LEASED(a_repeat_with_an_older_echo_takes_nothing_away),
        DRIVING(the_end_of_a_lease_halts_at_once),
        DRIVING(a_lease_that_may_not_drive_halts_and_neutral_comes_first_again),
        DRIVING(a_new_number_of_the_same_driver_begins_anew),
        DRIVING(an_old_lease_of_a_higher_number_fences_and_moves_nobody),
        LEASED(what_is_no_longer_obeyed_is_not_shown_to_who_still_says_it),
        LEASED(the_number_is_shown_once_the_driver_is_subscribed_to),
        LEASED(a_lease_that_never_was_fresh_yields_to_the_first_fresh_one_of_its_number),
        LEASED(a_lease_without_a_driver_is_shown_though_it_is_old),
        LEASED(every_lease_that_is_not_shown_is_answered_with_state),
        LEASED(a_restart_remembers_the_highest_number_and_nothing_it_could_move_by),
        LEASED(stoppers_are_subscribed_to_when_they_change),
        DRIVING(after_a_lease_became_stale_neutral_comes_first),
        DRIVING(after_a_reconnect_neutral_comes_first),
        DRIVING(a_second_connect_without_a_loss_asks_for_neutral_too),
        DRIVING(a_pause_of_the_loop_asks_for_neutral_though_a_frame_was_heard),
        DRIVING(a_robot_that_may_not_move_is_not_ready),
        DRIVING(a_refused_frame_is_no_sign_of_life),
        LEASED(a_neutral_that_is_refused_makes_nobody_ready),
        DRIVING(outputs_are_scaled_to_card_and_limits),
        DRIVING(values_beyond_one_are_refused_whole),
        DRIVING(the_link_report_counts_received_lost_and_refused),
        DRIVING(idle_time_counts_from_the_last_moving_frame),
        LEASED(the_smaller_limit_counts),
        DRIVING(status_shows_every_refusal),
        LEASED(a_robot_is_silent_where_nobody_drives_and_nothing_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

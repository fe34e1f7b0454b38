/* Stops: who may, what stands, what releases it, what never comes back, what a restart keeps.
 */
#include <stdio.h>
#include <string.h>

#include "tests/client/authority_fixture.h"

static struct fixture f;
static const struct principal itself = {KIND_ROBOT, "rover"};
static const struct principal other_robot = {KIND_ROBOT, "rover2"};

/* ann drives, the referee may stop. */
static int begin(void **state)
{
    (void)state;
    fixture_driving(&f);
    struct lease lease = lease_of(&f, &ann, 7, 2, T);
    lease.stopper_count = 1;
    lease.stoppers[0] = referee;
    hear_lease(&f, &lease, T);
    hear_frame(&f, 0.5, T + 1);
    return 0;
}

static struct lease current(uint64_t said)
{
    struct lease lease = f.authority.lease;
    lease.e = echo(&f, said);
    lease.stop_count = 0;
    lease.cleared_count = 0;
    return lease;
}

static void clear_at(const char *id, uint64_t said, uint64_t now)
{
    struct lease lease = current(said);
    lease.cleared_count = 1;
    lease.cleared[0] = tag_of(id);
    hear_lease(&f, &lease, now);
}

static bool stands(const char *id)
{
    struct tag tag = tag_of(id);
    for (unsigned i = 0; i < f.authority.stop_count; i++) {
        if (tag_equal(&f.authority.stops[i].id, &tag))
            return true;
    }
    return false;
}

static void those_who_may_stop_do(void **state)
{
    static const struct {
        const struct principal *who;
        bool may;
    } rows[] = {
        {&ann,         true },
        {&referee,     true },
        {&itself,      true },
        {&bob,         false},
        {&eve,         false},
        {&other_robot, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin(state);
        uint32_t before = f.authority.counters.refused[REFUSAL_DRIVER];
        hear_stop(&f, rows[i].who, "a-stop", T + 5);
        assert_int_equal(stands("a-stop"), rows[i].may);
        assert_int_equal(has(&f, AUTHORITY_NEUTRAL), rows[i].may);
        assert_int_equal(has(&f, AUTHORITY_SAVE | AUTHORITY_STATE), rows[i].may);
        assert_int_equal(
            f.authority.counters.refused[REFUSAL_DRIVER] - before, rows[i].may ? 0 : 1);
        assert_int_equal(f.authority.mode, rows[i].may ? MODE_STOPPED : MODE_DRIVING);
    }
}

static void a_malformed_id_stops_nothing(void **state)
{
    (void)state;
    struct stop stop = {0};
    authority_hear_stop(&f.authority, &ann, &stop, T + 5, &f.effects);
    assert_int_equal(f.effects.refusal, REFUSAL_FORM);
    assert_int_equal(f.authority.stop_count, 0);
}

static void a_stop_beats_a_frame_of_the_same_moment(void **state)
{
    (void)state;
    hear_stop(&f, &ann, "a-stop", T + 5);
    hear_frame(&f, 0.5, T + 5);
    assert_int_equal(f.effects.refusal, REFUSAL_HALTED);
    hear_frame(&f, 0, T + 6);
    assert_int_equal(f.effects.refusal, REFUSAL_HALTED);
}

static void a_stop_is_obeyed_while_the_lease_is_stale(void **state)
{
    (void)state;
    for (uint64_t now = T; now <= T + 5000; now += 500)
        pass(&f, now);
    hear_stop(&f, &ann, "late", T + 5001);
    assert_true(stands("late"));
}

static void a_former_driver_stops_nothing(void **state)
{
    (void)state;
    struct lease lease = lease_of(&f, &bob, 8, 1, T + 5);
    hear_lease(&f, &lease, T + 5);
    hear_stop(&f, &ann, "a-stop", T + 6);
    assert_int_equal(f.authority.stop_count, 0);
}

static void a_stop_outlives_the_lease_it_was_made_under(void **state)
{
    (void)state;
    hear_stop(&f, &ann, "a-stop", T + 5);
    struct lease lease = lease_of(&f, &bob, 8, 1, T + 6);
    hear_lease(&f, &lease, T + 6);
    assert_true(stands("a-stop"));
    assert_int_equal(f.authority.mode, MODE_STOPPED);
}

static void a_repeat_of_a_stop_changes_nothing(void **state)
{
    (void)state;
    hear_stop(&f, &ann, "a-stop", T + 5);
    hear_stop(&f, &ann, "a-stop", T + 6);
    assert_false(has(&f, AUTHORITY_SAVE));
    assert_int_equal(f.authority.stop_count, 1);
}

static void a_newer_stop_of_the_same_principal_replaces(void **state)
{
    (void)state;
    hear_stop(&f, &ann, "first", T + 5);
    hear_stop(&f, &ann, "second", T + 6);
    assert_int_equal(f.authority.stop_count, 1);
    assert_true(stands("second"));
    hear_stop(&f, &ann, "first", T + 7); /* a late repeat */
    assert_true(stands("second"));
    struct lease lease = current(T + 8); /* written before the bridge knew */
    lease.stop_count = 1;
    lease.stops[0] = (struct stop_entry){tag_of("first"), ann};
    hear_lease(&f, &lease, T + 8);
    assert_true(stands("second"));
    assert_true(has(&f, AUTHORITY_STATE));
    clear_at("first", T + 9, T + 9);
    assert_true(stands("second"));
}

static void five_principals_have_room_and_a_sixth_finds_the_robot_standing(void **state)
{
    (void)state;
    struct lease lease = current(T + 5);
    lease.stop_count = LEASE_STOPS;
    for (unsigned i = 0; i < LEASE_STOPS; i++) {
        char id[8];
        snprintf(id, sizeof id, "s%u", i);
        lease.stops[i] = (struct stop_entry){
            tag_of(id), {KIND_PLAYER, {(char)('a' + i)}}
        };
    }
    hear_lease(&f, &lease, T + 5);
    assert_int_equal(f.authority.stop_count, LEASE_STOPS);
    hear_stop(&f, &referee, "sixth", T + 6);
    assert_false(stands("sixth"));
    assert_int_equal(f.authority.counters.stops_full, 1);
    assert_int_equal(f.authority.mode, MODE_STOPPED);
    clear_at("s0", T + 7, T + 7);
    hear_stop(&f, &referee, "sixth", T + 8); /* it is repeated */
    assert_true(stands("sixth"));
}

static void only_its_own_id_in_a_fresh_lease_releases(void **state)
{
    static const struct {
        const char *name, *id;
        int64_t said; /* against now */
        bool released;
    } rows[] = {
        {"fresh",          "a-stop",  0,     true },
        {"3 s old",        "a-stop",  -3000, true },
        {"older than 3 s", "a-stop",  -3001, false},
        {"of the future",  "a-stop",  1,     false},
        {"another id",     "another", 0,     false},
        {"a longer id",    "a-stop2", 0,     false},
        {"a shorter id",   "a-sto",   0,     false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin(state);
        hear_stop(&f, &ann, "a-stop", T + 5);
        clear_at(rows[i].id, (uint64_t)((int64_t)T + 10 + rows[i].said), T + 10);
        if (stands("a-stop") == rows[i].released)
            fail_msg("%s", rows[i].name);
        assert_true(has(&f, AUTHORITY_STATE));
    }
}

static void a_lower_lease_releases_nothing(void **state)
{
    (void)state;
    hear_stop(&f, &ann, "a-stop", T + 5);
    struct lease lease = lease_of(&f, &ann, 7, 1, T + 6);
    lease.cleared_count = 1;
    lease.cleared[0] = tag_of("a-stop");
    hear_lease(&f, &lease, T + 6);
    assert_true(stands("a-stop"));
}

static void after_a_stop_was_cleared_neutral_comes_first(void **state)
{
    (void)state;
    hear_stop(&f, &ann, "a-stop", T + 5);
    clear_at("a-stop", T + 6, T + 6);
    assert_int_equal(f.authority.mode, MODE_READY);
    hear_frame(&f, 0.5, T + 7);
    assert_int_equal(f.effects.refusal, REFUSAL_HALTED);
    hear_frame(&f, 0, T + 8);
    hear_frame(&f, 0.5, T + 9);
    assert_int_equal(f.effects.refusal, REFUSAL_NONE);
}

static void one_cleared_stop_leaves_the_others_standing(void **state)
{
    (void)state;
    hear_stop(&f, &ann, "anns", T + 5);
    hear_stop(&f, &referee, "referees", T + 5);
    clear_at("anns", T + 6, T + 6);
    assert_false(stands("anns"));
    assert_true(stands("referees"));
    assert_int_equal(f.authority.mode, MODE_STOPPED);
    clear_at("referees", T + 7, T + 7);
    assert_int_equal(f.authority.mode, MODE_READY);
}

static void a_cleared_id_is_never_adopted_again(void **state)
{
    (void)state;
    hear_stop(&f, &ann, "a-stop", T + 5);
    clear_at("a-stop", T + 6, T + 6);
    hear_stop(&f, &ann, "a-stop", T + 7);
    assert_false(stands("a-stop"));
    struct lease lease = current(T + 8);
    lease.stop_count = 1;
    lease.stops[0] = (struct stop_entry){tag_of("a-stop"), ann};
    hear_lease(&f, &lease, T + 8);
    assert_false(stands("a-stop"));
}

static void an_id_cleared_before_it_was_heard_is_not_adopted(void **state)
{
    (void)state;
    clear_at("by-ask", T + 6, T + 6);
    assert_true(has(&f, AUTHORITY_SAVE));
    hear_stop(&f, &ann, "by-ask", T + 7);
    assert_false(stands("by-ask"));
}

static void clear_many(unsigned count, uint64_t now)
{
    for (unsigned i = 0; i < count; i++) {
        char id[16];
        snprintf(id, sizeof id, "more-%u", i);
        clear_at(id, now, now);
    }
}

static void the_last_32_cleared_ids_are_remembered(void **state)
{
    (void)state;
    clear_at("oldest", T + 5, T + 5);
    clear_many(LEASE_CLEARED - 1, T + 6);
    hear_stop(&f, &ann, "oldest", T + 7);
    assert_false(stands("oldest"));
    clear_at("one-more", T + 8, T + 8);
    hear_stop(&f, &ann, "oldest", T + 9);
    assert_true(stands("oldest"));
    assert_int_equal(f.authority.cleared_count, LEASE_CLEARED);
}

static void a_repeated_cleared_id_pushes_nothing_out(void **state)
{
    (void)state;
    clear_at("oldest", T + 5, T + 5);
    for (unsigned i = 0; i < 3 * LEASE_CLEARED; i++)
        clear_at("again", T + 6, T + 6);
    hear_stop(&f, &ann, "oldest", T + 7);
    assert_false(stands("oldest"));
}

static void stops_of_the_lease_are_adopted_and_shown(void **state)
{
    (void)state;
    struct state shown;
    struct lease lease = current(T + 5);
    lease.stop_count = 1;
    lease.stops[0] = (struct stop_entry){tag_of("asked"), eve};
    hear_lease(&f, &lease, T + 5);
    assert_true(has(&f, AUTHORITY_NEUTRAL | AUTHORITY_SAVE | AUTHORITY_STATE));
    authority_state(&f.authority, T + 6, &shown);
    assert_int_equal(shown.mode, MODE_STOPPED);
    assert_int_equal(shown.why[0], WHY_STOPPED);
    assert_int_equal(shown.stop_count, 1);
    assert_string_equal(shown.stops[0].id.text, "asked");
    assert_true(principal_equal(&shown.stops[0].by, &eve));
    hear_lease(&f, &lease, T + 7);
    assert_false(has(&f, AUTHORITY_STATE)); /* shown already */
}

static void a_restart_keeps_stops_and_cleared_ids(void **state)
{
    (void)state;
    struct authority_saved saved;
    clear_at("cleared", T + 4, T + 4);
    hear_stop(&f, &ann, "a-stop", T + 5);
    authority_saved(&f.authority, &saved);
    authority_init(&f.authority, &f.card, 99, &saved, T + 100);
    assert_true(stands("a-stop"));
    assert_int_equal(f.authority.mode, MODE_STOPPED);
    authority_connected(&f.authority, T + 100, &f.effects);
    struct lease lease = lease_of(&f, &ann, 7, 2, T + 101);
    hear_lease(&f, &lease, T + 101);
    assert_false(f.authority.may_move);
    hear_stop(&f, &ann, "cleared", T + 102);
    assert_false(stands("cleared"));
    clear_at("a-stop", T + 103, T + 103);
    assert_true(f.authority.may_move);
}

static void a_lost_lease_and_a_deadman_are_no_stops(void **state)
{
    (void)state;
    pass(&f, T + 300);
    assert_int_equal(f.authority.mode, MODE_DEADMAN);
    assert_int_equal(f.authority.stop_count, 0);
    hear_frame(&f, 0.5, T + 400); /* it ends with its cause */
    assert_int_equal(f.authority.mode, MODE_DRIVING);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, begin)
    const struct CMUnitTest tests[] = {
        TEST(those_who_may_stop_do),
        TEST(a_malformed_id_stops_nothing),
        TEST(a_stop_beats_a_frame_of_the_same_moment),
        TEST(a_stop_is_obeyed_while_the_lease_is_stale),
        TEST(a_former_driver_stops_nothing),
        TEST(a_stop_outlives_the_lease_it_was_made_under),
        TEST(a_repeat_of_a_stop_changes_nothing),
        TEST(a_newer_stop_of_the_same_principal_replaces),
        TEST(five_principals_have_room_and_a_sixth_finds_the_robot_standing),
        TEST(only_its_own_id_in_a_fresh_lease_releases),
        TEST(a_lower_lease_releases_nothing),
        TEST(after_a_stop_was_cleared_neutral_comes_first),
        TEST(one_cleared_stop_leaves_the_others_standing),
        TEST(a_cleared_id_is_never_adopted_again),
        TEST(an_id_cleared_before_it_was_heard_is_not_adopted),
        TEST(the_last_32_cleared_ids_are_remembered),
        TEST(a_repeated_cleared_id_pushes_nothing_out),
        TEST(stops_of_the_lease_are_adopted_and_shown),
        TEST(a_restart_keeps_stops_and_cleared_ids),
        TEST(a_lost_lease_and_a_deadman_are_no_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

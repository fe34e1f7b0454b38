/* When a robot says presence and card again: time and chance are the test's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "robot/client/announce.h"

#include <cmocka.h>

static const struct beat first = {.boot = {"b1"}, .conn = {"c1"}};
static const struct beat second = {.boot = {"b1"}, .conn = {"c2"}};

/* Connected, the first beat answered at 1000. */
static struct announce begun(void)
{
    struct announce announce = {0};
    announce_begin(&announce);
    announce_hear_beat(&announce, &first, 1000, 0);
    announce_said(&announce);
    return announce;
}

static void a_new_boot_or_conn_is_answered_within_two_seconds(void **state)
{
    (void)state;
    struct announce announce = begun();
    announce_hear_beat(&announce, &second, 5000, 4567);
    assert_int_equal(announce.at, 5000 + 4567 % 2001);
    announce_hear_lease(&announce); /* may be older than the beat */
    assert_int_equal(announce.at, 5000 + 4567 % 2001);
}

static void who_was_heard_keeps_silent(void **state)
{
    (void)state;
    struct announce announce = begun();
    announce_hear_lease(&announce);
    announce_hear_beat(&announce, &first, 9000, 1);
    assert_true(announce.at == ANNOUNCE_NEVER);
}

static void who_was_not_heard_tries_again_within_windows_that_double(void **state)
{
    (void)state;
    static const uint64_t windows[] = {2000, 4000, 8000, 16000, 16000};
    struct announce announce = begun();
    for (unsigned i = 0; i < sizeof windows / sizeof *windows; i++) {
        uint64_t now = 10000 * (i + 1);
        announce_hear_beat(&announce, &first, now, (uint32_t)windows[i]); /* the latest */
        assert_int_equal(announce.at, now + windows[i]);
        announce_hear_beat(&announce, &first, now + 1000, 0); /* one try at a time */
        assert_int_equal(announce.at, now + windows[i]);
        announce_said(&announce);
    }
}

static void a_lease_ends_the_tries_and_the_next_begin_small(void **state)
{
    (void)state;
    struct announce announce = begun();
    announce_hear_beat(&announce, &first, 2000, 500);
    announce_said(&announce);
    announce_hear_beat(&announce, &first, 5000, 500);
    announce_hear_lease(&announce);
    assert_true(announce.at == ANNOUNCE_NEVER);
    announce_said(&announce); /* a correction, say */
    announce_hear_beat(&announce, &first, 9000, 2000);
    assert_int_equal(announce.at, 11000);
}

static void a_wrong_presence_is_corrected_even_when_a_lease_comes(void **state)
{
    (void)state;
    struct announce announce = begun();
    announce_hear_lease(&announce);
    announce_correct(&announce, 3000);
    announce_hear_lease(&announce);
    assert_int_equal(announce.at, 3000 + ANNOUNCE_CORRECT_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_boot_or_conn_is_answered_within_two_seconds),
        cmocka_unit_test(who_was_heard_keeps_silent),
        cmocka_unit_test(who_was_not_heard_tries_again_within_windows_that_double),
        cmocka_unit_test(a_lease_ends_the_tries_and_the_next_begin_small),
        cmocka_unit_test(a_wrong_presence_is_corrected_even_when_a_lease_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

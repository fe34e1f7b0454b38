/* The meter: to the message and to the millisecond. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "broker-config/guard/meter.h"

#include <cmocka.h>

#define SMALL 100 /* bytes of a message that only counts as one */

static unsigned admitted(struct meter *meter, unsigned messages, size_t bytes, uint64_t now_ms)
{
    unsigned count = 0;
    for (unsigned i = 0; i < messages; i++) {
        count += meter_admit(meter, bytes, false, now_ms) ? 1 : 0;
    }
    return count;
}

static void a_burst_of_600_messages_passes_and_the_601st_does_not(void **state)
{
    (void)state;
    struct meter meter = {0};
    assert_int_equal(admitted(&meter, 600, SMALL, 1000), 600);
    assert_false(meter_admit(&meter, SMALL, false, 1000));
    assert_int_equal(meter.over, 1);
}

static void after_a_full_burst_300_messages_a_second_pass(void **state)
{
    (void)state;
    struct meter meter = {0};
    (void)admitted(&meter, 600, SMALL, 1000);
    assert_int_equal(admitted(&meter, 1000, SMALL, 2000), 300);
    assert_int_equal(admitted(&meter, 1000, SMALL, 2010), 3);
}

static void a_driver_at_60_frames_a_second_is_never_over(void **state)
{
    (void)state;
    struct meter meter = {0};
    for (uint64_t i = 0; i < 36000; i++) {
        assert_true(meter_admit(&meter, 180, false, 1000 + i * 1000 / 60));
    }
    assert_int_equal(meter.over, 0);
}

static void bytes_have_their_own_limit(void **state)
{
    (void)state;
    struct meter meter = {0};
    assert_int_equal(admitted(&meter, 5, 65536, 1000), 4);
    assert_int_equal(admitted(&meter, 5, 65536, 2000), 1);
    assert_true(meter_admit(&meter, 0, false, 2000));
}

static void asks_have_their_own_limit_and_others_do_not_suffer(void **state)
{
    (void)state;
    struct meter meter = {0};
    unsigned count = 0;
    for (unsigned i = 0; i < 40; i++) {
        count += meter_admit(&meter, SMALL, true, 1000) ? 1 : 0;
    }
    assert_int_equal(count, 30);
    assert_true(meter_admit(&meter, SMALL, false, 1000));
    assert_true(meter_admit(&meter, SMALL, true, 1100));
    assert_false(meter_admit(&meter, SMALL, true, 1100));
}

static void a_flood_persists_within_its_first_seconds(void **state)
{
    (void)state;
    struct meter meter = {0};
    (void)admitted(&meter, 600 + METER_OFFENCE_LIMIT - 1, SMALL, 1000);
    assert_false(meter_persists(&meter));
    (void)admitted(&meter, 1, SMALL, 1000);
    assert_true(meter_persists(&meter));
}

static void twice_the_rate_persists_after_a_while(void **state)
{
    (void)state;
    struct meter meter = {0};
    uint64_t seconds = 0;
    while (!meter_persists(&meter)) {
        (void)admitted(&meter, 600, SMALL, 1000 * ++seconds);
        assert_true(seconds < 60);
    }
    assert_true(seconds > 10);
}

static void a_minute_of_frames_that_arrives_at_once_is_cut_but_forgiven(void **state)
{
    (void)state;
    struct meter meter = {0};
    assert_true(admitted(&meter, 60 * 60, SMALL, 60000) == 600);
    assert_false(meter_persists(&meter));
    assert_true(meter_admit(&meter, SMALL, false, 60010));
}

static void large_messages_weigh_more_in_the_offence(void **state)
{
    (void)state;
    struct meter meter = {0};
    (void)admitted(&meter, 4, 65536, 1000);
    unsigned more = 0;
    while (!meter_persists(&meter)) {
        assert_false(meter_admit(&meter, 65536, false, 1000));
        more++;
    }
    assert_in_range(more, 70, 80);
}

static void a_pardon_leaves_the_levels(void **state)
{
    (void)state;
    struct meter meter = {0};
    (void)admitted(&meter, 600 + METER_OFFENCE_LIMIT, SMALL, 1000);
    meter_pardon(&meter);
    assert_false(meter_persists(&meter));
    assert_false(meter_admit(&meter, SMALL, false, 1000));
}

static void a_clock_that_steps_back_or_far_ahead_does_no_harm(void **state)
{
    (void)state;
    struct meter meter = {0};
    (void)admitted(&meter, 600, SMALL, 5000);
    assert_false(meter_admit(&meter, SMALL, false, 4000));
    assert_int_equal(admitted(&meter, 700, SMALL, UINT64_MAX), 600);
}

static void an_endless_flood_does_not_overflow(void **state)
{
    (void)state;
    struct meter meter = {0};
    for (unsigned i = 0; i < 200000; i++) {
        (void)meter_admit(&meter, 67584, true, 1000);
    }
    assert_true(meter_persists(&meter));
    assert_true(meter.offence <= 2 * METER_OFFENCE_LIMIT * 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_burst_of_600_messages_passes_and_the_601st_does_not),
        cmocka_unit_test(after_a_full_burst_300_messages_a_second_pass),
        cmocka_unit_test(a_driver_at_60_frames_a_second_is_never_over),
        cmocka_unit_test(bytes_have_their_own_limit),
        cmocka_unit_test(asks_have_their_own_limit_and_others_do_not_suffer),
        cmocka_unit_test(a_flood_persists_within_its_first_seconds),
        cmocka_unit_test(twice_the_rate_persists_after_a_while),
        cmocka_unit_test(a_minute_of_frames_that_arrives_at_once_is_cut_but_forgiven),
        cmocka_unit_test(large_messages_weigh_more_in_the_offence),
        cmocka_unit_test(a_pardon_leaves_the_levels),
        cmocka_unit_test(a_clock_that_steps_back_or_far_ahead_does_no_harm),
        cmocka_unit_test(an_endless_flood_does_not_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Every time of the rules for moving at its boundary: one ms before, at it, one ms after. */
#include <string.h>

#include "tests/client/authority_fixture.h"

/* What happens when the time in question is its limit + off: a refusal, a mode, a truth. */
typedef int outcome(struct fixture *f, int off);

static int frame_age(struct fixture *f, uint64_t age, int off)
{
    uint64_t now = T + 700;
    fixture_init(f);
    authority_connected(&f->authority, T, &f->effects);
    struct lease lease = lease_of(f, &ann, 7, 1, T);
    hear_lease(f, &lease, T);
    authority_subscribed(&f->authority, &ann, T, &f->effects);
    hear_frame(f, 0, now - 1);
    struct drive drive = frame_of(f, 0.5, now - age - (uint64_t)off);
    return (int)refusal_of(f, &ann, &drive, now);
}

static int frame_age_of_the_lease(struct fixture *f, int off)
{
    return frame_age(f, 500, off);
}

static int frame_from_the_future(struct fixture *f, int off)
{
    fixture_driving(f);
    struct drive drive = frame_of(f, 0.5, (uint64_t)(T + 50 + off));
    return (int)refusal_of(f, &ann, &drive, T + 50);
}

static int frame_older_than_the_robot(struct fixture *f, int off)
{
    fixture_init(f);
    authority_init(&f->authority, &f->card, CLOCK_START, NULL, T - 100);
    authority_connected(&f->authority, T, &f->effects);
    struct lease lease = lease_of(f, &ann, 7, 1, T);
    hear_lease(f, &lease, T);
    struct drive drive = frame_of(f, 0, (uint64_t)(T - 100 + off));
    return (int)refusal_of(f, &ann, &drive, T);
}

/* Limits of the card below those of the lease. */
static int frame_age_of_the_card(struct fixture *f, int off)
{
    fixture_driving(f);
    f->card.max_age_ms = 400;
    struct drive drive = frame_of(f, 0, T - 400 + 200 - (uint64_t)off);
    return (int)refusal_of(f, &ann, &drive, T + 200);
}

static int lease_age_on_arrival(struct fixture *f, int off)
{
    fixture_init(f);
    authority_connected(&f->authority, T, &f->effects);
    struct lease lease = lease_of(f, &ann, 7, 1, (uint64_t)(T - 3000 - off));
    hear_lease(f, &lease, T);
    return f->authority.may_move;
}

static int lease_from_the_future(struct fixture *f, int off)
{
    fixture_init(f);
    authority_connected(&f->authority, T, &f->effects);
    struct lease lease = lease_of(f, &ann, 7, 1, (uint64_t)(T + off));
    hear_lease(f, &lease, T);
    return f->authority.may_move;
}

static int lease_older_than_the_robot(struct fixture *f, int off)
{
    fixture_init(f);
    authority_init(&f->authority, &f->card, CLOCK_START, NULL, T - 100);
    authority_connected(&f->authority, T, &f->effects);
    struct lease lease = lease_of(f, &ann, 7, 1, (uint64_t)(T - 100 + off));
    hear_lease(f, &lease, T);
    return f->authority.may_move;
}

static void drive_until(struct fixture *f, uint64_t last)
{
    for (uint64_t now = T + 50; now < last; now += 50) {
        pass(f, now);
        hear_frame(f, 0.5, now);
    }
}

static int lease_not_renewed(struct fixture *f, int off)
{
    fixture_driving(f);
    drive_until(f, T + 3000 - 1);
    struct drive drive = frame_of(f, 0.5, (uint64_t)(T + 3000 + off));
    return (int)refusal_of(f, &ann, &drive, (uint64_t)(T + 3000 + off));
}

static int lease_not_renewed_by_passing(struct fixture *f, int off)
{
    fixture_driving(f);
    drive_until(f, T + 3000 - 1);
    pass(f, (uint64_t)(T + 3000 + off));
    return has(f, AUTHORITY_NEUTRAL);
}

static int deadman_of_the_lease(struct fixture *f, int off)
{
    fixture_driving(f);
    hear_frame(f, 0.5, T + 10);
    pass(f, (uint64_t)(T + 10 + 250 + off));
    assert_int_equal(has(f, AUTHORITY_NEUTRAL), f->authority.mode == MODE_DEADMAN);
    return (int)f->authority.mode;
}

static int deadman_of_the_card(struct fixture *f, int off)
{
    fixture_driving(f);
    f->card.deadman_ms = 120;
    hear_frame(f, 0.5, T + 10);
    pass(f, (uint64_t)(T + 10 + 120 + off));
    return (int)f->authority.mode;
}

static int deadman_then_a_good_frame(struct fixture *f, int off)
{
    fixture_driving(f);
    hear_frame(f, 0.5, T + 10);
    uint64_t now = (uint64_t)(T + 10 + 250 + off);
    pass(f, now);
    hear_frame(f, 0.5, now);
    return (int)f->authority.mode;
}

/* A second without a frame, while the loop runs. */
static int pause_of_the_driver(struct fixture *f, int off)
{
    fixture_driving(f);
    hear_frame(f, 0.5, T + 10);
    for (uint64_t now = T + 50; now < T + 1000; now += 50)
        pass(f, now);
    uint64_t now = (uint64_t)(T + 10 + 1000 + off);
    struct drive drive = frame_of(f, 0.5, now);
    return (int)refusal_of(f, &ann, &drive, now);
}

static int pause_of_the_loop(struct fixture *f, int off)
{
    fixture_driving(f);
    pass(f, T);
    pass(f, (uint64_t)(T + 1000 + off));
    return has(f, AUTHORITY_DROP);
}

/* … and then the driver goes on as if nothing had been. */
static int frame_after_a_pause_of_the_loop(struct fixture *f, int off)
{
    fixture_driving(f);
    pass(f, T);
    uint64_t now = (uint64_t)(T + 1000 + off);
    pass(f, now);
    struct drive drive = frame_of(f, 0.5, now);
    return (int)refusal_of(f, &ann, &drive, now);
}

static void empty_bucket(struct fixture *f, uint64_t now)
{
    for (int i = 0; i < 30; i++)
        hear_frame(f, 0.5, now);
    assert_int_equal(f->effects.refusal, REFUSAL_NONE);
    hear_frame(f, 0.5, now);
    assert_int_equal(f->effects.refusal, REFUSAL_RATE);
    hear_frame(f, 0, now);
    assert_int_equal(f->effects.refusal, REFUSAL_NONE); /* neutral never */
}

/* 60 a second: the next after 16.67 ms. */
static int bucket(struct fixture *f, int off)
{
    fixture_driving(f);
    empty_bucket(f, T + 10);
    hear_frame(f, 0.5, (uint64_t)(T + 10 + 16 + off));
    return (int)f->effects.refusal;
}

static int bucket_is_full_again(struct fixture *f, int off)
{
    fixture_driving(f);
    empty_bucket(f, T + 10);
    uint64_t now = (uint64_t)(T + 10 + 500 + off);
    hear_frame(f, 0, now);
    for (int i = 0; i < 29; i++)
        hear_frame(f, 0.5, now);
    assert_int_equal(f->effects.refusal, REFUSAL_NONE);
    hear_frame(f, 0.5, now);
    return (int)f->effects.refusal;
}

static int action_at(struct fixture *f, uint64_t said, uint64_t now)
{
    struct action action = {.id = tag_of("an-action"), .n = 7, .e = echo(f, said)};
    memcpy(action.action, "fire", sizeof "fire");
    authority_hear_action(&f->authority, &ann, &action, now, &f->effects);
    assert_int_equal(has(f, AUTHORITY_DO), f->effects.refusal == REFUSAL_NONE);
    return (int)f->effects.refusal;
}

static int action_age(struct fixture *f, int off)
{
    fixture_driving(f);
    return action_at(f, (uint64_t)(T + 600 - 500 - off), T + 600);
}

static int action_from_the_future(struct fixture *f, int off)
{
    fixture_driving(f);
    return action_at(f, (uint64_t)(T + 600 + off), T + 600);
}

static int order(struct fixture *f, int off)
{
    fixture_driving(f);
    hear_frame(f, 0.5, T + 1);
    struct drive drive = frame_of(f, 0.5, T + 2);
    drive.s = (uint32_t)((int)f->authority.s + off);
    return (int)refusal_of(f, &ann, &drive, T + 2);
}

static int number(struct fixture *f, int off)
{
    fixture_driving(f);
    struct drive drive = frame_of(f, 0.5, T + 2);
    drive.n = (uint32_t)(7 + off);
    return (int)refusal_of(f, &ann, &drive, T + 2);
}

static const struct {
    const char *name;
    outcome *run;
    int before, at, after;
} rows[] = {
#define ROW(name, before, at, after)                                                           \
    {                                                                                          \
#name, name, before, at, after                                                         \
    }
    ROW(frame_age_of_the_lease, REFUSAL_NONE, REFUSAL_NONE, REFUSAL_STALE),
    ROW(frame_age_of_the_card, REFUSAL_NONE, REFUSAL_NONE, REFUSAL_STALE),
    ROW(frame_from_the_future, REFUSAL_NONE, REFUSAL_NONE, REFUSAL_STALE),
    ROW(frame_older_than_the_robot, REFUSAL_STALE, REFUSAL_NONE, REFUSAL_NONE),
    ROW(lease_age_on_arrival, true, true, false),
    ROW(lease_from_the_future, true, true, false),
    ROW(lease_older_than_the_robot, false, true, true),
    ROW(lease_not_renewed, REFUSAL_NONE, REFUSAL_NONE, REFUSAL_HALTED),
    ROW(lease_not_renewed_by_passing, false, false, true),
    ROW(deadman_of_the_lease, MODE_DRIVING, MODE_DEADMAN, MODE_DEADMAN),
    ROW(deadman_of_the_card, MODE_DRIVING, MODE_DEADMAN, MODE_DEADMAN),
    ROW(deadman_then_a_good_frame, MODE_DRIVING, MODE_DRIVING, MODE_DRIVING),
    ROW(pause_of_the_driver, REFUSAL_NONE, REFUSAL_NONE, REFUSAL_HALTED),
    ROW(pause_of_the_loop, false, false, true),
    ROW(frame_after_a_pause_of_the_loop, REFUSAL_NONE, REFUSAL_NONE, REFUSAL_HALTED),
    ROW(bucket, REFUSAL_RATE, REFUSAL_RATE, REFUSAL_NONE),
    ROW(bucket_is_full_again, REFUSAL_RATE, REFUSAL_NONE, REFUSAL_NONE),
    ROW(action_age, REFUSAL_NONE, REFUSAL_NONE, REFUSAL_STALE),
    ROW(action_from_the_future, REFUSAL_NONE, REFUSAL_NONE, REFUSAL_STALE),
    ROW(order, REFUSAL_ORDER, REFUSAL_ORDER, REFUSAL_NONE),
    ROW(number, REFUSAL_NUMBER, REFUSAL_NONE, REFUSAL_NUMBER),
};

static void every_boundary_is_exact_to_the_millisecond(void **state)
{
    (void)state;
    struct fixture f;
    unsigned wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int is[3];
        for (int off = -1; off <= 1; off++)
            is[off + 1] = rows[i].run(&f, off);
        if (is[0] == rows[i].before && is[1] == rows[i].at && is[2] == rows[i].after)
            continue;
        wrong++;
        print_error("%s: %d %d %d instead of %d %d %d\n", rows[i].name, is[0], is[1], is[2],
            rows[i].before, rows[i].at, rows[i].after);
    }
    assert_int_equal(wrong, 0);
}

/* What authority_deadline promises: nothing changes before it, something does at it. */
static void deadlines_name_the_moment_of_the_next_change(void **state)
{
    (void)state;
    struct fixture f;
    fixture_driving(&f);
    static const struct {
        uint64_t at;
        unsigned effect;
    } changes[] = {
        {T + 250,  AUTHORITY_NEUTRAL | AUTHORITY_STATE}, /* deadman */
        {T + 1001, AUTHORITY_STATE                    }, /* neutral first */
        {T + 3001, AUTHORITY_STATE                    }, /* lease stale */
    };
    uint64_t now = T;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        assert_int_equal(authority_deadline(&f.authority), changes[i].at);
        for (now += 1; now < changes[i].at; now++) {
            pass(&f, now);
            assert_int_equal(f.effects.set, 0);
        }
        pass(&f, now);
        assert_int_equal(f.effects.set, changes[i].effect);
    }
    assert_true(authority_deadline(&f.authority) == AUTHORITY_NEVER);
}

static void a_robot_that_slept_neither_moves_nor_believes_what_waited(void **state)
{
    (void)state;
    struct fixture f;
    fixture_driving(&f);
    hear_frame(&f, 0.5, T + 10);
    struct drive waited = frame_of(&f, 0.5, T + 20);
    struct lease lease = lease_of(&f, &ann, 7, 1, T + 30);
    uint64_t woken = T + 60000;
    pass(&f, woken);
    assert_true(has(&f, AUTHORITY_NEUTRAL | AUTHORITY_DROP | AUTHORITY_STATE));
    hear_lease(&f, &lease, woken);
    assert_false(f.authority.may_move);
    assert_int_equal(refusal_of(&f, &ann, &waited, woken), REFUSAL_HALTED);
    lease = lease_of(&f, &ann, 7, 1, woken);
    hear_lease(&f, &lease, woken + 1);
    assert_true(f.authority.may_move);
    waited.s++;
    assert_int_equal(refusal_of(&f, &ann, &waited, woken + 1), REFUSAL_STALE);
    hear_frame(&f, 0.5, woken + 2);
    assert_int_equal(f.effects.refusal, REFUSAL_HALTED); /* neutral first */
    hear_frame(&f, 0, woken + 3);
    hear_frame(&f, 0.5, woken + 4);
    assert_true(has(&f, AUTHORITY_OUTPUT));
}

static void the_clock_may_wrap_at_any_moment(void **state)
{
    (void)state;
    for (uint32_t start = UINT32_MAX - T - 300; start != (uint32_t)(0 - T + 300); start++) {
        struct fixture f;
        fixture_init(&f);
        authority_init(&f.authority, &f.card, start, NULL, T - 1000);
        authority_connected(&f.authority, T, &f.effects);
        struct lease lease = lease_of(&f, &ann, 7, 1, T - 200);
        hear_lease(&f, &lease, T);
        struct drive drive = frame_of(&f, 0, T - 100);
        assert_int_equal(refusal_of(&f, &ann, &drive, T + 100), REFUSAL_NONE);
        drive.s++;
        assert_int_equal(refusal_of(&f, &ann, &drive, T + 401), REFUSAL_STALE);
    }
}

static void time_that_goes_back_is_not_followed(void **state)
{
    (void)state;
    struct fixture f;
    fixture_driving(&f);
    pass(&f, T + 250);
    assert_int_equal(f.authority.mode, MODE_DEADMAN);
    pass(&f, T + 100);
    assert_int_equal(f.authority.mode, MODE_DEADMAN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_boundary_is_exact_to_the_millisecond),
        cmocka_unit_test(deadlines_name_the_moment_of_the_next_change),
        cmocka_unit_test(a_robot_that_slept_neither_moves_nor_believes_what_waited),
        cmocka_unit_test(the_clock_may_wrap_at_any_moment),
        cmocka_unit_test(time_that_goes_back_is_not_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Frames: the order of the checks, each boundary to the millisecond, scaling, the bucket. */
#include <math.h>
#include <string.h>

#include "tests/client/authority_fixture.h"

/* Each row breaks one thing; combined with every later row, the earlier fault must be named. */
struct fault_case {
    const char *name;
    enum refusal refusal;
    void (*spoil)(struct fixture *f, struct drive *drive, struct principal *from);
};

static void spoil_form(struct fixture *f, struct drive *drive, struct principal *from)
{
    (void)f;
    (void)from;
    drive->axes.value[AXIS_CX] = NAN;
}

static void spoil_range(struct fixture *f, struct drive *drive, struct principal *from)
{
    (void)f;
    (void)from;
    drive->axes.value[AXIS_Y] = 1.0000001;
}

static void spoil_driver(struct fixture *f, struct drive *drive, struct principal *from)
{
    (void)f;
    (void)drive;
    *from = eve;
}

static void spoil_number(struct fixture *f, struct drive *drive, struct principal *from)
{
    (void)f;
    (void)from;
    drive->n = 6;
}

static void spoil_halted(struct fixture *f, struct drive *drive, struct principal *from)
{
    (void)drive;
    (void)from;
    hear_stop(f, &ann, "a-stop", T);
}

static void spoil_order(struct fixture *f, struct drive *drive, struct principal *from)
{
    (void)from;
    drive->s = f->authority.s;
}

static void spoil_stale(struct fixture *f, struct drive *drive, struct principal *from)
{
    (void)from;
    drive->e = echo(f, T + 10 - 501);
}

static void spoil_rate(struct fixture *f, struct drive *drive, struct principal *from)
{
    (void)drive;
    (void)from;
    f->authority.rate_credit = 0;
    f->authority.rate_at = T + 10;
}

static const struct fault_case faults[] = {
    {"form",   REFUSAL_FORM,   spoil_form  },
    {"range",  REFUSAL_RANGE,  spoil_range },
    {"driver", REFUSAL_DRIVER, spoil_driver},
    {"number", REFUSAL_NUMBER, spoil_number},
    {"halted", REFUSAL_HALTED, spoil_halted},
    {"order",  REFUSAL_ORDER,  spoil_order },
    {"stale",  REFUSAL_STALE,  spoil_stale },
    {"rate",   REFUSAL_RATE,   spoil_rate  },
};

#define FAULTS (sizeof faults / sizeof *faults)

static void spoil_pair(size_t first, size_t second)
{
    struct fixture f;
    fixture_driving(&f);
    struct principal from = ann;
    struct drive drive = frame_of(&f, 0.5, T + 10);
    faults[second].spoil(&f, &drive, &from);
    if (first != second)
        faults[first].spoil(&f, &drive, &from);
    uint32_t before = f.authority.counters.refused[faults[first].refusal];
    enum refusal refusal = refusal_of(&f, &from, &drive, T + 10);
    if (refusal != faults[first].refusal)
        fail_msg("%s with %s: refused as %s", faults[first].name, faults[second].name,
            refusal_name(refusal));
    assert_int_equal(f.authority.counters.refused[refusal], before + 1);
    assert_int_equal(f.authority.counters.accepted, 1);
}

static void every_fault_is_refused_by_the_first_check_it_fails(void **state)
{
    (void)state;
    for (size_t first = 0; first < FAULTS; first++) {
        for (size_t second = first; second < FAULTS; second++)
            spoil_pair(first, second);
    }
}

static void a_good_frame_moves_the_robot(void **state)
{
    (void)state;
    struct fixture f;
    fixture_driving(&f);
    hear_frame(&f, 0.5, T + 10);
    assert_true(has(&f, AUTHORITY_OUTPUT));
    assert_true(f.effects.axes.value[AXIS_Y] == 1.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault_is_refused_by_the_first_check_it_fails),
        cmocka_unit_test(a_good_frame_moves_the_robot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

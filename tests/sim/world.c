/* What must hold in the simulated world, whatever robots do in it. */
#include "robot/sim/world.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/sim/world_parts.h"

#include <cmocka.h>

static struct world world, twin;

static const struct axes neutral;

static void drive(struct world *in, unsigned robot, double x, double y)
{
    struct axes axes = {
        {[AXIS_X] = x, [AXIS_Y] = y}
    };
    world_drive(in, robot, &axes);
}

/* Everybody gets new axes that follow from the number of the turn alone. */
static void drive_all(struct world *in, unsigned turn)
{
    for (unsigned i = 0; i < in->robot_count; i++) {
        double phase = (double)((i * 7919u + turn / 40u * 104729u) % 628u) / 100;
        drive(in, i, sin(phase), cos(phase * 3));
    }
}

/* Walls run along the axes: measured here in another way than the world does it. */
static double gap_to_wall(struct point at, const struct solid_wall *wall)
{
    double x = fmax(fmin(wall->a.x, wall->b.x) - at.x, at.x - fmax(wall->a.x, wall->b.x));
    double y = fmax(fmin(wall->a.y, wall->b.y) - at.y, at.y - fmax(wall->a.y, wall->b.y));
    return hypot(fmax(x, 0), fmax(y, 0));
}

static double gap_around(const struct world *in, unsigned robot)
{
    struct point at = in->robots[robot].at;
    double gap = fmin(fmin(at.x, in->width - at.x), fmin(at.y, in->height - at.y));
    for (unsigned i = 0; i < in->solids.wall_count; i++)
        gap = fmin(gap, gap_to_wall(at, &in->solids.walls[i]));
    for (unsigned i = 0; i < in->robot_count; i++)
        if (i != robot)
            gap = fmin(gap, hypot(in->robots[i].at.x - at.x, in->robots[i].at.y - at.y) / 2);
    return gap;
}

static void assert_nobody_is_inside_anything(const struct world *in, unsigned turn)
{
    for (unsigned i = 0; i < in->robot_count; i++)
        if (gap_around(in, i) < WORLD_RADIUS - 1e-9)
            fail_msg("turn %u: robot %u is %g m inside of something", turn, i,
                WORLD_RADIUS - gap_around(in, i));
}

static void nobody_is_ever_inside_a_wall_or_a_robot(void **state)
{
    (void)state;
    static const unsigned crowds[] = {1, 4, 30, WORLD_ROBOTS};
    for (unsigned c = 0; c < sizeof(crowds) / sizeof(crowds[0]); c++) {
        world_init(&world, 40 + c, crowds[c]);
        unsigned turns = crowds[c] > 100 ? 150 : 3000, bumps = 0;
        assert_nobody_is_inside_anything(&world, 0);
        for (unsigned turn = 1; turn <= turns; turn++) {
            drive_all(&world, turn);
            world_step(&world, 20 + turn % 37);
            assert_nobody_is_inside_anything(&world, turn);
            struct world_event event;
            while (world_take_event(&world, &event))
                bumps += event.kind == WORLD_BUMP;
        }
        if (crowds[c] > 1)
            assert_true(bumps > 0);
    }
}

static void who_drives_at_a_wall_bumps_once_and_stays_outside(void **state)
{
    (void)state;
    world_init(&world, 1, 1);
    world.solids.wall_count = 4; /* the outer ones */
    world.robots[0].heading = 0;
    drive(&world, 0, 0, 1);
    for (unsigned i = 0; i < 800; i++)
        world_step(&world, 10);
    assert_true(world.height - world.robots[0].at.y < WORLD_RADIUS + 0.03);
    struct world_event event;
    assert_true(world_take_event(&world, &event));
    assert_int_equal(event.kind, WORLD_BUMP);
    assert_int_equal(event.by, -1);
    assert_false(world_take_event(&world, &event));
    drive(&world, 0, 0, -1);
    world_step(&world, 1000);
    assert_true(world.height - world.robots[0].at.y > 0.5);
}

static void two_that_meet_bump_and_say_whom(void **state)
{
    (void)state;
    world_init(&world, 1, 2);
    world.solids.wall_count = 4;
    world.robots[0].heading = 90;
    drive(&world, 0, 0, 1);
    for (unsigned i = 0; i < 400; i++)
        world_step(&world, 10);
    struct world_event event;
    assert_true(world_take_event(&world, &event));
    assert_int_equal(event.robot, 0);
    assert_int_equal(event.by, 1);
    assert_true(point_distance(world.robots[0].at, world.robots[1].at) >= 2 * WORLD_RADIUS);
}

static void with_neutral_axes_it_stands_within_the_braking_time(void **state)
{
    (void)state;
    for (int setting = 1; setting <= 100; setting += 11) {
        world_init(&world, 1, 1);
        assert_int_equal(world_act(&world, 0, WORLD_SET_SPEED, setting), WORLD_DONE);
        drive(&world, 0, 0.3, 1);
        world_step(&world, 500);
        struct world_robot *r = &world.robots[0];
        double top = WORLD_SPEED_MAX * setting / 100;
        assert_true(r->left > 0 && r->left <= top + 1e-9);
        struct point released = r->at;
        world_drive(&world, 0, &neutral);
        world_step(&world, WORLD_BRAKE_MS);
        struct point stood = r->at;
        assert_true(point_distance(released, stood) <= top * WORLD_BRAKE_MS / 2000 + 0.021);
        double heading = r->heading;
        for (unsigned i = 0; i < 100; i++)
            world_step(&world, 1000);
        assert_memory_equal(&stood, &r->at, sizeof(stood));
        assert_true(heading == r->heading);
    }
}

static void the_wheels_do_what_the_stick_says(void **state)
{
    (void)state;
    static const struct {
        double x, y;
        int speed, turn; /* signs: forwards, clockwise */
    } cases[] = {
        {0,        1,   1,  0 },
        {0,        -1,  -1, 0 },
        {1,        0,   0,  1 },
        {-1,       0,   0,  -1},
        {0.5,      0.5, 1,  1 },
        {-0.5,     0.5, 1,  -1},
        {0,        0,   0,  0 },
        {7,        0,   0,  1 },
        {0,        NAN, 0,  0 },
        {INFINITY, 0,   0,  0 }
    };
    for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        world_init(&world, 5, 1);
        world.robots[0].heading = 180;
        drive(&world, 0, cases[i].x, cases[i].y);
        world_step(&world, 100);
        struct world_senses senses;
        world_sense(&world, 0, &senses);
        double turned = senses.heading - 180;
        assert_int_equal((senses.speed > 1e-9) - (senses.speed < -1e-9), cases[i].speed);
        assert_int_equal((turned > 1e-9) - (turned < -1e-9), cases[i].turn);
    }
}

static void the_camera_turns_with_its_axes_up_to_its_ends(void **state)
{
    (void)state;
    world_init(&world, 5, 1);
    struct axes axes = {
        {[AXIS_CX] = 60, [AXIS_CY] = -500}
    };
    world_drive(&world, 0, &axes);
    world_step(&world, 500);
    struct world_senses senses;
    world_sense(&world, 0, &senses);
    assert_true(fabs(senses.pan - 30) < 1e-6);
    assert_true(senses.tilt == WORLD_TILT_MIN);
    world_drive(&world, 0, &neutral);
    world_step(&world, 500);
    world_sense(&world, 0, &senses);
    assert_true(fabs(senses.pan - 30) < 1e-6);
}

static void the_battery_only_rises_in_a_dock(void **state)
{
    (void)state;
    world_init(&world, 9, 3);
    for (unsigned turn = 0; turn < 20000; turn++) {
        struct world_robot before[3];
        memcpy(before, world.robots, sizeof(before));
        drive_all(&world, turn);
        world_step(&world, 10);
        for (unsigned i = 0; i < 3; i++) {
            const struct world_robot *r = &world.robots[i];
            bool rose = r->battery > before[i].battery;
            assert_true(r->battery >= 0 && r->battery <= 100);
            if (rose)
                assert_true(point_distance(r->at, r->home) <= WORLD_DOCK_RADIUS);
            else
                assert_true(r->battery < before[i].battery || r->battery == 100);
        }
    }
}

static void a_low_battery_is_said_once_and_again_after_a_charge(void **state)
{
    (void)state;
    world_init(&world, 9, 1);
    struct world_robot *r = &world.robots[0];
    struct world_event event;
    for (unsigned round = 0; round < 2; round++) {
        r->at.x = r->home.x + 1;
        r->battery = WORLD_BATTERY_LOW + 0.0001;
        for (unsigned i = 0; i < 20; i++)
            world_step(&world, 1000);
        assert_true(world_take_event(&world, &event));
        assert_int_equal(event.kind, WORLD_LOW_BATTERY);
        assert_false(world_take_event(&world, &event));
        r->at = r->home;
        for (unsigned i = 0; i < 20; i++)
            world_step(&world, 1000);
        assert_true(r->battery > WORLD_BATTERY_LOW + 5);
    }
}

static void an_empty_robot_crawls_and_does_not_fire(void **state)
{
    (void)state;
    world_init(&world, 9, 1);
    world.robots[0].battery = 0;
    assert_int_equal(world_act(&world, 0, WORLD_SHOOT, 0), WORLD_EMPTY);
    assert_int_equal(world_act(&world, 0, WORLD_JUMP, 0), WORLD_EMPTY);
    drive(&world, 0, 0, 1);
    world_step(&world, 1000);
    struct world_senses senses;
    world_sense(&world, 0, &senses);
    assert_true(senses.speed > 0 && senses.speed <= WORLD_SPEED_MAX * 0.1 + 1e-9);
}

static void deeds_are_checked_against_their_range(void **state)
{
    (void)state;
    static const struct {
        enum world_deed deed;
        double value;
        enum world_answer answer;
    } cases[] = {
        {WORLD_SET_SPEED,      1,                 WORLD_DONE        },
        {WORLD_SET_SPEED,      100,               WORLD_DONE        },
        {WORLD_SET_SPEED,      0.999,             WORLD_OUT_OF_RANGE},
        {WORLD_SET_SPEED,      100.001,           WORLD_OUT_OF_RANGE},
        {WORLD_SET_SPEED,      NAN,               WORLD_OUT_OF_RANGE},
        {WORLD_SET_BRIGHTNESS, 100,               WORLD_DONE        },
        {WORLD_SET_BRIGHTNESS, 0,                 WORLD_OUT_OF_RANGE},
        {WORLD_SET_LEG_HEIGHT, WORLD_LEG_MIN,     WORLD_DONE        },
        {WORLD_SET_LEG_HEIGHT, WORLD_LEG_MAX + 1, WORLD_OUT_OF_RANGE},
        {WORLD_LIGHTS,         1,                 WORLD_DONE        },
        {WORLD_LIGHTS,         2,                 WORLD_OUT_OF_RANGE},
        {WORLD_LIGHTS,         -INFINITY,         WORLD_OUT_OF_RANGE},
        {WORLD_JUMP,           0,                 WORLD_DONE        },
        {WORLD_JUMP,           0,                 WORLD_BUSY        },
        {WORLD_SHOOT,          0,                 WORLD_DONE        },
        {WORLD_SHOOT,          0,                 WORLD_BUSY        },
        {WORLD_SHOOT,          NAN,               WORLD_OUT_OF_RANGE},
    };
    world_init(&world, 3, 1);
    for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(world_act(&world, 0, cases[i].deed, cases[i].value), cases[i].answer);
    world_step(&world, WORLD_JUMP_MS);
    assert_int_equal(world_act(&world, 0, WORLD_JUMP, 0), WORLD_DONE);
    assert_int_equal(world_act(&world, 0, WORLD_SHOOT, 0), WORLD_DONE);
}

static void legs_move_at_their_own_pace_and_stretch_in_a_jump(void **state)
{
    (void)state;
    world_init(&world, 3, 1);
    struct world_senses senses;
    assert_int_equal(world_act(&world, 0, WORLD_SET_LEG_HEIGHT, 160), WORLD_DONE);
    world_step(&world, 250);
    world_sense(&world, 0, &senses);
    assert_true(fabs(senses.leg_height - 130) < 1e-6);
    world_step(&world, 1000);
    assert_int_equal(world_act(&world, 0, WORLD_JUMP, 0), WORLD_DONE);
    world_step(&world, WORLD_JUMP_MS / 2);
    world_sense(&world, 0, &senses);
    assert_true(senses.leg_height > 200);
    world_step(&world, WORLD_JUMP_MS);
    world_sense(&world, 0, &senses);
    assert_true(fabs(senses.leg_height - 160) < 1e-6);
}

static void a_shot_hits_the_first_in_its_way_but_not_through_walls(void **state)
{
    (void)state;
    static const struct {
        double heading;
        double wall_x; /* a wall across the row at this x; 0 = none */
        int hit;
    } cases[] = {
        {90,  0,   1 },
        {270, 0,   -1},
        {0,   0,   -1},
        {90,  2.5, -1},
        {90,  5,   1 }
    };
    for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        world_init(&world, 3, 3);
        world.solids.wall_count = 4;
        if (cases[i].wall_x > 0)
            world.solids.walls[world.solids.wall_count++] = (struct solid_wall){
                {cases[i].wall_x, 0  },
                {cases[i].wall_x, 2.5}
            };
        world.robots[0].heading = cases[i].heading;
        assert_int_equal(world_act(&world, 0, WORLD_SHOOT, 0), WORLD_DONE);
        struct world_event event;
        assert_true(world_take_event(&world, &event));
        assert_int_equal(event.kind, WORLD_FIRE);
        assert_int_equal(world_take_event(&world, &event), cases[i].hit >= 0);
        if (cases[i].hit < 0)
            continue;
        assert_int_equal(event.kind, WORLD_HIT);
        assert_int_equal(event.robot, cases[i].hit);
        assert_int_equal(event.by, 0);
    }
}

static void the_signal_falls_with_the_distance(void **state)
{
    (void)state;
    world_init(&world, 3, WORLD_ROBOTS);
    double last = 200;
    for (unsigned away = 0; away < 14; away++) {
        world.robots[0].at.x = world.access_point.x + away;
        world.robots[0].at.y = world.access_point.y;
        struct world_senses senses;
        world_sense(&world, 0, &senses);
        assert_true(senses.signal < last && senses.signal >= 0 && senses.signal <= 100);
        last = senses.signal;
    }
}

static void who_works_gets_warm_and_cools_down_again(void **state)
{
    (void)state;
    world_init(&world, 3, 1);
    struct world_senses rest, work, after;
    for (unsigned i = 0; i < 300; i++)
        world_step(&world, 1000);
    world_sense(&world, 0, &rest);
    drive(&world, 0, 1, 0);
    for (unsigned i = 0; i < 120; i++)
        world_step(&world, 1000);
    world_sense(&world, 0, &work);
    world_drive(&world, 0, &neutral);
    for (unsigned i = 0; i < 300; i++)
        world_step(&world, 1000);
    world_sense(&world, 0, &after);
    assert_true(work.temperature > rest.temperature + 1 && work.cpu > rest.cpu + 1);
    assert_true(fabs(after.temperature - rest.temperature) < 0.5);
}

static void the_same_seed_gives_the_same_run_however_time_is_cut(void **state)
{
    (void)state;
    world_init(&world, 77, 12);
    world_init(&twin, 77, 12);
    for (unsigned turn = 0; turn < 500; turn++) {
        drive_all(&world, turn);
        drive_all(&twin, turn);
        world_step(&world, 40);
        for (unsigned i = 0; i < 8; i++)
            world_step(&twin, 5);
    }
    assert_memory_equal(&world, &twin, sizeof(world));
    world_init(&twin, 78, 12);
    assert_memory_not_equal(world.solids.walls, twin.solids.walls, sizeof(world.solids.walls));
}

static void events_that_nobody_takes_are_bounded_and_counted(void **state)
{
    (void)state;
    world_init(&world, 3, 1);
    for (unsigned i = 0; i < WORLD_EVENTS + 7; i++)
        world_say(&world, 0, WORLD_FIRE, (int)i);
    assert_int_equal(world.events_dropped, 7);
    struct world_event event;
    for (unsigned i = 0; i < WORLD_EVENTS; i++) {
        assert_true(world_take_event(&world, &event));
        assert_int_equal(event.by, i);
    }
    assert_false(world_take_event(&world, &event));
}

static void lost_time_is_cut_and_counts_are_kept_in_bounds(void **state)
{
    (void)state;
    world_init(&world, 3, 100000);
    assert_int_equal(world.robot_count, WORLD_ROBOTS);
    world_init(&world, 3, 0);
    assert_int_equal(world.robot_count, 1);
    world_step(&world, 3600 * 1000);
    assert_int_equal(world.elapsed_ms, WORLD_STEP_MAX_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_ever_inside_a_wall_or_a_robot),
        cmocka_unit_test(who_drives_at_a_wall_bumps_once_and_stays_outside),
        cmocka_unit_test(two_that_meet_bump_and_say_whom),
        cmocka_unit_test(with_neutral_axes_it_stands_within_the_braking_time),
        cmocka_unit_test(the_wheels_do_what_the_stick_says),
        cmocka_unit_test(the_camera_turns_with_its_axes_up_to_its_ends),
        cmocka_unit_test(the_battery_only_rises_in_a_dock),
        cmocka_unit_test(a_low_battery_is_said_once_and_again_after_a_charge),
        cmocka_unit_test(an_empty_robot_crawls_and_does_not_fire),
        cmocka_unit_test(deeds_are_checked_against_their_range),
        cmocka_unit_test(legs_move_at_their_own_pace_and_stretch_in_a_jump),
        cmocka_unit_test(a_shot_hits_the_first_in_its_way_but_not_through_walls),
        cmocka_unit_test(the_signal_falls_with_the_distance),
        cmocka_unit_test(who_works_gets_warm_and_cools_down_again),
        cmocka_unit_test(the_same_seed_gives_the_same_run_however_time_is_cut),
        cmocka_unit_test(events_that_nobody_takes_are_bounded_and_counted),
        cmocka_unit_test(lost_time_is_cut_and_counts_are_kept_in_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

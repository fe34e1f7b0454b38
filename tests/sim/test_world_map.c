/* What must hold in a world on a map, and of shots and hits in any. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/sim/world.h"
#include "robot/sim/world_parts.h"

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct map map;
static struct world world, twin;

static const char *const names[] = {"yard", "lanes", "keep"};

static void load(const char *name)
{
    char path[64];
    struct map_fault fault;
    (void)snprintf(path, sizeof(path), "robot/sim/maps/%s.map", name);
    assert_int_equal(map_load(path, &map, &fault), RC_OK);
}

static void read_map(const char *text)
{
    struct map_fault fault;
    if (map_read(text, strlen(text), &map, &fault) != RC_OK)
        fail_msg("%u:%u: %s", fault.line, fault.column, fault.sentence);
}

static void drive(struct world *in, unsigned robot, double x, double y)
{
    struct axes axes = {
        {[AXIS_X] = x, [AXIS_Y] = y}
    };
    world_drive(in, robot, &axes);
}

static void drive_all(struct world *in, unsigned turn)
{
    for (unsigned i = 0; i < in->robot_count; i++) {
        double phase = (double)((i * 7919u + turn / 40u * 104729u) % 628u) / 100;
        drive(in, i, sin(phase), cos(phase * 3));
    }
}

static void robots_stand_at_the_spawn_points_of_their_team_and_face_the_middle(void **state)
{
    (void)state;
    for (unsigned n = 0; n < COUNT(names); n++) {
        load(names[n]);
        assert_true(world_init_on(&world, 1, &map, 24));
        for (unsigned i = 0; i < 24; i++) {
            const struct world_robot *r = &world.robots[i];
            struct point spawn = map.spawns[i % map.team_count][i / map.team_count];
            assert_true(r->at.x == spawn.x && r->at.y == spawn.y);
            struct point middle = {map.width / 2, map.height / 2};
            double way = point_distance(r->at, middle), angle = r->heading * WORLD_PI / 180;
            double ahead =
                ((middle.x - r->at.x) * sin(angle) + (middle.y - r->at.y) * cos(angle));
            assert_true(ahead > way * 0.9999);
        }
    }
}

static void those_without_a_spawn_point_stand_on_free_floor_and_too_many_are_told(void **state)
{
    (void)state;
    load("yard");
    assert_true(world_init_on(&world, 1, &map, 60));
    assert_true(world.robots[59].at.x > map.width / 2); /* near its own team's */
    for (unsigned i = 0; i < 60; i++)
        assert_int_equal(world_obstacle(&world, i, world.robots[i].at), WORLD_NOTHING);
    read_map("name: Tiny\n\n1#1#\n....\n....\n....");
    assert_false(world_init_on(&world, 1, &map, 100));
    assert_int_equal(world.robot_count, 14);
}

/* Measured in another way than the world does it. */
static double gap_around(const struct world *in, unsigned robot)
{
    struct point at = in->robots[robot].at;
    double gap = fmin(fmin(at.x, in->width - at.x), fmin(at.y, in->height - at.y));
    for (unsigned row = 0; row < map.rows; row++)
        for (unsigned column = 0; column < map.columns; column++) {
            struct point middle = map_middle(&map, row, column);
            double x = fabs(at.x - middle.x), y = fabs(at.y - middle.y), half = map.cell / 2;
            if (map.cells[row][column] == '#')
                gap = fmin(gap, hypot(fmax(x - half, 0), fmax(y - half, 0)));
            if (map.cells[row][column] == 'o')
                gap = fmin(gap, hypot(x, y) - half);
        }
    for (unsigned i = 0; i < in->robot_count; i++)
        if (i != robot)
            gap = fmin(gap, point_distance(at, in->robots[i].at) / 2);
    return gap;
}

static void nobody_is_ever_inside_a_wall_a_pillar_or_a_robot(void **state)
{
    (void)state;
    for (unsigned n = 0; n < COUNT(names); n++) {
        load(names[n]);
        assert_true(world_init_on(&world, n, &map, 24));
        for (unsigned turn = 1; turn <= 1500; turn++) {
            drive_all(&world, turn);
            world_step(&world, 20 + turn % 37);
            for (unsigned i = 0; i < world.robot_count && turn % 5 == 0; i++)
                assert_true(gap_around(&world, i) >= WORLD_RADIUS - 1e-9);
        }
    }
}

/* Two that face each other, `away` apart, in a world with nothing else. */
static void face(double away)
{
    world_init(&world, 7, 2);
    world.solids.wall_count = 0;
    world.robots[0].at = (struct point){0, 0};
    world.robots[0].heading = 90;
    world.robots[0].battery = 100;
    world.robots[1].at = (struct point){away, 0};
}

/* How many of 400 shots hit. */
static unsigned hits_at(double away)
{
    unsigned hits = 0;
    struct world_event event;
    face(away);
    for (unsigned i = 0; i < 400; i++) {
        world_step(&world, WORLD_FIRE_PAUSE_MS);
        assert_int_equal(world_act(&world, 0, WORLD_SHOOT, 0), WORLD_DONE);
        while (world_take_event(&world, &event))
            hits += event.kind == WORLD_HIT && event.robot == 1 && event.by == 0;
    }
    return hits;
}

static void shots_spread_and_end_at_their_range(void **state)
{
    (void)state;
    assert_int_equal(hits_at(2), 400);
    unsigned far = hits_at(WORLD_FIRE_RANGE - 0.1);
    assert_in_range(far, 300, 399);
    assert_int_equal(hits_at(WORLD_FIRE_RANGE + WORLD_RADIUS + 0.01), 0);
}

static void shots_end_at_walls_pillars_and_the_first_robot(void **state)
{
    (void)state;
    static const struct {
        bool wall, pillar, robot;
        int hit;
    } cases[] = {
        {false, false, false, 1 },
        {true,  false, false, -1},
        {false, true,  false, -1},
        {false, false, true,  2 }
    };
    for (unsigned i = 0; i < COUNT(cases); i++) {
        struct world_event event;
        face(3);
        if (cases[i].wall)
            assert_true(solids_add_wall(
                &world.solids, (struct point){1.5, -1}, (struct point){1.6, 1}));
        if (cases[i].pillar)
            assert_true(solids_add_pillar(&world.solids, (struct point){1.5, 0}, 0.25));
        if (cases[i].robot)
            world_place(&world, world.robot_count++, (struct point){1.5, 0}, 0);
        assert_int_equal(world_act(&world, 0, WORLD_SHOOT, 0), WORLD_DONE);
        assert_true(world_take_event(&world, &event));
        assert_int_equal(event.kind, WORLD_FIRE);
        assert_int_equal(world_take_event(&world, &event), cases[i].hit >= 0);
        if (cases[i].hit >= 0)
            assert_int_equal(event.robot, cases[i].hit);
    }
}

static double speed_of(unsigned robot)
{
    struct world_senses senses;
    world_sense(&world, robot, &senses);
    return senses.speed;
}

static void who_was_hit_is_slower_for_a_while_and_recovers(void **state)
{
    (void)state;
    face(3);
    drive(&world, 1, 0, 1);
    world.robots[1].heading = 90; /* away from the shooter */
    world_step(&world, 1000);
    double full = speed_of(1), last = 0;
    assert_int_equal(world_act(&world, 0, WORLD_SHOOT, 0), WORLD_DONE);
    assert_int_equal(world.robots[1].hurt_ms, WORLD_HURT_MS);
    world_step(&world, 100);
    for (unsigned i = 0; i < WORLD_HURT_MS - 100; i += 100) {
        assert_true(speed_of(1) >= full * WORLD_HURT_SPEED && speed_of(1) > last);
        last = speed_of(1);
        assert_true(last < full * (WORLD_HURT_SPEED + 0.1) || i > 200);
        world_step(&world, 100);
    }
    world_step(&world, 100);
    assert_true(fabs(speed_of(1) - full) < 1e-9);
    assert_true(world.robots[0].hurt_ms == 0);
}

static void a_pad_charges_whoever_stands_on_it(void **state)
{
    (void)state;
    read_map("name: Pad\n\n1.......\n........\n........\n.......+");
    assert_true(world_init_on(&world, 1, &map, 1));
    struct world_robot *r = &world.robots[0];
    struct world_senses senses;
    r->at = map.pads[0];
    r->battery = 50;
    world_step(&world, 1000);
    world_sense(&world, 0, &senses);
    assert_true(r->battery > 50 && senses.docked);
    r->at.x -= WORLD_DOCK_RADIUS + 0.1;
    double before = r->battery;
    world_step(&world, 1000);
    assert_true(r->battery < before);
}

/* Everybody drives and shoots, time is cut in two ways. */
static void on_a_map_the_same_seed_gives_the_same_run_however_time_is_cut(void **state)
{
    (void)state;
    load("lanes");
    assert_true(world_init_on(&world, 77, &map, 12));
    assert_true(world_init_on(&twin, 77, &map, 12));
    for (unsigned turn = 0; turn < 500; turn++) {
        drive_all(&world, turn);
        drive_all(&twin, turn);
        (void)world_act(&world, turn % 12, WORLD_SHOOT, 0);
        (void)world_act(&twin, turn % 12, WORLD_SHOOT, 0);
        world_step(&world, 40);
        for (unsigned i = 0; i < 8; i++)
            world_step(&twin, 5);
    }
    assert_memory_equal(&world, &twin, sizeof(world));
    assert_true(world.event_count > 100);
}

static void it_takes_the_memory_it_says(void **state)
{
    (void)state;
    assert_true(sizeof(struct world) < 75 * 1024);
    assert_true(sizeof(struct map) < 26 * 1024);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(robots_stand_at_the_spawn_points_of_their_team_and_face_the_middle),
        cmocka_unit_test(those_without_a_spawn_point_stand_on_free_floor_and_too_many_are_told),
        cmocka_unit_test(nobody_is_ever_inside_a_wall_a_pillar_or_a_robot),
        cmocka_unit_test(shots_spread_and_end_at_their_range),
        cmocka_unit_test(shots_end_at_walls_pillars_and_the_first_robot),
        cmocka_unit_test(who_was_hit_is_slower_for_a_while_and_recovers),
        cmocka_unit_test(a_pad_charges_whoever_stands_on_it),
        cmocka_unit_test(on_a_map_the_same_seed_gives_the_same_run_however_time_is_cut),
        cmocka_unit_test(it_takes_the_memory_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

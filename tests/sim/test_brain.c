/* A bot's ways and its brain: what it must and must never do. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/bot/brain.h"
#include "robot/bot/brain_parts.h"

#include <cmocka.h>

static struct map map;
static struct ground ground;
static struct way way;
static struct brain brain, twin;

static void load(const char *name)
{
    char path[64];
    struct map_fault fault;
    (void)snprintf(path, sizeof(path), "robot/sim/maps/%s.map", name);
    assert_int_equal(map_load(path, &map, &fault), RC_OK);
    ground_init(&ground, &map);
}

static void read_map(const char *text)
{
    struct map_fault fault;
    if (map_read(text, strlen(text), &map, &fault) != RC_OK)
        fail_msg("%u:%u: %s", fault.line, fault.column, fault.sentence);
    ground_init(&ground, &map);
}

/* Goes the way in small steps; the number of steps, or fails where it leads into something. */
static unsigned walk(struct point from, struct point to)
{
    way_to(&way, &ground, to);
    for (unsigned steps = 0; steps < 2000; steps++) {
        double left = point_distance(from, to);
        if (left < 0.05)
            return steps;
        struct point next = way_next(&way, &ground, from);
        double far = point_distance(from, next), share = fmin(0.05 / far, 1);
        from.x += (next.x - from.x) * share;
        from.y += (next.y - from.y) * share;
        if (!solids_clear(&map.solids, from, MAP_BODY - 0.1))
            fail_msg("the way leads through %g %g", from.x, from.y);
    }
    fail_msg("the way has no end");
    return 0;
}

static void a_way_leads_from_every_spawn_point_to_every_other_past_all_walls(void **state)
{
    (void)state;
    static const char *const names[] = {"yard", "lanes", "keep"};
    for (unsigned n = 0; n < 3; n++) {
        load(names[n]);
        for (unsigned i = 0; i < map.spawn_count[0]; i++) {
            struct point from = map.spawns[0][i], to = map.spawns[1][i];
            double straight = point_distance(from, to);
            unsigned steps = walk(from, to);
            assert_true(steps * 0.05 < straight * 1.5);
            assert_true(way_length(&way, &ground, from) > straight * 0.9);
        }
    }
}

static void where_there_is_no_way_its_length_says_so(void **state)
{
    (void)state;
    read_map("name: Two\ncell: 1\n\n1.#.\n..#.\n..#.\n..#.");
    way_to(&way, &ground, (struct point){3.5, 0.5});
    assert_true(way_length(&way, &ground, map.spawns[0][0]) == HUGE_VAL);
    assert_true(way_length(&way, &ground, (struct point){3.5, 3.5}) < 5);
}

static void cover_is_where_nobody_sees_it(void **state)
{
    (void)state;
    load("keep");
    for (unsigned i = 0; i < map.spawn_count[0]; i++) {
        struct point enemies[] = {
            map.pads[0], {12, 7.2}
        };
        struct seers seers = {2, enemies};
        struct point from = {4.25 + i * 0.5, 7}, found;
        assert_true(way_cover(&ground, from, &seers, &found));
        for (unsigned e = 0; e < 2; e++)
            assert_false(solids_see(&map.solids, enemies[e], found));
        way_to(&way, &ground, from);
        assert_true(way_length(&way, &ground, found) <= WAY_COVER_MAX);
    }
    read_map("name: Open\n\n1...\n....\n....\n....");
    struct seers seers = {1, &map.spawns[0][0]};
    struct point found;
    assert_false(way_cover(&ground, (struct point){1, 1}, &seers, &found));
}

/* Stands in the middle of nothing and looks at somebody 3 m ahead. */
static struct brain_sight sight_ahead(void)
{
    return (struct brain_sight){
        .plays = true,
        .at = {5, 5},
        .heading = 0,
        .battery = 80,
        .health = 100,
        .count = 1,
        .others = {{.unit = 1, .up = true, .at = {5, 8}, .heading = 180, .health = 100}},
    };
}

/* Lets it look at the same for ten seconds; how often it fired. */
static unsigned shots(enum brain_skill skill, const struct brain_sight *seen)
{
    struct brain_order order;
    struct brain_sight sight = *seen;
    unsigned shots = 0;
    brain_init(&brain, skill, 7, ground.map ? &ground : NULL);
    for (uint64_t now = 10000; now < 20000; now += BRAIN_THINK_MS) {
        sight.now = sight.posed = sight.others_at = now;
        brain_think(&brain, &sight, &order);
        shots += order.fire;
    }
    return shots;
}

static void it_fires_at_whom_it_sees_and_holds_its_fire_where_it_would_be_in_vain(void **state)
{
    (void)state;
    struct brain_sight sight = sight_ahead();
    ground.map = NULL;
    for (int skill = BRAIN_EASY; skill <= BRAIN_HARD; skill++)
        assert_in_range(shots((enum brain_skill)skill, &sight), 1, 33);
    sight.plays = false;
    assert_int_equal(shots(BRAIN_HARD, &sight), 0);
    sight = sight_ahead();
    sight.others[0].friendly = true;
    assert_int_equal(shots(BRAIN_HARD, &sight), 0);
    sight = sight_ahead();
    sight.others[0].up = false;
    assert_int_equal(shots(BRAIN_HARD, &sight), 0);
    sight.others[0].shielded = true;
    assert_int_equal(shots(BRAIN_HARD, &sight), 0);
    sight = sight_ahead();
    sight.others[0].at.y = 14; /* out of range */
    assert_int_equal(shots(BRAIN_HARD, &sight), 0);
    sight = sight_ahead();
    sight.count = 2; /* a friend in the line */
    sight.others[1] = (struct brain_other){
        .unit = 2, .friendly = true, .up = true, .at = {5.1, 6.5},
                   .health = 100
    };
    assert_int_equal(shots(BRAIN_HARD, &sight), 0);
}

static void who_is_skilled_stays_cool_and_who_is_not_does_not(void **state)
{
    (void)state;
    struct brain_sight sight = sight_ahead();
    sight.heat = 90;
    ground.map = NULL;
    assert_int_equal(shots(BRAIN_HARD, &sight), 0);
    assert_int_equal(shots(BRAIN_MEDIUM, &sight), 0);
    assert_true(shots(BRAIN_EASY, &sight) > 0);
}

static void a_wall_in_between_is_not_shot_at(void **state)
{
    (void)state;
    struct brain_sight sight = sight_ahead();
    read_map(
        "name: Wall\ncell: 1\n\n1.........\n..........\n....##....\n....##....\n..........\n"
        "..........\n..........\n..........\n..........\n..........");
    sight.others[0].at.y = 9;
    assert_int_equal(shots(BRAIN_HARD, &sight), 0);
    sight.others[0].at.y = 5.9;
    assert_true(shots(BRAIN_HARD, &sight) > 0);
}

static void with_a_low_battery_it_goes_to_a_pad_and_stays_there(void **state)
{
    (void)state;
    struct brain_order order;
    struct brain_sight sight = {
        .plays = true, .at = {2, 2},
             .heading = 90, .battery = 20, .health = 100
    };
    read_map("name: Pad\n\n1........\n.........\n.........\n.........\n.........\n........+");
    brain_init(&brain, BRAIN_MEDIUM, 1, &ground);
    for (uint64_t now = 1000; now < 20000; now += BRAIN_THINK_MS) {
        sight.now = sight.posed = sight.others_at = now;
        brain_think(&brain, &sight, &order);
        double angle = sight.heading * BRAIN_PI / 180, step = order.axes.value[AXIS_Y] * 0.05;
        sight.heading += order.axes.value[AXIS_X] * 150 * 0.05;
        sight.at.x += sin(angle) * step;
        sight.at.y += cos(angle) * step;
    }
    assert_true(point_distance(sight.at, map.pads[0]) < 0.4);
    assert_true(fabs(order.axes.value[AXIS_Y]) < 0.01);
}

/* What nobody would ever send. */
static void roll_sight(struct brain *dice, struct brain_sight *sight)
{
    sight->now += (uint64_t)(brain_random(dice) * 120);
    sight->plays = brain_random(dice) < 0.9;
    if (brain_random(dice) < 0.7)
        sight->posed = sight->others_at = sight->now;
    sight->at = (struct point){brain_random(dice) * 40 - 8, brain_random(dice) * 30 - 8};
    sight->heading = brain_random(dice) * 720 - 180;
    sight->pan = brain_random(dice) * 180 - 90;
    sight->battery = brain_random(dice) * 100;
    sight->heat = (int32_t)(brain_random(dice) * 100);
    sight->count = (unsigned)(brain_random(dice) * BRAIN_OTHERS);
    for (unsigned i = 0; i < sight->count; i++)
        sight->others[i] = (struct brain_other){
            .unit = i,
            .friendly = i % 2,
            .up = brain_random(dice) < 0.7,
            .returns = i % 3,
            .at = {brain_random(dice) * 24, brain_random(dice) * 14},
            .health = 50
        };
}

static void whatever_it_sees_its_orders_can_be_given_and_are_the_same_again(void **state)
{
    (void)state;
    load("lanes");
    for (unsigned turn = 0; turn < 9000; turn++) {
        static struct brain dice;
        static struct brain_sight sight;
        struct brain_order order, again;
        if (turn % 300 == 0) {
            enum brain_skill skill = (enum brain_skill)(turn / 300 % BRAIN_SKILL_COUNT_);
            const struct ground *known = turn % 1500 ? &ground : NULL;
            brain_init(&brain, skill, turn, known);
            brain_init(&twin, skill, turn, known);
        }
        roll_sight(&dice, &sight);
        brain_think(&brain, &sight, &order);
        brain_think(&twin, &sight, &again);
        assert_memory_equal(&order.axes, &again.axes, sizeof(order.axes));
        assert_int_equal(order.fire, again.fire);
        for (int axis = 0; axis < AXIS_COUNT_; axis++)
            assert_true(fabs(order.axes.value[axis]) <= 1);
        if (!sight.plays)
            assert_true(axes_neutral(&order.axes) && !order.fire);
    }
}

static void the_rule_for_bots_names_their_skill(void **state)
{
    (void)state;
    assert_int_equal(brain_skill_from_rule(1), BRAIN_EASY);
    assert_int_equal(brain_skill_from_rule(2), BRAIN_MEDIUM);
    assert_int_equal(brain_skill_from_rule(3), BRAIN_HARD);
    assert_int_equal(brain_skill_from_rule(0), BRAIN_MEDIUM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_way_leads_from_every_spawn_point_to_every_other_past_all_walls),
        cmocka_unit_test(where_there_is_no_way_its_length_says_so),
        cmocka_unit_test(cover_is_where_nobody_sees_it),
        cmocka_unit_test(it_fires_at_whom_it_sees_and_holds_its_fire_where_it_would_be_in_vain),
        cmocka_unit_test(who_is_skilled_stays_cool_and_who_is_not_does_not),
        cmocka_unit_test(a_wall_in_between_is_not_shot_at),
        cmocka_unit_test(with_a_low_battery_it_goes_to_a_pad_and_stays_there),
        cmocka_unit_test(whatever_it_sees_its_orders_can_be_given_and_are_the_same_again),
        cmocka_unit_test(the_rule_for_bots_names_their_skill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

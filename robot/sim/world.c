/* The world's frame: making it, its time, its events. Moving is in world_move.c, what a robot's
 * inside does in world_live.c, its deeds in world_act.c, a world on a map in world_map.c.
 *
 * Time is taken in inner steps of a fixed length and the rest is kept, so that a run does not
 * depend on how often its loop woke. (A step as long as the loop's pause was simpler, and made
 * every test depend on the machine's load.)
 *
 * Without a map it is a grid of cells with a robot's home in the middle of each. Inner walls
 * stand only on the right border of every second cell, so no cell ever has more than one and
 * nobody is locked in.
 */
#include "robot/sim/world.h"

#include <math.h>
#include <string.h>

#include "robot/sim/world_parts.h"

#define CELL        2.5
#define COLUMNS_MIN 5u
#define ROWS_MIN    3u
#define WALL_SHARE  0.35 /* of the borders that may have one */

/* splitmix64: small, seedable with anything, good enough for a playground. */
double world_random(struct world *world)
{
    uint64_t z = world->random += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return (double)(z >> 11) / 9007199254740992.0;
}

static void build_walls(struct world *world, unsigned columns, unsigned rows)
{
    struct point corner[4] = {
        {0,            0            },
        {world->width, 0            },
        {world->width, world->height},
        {0,            world->height}
    };
    for (unsigned i = 0; i < 4; i++)
        (void)solids_add_wall(&world->solids, corner[i], corner[(i + 1) % 4]);
    for (unsigned row = 0; row < rows; row++)
        for (unsigned column = row % 2; column + 1 < columns; column += 2) {
            if (world_random(world) >= WALL_SHARE)
                continue;
            double x = (column + 1) * CELL;
            (void)solids_add_wall(&world->solids, (struct point){x, row * CELL},
                (struct point){x, (row + 1) * CELL});
        }
}

void world_place(struct world *world, unsigned robot, struct point home, double heading)
{
    struct world_robot *r = &world->robots[robot];
    *r = (struct world_robot){.at = home, .home = home, .heading = heading};
    r->battery = 60 + 40 * world_random(world);
    r->temperature = 24;
    r->speed_setting = 50;
    r->brightness = 50;
    r->leg = r->leg_wanted = 100;
}

void world_init(struct world *world, uint64_t seed, unsigned robots)
{
    memset(world, 0, sizeof(*world));
    world->random = seed;
    world->robot_count = robots < 1 ? 1 : robots > WORLD_ROBOTS ? WORLD_ROBOTS : robots;
    unsigned columns = (unsigned)ceil(sqrt(world->robot_count * 1.5));
    if (columns < COLUMNS_MIN)
        columns = COLUMNS_MIN;
    unsigned rows = (world->robot_count + columns - 1) / columns;
    if (rows < ROWS_MIN)
        rows = ROWS_MIN;
    world->width = columns * CELL;
    world->height = rows * CELL;
    world->access_point = (struct point){world->width / 2, world->height / 2};
    build_walls(world, columns, rows);
    for (unsigned i = 0; i < world->robot_count; i++) {
        unsigned row = i / columns;
        struct point home = {(i % columns + 0.5) * CELL, (row + 0.5) * CELL};
        world_place(world, i, home, floor(world_random(world) * 360));
    }
}

static double finite_within(double value, double limit)
{
    return isfinite(value) ? world_clamp(value, -limit, limit) : 0;
}

void world_drive(struct world *world, unsigned robot, const struct axes *axes)
{
    struct axes *held = &world->robots[robot].axes;
    memset(held, 0, sizeof(*held));
    held->value[AXIS_X] = finite_within(axes->value[AXIS_X], 1);
    held->value[AXIS_Y] = finite_within(axes->value[AXIS_Y], 1);
    held->value[AXIS_CX] = finite_within(axes->value[AXIS_CX], WORLD_CAMERA_RATE);
    held->value[AXIS_CY] = finite_within(axes->value[AXIS_CY], WORLD_CAMERA_RATE);
}

void world_step(struct world *world, uint32_t ms)
{
    world->left_ms += ms > WORLD_STEP_MAX_MS ? WORLD_STEP_MAX_MS : ms;
    while (world->left_ms >= WORLD_STEP_MS) {
        world->left_ms -= WORLD_STEP_MS;
        world->elapsed_ms += WORLD_STEP_MS;
        for (unsigned i = 0; i < world->robot_count; i++) {
            world_move(world, i);
            world_live(world, i);
        }
    }
}

void world_say(struct world *world, unsigned robot, enum world_event_kind kind, int by)
{
    if (world->event_count == WORLD_EVENTS) {
        world->events_dropped++;
        return;
    }
    unsigned slot = (world->event_first + world->event_count++) % WORLD_EVENTS;
    world->events[slot] = (struct world_event){robot, kind, by};
}

bool world_take_event(struct world *world, struct world_event *ret)
{
    if (world->event_count == 0)
        return false;
    *ret = world->events[world->event_first];
    world->event_first = (world->event_first + 1) % WORLD_EVENTS;
    world->event_count--;
    return true;
}

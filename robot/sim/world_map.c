/* A world on a map: its solids as they are, its robots at their spawn points. */
#include <math.h>
#include <string.h>

#include "robot/sim/world.h"
#include "robot/sim/world_parts.h"

/* Towards the middle of the map, in whole degrees clockwise from +y. */
static double facing(const struct world *world, struct point at)
{
    double angle = atan2(world->width / 2 - at.x, world->height / 2 - at.y) * 180 / WORLD_PI;
    return fmod(floor(angle + 360.5), 360);
}

static bool place_at(struct world *world, struct point at)
{
    unsigned robot = world->robot_count;
    if (world_obstacle(world, robot, at) != WORLD_NOTHING)
        return false;
    world_place(world, robot, at, facing(world, at));
    world->robot_count++;
    return true;
}

/* On the free cell next to `near`; whole cells apart from others. */
static bool place_beside(struct world *world, const struct map *map, struct point near)
{
    double least = HUGE_VAL;
    struct point best = near;
    for (unsigned row = 0; row < map->rows; row++)
        for (unsigned column = 0; column < map->columns; column++) {
            struct point at = map_middle(map, row, column);
            double distance = point_distance(at, near);
            if (distance >= least || !map_free(map, row, column) ||
                world_obstacle(world, world->robot_count, at) != WORLD_NOTHING)
                continue;
            least = distance;
            best = at;
        }
    return least < HUGE_VAL && place_at(world, best);
}

static bool place_next(struct world *world, const struct map *map)
{
    unsigned team = world->robot_count % map->team_count;
    unsigned nth = world->robot_count / map->team_count;
    if (nth < map->spawn_count[team] && place_at(world, map->spawns[team][nth]))
        return true;
    return place_beside(world, map, map->spawns[team][0]);
}

bool world_init_on(struct world *world, uint64_t seed, const struct map *map, unsigned robots)
{
    memset(world, 0, sizeof(*world));
    world->random = seed;
    world->width = map->width;
    world->height = map->height;
    world->access_point = (struct point){map->width / 2, map->height / 2};
    world->solids = map->solids;
    world->pad_count = map->pad_count;
    memcpy(world->pads, map->pads, sizeof(world->pads));
    if (robots > WORLD_ROBOTS)
        robots = WORLD_ROBOTS;
    bool room = true;
    while (world->robot_count < robots && room)
        room = place_next(world, map);
    return room;
}

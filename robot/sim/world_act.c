/* What a robot can be told to do, besides moving. */
#include <math.h>

#include "robot/sim/world.h"
#include "robot/sim/world_parts.h"

#define JUMP_COSTS 0.2 /* % of the battery */
#define SHOT_COSTS 0.05

struct deed_range {
    double min, max;
};

static const struct deed_range ranges[WORLD_DEED_COUNT_] = {
    [WORLD_SET_SPEED] = {1,             100          },
    [WORLD_SET_BRIGHTNESS] = {1,             100          },
    [WORLD_SET_LEG_HEIGHT] = {WORLD_LEG_MIN, WORLD_LEG_MAX},
    [WORLD_LIGHTS] = {0,             1            },
    [WORLD_JUMP] = {-HUGE_VAL,     HUGE_VAL     },
    [WORLD_SHOOT] = {-HUGE_VAL,     HUGE_VAL     },
};

static enum world_answer spend(struct world_robot *r, double costs)
{
    if (r->battery <= WORLD_BATTERY_LIMP)
        return WORLD_EMPTY;
    r->battery -= costs;
    return WORLD_DONE;
}

static enum world_answer jump(struct world_robot *r)
{
    if (r->jump_ms > 0)
        return WORLD_BUSY;
    enum world_answer answer = spend(r, JUMP_COSTS);
    if (answer == WORLD_DONE)
        r->jump_ms = WORLD_JUMP_MS;
    return answer;
}

/* How far along the ray the circle around `target` begins; HUGE_VAL when it is missed. */
static double reach_robot(
    struct world_point from, struct world_point ray, struct world_point target)
{
    double dx = target.x - from.x, dy = target.y - from.y;
    double along = dx * ray.x + dy * ray.y, aside = dx * ray.y - dy * ray.x;
    if (along <= 0 || fabs(aside) > WORLD_RADIUS)
        return HUGE_VAL;
    return along - sqrt(WORLD_RADIUS * WORLD_RADIUS - aside * aside);
}

static double reach_wall(
    struct world_point from, struct world_point ray, const struct world_wall *wall)
{
    double dx = wall->b.x - wall->a.x, dy = wall->b.y - wall->a.y;
    double cross = ray.x * dy - ray.y * dx;
    if (fabs(cross) < 1e-12)
        return HUGE_VAL;
    double ax = wall->a.x - from.x, ay = wall->a.y - from.y;
    double along = (ax * dy - ay * dx) / cross, share = (ax * ray.y - ay * ray.x) / cross;
    return along >= 0 && share >= 0 && share <= 1 ? along : HUGE_VAL;
}

static int first_hit(const struct world *world, unsigned robot)
{
    const struct world_robot *r = &world->robots[robot];
    double angle = (r->heading + r->pan) * WORLD_PI / 180, reach = WORLD_FIRE_RANGE;
    struct world_point ray = {sin(angle), cos(angle)};
    int hit = -1;
    for (unsigned i = 0; i < world->wall_count; i++)
        reach = fmin(reach, reach_wall(r->at, ray, &world->walls[i]));
    for (unsigned i = 0; i < world->robot_count; i++) {
        double distance = i == robot ? HUGE_VAL : reach_robot(r->at, ray, world->robots[i].at);
        if (distance >= reach)
            continue;
        reach = distance;
        hit = (int)i;
    }
    return hit;
}

static enum world_answer shoot(struct world *world, unsigned robot)
{
    struct world_robot *r = &world->robots[robot];
    if (r->fire_ms > 0)
        return WORLD_BUSY;
    enum world_answer answer = spend(r, SHOT_COSTS);
    if (answer != WORLD_DONE)
        return answer;
    r->fire_ms = WORLD_FIRE_PAUSE_MS;
    world_say(world, robot, WORLD_FIRE, -1);
    int hit = first_hit(world, robot);
    if (hit >= 0)
        world_say(world, (unsigned)hit, WORLD_HIT, (int)robot);
    return WORLD_DONE;
}

enum world_answer world_act(
    struct world *world, unsigned robot, enum world_deed deed, double value)
{
    struct world_robot *r = &world->robots[robot];
    if (!(value >= ranges[deed].min && value <= ranges[deed].max))
        return WORLD_OUT_OF_RANGE;
    switch (deed) {
    case WORLD_SET_SPEED:
        r->speed_setting = value;
        return WORLD_DONE;
    case WORLD_SET_BRIGHTNESS:
        r->brightness = value;
        return WORLD_DONE;
    case WORLD_SET_LEG_HEIGHT:
        r->leg_wanted = value;
        return WORLD_DONE;
    case WORLD_LIGHTS:
        r->lights = value >= 0.5;
        return WORLD_DONE;
    case WORLD_JUMP:
        return jump(r);
    case WORLD_SHOOT:
        return shoot(world, robot);
    case WORLD_DEED_COUNT_:
        break;
    }
    return WORLD_OUT_OF_RANGE;
}

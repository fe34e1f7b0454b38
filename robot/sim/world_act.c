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

static int first_hit(const struct world *world, unsigned robot, double off)
{
    const struct world_robot *r = &world->robots[robot];
    double angle = (r->heading + r->pan + off) * WORLD_PI / 180;
    struct point ray = {sin(angle), cos(angle)};
    double reach = solids_reach(&world->solids, r->at, ray, WORLD_FIRE_RANGE);
    int hit = -1;
    for (unsigned i = 0; i < world->robot_count; i++) {
        double distance =
            i == robot ? HUGE_VAL : circle_reach(r->at, ray, world->robots[i].at, WORLD_RADIUS);
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
    double off = (world_random(world) - world_random(world)) * WORLD_FIRE_SPREAD;
    int hit = first_hit(world, robot, off);
    if (hit < 0)
        return WORLD_DONE;
    world->robots[hit].hurt_ms = WORLD_HURT_MS;
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

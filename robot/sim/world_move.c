/* How a robot moves and what stops it.
 *
 * A step is taken only if its end is free: else along one axis alone (so that it slides along a
 * wall), else not at all. By induction no robot is ever inside anything. (Letting it in and
 * pushing it out again was tried first in thought: two robots in a corner push each other
 * through the wall.) Nothing is tunnelled: the longest step, 2 cm, is far below a robot's
 * radius.
 */
#include <math.h>

#include "robot/sim/world.h"
#include "robot/sim/world_parts.h"

#define STEP_S (WORLD_STEP_MS / 1000.0)

int world_obstacle(const struct world *world, unsigned robot, struct point at)
{
    if (!solids_clear(&world->solids, at, WORLD_RADIUS))
        return WORLD_A_WALL;
    for (unsigned i = 0; i < world->robot_count; i++) {
        double dx = world->robots[i].at.x - at.x, dy = world->robots[i].at.y - at.y;
        if (i != robot && dx * dx + dy * dy < 4 * WORLD_RADIUS * WORLD_RADIUS)
            return (int)i;
    }
    return WORLD_NOTHING;
}

static double approach(double from, double to, double step)
{
    return from < to ? fmin(from + step, to) : fmax(from - step, to);
}

/* A wheel speeds up gently and brakes hard: towards zero, or through it. */
static double wheel(double speed, double wanted)
{
    bool braking = wanted == 0 || speed * wanted < 0 || fabs(wanted) < fabs(speed);
    return approach(speed, wanted, (braking ? WORLD_BRAKE : WORLD_ACCELERATION) * STEP_S);
}

static double hurt_share(const struct world_robot *r)
{
    return 1 - (1 - WORLD_HURT_SPEED) * r->hurt_ms / WORLD_HURT_MS;
}

static void turn_wheels(struct world_robot *r)
{
    double share = r->battery <= WORLD_BATTERY_LIMP ? 0.1 : r->speed_setting / 100;
    double top = WORLD_SPEED_MAX * share * hurt_share(r);
    double x = r->axes.value[AXIS_X] / 2, y = r->axes.value[AXIS_Y];
    r->left = wheel(r->left, top * world_clamp(y + x, -1, 1));
    r->right = wheel(r->right, top * world_clamp(y - x, -1, 1));
}

static void turn_camera(struct world_robot *r)
{
    r->pan += r->axes.value[AXIS_CX] * STEP_S;
    r->tilt += r->axes.value[AXIS_CY] * STEP_S;
    r->pan = world_clamp(r->pan, -WORLD_PAN_MAX, WORLD_PAN_MAX);
    r->tilt = world_clamp(r->tilt, WORLD_TILT_MIN, WORLD_TILT_MAX);
    r->leg = approach(r->leg, r->leg_wanted, WORLD_LEG_RATE * STEP_S);
}

static void turn_body(struct world_robot *r)
{
    double rate = (r->left - r->right) / WORLD_TRACK * 180 / WORLD_PI;
    r->heading = fmod(r->heading + rate * STEP_S + 360, 360);
}

static void bump(struct world *world, unsigned robot, int obstacle)
{
    struct world_robot *r = &world->robots[robot];
    r->left = r->right = 0;
    if (!r->blocked && r->bump_ms == 0) {
        r->bump_ms = WORLD_BUMP_PAUSE_MS;
        world_say(world, robot, WORLD_BUMP, obstacle >= 0 ? obstacle : -1);
    }
    r->blocked = true;
}

void world_move(struct world *world, unsigned robot)
{
    struct world_robot *r = &world->robots[robot];
    turn_wheels(r);
    turn_camera(r);
    if (r->left == 0 && r->right == 0)
        return;
    turn_body(r);
    double way = (r->left + r->right) / 2 * STEP_S, angle = r->heading * WORLD_PI / 180;
    struct point to = {r->at.x + way * sin(angle), r->at.y + way * cos(angle)};
    int obstacle = world_obstacle(world, robot, to);
    if (obstacle == WORLD_NOTHING) {
        r->at = to;
        r->blocked = false;
        return;
    }
    struct point slide[2] = {
        {to.x,    r->at.y},
        {r->at.x, to.y   }
    };
    for (unsigned i = 0; i < 2; i++)
        if (world_obstacle(world, robot, slide[i]) == WORLD_NOTHING) {
            r->at = slide[i];
            break;
        }
    bump(world, robot, obstacle);
}

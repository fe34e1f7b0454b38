/* What goes on inside a robot: energy, heat, load, pauses; and what its sensors say of it.
 *
 * Figures of a small rover: an hour of driving at full speed empties the battery, a full charge
 * takes three minutes (a demonstration's patience, not a battery's), at its dock or on any pad;
 * the case warms within a minute.
 */
#include <math.h>

#include "robot/sim/world.h"
#include "robot/sim/world_parts.h"

#define STEP_S        (WORLD_STEP_MS / 1000.0)
#define DRAIN_IDLE    0.004 /* % a second */
#define DRAIN_MOTION  0.012 /* and for each m/s of a wheel */
#define DRAIN_LIGHTS  0.002
#define CHARGE        0.5
#define AMBIENT       22.0
#define WARMING_S     45.0
#define CPU_SETTLES_S 1.5

static uint32_t less(uint32_t left)
{
    return left > WORLD_STEP_MS ? left - WORLD_STEP_MS : 0;
}

static bool docked(const struct world *world, const struct world_robot *r)
{
    if (r->left != 0 || r->right != 0)
        return false;
    if (point_distance(r->at, r->home) <= WORLD_DOCK_RADIUS)
        return true;
    for (unsigned i = 0; i < world->pad_count; i++)
        if (point_distance(r->at, world->pads[i]) <= WORLD_DOCK_RADIUS)
            return true;
    return false;
}

static void burn(struct world *world, unsigned robot, double effort)
{
    struct world_robot *r = &world->robots[robot];
    double drain = DRAIN_IDLE + DRAIN_MOTION * effort + (r->lights ? DRAIN_LIGHTS : 0);
    double change = docked(world, r) ? CHARGE : -drain;
    r->battery = world_clamp(r->battery + change * STEP_S, 0, 100);
    if (r->battery > WORLD_BATTERY_LOW + 5)
        r->low_told = false;
    if (r->battery < WORLD_BATTERY_LOW && !r->low_told) {
        r->low_told = true;
        world_say(world, robot, WORLD_LOW_BATTERY, -1);
    }
}

void world_live(struct world *world, unsigned robot)
{
    struct world_robot *r = &world->robots[robot];
    double effort = fabs(r->left) + fabs(r->right);
    burn(world, robot, effort);
    double load = 9 + 11 * effort + 0.06 * r->brightness;
    r->cpu += (load - r->cpu) * STEP_S / CPU_SETTLES_S;
    double warm = AMBIENT + 0.3 * r->cpu + 3 * effort;
    r->temperature += (warm - r->temperature) * STEP_S / WARMING_S;
    r->jump_ms = less(r->jump_ms);
    r->fire_ms = less(r->fire_ms);
    r->bump_ms = less(r->bump_ms);
    r->hurt_ms = less(r->hurt_ms);
    if (world->elapsed_ms % 1000 == 0)
        r->noise = 2 * world_random(world) - 1;
}

static double signal_at(const struct world *world, const struct world_robot *r)
{
    double distance = point_distance(r->at, world->access_point);
    return world_clamp(100 - 22 * log10(1 + distance) * 1.6 + r->noise, 0, 100);
}

static double leg_now(const struct world_robot *r)
{
    double done = (double)r->jump_ms / WORLD_JUMP_MS;
    return r->leg + 60 * sin(done * WORLD_PI);
}

void world_sense(const struct world *world, unsigned robot, struct world_senses *ret)
{
    const struct world_robot *r = &world->robots[robot];
    *ret = (struct world_senses){
        .battery = r->battery,
        .cpu = world_clamp(r->cpu, 0, 100),
        .temperature = r->temperature,
        .signal = signal_at(world, r),
        .speed = (r->left + r->right) / 2,
        .yaw = r->heading > 180 ? r->heading - 360 : r->heading,
        .leg_height = leg_now(r),
        .x = r->at.x,
        .y = r->at.y,
        .heading = r->heading,
        .pan = r->pan,
        .tilt = r->tilt,
        .brightness = r->brightness,
        .speed_setting = r->speed_setting,
        .lights = r->lights,
        .docked = docked(world, r),
    };
}

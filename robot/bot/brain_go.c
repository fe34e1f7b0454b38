/* How a bot gets its robot to where it wants to be. */
#include <math.h>

#include "robot/bot/brain_parts.h"

#define SETTLE_S    0.28 /* so long a turn takes, about */
#define ARRIVED     0.2  /* m */
#define WAY_MS      400
#define STEP_MS     100
#define AIM_WIDE    70.0 /* degrees off: turn before driving */
#define STUCK_MS    700
#define STUCK_MOVED 0.12 /* m: less than this is not moving */
#define BACK_MS     500

/* Without a map, after a bump: degrees aside, for how long, how far to look for. */
#define ASTRAY_LEAST 40.0
#define ASTRAY_MORE  80.0
#define ASTRAY_MS    4000
#define ASTRAY_M     3.0

void brain_turn_by(const struct brain *brain, double turn, struct axes *axes)
{
    double most = brain_skill(brain)->turn;
    axes->value[AXIS_X] = brain_within(turn / (brain->gain * SETTLE_S), -most, most);
}

/* Straight to a point: turning first, the slower the more it is off. */
static void go_straight(
    struct brain *brain, const struct brain_sight *sight, struct point to, struct axes *axes)
{
    double distance = point_distance(sight->at, to);
    double turn = brain_turn(brain_heading(brain, sight->now), brain_bearing(sight->at, to));
    if (distance < ARRIVED)
        return;
    brain_turn_by(brain, turn, axes);
    double share = 1 - fabs(turn) / AIM_WIDE;
    axes->value[AXIS_Y] = brain_within(share, 0, 1) * brain_within(distance / 0.6, 0.3, 1);
}

/* Brings the way and its next step up to date. */
static void follow(struct brain *brain, const struct brain_sight *sight, struct point goal)
{
    bool elsewhere = point_distance(goal, brain->way.goal) > brain->ground->map->cell;
    if (sight->now >= brain->way_until ||
        (elsewhere && sight->now + WAY_MS / 2 >= brain->way_until)) {
        way_to(&brain->way, brain->ground, goal);
        brain->way_until = sight->now + WAY_MS;
        brain->step_until = 0;
    }
    if (sight->now >= brain->step_until) {
        brain->step = way_next(&brain->way, brain->ground, sight->at);
        brain->step_until = sight->now + STEP_MS;
    }
}

static struct point ahead(struct point from, double heading)
{
    double angle = heading * BRAIN_PI / 180;
    return (struct point){from.x + sin(angle) * ASTRAY_M, from.y + cos(angle) * ASTRAY_M};
}

void brain_go(
    struct brain *brain, const struct brain_sight *sight, struct point goal, struct axes *axes)
{
    if (brain->ground)
        follow(brain, sight, goal);
    else if (sight->now < brain->astray_until)
        goal = ahead(sight->at, brain->astray);
    brain->went = sight->now;
    go_straight(brain, sight, brain->ground ? brain->step : goal, axes);
}

void brain_watch(
    struct brain *brain, const struct brain_sight *sight, struct point from, struct axes *axes)
{
    if (brain->ground)
        follow(brain, sight, from);
    struct point to = brain->ground ? brain->step : from;
    brain_turn_by(brain,
        brain_turn(brain_heading(brain, sight->now), brain_bearing(sight->at, to)), axes);
}

static bool wants_to_go(
    const struct brain *brain, const struct brain_sight *sight, const struct axes *axes)
{
    return brain->went == sight->now && fabs(axes->value[AXIS_Y]) > 0.25;
}

void brain_unstick(struct brain *brain, const struct brain_sight *sight, struct axes *axes)
{
    if (sight->now < brain->back_until) {
        axes->value[AXIS_Y] = -0.6;
        axes->value[AXIS_X] = brain->back_turn;
        return;
    }
    if (!wants_to_go(brain, sight, axes) ||
        point_distance(sight->at, brain->stood) > STUCK_MOVED) {
        brain->stood = sight->at;
        brain->stood_since = sight->now;
        return;
    }
    if (sight->now < brain->stood_since + STUCK_MS)
        return;
    brain->stood_since = sight->now;
    brain->back_until = sight->now + BACK_MS;
    brain->back_turn = brain_random(brain) < 0.5 ? -0.5 : 0.5;
    double aside = ASTRAY_LEAST + brain_random(brain) * ASTRAY_MORE;
    brain->astray = sight->heading + (brain->back_turn < 0 ? -aside : aside);
    brain->astray_until = brain->back_until + (uint64_t)(brain_random(brain) * ASTRAY_MS);
}

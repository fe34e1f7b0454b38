/* What a bot wants: the rows of skill, and in which order its wishes count.
 *
 * One wish at a time, the first that applies: wait, hide while hot, fetch a charge, fight whom
 * it sees, look for whom it does not see. (A weighted sum of wishes was the other way, and made
 * robots that stand between two things they both want.)
 */
#include "robot/bot/brain.h"

#include <math.h>
#include <string.h>

#include "robot/bot/brain_parts.h"

#define GAIN_FIRST     150.0
#define HIDE_MS        600
#define SHIELD_SHORT   700 /* ms: not worth hiding from */
#define HIDDEN         0.3 /* m to its place: it is there */
#define BATTERY_SEEKS  25.0
#define BATTERY_ENOUGH 40.0
#define AIMS_AT_ME     12.0 /* degrees */
#define PAN_RATE       30.0 /* degrees off at which the camera turns back at full speed */

static const struct skill easy = {
    .reaction_ms = 900,
    .aim_error = 50,
    .aim_ms = 600,
    .lead = 0,
    .eager = 3,
    .heat_stop = 100,
    .heat_go = 100,
    .turn = 0.45,
    .near = 1.5,
    .far = 4,
    .speed = 40,
};

static const struct skill medium = {
    .reaction_ms = 400,
    .aim_error = 18,
    .aim_ms = 400,
    .lead = 0.6,
    .eager = 1.3,
    .heat_stop = 82,
    .heat_go = 60,
    .turn = 0.6,
    .near = 2,
    .far = 5,
    .speed = 50,
    .pads = true,
};

static const struct skill hard = {
    .reaction_ms = 150,
    .aim_error = 2,
    .aim_ms = 300,
    .lead = 1,
    .eager = 0.8,
    .heat_stop = 82,
    .heat_go = 45,
    .turn = 1,
    .near = 3,
    .far = 6.5,
    .speed = 65,
    .cover = true,
    .dodge = true,
    .pads = true,
};

const struct skill *brain_skill(const struct brain *brain)
{
    static const struct skill *const skills[BRAIN_SKILL_COUNT_] = {&easy, &medium, &hard};
    return skills[brain->skill];
}

enum brain_skill brain_skill_from_rule(int32_t rule)
{
    return rule == 1 ? BRAIN_EASY : rule == 3 ? BRAIN_HARD : BRAIN_MEDIUM;
}

/* splitmix64, as in the world. */
double brain_random(struct brain *brain)
{
    uint64_t z = brain->random += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return (double)(z >> 11) / 9007199254740992.0;
}

void brain_init(
    struct brain *brain, enum brain_skill skill, uint64_t seed, const struct ground *ground)
{
    memset(brain, 0, sizeof(*brain));
    brain->skill = skill;
    brain->random = seed;
    brain->ground = ground;
    brain->gain = GAIN_FIRST;
    brain->target = -1;
}

static bool plays_or_returns(const struct brain_other *other)
{
    return other->up || other->shielded || other->returns;
}

/* Whoever could shoot at it, now or when they are back: their places. */
static unsigned find_seers(const struct brain_sight *sight, struct point ret[BRAIN_OTHERS])
{
    unsigned count = 0;
    for (unsigned i = 0; i < sight->count; i++)
        if (!sight->others[i].friendly && plays_or_returns(&sight->others[i]))
            ret[count++] = sight->others[i].at;
    return count;
}

/* True when it hides: it goes there, or stands there. */
static bool hide(struct brain *brain, const struct brain_sight *sight, struct axes *axes)
{
    struct point at[BRAIN_OTHERS];
    struct seers seers = {find_seers(sight, at), at};
    if (!brain->ground || seers.count == 0)
        return false;
    if (sight->now >= brain->hide_until) {
        brain->hides = way_cover(brain->ground, sight->at, &seers, &brain->hide);
        brain->hide_until = sight->now + HIDE_MS;
    }
    if (brain->hides && point_distance(sight->at, brain->hide) > HIDDEN)
        brain_go(brain, sight, brain->hide, axes);
    else if (brain->hides)
        brain_watch(brain, sight, seers.at[0], axes);
    return brain->hides;
}

static bool wants_cover(const struct brain *brain, const struct brain_sight *sight,
    const struct brain_other *target)
{
    return brain_skill(brain)->cover &&
           (!target || brain->cooling || sight->hot ||
               (target->shielded && target->back_ms > SHIELD_SHORT));
}

static const struct point *nearest_pad(const struct brain *brain, struct point from)
{
    const struct point *best = NULL;
    const struct map *map = brain->ground ? brain->ground->map : NULL;
    for (unsigned i = 0; map && i < map->pad_count; i++)
        if (!best || point_distance(from, map->pads[i]) < point_distance(from, *best))
            best = &map->pads[i];
    return best;
}

static bool charge(struct brain *brain, const struct brain_sight *sight, struct axes *axes)
{
    const struct point *pad = nearest_pad(brain, sight->at);
    bool there = pad && point_distance(sight->at, *pad) < 0.4;
    if (!brain_skill(brain)->pads || !pad ||
        sight->battery > (there ? BATTERY_ENOUGH : BATTERY_SEEKS))
        return false;
    brain_go(brain, sight, *pad, axes);
    return true;
}

static bool aims_at_me(const struct brain_sight *sight, const struct brain_other *other)
{
    return fabs(brain_turn(other->heading, brain_bearing(other->at, sight->at))) < AIMS_AT_ME;
}

/* Turns to the target and keeps the distance it likes; who dodges does not turn on the spot
 * while it is aimed at. */
static void fight(struct brain *brain, const struct brain_sight *sight,
    const struct brain_other *target, const struct brain_aim *aim, struct axes *axes)
{
    const struct skill *skill = brain_skill(brain);
    brain_turn_by(brain, aim->turn, axes);
    double ahead = cos(aim->turn * BRAIN_PI / 180);
    if (aim->distance > skill->far || (skill->cover && !aim->clear))
        axes->value[AXIS_Y] = brain_within(ahead, 0, 1);
    else if (aim->distance < skill->near)
        axes->value[AXIS_Y] = -0.7 * brain_within(ahead, 0, 1);
    if (skill->dodge && fabs(aim->turn) > 45 && aims_at_me(sight, target))
        axes->value[AXIS_Y] = 1;
}

/* A target it could shoot at from somewhere; else it looks for it. */
static void attack(struct brain *brain, const struct brain_sight *sight,
    const struct brain_other *target, const struct brain_aim *aim, struct axes *axes)
{
    bool sees = aim->sees && brain->ground;
    bool moves = aim->blocked || sight->now < brain->post_until;
    if (sees && moves && brain_take_post(brain, sight, target, axes))
        return;
    if (sees && aim->distance <= BRAIN_RANGE)
        fight(brain, sight, target, aim, axes);
    else
        brain_go(brain, sight, target->at, axes);
}

static void decide(
    struct brain *brain, const struct brain_sight *sight, struct brain_order *order)
{
    struct brain_aim aim = {.sees = false};
    const struct brain_other *target = brain_choose(brain, sight);
    if (target) {
        brain_aim(brain, sight, target, &aim);
        order->fire = target->up && brain_fires(brain, sight, &aim);
    }
    bool busy = (wants_cover(brain, sight, target) && hide(brain, sight, &order->axes)) ||
                charge(brain, sight, &order->axes);
    if (!busy && target)
        attack(brain, sight, target, &aim, &order->axes);
}

void brain_think(struct brain *brain, const struct brain_sight *sight, struct brain_order *ret)
{
    *ret = (struct brain_order){.speed = brain_skill(brain)->speed};
    brain_remember(brain, sight);
    if (sight->plays && sight->posed != 0) {
        decide(brain, sight, ret);
        brain_unstick(brain, sight, &ret->axes);
        ret->axes.value[AXIS_CX] = brain_within(-sight->pan / PAN_RATE, -1, 1);
    }
    brain_remember_command(brain, sight->now, ret->axes.value[AXIS_X]);
}

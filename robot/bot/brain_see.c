/* What a bot remembers: how others moved, how its own robot answers to the stick.
 *
 * A pose is old when it is heard, and a robot turns up to 200 degrees a second; a controller
 * that believes the last pose swings. So it counts in what it has ordered since then and what
 * will only happen: that is how far the robot will have turned if it lets go now.
 */
#include <math.h>

#include "robot/bot/brain_parts.h"

#define LAG_MS     90   /* from an order to what it does */
#define GAIN_LEAST 30.0 /* degrees a second at full x */
#define GAIN_MOST  500.0
#define LEARN_FROM 0.02 /* s of full x between two poses; less says nothing */
#define LEARN      0.15
#define JUTS       0.2 /* m beside the middle of a target that must be in sight, too */
#define MOTION_MS  250 /* a velocity is measured over this much */

double brain_within(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

double brain_bearing(struct point from, struct point to)
{
    return atan2(to.x - from.x, to.y - from.y) * 180 / BRAIN_PI;
}

double brain_turn(double from, double to)
{
    return remainder(to - from, 360);
}

/* How long at full x it was ordered to turn between two times, s. */
static double ordered(const struct brain *brain, uint64_t from, uint64_t to)
{
    double sum = 0;
    uint64_t end = to;
    for (unsigned i = 1; i <= BRAIN_COMMANDS && end > from; i++) {
        unsigned slot = (brain->command_next + BRAIN_COMMANDS - i) % BRAIN_COMMANDS;
        uint64_t begin = brain->commands[slot].when;
        if (begin == 0)
            break;
        if (begin >= end)
            continue;
        uint64_t since = begin > from ? begin : from;
        sum += brain->commands[slot].x * (double)(end - since) / 1000;
        end = begin;
    }
    return sum;
}

void brain_remember_command(struct brain *brain, uint64_t now, double x)
{
    brain->commands[brain->command_next].when = now;
    brain->commands[brain->command_next].x = x;
    brain->command_next = (brain->command_next + 1) % BRAIN_COMMANDS;
}

static uint64_t earlier(uint64_t when)
{
    return when > LAG_MS ? when - LAG_MS : 0;
}

static void learn_gain(struct brain *brain)
{
    double full = ordered(brain, earlier(brain->before.when), earlier(brain->self.when));
    if (brain->before.when == 0 || fabs(full) < LEARN_FROM)
        return;
    double gain = brain_turn(brain->before.heading, brain->self.heading) / full;
    brain->gain += (brain_within(gain, GAIN_LEAST, GAIN_MOST) - brain->gain) * LEARN;
}

double brain_heading(const struct brain *brain, uint64_t now)
{
    return brain->self.heading + brain->gain * ordered(brain, earlier(brain->self.when), now);
}

struct point brain_here(const struct brain *brain, uint64_t now)
{
    const struct brain_seen *self = &brain->self, *before = &brain->before;
    uint64_t between = self->when - before->when, age = now - self->when;
    if (before->when == 0 || between > MOTION_MS || age > MOTION_MS)
        return self->at;
    double share = (double)age / (double)between;
    return (struct point){self->at.x + (self->at.x - before->at.x) * share,
        self->at.y + (self->at.y - before->at.y) * share};
}

static void remember_others(struct brain *brain, const struct brain_sight *sight)
{
    for (unsigned i = 0; i < sight->count; i++) {
        const struct brain_other *other = &sight->others[i];
        unsigned *next = &brain->others[other->unit].next;
        brain->others[other->unit].past[*next] =
            (struct brain_seen){sight->others_at, other->at, other->heading};
        *next = (*next + 1) % BRAIN_PAST;
    }
}

void brain_remember(struct brain *brain, const struct brain_sight *sight)
{
    if (sight->posed != brain->self.when) {
        brain->before = brain->self;
        brain->self = (struct brain_seen){sight->posed, sight->at, sight->heading};
        learn_gain(brain);
    }
    if (sight->others_at >= brain->others_at + BRAIN_PAST_MS) {
        brain->others_at = sight->others_at;
        remember_others(brain, sight);
    }
}

/* The newest that was seen at this time or before; NULL = nothing is remembered. */
static const struct brain_seen *seen_before(
    const struct brain *brain, unsigned unit, uint64_t when)
{
    const struct brain_seen *found = NULL;
    for (unsigned i = 0; i < BRAIN_PAST; i++) {
        const struct brain_seen *seen = &brain->others[unit].past[i];
        if (seen->when != 0 && seen->when <= when && (!found || seen->when > found->when))
            found = seen;
    }
    return found;
}

bool brain_recall(const struct brain *brain, const struct brain_sight *sight,
    const struct brain_other *other, struct brain_seen *ret, struct point *ret_velocity)
{
    uint32_t reaction = brain_skill(brain)->reaction_ms;
    const struct brain_seen *seen =
        seen_before(brain, other->unit, sight->now > reaction ? sight->now - reaction : 0);
    if (!seen)
        return false;
    const struct brain_seen *past =
        seen_before(brain, other->unit, seen->when > MOTION_MS ? seen->when - MOTION_MS : 0);
    *ret = *seen;
    *ret_velocity = (struct point){0, 0};
    if (past && past->when < seen->when) {
        double seconds = (double)(seen->when - past->when) / 1000;
        *ret_velocity = (struct point){
            (seen->at.x - past->at.x) / seconds, (seen->at.y - past->at.y) / seconds};
    }
    return true;
}

bool brain_sees_all(const struct brain *brain, struct point from, struct point to)
{
    double way = point_distance(from, to);
    if (way < BRAIN_BODY)
        return true;
    struct point aside = {(to.y - from.y) / way * JUTS, (from.x - to.x) / way * JUTS};
    struct point left = {to.x - aside.x, to.y - aside.y};
    struct point right = {to.x + aside.x, to.y + aside.y};
    return brain_sees(brain, from, left) && brain_sees(brain, from, right);
}

bool brain_sees(const struct brain *brain, struct point from, struct point to)
{
    return !brain->ground || solids_see(&brain->ground->map->solids, from, to);
}

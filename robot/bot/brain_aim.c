/* Whom to shoot at, where to aim, when to fire. */
#include <math.h>

#include "robot/bot/brain_parts.h"

#define FORESEE_MAX_MS 800
#define TURN_WORTH     0.02 /* m that a degree of turning is worth in the choice of a target */
#define KEEP_WORTH     1.5  /* m that the present target is nearer for being it */
#define HIDDEN_WORTH   8.0  /* m that a target out of sight is further */
#define BLOCKED_WORTH  2.5  /* m that one behind a friend is further */
#define PAUSE_MS       310  /* between two shots */
#define CLEAR_OF       0.35 /* m a friend must be off the line */

bool brain_line_blocked(const struct brain_sight *sight, struct point from, struct point to)
{
    double way = point_distance(from, to);
    struct point ray = {(to.x - from.x) / way, (to.y - from.y) / way};
    for (unsigned i = 0; i < sight->count; i++) {
        const struct brain_other *other = &sight->others[i];
        double reach = circle_reach(from, ray, other->at, CLEAR_OF);
        bool wrong = other->friendly || !(other->up || other->shielded);
        if (wrong && reach < way - 2 * BRAIN_BODY)
            return true;
    }
    return false;
}

/* How little it likes this target: the least is taken. */
static double dislike(
    const struct brain *brain, const struct brain_sight *sight, const struct brain_other *other)
{
    struct brain_seen seen;
    struct point velocity;
    if (!brain_recall(brain, sight, other, &seen, &velocity))
        return HUGE_VAL;
    double dislike = point_distance(sight->at, seen.at);
    double turn = brain_turn(sight->heading, brain_bearing(sight->at, seen.at));
    dislike += fabs(turn) * TURN_WORTH;
    if (!brain_sees(brain, sight->at, seen.at))
        dislike += HIDDEN_WORTH;
    else if (brain_line_blocked(sight, sight->at, seen.at))
        dislike += BLOCKED_WORTH;
    if (brain->skill == BRAIN_HARD) /* finish what is begun */
        dislike += other->health * 0.02;
    return (int)other->unit == brain->target ? dislike - KEEP_WORTH : dislike;
}

const struct brain_other *brain_choose(struct brain *brain, const struct brain_sight *sight)
{
    const struct brain_other *best = NULL;
    double least = HUGE_VAL;
    for (unsigned i = 0; i < sight->count; i++) {
        const struct brain_other *other = &sight->others[i];
        if (other->friendly || !(other->up || other->shielded))
            continue;
        double much = dislike(brain, sight, other) + (other->shielded ? HIDDEN_WORTH : 0);
        if (much >= least)
            continue;
        least = much;
        best = other;
    }
    if ((best ? (int)best->unit : -1) != brain->target)
        brain->in_view = 0;
    brain->target = best ? (int)best->unit : -1;
    return best;
}

/* A new error now and then: as if the hand was not steady. */
static double aim_error(struct brain *brain, uint64_t now)
{
    const struct skill *skill = brain_skill(brain);
    if (now >= brain->error_until) {
        brain->error = (brain_random(brain) - brain_random(brain)) * skill->aim_error;
        brain->error_until = now + skill->aim_ms;
    }
    return brain->error;
}

static struct point foreseen(const struct brain *brain, const struct brain_sight *sight,
    const struct brain_seen *seen, struct point velocity)
{
    uint64_t age = sight->now - seen->when;
    double ahead =
        (double)(age > FORESEE_MAX_MS ? FORESEE_MAX_MS : age) / 1000 * brain_skill(brain)->lead;
    return (struct point){seen->at.x + velocity.x * ahead, seen->at.y + velocity.y * ahead};
}

void brain_aim(struct brain *brain, const struct brain_sight *sight,
    const struct brain_other *target, struct brain_aim *ret)
{
    struct brain_seen seen;
    struct point velocity;
    *ret = (struct brain_aim){.sees = false};
    if (!brain_recall(brain, sight, target, &seen, &velocity))
        return;
    struct point at = foreseen(brain, sight, &seen, velocity);
    struct point here = brain_here(brain, sight->now);
    ret->distance = point_distance(here, at);
    ret->sees = brain_sees(brain, here, at);
    ret->clear = ret->sees && brain_sees_all(brain, here, at);
    ret->blocked = brain_line_blocked(sight, here, at);
    ret->turn = brain_turn(brain_heading(brain, sight->now), brain_bearing(here, at)) +
                aim_error(brain, sight->now);
    if (!ret->sees)
        brain->in_view = 0;
    else if (brain->in_view == 0)
        brain->in_view = sight->now;
}

static bool cool_enough(struct brain *brain, const struct brain_sight *sight)
{
    const struct skill *skill = brain_skill(brain);
    if (sight->hot || sight->heat > skill->heat_stop)
        brain->cooling = true;
    else if (sight->heat <= skill->heat_go)
        brain->cooling = false;
    return !brain->cooling || skill->heat_stop >= 100;
}

bool brain_fires(
    struct brain *brain, const struct brain_sight *sight, const struct brain_aim *aim)
{
    const struct skill *skill = brain_skill(brain);
    bool cool = cool_enough(brain, sight);
    if (!cool || !aim->sees || aim->distance > BRAIN_RANGE || fabs(sight->pan) > 3 ||
        sight->now < brain->fired + PAUSE_MS ||
        sight->now < brain->in_view + skill->reaction_ms / 2)
        return false;
    double half = asin(brain_within(BRAIN_BODY / aim->distance, 0, 1)) * 180 / BRAIN_PI;
    if (fabs(aim->turn) > half * skill->eager || aim->blocked)
        return false;
    brain->fired = sight->now;
    return true;
}

/* The brain of a bot: from what it sees of a match to where its robot goes and whether it
 * fires.
 *
 * Pure: no clock, no heap, no network; what is random comes from a generator that is seeded.
 * The same sights at the same times give the same orders. It knows a robot as anybody does, by
 * what is said of it: poses some ten times a second, some of them old. How its own robot
 * answers to the stick it learns while driving.
 *
 * What makes a skill is a row of numbers (brain.c): how late it reacts, how badly it aims, how
 * far it leads a moving target, when it holds its fire to stay cool, whether it knows cover,
 * dodges, fetches a charge.
 *
 * Units: metres, degrees clockwise from +y, ms, percent. Owner: the caller has the memory
 * (about 52 KiB). Thread: any, one at a time.
 */
#ifndef ROBOT_BOT_BRAIN_H
#define ROBOT_BOT_BRAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "robot/base/axes.h"
#include "robot/base/match.h"
#include "robot/bot/way.h"

#define BRAIN_OTHERS   MATCH_UNITS
#define BRAIN_PAST     16 /* poses remembered of each … */
#define BRAIN_PAST_MS  80 /* … so far apart at least */
#define BRAIN_COMMANDS 32 /* orders of its own that are remembered */
#define BRAIN_THINK_MS 50 /* think this often */

enum brain_skill { BRAIN_EASY, BRAIN_MEDIUM, BRAIN_HARD, BRAIN_SKILL_COUNT_ };

/* As the rule `bots` says it: 1, 2, 3; anything else is medium. */
enum brain_skill brain_skill_from_rule(int32_t rule);

struct brain_other {
    unsigned unit; /* of the match, < BRAIN_OTHERS: who is who from sight to sight */
    bool friendly;
    bool up;       /* it can be hit: neither eliminated nor shielded */
    bool shielded; /* cannot be hit, but shoots */
    bool returns;  /* eliminated, and comes back where it stands */
    struct point at;
    double heading;
    int32_t health;
    uint32_t back_ms; /* shielded: until it can be hit */
};

struct brain_sight {
    uint64_t now;
    bool plays;     /* its lease lets it drive, and its unit is up */
    uint64_t posed; /* when the pose below was heard; 0 = never */
    struct point at;
    double heading, pan;
    double battery;     /* 100 where it is not known */
    uint64_t others_at; /* when the poses of others were heard */
    int32_t health, heat;
    bool hot;
    unsigned count;
    struct brain_other others[BRAIN_OTHERS];
};

struct brain_order {
    struct axes axes; /* -1..1 */
    bool fire;
    double speed; /* the speed setting it likes */
};

struct brain_seen {
    uint64_t when; /* 0 = nothing */
    struct point at;
    double heading;
};

struct brain {
    enum brain_skill skill;
    uint64_t random;
    const struct ground *ground; /* NULL = it knows no map */
    /* Of others: a ring each. */
    struct {
        unsigned next;
        struct brain_seen past[BRAIN_PAST];
    } others[BRAIN_OTHERS];
    uint64_t others_at;
    /* Of itself. */
    struct brain_seen self, before; /* the last two poses */
    double gain;                    /* degrees a second at full x, as learned */
    unsigned command_next;
    struct {
        uint64_t when;
        double x;
    } commands[BRAIN_COMMANDS];
    /* What it is at. */
    int target;       /* unit, -1 = none */
    uint64_t in_view; /* since when it sees it; 0 = it does not */
    double error;     /* of its aim now, degrees */
    uint64_t error_until;
    uint64_t fired; /* last */
    bool cooling;   /* holds its fire until it is cool again */
    bool hides;     /* has a place to hide: */
    struct point hide;
    uint64_t hide_until; /* then it looks for another */
    struct way way;
    uint64_t way_until;
    struct point step; /* of the way, where to drive straight to */
    uint64_t step_until;
    struct point post;   /* where it would shoot from, its line being blocked */
    uint64_t post_until; /* 0 = none */
    /* Stuck: it wants to go and does not. */
    uint64_t went; /* when it last wanted to be elsewhere */
    struct point stood;
    uint64_t stood_since;
    uint64_t back_until;
    double back_turn;
    /* Without a map: having bumped, it goes off in this direction first. */
    double astray;
    uint64_t astray_until;
};

/* ground: of the map it plays on, the caller's for as long as the brain is used; NULL = none.
 */
void brain_init(
    struct brain *brain, enum brain_skill skill, uint64_t seed, const struct ground *ground);

/* Call it every BRAIN_THINK_MS or so; time never goes back. */
void brain_think(struct brain *brain, const struct brain_sight *sight, struct brain_order *ret);

#endif

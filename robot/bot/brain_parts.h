/* What the files of the brain share with each other and with nobody else. */
#ifndef ROBOT_BOT_BRAIN_PARTS_H
#define ROBOT_BOT_BRAIN_PARTS_H

#include "robot/bot/brain.h"

#define BRAIN_PI    3.14159265358979323846
#define BRAIN_BODY  MAP_BODY
#define BRAIN_RANGE 7.6 /* m; a shot gets 8 */

struct skill {
    uint32_t reaction_ms;
    double aim_error;  /* degrees, at most; near 0 more often */
    uint32_t aim_ms;   /* so long one error lasts */
    double lead;       /* share of a target's motion that it foresees */
    double eager;      /* fires when this many half widths of the target off */
    int32_t heat_stop; /* holds its fire above … */
    int32_t heat_go;   /* … until below; */
    double turn;       /* the most of the stick it turns with */
    double near, far;  /* m to its target, where it likes to be */
    double speed;      /* setting */
    bool cover, dodge, pads;
};
const struct skill *brain_skill(const struct brain *brain);

double brain_random(struct brain *brain); /* 0 <= value < 1 */
double brain_within(double value, double low, double high);
double brain_bearing(struct point from, struct point to); /* degrees clockwise from +y */
double brain_turn(double from, double to); /* -180..180 to get from one to the other */

/* Remembering (brain_see.c). */
void brain_remember(struct brain *brain, const struct brain_sight *sight);
void brain_remember_command(struct brain *brain, uint64_t now, double x);
/* Where it is now, by its last two poses. */
struct point brain_here(const struct brain *brain, uint64_t now);
/* Where it looks once what was ordered so far has happened. */
double brain_heading(const struct brain *brain, uint64_t now);
/* Where the other was a reaction ago; false when it was not seen then. `ret_velocity` in m/s.
 */
bool brain_recall(const struct brain *brain, const struct brain_sight *sight,
    const struct brain_other *other, struct brain_seen *ret, struct point *ret_velocity);
bool brain_sees(const struct brain *brain, struct point from, struct point to);
bool brain_sees_all(const struct brain *brain, struct point from, struct point to);

/* Shooting (brain_aim.c). */
const struct brain_other *brain_choose(struct brain *brain, const struct brain_sight *sight);
/* Where to aim at; turn: degrees to get there. */
struct brain_aim {
    bool sees;
    bool clear;   /* sees all of it: nothing juts into the line */
    bool blocked; /* somebody who is not to be hit stands in the line */
    double distance, turn;
};
void brain_aim(struct brain *brain, const struct brain_sight *sight,
    const struct brain_other *target, struct brain_aim *ret);
bool brain_fires(
    struct brain *brain, const struct brain_sight *sight, const struct brain_aim *aim);

/* Somebody else than an enemy who can be hit stands between the two. */
bool brain_line_blocked(const struct brain_sight *sight, struct point from, struct point to);

/* Places (brain_post.c): goes to where it can shoot from; false when there is no such place. */
bool brain_take_post(struct brain *brain, const struct brain_sight *sight,
    const struct brain_other *target, struct axes *axes);

/* Moving (brain_go.c): sets x and y. */
void brain_turn_by(const struct brain *brain, double turn, struct axes *axes);
void brain_go(
    struct brain *brain, const struct brain_sight *sight, struct point goal, struct axes *axes);
/* Stays where it is and turns to where somebody at `from` would come from. */
void brain_watch(
    struct brain *brain, const struct brain_sight *sight, struct point from, struct axes *axes);
/* Backs off where it wanted to go and did not get on. */
void brain_unstick(struct brain *brain, const struct brain_sight *sight, struct axes *axes);

#endif

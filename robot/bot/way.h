/* Finding a way on a map: the ground (where a robot fits, shared by all bots) and ways on it
 * (how far every cell is from one goal, each bot its own).
 *
 * A field of distances instead of a list of steps: it is found once for a goal, and whoever is
 * pushed aside, or bumps, goes on from where it is. Steps are smoothed by looking ahead: the
 * way leads to the furthest point that can be reached in a straight line.
 *
 * Pure: no clock, no heap. Units: metres. Owner: the caller has the memory (ground 10 KiB, way
 * 20 KiB).
 */
#ifndef ROBOT_BOT_WAY_H
#define ROBOT_BOT_WAY_H

#include <stdbool.h>
#include <stdint.h>

#include "robot/sim/map.h"

#define WAY_CELLS (MAP_ROWS * MAP_COLUMNS)
#define WAY_NEVER UINT16_MAX

struct ground {
    const struct map *map;   /* caller's, for as long as the ground is used */
    uint8_t cost[WAY_CELLS]; /* of a step into the cell; 0 = a robot does not fit */
};

struct way {
    uint16_t left[WAY_CELLS]; /* cost to the goal, WAY_NEVER = cannot be reached */
    struct point goal;
};

void ground_init(struct ground *ground, const struct map *map);

/* A robot can drive from one to the other in a straight line. */
bool ground_straight(const struct ground *ground, struct point from, struct point to);

/* Finds the ways of all cells to this goal. */
void way_to(struct way *way, const struct ground *ground, struct point goal);

/* How far it is to the goal, about; HUGE_VAL when there is no way. */
double way_length(const struct way *way, const struct ground *ground, struct point from);

/* Where to drive straight to now; the goal itself when it is near, or there is no way. */
struct point way_next(const struct way *way, const struct ground *ground, struct point from);

/* Who looks for one. */
struct seers {
    unsigned count;
    const struct point *at;
};

/* The place nearest to `from`, by its way, that none of them can see and that is WAY_COVER_FAR
 * from the first of them, by its way; WAY_COVER_MAX away at most. False when there is none. */
#define WAY_COVER_MAX 8.0
#define WAY_COVER_FAR 4.0
bool way_cover(const struct ground *ground, struct point from, const struct seers *seers,
    struct point *ret);

#endif

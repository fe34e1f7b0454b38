/* What stands in a world and never moves: walls along the axes, round pillars. Measuring alone:
 * distances and how far a ray gets. The world (world.h) lives among them, bots look along them.
 *
 * Pure: no clock, no heap. Units: metres.
 */
#ifndef ROBOT_SIM_SOLIDS_H
#define ROBOT_SIM_SOLIDS_H

#include <stdbool.h>

#define SOLIDS_WALLS   320
#define SOLIDS_PILLARS 128

struct point {
    double x, y;
};

/* A box along the axes, a its lower left corner and b its upper right one; may be as thin as a
 * line. */
struct solid_wall {
    struct point a, b;
};

struct solid_pillar {
    struct point at;
    double radius;
};

struct solids {
    unsigned wall_count, pillar_count;
    struct solid_wall walls[SOLIDS_WALLS];
    struct solid_pillar pillars[SOLIDS_PILLARS];
};

/* False when there is no room for one more. Corners in any order. */
bool solids_add_wall(struct solids *solids, struct point a, struct point b);
bool solids_add_pillar(struct solids *solids, struct point at, double radius);

double point_distance(struct point a, struct point b);
double wall_distance(const struct solid_wall *wall, struct point at); /* 0 inside */

/* True when a disc of this radius at `at` overlaps none of them. */
bool solids_clear(const struct solids *solids, struct point at, double radius);

/* How far a ray gets (ray has length 1), at most `limit`. */
double solids_reach(
    const struct solids *solids, struct point from, struct point ray, double limit);

/* True when nothing stands between the two. */
bool solids_see(const struct solids *solids, struct point from, struct point to);

/* How far along the ray a circle begins; HUGE_VAL when it is missed
 * or lies behind. */
double circle_reach(struct point from, struct point ray, struct point centre, double radius);

#endif

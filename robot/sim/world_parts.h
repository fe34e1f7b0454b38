/* What the files of the world share with each other and with nobody else. */
#ifndef ROBOT_SIM_WORLD_PARTS_H
#define ROBOT_SIM_WORLD_PARTS_H

#include "robot/sim/world.h"

#define WORLD_PI 3.14159265358979323846

static inline double world_clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

double world_random(struct world *world); /* 0 <= value < 1 */
void world_say(struct world *world, unsigned robot, enum world_event_kind kind, int by);

/* One inner step of one robot. */
void world_move(struct world *world, unsigned robot);
void world_live(struct world *world, unsigned robot); /* battery, cpu, temperature, pauses */
void world_place(struct world *world, unsigned robot, struct point home, double heading);

#endif

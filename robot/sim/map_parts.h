/* What the files of the map share with each other and with nobody else. */
#ifndef ROBOT_SIM_MAP_PARTS_H
#define ROBOT_SIM_MAP_PARTS_H

#include "robot/sim/map.h"

/* Writes the fault and returns RC_BAD_REQUEST. */
enum rc map_refuse(struct map_fault *ret, unsigned line, unsigned column, const char *format,
    ...) __attribute__((format(printf, 4, 5)));

/* The cells are there: finds what is in them, builds the solids, checks that it can be played.
 * grid_line: of row 0. RC_OK, RC_BAD_REQUEST, RC_TOO_LARGE. */
enum rc map_build(struct map *map, unsigned grid_line, struct map_fault *ret_fault);

#endif

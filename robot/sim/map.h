/* A map: where walls, pillars, spawn points and charging pads are. A text that people draw.
 *
 *     name: The Yard
 *     cell: 0.5
 *
 *     ##########
 *     #1..o...2#
 *     #1..+...2#
 *     ##########
 *
 * Source: robot/sim/README.md, "Maps". The header is lines "key: value" up to the first empty
 * line: `name` (1..64 bytes of printable UTF-8, must be there) and `cell` (metres a cell,
 * MAP_CELL_MIN..MAP_CELL_MAX, absent = 0.5). The rest is the grid, its first line the north. A
 * cell is `#` wall, `o` pillar (round, as wide as the cell), `.` or space floor, `1`..`4` a
 * spawn point of that team, `+` a charging pad. Short lines go on as floor; beyond the grid is
 * wall. Lines end with LF or CRLF.
 *
 * The world's origin is the grid's lower left corner, x to the right, y up, in metres.
 *
 * Pure but map_load. Owner: the caller has the memory (about 25 KiB). Thread: any.
 */
#ifndef ROBOT_SIM_MAP_H
#define ROBOT_SIM_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/rc.h"
#include "robot/sim/solids.h"

#define MAP_TEXT_MAX  16384 /* bytes of the file */
#define MAP_NAME_SIZE 65
#define MAP_COLUMNS   96
#define MAP_ROWS      96
#define MAP_SIDE_MIN  4 /* columns and rows */
#define MAP_CELL_MIN  0.25
#define MAP_CELL_MAX  2.0
#define MAP_TEAMS     4
#define MAP_SPAWNS    32 /* of one team */
#define MAP_PADS      32
#define MAP_BODY      0.25 /* radius of what drives in it: fits at every spawn point and pad */

struct map {
    char name[MAP_NAME_SIZE];
    double cell; /* m */
    unsigned columns, rows;
    char cells[MAP_ROWS][MAP_COLUMNS]; /* row 0 = north; '.' for floor, never ' ' */
    double width, height;              /* m */
    struct solids solids;              /* wall cells merged into long walls; with the border */
    unsigned team_count;               /* teams 1..team_count all have spawn points */
    unsigned spawn_count[MAP_TEAMS];
    struct point spawns[MAP_TEAMS][MAP_SPAWNS]; /* the nearest to the middle first */
    unsigned pad_count;
    struct point pads[MAP_PADS];
};

struct map_fault {
    unsigned line, column; /* from 1 */
    char sentence[128];    /* "'x' means nothing on a map: # o . + 1 2 3 4" */
};

/* RC_OK, RC_BAD_REQUEST, RC_TOO_LARGE. A map that is taken has a spawn point, and whoever
 * stands at one can reach every other spawn point and pad. *ret is written only on RC_OK,
 * *ret_fault only otherwise. */
ARENA_NODISCARD enum rc map_read(
    const char *text, size_t length, struct map *ret, struct map_fault *ret_fault);

/* The same from a file. RC_IO: it cannot be read (errno says why; the fault says 0:0). */
ARENA_NODISCARD enum rc map_load(
    const char *path, struct map *ret, struct map_fault *ret_fault);

/* The middle of a cell, and the cell of a point (a point outside: the nearest cell). */
struct point map_middle(const struct map *map, unsigned row, unsigned column);
void map_cell_of(
    const struct map *map, struct point at, unsigned *ret_row, unsigned *ret_column);

/* A body fits in the middle of this cell. */
bool map_free(const struct map *map, unsigned row, unsigned column);

#endif

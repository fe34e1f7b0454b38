/* The witness: a file that says when a simulated robot's outputs changed, and to what.
 *
 * One JSON line a change, written at once (so that it survives kill -9):
 *   {"mono":81234567,"unix":1790000000123,"robot":"scout1","why":"neutral","frame":81234310,
 *    "axes":{"x":0,"y":0.5,"cx":0,"cy":0}}
 * mono, frame: CLOCK_MONOTONIC in ms; frame: when the last accepted frame came (0 = never);
 * why: start, drive or neutral; axes in the card's units. unix: wall time in ms, a label.
 * The first line of a robot is its start. It reads the clocks itself instead of being handed
 * the loop's time: a witness must not trust what it is to judge.
 */
#ifndef ROBOT_SIM_MOVES_H
#define ROBOT_SIM_MOVES_H

#include <stdbool.h>
#include <stdint.h>

#include "robot/base/axes.h"

struct moves_of_robot {
    const char *id; /* caller's */
    struct axes axes;
    uint64_t frame; /* ms */
};

/* The file is appended to. -1 when it cannot be opened (errno says why). */
int moves_open(const char *path);
void moves_close(int file); /* -1 is allowed */

/* Each writes a line if file is not -1 and the outputs differ from before. */
void moves_start(int file, struct moves_of_robot *moves);
void moves_drive(int file, struct moves_of_robot *moves, const struct axes *axes);
void moves_neutral(int file, struct moves_of_robot *moves);

#endif

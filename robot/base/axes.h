/* The axes a robot can be driven by. Source: broker-config/README.md, "drive".
 *
 * Commands are -1..1; the card gives each axis the robot's own range, the lease a factor 0..1.
 */
#ifndef ROBOT_BASE_AXES_H
#define ROBOT_BASE_AXES_H

#include <stdbool.h>

enum axis {
    AXIS_X,  /* right */
    AXIS_Y,  /* forward */
    AXIS_Z,  /* up */
    AXIS_R,  /* turn, clockwise seen from above; robots that only steer take x for it */
    AXIS_CX, /* camera right */
    AXIS_CY, /* camera up */
    AXIS_COUNT_
};

struct axes {
    double value[AXIS_COUNT_]; /* absent = 0 */
};

struct axis_range {
    bool present;
    double min, max; /* min <= max, finite; in the robot's own unit */
};

const char *axis_name(enum axis axis); /* "x" "y" "z" "r" "cx" "cy" */
bool axis_from_name(const char *name, enum axis *ret);

bool axes_neutral(const struct axes *axes); /* all exactly 0 */

#endif

#include "robot/base/axes.h"

#include "robot/base/text.h"

static const char *const axis_names[AXIS_COUNT_] = {
    [AXIS_X] = "x",
    [AXIS_Y] = "y",
    [AXIS_Z] = "z",
    [AXIS_R] = "r",
    [AXIS_CX] = "cx",
    [AXIS_CY] = "cy",
};

const char *axis_name(enum axis axis)
{
    return (unsigned)axis < AXIS_COUNT_ ? axis_names[axis] : "";
}

bool axis_from_name(const char *name, enum axis *ret)
{
    int axis = text_find_word(name, axis_names, AXIS_COUNT_);
    if (axis < 0)
        return false;
    *ret = (enum axis)axis;
    return true;
}

bool axes_neutral(const struct axes *axes)
{
    for (int axis = 0; axis < AXIS_COUNT_; axis++) {
        if (axes->value[axis] != 0)
            return false;
    }
    return true;
}

/* What each kind of input does. */
#ifndef BRIDGE_CORE_STEP_H
#define BRIDGE_CORE_STEP_H

#include "bridge/core/state.h"

typedef void step_fn(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects);

extern step_fn *const step_rows[INPUT_COUNT_];

#endif

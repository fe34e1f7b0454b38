/* Random material for one input: a session's tag, a code, a suffix. */
#ifndef BRIDGE_APP_FRESH_H
#define BRIDGE_APP_FRESH_H

#include "bridge/app/ports.h"
#include "bridge/core/input.h"

struct fresh fresh_draw(const struct port_clock *clock);

#endif

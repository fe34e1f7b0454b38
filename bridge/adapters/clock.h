/* The clock port: monotonic time of the loop's present turn, wall time, chance. Only the loop
 * sets `now`, once a turn; everybody else is handed it. Thread: the loop's.
 */
#ifndef BRIDGE_ADAPTERS_CLOCK_H
#define BRIDGE_ADAPTERS_CLOCK_H

#include <stdint.h>

#include "bridge/app/ports.h"
#include "robot/base/id.h"

struct clock {
    uint64_t now; /* monotonic ms of this turn */
};

struct port_clock clock_port(struct clock *clock); /* points to *clock */

/* 128 random bits as a tag. */
void clock_draw_tag(struct tag *ret);

#endif

/* Waiting for a robot. When it becomes free, the first in its queue who is present is offered
 * it for a while: only that one may claim meanwhile. Nobody is given a robot without asking, so
 * an offer that is not taken up passes to the next. Source: broker-config/README.md, "Asking".
 */
#ifndef BRIDGE_CORE_QUEUE_H
#define BRIDGE_CORE_QUEUE_H

#include "bridge/core/state.h"

/* Their place, 1 = next; 0 = they do not wait for it. */
unsigned queue_place(const struct core *core, uint32_t slot, const struct principal *principal);
/* To the end of the queue. RC_OK (also when they wait already), RC_FULL. */
enum rc queue_join(struct core *core, uint32_t slot, uint32_t person);
/* False when they did not wait. Ends their offer. */
bool queue_leave(struct core *core, uint32_t slot, const struct principal *principal);
/* Everybody: the robot is gone. */
void queue_dissolve(struct core *core, uint32_t slot);
/* True when the robot is offered to somebody else than this one. */
bool queue_bars(const struct core *core, uint32_t slot, const struct principal *principal);
/* Ends an offer that has run out and makes the next. */
void queue_pass_time(struct core *core, uint32_t slot, uint64_t now);

#endif

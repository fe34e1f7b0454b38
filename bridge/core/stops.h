/* Stops: who stopped a robot, until somebody who may do so clears them. A stop outlives leases,
 * restarts and its maker. The last 32 cleared ids are remembered and never adopted again.
 * Source: broker-config/README.md, "Rules for moving".
 */
#ifndef BRIDGE_CORE_STOPS_H
#define BRIDGE_CORE_STOPS_H

#include "bridge/core/state.h"

/* One a principal: the newest replaces. RC_OK (also when it stands already), RC_WRONG_STATE (it
 * was cleared before), RC_FULL. */
enum rc stops_add(
    struct core *core, uint32_t slot, const struct stop_entry *stop, uint64_t now);
/* Those the robot shows and the lease lacks. */
void stops_adopt(
    struct core *core, uint32_t slot, const struct input_robot_state *state, uint64_t now);
/* Clears what `ids` names (or, without ids, all that this one may clear). RC_OK (also when all
 * of them were cleared before), RC_WRONG_STATE (none of them stands), RC_NOT_ALLOWED (then
 * nothing is cleared). */
enum rc stops_clear(
    struct core *core, uint32_t slot, const struct input_ask *ask, uint64_t now);
/* The robot shows a stop that was cleared: it must hear so. */
bool stops_unfinished(const struct core *core, uint32_t slot);
/* What a lease says of cleared ids: first those the robot still shows, then the newest. */
void stops_say_cleared(const struct core *core, uint32_t slot, struct lease *ret);
/* The clearing was not stored: the stops stand again. */
void stops_undo(struct core *core, uint32_t slot);

#endif

/* Who besides the driver may stop any robot directly: the referees who are present, and
 * operators with a page open (an arenactl that only passes by asks the bridge instead). At most
 * four.
 */
#ifndef BRIDGE_CORE_STOPPERS_H
#define BRIDGE_CORE_STOPPERS_H

#include "bridge/core/state.h"

/* Looks again who they are; driven robots hear of a change. */
void stoppers_refresh(struct core *core);

#endif

/* The bridge's own connection to the broker: when it begins anew, nothing that was known of
 * robots and people holds until they are heard again, and everything retained is said again.
 */
#ifndef BRIDGE_CORE_LINK_H
#define BRIDGE_CORE_LINK_H

#include "bridge/core/state.h"

void link_up(struct core *core, const struct tag *conn, uint64_t now);
void link_down(struct core *core);
void link_ear_up(struct core *core, uint64_t now);
void link_ear_down(struct core *core);

#endif

/* The roster: what everybody may see of the robots, told as changes at most five times a
 * second. Source: broker-config/README.md, "Payloads". A gap in `rev` makes readers ask for the
 * whole.
 */
#ifndef BRIDGE_CORE_ROSTER_H
#define BRIDGE_CORE_ROSTER_H

#include "bridge/core/state.h"

void roster_changed(struct core *core, uint32_t robot);
void roster_gone(struct core *core, uint32_t robot);
void roster_entry(const struct core *core, uint32_t robot, struct roster_entry *ret);
void roster_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects);

#endif

/* The document `me`: what one who may drive holds, waits for, and why they cannot drive. */
#ifndef BRIDGE_CORE_ME_H
#define BRIDGE_CORE_ME_H

#include "bridge/core/state.h"

void me_say(struct core *core, uint32_t person, uint64_t now, struct effects *effects);
void me_empty(struct core *core, uint32_t person, struct effects *effects);

#endif

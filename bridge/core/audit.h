/* Who did what and when: entries wait in a ring until the store has them. */
#ifndef BRIDGE_CORE_AUDIT_H
#define BRIDGE_CORE_AUDIT_H

#include "bridge/core/state.h"

/* Appends; `at` is filled in. When the ring is full (a store failing for long) the entry is
 * lost and counted. */
void audit_add(struct core *core, const struct record_audit *entry, uint64_t now);

void audit_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects);
void audit_saved(struct core *core, uint32_t slot, uint64_t now);
void audit_failed(struct core *core, uint32_t slot, uint64_t now);

#endif

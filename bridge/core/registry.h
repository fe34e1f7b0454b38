/* The registry: which robots there are, and which of them live. Source:
 * broker-config/README.md, "Presence, told truthfully".
 *
 * A robot is registered by its presence or card on the broker, or over HTTP. LOST and OFFLINE
 * are left only by a new presence: what arrives late by another connection proves nothing.
 */
#ifndef BRIDGE_CORE_REGISTRY_H
#define BRIDGE_CORE_REGISTRY_H

#include "bridge/core/state.h"

/* The slot of a registered robot, or SLOT_NONE. */
uint32_t registry_find(const struct core *core, const char *id);
/* Finds or makes it, registered or not; SLOT_NONE when the table is full. May emit two keeps:
 * the oldest deregistered row gives way. */
uint32_t registry_take(struct core *core, const char *id, struct effects *effects);
void registry_register(struct core *core, uint32_t slot, uint64_t now);
void registry_deregister(struct core *core, uint32_t slot, uint64_t now);
void registry_set_card(struct core *core, uint32_t slot, const struct robot_card *card);
/* RC_OK and *ret_slot when a claim can be granted now as far as the robot is concerned. */
enum rc registry_claimable(const struct core *core, uint32_t slot);
bool registry_reachable(const struct core *core, uint32_t slot);

void registry_hear_presence(struct core *core, const struct input_robot_presence *heard,
    uint64_t now, struct effects *effects);
void registry_hear_card(struct core *core, const struct input_robot_card *heard, uint64_t now,
    struct effects *effects);
/* A live word of it. False when it is unknown or counts as gone: then nothing more follows. */
bool registry_hear_word(struct core *core, const char *id, uint64_t now, uint32_t *ret_slot);

/* Where it stands, if it says so. */
void registry_place(struct core *core, uint32_t slot, const struct robot_status *status);

void registry_link_up(struct core *core, uint64_t now);
void registry_link_down(struct core *core);
void registry_ear_up(struct core *core, uint64_t now);

void registry_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects);

#endif

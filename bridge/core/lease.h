/* Leases: who drives which robot, by fencing numbers. Source: broker-config/README.md, "Rules
 * for moving". One lease row a robot, in the robot's slot.
 *
 * FREE -> (claim) CLAIMED -> (the robot shows the number) HELD -> (any end) FREE. A claim by
 * the holder goes from HELD to CLAIMED with a new number. The number is kept before it is said;
 * what is said is repeated until the robot shows it, then each second while there is a driver.
 */
#ifndef BRIDGE_CORE_LEASE_H
#define BRIDGE_CORE_LEASE_H

#include "bridge/core/state.h"

struct lease_claim {
    uint32_t person;  /* the driver to be */
    uint32_t ask;     /* to be answered when the robot shows the number */
    struct tag fresh; /* a session's tag, should one begin; a match's own */
    uint32_t match;   /* SLOT_NONE: free driving */
};

/* The checks are the deed's. RC_OK, RC_FULL (holds too many robots), RC_UNAVAILABLE (numbers
 * used up). */
enum rc lease_grant(
    struct core *core, uint32_t slot, const struct lease_claim *claim, uint64_t now);
/* Nothing happens when it is free. */
void lease_end(struct core *core, uint32_t slot, enum why why, uint64_t now);
/* What it allows, as the match says; nothing happens when it is so already. */
void lease_set_terms(struct core *core, uint32_t slot, const struct lease_terms *terms);
/* What the robot should know changed: next rev, kept, then said at once. */
void lease_changed(struct core *core, uint32_t slot);
void lease_hear_state(
    struct core *core, uint32_t slot, const struct input_robot_state *state, uint64_t now);
/* The robot's program or connection began anew: it may show anything now, and what it was being
 * given is burnt. */
void lease_robot_back(struct core *core, uint32_t slot, uint64_t now);
/* The robot said who it is: it hears its lease, whatever it shows. */
void lease_greet(struct core *core, uint32_t slot);
/* True while the robot has a driver (or is being claimed). */
bool lease_is_driven(const struct core *core, uint32_t slot);
/* How often its robot is to say its status; 0 = as its card says. */
uint32_t lease_status_ms(const struct core *core, uint32_t slot);
/* How long nothing has moved, ms. */
uint32_t lease_idle_ms(const struct core *core, uint32_t slot, uint64_t now);

void lease_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects);
void lease_saved(struct core *core, uint32_t slot, uint64_t now);
void lease_failed(struct core *core, uint32_t slot, uint64_t now);

#endif

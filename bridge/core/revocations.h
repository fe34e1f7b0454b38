/* Revocations: whose tokens of before a moment are refused, said as long as such a token could
 * live; and the deregistration of robots, which is one with an eviction: the port logs in as
 * the robot and empties its retained documents. Source: broker-config/README.md, "HTTP".
 */
#ifndef BRIDGE_CORE_REVOCATIONS_H
#define BRIDGE_CORE_REVOCATIONS_H

#include "bridge/core/state.h"

/* All tokens up to now. RC_OK, RC_FULL. */
enum rc revocations_add(struct core *core, const struct principal *principal, uint64_t now);
/* No enrolment made so far lets this robot in any more, as long as it stands. */
void revocations_bar(struct core *core, const struct principal *robot);
/* Enrolments of a serial <= this are barred; 0 = none is. */
uint32_t revocations_bar_of(const struct core *core, const char *robot);
/* Unix s; 0 = none. */
uint64_t revocations_before(const struct core *core, const struct principal *principal);
/* The broker may not have heeded the revocation yet: what the one revoked says may come by the
 * connection that it ends. */
bool revocations_fresh(
    const struct core *core, const struct principal *principal, uint64_t now);
/* Its documents are being emptied. */
bool revocations_evicting(const struct core *core, const char *robot);
/* Revokes, evicts and deregisters the robot in this slot. RC_OK, RC_FULL. */
enum rc revocations_deregister(struct core *core, uint32_t robot, uint64_t now);
void revocations_hear_evicted(
    struct core *core, const struct input_evicted *heard, uint64_t now);
void revocations_link_up(struct core *core);
enum rc revocations_restore(struct core *core, const struct record_revocation *record);

void revocation_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects);
void revocation_saved(struct core *core, uint32_t slot, uint64_t now);

#endif

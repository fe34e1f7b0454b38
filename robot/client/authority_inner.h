/* What the files of the authority share; nobody else includes it. */
#ifndef ROBOT_CLIENT_AUTHORITY_INNER_H
#define ROBOT_CLIENT_AUTHORITY_INNER_H

#include <stdbool.h>
#include <stdint.h>

#include "robot/client/authority.h"

/* Every public call begins with this: time passes first, so that a message is judged by what is
 * true at `now`; and ends with authority_settle. */
void authority_begin(
    struct authority *authority, uint64_t now, struct authority_effects *effects);

/* Brings may_move, ready, outputs, mode and why in line with time and facts. */
void authority_settle(struct authority *authority, struct authority_effects *effects);

/* When the robot said e, by its own clock; false when it never did (a clock of the future, or
 * of the robot's life before this start). */
bool authority_said_at(const struct authority *authority, uint32_t e, uint64_t *ret);

/* The lease's echo is at most LEASE_MAX_AGE_MS old. */
bool authority_lease_fresh(const struct authority *authority);
/* e is at most max_age_ms old. */
bool authority_fresh(const struct authority *authority, uint32_t e);

bool authority_from_driver(const struct authority *authority, const struct principal *from);

/* Counts and notes a refusal. */
void authority_refuse(
    struct authority *authority, enum refusal refusal, struct authority_effects *effects);

#endif

/* Invites (they make people) and enrolments (they make robots): codes with an expiry and a
 * number of places. A place of an enrolment is bound to the id that took it, and stays open to
 * that id. Source: broker-config/README.md, "HTTP".
 *
 * When a table is full, expired or used-up codes that bind nobody give way; the store forgets
 * such rows by itself.
 */
#ifndef BRIDGE_CORE_CODES_H
#define BRIDGE_CORE_CODES_H

#include "bridge/core/state.h"

enum rc codes_add_invite(struct core *core, const struct record_invite *invite,
    const struct principal *by, uint64_t now);
enum rc codes_add_enrolment(struct core *core, const struct record_enrolment *enrolment,
    const struct principal *by, uint64_t now);
/* From now on it opens nothing; who came in by it stays. RC_OK, RC_UNKNOWN_CODE. */
enum rc codes_withdraw(
    struct core *core, const char *code, const struct principal *by, uint64_t now);
/* It could not be stored: the code stands again. */
void codes_undo_withdraw(struct core *core, const char *code);
void codes_drop_invite(struct core *core, const char *code);
void codes_drop_enrolment(struct core *core, const char *code);

/* Takes one place of an invite. RC_OK and *ret_invite; RC_UNKNOWN_CODE, RC_EXPIRED, RC_USED_UP.
 */
enum rc codes_use_invite(
    struct core *core, const char *code, uint64_t now, uint32_t *ret_invite);
/* Gives the place back (of an invite that is still in its table). */
void codes_return_invite(struct core *core, uint32_t invite);
/* A place for this robot: the one it has, or a new one if `taken` (the id is somebody's
 * already) is false. RC_OK, RC_UNKNOWN_CODE, RC_NOT_ALLOWED (taken), RC_EXPIRED, RC_USED_UP,
 * RC_FULL. */
enum rc codes_enrol(
    struct core *core, const char *code, const char *robot, bool taken, uint64_t now);
/* The robot's access was withdrawn after this code was made: it needs a later one. */
bool codes_barred(const struct core *core, const char *code, const char *robot);
/* It has a place in an enrolment that was made before this bar, or after it. */
bool codes_bound_before(const struct core *core, const char *robot, uint32_t bar);
bool codes_bound_after(const struct core *core, const char *robot, uint32_t bar);

/* A row of core_code_page. */
bool codes_lists_invite(const struct core *core, uint32_t invite, uint64_t wall_s);
bool codes_lists_enrolment(const struct core *core, uint32_t enrolment, uint64_t wall_s);

enum rc codes_restore_invite(struct core *core, const struct record_invite *invite);
enum rc codes_restore_enrolment(struct core *core, const struct record_enrolment *enrolment);
enum rc codes_restore_slot(struct core *core, const struct record_slot *slot);

void invite_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects);
void enrolment_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects);
void invite_saved(struct core *core, uint32_t slot, uint64_t now);
void enrolment_saved(struct core *core, uint32_t slot, uint64_t now);
void slot_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects);

#endif

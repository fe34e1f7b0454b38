/* People (and programs) who drive or ask: their presence, their pages, what they hold and wait
 * for, and their document `me`. Source: broker-config/README.md, "Payloads" and "Rules for
 * moving".
 *
 * One who never says presence may ask and drive all the same: then nothing but idleness ends
 * it.
 */
#ifndef BRIDGE_CORE_PEOPLE_H
#define BRIDGE_CORE_PEOPLE_H

#include "bridge/core/state.h"

uint32_t person_find(const struct core *core, const struct principal *principal);
/* Finds or makes; one who holds nothing and is not there gives way. SLOT_NONE: full. */
uint32_t person_take(struct core *core, const struct principal *principal);
/* Heard of them just now: they have announced themselves. */
void person_alive(struct core *core, uint32_t person, uint64_t now);
/* Neither lost nor gone, and heard on this connection. */
bool person_is_there(const struct core *core, uint32_t person);
/* Their document changed; SLOT_NONE is ignored. */
void person_me_due(struct core *core, uint32_t person);

/* Takes the robot into their session (a new one begins with the fresh tag). False: too many. */
bool person_take_hold(
    struct core *core, uint32_t person, uint32_t slot, const struct tag *fresh);
void person_let_go(struct core *core, uint32_t person, uint32_t slot);
void person_leave_queue(struct core *core, uint32_t person, uint32_t slot);
/* Ends all their leases and their waiting. */
void person_leave(struct core *core, uint32_t person, enum why why, uint64_t now);

/* When their session has been idle for too long; AGENDA_NEVER while a claim is open. */
uint64_t person_idle_at(const struct core *core, uint32_t person);
void person_end_idle_session(struct core *core, uint32_t person, uint64_t now);

void people_hear(struct core *core, const struct input_presence *heard, uint64_t now);
void people_link_up(struct core *core, uint64_t now);
void people_link_down(struct core *core);

void person_due(struct core *core, uint32_t person, uint64_t now, struct effects *effects);

#endif

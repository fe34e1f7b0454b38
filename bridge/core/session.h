/* A session of free driving: one driver and the robots they hold. It begins with the first
 * claim and ends when the last of its leases is over, or when all its robots have been idle.
 *
 * Its tag goes into every lease of it. Matches will be a second table of rows beside this one.
 */
#ifndef BRIDGE_CORE_SESSION_H
#define BRIDGE_CORE_SESSION_H

#include <stdbool.h>

enum session_state {
    SESSION_NONE,
    SESSION_OPENING, /* claimed, not yet shown by a robot */
    SESSION_DRIVING,
    SESSION_ENDING, /* idle: its leases are being ended */
    SESSION_STATE_COUNT_
};

enum session_event {
    SESSION_CLAIM,   /* one more robot */
    SESSION_CONFIRM, /* a robot showed its number */
    SESSION_IDLE,    /* all its robots are idle */
    SESSION_OVER,    /* its last lease is over */
    SESSION_EVENT_COUNT_
};

/* Moves *state along a row of the table; false, and nothing changes, where there is none. */
bool session_step(enum session_state *state, enum session_event on);

#endif

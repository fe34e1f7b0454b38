/* When a token is to be renewed, and when the connection that logged in with the old one makes
 * way for one with the new. Source: broker-config/README.md, "Tokens": a connection ends with
 * its token.
 *
 * MQTT 5 could authenticate a running connection anew (AUTH), but MQTT 3.1.1 and Paho cannot.
 * So the connection is begun again in a moment when nobody notices; the end would come in the
 * middle of a drive otherwise, and say that the robot is lost.
 *
 * Where the wall clock is wrong nobody can know what is left: then a new token is asked for in
 * a second, and used when the connection ends by itself. What is left of that new one is known
 * without a clock: all of it.
 *
 * Pure but for the wall clock in begin. Thread: one owner.
 */
#ifndef ROBOT_CLIENT_RENEWAL_H
#define ROBOT_CLIENT_RENEWAL_H

#include <stdbool.h>
#include <stdint.h>

#define RENEWAL_RETRY_MS  30000 /* after an ask that brought none */
#define RENEWAL_SPREAD_MS 10000 /* after the answer: many robots got their tokens together */
#define RENEWAL_STANDING_MS                                                                    \
    60000                    /* before the end: also when somebody drives but it stands        \
                              */
#define RENEWAL_LAST_MS 5000 /* before the end: whatever happens */
#define RENEWAL_NEVER   UINT64_MAX

struct renewal {
    uint64_t ask_at;  /* RENEWAL_NEVER: no token, or not one of ours */
    uint64_t ends_at; /* of the present connection; RENEWAL_NEVER = not known */
    uint64_t swap_at; /* not before; RENEWAL_NEVER = no newer token waits */
};

enum renewal_moment {
    RENEWAL_IDLE,     /* nobody drives */
    RENEWAL_STANDING, /* somebody does, but nothing moves */
    RENEWAL_BUSY
};

/* Logged in with this token: the next is asked for after three quarters of what is left. */
void renewal_begin(struct renewal *renewal, const char *token, uint64_t now);
/* A newer one came. chance: any number, evenly distributed. */
void renewal_renewed(struct renewal *renewal, const char *token, uint64_t now, uint32_t chance);
/* True when this is the moment to connect again. */
bool renewal_swaps(const struct renewal *renewal, enum renewal_moment moment, uint64_t now);

#endif

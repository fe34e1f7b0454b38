/* When a token is to be renewed. Source: broker-config/README.md, "Tokens": a connection ends
 * with its token, the new one is for the next login.
 *
 * Thread: any.
 */
#ifndef ROBOT_CLIENT_RENEWAL_H
#define ROBOT_CLIENT_RENEWAL_H

#include <stdint.h>

#define RENEWAL_RETRY_MS 30000      /* after an ask that brought none */
#define RENEWAL_NEVER    UINT64_MAX /* no token, or not one of ours */

/* After three quarters of what is left of it. Where the wall clock is wrong nobody can know
 * what is left: then in a second. */
uint64_t renewal_due(const char *token, uint64_t now);

#endif

/* A broker inside the process, for tests: wildcards, retained messages, wills, takeover by
 * client id, and faults on request. Everything happens inside the calls of one thread; time is
 * handed in where a message is to be late.
 *
 * Faults apply to what is delivered to clients, by a seeded generator: same seed, same faults.
 */
#ifndef ROBOT_CLIENT_LINK_LOOPBACK_H
#define ROBOT_CLIENT_LINK_LOOPBACK_H

#include "robot/client/link.h"

struct loopback; /* the broker */

struct loopback_faults {
    uint32_t seed;
    unsigned drop_permille; /* QoS 0 only: QoS 1 is delivered */
    unsigned duplicate_permille;
    uint32_t delay_ms;  /* every message waits this long … */
    uint32_t jitter_ms; /* … and up to this much more: messages overtake each other */
};

struct loopback *loopback_create(void);
void loopback_destroy(struct loopback *broker); /* its links first */

/* A client of it; NULL when there is no memory. */
struct link *loopback_link_create(struct loopback *broker);

void loopback_set_faults(struct loopback *broker, const struct loopback_faults *faults);
/* Delayed messages become due. Without delays it need not be called. */
void loopback_advance(struct loopback *broker, uint64_t now);
/* Connects are refused, every connection is lost (wills are published to nobody): a killed
 * broker. Retained messages are forgotten. */
void loopback_set_down(struct loopback *broker, bool down);
/* This client's connection dies: LINK_LOST for it, its will for the others. */
void loopback_cut(struct loopback *broker, const char *client_id);
/* While stalled, nothing is delivered to this client; what came meanwhile then comes at once.
 */
void loopback_stall(struct loopback *broker, const char *client_id, bool stalled);
/* Passwords must equal this; NULL = any. */
void loopback_set_password(struct loopback *broker, const char *password);
/* How many said goodbye (DISCONNECT) while they were still subscribed to something: a real
 * socket that is closed while something arrives is reset. */
unsigned loopback_hasty(const struct loopback *broker);
/* How many filters this client has; *ret_wanted: how many of these are among them. */
unsigned loopback_filters(struct loopback *broker, const char *client_id,
    const char *const *wanted, unsigned count, unsigned *ret_wanted);

#endif

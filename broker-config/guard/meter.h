/* How much one client may say: messages, bytes and asks a second, each a leaking bucket.
 *
 * Pure: time is handed in (ms, monotonic). A bucket's level is what was said lately; it leaks
 * at the allowed rate, and what would make it overflow is over the limit. Staying over fills a
 * fourth bucket, the offence, that leaks slowly: so a backlog that arrives at once after a
 * stall of the network is cut but forgiven, and who keeps on is disconnected. Source:
 * broker-config/README.md, "Limits". Thread: the broker's.
 */
#ifndef BROKER_CONFIG_GUARD_METER_H
#define BROKER_CONFIG_GUARD_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define METER_MESSAGES       300u /* a second */
#define METER_MESSAGES_BURST 600u
#define METER_BYTES          65536u /* a second: topic and payload */
#define METER_BYTES_BURST    262144u
#define METER_ASKS           10u /* a second */
#define METER_ASKS_BURST     30u
#define METER_OFFENCE        10u   /* forgiven a second: messages over the limit, … */
#define METER_OFFENCE_LIMIT  5000u /* … a long one counts once more for each KiB */

/* All zero is a client that has said nothing. */
struct meter {
    uint64_t at_ms;                          /* when the levels were true */
    uint32_t messages, bytes, asks, offence; /* levels, in thousandths */
    uint32_t over;                           /* how many were over the limit so far */
};

/* Counts one message of `bytes`. True when it is within the limits. */
bool meter_admit(struct meter *meter, size_t bytes, bool is_ask, uint64_t now_ms);

/* True when it has been over for so long or so much that it should be disconnected. */
bool meter_persists(const struct meter *meter);

/* Forgives the offence, not the levels: what a client disconnected for it comes back with. */
void meter_pardon(struct meter *meter);

#endif

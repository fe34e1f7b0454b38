/* How often one address may join: a token bucket for each of the last addresses. The table is
 * bounded; a new address takes the place of the one that has been quiet longest, which by then
 * has its bucket full again or was crowded out by LIMITER_ADDRESSES others. Pure; time is
 * handed in.
 */
#ifndef BRIDGE_ADAPTERS_HTTP_LIMITER_H
#define BRIDGE_ADAPTERS_HTTP_LIMITER_H

#include <stdbool.h>
#include <stdint.h>

#define LIMITER_ADDRESSES    1024
#define LIMITER_ADDRESS_SIZE 48

struct limiter {
    uint32_t per_minute; /* also the burst; changeable while running */
    struct {
        char address[LIMITER_ADDRESS_SIZE]; /* "" = free */
        uint64_t at;                        /* ms of the last change */
        double tokens;
    } buckets[LIMITER_ADDRESSES];
};

/* True when one more is allowed; with `take` it is used up. */
bool limiter_allows(struct limiter *limiter, const char *address, uint64_t now, bool take);

#endif

#include "bridge/adapters/http/limiter.h"

#include <string.h>

#include "robot/base/text.h"

static unsigned bucket_of(struct limiter *limiter, const char *address, uint64_t now)
{
    unsigned oldest = 0;
    for (unsigned i = 0; i < LIMITER_ADDRESSES; i++) {
        if (strcmp(limiter->buckets[i].address, address) == 0)
            return i;
        if (limiter->buckets[i].at < limiter->buckets[oldest].at)
            oldest = i;
    }
    (void)text_copy(limiter->buckets[oldest].address, LIMITER_ADDRESS_SIZE, address);
    limiter->buckets[oldest].at = now;
    limiter->buckets[oldest].tokens = limiter->per_minute;
    return oldest;
}

bool limiter_allows(struct limiter *limiter, const char *address, uint64_t now, bool take)
{
    unsigned i = bucket_of(limiter, address, now);
    double gained = (double)(now - limiter->buckets[i].at) * limiter->per_minute / 60000.0;
    double tokens = limiter->buckets[i].tokens + gained;
    if (tokens > limiter->per_minute)
        tokens = limiter->per_minute;
    bool allowed = tokens >= 1.0;
    limiter->buckets[i].tokens = allowed && take ? tokens - 1.0 : tokens;
    limiter->buckets[i].at = now;
    return allowed;
}

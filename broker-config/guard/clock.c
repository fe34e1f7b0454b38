#include <time.h>

#include "broker-config/guard/guard.h"

uint64_t guard_monotonic_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail with this clock */
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

uint64_t guard_unix_s(void)
{
    return (uint64_t)time(NULL);
}

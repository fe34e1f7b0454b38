#define _DEFAULT_SOURCE /* CLOCK_BOOTTIME is Linux's, not POSIX' */
#include "robot/client/clock.h"

#include <time.h>

static uint64_t read_clock(clockid_t clock)
{
    struct timespec time;
    (void)clock_gettime(clock, &time); /* both clocks exist on every Linux */
    return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

uint64_t clock_now_ms(void)
{
    return read_clock(CLOCK_BOOTTIME);
}

uint64_t clock_wall_ms(void)
{
    return read_clock(CLOCK_REALTIME);
}

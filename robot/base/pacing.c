#include "robot/base/pacing.h"

#include <assert.h>

uint64_t pacing_next(uint64_t now, uint32_t period, uint32_t phase)
{
    assert(period > 0);
    uint64_t since = (now + period - phase % period) % period;
    return now + period - since;
}

#include "robot/client/renewal.h"

#include <stdbool.h>

#include "robot/client/clock.h"
#include "robot/client/token_json.h"

#define SOONEST_MS 1000
#define EARLY_S    60 /* so far our wall clock may be behind the bridge's */

uint64_t renewal_due(const char *token, uint64_t now)
{
    struct token_times times;
    if (!token_times_from_jwt(token, &times))
        return RENEWAL_NEVER;
    uint64_t wall = clock_wall_ms() / 1000;
    bool plausible = wall + EARLY_S >= times.iat && wall < times.exp;
    uint64_t left_ms = plausible ? (times.exp - wall) * 1000 : 0;
    uint64_t wait = left_ms / 4 * 3;
    return now + (wait > SOONEST_MS ? wait : SOONEST_MS);
}

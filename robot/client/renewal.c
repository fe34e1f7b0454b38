#include "robot/client/renewal.h"

#include "robot/client/clock.h"
#include "robot/client/token_json.h"

#define SOONEST_MS 1000
#define EARLY_S    60 /* so far our wall clock may be behind the bridge's */

/* ms; 0 = not known. False: not a token of ours. */
static bool left_of(const char *token, uint64_t *ret_ms)
{
    struct token_times times;
    if (!token_times_from_jwt(token, &times))
        return false;
    uint64_t wall = clock_wall_ms();
    bool plausible = wall / 1000 + EARLY_S >= times.iat && wall < times.exp * 1000;
    *ret_ms = plausible ? times.exp * 1000 - wall : 0;
    return true;
}

static void plan_ask(struct renewal *renewal, uint64_t left_ms, uint64_t now)
{
    uint64_t wait = left_ms / 4 * 3;
    renewal->ask_at = now + (wait > SOONEST_MS ? wait : SOONEST_MS);
}

void renewal_begin(struct renewal *renewal, const char *token, uint64_t now)
{
    uint64_t left_ms = 0;
    renewal->ask_at = RENEWAL_NEVER;
    if (left_of(token, &left_ms))
        plan_ask(renewal, left_ms, now);
    renewal->ends_at = left_ms > 0 ? now + left_ms : RENEWAL_NEVER;
    renewal->swap_at = RENEWAL_NEVER;
}

void renewal_renewed(struct renewal *renewal, const char *token, uint64_t now, uint32_t chance)
{
    uint64_t left = renewal->ends_at > now ? renewal->ends_at - now : 0;
    struct token_times times;
    uint64_t spread = left / 2 < RENEWAL_SPREAD_MS ? left / 2 : RENEWAL_SPREAD_MS;
    renewal->ask_at = RENEWAL_NEVER;
    if (token_times_from_jwt(token, &times))
        plan_ask(renewal, (times.exp - times.iat) * 1000, now);
    renewal->swap_at = now + chance % (spread + 1);
}

bool renewal_swaps(const struct renewal *renewal, enum renewal_moment moment, uint64_t now)
{
    static const uint64_t before[] = {[RENEWAL_IDLE] = RENEWAL_NEVER,
        [RENEWAL_STANDING] = RENEWAL_STANDING_MS,
        [RENEWAL_BUSY] = RENEWAL_LAST_MS};
    if (renewal->ends_at == RENEWAL_NEVER || now < renewal->swap_at)
        return false;
    uint64_t left = renewal->ends_at > now ? renewal->ends_at - now : 0;
    return left <= before[moment];
}

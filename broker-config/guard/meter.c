#include "broker-config/guard/meter.h"

#define THOUSAND     1000u
#define FORGOTTEN_MS 600000u /* after it every bucket is empty: keeps the products small */

static uint32_t leak(uint32_t level, uint32_t rate, uint64_t elapsed_ms)
{
    uint64_t gone = (uint64_t)rate * elapsed_ms;
    return gone >= level ? 0 : level - (uint32_t)gone;
}

static void pass_time(struct meter *meter, uint64_t now_ms)
{
    if (now_ms <= meter->at_ms) {
        return;
    }
    uint64_t elapsed = now_ms - meter->at_ms;
    if (elapsed > FORGOTTEN_MS) {
        elapsed = FORGOTTEN_MS;
    }
    meter->messages = leak(meter->messages, METER_MESSAGES, elapsed);
    meter->bytes = leak(meter->bytes, METER_BYTES, elapsed);
    meter->asks = leak(meter->asks, METER_ASKS, elapsed);
    meter->offence = leak(meter->offence, METER_OFFENCE, elapsed);
    meter->at_ms = now_ms;
}

static bool fits(uint32_t level, uint64_t amount, uint32_t burst)
{
    return level + amount * THOUSAND <= (uint64_t)burst * THOUSAND;
}

static void offend(struct meter *meter, size_t bytes)
{
    uint64_t level = meter->offence + (uint64_t)THOUSAND * (1 + bytes / 1024);
    uint64_t most = 2ull * METER_OFFENCE_LIMIT * THOUSAND;
    meter->offence = (uint32_t)(level < most ? level : most);
    if (meter->over < UINT32_MAX) {
        meter->over++;
    }
}

bool meter_admit(struct meter *meter, size_t bytes, bool is_ask, uint64_t now_ms)
{
    pass_time(meter, now_ms);
    bool within = fits(meter->messages, 1, METER_MESSAGES_BURST) &&
                  fits(meter->bytes, bytes, METER_BYTES_BURST) &&
                  (!is_ask || fits(meter->asks, 1, METER_ASKS_BURST));
    if (!within) {
        offend(meter, bytes);
        return false;
    }
    meter->messages += THOUSAND;
    meter->bytes += (uint32_t)bytes * THOUSAND;
    meter->asks += is_ask ? THOUSAND : 0;
    return true;
}

bool meter_persists(const struct meter *meter)
{
    return meter->offence >= METER_OFFENCE_LIMIT * THOUSAND;
}

void meter_pardon(struct meter *meter)
{
    meter->offence = 0;
}

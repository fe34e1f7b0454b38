#include "robot/base/lease.h"

#include "robot/base/text.h"

static const char *const why_names[WHY_COUNT_] = {
#define X(name, word) [WHY_##name] = word,
    WHY_LIST(X)
#undef X
};

static const char *const mode_names[MODE_COUNT_] = {
    [MODE_IDLE] = "idle",
    [MODE_READY] = "ready",
    [MODE_DRIVING] = "driving",
    [MODE_DEADMAN] = "deadman",
    [MODE_STOPPED] = "stopped",
};

static const char *const refusal_names[REFUSAL_COUNT_] = {
    [REFUSAL_NONE] = "",
    [REFUSAL_FORM] = "form",
    [REFUSAL_RANGE] = "range",
    [REFUSAL_DRIVER] = "driver",
    [REFUSAL_NUMBER] = "number",
    [REFUSAL_HALTED] = "halted",
    [REFUSAL_ORDER] = "order",
    [REFUSAL_STALE] = "stale",
    [REFUSAL_RATE] = "rate",
};

static int compare(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

int lease_number_compare(const struct lease_number *a, const struct lease_number *b)
{
    int by_n = compare(a->n, b->n);
    return by_n != 0 ? by_n : compare(a->rev, b->rev);
}

const char *why_name(enum why why)
{
    return (unsigned)why < WHY_COUNT_ ? why_names[why] : "";
}

bool why_from_name(const char *name, enum why *ret)
{
    int why = text_find_word(name, why_names, WHY_COUNT_);
    if (why <= WHY_NONE)
        return false;
    *ret = (enum why)why;
    return true;
}

const char *mode_name(enum mode mode)
{
    return (unsigned)mode < MODE_COUNT_ ? mode_names[mode] : "";
}

bool mode_from_name(const char *name, enum mode *ret)
{
    int mode = text_find_word(name, mode_names, MODE_COUNT_);
    if (mode < 0)
        return false;
    *ret = (enum mode)mode;
    return true;
}

const char *refusal_name(enum refusal refusal)
{
    return (unsigned)refusal < REFUSAL_COUNT_ ? refusal_names[refusal] : "";
}

bool refusal_from_name(const char *name, enum refusal *ret)
{
    int refusal = text_find_word(name, refusal_names, REFUSAL_COUNT_);
    if (refusal <= REFUSAL_NONE)
        return false;
    *ret = (enum refusal)refusal;
    return true;
}

int32_t clock_behind(uint32_t now, uint32_t c)
{
    uint32_t distance = now - c;
    if (distance <= INT32_MAX)
        return (int32_t)distance;
    return -1 - (int32_t)(UINT32_MAX - distance);
}

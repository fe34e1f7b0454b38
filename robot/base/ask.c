#include "robot/base/ask.h"

#include "robot/base/text.h"

static const char *const deed_names[DEED_COUNT_] = {
#define X(name, word) [DEED_##name] = word,
    DEED_LIST(X)
#undef X
};

static const char *const roster_state_names[ROSTER_STATE_COUNT_] = {
    [ROSTER_ONLINE] = "online",
    [ROSTER_STALE] = "stale",
    [ROSTER_LOST] = "lost",
    [ROSTER_OFFLINE] = "offline",
    [ROSTER_UNVERIFIED] = "unverified",
};

const char *deed_name(enum deed deed)
{
    return (unsigned)deed < DEED_COUNT_ ? deed_names[deed] : "";
}

bool deed_from_name(const char *name, enum deed *ret)
{
    int deed = text_find_word(name, deed_names, DEED_COUNT_);
    if (deed <= DEED_NONE)
        return false;
    *ret = (enum deed)deed;
    return true;
}

const char *roster_state_name(enum roster_state state)
{
    return (unsigned)state < ROSTER_STATE_COUNT_ ? roster_state_names[state] : "";
}

bool roster_state_from_name(const char *name, enum roster_state *ret)
{
    int state = text_find_word(name, roster_state_names, ROSTER_STATE_COUNT_);
    if (state < 0)
        return false;
    *ret = (enum roster_state)state;
    return true;
}

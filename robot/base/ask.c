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

static const char *const code_type_names[CODE_TYPE_COUNT_] = {
    [CODE_INVITE] = "invite",
    [CODE_ENROLMENT] = "enrolment",
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

const char *code_type_name(enum code_type type)
{
    return (unsigned)type < CODE_TYPE_COUNT_ ? code_type_names[type] : "";
}

bool code_type_from_name(const char *name, enum code_type *ret)
{
    int type = text_find_word(name, code_type_names, CODE_TYPE_COUNT_);
    if (type < 0)
        return false;
    *ret = (enum code_type)type;
    return true;
}

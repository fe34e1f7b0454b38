#include "bridge/core/game.h"
#include "robot/base/text.h"

static const char *const names[GAME_ACT_COUNT_] = {
    [GAME_JOIN] = "join",
    [GAME_LEAVE] = "leave",
    [GAME_QUEUE] = "queue",
    [GAME_READY] = "ready",
    [GAME_ASSIGN] = "assign",
    [GAME_COMPLETE] = "complete",
    [GAME_INCOMPLETE] = "incomplete",
    [GAME_START] = "start",
    [GAME_PAUSE] = "pause",
    [GAME_RESUME] = "resume",
    [GAME_ABORT] = "abort",
    [GAME_HOLD] = "hold",
    [GAME_GO] = "go",
    [GAME_AWAY] = "away",
    [GAME_BACK] = "back",
    [GAME_FIRE] = "fire",
    [GAME_HIT] = "hit",
    [GAME_OVERTURN] = "overturn",
    [GAME_PENALTY] = "penalty",
    [GAME_BYPASS] = "bypass",
    [GAME_MARK] = "mark",
    [GAME_NEXT] = "next",
};

const char *game_act_name(enum game_act act)
{
    return names[act];
}

bool game_act_from_name(const char *name, enum game_act *ret)
{
    int found = text_find_word(name, names, GAME_ACT_COUNT_);
    if (found < 0)
        return false;
    *ret = (enum game_act)found;
    return true;
}

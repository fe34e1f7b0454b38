#include "robot/base/match.h"

#include <string.h>

#include "robot/base/text.h"

static const char *const state_names[MATCH_STATE_COUNT_] = {
    [MATCH_LOBBY] = "lobby",
    [MATCH_READY] = "ready",
    [MATCH_COUNTDOWN] = "countdown",
    [MATCH_RUNNING] = "running",
    [MATCH_PAUSED] = "paused",
    [MATCH_FINISHED] = "finished",
    [MATCH_ABORTED] = "aborted",
};

static const char *const unit_state_names[UNIT_STATE_COUNT_] = {
    [UNIT_UP] = "up",
    [UNIT_SHIELDED] = "shielded",
    [UNIT_DOWN] = "down",
    [UNIT_OUT] = "out",
};

static const struct rule_row rule_rows[RULE_COUNT_] = {
#define X(name, word_, least_, most_, standard_, unit_)                                        \
    [RULE_##name] = {                                                                          \
        .word = word_, .unit = unit_, .least = least_, .most = most_, .standard = standard_},
    RULE_LIST(X)
#undef X
};

static const char *const missing_names[MISSING_COUNT_] = {
#define X(name, word, of, sentence) [MISSING_##name] = word,
    MISSING_LIST(X)
#undef X
};

static const char *const missing_sentences[MISSING_COUNT_] = {
#define X(name, word, of, sentence) [MISSING_##name] = sentence,
    MISSING_LIST(X)
#undef X
};

static const char *const verdict_names[VERDICT_COUNT_] = {
#define X(name, word) [VERDICT_##name] = word,
    VERDICT_LIST(X)
#undef X
};

static const char *const entry_names[ENTRY_KIND_COUNT_] = {
#define X(name, word) [ENTRY_##name] = word,
    ENTRY_LIST(X)
#undef X
};

const struct rule_row *rule_row(enum rule rule)
{
    return &rule_rows[(unsigned)rule < RULE_COUNT_ ? rule : 0];
}

bool rule_from_name(const char *word, enum rule *ret)
{
    for (unsigned i = 0; i < RULE_COUNT_; i++) {
        if (strcmp(rule_rows[i].word, word) == 0) {
            *ret = (enum rule)i;
            return true;
        }
    }
    return false;
}

struct match_rules match_rules_default(void)
{
    struct match_rules rules;
    for (unsigned i = 0; i < RULE_COUNT_; i++) {
        rules.value[i] = rule_rows[i].standard;
    }
    return rules;
}

const char *missing_name(enum missing why)
{
    return (unsigned)why < MISSING_COUNT_ ? missing_names[why] : "";
}

const char *missing_sentence(enum missing why)
{
    return (unsigned)why < MISSING_COUNT_ ? missing_sentences[why] : "";
}

bool missing_from_name(const char *name, enum missing *ret)
{
    int found = text_find_word(name, missing_names, MISSING_COUNT_);
    if (found < 0) {
        return false;
    }
    *ret = (enum missing)found;
    return true;
}

const char *verdict_name(enum verdict verdict)
{
    return (unsigned)verdict < VERDICT_COUNT_ ? verdict_names[verdict] : "";
}

bool verdict_from_name(const char *name, enum verdict *ret)
{
    int found = text_find_word(name, verdict_names, VERDICT_COUNT_);
    if (found <= VERDICT_NONE) {
        return false;
    }
    *ret = (enum verdict)found;
    return true;
}

const char *entry_kind_name(enum entry_kind kind)
{
    return (unsigned)kind < ENTRY_KIND_COUNT_ ? entry_names[kind] : "";
}

bool entry_kind_from_name(const char *name, enum entry_kind *ret)
{
    int found = text_find_word(name, entry_names, ENTRY_KIND_COUNT_);
    if (found < 0) {
        return false;
    }
    *ret = (enum entry_kind)found;
    return true;
}

const char *unit_state_name(enum unit_state state)
{
    return (unsigned)state < UNIT_STATE_COUNT_ ? unit_state_names[state] : "";
}

bool unit_state_from_name(const char *name, enum unit_state *ret)
{
    int found = text_find_word(name, unit_state_names, UNIT_STATE_COUNT_);
    if (found < 0) {
        return false;
    }
    *ret = (enum unit_state)found;
    return true;
}

const char *match_state_name(enum match_state state)
{
    return (unsigned)state < MATCH_STATE_COUNT_ ? state_names[state] : "";
}

bool match_state_from_name(const char *name, enum match_state *ret)
{
    int found = text_find_word(name, state_names, MATCH_STATE_COUNT_);
    if (found < 0) {
        return false;
    }
    *ret = (enum match_state)found;
    return true;
}

bool match_state_is_over(enum match_state state)
{
    return state == MATCH_FINISHED || state == MATCH_ABORTED;
}

bool match_state_holds_robots(enum match_state state)
{
    return state == MATCH_COUNTDOWN || state == MATCH_RUNNING || state == MATCH_PAUSED;
}

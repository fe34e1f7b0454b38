/* What somebody is about to say, judged by its topic: may it be retained, may it be so large,
 * and what the meter must know about it. Pure. Source: broker-config/README.md, "Limits".
 * Thread: the broker's.
 */
#ifndef BROKER_CONFIG_GUARD_SAYING_H
#define BROKER_CONFIG_GUARD_SAYING_H

#include <stdbool.h>
#include <stddef.h>

#include "robot/base/id.h"
#include "robot/wire/topic.h"

struct saying {
    const char *topic; /* terminated */
    const void *payload;
    size_t length; /* of the payload */
    bool retain;
};

#define SAYING_VERDICT_LIST(X)                                                                 \
    X(FINE, "it may say this")                                                                 \
    X(RETAINED, "it may not retain this")                                                      \
    X(LARGE, "this is larger than allowed")

enum saying_verdict {
#define X(name, sentence) SAYING_##name,
    SAYING_VERDICT_LIST(X)
#undef X
};

struct saying_view {
    enum saying_verdict verdict;
    enum what what; /* WHAT_NONE: not of the grammar */
    size_t bytes;   /* topic and payload */
};

/* `kind` is the speaker's. Bridge and media may retain anything they may say. */
struct saying_view saying_look(const char *root, enum kind kind, const struct saying *saying);

/* A stop, or an ask to stop: what is never dropped for being too much. Parses an ask's JSON, so
 * ask it only about what is over the limit. */
bool saying_stops(const struct saying_view *view, const struct saying *saying);

const char *saying_sentence(enum saying_verdict verdict);

#endif

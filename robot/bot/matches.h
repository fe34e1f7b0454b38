/* What the bots of one process have heard of matches: the document and the last `live` of each,
 * read once however many bots hear it.
 *
 * Pure: no clock, no heap. Owner: the caller has the memory (about 420 KiB). Thread: one.
 */
#ifndef ROBOT_BOT_MATCHES_H
#define ROBOT_BOT_MATCHES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/match.h"
#include "robot/wire/topic.h"

#define MATCHES      16    /* beyond this the one that was heard longest ago gives way */
#define MATCHES_LIVE 16384 /* a longer `live` is read by every bot anew */

struct matches_unit {
    char robot[ID_SIZE]; /* "" = none */
    int team;
};

struct matches_entry {
    char id[ID_SIZE]; /* "" = free */
    uint64_t heard;
    bool has_document;
    int32_t bots; /* the rule: their skill */
    enum match_state state;
    unsigned unit_count; /* as the document has them: numbered team by team, seat by seat */
    struct matches_unit units[MATCH_UNITS];
    bool has_live;
    uint64_t live_at; /* when it was heard */
    struct match_live live;
    size_t last_length;
    char last[MATCHES_LIVE];
};

struct matches {
    struct matches_entry list[MATCHES];
    struct match document; /* while one is read */
};

/* A message of the bridge about a match; others are ignored. What is malformed changes nothing.
 */
void matches_hear(struct matches *matches, const struct topic *topic, const char *payload,
    size_t length, uint64_t now);

/* NULL when nothing was heard of it. */
const struct matches_entry *matches_find(const struct matches *matches, const char *id);

/* The unit of a robot, -1 when it has none. */
int matches_unit_of(const struct matches_entry *entry, const char *robot);

#endif

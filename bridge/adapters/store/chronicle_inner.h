/* What the history's files share: its database and the levels. */
#ifndef BRIDGE_ADAPTERS_STORE_CHRONICLE_INNER_H
#define BRIDGE_ADAPTERS_STORE_CHRONICLE_INNER_H

#include "bridge/adapters/store/chronicle.h"
#include "bridge/adapters/store/database.h"
#include "bridge/adapters/store/pack.h"
#include "robot/base/id.h"

#define MINUTE_MS 60000u
#define HOUR_MS   3600000u

enum level { LEVEL_RAW, LEVEL_MINUTE, LEVEL_HOUR, LEVEL_COUNT_ };

/* The statements of one level's table. Parameters in this order: robot, from, to or limit. */
enum statement {
    STATEMENT_PUT,    /* robot, at, data */
    STATEMENT_RANGE,  /* robot, from, to: at, data, at most CHRONICLE_READ_ROWS */
    STATEMENT_TALLY,  /* robot, from, to: how many, at most CHRONICLE_READ_ROWS + 1 */
    STATEMENT_FIRST,  /* robot, from: the first at or after, or null */
    STATEMENT_LAST,   /* robot: the last, or null */
    STATEMENT_FORGET, /* robot, before: deletes the oldest, at most 500 */
    STATEMENT_COUNT_
};

#define FRAMES_BYTES   65536 /* of frames that wait to be written */
#define FRAMES_MAX     128
#define FRAMES_LATE_MS 1000 /* how long they wait */

enum frame_statement {
    FRAME_PUT,    /* match, at, data */
    FRAME_RANGE,  /* match, from, how many: at, data */
    FRAME_FORGET, /* match: deletes the oldest, at most FRAMES_FORGET */
    FRAME_CUT,    /* match, after: deletes what is later */
    FRAME_NEXT,   /* after: the next match that has frames, or null */
    FRAME_COUNT_
};

struct frame_row { /* waits to be written */
    char match[ID_SIZE];
    uint32_t at;
    size_t start, length; /* in bytes */
};

struct frames {
    sqlite3_stmt *statements[FRAME_COUNT_];
    unsigned count;
    struct frame_row rows[FRAMES_MAX];
    size_t used;
    unsigned char bytes[FRAMES_BYTES];
};

struct chronicle {
    struct database database;
    struct frames frames;
    sqlite3_stmt *statements[LEVEL_COUNT_][STATEMENT_COUNT_];
    sqlite3_stmt *next_robot; /* after: the next one that has rows, or null */
    char cursor[ID_SIZE];     /* tend's: the robot visited last */
    bool worked;              /* tend's: something was done since the first robot */
};

/* Binds what is given (robot "" = none) and resets first. NULL when that fails. */
sqlite3_stmt *chronicle_bind(struct chronicle *chronicle, enum level level,
    enum statement statement, const char *robot, uint64_t from);

/* The one number a statement answers; false: null or a failure. */
bool chronicle_number(sqlite3_stmt *statement, uint64_t *ret);

/* Writes one row; reads of it see it at once, inside the transaction too. */
ARENA_NODISCARD bool chronicle_put(struct chronicle *chronicle, enum level level,
    const char *robot, uint64_t at, const struct pack *pack);

/* chronicle_frames.c: prepares and finalizes its statements. */
ARENA_NODISCARD bool frames_prepare(struct chronicle *chronicle);
void frames_finalize(struct chronicle *chronicle);

#endif

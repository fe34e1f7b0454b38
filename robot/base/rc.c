#include "robot/base/rc.h"

#include <stddef.h>
#include <string.h>

struct rc_row {
    enum rc rc;
    const char *word;
    const char *sentence;
};

static const struct rc_row rows[] = {
#define X(name, word, sentence) {RC_##name, word, sentence},
    RC_WIRE_LIST(X) RC_INTERNAL_LIST(X)
#undef X
};

#define ROW_COUNT (sizeof rows / sizeof rows[0])

static const struct rc_row *row_of(enum rc rc)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].rc == rc)
            return &rows[i];
    }
    return &rows[ROW_COUNT - 1];
}

const char *rc_name(enum rc rc)
{
    return row_of(rc)->word;
}

const char *rc_sentence(enum rc rc)
{
    return row_of(rc)->sentence;
}

enum rc rc_from_name(const char *name)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (strcmp(rows[i].word, name) == 0)
            return rows[i].rc;
    }
    return RC_INTERNAL;
}

enum rc rc_public(enum rc rc)
{
    return rc < RC_WIRE_COUNT_ ? rc : RC_UNAVAILABLE;
}

/* What matches said live. Frames come ten a second of each match; they wait in memory for about
 * a second, and are written in one transaction: a row each would be a commit each. Who
 * reads sees them all the same, because what waits is written first.
 *
 * Which matches there are is the other database's matter: a match whose row is gone is
 * forgotten here by who tends both (store.c).
 */
#include <string.h>

#include "bridge/adapters/store/chronicle_inner.h"
#include "bridge/adapters/store/frame.h"
#include "robot/base/text.h"

#define TEXT_OF_(x) #x
#define TEXT_OF(x)  TEXT_OF_(x)

static const char *const texts[FRAME_COUNT_] = {
    [FRAME_PUT] = "REPLACE INTO frame (match, at, data) VALUES (?1, ?2, ?3)",
    [FRAME_RANGE] = "SELECT at, data FROM frame WHERE match = ?1 AND at >= ?2"
                    " ORDER BY at LIMIT ?3",
    [FRAME_FORGET] = "DELETE FROM frame WHERE match = ?1 AND at <="
                     " (SELECT max(at) FROM (SELECT at FROM frame WHERE match = ?1"
                     " ORDER BY at LIMIT " TEXT_OF(FRAMES_FORGET) "))",
    [FRAME_CUT] = "DELETE FROM frame WHERE match = ?1 AND at > ?2",
    [FRAME_NEXT] = "SELECT min(match) FROM frame WHERE match > ?1",
};

bool frames_prepare(struct chronicle *chronicle)
{
    bool good = true;
    for (int i = 0; i < FRAME_COUNT_; i++) {
        sqlite3_stmt *statement = database_prepare(&chronicle->database, texts[i]);
        chronicle->frames.statements[i] = statement;
        good = good && statement != NULL;
    }
    return good;
}

void frames_finalize(struct chronicle *chronicle)
{
    for (int i = 0; i < FRAME_COUNT_; i++)
        (void)sqlite3_finalize(chronicle->frames.statements[i]);
}

/* Binds what is given: the match, and `at` where the statement wants it. NULL: it failed. */
static sqlite3_stmt *bind(
    struct chronicle *chronicle, enum frame_statement which, const char *match, uint32_t at)
{
    sqlite3_stmt *one = chronicle->frames.statements[which];
    (void)sqlite3_reset(one); /* repeats what the last use was told */
    if (sqlite3_bind_text(one, 1, match, -1, SQLITE_STATIC) != SQLITE_OK)
        return NULL;
    if (sqlite3_bind_parameter_count(one) == 1)
        return one;
    return sqlite3_bind_int64(one, 2, at) == SQLITE_OK ? one : NULL;
}

/* ---- writing ---- */

static bool write_row(struct chronicle *chronicle, const struct frame_row *row)
{
    const unsigned char *data = chronicle->frames.bytes + row->start;
    sqlite3_stmt *put = bind(chronicle, FRAME_PUT, row->match, row->at);
    return put != NULL &&
           sqlite3_bind_blob(put, 3, data, (int)row->length, SQLITE_STATIC) == SQLITE_OK &&
           database_step(put);
}

static bool write_all(struct chronicle *chronicle)
{
    if (!database_run(&chronicle->database, "BEGIN IMMEDIATE"))
        return false;
    for (unsigned i = 0; i < chronicle->frames.count; i++)
        if (!write_row(chronicle, &chronicle->frames.rows[i]))
            return false;
    return database_run(&chronicle->database, "COMMIT");
}

enum rc chronicle_write_frames(struct chronicle *chronicle, struct store_fault *fault)
{
    if (chronicle->frames.count == 0)
        return RC_OK;
    enum rc rc = RC_OK;
    if (!write_all(chronicle)) {
        rc = database_fault(&chronicle->database, fault);
        database_roll_back(&chronicle->database);
    }
    chronicle->frames.count = 0;
    chronicle->frames.used = 0;
    return rc;
}

/* There is no clock here: the frames of the match that has waited longest tell the time. */
static bool is_late(const struct frames *frames, const char *match, uint32_t at)
{
    const struct frame_row *first = &frames->rows[0];
    return frames->count > 0 && strcmp(first->match, match) == 0 && at >= first->at &&
           at - first->at >= FRAMES_LATE_MS;
}

enum rc chronicle_add_frame(struct chronicle *chronicle, const char *match,
    const struct match_live *frame, struct store_fault *fault)
{
    struct frames *frames = &chronicle->frames;
    enum rc rc = RC_OK;
    if (frames->count == FRAMES_MAX || frames->used + FRAME_SIZE > FRAMES_BYTES ||
        is_late(frames, match, frame->at))
        rc = chronicle_write_frames(chronicle, fault);
    struct frame_row *row = &frames->rows[frames->count++];
    (void)text_copy(row->match, sizeof row->match, match);
    row->at = frame->at;
    row->start = frames->used;
    row->length = frame_write(frame, frames->bytes + frames->used);
    frames->used += row->length;
    return rc;
}

/* ---- reading ---- */

static bool read_all(struct chronicle *chronicle, const struct match_slice *slice,
    const struct frame_reader *reader)
{
    sqlite3_stmt *rows = bind(chronicle, FRAME_RANGE, slice->match, slice->from);
    if (rows == NULL || sqlite3_bind_int64(rows, 3, slice->limit) != SQLITE_OK)
        return false;
    int code;
    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
        struct match_live frame;
        sqlite3_int64 at = sqlite3_column_int64(rows, 0);
        const unsigned char *data = sqlite3_column_blob(rows, 1);
        size_t length = (size_t)sqlite3_column_bytes(rows, 1);
        if (at < 0 || at > UINT32_MAX || !frame_read(data, length, &frame))
            continue;
        frame.at = (uint32_t)at;
        reader->sink(reader->context, &frame);
    }
    (void)sqlite3_reset(rows);
    return code == SQLITE_DONE;
}

enum rc chronicle_read_frames(struct chronicle *chronicle, const struct match_slice *slice,
    const struct frame_reader *reader, struct store_fault *fault)
{
    enum rc rc = chronicle_write_frames(chronicle, fault);
    if (rc == RC_OK && !read_all(chronicle, slice, reader))
        rc = database_fault(&chronicle->database, fault);
    return rc;
}

/* ---- forgetting ---- */

void chronicle_cut_frames(struct chronicle *chronicle, const char *match, uint32_t at)
{
    sqlite3_stmt *cut = bind(chronicle, FRAME_CUT, match, at);
    bool done = cut != NULL && database_step(cut);
    (void)done;
}

bool chronicle_next_match(struct chronicle *chronicle, const char *after, char ret[ID_SIZE])
{
    sqlite3_stmt *next = bind(chronicle, FRAME_NEXT, after, 0);
    bool found = false;
    if (next != NULL && sqlite3_step(next) == SQLITE_ROW) {
        const char *match = (const char *)sqlite3_column_text(next, 0);
        found = match != NULL && text_copy(ret, ID_SIZE, match);
    }
    (void)sqlite3_reset(next);
    return found;
}

bool chronicle_forget_frames(struct chronicle *chronicle, const char *match)
{
    sqlite3_stmt *forget = bind(chronicle, FRAME_FORGET, match, 0);
    return forget != NULL && database_step(forget) &&
           sqlite3_changes(chronicle->database.handle) >= FRAMES_FORGET;
}

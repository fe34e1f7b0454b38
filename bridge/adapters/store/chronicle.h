/* Telemetry: as it came, by the minute, by the hour. For the files of this room only.
 *
 * A row is everything one robot said at once (or in one minute, or one hour), packed: pack.h.
 * The minutes are rolled up from what came, the hours from the minutes; each level remembers
 * how far it is by its own newest row, so there is no progress to lose.
 */
#ifndef BRIDGE_ADAPTERS_STORE_CHRONICLE_H
#define BRIDGE_ADAPTERS_STORE_CHRONICLE_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/adapters/store/store.h"
#include "bridge/app/ports.h"

struct chronicle;

struct chronicle_reader {
    telemetry_sink *sink;
    void *context;
};

/* {state}/history.db. rc as store_create. */
ARENA_NODISCARD enum rc chronicle_create(
    const char *state, struct chronicle **ret, struct store_fault *fault);
void chronicle_destroy(struct chronicle *chronicle); /* writes what waits; NULL is fine */

/* One transaction. RC_OK, RC_IO. */
ARENA_NODISCARD enum rc chronicle_add(struct chronicle *chronicle, const struct telemetry *rows,
    unsigned count, struct store_fault *fault);

/* RC_OK, RC_IO. Reads at most three times CHRONICLE_READ_ROWS rows: where there are
 * more in a level, the next coarser one is read. */
#define CHRONICLE_READ_ROWS 20000
ARENA_NODISCARD enum rc chronicle_read(struct chronicle *chronicle,
    const struct telemetry_query *query, const struct chronicle_reader *reader,
    struct store_fault *fault);

/* Rolls up and forgets, a bounded bit. True when more is waiting. */
bool chronicle_tend(
    struct chronicle *chronicle, const struct store_settings *settings, uint64_t wall);

/* ---- what matches said live (chronicle_frames.c) ---- */

#define FRAMES_FORGET 500 /* rows deleted at a time */

/* Copies it; written with others, at the latest by chronicle_write_frames. RC_OK; RC_IO: what
 * had waited is lost. */
ARENA_NODISCARD enum rc chronicle_add_frame(struct chronicle *chronicle, const char *match,
    const struct match_live *frame, struct store_fault *fault);
/* Writes what waits, in one transaction. RC_OK; RC_IO: it is lost. */
ARENA_NODISCARD enum rc chronicle_write_frames(
    struct chronicle *chronicle, struct store_fault *fault);

struct frame_reader {
    match_frame_sink *sink;
    void *context;
};

/* Damaged ones are left out. RC_OK, RC_IO. */
ARENA_NODISCARD enum rc chronicle_read_frames(struct chronicle *chronicle,
    const struct match_slice *slice, const struct frame_reader *reader,
    struct store_fault *fault);

/* Deletes what is later than `at`: after a restart a match goes on from its last kept input.
 * What fails leaves them: they decide nothing. */
void chronicle_cut_frames(struct chronicle *chronicle, const char *match, uint32_t at);
/* The first match after this name ("" = of all) that has frames; false: there is none. */
bool chronicle_next_match(struct chronicle *chronicle, const char *after, char ret[ID_SIZE]);
/* Deletes its oldest; true when more is left. */
bool chronicle_forget_frames(struct chronicle *chronicle, const char *match);

#endif

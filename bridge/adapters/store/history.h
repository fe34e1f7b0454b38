/* Telemetry: as it came, by the minute, by the hour. For the files of this room only.
 *
 * A row is everything one robot said at once (or in one minute, or one hour), packed: pack.h.
 * The minutes are rolled up from what came, the hours from the minutes; each level remembers
 * how far it is by its own newest row, so there is no progress to lose.
 */
#ifndef BRIDGE_ADAPTERS_STORE_HISTORY_H
#define BRIDGE_ADAPTERS_STORE_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/adapters/store/store.h"
#include "bridge/app/ports.h"

struct history;

struct history_reader {
    telemetry_sink *sink;
    void *context;
};

/* {state}/history.db. rc as store_create. */
ARENA_NODISCARD enum rc history_create(
    const char *state, struct history **ret, struct store_fault *fault);
void history_destroy(struct history *history); /* NULL is fine */

/* One transaction. RC_OK, RC_IO. */
ARENA_NODISCARD enum rc history_add(struct history *history, const struct telemetry *rows,
    unsigned count, struct store_fault *fault);

/* RC_OK, RC_IO. Reads at most three times HISTORY_READ_ROWS rows: where there are
 * more in a level, the next coarser one is read. */
#define HISTORY_READ_ROWS 20000
ARENA_NODISCARD enum rc history_read(struct history *history,
    const struct telemetry_query *query, const struct history_reader *reader,
    struct store_fault *fault);

/* Rolls up and forgets, a bounded bit. True when more is waiting. */
bool history_tend(
    struct history *history, const struct store_settings *settings, uint64_t wall);

#endif

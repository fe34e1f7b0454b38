/* Reading and forgetting matches: their lists, their inputs, a slice at a time. Thread: any.
 * Blocks; it reads as many rows as it hands over: there is an index for each way of asking.
 */
#ifndef BRIDGE_ADAPTERS_STORE_MATCH_ROWS_H
#define BRIDGE_ADAPTERS_STORE_MATCH_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/adapters/store/database.h"
#include "bridge/adapters/store/store.h"
#include "bridge/app/ports.h"

#define MATCH_ROWS_FORGET 500 /* inputs deleted at a time */

/* As the port's slots of these names; RC_IO with *fault. A damaged row is left out of a list,
 * and ends everything else. */
ARENA_NODISCARD enum rc match_rows_list(const struct database *database,
    const struct match_query *query, record_sink *sink, void *context,
    struct store_fault *fault);
ARENA_NODISCARD enum rc match_rows_read(const struct database *database, const char *match,
    record_sink *sink, void *context, struct store_fault *fault);
ARENA_NODISCARD enum rc match_rows_inputs(const struct database *database,
    const struct match_slice *slice, match_input_sink *sink, void *context,
    struct store_fault *fault);

/* False: there is no such match; true as well when that cannot be told. */
bool match_rows_has(const struct database *database, const char *match);
/* `at` of its last input; false: it has none. */
bool match_rows_last_at(const struct database *database, const char *match, uint32_t *ret);
/* Hands over the ids of those that are not over. */
typedef void match_id_sink(void *context, const char *match);
ARENA_NODISCARD bool match_rows_open(
    const struct database *database, match_id_sink *sink, void *context);

/* Deletes a bit of the oldest that was created before this (Unix ms) and is closed. True when
 * more is left. */
bool match_rows_forget(const struct database *database, uint64_t before);

#endif

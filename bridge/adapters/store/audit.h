/* Reading the audit: who drove what, when, and why it ended. Thread: any. Blocks; it reads
 * as many entries as it hands over: there is an index for each way of asking.
 */
#ifndef BRIDGE_ADAPTERS_STORE_AUDIT_H
#define BRIDGE_ADAPTERS_STORE_AUDIT_H

#include <stdint.h>

#include "bridge/adapters/store/database.h"
#include "bridge/adapters/store/store.h"
#include "bridge/app/ports.h"

/* Newest first. False: database_fault says why. */
ARENA_NODISCARD bool audit_newest(const struct database *database,
    const struct audit_query *query, audit_sink *sink, void *context);

/* Opens {state}/bridge.db for reading, beside a running bridge. The newest so many, oldest
 * first. RC_OK, RC_IO or RC_VERSION with *fault. */
ARENA_NODISCARD enum rc audit_read(const char *state, const struct audit_query *query,
    audit_sink *sink, void *context, struct store_fault *fault);

#endif

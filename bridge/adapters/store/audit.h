/* Reading the audit: who drove what, when, and why it ended. Opens {state}/bridge.db for
 * reading, beside a running bridge. Thread: any. Blocks.
 */
#ifndef BRIDGE_ADAPTERS_STORE_AUDIT_H
#define BRIDGE_ADAPTERS_STORE_AUDIT_H

#include <stdint.h>

#include "bridge/adapters/store/store.h"
#include "bridge/core/record.h"

struct audit_query {
    char robot[ID_SIZE];  /* "" = all */
    struct principal who; /* nobody = all */
    uint64_t from, to;    /* Unix ms; to 0 = no end */
    uint32_t limit;       /* the newest so many; 0 = 1000 */
};

typedef void audit_sink(void *context, const struct record_audit *entry);

/* Oldest first. RC_OK, RC_IO or RC_VERSION with *fault. */
ARENA_NODISCARD enum rc audit_read(const char *state, const struct audit_query *query,
    audit_sink *sink, void *context, struct store_fault *fault);

#endif

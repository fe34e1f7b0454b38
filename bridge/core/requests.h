/* HTTP requests that change something: who joins, registers, deregisters. Each is replied to
 * exactly once, after what it did is stored (or could not be). Source: broker-config/README.md,
 * "HTTP".
 */
#ifndef BRIDGE_CORE_REQUESTS_H
#define BRIDGE_CORE_REQUESTS_H

#include "bridge/core/state.h"

void requests_join(
    struct core *core, const struct input_join *join, uint64_t now, struct effects *effects);
void requests_register(struct core *core, const struct input_register *registration,
    uint64_t now, struct effects *effects);
void requests_deregister(struct core *core, const struct input_deregister *deregister,
    uint64_t now, struct effects *effects);
/* A deregistered robot's documents are empty: whoever asked for it is told. */
void requests_evicted(struct core *core, const char *robot);
/* The invite is gone: nobody gives a place back to it. */
void requests_forget_invite(struct core *core, uint32_t invite);
void requests_write_failed(struct core *core, uint64_t now);

void request_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects);
void request_saved(struct core *core, uint32_t slot, uint64_t now);
void request_failed(struct core *core, uint32_t slot, uint64_t now);

#endif

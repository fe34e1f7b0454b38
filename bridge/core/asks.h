/* Asks: each is done once, however often it comes. Source: broker-config/README.md, "Asking".
 *
 * The answer of a deed is stored in the deed's own transaction, then said, then remembered for
 * ten minutes (64 of each principal): the same id gets the same answer, the same id with other
 * content bad_request. Refusals are remembered without the store: a refused deed has changed
 * nothing. Refusals that a second try may overcome (unavailable, full, too_many_requests) are
 * not remembered. Reading asks and token.renew change nothing and are simply answered again.
 */
#ifndef BRIDGE_CORE_ASKS_H
#define BRIDGE_CORE_ASKS_H

#include "bridge/core/state.h"

void asks_init(struct core *core);
void asks_hear(
    struct core *core, const struct input_ask *heard, uint64_t now, struct effects *effects);

/* An open ask's deed is done: its answer is stored, then said. */
void ask_done(struct core *core, uint32_t ask, const struct kept_answer *answer);
/* An open ask came to nothing. */
void ask_failed_with(struct core *core, uint32_t ask, enum rc rc);
/* The last write failed: of no answer on its way is it known that its deed is stored. */
void asks_write_failed(struct core *core, uint64_t now);

bool asks_pending(const struct core *core, uint32_t person);
void asks_drop_all(struct core *core, uint32_t person);
enum rc asks_restore(struct core *core, const struct record_ask *record);

void ask_due(struct core *core, uint32_t ask, uint64_t now, struct effects *effects);
void ask_saved(struct core *core, uint32_t ask, uint64_t now);
void ask_failed(struct core *core, uint32_t ask, uint64_t now);

#endif

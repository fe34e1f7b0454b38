/* One turn of the bridge, in the order that bridge/README.md tells: read the clock once, take
 * what arrived, let time pass and settle, say when to wake. It knows its parts only as
 * functions, so it runs in tests without a broker and without sockets. Thread: the loop's.
 */
#ifndef BRIDGE_ADAPTERS_LOOP_H
#define BRIDGE_ADAPTERS_LOOP_H

#include <stdint.h>

#include "bridge/adapters/clock.h"
#include "bridge/adapters/mailbox.h"

#define LOOP_LETTERS 4096 /* of one turn: time passes between two such batches */
#define LOOP_NEVER   UINT64_MAX

struct loop_parts {
    void *self;
    void (*open_letter)(void *self, const struct letter *letter, uint64_t now);
    /* Decisive letters were refused because the mailbox was full. */
    void (*lost_letters)(void *self, uint64_t now);
    /* In this order; each returns its next deadline. */
    uint64_t (*turn_broker)(void *self, uint64_t now);
    uint64_t (*turn_http)(void *self, uint64_t now);
    uint64_t (*turn_app)(void *self, uint64_t now);
};

struct loop {
    struct clock *clock;
    struct mailbox *mailbox;
    struct loop_parts parts;
    uint64_t log_after; /* ms: what was refused is said once a second at most */
    uint64_t refused;   /* said so far */
};

/* Returns when to be called again. */
uint64_t loop_turn(struct loop *loop, uint64_t now);

#endif

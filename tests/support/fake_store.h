/* The store port in memory: the same behaviour as SQLite's, minus the disk. Transactions can be
 * made to fail, and an older state can be brought back, as from a backup.
 */
#ifndef TESTS_SUPPORT_FAKE_STORE_H
#define TESTS_SUPPORT_FAKE_STORE_H

#include <stdbool.h>

#include "bridge/app/ports.h"
#include "robot/base/match.h"

struct fake_frame {
    char match[ID_SIZE];
    struct match_live live;
};

struct fake_store {
    struct record *rows; /* all but audit and inputs */
    unsigned count, size;
    struct record_match_input *inputs; /* in order of arrival; they grow by thousands */
    unsigned input_count, input_size;
    struct record_audit *audit;
    unsigned audit_count, audit_size;
    struct telemetry *telemetry;
    unsigned telemetry_count, telemetry_size;
    struct fake_frame *frames; /* in order of arrival */
    unsigned frame_count, frame_size;
    bool failing;       /* every keep fails, and keeps nothing */
    unsigned fail_next; /* so many keeps fail */
    uint64_t transactions, failures;
    bool no_audit; /* long runs: count it, drop it */
    uint64_t audited;
};

void fake_store_init(struct fake_store *store);
void fake_store_finish(struct fake_store *store);
void fake_store_port(struct fake_store *store, struct port_store *ret);
/* A backup: *ret becomes a copy (init first). */
void fake_store_copy(const struct fake_store *store, struct fake_store *ret);
/* NULL when there is none. */
const struct record *fake_store_find(const struct fake_store *store, const struct record *key);
/* Forgets asks that were answered before this (Unix ms), as tend does. */
void fake_store_trim(struct fake_store *store, uint64_t before);

#endif

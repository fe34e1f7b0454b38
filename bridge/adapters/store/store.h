/* The store port over SQLite: two files in the state directory, readable by their owner alone
 * (codes are in them).
 *
 * bridge.db is what decides: robots, leases with their numbers, invites, enrolments,
 * revocations, answered asks, matches with their inputs, and the audit. WAL, synchronous FULL:
 * kept means on the disk.
 *
 * history.db is telemetry: as it came, by the minute, by the hour; and what matches said live.
 * WAL, synchronous NORMAL: losing its last second decides nothing, and its writes never ride on
 * a claim's fsync.
 *
 * Each has a version (user_version). An older one is migrated in one transaction when it is
 * opened; a newer one, or one that is damaged, is refused with a sentence.
 *
 * One bridge at a time: the state directory is locked (bridge.lock) while a store is open.
 * Thread: one at a time. Every call blocks on the disk; another process that holds the database
 * (a copy being made) is waited for at most STORE_BUSY_MS.
 */
#ifndef BRIDGE_ADAPTERS_STORE_STORE_H
#define BRIDGE_ADAPTERS_STORE_STORE_H

#include <stdint.h>

#include "bridge/app/ports.h"
#include "robot/base/rc.h"

#define STORE_VERSION   3 /* of bridge.db */
#define HISTORY_VERSION 2 /* of history.db */
#define STORE_BUSY_MS   250

struct store_settings {
    uint32_t raw_h;    /* hours that telemetry is kept as it came */
    uint32_t minute_d; /* days that it is kept by the minute */
    uint32_t hour_d;   /* days that it is kept by the hour */
    uint32_t audit_d;  /* days that the audit is kept */
    uint32_t match_d;  /* days that a match is kept from its creation, once it is over */
};

struct store_fault {
    char sentence[320]; /* names the file, and says what to do */
};

struct store;

/* Opens or makes both databases in the directory, which is made when it is missing.
 * RC_OK; RC_VERSION: written by a newer version; RC_UNAVAILABLE: another bridge holds the
 * directory; RC_IO; RC_NO_MEMORY. *fault is written on every rc but RC_OK. */
ARENA_NODISCARD enum rc store_create(const char *state, const struct store_settings *settings,
    struct store **ret, struct store_fault *fault);
void store_destroy(struct store *store); /* NULL is fine */

/* The port's self is the store. */
void store_port(struct store *store, struct port_store *ret);

/* For a reload: retention from now on. */
void store_set(struct store *store, const struct store_settings *settings);

/* Why the last call that returned RC_IO did, or which row the loader's sink refused; "" = none
 * did yet. Valid until the next call. */
const char *store_sentence(const struct store *store);

#endif

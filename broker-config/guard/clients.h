/* Who is logged in, in a table of fixed size, by principal.
 *
 * One principal is one connection. Who left is remembered for a minute, so that logging in
 * again empties no meter and ends no exclusion. Full of people who are here is an ordinary
 * answer: the login is refused.
 *
 * A connection is the broker's pointer to it: an identity, never looked into. During a takeover
 * the new one logs in before the old one ends, so an ending counts only for the connection the
 * entry names.
 *
 * Owner: the guard. Thread: the broker's. Time: ms, monotonic; tokens' in Unix seconds.
 */
#ifndef BROKER_CONFIG_GUARD_CLIENTS_H
#define BROKER_CONFIG_GUARD_CLIENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "broker-config/guard/meter.h"
#include "robot/base/id.h"

#define CLIENTS_KEPT_MS   60000u /* after leaving */
#define CLIENTS_BARRED_MS 10000u /* after being disconnected for flooding */
#define CLIENTS_CAPACITY  131072u

struct client {
    char name[PRINCIPAL_SIZE]; /* "player/ann-x7" */
    enum kind kind;
    const void *connection; /* NULL: not connected */
    uint64_t left_ms;       /* when not connected */
    uint64_t barred_ms;     /* no login before this */
    uint64_t told_ms;       /* the log: its last line about this client's refusals */
    uint64_t iat, exp;      /* of the token it came with, Unix s */
    struct meter meter;
    uint32_t next; /* in its chain or the free list */
};

struct clients;

/* NULL without memory. capacity 1..CLIENTS_CAPACITY. Destroy with clients_destroy. */
struct clients *clients_create(uint32_t capacity);
void clients_destroy(struct clients *clients);

/* NULL: never seen, or forgotten. The pointer lives until the next enter or forget. */
struct client *clients_find(struct clients *clients, const char *name);

/* Finds or adds; NULL when the table is full of connected ones. A new one is all zero but for
 * its name. */
struct client *clients_enter(struct clients *clients, const char *name, uint64_t now_ms);

/* The connection ended; other connections than the entry's are ignored. */
void clients_leave(
    struct clients *clients, const char *name, const void *connection, uint64_t now_ms);

/* Drops who left long ago. */
void clients_forget(struct clients *clients, uint64_t now_ms);

/* The entry at `index` below clients_capacity, or NULL where there is none. */
struct client *clients_at(struct clients *clients, uint32_t index);
uint32_t clients_capacity(const struct clients *clients);
uint32_t clients_count(const struct clients *clients);

#endif

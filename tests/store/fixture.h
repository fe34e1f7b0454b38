/* A state directory for one test, and records to fill it. */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include "bridge/adapters/store/store.h"
#include "bridge/core/record.h"

#define WALL 1750000000000u /* Unix ms */

struct fixture {
    char state[64];
    struct store *store; /* NULL = closed */
    struct port_store port;
};

int fixture_set_up(void **state);
int fixture_tear_down(void **state);

void fixture_open(struct fixture *fixture);
void fixture_close(struct fixture *fixture);
/* Opens and expects a refusal; the sentence is left in *fault. */
enum rc fixture_refused(struct fixture *fixture, struct store_fault *fault);

void fixture_path(const struct fixture *fixture, const char *name, char path[128]);
/* Runs SQL on a database of the state directory, from outside. */
void fixture_sql(const struct fixture *fixture, const char *name, const char *sql);
/* One number from outside. */
long long fixture_number(const struct fixture *fixture, const char *name, const char *sql);

void keep_one(struct fixture *fixture, const struct record *record);

#define KEPT_MAX 64
struct kept {
    unsigned count;
    struct record records[KEPT_MAX];
};
/* All records that the store hands back at `wall`. */
void fixture_load(struct fixture *fixture, uint64_t wall, struct kept *ret);

struct principal who(enum kind kind, const char *id);
struct tag tag_of(const char *text);

/* Kinds that a store hands back: all but the audit. */
#define KINDS_HANDED_BACK (RECORD_COUNT_ - 1)
enum record_kind kind_handed_back(unsigned index); /* in this order */

/* One of each kind, every member at its limit. */
void record_full(enum record_kind kind, struct record *ret);
/* A frame with every member at its limit, at 1000 ms. */
void frame_full(struct match_live *ret);
/* A lease of a robot with a number. */
struct record lease_of(const char *robot, uint32_t n);

#endif

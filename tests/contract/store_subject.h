/* The two stores that the contract is tried on: SQLite's, and the fake that other tests stand
 * on.
 */
#ifndef TESTS_CONTRACT_STORE_SUBJECT_H
#define TESTS_CONTRACT_STORE_SUBJECT_H

#include "bridge/adapters/store/store.h"
#include "tests/support/fake_store.h"

#define WALL 1750000000000u /* Unix ms */

struct subject {
    struct port_store port;
    struct fake_store fake;
    struct store *real; /* NULL: the fake */
    char directory[64];
};

int set_up_fake(void **state);
int tear_down_fake(void **state);
int set_up_real(void **state);
int tear_down_real(void **state);

/* The bridge ends and begins: the fake simply stays. */
void subject_reopen(struct subject *subject);
/* One transaction of at most 64 records. */
void subject_keep(struct subject *subject, const struct record *records, unsigned count);

#define BOTH(name)                                                                             \
    {#name " (fake)", name, set_up_fake, tear_down_fake, NULL},                                \
    {                                                                                          \
#name " (sqlite)", name, set_up_real, tear_down_real, NULL                             \
    }

#endif

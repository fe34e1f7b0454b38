/* A table of fixed size whose rows are found by a text key and kept in the key's order.
 *
 * Rows are slots 0..capacity-1 in the caller's array; each begins with its key (terminated
 * text). Lookup is a binary search over a sorted list of slots: pages in order of the id need
 * that order anyway, and a hash beside it would be a second truth. A slot number stays the
 * row's until table_drop.
 */
#ifndef BRIDGE_CORE_TABLE_H
#define BRIDGE_CORE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SLOT_NONE UINT32_MAX

struct table {
    char *rows;
    size_t stride;
    size_t key_size;
    uint32_t capacity;
    uint32_t count;
    uint32_t *order; /* capacity entries: slots in use, sorted by key, then the free ones */
};

void table_init(struct table *table, void *rows, size_t stride, size_t key_size);
/* The slot of a key, or SLOT_NONE. */
uint32_t table_find(const struct table *table, const char *key);
/* A zeroed row under a new key (which is not in the table); SLOT_NONE when full. */
uint32_t table_take(struct table *table, const char *key);
void table_drop(struct table *table, uint32_t slot);
/* Where in the order the first key greater than `key` stands; table->count when there is none.
 */
uint32_t table_after(const struct table *table, const char *key);
/* The slot at a place of the order, place < count. */
uint32_t table_at(const struct table *table, uint32_t place);

#endif

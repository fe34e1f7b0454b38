#include "bridge/core/table.h"

#include <assert.h>
#include <string.h>

static const char *table_key(const struct table *table, uint32_t slot)
{
    return table->rows + (size_t)slot * table->stride;
}

/* The place of the first key that is not smaller (or, with `beyond`, that is greater). */
static uint32_t table_bound(const struct table *table, const char *key, bool beyond)
{
    uint32_t low = 0;
    uint32_t high = table->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(table_key(table, table->order[middle]), key);
        if (order < 0 || (beyond && order == 0)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void table_init(struct table *table, void *rows, size_t stride, size_t key_size)
{
    table->rows = rows;
    table->stride = stride;
    table->key_size = key_size;
    table->count = 0;
    for (uint32_t i = 0; i < table->capacity; i++) {
        table->order[i] = i;
    }
}

uint32_t table_find(const struct table *table, const char *key)
{
    uint32_t place = table_bound(table, key, false);
    if (place == table->count) {
        return SLOT_NONE;
    }
    uint32_t slot = table->order[place];
    return strcmp(table_key(table, slot), key) == 0 ? slot : SLOT_NONE;
}

uint32_t table_take(struct table *table, const char *key)
{
    size_t length = strlen(key);
    assert(length > 0 && length < table->key_size);
    if (table->count == table->capacity) {
        return SLOT_NONE;
    }
    uint32_t place = table_bound(table, key, false);
    uint32_t slot = table->order[table->count];
    memmove(&table->order[place + 1], &table->order[place],
        (table->count - place) * sizeof table->order[0]);
    table->order[place] = slot;
    table->count++;
    char *row = table->rows + (size_t)slot * table->stride;
    memset(row, 0, table->stride);
    memcpy(row, key, length);
    return slot;
}

void table_drop(struct table *table, uint32_t slot)
{
    uint32_t place = table_bound(table, table_key(table, slot), false);
    assert(place < table->count && table->order[place] == slot);
    table->count--;
    memmove(&table->order[place], &table->order[place + 1],
        (table->count - place) * sizeof table->order[0]);
    table->order[table->count] = slot;
}

uint32_t table_after(const struct table *table, const char *key)
{
    return table_bound(table, key, true);
}

uint32_t table_at(const struct table *table, uint32_t place)
{
    assert(place < table->count);
    return table->order[place];
}

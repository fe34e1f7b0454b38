/* Where each kind of record is kept: its table's statements, and its row both ways. */
#ifndef BRIDGE_ADAPTERS_STORE_SHELF_H
#define BRIDGE_ADAPTERS_STORE_SHELF_H

#include "bridge/adapters/store/row.h"
#include "bridge/core/record.h"

struct shelf {
    const char *table; /* for sentences */
    const char *put;
    const char *drop; /* NULL: never deleted by key */
    const char *load; /* NULL: not handed back; one parameter = the oldest `at` */
    void (*write)(struct row *row, const struct record *record);
    void (*key)(struct row *row, const struct record *record);
    void (*read)(struct row *row, struct record *ret);
};

extern const struct shelf shelves[RECORD_COUNT_];

/* Reads one row of the audit: at, kind, robot, who, n, why, tag. */
void shelf_read_audit(struct row *row, struct record_audit *ret);

#endif

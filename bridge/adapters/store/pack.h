/* What one robot measured, as a row of the history: names with either one value or count, min,
 * mean, max. Little-endian, for each field: length of the name (1..31), with 0x80 when it is a
 * single value; the name; single: the value (8 bytes); else count (4), min, mean, max (8 each)
 * Names stand in every row: a dictionary would save half the space, and one robot that invents
 * names could fill it.
 */
#ifndef BRIDGE_ADAPTERS_STORE_PACK_H
#define BRIDGE_ADAPTERS_STORE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bridge/app/ports.h"

#define PACK_FIELDS (CARD_FIELDS + 3) /* and pose_x, pose_y, pose_heading */
#define PACK_SIZE   (PACK_FIELDS * (WORD_SIZE + 4 + 24))

struct pack_field {
    char name[WORD_SIZE];
    uint32_t count; /* 0 = none */
    double min, sum, max;
};

struct pack {
    unsigned count;
    struct pack_field fields[PACK_FIELDS];
};

/* Beyond PACK_FIELDS names, new ones are left out. */
void pack_add(struct pack *pack, const struct pack_field *field);
void pack_from_telemetry(struct pack *ret, const struct telemetry *telemetry);

size_t pack_write(const struct pack *pack, unsigned char ret[PACK_SIZE]);

/* Hands over field by field; false when the bytes are no such row (what came before was
 * handed). */
typedef void pack_sink(void *context, const struct pack_field *field);
bool pack_read(const unsigned char *bytes, size_t length, pack_sink *sink, void *context);

#endif

/* The keeper: what is wanted against what is stored.
 *
 * An object whose record changed is KEEP_DUE; put into a batch it is KEEP_SENT; when the batch
 * is written it is KEEP_NOTHING and its kind is told (saved), otherwise it is due again a
 * second later and its kind is told (failed). Nothing that depends on the record is said
 * before.
 */
#ifndef BRIDGE_CORE_KEEPER_H
#define BRIDGE_CORE_KEEPER_H

#include "bridge/core/state.h"

/* Its record must be written; it acts in this turn. */
void keep_due(struct core *core, enum object_class kind, uint32_t slot);
/* Nothing of it waits for the store. */
bool keep_stored(const struct core *core, enum object_class kind, uint32_t slot);
bool keep_is_due(const struct core *core, enum object_class kind, uint32_t slot);
/* Forgets that it was due: its row was dropped before it was ever written. */
void keep_drop(struct core *core, enum object_class kind, uint32_t slot);
/* Room for one more object's keeps in this batch. */
bool keep_room(const struct core *core);
/* Marks it KEEP_SENT and returns the record to fill. */
struct record *keep_send(
    struct core *core, enum object_class kind, uint32_t slot, struct effects *effects);
/* Joins the batch without a record of its own: learns of its outcome. */
void keep_join(struct core *core, enum object_class kind, uint32_t slot);
/* The batch was written or was not. */
void keep_settled(struct core *core, bool written, uint64_t now);

/* A free place in a batch; the caller has made sure that there is room. */
struct effect *effect_add(struct effects *effects, enum effect_kind kind);

#endif

#include "bridge/core/keeper.h"

#include <assert.h>
#include <string.h>

#include "bridge/core/due.h"

static uint8_t *keep_state(struct core *core, enum object_class kind, uint32_t slot)
{
    return &core->keeper.state[core_object(core, kind, slot)];
}

void keep_due(struct core *core, enum object_class kind, uint32_t slot)
{
    *keep_state(core, kind, slot) = KEEP_DUE;
    core_touch(core, kind, slot);
}

bool keep_stored(const struct core *core, enum object_class kind, uint32_t slot)
{
    return core->keeper.state[core_object(core, kind, slot)] == KEEP_NOTHING;
}

bool keep_is_due(const struct core *core, enum object_class kind, uint32_t slot)
{
    return core->keeper.state[core_object(core, kind, slot)] == KEEP_DUE;
}

void keep_drop(struct core *core, enum object_class kind, uint32_t slot)
{
    *keep_state(core, kind, slot) = KEEP_NOTHING;
    agenda_set(&core->agenda, core_object(core, kind, slot), AGENDA_NEVER);
}

bool keep_room(const struct core *core)
{
    return core->keeper.sent_count < KEEPER_SENT;
}

void keep_join(struct core *core, enum object_class kind, uint32_t slot)
{
    assert(keep_room(core));
    *keep_state(core, kind, slot) = KEEP_SENT;
    core->keeper.sent[core->keeper.sent_count++] = core_object(core, kind, slot);
}

struct record *keep_send(
    struct core *core, enum object_class kind, uint32_t slot, struct effects *effects)
{
    keep_join(core, kind, slot);
    return &effect_add(effects, EFFECT_KEEP)->keep;
}

static void keep_settle_one(struct core *core, uint32_t object, bool written, uint64_t now)
{
    enum object_class kind = core_class_of(core, object);
    uint32_t slot = object - core->first[kind];
    const struct due_row *row = &due_rows[kind];
    if (core->keeper.state[object] != KEEP_SENT) {
        return; /* changed or dropped since: another batch decides */
    }
    if (written) {
        core->keeper.state[object] = KEEP_NOTHING;
        row->saved(core, slot, now);
    } else {
        core->keeper.state[object] = KEEP_DUE;
        agenda_sooner(&core->agenda, object, now + STORE_RETRY_MS);
        row->failed(core, slot, now);
    }
}

void keep_settled(struct core *core, bool written, uint64_t now)
{
    uint32_t count = core->keeper.sent_count;
    core->keeper.sent_count = 0;
    core->keeper.failing = !written;
    if (!written) {
        core->counts.writes_failed++;
    }
    for (uint32_t i = 0; i < count; i++) {
        keep_settle_one(core, core->keeper.sent[i], written, now);
    }
}

struct effect *effect_add(struct effects *effects, enum effect_kind kind)
{
    assert(effects->count < effects->size);
    struct effect *effect = &effects->items[effects->count++];
    memset(effect, 0, sizeof *effect);
    effect->kind = kind;
    return effect;
}

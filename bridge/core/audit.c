#include "bridge/core/audit.h"

#include "bridge/core/keeper.h"

void audit_add(struct core *core, const struct record_audit *entry, uint64_t now)
{
    struct audits *audits = &core->audits;
    if (audits->count == CORE_AUDITS) {
        core->counts.full++;
        return;
    }
    struct record_audit *kept = &audits->entries[(audits->first + audits->count) % CORE_AUDITS];
    *kept = *entry;
    kept->at = core_wall(core, now);
    audits->count++;
    if (audits->sent == 0) {
        keep_due(core, OBJECT_AUDIT, 0);
    }
}

void audit_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects)
{
    (void)slot;
    (void)now;
    struct audits *audits = &core->audits;
    if (!keep_is_due(core, OBJECT_AUDIT, 0)) {
        return;
    }
    keep_join(core, OBJECT_AUDIT, 0);
    while (audits->sent < audits->count && audits->sent < OBJECT_EFFECTS) {
        struct record *record = &effect_add(effects, EFFECT_KEEP)->keep;
        record->kind = RECORD_AUDIT;
        record->audit = audits->entries[(audits->first + audits->sent) % CORE_AUDITS];
        audits->sent++;
    }
}

void audit_saved(struct core *core, uint32_t slot, uint64_t now)
{
    (void)slot;
    (void)now;
    struct audits *audits = &core->audits;
    audits->first = (audits->first + audits->sent) % CORE_AUDITS;
    audits->count -= audits->sent;
    audits->sent = 0;
    if (audits->count > 0) {
        keep_due(core, OBJECT_AUDIT, 0);
    }
}

void audit_failed(struct core *core, uint32_t slot, uint64_t now)
{
    (void)slot;
    (void)now;
    core->audits.sent = 0;
}

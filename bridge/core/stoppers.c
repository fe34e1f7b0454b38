#include "bridge/core/stoppers.h"

#include <string.h>

#include "bridge/core/lease.h"

static bool stoppers_include(const struct person *person)
{
    bool there = person->state == PERSON_PRESENT || person->state == PERSON_LOST;
    bool page = person->page.text[0] != '\0';
    return there && (person->principal.kind == KIND_REFEREE ||
                        (person->principal.kind == KIND_OPERATOR && page));
}

void stoppers_refresh(struct core *core)
{
    struct principal stoppers[LEASE_STOPPERS] = {0};
    unsigned count = 0;
    for (uint32_t i = 0; i < core->person_table.count && count < LEASE_STOPPERS; i++) {
        const struct person *person = &core->people[table_at(&core->person_table, i)];
        if (stoppers_include(person)) {
            stoppers[count++] = person->principal;
        }
    }
    if (count == core->stopper_count &&
        memcmp(stoppers, core->stoppers, sizeof stoppers) == 0) {
        return;
    }
    core->stopper_count = count;
    memcpy(core->stoppers, stoppers, sizeof stoppers);
    for (uint32_t i = 0; i < core->robot_table.count; i++) {
        uint32_t slot = table_at(&core->robot_table, i);
        if (lease_is_driven(core, slot)) {
            core->leases[slot].stopper_count = count;
            memcpy(core->leases[slot].stoppers, stoppers, sizeof stoppers);
            lease_changed(core, slot);
        }
    }
}

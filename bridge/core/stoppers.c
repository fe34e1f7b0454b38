#include "bridge/core/stoppers.h"

#include <string.h>

#include "bridge/core/lease.h"

/* Who comes first where there is not room for all: those who are here before those who are
 * lost, referees before operators. STOPPER_RANKS: they may not. */
#define STOPPER_RANKS 4u

static unsigned stopper_rank(const struct person *person)
{
    bool here = person->state == PERSON_PRESENT;
    bool referee = person->principal.kind == KIND_REFEREE;
    bool operator_page =
        person->principal.kind == KIND_OPERATOR && person->page.text[0] != '\0';
    if ((!here && person->state != PERSON_LOST) || (!referee && !operator_page)) {
        return STOPPER_RANKS;
    }
    return (here ? 0u : 2u) + (referee ? 0u : 1u);
}

static unsigned stoppers_list(const struct core *core, struct principal *ret)
{
    unsigned count = 0;
    for (unsigned rank = 0; rank < STOPPER_RANKS; rank++) {
        for (uint32_t i = 0; i < core->person_table.count && count < LEASE_STOPPERS; i++) {
            const struct person *person = &core->people[table_at(&core->person_table, i)];
            if (stopper_rank(person) == rank) {
                ret[count++] = person->principal;
            }
        }
    }
    return count;
}

void stoppers_refresh(struct core *core)
{
    struct principal stoppers[LEASE_STOPPERS] = {0};
    unsigned count = stoppers_list(core, stoppers);
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

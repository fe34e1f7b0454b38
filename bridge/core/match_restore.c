/* A match comes back from its record and its inputs: everything else follows from them. Time
 * goes on where the last input stands; when the bridge looks for the first time the match is
 * held until its robots can be heard again. Its leases stand, but allow nothing until then.
 */
#include <string.h>

#include "bridge/core/lease.h"
#include "bridge/core/match_parts.h"

static void restore_leases(struct core *core, uint32_t match)
{
    struct match_slot *slot = &core->matches[match];
    struct lease_terms none;
    memset(&none, 0, sizeof none);
    none.why = WHY_HELD;
    for (uint32_t i = 0; i < core->robot_table.count; i++) {
        uint32_t robot = table_at(&core->robot_table, i);
        struct core_lease *lease = &core->leases[robot];
        if (lease->phase != PHASE_FREE && tag_equal(&lease->record.session, &slot->session) &&
            match_add_lease(core, match, robot)) {
            lease->match = match;
            lease_set_terms(core, robot, &none);
        }
    }
}

/* The winner, the scores and whether it is over are told by the inputs. */
enum rc match_restore(struct core *core, const struct record_match *record)
{
    uint32_t match = SLOT_NONE;
    if (!id_valid(record->setup.id) || record->session.text[0] == '\0' ||
        match_find(core, record->setup.id) != SLOT_NONE) {
        return RC_BAD_REQUEST;
    }
    enum rc rc = match_begin(core, &record->setup, &record->session, &match);
    if (rc != RC_OK) {
        return rc;
    }
    core->asleep = true;
    core->matches[match].recorded = true;
    core->matches[match].record_due = true; /* a list may say what the inputs do not */
    match_keep_due(core, match);
    restore_leases(core, match);
    return RC_OK;
}

enum rc match_restore_input(struct core *core, const struct record_match_input *record)
{
    uint32_t match = match_find(core, record->match);
    if (match == SLOT_NONE || match_take(core, match, &record->input) != RC_OK) {
        return RC_BAD_REQUEST;
    }
    match_touch(core, match);
    return RC_OK;
}

/* Not while the inputs come in: they come match by match, so whoever was in one and then in
 * another would belong to the one that is told last. */
void matches_wake(struct core *core)
{
    core->asleep = false;
    for (uint32_t i = 0; i < core->match_table.count; i++) {
        match_index(core, table_at(&core->match_table, i));
    }
}

enum rc match_restore_tally(struct core *core, const struct record_tally *record)
{
    uint32_t match = match_find(core, record->match);
    if (match == SLOT_NONE) {
        return RC_BAD_REQUEST;
    }
    struct match_tally *tally = match_tally_of(core, match, &record->player.player);
    if (tally == NULL) {
        return RC_FULL;
    }
    tally->player = record->player;
    return RC_OK;
}

/* What is told of a match: its log entry by entry, its document, what is live. Only what is
 * stored, and only while there is a connection: entries that were not said leave a gap, and who
 * sees it reads the log over HTTP.
 */
#include <string.h>

#include "bridge/core/keeper.h"
#include "bridge/core/match_parts.h"

/* Entries of a fight: the live message shows what they did, the document may wait a second. */
static bool entry_only_counts(enum entry_kind kind)
{
    return kind == ENTRY_HIT || kind == ENTRY_ELIMINATED || kind == ENTRY_RESPAWNED ||
           kind == ENTRY_OVERHEATED;
}

static bool entry_moves_people(enum entry_kind kind)
{
    return kind == ENTRY_JOINED || kind == ENTRY_LEFT || kind == ENTRY_QUEUED ||
           kind == ENTRY_UNQUEUED || kind == ENTRY_ASSIGNED || kind == ENTRY_SWAPPED;
}

static bool entry_changes_state(enum entry_kind kind)
{
    return kind == ENTRY_COMPLETE || kind == ENTRY_INCOMPLETE || kind == ENTRY_COUNTDOWN ||
           kind == ENTRY_STARTED || kind == ENTRY_PAUSED || kind == ENTRY_RESUMED;
}

static void match_note_end(struct core *core, uint32_t match, const struct match_entry *entry)
{
    struct match_slot *slot = &core->matches[match];
    if (slot->ended == 0) {
        slot->ended = entry->ts;
        core->stir++;
    }
    slot->index_due = true;
    slot->tally_at = 0;
}

/* It may be that the loop of inputs is in the middle of the game: nothing is changed here but
 * marks. */
void match_note_entry(struct core *core, uint32_t match, const struct match_entry *entry)
{
    struct match_slot *slot = &core->matches[match];
    bool over = entry->kind == ENTRY_FINISHED || entry->kind == ENTRY_ABORTED;
    slot->unmarked = true;
    slot->doc_due = true;
    slot->urgent |= !entry_only_counts(entry->kind);
    if (entry->kind == ENTRY_NEXT) {
        memcpy(slot->next, entry->about, sizeof slot->next);
    }
    slot->index_due |= entry_moves_people(entry->kind);
    if (over) {
        match_note_end(core, match, entry);
    }
    if (over || entry_changes_state(entry->kind) || entry->kind == ENTRY_OVERTURNED) {
        slot->record_due = true;
        match_keep_due(core, match);
    }
    core->counts.match_entries++;
    if (!core->link.up) {
        return;
    }
    if (slot->log_count == MATCH_LOG) {
        slot->log_first = (slot->log_first + 1) % MATCH_LOG;
        slot->log_count--;
    }
    slot->log[(slot->log_first + slot->log_count++) % MATCH_LOG] = *entry;
}

void match_document(const struct core *core, uint32_t match, struct match *ret)
{
    const struct match_slot *slot = &core->matches[match];
    game_match(&slot->game, ret);
    ret->missing_count = slot->missing_count;
    memcpy(ret->missing, slot->missing, sizeof ret->missing);
    ret->player_count = game_players(&slot->game, ret->players);
    match_tallies_fill(core, match, ret);
}

static void say_entry(struct match_slot *slot, struct effects *effects)
{
    struct effect_match_event *say = &effect_add(effects, EFFECT_MATCH_EVENT)->match_event;
    memcpy(say->id, slot->id, ID_SIZE);
    say->entry = slot->log[slot->log_first];
    slot->log_first = (slot->log_first + 1) % MATCH_LOG;
    slot->log_count--;
}

static void say_document(
    struct core *core, uint32_t match, uint64_t now, struct effects *effects)
{
    struct match_slot *slot = &core->matches[match];
    match_document(core, match, &slot->said);
    if (!match_is_over(core, match)) {
        slot->said.player_count = 0;
    }
    slot->doc_due = slot->urgent = false;
    slot->doc_rev = game_rev(&slot->game);
    slot->doc_at = now + MATCH_CALM_MS;
    memcpy(effect_add(effects, EFFECT_MATCH)->match.id, slot->id, ID_SIZE);
}

static void say_live(struct core *core, uint32_t match, uint64_t now, struct effects *effects)
{
    struct match_slot *slot = &core->matches[match];
    game_live(&slot->game, &slot->live);
    game_live_said(&slot->game);
    for (unsigned i = 0; i < slot->live.unit_count; i++) {
        struct match_unit *unit = &slot->live.units[i];
        int number = game_unit_of_robot(&slot->game, unit->robot);
        const struct match_seen *seen = &slot->seen[number < 0 ? 0 : number];
        unit->has_pose = number >= 0 && seen->has_pose;
        unit->x = seen->x;
        unit->y = seen->y;
        unit->heading = seen->heading;
    }
    slot->moved = false;
    bool runs = match_state_of(core, match) == MATCH_RUNNING;
    slot->live_at = now + (runs ? MATCH_LIVE_MS : MATCH_CALM_MS);
    memcpy(effect_add(effects, EFFECT_MATCH_LIVE)->match.id, slot->id, ID_SIZE);
}

/* Before it begins only what moves is shown, when it is over nothing. */
static bool match_has_live(const struct core *core, uint32_t match)
{
    return match_holds_robots(core, match) ||
           (core->matches[match].moved && !match_is_over(core, match));
}

static bool match_has_document(const struct core *core, uint32_t match)
{
    const struct match_slot *slot = &core->matches[match];
    return slot->doc_due || slot->doc_rev != game_rev(&slot->game);
}

uint64_t match_say_at(const struct core *core, uint32_t match)
{
    const struct match_slot *slot = &core->matches[match];
    uint64_t at = AGENDA_NEVER;
    if (!core->link.up || slot->closed) {
        return at;
    }
    if (slot->closing || slot->log_count > 0) {
        return AGENDA_NOW;
    }
    if (match_has_document(core, match)) {
        at = slot->urgent ? AGENDA_NOW : slot->doc_at;
    }
    return match_has_live(core, match) ? earlier(at, slot->live_at) : at;
}

static void say_gone(struct core *core, uint32_t match, struct effects *effects)
{
    struct match_slot *slot = &core->matches[match];
    memcpy(effect_add(effects, EFFECT_MATCH_GONE)->match.id, slot->id, ID_SIZE);
    slot->closed = slot->record_due = true;
    match_keep_due(core, match);
}

static void say_log(struct core *core, uint32_t match, struct effects *effects)
{
    struct match_slot *slot = &core->matches[match];
    for (unsigned i = 0; i < OBJECT_EFFECTS && slot->log_count > 0; i++) {
        say_entry(slot, effects);
    }
    match_touch(core, match); /* the rest comes next */
}

void match_say(struct core *core, uint32_t match, uint64_t now, struct effects *effects)
{
    struct match_slot *slot = &core->matches[match];
    if (!core->link.up || slot->closed) {
        return;
    }
    if (slot->log_count > 0) {
        say_log(core, match, effects);
        return;
    }
    if (slot->closing) {
        say_gone(core, match, effects);
        return;
    }
    if (match_has_document(core, match) && (slot->urgent || now >= slot->doc_at)) {
        say_document(core, match, now, effects);
    }
    if (match_has_live(core, match) && now >= slot->live_at) {
        say_live(core, match, now, effects);
    }
}

static uint32_t said_find(const struct core *core, const char *id)
{
    uint32_t match = match_find(core, id);
    return match != SLOT_NONE && core->matches[match].said.id[0] != '\0' ? match : SLOT_NONE;
}

const struct match *core_match_said(const struct core *core, const char *id)
{
    uint32_t match = said_find(core, id);
    return match == SLOT_NONE ? NULL : &core->matches[match].said;
}

const struct match_live *core_match_live_said(const struct core *core, const char *id)
{
    uint32_t match = match_find(core, id);
    return match == SLOT_NONE ? NULL : &core->matches[match].live;
}

bool core_match(const struct core *core, const char *id, struct match *ret)
{
    uint32_t match = match_find(core, id);
    if (match == SLOT_NONE || !core->matches[match].recorded) {
        return false;
    }
    bool said = core->matches[match].said.id[0] != '\0';
    if (match_is_stored(core, match) || !said) {
        match_document(core, match, ret);
    } else {
        *ret = core->matches[match].said;
    }
    return true;
}

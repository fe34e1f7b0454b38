/* What of a match must last: its record once and with each change of state, its inputs one by
 * one, and now and then what was measured. Several go into one batch; a write that failed is
 * tried again with the next ask or input that is no shot, or a second later, in the same order.
 * Shots wait for other inputs or the next live message, whichever comes first: nothing is said
 * of them before, and each batch waits for the disk.
 */
#include <assert.h>
#include <string.h>

#include "bridge/core/keeper.h"
#include "bridge/core/match_parts.h"

#define KEEPS_AT_ONCE 3 /* < OBJECT_EFFECTS: the record may go with them */

static bool act_is_shot(enum game_act act)
{
    return act == GAME_FIRE || act == GAME_HIT;
}

bool match_has_place(const struct core *core, uint32_t match, enum game_act act)
{
    unsigned places = act_is_shot(act) ? MATCH_PENDING - MATCH_RESERVE : MATCH_PENDING;
    return core->matches[match].count < places;
}

/* While some of it is in a batch its outcome is waited for. */
void match_keep_due(struct core *core, uint32_t match)
{
    const struct match_slot *slot = &core->matches[match];
    if (slot->sent == 0 && !slot->record_sent && slot->tally_sent == 0) {
        keep_due(core, OBJECT_MATCH, match);
    }
}

void match_pend(struct core *core, uint32_t match, const struct game_input *input, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    assert(slot->count < MATCH_PENDING);
    slot->pending[(slot->first + slot->count++) % MATCH_PENDING] = *input;
    slot->input_at = now;
    core->counts.match_inputs++;
    if (!act_is_shot(input->act)) {
        slot->keep_at = 0; /* what follows from it may be in the next batch */
    }
    if (input->act != GAME_FIRE) {
        match_keep_due(core, match);
    } else if (slot->count - slot->sent == 1) {
        slot->lazy_at = now + MATCH_LIVE_MS;
    }
}

/* A game that takes no more inputs is over: nothing of it could be kept. */
void match_mark(struct core *core, uint32_t match, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    bool runs = match_holds_robots(core, match) && !game_held(&slot->game);
    if (!slot->unmarked && !(runs && now >= slot->input_at + MATCH_CALM_MS)) {
        return;
    }
    if (match_act(core, match, GAME_MARK, NULL, now) == RC_FULL) {
        (void)match_act(core, match, GAME_ABORT, NULL, now); /* what it takes when it is full */
        slot->unmarked = false;
    }
}

static void record_fill(struct core *core, uint32_t match, struct record_match *ret)
{
    const struct match_slot *slot = &core->matches[match];
    struct match *now = &core->scratch;
    game_match(&slot->game, now);
    ret->setup = slot->setup;
    ret->session = slot->session;
    ret->over = match_is_over(core, match);
    ret->closed = slot->closed;
    ret->state = now->state;
    ret->winner = now->winner;
    for (unsigned i = 0; i < now->team_count; i++) {
        ret->scores[i] = now->teams[i].score;
    }
    ret->started = now->started;
    ret->ended = now->ended;
    ret->players = game_players(&slot->game, now->players);
}

static void keep_record(struct core *core, uint32_t match, struct effects *effects)
{
    struct match_slot *slot = &core->matches[match];
    struct record *record = &effect_add(effects, EFFECT_KEEP)->keep;
    record->kind = RECORD_MATCH;
    record_fill(core, match, &record->match);
    slot->record_due = false;
    slot->record_sent = true;
}

static void keep_input(struct match_slot *slot, struct effects *effects)
{
    struct record *record = &effect_add(effects, EFFECT_KEEP)->keep;
    record->kind = RECORD_MATCH_INPUT;
    memcpy(record->match_input.match, slot->id, ID_SIZE);
    record->match_input.input = slot->pending[(slot->first + slot->sent) % MATCH_PENDING];
    slot->sent++;
}

/* Tallies are in no hurry: one goes when nothing else does. */
static void keep_tally(struct match_slot *slot, struct effects *effects)
{
    unsigned i = 0;
    while (i < slot->tally_count && !slot->tallies[i].due) {
        i++;
    }
    if (i == slot->tally_count) {
        return;
    }
    struct record *record = &effect_add(effects, EFFECT_KEEP)->keep;
    record->kind = RECORD_TALLY;
    memcpy(record->tally.match, slot->id, ID_SIZE);
    record->tally.player = slot->tallies[i].player;
    slot->tallies[i].due = false;
    slot->tally_sent = i + 1;
}

void match_hurry(struct core *core, uint32_t match)
{
    core->matches[match].keep_at = 0;
    match_touch(core, match);
}

static bool slot_is_sent(const struct match_slot *slot)
{
    return slot->sent > 0 || slot->record_sent || slot->tally_sent > 0;
}

static bool slot_has_more(const struct match_slot *slot)
{
    return slot->record_due || slot->sent < slot->count;
}

/* The record of a new match goes before its inputs, later ones after them: a list never knows
 * more than the inputs tell. */
static void keep_some(struct core *core, uint32_t match, struct effects *effects)
{
    struct match_slot *slot = &core->matches[match];
    bool first = slot->record_due && !slot->recorded;
    if (first) {
        keep_record(core, match, effects);
    }
    for (unsigned i = 0; i < KEEPS_AT_ONCE && slot->sent < slot->count; i++) {
        keep_input(slot, effects);
    }
    if (!first && slot->record_due && slot->sent == slot->count) {
        keep_record(core, match, effects);
    }
    if (slot_has_more(slot)) {
        match_touch(core, match);
    }
}

void match_keep(struct core *core, uint32_t match, uint64_t now, struct effects *effects)
{
    struct match_slot *slot = &core->matches[match];
    bool joined = slot_is_sent(slot); /* in this very batch */
    bool lazy = keep_stored(core, OBJECT_MATCH, match) && slot->count > 0;
    if (lazy && now >= slot->lazy_at) {
        match_keep_due(core, match);
    }
    if (now < slot->keep_at || (!joined && !keep_is_due(core, OBJECT_MATCH, match))) {
        return;
    }
    if (!joined) {
        keep_join(core, OBJECT_MATCH, match);
    }
    if (slot_has_more(slot)) {
        keep_some(core, match, effects);
    } else if (!joined) {
        keep_tally(slot, effects);
    }
}

/* Whose `me` waited for it. */
static void match_tell(struct core *core, uint32_t match)
{
    struct match_slot *slot = &core->matches[match];
    for (unsigned i = 0; i < slot->tell_count; i++) {
        core->people[slot->tell[i]].waits = SLOT_NONE;
        core_touch(core, OBJECT_PERSON, slot->tell[i]);
    }
    slot->tell_count = 0;
}

void match_saved(struct core *core, uint32_t match, uint64_t now)
{
    (void)now;
    struct match_slot *slot = &core->matches[match];
    slot->first = (slot->first + slot->sent) % MATCH_PENDING;
    slot->count -= slot->sent;
    slot->sent = 0;
    slot->recorded |= slot->record_sent;
    slot->record_sent = false;
    slot->tally_sent = 0;
    bool more = slot->record_due || slot->count > 0;
    for (unsigned i = 0; i < slot->tally_count && !more; i++) {
        more = slot->tallies[i].due;
    }
    if (more) {
        keep_due(core, OBJECT_MATCH, match);
    } else {
        match_tell(core, match);
    }
    match_touch(core, match);
}

void match_failed(struct core *core, uint32_t match, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    slot->sent = 0;
    slot->record_due |= slot->record_sent;
    slot->record_sent = false;
    if (slot->tally_sent > 0) {
        slot->tallies[slot->tally_sent - 1].due = true;
        slot->tally_sent = 0;
    }
    slot->keep_at = now + STORE_RETRY_MS;
}

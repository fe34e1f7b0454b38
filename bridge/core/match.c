/* The life of a slot: opened, fed, closed ten minutes after its end. When it is due it first
 * lets the game follow the world, then keeps what is new, then says what is stored.
 *
 * Time of a match stands while the bridge is away: it goes on at the last kept input, and a
 * match that was going on is held at once. What followed by time behind the last input must not
 * be said before an input stands behind it (unmarked, match_mark): a restart would tell it at
 * another time.
 */
#include "bridge/core/match.h"

#include <string.h>

#include "bridge/core/keeper.h"
#include "bridge/core/match_parts.h"

uint32_t match_find(const struct core *core, const char *id)
{
    return table_find(&core->match_table, id);
}

enum match_state match_state_of(const struct core *core, uint32_t match)
{
    return game_state(&core->matches[match].game);
}

bool match_is_over(const struct core *core, uint32_t match)
{
    return match_state_is_over(match_state_of(core, match));
}

bool match_holds_robots(const struct core *core, uint32_t match)
{
    return match_state_holds_robots(match_state_of(core, match));
}

bool match_is_stored(const struct core *core, uint32_t match)
{
    const struct match_slot *slot = &core->matches[match];
    return keep_stored(core, OBJECT_MATCH, match) && !slot->unmarked && slot->count == 0;
}

void match_touch(struct core *core, uint32_t match)
{
    core_touch(core, OBJECT_MATCH, match);
}

void matches_stir(struct core *core)
{
    core->stir++;
    for (uint32_t i = 0; i < core->match_table.count; i++) {
        uint32_t match = table_at(&core->match_table, i);
        if (!match_is_over(core, match)) {
            match_touch(core, match);
        }
    }
}

uint32_t match_at(struct core *core, uint32_t match, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    if (!slot->anchored) {
        slot->anchored = true;
        slot->now0 = now;
        slot->at0 = game_at(&slot->game);
        slot->input_at = now;
    }
    uint64_t at = slot->at0 + (now > slot->now0 ? now - slot->now0 : 0);
    return at < GAME_NEVER ? (uint32_t)at : GAME_NEVER - 1;
}

struct hearing {
    struct core *core;
    uint32_t match;
};

static void match_hear_entry(void *context, const struct match_entry *entry)
{
    const struct hearing *hearing = context;
    match_note_entry(hearing->core, hearing->match, entry);
}

void match_pass(struct core *core, uint32_t match, uint64_t now)
{
    struct hearing hearing = {.core = core, .match = match};
    struct game_hearer hearer = {.log = match_hear_entry, .context = &hearing};
    game_pass_time(&core->matches[match].game, match_at(core, match, now), &hearer);
    if (core->matches[match].index_due) {
        match_index(core, match);
    }
}

/* The seat of a bot that the arena put there is given back when no people are left. */
static void match_note_join(struct match_slot *slot, const struct game_input *input)
{
    int seat = game_seat_of_player(&slot->game, &input->player);
    if (seat < 0) {
        return;
    }
    uint64_t bit = UINT64_C(1) << (unsigned)seat;
    bool drafted = input->player.kind == KIND_BOT && principal_is_nobody(&input->who);
    slot->drafted = drafted ? slot->drafted | bit : slot->drafted & ~bit;
}

static void match_note_input(struct match_slot *slot, const struct game_input *input)
{
    if (input->act == GAME_JOIN) {
        match_note_join(slot, input);
    } else if (input->act == GAME_FIRE || input->act == GAME_HIT) {
        slot->shots[input->unit]++;
    }
}

enum rc match_take(struct core *core, uint32_t match, const struct game_input *input)
{
    struct match_slot *slot = &core->matches[match];
    struct hearing hearing = {.core = core, .match = match};
    struct game_hearer hearer = {.log = match_hear_entry, .context = &hearing};
    enum rc rc = game_take(&slot->game, input, &hearer);
    if (rc == RC_OK) {
        match_note_input(slot, input);
        slot->unmarked = false;
    }
    return rc;
}

enum rc match_put(
    struct core *core, uint32_t match, const struct game_input *input, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    if (!match_has_place(core, match, input->act)) {
        core->counts.full++;
        return RC_UNAVAILABLE;
    }
    bool unmarked = slot->unmarked;
    struct game_input stamped = *input;
    stamped.seq = game_input_count(&slot->game) + 1;
    stamped.at = match_at(core, match, now);
    stamped.wall = core_wall(core, now);
    enum rc rc = match_take(core, match, &stamped);
    if (rc == RC_OK) {
        match_pend(core, match, &stamped, now);
    }
    if (slot->index_due) {
        match_index(core, match);
    }
    if (rc == RC_OK || (slot->unmarked && !unmarked)) {
        match_touch(core, match);
    }
    return rc;
}

enum rc match_act(struct core *core, uint32_t match, enum game_act act,
    const struct principal *player, uint64_t now)
{
    struct game_input input = game_input(act);
    if (player != NULL) {
        input.player = *player;
    }
    return match_put(core, match, &input, now);
}

/* One that is over for the longest gives way, as soon as its document is emptied. */
static void match_give_way(struct core *core)
{
    uint32_t chosen = SLOT_NONE;
    uint32_t count = 0;
    for (uint32_t i = 0; i < core->match_table.count; i++) {
        uint32_t match = table_at(&core->match_table, i);
        const struct match_slot *slot = &core->matches[match];
        count += !slot->closing;
        if (!slot->closing && match_is_over(core, match) &&
            (chosen == SLOT_NONE || slot->ended < core->matches[chosen].ended)) {
            chosen = match;
        }
    }
    if (count > core->config.max_matches && chosen != SLOT_NONE) {
        core->matches[chosen].closing = true;
        match_touch(core, chosen);
    }
}

static unsigned matches_open(const struct core *core)
{
    unsigned count = 0;
    for (uint32_t i = 0; i < core->match_table.count; i++) {
        count += !match_is_over(core, table_at(&core->match_table, i));
    }
    return count;
}

enum rc match_begin(struct core *core, const struct game_setup *setup,
    const struct tag *session, uint32_t *ret_match)
{
    enum rc rc = game_setup_check(setup);
    if (rc != RC_OK) {
        return rc;
    }
    uint32_t match = table_take(&core->match_table, setup->id);
    if (match == SLOT_NONE) {
        core->counts.full++;
        return RC_FULL;
    }
    struct match_slot *slot = &core->matches[match];
    struct hearing hearing = {.core = core, .match = match};
    struct game_hearer hearer = {.log = match_hear_entry, .context = &hearing};
    slot->session = *session;
    slot->setup = *setup;
    for (unsigned i = 0; i < MATCH_UNITS; i++) {
        slot->unit_robot[i] = SLOT_NONE;
    }
    for (unsigned i = 0; i < MATCH_SEATS_ALL; i++) {
        slot->seat_person[i] = SLOT_NONE;
    }
    game_init(&slot->game, setup, &hearer);
    slot->unmarked = false; /* its creation is told by its record */
    *ret_match = match;
    return RC_OK;
}

enum rc match_open(struct core *core, const struct game_setup *setup, const struct tag *session,
    uint64_t now, uint32_t *ret_match)
{
    if (matches_open(core) >= core->config.max_matches) {
        core->counts.full++;
        return RC_FULL;
    }
    enum rc rc = match_begin(core, setup, session, ret_match);
    if (rc != RC_OK) {
        return rc;
    }
    (void)match_at(core, *ret_match, now); /* from now on */
    core->matches[*ret_match].record_due = true;
    match_keep_due(core, *ret_match);
    match_give_way(core);
    return RC_OK;
}

void matches_link_up(struct core *core)
{
    for (uint32_t i = 0; i < core->match_table.count; i++) {
        uint32_t match = table_at(&core->match_table, i);
        core->matches[match].doc_due = core->matches[match].urgent = true;
        match_touch(core, match);
    }
    core->stir++;
}

void matches_link_down(struct core *core)
{
    for (uint32_t i = 0; i < core->match_table.count; i++) {
        match_touch(core, table_at(&core->match_table, i));
    }
}

/* The clock stands as long as the arena cannot hear its robots. */
static void match_clock(struct core *core, uint32_t match, uint64_t now)
{
    bool held = game_held(&core->matches[match].game);
    if (!core->link.up && !held) {
        (void)match_act(core, match, GAME_HOLD, NULL, now); /* tried again when due again */
    } else if (core->link.up && held && now >= core->link.up_at + MATCH_GO_MS) {
        (void)match_act(core, match, GAME_GO, NULL, now);
    }
}

void match_follow(struct core *core, uint32_t match, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    match_pass(core, match, now);
    match_give_up(core, match, now);
    if (!match_is_over(core, match)) {
        match_clock(core, match, now);
    }
    if (!match_is_over(core, match) && core->link.up) {
        match_people(core, match, now);
        match_robots(core, match, now);
    }
    if (!match_is_over(core, match) && !game_held(&slot->game)) {
        match_conditions(core, match, now);
        match_pass(core, match, now);
    }
    match_units(core, match, now);
}

/* Over for long enough: its document is emptied, then the store is told, then it is gone. */
static void match_age(struct core *core, uint32_t match, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    if (match_is_over(core, match) && core_wall(core, now) >= slot->ended + MATCH_KEPT_MS) {
        slot->closing = true;
    }
}

static uint64_t match_close_at(const struct core *core, uint32_t match, uint64_t now)
{
    const struct match_slot *slot = &core->matches[match];
    if (!match_is_over(core, match) || slot->closing) {
        return AGENDA_NEVER;
    }
    uint64_t by = slot->ended + MATCH_KEPT_MS;
    uint64_t wall = core_wall(core, now);
    return now + (by > wall ? by - wall : 1);
}

static uint64_t match_game_at(const struct core *core, uint32_t match)
{
    const struct match_slot *slot = &core->matches[match];
    uint32_t next = game_next(&slot->game);
    if (next == GAME_NEVER) {
        return AGENDA_NEVER;
    }
    return slot->now0 + (next > slot->at0 ? next - slot->at0 : 0);
}

/* While somebody's lease or robot waits, it looks again. */
static uint64_t match_look_at(const struct core *core, uint32_t match, uint64_t now)
{
    const struct match_slot *slot = &core->matches[match];
    uint64_t at = match_say_at(core, match);
    if (slot->count > 0 && keep_stored(core, OBJECT_MATCH, match)) {
        at = slot->lazy_at;
    }
    if (match_is_over(core, match)) {
        return at;
    }
    if (game_held(&slot->game)) {
        return core->link.up ? earlier(at, core->link.up_at + MATCH_GO_MS) : at;
    }
    if (match_holds_robots(core, match)) {
        at = earlier(at, slot->input_at + MATCH_CALM_MS);
    }
    for (unsigned i = 0; i < game_unit_count(&slot->game); i++) {
        if (slot->retry_at[i] > now) {
            at = earlier(at, slot->retry_at[i]);
        }
    }
    return at;
}

static void match_set_deadline(struct core *core, uint32_t match, uint64_t now)
{
    uint64_t at = earlier(match_look_at(core, match, now), match_close_at(core, match, now));
    at = earlier(at, match_game_at(core, match));
    if (!keep_stored(core, OBJECT_MATCH, match) && core->matches[match].keep_at > now) {
        at = earlier(at, core->matches[match].keep_at);
    }
    if (at <= now) { /* what could not be done now is tried again, but not without end */
        at = now + MATCH_LIVE_MS;
    }
    agenda_sooner(&core->agenda, core_object(core, OBJECT_MATCH, match), at);
}

static void match_forget(struct core *core, uint32_t match)
{
    keep_drop(core, OBJECT_MATCH, match);
    table_drop(&core->match_table, match);
    core->matches[match].id[0] = '\0';
}

void match_due(struct core *core, uint32_t match, uint64_t now, struct effects *effects)
{
    struct match_slot *slot = &core->matches[match];
    if (slot->id[0] == '\0') {
        return;
    }
    match_follow(core, match, now);
    match_tallies_pass(core, match, now);
    match_mark(core, match, now);
    match_age(core, match, now);
    if (slot->closed && match_is_stored(core, match)) {
        match_forget(core, match);
        return;
    }
    match_keep(core, match, now, effects);
    if (match_is_stored(core, match)) {
        match_say(core, match, now, effects);
    }
    match_set_deadline(core, match, now);
}

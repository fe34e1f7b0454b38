/* Who sits where: seats wait for people who are away, free seats go to who waits, then to bots.
 */
#include <string.h>

#include "bridge/core/match_parts.h"
#include "bridge/core/people.h"

#define BOTS_FIRST "bot/" /* people are in the order of their principals */

static bool seat_is_free(const struct game_seat_view *view)
{
    return principal_is_nobody(&view->player);
}

/* Gone for good, as leases see it: a second after a loss, at once after a goodbye. */
static bool person_is_gone(const struct core *core, uint32_t person)
{
    return person == SLOT_NONE || core->people[person].state == PERSON_LEFT;
}

static void match_presence(struct core *core, uint32_t match, uint64_t now)
{
    const struct game *game = &core->matches[match].game;
    for (unsigned i = 0; i < game_seat_count(game); i++) {
        struct game_seat_view view;
        game_seat(game, i, &view);
        if (seat_is_free(&view)) {
            continue;
        }
        uint32_t person = core->matches[match].seat_person[i];
        if (!view.away && person_is_gone(core, person)) {
            (void)match_act(core, match, GAME_AWAY, &view.player, now); /* or when due again */
        } else if (view.away && person != SLOT_NONE && person_is_there(core, person)) {
            (void)match_act(core, match, GAME_BACK, &view.player, now);
        }
    }
}

void match_expel(struct core *core, uint32_t person, uint64_t now)
{
    struct principal who = core->people[person].principal;
    uint32_t match = core->people[person].match;
    if (match != SLOT_NONE) {
        (void)match_act(core, match, GAME_LEAVE, &who, now); /* or their grace ends it */
    }
}

/* Who has gone waits no more. */
static void match_queue_presence(struct core *core, uint32_t match, uint64_t now)
{
    unsigned count = 0;
    const struct principal *queue = game_queue(&core->matches[match].game, &count);
    for (unsigned i = count; i > 0; i--) {
        struct principal who = queue[i - 1];
        if (person_is_gone(core, person_find(core, &who))) {
            (void)match_act(core, match, GAME_LEAVE, &who, now); /* or when due again */
        }
    }
}

/* The first in the queue who is there; nobody. */
static struct principal queue_first(const struct core *core, uint32_t match)
{
    unsigned count = 0;
    const struct principal *queue = game_queue(&core->matches[match].game, &count);
    for (unsigned i = 0; i < count; i++) {
        uint32_t person = person_find(core, &queue[i]);
        if (person != SLOT_NONE && person_is_there(core, person)) {
            return queue[i];
        }
    }
    return (struct principal){0};
}

/* The place in the table of people of the first bot. */
static uint32_t bots_begin(const struct core *core)
{
    return table_after(&core->person_table, BOTS_FIRST);
}

static bool bot_is_idle(const struct core *core, uint32_t person)
{
    const struct person *bot = &core->people[person];
    return bot->principal.kind == KIND_BOT && bot->state == PERSON_PRESENT && bot->announced &&
           bot->match == SLOT_NONE;
}

unsigned match_idle_bots(const struct core *core, unsigned most)
{
    const struct table *table = &core->person_table;
    unsigned count = 0;
    for (uint32_t i = bots_begin(core); i < table->count && count < most; i++) {
        uint32_t person = table_at(table, i);
        if (core->people[person].principal.kind != KIND_BOT) {
            break;
        }
        count += bot_is_idle(core, person);
    }
    return count;
}

static struct principal bots_first(const struct core *core)
{
    const struct table *table = &core->person_table;
    for (uint32_t i = bots_begin(core); i < table->count; i++) {
        uint32_t person = table_at(table, i);
        if (core->people[person].principal.kind != KIND_BOT) {
            break;
        }
        if (bot_is_idle(core, person)) {
            return core->people[person].principal;
        }
    }
    return (struct principal){0};
}

/* True when all people in seats are ready and there are some, or somebody asked to start. */
static bool match_wants_bots(const struct core *core, uint32_t match)
{
    const struct match_slot *slot = &core->matches[match];
    if (game_rules(&slot->game)->value[RULE_BOTS] == 0) {
        return false;
    }
    if (slot->filling || match_holds_robots(core, match)) {
        return true;
    }
    unsigned people = 0;
    for (unsigned i = 0; i < game_seat_count(&slot->game); i++) {
        struct game_seat_view view;
        game_seat(&slot->game, i, &view);
        bool person = !seat_is_free(&view) && view.player.kind != KIND_BOT;
        if (person && (!view.ready || view.away)) {
            return false;
        }
        people += person;
    }
    return people > 0;
}

static bool match_seat_bot(struct core *core, uint32_t match, unsigned seat, uint64_t now)
{
    struct principal bot = bots_first(core);
    if (principal_is_nobody(&bot)) {
        return false;
    }
    struct game_input input = game_input(GAME_JOIN);
    input.player = bot;
    input.seat = (int)seat;
    if (match_put(core, match, &input, now) != RC_OK) {
        return false;
    }
    input = game_input(GAME_READY);
    input.player = bot;
    input.value = 1;
    (void)match_put(core, match, &input, now); /* once it runs nobody need be ready */
    return true;
}

static void match_fill_seats(struct core *core, uint32_t match, uint64_t now)
{
    const struct game *game = &core->matches[match].game;
    bool bots = match_wants_bots(core, match);
    for (unsigned i = 0; i < game_seat_count(game); i++) {
        struct game_seat_view view;
        game_seat(game, i, &view);
        if (!seat_is_free(&view)) {
            continue;
        }
        struct game_input input = game_input(GAME_JOIN);
        input.player = queue_first(core, match);
        input.seat = (int)i;
        bool filled =
            !principal_is_nobody(&input.player) && match_put(core, match, &input, now) == RC_OK;
        if (!filled && (!bots || !match_seat_bot(core, match, i, now))) {
            return;
        }
    }
}

/* Before it begins: bots that the arena seated do not stay among themselves. */
static void match_dismiss_bots(struct core *core, uint32_t match, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    unsigned count = game_seat_count(&slot->game);
    if (slot->drafted == 0 || slot->filling || match_holds_robots(core, match)) {
        return;
    }
    for (unsigned i = 0; i < count; i++) {
        struct game_seat_view view;
        game_seat(&slot->game, i, &view);
        if (!seat_is_free(&view) && view.player.kind != KIND_BOT) {
            return;
        }
    }
    for (unsigned i = 0; i < count; i++) {
        struct game_seat_view view;
        game_seat(&slot->game, i, &view);
        if (slot->drafted >> i & 1 && view.player.kind == KIND_BOT) {
            (void)match_act(core, match, GAME_LEAVE, &view.player, now); /* or next time */
        }
    }
    slot->drafted = 0;
}

void match_people(struct core *core, uint32_t match, uint64_t now)
{
    match_presence(core, match, now);
    match_queue_presence(core, match, now);
    match_dismiss_bots(core, match, now);
    match_fill_seats(core, match, now);
}

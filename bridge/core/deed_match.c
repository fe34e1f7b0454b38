/* What those do who play: make a match, take a seat, get ready, start, play again. */
#include <string.h>

#include "bridge/core/deeds.h"
#include "bridge/core/match.h"
#include "bridge/core/people.h"

#define MATCH_ID_PREFIX "m-"

static bool call_is_host(const struct deed_call *call, uint32_t match)
{
    return principal_equal(&call->core->matches[match].setup.host, &call->ask->asker);
}

/* A player runs one match at a time. */
static bool call_hosts_another(const struct deed_call *call)
{
    const struct table *table = &call->core->match_table;
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t match = table_at(table, i);
        if (!match_is_over(call->core, match) && call_is_host(call, match)) {
            return !call_may_do_all(call);
        }
    }
    return false;
}

static enum rc call_open(struct deed_call *call, struct game_setup *setup, uint32_t *ret_match)
{
    if (call_hosts_another(call)) {
        return RC_WRONG_STATE;
    }
    const struct fresh *fresh = &call->ask->fresh;
    memset(setup->id, 0, sizeof setup->id);
    memcpy(setup->id, MATCH_ID_PREFIX, strlen(MATCH_ID_PREFIX));
    memcpy(setup->id + strlen(MATCH_ID_PREFIX), fresh->suffix, strlen(fresh->suffix));
    setup->host = call->ask->asker;
    setup->wall = core_wall(call->core, call->now);
    enum rc rc = match_open(call->core, setup, &fresh->tag, call->now, ret_match);
    if (rc == RC_OK) {
        memcpy(call->answer.match, setup->id, sizeof setup->id);
    }
    return rc;
}

enum rc deed_match_create(struct deed_call *call)
{
    const struct match_ask *about = &call->ask->ask.game;
    struct game_setup setup;
    uint32_t match = SLOT_NONE;
    memset(&setup, 0, sizeof setup);
    memcpy(setup.name, about->name, sizeof setup.name);
    setup.rules = about->rules;
    setup.team_count = about->team_count;
    for (unsigned i = 0; i < about->team_count && i < MATCH_TEAMS; i++) {
        memcpy(setup.teams[i].name, about->teams[i].name, MATCH_TEAM_SIZE);
        setup.teams[i].seats = about->teams[i].seats;
    }
    return call_open(call, &setup, &match);
}

/* For whom it is asked: oneself, or for referees somebody who is there. */
static enum rc call_player(struct deed_call *call, uint32_t *ret_person)
{
    const struct principal *named = &call->ask->ask.principal;
    if (principal_is_nobody(named) || principal_equal(named, &call->ask->asker)) {
        *ret_person = call->person;
        return RC_OK;
    }
    if (!call_may_do_all(call)) {
        return RC_NOT_ALLOWED;
    }
    uint32_t person = person_find(call->core, named);
    if (person == SLOT_NONE || !kind_may_drive(named->kind)) {
        return RC_WRONG_STATE;
    }
    *ret_person = person;
    return RC_OK;
}

static void answer_seat(struct deed_call *call, uint32_t match, const struct principal *player)
{
    const struct game *game = &call->core->matches[match].game;
    int seat = game_seat_of_player(game, player);
    unsigned count = 0;
    const struct principal *queue = game_queue(game, &count);
    call->answer.has_seat = seat >= 0;
    call->answer.seat = seat >= 0 ? (uint32_t)seat : 0;
    for (unsigned i = 0; i < count && seat < 0; i++) {
        if (principal_equal(&queue[i], player)) {
            call->answer.place = i + 1;
        }
    }
}

static enum rc join_or_wait(
    struct deed_call *call, uint32_t match, const struct principal *player)
{
    const struct match_ask *about = &call->ask->ask.game;
    struct game_input input = game_input(GAME_JOIN);
    input.player = *player;
    input.team = about->has_team ? (int)about->team : -1;
    input.seat = about->has_seat ? (int)about->seat : -1;
    enum rc rc = call_put(call, match, &input);
    if (rc != RC_MATCH_FULL || !about->wait) {
        return rc;
    }
    input = game_input(GAME_QUEUE);
    input.player = *player;
    return call_put(call, match, &input);
}

/* Who has a seat in it already has what they want. */
enum rc deed_match_join(struct deed_call *call)
{
    uint32_t match = SLOT_NONE;
    uint32_t person = SLOT_NONE;
    enum rc rc = call_find_match(call, &match);
    rc = rc == RC_OK ? call_player(call, &person) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    const struct person *player = &call->core->people[person];
    if (player->match != SLOT_NONE && player->match != match) {
        return RC_WRONG_STATE;
    }
    bool seated = player->match == match && player->seated;
    rc = seated ? RC_OK : join_or_wait(call, match, &player->principal);
    if (rc == RC_OK) {
        answer_seat(call, match, &player->principal);
    }
    return rc;
}

enum rc deed_match_leave(struct deed_call *call)
{
    uint32_t match = SLOT_NONE;
    uint32_t person = SLOT_NONE;
    enum rc rc = call_find_match(call, &match);
    rc = rc == RC_OK ? call_player(call, &person) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    struct game_input input = game_input(GAME_LEAVE);
    input.player = call->core->people[person].principal;
    return call_put(call, match, &input);
}

enum rc deed_match_ready(struct deed_call *call)
{
    uint32_t match = SLOT_NONE;
    enum rc rc = call_find_match(call, &match);
    if (rc != RC_OK) {
        return rc;
    }
    struct game_input input = game_input(GAME_READY);
    input.player = call->ask->asker;
    input.value = call->ask->ask.game.ready;
    rc = call_put(call, match, &input);
    return rc == RC_NOT_FOUND ? RC_WRONG_STATE : rc; /* has no seat */
}

/* Bots take the free seats; what is missing then is named. */
static enum rc start_complete(struct deed_call *call, uint32_t match)
{
    struct match_slot *slot = &call->core->matches[match];
    if (match_state_of(call->core, match) == MATCH_LOBBY) {
        slot->filling = true;
        match_follow(call->core, match, call->now);
        slot->filling = false;
    }
    const struct match_missing *missing = match_waits_for(call->core, match);
    if (match_state_of(call->core, match) != MATCH_LOBBY || missing == NULL) {
        return RC_OK;
    }
    call->answer.missing = missing->why;
    memcpy(call->answer.who, missing->who, sizeof missing->who);
    return RC_WRONG_STATE;
}

enum rc deed_match_start(struct deed_call *call)
{
    uint32_t match = SLOT_NONE;
    enum rc rc = call_find_match(call, &match);
    if (rc != RC_OK) {
        return rc;
    }
    if (!call_is_host(call, match) && !call_may_do_all(call)) {
        return RC_NOT_ALLOWED;
    }
    rc = start_complete(call, match);
    if (rc != RC_OK) {
        return rc;
    }
    if (match_holds_robots(call->core, match)) {
        return RC_OK; /* it began by itself as soon as it was complete, if long ago */
    }
    struct game_input input = game_input(GAME_START);
    return call_put(call, match, &input);
}

static bool call_played(const struct deed_call *call, uint32_t match)
{
    return call_may_do_all(call) || call_is_host(call, match) ||
           match_has_played(call->core, match, &call->ask->asker);
}

/* Who waited in the last one sits first in the next. */
static void again_seat_queue(struct deed_call *call, uint32_t last, uint32_t next)
{
    unsigned count = 0;
    const struct principal *queue = game_queue(&call->core->matches[last].game, &count);
    for (unsigned i = 0; i < count; i++) {
        uint32_t person = person_find(call->core, &queue[i]);
        if (person == SLOT_NONE || !person_is_there(call->core, person) ||
            call->core->people[person].match != SLOT_NONE) {
            continue;
        }
        struct game_input input = game_input(GAME_JOIN);
        input.player = queue[i];
        (void)match_put(call->core, next, &input, call->now); /* full: they ask themselves */
    }
}

enum rc deed_match_again(struct deed_call *call)
{
    uint32_t last = SLOT_NONE;
    uint32_t next = SLOT_NONE;
    enum rc rc = call_find_match(call, &last);
    if (rc != RC_OK) {
        return rc;
    }
    if (!call_played(call, last)) {
        return RC_NOT_ALLOWED;
    }
    struct match_slot *slot = &call->core->matches[last];
    if (!match_is_over(call->core, last) || slot->closing) {
        return RC_WRONG_STATE;
    }
    if (slot->next[0] != '\0') {
        next = match_find(call->core, slot->next);
        if (next != SLOT_NONE) {
            match_hurry(call->core, next);
        }
        memcpy(call->answer.match, slot->next, sizeof slot->next);
        return RC_OK;
    }
    struct game_setup setup = slot->setup;
    rc = call_open(call, &setup, &next);
    if (rc != RC_OK) {
        return rc;
    }
    struct game_input input = game_input(GAME_NEXT);
    memcpy(input.about, setup.id, sizeof setup.id);
    (void)call_put(call, last, &input); /* it is over and has none; or two follow it */
    again_seat_queue(call, last, next);
    return RC_OK;
}

/* The delay that a driver's program has measured. */
enum rc deed_match_report(struct deed_call *call)
{
    uint32_t match = SLOT_NONE;
    enum rc rc = call_find_match(call, &match);
    if (rc != RC_OK) {
        return rc;
    }
    if (!match_has_played(call->core, match, &call->ask->asker)) {
        return RC_WRONG_STATE;
    }
    const struct match_ask *about = &call->ask->ask.game;
    return match_report(
        call->core, match, &call->ask->asker, about->delay_p50_ms, about->delay_p99_ms);
}

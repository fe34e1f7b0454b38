#include "bridge/core/asks.h"

#include <string.h>

#include "bridge/core/deeds.h"
#include "bridge/core/keeper.h"
#include "bridge/core/people.h"
#include "bridge/core/revocations.h"

/* FNV-1a over the whole struct: an ask is all zero before it is filled. */
static uint64_t ask_digest(const struct ask *ask)
{
    const unsigned char *bytes = (const unsigned char *)ask;
    uint64_t digest = 14695981039346656037u;
    for (size_t i = 0; i < sizeof *ask; i++) {
        digest = (digest ^ bytes[i]) * 1099511628211u;
    }
    return digest & INT64_MAX; /* stores know signed numbers */
}

void asks_init(struct core *core)
{
    core->ask_free = SLOT_NONE;
    core->ask_oldest = core->ask_newest = SLOT_NONE;
    for (uint32_t i = core->config.max_asks; i > 0; i--) {
        core->asks[i - 1].older = core->ask_free;
        core->ask_free = i - 1;
    }
}

static uint32_t *ask_link(struct core *core, uint32_t ask)
{
    uint32_t *link = &core->people[core->asks[ask].person].asks;
    while (*link != ask) {
        link = &core->asks[*link].next_of_person;
    }
    return link;
}

static void ask_drop(struct core *core, uint32_t ask)
{
    struct ask_entry *entry = &core->asks[ask];
    *ask_link(core, ask) = entry->next_of_person;
    core->people[entry->person].ask_count--;
    *(entry->older == SLOT_NONE ? &core->ask_oldest : &core->asks[entry->older].newer) =
        entry->newer;
    *(entry->newer == SLOT_NONE ? &core->ask_newest : &core->asks[entry->newer].older) =
        entry->older;
    keep_drop(core, OBJECT_ASK, ask);
    memset(entry, 0, sizeof *entry);
    entry->older = core->ask_free;
    core->ask_free = ask;
    core->ask_count--;
}

void asks_drop_all(struct core *core, uint32_t person)
{
    while (core->people[person].asks != SLOT_NONE) {
        ask_drop(core, core->people[person].asks);
    }
}

bool asks_pending(const struct core *core, uint32_t person)
{
    for (uint32_t i = core->people[person].asks; i != SLOT_NONE;
         i = core->asks[i].next_of_person) {
        if (core->asks[i].state != ASK_DONE) {
            return true;
        }
    }
    return false;
}

static uint32_t ask_find(const struct core *core, uint32_t person, const char *id)
{
    uint32_t i = core->people[person].asks;
    while (i != SLOT_NONE && strcmp(core->asks[i].record.id, id) != 0) {
        i = core->asks[i].next_of_person;
    }
    return i;
}

/* The oldest answered one of a person. */
static uint32_t ask_oldest_of(const struct core *core, uint32_t person)
{
    uint32_t oldest = SLOT_NONE;
    for (uint32_t i = core->people[person].asks; i != SLOT_NONE;
         i = core->asks[i].next_of_person) {
        if (core->asks[i].state == ASK_DONE) {
            oldest = i;
        }
    }
    return oldest;
}

static void asks_forget_old(struct core *core, uint64_t wall)
{
    while (core->ask_oldest != SLOT_NONE) {
        const struct ask_entry *entry = &core->asks[core->ask_oldest];
        if (entry->state != ASK_DONE || wall < entry->record.at + ASK_KEPT_MS) {
            return;
        }
        ask_drop(core, core->ask_oldest);
    }
}

/* Room in the person's 64 and in the table; false when all of them still wait. */
static bool asks_make_room(struct core *core, uint32_t person)
{
    if (core->people[person].ask_count == ASKS_PER_PRINCIPAL) {
        uint32_t oldest = ask_oldest_of(core, person);
        if (oldest == SLOT_NONE) {
            return false;
        }
        ask_drop(core, oldest);
    }
    if (core->ask_free != SLOT_NONE) {
        return true;
    }
    uint32_t oldest = core->ask_oldest;
    while (oldest != SLOT_NONE && core->asks[oldest].state != ASK_DONE) {
        oldest = core->asks[oldest].newer;
    }
    if (oldest == SLOT_NONE) {
        return false;
    }
    ask_drop(core, oldest);
    return true;
}

static uint32_t ask_add(struct core *core, uint32_t person, const struct record_ask *record)
{
    if (!asks_make_room(core, person)) {
        core->counts.full++;
        return SLOT_NONE;
    }
    uint32_t ask = core->ask_free;
    struct ask_entry *entry = &core->asks[ask];
    core->ask_free = entry->older;
    memset(entry, 0, sizeof *entry);
    entry->record = *record;
    entry->person = person;
    entry->next_of_person = core->people[person].asks;
    core->people[person].asks = ask;
    core->people[person].ask_count++;
    entry->older = core->ask_newest;
    entry->newer = SLOT_NONE;
    *(core->ask_newest == SLOT_NONE ? &core->ask_oldest : &core->asks[core->ask_newest].newer) =
        ask;
    core->ask_newest = ask;
    core->ask_count++;
    return ask;
}

static void ask_answer(
    const struct record_ask *record, const struct kept_answer *answer, struct effects *effects)
{
    struct effect_answer *say = &effect_add(effects, EFFECT_ANSWER)->answer;
    say->to = record->asker;
    memcpy(say->id, record->id, sizeof say->id);
    say->deed = record->deed;
    say->answer = *answer;
}

static void ask_refuse(const struct record_ask *record, enum rc rc, struct effects *effects)
{
    struct kept_answer answer = {.rc = rc};
    ask_answer(record, &answer, effects);
}

void ask_done(struct core *core, uint32_t ask, const struct kept_answer *answer)
{
    struct ask_entry *entry = &core->asks[ask];
    entry->record.answer = *answer;
    entry->state = ASK_KEEPING;
    keep_due(core, OBJECT_ASK, ask);
}

static bool rc_may_pass(enum rc rc)
{
    return rc == RC_UNAVAILABLE || rc == RC_FULL || rc == RC_TOO_MANY_REQUESTS;
}

void ask_failed_with(struct core *core, uint32_t ask, enum rc rc)
{
    struct ask_entry *entry = &core->asks[ask];
    entry->record.answer = (struct kept_answer){.rc = rc};
    entry->state = ASK_SAYING;
    entry->forget = rc_may_pass(rc);
    keep_drop(core, OBJECT_ASK, ask);
    core_touch(core, OBJECT_ASK, ask);
}

static void ask_do(struct core *core, uint32_t ask, const struct input_ask *heard, uint64_t now,
    struct effects *effects)
{
    struct ask_entry *entry = &core->asks[ask];
    struct deed_call call = {
        .core = core, .ask = heard, .person = entry->person, .entry = ask, .now = now};
    const struct deed_row *row = deed_row(heard->ask.deed);
    enum rc rc = row->kinds & 1u << heard->asker.kind ? row->act(&call) : RC_NOT_ALLOWED;
    if (rc == RC_OK && !call.open) {
        ask_done(core, ask, &call.answer);
    }
    if (rc == RC_OK) {
        return;
    }
    struct kept_answer refusal = {.rc = rc, .missing = call.answer.missing};
    memcpy(refusal.who, call.answer.who, sizeof refusal.who);
    ask_answer(&entry->record, &refusal, effects);
    entry->record.answer = refusal;
    entry->state = ASK_DONE;
    core->counts.claims_refused += heard->ask.deed == DEED_DRIVE_CLAIM;
    if (rc_may_pass(rc)) {
        ask_drop(core, ask);
    }
}

static void ask_repeat(struct core *core, const struct ask_entry *entry,
    const struct record_ask *again, struct effects *effects)
{
    core->counts.asks_repeated++;
    if (entry->record.digest != again->digest) {
        ask_refuse(again, RC_BAD_REQUEST, effects);
    } else if (entry->state == ASK_DONE) {
        ask_answer(&entry->record, &entry->record.answer, effects);
    }
}

static void ask_read(
    struct core *core, const struct input_ask *heard, uint64_t now, struct effects *effects)
{
    struct record_ask record = {.asker = heard->asker, .deed = heard->ask.deed};
    const struct deed_row *row = deed_row(heard->ask.deed);
    bool renews = heard->ask.deed == DEED_TOKEN_RENEW;
    memcpy(record.id, heard->ask.id, sizeof record.id);
    if (!(row->kinds & 1u << heard->asker.kind) ||
        (renews && revocations_fresh(core, &heard->asker, now))) {
        ask_refuse(&record, RC_NOT_ALLOWED, effects);
        return;
    }
    struct kept_answer answer = {.rc = RC_OK};
    if (row->act != NULL) {
        struct deed_call call = {.core = core, .ask = heard};
        answer.rc = row->act(&call);
    }
    ask_answer(&record, &answer, effects);
    struct effect_answer *say = &effects->items[effects->count - 1].answer;
    memcpy(say->after, heard->ask.after, sizeof say->after);
    if (renews) {
        say->token = true;
        say->iat_after = revocations_before(core, &heard->asker);
        say->token_s = core->config.settings.token_s;
    }
}

static bool kind_may_ask(enum kind kind)
{
    return kind > KIND_NONE && kind < KIND_BRIDGE;
}

void asks_hear(
    struct core *core, const struct input_ask *heard, uint64_t now, struct effects *effects)
{
    if (!kind_may_ask(heard->asker.kind)) {
        return;
    }
    struct record_ask record = {.asker = heard->asker,
        .deed = heard->ask.deed,
        .digest = ask_digest(&heard->ask),
        .at = core_wall(core, now)};
    memcpy(record.id, heard->ask.id, sizeof record.id);
    bool reads = deed_row(heard->ask.deed)->reads;
    uint32_t person =
        reads ? person_find(core, &heard->asker) : person_take(core, &heard->asker);
    if (person != SLOT_NONE) {
        person_alive(core, person, now);
    }
    if (reads) {
        ask_read(core, heard, now, effects);
        return;
    }
    if (person == SLOT_NONE) {
        ask_refuse(&record, RC_FULL, effects);
        return;
    }
    asks_forget_old(core, record.at);
    uint32_t known = ask_find(core, person, record.id);
    if (known != SLOT_NONE) {
        ask_repeat(core, &core->asks[known], &record, effects);
        return;
    }
    uint32_t ask = ask_add(core, person, &record);
    if (ask == SLOT_NONE) {
        ask_refuse(&record, RC_TOO_MANY_REQUESTS, effects);
        return;
    }
    ask_do(core, ask, heard, now, effects);
}

enum rc asks_restore(struct core *core, const struct record_ask *record)
{
    uint32_t person = person_take(core, &record->asker);
    if (person == SLOT_NONE) {
        return RC_FULL;
    }
    if (ask_find(core, person, record->id) != SLOT_NONE) {
        return RC_BAD_REQUEST;
    }
    uint32_t ask = ask_add(core, person, record);
    if (ask == SLOT_NONE) {
        return RC_FULL;
    }
    core->asks[ask].state = ASK_DONE;
    return RC_OK;
}

void ask_due(struct core *core, uint32_t ask, uint64_t now, struct effects *effects)
{
    (void)now;
    struct ask_entry *entry = &core->asks[ask];
    if (entry->state == ASK_KEEPING && keep_is_due(core, OBJECT_ASK, ask)) {
        struct record *record = keep_send(core, OBJECT_ASK, ask, effects);
        record->kind = RECORD_ASK;
        record->ask = entry->record;
    }
    if (entry->state != ASK_SAYING) {
        return;
    }
    ask_answer(&entry->record, &entry->record.answer, effects);
    entry->state = ASK_DONE;
    if (entry->forget) {
        ask_drop(core, ask);
    }
}

void ask_saved(struct core *core, uint32_t ask, uint64_t now)
{
    (void)now;
    core->asks[ask].state = ASK_SAYING;
    core_touch(core, OBJECT_ASK, ask);
}

void ask_failed(struct core *core, uint32_t ask, uint64_t now)
{
    struct record_ask record = core->asks[ask].record;
    ask_failed_with(core, ask, RC_UNAVAILABLE);
    deed_undo(core, &record, now);
}

void asks_write_failed(struct core *core, uint64_t now)
{
    for (uint32_t i = core->ask_oldest; i != SLOT_NONE; i = core->asks[i].newer) {
        if (core->asks[i].state == ASK_KEEPING) {
            ask_failed(core, i, now);
        }
    }
}

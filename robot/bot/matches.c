#include "robot/bot/matches.h"

#include <string.h>

#include "robot/wire/message.h"

const struct matches_entry *matches_find(const struct matches *matches, const char *id)
{
    for (unsigned i = 0; i < MATCHES; i++)
        if (id[0] != '\0' && strcmp(matches->list[i].id, id) == 0)
            return &matches->list[i];
    return NULL;
}

/* The one of this id, or a place for it. */
static struct matches_entry *entry_for(struct matches *matches, const char *id)
{
    struct matches_entry *oldest = &matches->list[0];
    for (unsigned i = 0; i < MATCHES; i++) {
        struct matches_entry *entry = &matches->list[i];
        if (strcmp(entry->id, id) == 0)
            return entry;
        if (entry->heard < oldest->heard)
            oldest = entry;
    }
    memset(oldest, 0, sizeof(*oldest));
    memcpy(oldest->id, id, sizeof(oldest->id));
    return oldest;
}

static void add_seat(
    struct matches_entry *entry, const struct match_seat *seat, unsigned robots, int team)
{
    for (unsigned i = 0; i < robots && entry->unit_count < MATCH_UNITS; i++) {
        struct matches_unit *unit = &entry->units[entry->unit_count++];
        memcpy(unit->robot, seat->units[i].robot, sizeof(unit->robot));
        unit->team = team;
    }
}

static void hear_document(
    struct matches *matches, struct matches_entry *entry, const char *payload, size_t length)
{
    struct match *match = &matches->document;
    if (match_from_json(payload, length, match, NULL) != RC_OK)
        return;
    entry->has_document = true;
    entry->bots = match->rules.value[RULE_BOTS];
    entry->state = match->state;
    entry->unit_count = 0;
    for (unsigned team = 0; team < match->team_count; team++)
        for (unsigned seat = 0; seat < match->teams[team].seat_count; seat++)
            add_seat(entry, &match->teams[team].seats[seat],
                match->teams[team].seats[seat].unit_count, (int)team);
}

static void hear_live(
    struct matches_entry *entry, const char *payload, size_t length, uint64_t now)
{
    bool known = entry->has_live && length == entry->last_length && length <= MATCHES_LIVE &&
                 memcmp(payload, entry->last, length) == 0;
    if (known || match_live_from_json(payload, length, &entry->live, NULL) != RC_OK)
        return;
    entry->has_live = true;
    entry->live_at = now;
    entry->last_length = length;
    if (length <= MATCHES_LIVE)
        memcpy(entry->last, payload, length);
}

void matches_hear(struct matches *matches, const struct topic *topic, const char *payload,
    size_t length, uint64_t now)
{
    bool document = topic->what == WHAT_MATCH, live = topic->what == WHAT_MATCH_LIVE;
    if (topic->from.kind != KIND_BRIDGE || !(document || live))
        return;
    struct matches_entry *entry = entry_for(matches, topic->match);
    entry->heard = now;
    if (document)
        hear_document(matches, entry, payload, length);
    else
        hear_live(entry, payload, length, now);
}

int matches_unit_of(const struct matches_entry *entry, const char *robot)
{
    for (unsigned i = 0; i < entry->unit_count; i++)
        if (robot[0] != '\0' && strcmp(entry->units[i].robot, robot) == 0)
            return (int)i;
    return -1;
}

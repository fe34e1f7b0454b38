#include "bridge/ctl/match_facts.h"

#include <inttypes.h>

void facts_clock(struct text *text, uint32_t ms)
{
    text_addf(
        text, "%" PRIu32 ":%02" PRIu32 ".%" PRIu32, ms / 60000, ms / 1000 % 60, ms / 100 % 10);
}

void facts_score(struct text *text, const struct match *match)
{
    for (unsigned i = 0; i < match->team_count; i++)
        text_addf(text, "%s%s %" PRId32, i > 0 ? ", " : "", match->teams[i].name,
            match->teams[i].score);
}

void facts_winner(struct text *text, const struct match *match)
{
    if (match->winner >= 0 && (unsigned)match->winner < match->team_count)
        text_add(text, match->teams[match->winner].name);
    else if (match->winner == MATCH_DRAW)
        text_add(text, "draw");
}

static void add_team(struct text *text, int team, const struct match *match)
{
    if (team < 0)
        return;
    if (match != NULL && (unsigned)team < match->team_count)
        text_addf(text, " %s", match->teams[team].name);
    else
        text_addf(text, " team %d", team);
}

static void add_if(struct text *text, const char *before, const char *word)
{
    if (word[0] != '\0')
        text_addf(text, "%s%s", before, word);
}

static void add_verdict(struct text *text, const struct match_entry *entry)
{
    add_if(text, ": ", verdict_name(entry->verdict));
    if (entry->points != 0)
        text_addf(text, ", %+" PRId32, entry->points);
}

static void add_extent(struct text *text, const struct match_entry *entry)
{
    if (entry->kind == ENTRY_PENALTY)
        text_addf(text, " to %" PRId32 " %%", entry->value);
    if (entry->kind == ENTRY_BYPASSED)
        add_if(text, " ", missing_name(entry->missing));
    if (entry->ms > 0)
        text_addf(text, " for %.1f s", entry->ms / 1000.0);
    if (entry->ref > 0)
        text_addf(text, " #%" PRIu32, entry->ref);
}

void facts_entry(struct text *text, const struct match_entry *entry, const struct match *match)
{
    char who[PRINCIPAL_SIZE];
    text_addf(text, "%7.1f s  #%" PRIu32 " %s", entry->at / 1000.0, entry->seq,
        entry_kind_name(entry->kind));
    add_if(text, " ", entry->robot);
    add_if(text, " by ", entry->by);
    add_if(text, " ", principal_to_text(&entry->who, who));
    add_extent(text, entry);
    add_if(text, " ", entry->about);
    add_team(text, entry->team, match);
    if (entry->kind == ENTRY_FINISHED && entry->team == MATCH_DRAW)
        text_add(text, " draw");
    add_verdict(text, entry);
}

static void add_unit(struct text *text, const struct match_unit *unit)
{
    text_addf(text, "  %s", unit->robot);
    if (unit->state == UNIT_UP)
        text_addf(text, " %" PRId32, unit->health);
    else
        add_if(text, " ", unit_state_name(unit->state));
    if (unit->back_ms > 0)
        text_addf(text, " %.1f s", unit->back_ms / 1000.0);
    if (unit->hot)
        text_add(text, " hot");
}

void facts_live(struct text *text, const struct match_live *live)
{
    text_addf(text, "%s ", match_state_name(live->state));
    facts_clock(text, live->clock_ms);
    text_add(text, "  ");
    for (unsigned i = 0; i < live->team_count; i++)
        text_addf(text, "%s%" PRId32, i > 0 ? " : " : "", live->scores[i]);
    for (unsigned i = 0; i < live->unit_count; i++)
        add_unit(text, &live->units[i]);
}

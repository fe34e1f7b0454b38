/* Between the files match*.c only. */
#ifndef BRIDGE_CORE_MATCH_PARTS_H
#define BRIDGE_CORE_MATCH_PARTS_H

#include "bridge/core/match.h"

/* match.c */
/* ms since its creation; begins to count with the first call after a restart. */
uint32_t match_at(struct core *core, uint32_t match, uint64_t now);
/* A slot with a new game in it. RC_OK, RC_BAD_REQUEST, RC_FULL. */
enum rc match_begin(struct core *core, const struct game_setup *setup,
    const struct tag *session, uint32_t *ret_match);
/* Takes an input with its time, and all that follows in the slot. */
enum rc match_take(struct core *core, uint32_t match, const struct game_input *input);
/* Brings the game to now. */
void match_pass(struct core *core, uint32_t match, uint64_t now);
/* An act of this player (nobody: of none) that nobody asked for. */
enum rc match_act(struct core *core, uint32_t match, enum game_act act,
    const struct principal *player, uint64_t now);

/* match_index.c: which robots and people are whose, as the game says */
void match_index(struct core *core, uint32_t match);
/* It leaves to other matches what is theirs. */
void match_give_up(struct core *core, uint32_t match, uint64_t now);

/* match_people.c */
void match_people(struct core *core, uint32_t match, uint64_t now);
/* Bots that are there and have no seat, at most so many. */
unsigned match_idle_bots(const struct core *core, unsigned most);

/* match_robots.c: which robot is in which unit */
void match_robots(struct core *core, uint32_t match, uint64_t now);

/* match_missing.c: the start conditions and the states that follow from them */
void match_conditions(struct core *core, uint32_t match, uint64_t now);

/* match_units.c: leases */
void match_units(struct core *core, uint32_t match, uint64_t now);

/* match_keep.c */
void match_pend(
    struct core *core, uint32_t match, const struct game_input *input, uint64_t now);
bool match_has_place(const struct core *core, uint32_t match, enum game_act act);
void match_keep_due(struct core *core, uint32_t match);
void match_keep(struct core *core, uint32_t match, uint64_t now, struct effects *effects);
void match_mark(struct core *core, uint32_t match, uint64_t now);

/* match_say.c */
void match_note_entry(struct core *core, uint32_t match, const struct match_entry *entry);
void match_say(struct core *core, uint32_t match, uint64_t now, struct effects *effects);
/* When there is something to say next; AGENDA_NEVER. */
uint64_t match_say_at(const struct core *core, uint32_t match);
void match_document(const struct core *core, uint32_t match, struct match *ret);

/* match_tally.c */
struct match_tally *match_tally_of(
    struct core *core, uint32_t match, const struct principal *player);
void match_tallies_fill(const struct core *core, uint32_t match, struct match *ret);
void match_tallies_pass(struct core *core, uint32_t match, uint64_t now);

#endif

/* Matches, seen from the rest of the core: the glue between the game (game.h) and the arena.
 * Source: broker-config/README.md, "Matches".
 *
 * A match is a slot with a game in it. What happens to people, robots, leases and the link, and
 * what is asked, becomes inputs of the game (match_put): applied at once, kept in the next
 * batch, and only what is stored is said. What the game then wants is level-triggered: each
 * time a match is due it compares seats with people, units with robots and leases, and puts
 * right what differs (match_follow); whatever may change the outcome only has to touch it.
 *
 * Rejected: telling the match each event with its meaning (a robot was lost, a lease ended):
 * every order of events would be a case of its own.
 */
#ifndef BRIDGE_CORE_MATCH_H
#define BRIDGE_CORE_MATCH_H

#include "bridge/core/state.h"

/* The slot of a match in memory, or SLOT_NONE. */
uint32_t match_find(const struct core *core, const char *id);
enum match_state match_state_of(const struct core *core, uint32_t match);
bool match_is_over(const struct core *core, uint32_t match);
/* COUNTDOWN, RUNNING, PAUSED: its robots are its own. */
bool match_holds_robots(const struct core *core, uint32_t match);
/* All that it has become is in the store. */
bool match_is_stored(const struct core *core, uint32_t match);

/* Begins one. RC_OK; RC_BAD_REQUEST (game_setup_check); RC_FULL: so many are not over. */
enum rc match_open(struct core *core, const struct game_setup *setup, const struct tag *session,
    uint64_t now, uint32_t *ret_match);
/* Gives it an input: seq, at and wall are filled in. RC_OK, what game_take says, or
 * RC_UNAVAILABLE: too many wait for the store. */
enum rc match_put(
    struct core *core, uint32_t match, const struct game_input *input, uint64_t now);

/* What waits for the store goes into the next batch: an answer that rests on it does. */
void match_hurry(struct core *core, uint32_t match);

/* Something about people, robots or leases changed: all open matches look again. */
void matches_stir(struct core *core);
void match_touch(struct core *core, uint32_t match);
void matches_link_up(struct core *core);
void matches_link_down(struct core *core);

/* The first thing it waits for that nobody bypasses; NULL. Valid until it is due again. */
const struct match_missing *match_waits_for(const struct core *core, uint32_t match);
/* Has or had a seat. */
bool match_has_played(const struct core *core, uint32_t match, const struct principal *who);
/* What a driver's program measured. RC_OK, RC_FULL. */
enum rc match_report(struct core *core, uint32_t match, const struct principal *who,
    uint32_t p50_ms, uint32_t p99_ms);
/* A robot that is free for this unit: the one that stands farthest from the other teams'
 * robots, else the first by id; SLOT_NONE. */
uint32_t match_find_spare(const struct core *core, uint32_t match, unsigned unit);

/* Brings its game to now, and robots, people and leases to what the game wants. */
void match_follow(struct core *core, uint32_t match, uint64_t now);

/* Whose robot it is: the seat's player who alone may claim it; nobody: it is not reserved. */
struct principal match_owner(const struct core *core, uint32_t robot);
/* Who is in a seat of a match that holds its robots drives nothing else. */
bool match_binds(const struct core *core, uint32_t person, uint32_t robot);

/* They lose seat or place. */
void match_expel(struct core *core, uint32_t person, uint64_t now);

/* What the lease of a unit's robot allows now. */
struct lease_terms match_terms(const struct core *core, uint32_t match, unsigned unit);
/* A lease of a match ended. */
void match_lease_ended(
    struct core *core, uint32_t match, uint32_t robot, enum why why, uint64_t now);
bool match_add_lease(struct core *core, uint32_t match, uint32_t robot);

/* What robots say. */
void match_hear_event(
    struct core *core, uint32_t robot, const struct input_robot_event *event, uint64_t now);
void match_hear_status(
    struct core *core, uint32_t robot, const struct robot_status *status, uint64_t now);
/* A stop was put on a robot. */
void match_note_stop(struct core *core, uint32_t robot);

void match_due(struct core *core, uint32_t match, uint64_t now, struct effects *effects);
void match_saved(struct core *core, uint32_t match, uint64_t now);
void match_failed(struct core *core, uint32_t match, uint64_t now);

enum rc match_restore(struct core *core, const struct record_match *record);
enum rc match_restore_input(struct core *core, const struct record_match_input *record);
enum rc match_restore_tally(struct core *core, const struct record_tally *record);
/* All is restored: who and what belongs to which match follows from how each of them ended. */
void matches_wake(struct core *core);

#endif

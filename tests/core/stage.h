/* A stage for matches over the bench: robots, people and bots that are there, asks about
 * matches, robots that show their leases, fire and are hit.
 */
#ifndef TESTS_CORE_STAGE_H
#define TESTS_CORE_STAGE_H

#include "tests/core/bench.h"

#define STAGE_ANSWER 24

/* So many robots, "scout1" … (at most 99), online and idle. */
void stage_robots(struct bench *bench, unsigned count);
/* There, by a connection of their own; away without a word; and a clean goodbye. */
void stage_come(struct bench *bench, const char *who);
void stage_lose(struct bench *bench, const char *who);
void stage_part(struct bench *bench, const char *who);
void stage_robot_lost(struct bench *bench, const char *robot);
/* All of them show what their leases say, as often as that changes. */
void stage_agree(struct bench *bench);

/* Time passes; every robot that is online lives, and shows what its lease says. */
void stage_pass(struct bench *bench, uint64_t ms);
/* This one is silent from now on; "" = none is. */
void stage_mute(const char *robot);

/* An ask about a match, with the default rules; two teams of `seats` for match.create. */
struct input stage_ask_input(
    struct bench *bench, const char *who, enum deed deed, const char *match);
/* Asks; what it is answered at once, RC_COUNT_ = nothing yet. The last answer is kept. */
enum rc stage_put(struct bench *bench, const struct input *input);
enum rc stage_ask(struct bench *bench, const char *who, enum deed deed, const char *match);
enum rc stage_join(struct bench *bench, const char *who, const char *match, int team);
enum rc stage_ready(struct bench *bench, const char *who, const char *match, bool ready);
const struct kept_answer *stage_answer(const struct bench *bench);

struct stage_rule {
    enum rule rule;
    int32_t value;
};
/* Two teams, "red" and "blue"; rules end with a value of -1. Returns its id (static). */
const char *stage_create(
    struct bench *bench, const char *host, unsigned seats, const struct stage_rule *rules);
/* ann, ben against cat, dan, each with one of scout1 … scout4, all there and ready: the match
 * is in its countdown. More robots are spares. */
const char *stage_duel(struct bench *bench, unsigned robots, const struct stage_rule *rules);
/* As stage_duel, and the countdown is over. */
const char *stage_fight(struct bench *bench, unsigned robots, const struct stage_rule *rules);

struct input stage_event_input(
    struct bench *bench, const char *robot, enum robot_event_kind kind, uint32_t number);
void stage_fire(struct bench *bench, const char *robot);
/* It was hit by a shot that was just fired. */
void stage_hit(struct bench *bench, const char *victim, const char *shooter);
void stage_status(struct bench *bench, const char *robot, const struct robot_status *status);

/* The document as it is now (static, of the last call), and parts of it. */
const struct match *stage_match(const struct bench *bench, const char *id);
enum match_state stage_state(const struct bench *bench, const char *id);
const struct match_seat *stage_seat(const struct bench *bench, const char *id, unsigned seat);
const struct match_unit *stage_unit(
    const struct bench *bench, const char *id, const char *robot);
/* True when this is missing, of this one. */
bool stage_misses(const struct bench *bench, const char *id, enum missing why, const char *who);
/* The last entry of this kind that was said since bench_forget; NULL. */
const struct match_entry *stage_entry(const struct bench *bench, enum entry_kind kind);
unsigned stage_entries(const struct bench *bench, enum entry_kind kind);
struct core_counts stage_counts(const struct bench *bench);
/* What the lease of a robot last said. */
const struct lease *stage_lease(const struct bench *bench, const char *robot);
bool stage_drives(const struct bench *bench, const char *robot, const char *who);

#endif

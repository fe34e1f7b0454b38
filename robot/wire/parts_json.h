/* Parts that several messages share, both ways. For the codecs of this room only. */
#ifndef ROBOT_WIRE_PARTS_JSON_H
#define ROBOT_WIRE_PARTS_JSON_H

#include "robot/base/ask.h"
#include "robot/base/lease.h"
#include "robot/base/match.h"
#include "robot/wire/read_json.h"
#include "robot/wire/write_json.h"

/* ["stopped", …], at most LEASE_WHY; words that this version does not know are left out. */
void read_why(const struct json_at *at, const char *name, enum why ret[LEASE_WHY]);
void write_why(struct json_writer *writer, const char *name, const enum why why[LEASE_WHY]);

/* [{"id", "by"}, …], at most LEASE_STOPS. */
void read_stops(const struct json_at *at, const char *name, struct stop_entry *ret_stops,
    unsigned *ret_count);
void write_stops(struct json_writer *writer, const char *name, const struct stop_entry *stops,
    unsigned count);

/* ["tag", …] */
unsigned read_tags(
    const struct json_at *at, const char *name, unsigned limit, struct tag *ret_tags);
void write_tags(
    struct json_writer *writer, const char *name, const struct tag *tags, unsigned count);

/* ["kind/id", …] */
unsigned read_principals(
    const struct json_at *at, const char *name, unsigned limit, struct principal *ret);
void write_principals(struct json_writer *writer, const char *name,
    const struct principal *principals, unsigned count);

/* The id of an ask: 11 to 39 characters of a tag's alphabet. */
void read_ask_id(const struct json_at *at, const char *name, char ret[ASK_ID_SIZE]);

/* "n" and "rev" */
void read_lease_number(const struct json_at *at, struct lease_number *ret);
void write_lease_number(struct json_writer *writer, const struct lease_number *number);

void read_mode(const struct json_at *at, const char *name, enum mode *ret);

/* A kind of principal; absent leaves *ret as it is. */
void read_kind(const struct json_at *at, const char *name, enum kind *ret);

/* {"form": 1, …}: how many frames were refused, by why; absent leaves ret as it is. What is 0
 * is not written. */
void read_refusals(const struct json_at *at, const char *name, uint32_t ret[REFUSAL_COUNT_]);
void write_refusals(
    struct json_writer *writer, const char *name, const uint32_t counts[REFUSAL_COUNT_]);

/* {"damage": 20, …}: what is not said is the default, each within its range. A rule that this
 * version does not know is a fault where `strict`, else ignored. */
void read_match_rules(const struct json_at *at, bool strict, struct match_rules *ret);
/* all: also those that are the default. */
void write_match_rules(struct json_writer *writer, const struct match_rules *rules, bool all);

/* What the deeds match.… have of their own, and `team` of stop. */
void read_match_ask(const struct json_at *at, struct ask *ask);
void write_match_ask(struct json_writer *writer, const struct ask *ask);

/* ["missing", …] and "players" of a match. */
void read_match_missing(const struct json_at *at, struct match *match);
void write_match_missing(struct json_writer *writer, const struct match *match);
void read_match_players(const struct json_at *at, struct match *match);
void write_match_players(struct json_writer *writer, const struct match *match);

/* What document and live say of a unit alike. */
void read_unit(const struct json_at *at, struct match_unit *unit);
void write_unit(struct json_writer *writer, const struct match_unit *unit);
void read_match_state(const struct json_at *at, enum match_state *ret);

/* The members of one robot in a list of robots. */
void read_roster_entry(const struct json_at *at, struct roster_entry *ret);
void write_roster_entry(struct json_writer *writer, const struct roster_entry *entry);

#endif

/* Parts that several messages share, both ways. For the codecs of this room only. */
#ifndef ROBOT_WIRE_PARTS_JSON_H
#define ROBOT_WIRE_PARTS_JSON_H

#include "robot/base/ask.h"
#include "robot/base/lease.h"
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

/* The members of one robot in a list of robots. */
void read_roster_entry(const struct json_at *at, struct roster_entry *ret);
void write_roster_entry(struct json_writer *writer, const struct roster_entry *entry);

#endif

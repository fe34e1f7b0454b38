/* One entry of a match's log: match/{id}/event. What an entry does not have is absent; which
 * members a kind has: robot/base/match.h.
 */
#include "robot/wire/parts_json.h"

static void read_places(const struct json_at *at, struct match_entry *entry)
{
    int32_t team = MATCH_NO_TEAM;
    int32_t seat = -1;
    int32_t unit = -1;
    json_may_i32(at, "team", 0, MATCH_TEAMS - 1, &team);
    json_may_i32(at, "seat", 0, MATCH_SEATS_ALL - 1, &seat);
    json_may_i32(at, "unit", 0, MATCH_UNITS - 1, &unit);
    entry->team = team;
    entry->seat = seat;
    entry->unit = unit;
}

static void read_words(const struct json_at *at, struct match_entry *entry)
{
    const char *kind = json_need_string(at, "kind");
    if (kind && !entry_kind_from_name(kind, &entry->kind))
        json_fault(at, "kind", "is not a kind of entry that is known here");
    const char *verdict = json_may_string(at, "verdict");
    if (verdict && !verdict_from_name(verdict, &entry->verdict))
        json_fault(at, "verdict", "is not a verdict that is known here");
    if (entry->kind != ENTRY_BYPASSED)
        return;
    const char *missing = json_need_string(at, "missing");
    if (missing && !missing_from_name(missing, &entry->missing))
        json_fault(at, "missing", "is not a reason that is known here");
}

static void read_match_event(const struct json_at *at, struct match_entry *entry)
{
    json_need_u32(at, "seq", 1, UINT32_MAX, &entry->seq);
    json_need_u32(at, "at", 0, UINT32_MAX, &entry->at);
    json_may_u64(at, "ts", &entry->ts);
    read_words(at, entry);
    json_may_principal(at, "who", &entry->who);
    json_may_id(at, "robot", entry->robot);
    json_may_id(at, "by", entry->by);
    read_places(at, entry);
    json_may_i32(at, "points", INT32_MIN, INT32_MAX, &entry->points);
    json_may_i32(at, "value", INT32_MIN, INT32_MAX, &entry->value);
    json_may_u32(at, "fire", 0, UINT32_MAX, &entry->fire);
    json_may_u32(at, "hit", 0, UINT32_MAX, &entry->hit);
    json_may_u32(at, "ref", 0, UINT32_MAX, &entry->ref);
    json_may_u32(at, "ms", 0, UINT32_MAX, &entry->ms);
    json_may_name(at, "about", sizeof entry->about, entry->about);
}

static void put_place(struct json_writer *writer, const char *name, int place)
{
    if (place >= 0)
        json_put_signed(writer, name, place);
}

static void write_match_event(struct json_writer *writer, const struct match_entry *entry)
{
    json_put_integer(writer, "seq", entry->seq);
    json_put_integer(writer, "at", entry->at);
    json_put_integer_if(writer, "ts", entry->ts);
    json_put_string(writer, "kind", entry_kind_name(entry->kind));
    json_put_principal_if(writer, "who", &entry->who);
    json_put_string_if(writer, "robot", entry->robot);
    json_put_string_if(writer, "by", entry->by);
    put_place(writer, "team", entry->team);
    put_place(writer, "seat", entry->seat);
    put_place(writer, "unit", entry->unit);
    json_put_string_if(writer, "verdict", verdict_name(entry->verdict));
    json_put_signed_if(writer, "points", entry->points);
    json_put_signed_if(writer, "value", entry->value);
    json_put_integer_if(writer, "fire", entry->fire);
    json_put_integer_if(writer, "hit", entry->hit);
    json_put_integer_if(writer, "ref", entry->ref);
    json_put_integer_if(writer, "ms", entry->ms);
    if (entry->kind == ENTRY_BYPASSED)
        json_put_string(writer, "missing", missing_name(entry->missing));
    json_put_string_if(writer, "about", entry->about);
}

JSON_MESSAGE(match_event, match_entry, WIRE_PAYLOAD_MAX)

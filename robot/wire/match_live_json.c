/* What changes while a match runs: match/{id}/live. Only units that have a robot are in it. */
#include <float.h>

#include "robot/wire/parts_json.h"

static void read_pose(const struct json_at *at, struct match_unit *unit)
{
    struct json_at pose;
    unit->has_pose = json_may_object(at, "pose", &pose);
    if (!unit->has_pose)
        return;
    json_need_number(&pose, "x", -DBL_MAX, DBL_MAX, &unit->x);
    json_need_number(&pose, "y", -DBL_MAX, DBL_MAX, &unit->y);
    json_need_number(&pose, "heading", -DBL_MAX, DBL_MAX, &unit->heading);
}

static void read_units(const struct json_at *at, struct match_live *live)
{
    struct json_at list;
    live->unit_count = json_may_array(at, "units", MATCH_UNITS, &list);
    for (unsigned i = 0; i < live->unit_count; i++) {
        struct match_unit *unit = &live->units[i];
        struct json_at item;
        json_item_object(&list, i, &item);
        json_need_id(&item, "robot", unit->robot);
        read_unit(&item, unit);
        unit->lives = -1; /* the document says them */
        json_may_u32(&item, "shots", 0, UINT32_MAX, &unit->shots);
        read_pose(&item, unit);
    }
}

static void read_match_live(const struct json_at *at, struct match_live *live)
{
    json_need_u32(at, "at", 0, UINT32_MAX, &live->at);
    json_may_u32(at, "seq", 0, UINT32_MAX, &live->seq);
    read_match_state(at, &live->state);
    json_need_u32(at, "clock", 0, UINT32_MAX, &live->clock_ms);
    struct json_at list;
    live->team_count = json_may_array(at, "scores", MATCH_TEAMS, &list);
    for (unsigned i = 0; i < live->team_count; i++) {
        struct json_at item;
        json_item(&list, i, &item);
        json_need_i32(&item, NULL, INT32_MIN, INT32_MAX, &live->scores[i]);
    }
    read_units(at, live);
}

static void write_live_unit(struct json_writer *writer, const struct match_unit *unit)
{
    json_open_object(writer, NULL);
    json_put_string(writer, "robot", unit->robot);
    write_unit(writer, unit);
    json_put_integer_if(writer, "shots", unit->shots);
    if (unit->has_pose) {
        json_open_object(writer, "pose");
        json_put_number(writer, "x", unit->x);
        json_put_number(writer, "y", unit->y);
        json_put_number(writer, "heading", unit->heading);
        json_close_object(writer);
    }
    json_close_object(writer);
}

static void write_match_live(struct json_writer *writer, const struct match_live *live)
{
    json_put_integer(writer, "at", live->at);
    json_put_integer(writer, "seq", live->seq);
    json_put_string(writer, "state", match_state_name(live->state));
    json_put_integer(writer, "clock", live->clock_ms);
    json_open_array(writer, "scores");
    for (unsigned i = 0; i < live->team_count; i++)
        json_put_signed(writer, NULL, live->scores[i]);
    json_close_array(writer);
    json_open_array(writer, "units");
    for (unsigned i = 0; i < live->unit_count; i++)
        write_live_unit(writer, &live->units[i]);
    json_close_array(writer);
}

JSON_MESSAGE(match_live, match_live, WIRE_PAYLOAD_LARGE)

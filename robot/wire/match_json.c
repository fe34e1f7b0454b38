/* Matches: the document, what changes while one runs, and the ordered log. */
#include <float.h>

#include "robot/wire/parts_json.h"

static const char *const state_words[] = {
    [MATCH_LOBBY] = "lobby",
    [MATCH_READY] = "ready",
    [MATCH_COUNTDOWN] = "countdown",
    [MATCH_RUNNING] = "running",
    [MATCH_PAUSED] = "paused",
    [MATCH_FINISHED] = "finished",
    [MATCH_ABORTED] = "aborted",
};

#define STATE_COUNT (sizeof state_words / sizeof state_words[0])

static void read_seat(const struct json_at *at, struct match_seat *seat)
{
    json_may_principal_or_null(at, "player", &seat->player);
    json_may_bool(at, "ready", &seat->ready);
    struct json_at list;
    seat->robot_count = json_may_array(at, "robots", MATCH_ROBOTS, &list);
    for (unsigned i = 0; i < seat->robot_count; i++) {
        struct json_at item;
        json_item(&list, i, &item);
        json_need_id(&item, NULL, seat->robots[i]);
    }
}

static void read_team(const struct json_at *at, struct match_team *team)
{
    json_need_word(at, "name", sizeof team->name, team->name);
    struct json_at list;
    team->seat_count = json_may_array(at, "seats", MATCH_SEATS, &list);
    for (unsigned i = 0; i < team->seat_count; i++) {
        struct json_at item;
        json_item_object(&list, i, &item);
        read_seat(&item, &team->seats[i]);
    }
    json_may_number(at, "score", -DBL_MAX, DBL_MAX, &team->score);
}

static void read_rules(const struct json_at *at, struct match *match)
{
    struct json_at rules;
    if (!json_may_object(at, "rules", &rules))
        return;
    json_may_u32(&rules, "duration_ms", 0, UINT32_MAX, &match->duration_ms);
    json_may_u32(&rules, "countdown_ms", 0, UINT32_MAX, &match->countdown_ms);
}

static void read_match(const struct json_at *at, struct match *match)
{
    struct json_at list;
    struct json_at item;
    json_need_id(at, "id", match->id);
    json_may_name(at, "name", sizeof match->name, match->name);
    int state = json_need_choice(at, "state", state_words, STATE_COUNT);
    if (state >= 0)
        match->state = (enum match_state)state;
    match->team_count = json_may_array(at, "teams", MATCH_TEAMS, &list);
    for (unsigned i = 0; i < match->team_count; i++) {
        json_item_object(&list, i, &item);
        read_team(&item, &match->teams[i]);
    }
    read_rules(at, match);
    match->missing_count = json_may_array(at, "missing", MATCH_MISSING, &list);
    for (unsigned i = 0; i < match->missing_count; i++) {
        json_item(&list, i, &item);
        json_need_word(&item, NULL, sizeof match->missing[i], match->missing[i]);
    }
    json_may_u32(at, "clock", 0, UINT32_MAX, &match->clock_ms);
}

static void write_seat(struct json_writer *writer, const struct match_seat *seat)
{
    json_open_object(writer, NULL);
    json_put_principal(writer, "player", &seat->player);
    json_put_bool(writer, "ready", seat->ready);
    json_open_array(writer, "robots");
    for (unsigned i = 0; i < seat->robot_count; i++)
        json_put_string(writer, NULL, seat->robots[i]);
    json_close_array(writer);
    json_close_object(writer);
}

static void write_team(struct json_writer *writer, const struct match_team *team)
{
    json_open_object(writer, NULL);
    json_put_string(writer, "name", team->name);
    json_open_array(writer, "seats");
    for (unsigned i = 0; i < team->seat_count; i++)
        write_seat(writer, &team->seats[i]);
    json_close_array(writer);
    json_put_number(writer, "score", team->score);
    json_close_object(writer);
}

static void write_match(struct json_writer *writer, const struct match *match)
{
    json_put_string(writer, "id", match->id);
    json_put_string_if(writer, "name", match->name);
    json_put_string(writer, "state", state_words[match->state]);
    json_open_array(writer, "teams");
    for (unsigned i = 0; i < match->team_count; i++)
        write_team(writer, &match->teams[i]);
    json_close_array(writer);
    json_open_object(writer, "rules");
    json_put_integer(writer, "duration_ms", match->duration_ms);
    json_put_integer(writer, "countdown_ms", match->countdown_ms);
    json_close_object(writer);
    if (match->missing_count > 0) {
        json_open_array(writer, "missing");
        for (unsigned i = 0; i < match->missing_count; i++)
            json_put_string(writer, NULL, match->missing[i]);
        json_close_array(writer);
    }
    json_put_integer(writer, "clock", match->clock_ms);
}

JSON_MESSAGE(match, match, WIRE_PAYLOAD_LARGE)

static void read_healths(const struct json_at *at, struct match_live *live)
{
    struct json_at list;
    live->health_count = json_may_array(at, "healths", MATCH_HEALTHS, &list);
    for (unsigned i = 0; i < live->health_count; i++) {
        struct json_at item;
        json_item_object(&list, i, &item);
        json_need_id(&item, "robot", live->healths[i].robot);
        json_need_number(&item, "health", -DBL_MAX, DBL_MAX, &live->healths[i].health);
    }
}

static void read_match_live(const struct json_at *at, struct match_live *live)
{
    json_need_u32(at, "clock", 0, UINT32_MAX, &live->clock_ms);
    struct json_at list;
    live->team_count = json_may_array(at, "scores", MATCH_TEAMS, &list);
    for (unsigned i = 0; i < live->team_count; i++) {
        struct json_at item;
        json_item(&list, i, &item);
        json_need_number(&item, NULL, -DBL_MAX, DBL_MAX, &live->scores[i]);
    }
    read_healths(at, live);
}

static void write_match_live(struct json_writer *writer, const struct match_live *live)
{
    json_put_integer(writer, "clock", live->clock_ms);
    json_open_array(writer, "scores");
    for (unsigned i = 0; i < live->team_count; i++)
        json_put_number(writer, NULL, live->scores[i]);
    json_close_array(writer);
    json_open_array(writer, "healths");
    for (unsigned i = 0; i < live->health_count; i++) {
        json_open_object(writer, NULL);
        json_put_string(writer, "robot", live->healths[i].robot);
        json_put_number(writer, "health", live->healths[i].health);
        json_close_object(writer);
    }
    json_close_array(writer);
}

JSON_MESSAGE(match_live, match_live, WIRE_PAYLOAD_LARGE)

static void read_match_event(const struct json_at *at, struct match_event *event)
{
    json_need_u32(at, "seq", 0, UINT32_MAX, &event->seq);
    json_need_word(at, "kind", sizeof event->kind, event->kind);
    json_may_principal(at, "by", &event->by);
    json_may_id(at, "robot", event->robot);
    json_may_u64(at, "ts", &event->ts);
}

static void write_match_event(struct json_writer *writer, const struct match_event *event)
{
    json_put_integer(writer, "seq", event->seq);
    json_put_string(writer, "kind", event->kind);
    json_put_principal_if(writer, "by", &event->by);
    json_put_string_if(writer, "robot", event->robot);
    json_put_integer_if(writer, "ts", event->ts);
}

JSON_MESSAGE(match_event, match_event, WIRE_PAYLOAD_MAX)

/* What a robot says of itself and to its driver: presence, state, event, link, ack. */
#include "robot/wire/parts_json.h"

static const char *const presence_words[] = {
    [PRESENCE_ONLINE] = "online",
    [PRESENCE_OFFLINE] = "offline",
    [PRESENCE_LOST] = "lost",
};

static const char *const ack_words[] = {
    [ACK_ACCEPTED] = "accepted",
    [ACK_DONE] = "done",
    [ACK_FAILED] = "failed",
    [ACK_REJECTED] = "rejected",
};

#define COUNT(words) (sizeof(words) / sizeof(words)[0])

static void read_presence(const struct json_at *at, struct presence *presence)
{
    int state = json_need_choice(at, "state", presence_words, COUNT(presence_words));
    if (state >= 0)
        presence->state = (enum presence_state)state;
    json_may_tag(at, "boot", &presence->boot);
    json_may_tag(at, "conn", &presence->conn);
    json_may_tag(at, "page", &presence->page);
    json_may_u64(at, "ts", &presence->ts);
}

static void write_presence(struct json_writer *writer, const struct presence *presence)
{
    json_put_string(writer, "state", presence_words[presence->state]);
    json_put_string_if(writer, "boot", presence->boot.text);
    json_put_string_if(writer, "conn", presence->conn.text);
    json_put_string_if(writer, "page", presence->page.text);
    json_put_integer_if(writer, "ts", presence->ts);
}

JSON_MESSAGE(presence, presence, WIRE_PAYLOAD_MAX)

static void read_state(const struct json_at *at, struct state *state)
{
    json_need_u32(at, "c", 0, UINT32_MAX, &state->c);
    read_lease_number(at, &state->number);
    json_need_u32(at, "highest", 0, LEASE_NUMBER_MAX, &state->highest);
    read_mode(at, "mode", &state->mode);
    read_why(at, "why", state->why);
    read_stops(at, "stops", state->stops, &state->stop_count);
    json_may_u32(at, "idle_ms", 0, UINT32_MAX, &state->idle_ms);
    json_may_u32(at, "video_rev", 0, UINT32_MAX, &state->video_rev);
}

static void write_state(struct json_writer *writer, const struct state *state)
{
    json_put_integer(writer, "c", state->c);
    write_lease_number(writer, &state->number);
    json_put_integer(writer, "highest", state->highest);
    json_put_string(writer, "mode", mode_name(state->mode));
    write_why(writer, "why", state->why);
    write_stops(writer, "stops", state->stops, state->stop_count);
    json_put_integer(writer, "idle_ms", state->idle_ms);
    json_put_integer_if(writer, "video_rev", state->video_rev);
}

JSON_MESSAGE(state, state, WIRE_PAYLOAD_MAX)

static void read_event(const struct json_at *at, struct event *event)
{
    json_need_u32(at, "id", 0, UINT32_MAX, &event->id);
    json_need_word(at, "kind", sizeof event->kind, event->kind);
    json_may_principal(at, "by", &event->by);
    json_may_u64(at, "t", &event->t);
    json_may_u64(at, "ts", &event->ts);
}

static void write_event(struct json_writer *writer, const struct event *event)
{
    json_put_integer(writer, "id", event->id);
    json_put_string(writer, "kind", event->kind);
    json_put_principal_if(writer, "by", &event->by);
    json_put_integer_if(writer, "t", event->t);
    json_put_integer_if(writer, "ts", event->ts);
}

JSON_MESSAGE(event, event, WIRE_PAYLOAD_MAX)

static void read_link(const struct json_at *at, struct link_report *link)
{
    json_need_u32(at, "n", 0, LEASE_NUMBER_MAX, &link->n);
    json_need_u32(at, "c", 0, UINT32_MAX, &link->c);
    json_need_bool(at, "ready", &link->ready);
    json_may_u32(at, "s", 0, UINT32_MAX, &link->s);
    json_may_u64(at, "t", &link->t);
    json_may_u32(at, "received", 0, UINT32_MAX, &link->received);
    json_may_u32(at, "lost", 0, UINT32_MAX, &link->lost);
    json_may_u32(at, "refused", 0, UINT32_MAX, &link->refused);
}

static void write_link(struct json_writer *writer, const struct link_report *link)
{
    json_put_integer(writer, "n", link->n);
    json_put_integer(writer, "c", link->c);
    json_put_bool(writer, "ready", link->ready);
    json_put_integer(writer, "s", link->s);
    json_put_integer(writer, "t", link->t);
    json_put_integer(writer, "received", link->received);
    json_put_integer(writer, "lost", link->lost);
    json_put_integer(writer, "refused", link->refused);
}

JSON_MESSAGE(link, link_report, WIRE_PAYLOAD_MAX)

static void read_ack(const struct json_at *at, struct ack *ack)
{
    json_need_tag(at, "id", &ack->id);
    json_need_word(at, "do", sizeof ack->action, ack->action);
    int state = json_need_choice(at, "state", ack_words, COUNT(ack_words));
    if (state >= 0)
        ack->state = (enum ack_state)state;
    json_may_name(at, "why", sizeof ack->why, ack->why);
    json_may_u64(at, "ts", &ack->ts);
}

static void write_ack(struct json_writer *writer, const struct ack *ack)
{
    json_put_string(writer, "id", ack->id.text);
    json_put_string(writer, "do", ack->action);
    json_put_string(writer, "state", ack_words[ack->state]);
    json_put_string_if(writer, "why", ack->why);
    json_put_integer_if(writer, "ts", ack->ts);
}

JSON_MESSAGE(ack, ack, WIRE_PAYLOAD_MAX)

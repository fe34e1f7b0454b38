/* Answers to asks; which members there are follows from the deed, so all are optional to read.
 */
#include "robot/wire/parts_json.h"

static void read_error(const struct json_at *at, struct answer *answer)
{
    struct json_at error;
    answer->rc = RC_INTERNAL;
    if (!json_may_object(at, "error", &error)) {
        json_fault(at, "error", "is missing");
        return;
    }
    const char *code = json_need_string(&error, "code");
    if (code)
        answer->rc = rc_from_name(code);
    if (answer->rc == RC_OK)
        json_fault(&error, "code", "must be the word of an error");
    json_need_word(&error, "message", sizeof answer->message, answer->message);
}

static void read_lease_row(const struct json_at *item, struct lease_row *row)
{
    json_need_id(item, "robot", row->robot);
    json_may_principal_or_null(item, "driver", &row->driver);
    read_lease_number(item, &row->number);
    json_may_tag(item, "session", &row->session);
    json_may_bool(item, "drive", &row->drive);
    read_why(item, "why", row->why);
    json_may_u32(item, "idle_ms", 0, UINT32_MAX, &row->idle_ms);
    read_stops(item, "stops", row->stops, &row->stop_count);
    row->queue_count = read_principals(item, "queue", LEASE_QUEUE, row->queue);
}

static void read_code_row(const struct json_at *item, struct code_row *row)
{
    json_need_id(item, "code", row->code);
    const char *type = json_need_string(item, "type");
    if (type && !code_type_from_name(type, &row->type))
        json_fault(item, "type", "is not a type of code");
    read_kind(item, "kind", &row->kind);
    json_need_u32(item, "uses", 0, UINT32_MAX, &row->uses);
    json_need_u32(item, "left", 0, UINT32_MAX, &row->left);
    json_need_u64(item, "expires", &row->expires);
}

static void read_codes(const struct json_at *at, struct answer *answer)
{
    struct json_at list;
    struct json_at item;
    answer->has_codes = json_has(at, "codes");
    answer->code_count = json_may_array(at, "codes", ROSTER_PAGE, &list);
    for (unsigned i = 0; i < answer->code_count; i++) {
        json_item_object(&list, i, &item);
        read_code_row(&item, &answer->codes[i]);
    }
}

static void read_lists(const struct json_at *at, struct answer *answer)
{
    struct json_at list;
    struct json_at item;
    answer->has_robots = json_has(at, "robots");
    answer->robot_count = json_may_array(at, "robots", ROSTER_PAGE, &list);
    for (unsigned i = 0; i < answer->robot_count; i++) {
        json_item_object(&list, i, &item);
        read_roster_entry(&item, &answer->robots[i]);
    }
    answer->has_leases = json_has(at, "leases");
    answer->lease_count = json_may_array(at, "leases", ROSTER_PAGE, &list);
    for (unsigned i = 0; i < answer->lease_count; i++) {
        json_item_object(&list, i, &item);
        read_lease_row(&item, &answer->leases[i]);
    }
}

static void read_result(const struct json_at *at, struct answer *answer)
{
    json_may_id(at, "robot", answer->robot);
    json_may_u32(at, "n", 0, LEASE_NUMBER_MAX, &answer->n);
    json_may_tag(at, "session", &answer->session);
    json_may_u32(at, "place", 0, UINT32_MAX, &answer->place);
    json_may_id(at, "match", answer->match);
    answer->has_seat = json_has(at, "seat");
    json_may_u32(at, "seat", 0, MATCH_SEATS_ALL - 1, &answer->seat);
    json_may_name(at, "code", sizeof answer->code, answer->code);
    json_may_u64(at, "expires", &answer->expires);
    json_may_u64(at, "before", &answer->before);
    json_may_name(at, "token", sizeof answer->token, answer->token);
    answer->has_rev = json_has(at, "rev");
    json_may_u32(at, "rev", 0, UINT32_MAX, &answer->rev);
    json_may_id(at, "next", answer->next);
    read_lists(at, answer);
    read_codes(at, answer);
}

static void read_answer(const struct json_at *at, struct answer *answer)
{
    bool ok = false;
    read_ask_id(at, "id", answer->id);
    json_need_bool(at, "ok", &ok);
    if (ok)
        read_result(at, answer);
    else
        read_error(at, answer);
}

static void write_lease_row(struct json_writer *writer, const struct lease_row *row)
{
    json_open_object(writer, NULL);
    json_put_string(writer, "robot", row->robot);
    json_put_principal(writer, "driver", &row->driver);
    write_lease_number(writer, &row->number);
    json_put_string_if(writer, "session", row->session.text);
    json_put_bool(writer, "drive", row->drive);
    write_why(writer, "why", row->why);
    json_put_integer(writer, "idle_ms", row->idle_ms);
    write_stops(writer, "stops", row->stops, row->stop_count);
    write_principals(writer, "queue", row->queue, row->queue_count);
    json_close_object(writer);
}

static void write_codes(struct json_writer *writer, const struct answer *answer)
{
    if (!answer->has_codes)
        return;
    json_open_array(writer, "codes");
    for (unsigned i = 0; i < answer->code_count; i++) {
        const struct code_row *row = &answer->codes[i];
        json_open_object(writer, NULL);
        json_put_string(writer, "code", row->code);
        json_put_string(writer, "type", code_type_name(row->type));
        json_put_string_if(writer, "kind", kind_name(row->kind));
        json_put_integer(writer, "uses", row->uses);
        json_put_integer(writer, "left", row->left);
        json_put_integer(writer, "expires", row->expires);
        json_close_object(writer);
    }
    json_close_array(writer);
}

static void write_lists(struct json_writer *writer, const struct answer *answer)
{
    if (answer->has_robots) {
        json_open_array(writer, "robots");
        for (unsigned i = 0; i < answer->robot_count; i++) {
            json_open_object(writer, NULL);
            write_roster_entry(writer, &answer->robots[i]);
            json_close_object(writer);
        }
        json_close_array(writer);
    }
    if (answer->has_leases) {
        json_open_array(writer, "leases");
        for (unsigned i = 0; i < answer->lease_count; i++)
            write_lease_row(writer, &answer->leases[i]);
        json_close_array(writer);
    }
}

static void write_result(struct json_writer *writer, const struct answer *answer)
{
    json_put_string_if(writer, "robot", answer->robot);
    json_put_integer_if(writer, "n", answer->n);
    json_put_string_if(writer, "session", answer->session.text);
    json_put_integer_if(writer, "place", answer->place);
    json_put_string_if(writer, "match", answer->match);
    if (answer->has_seat)
        json_put_integer(writer, "seat", answer->seat);
    json_put_string_if(writer, "code", answer->code);
    json_put_integer_if(writer, "expires", answer->expires);
    json_put_integer_if(writer, "before", answer->before);
    json_put_string_if(writer, "token", answer->token);
    if (answer->has_rev)
        json_put_integer(writer, "rev", answer->rev);
    json_put_string_if(writer, "next", answer->next);
    write_lists(writer, answer);
    write_codes(writer, answer);
}

static void write_error(struct json_writer *writer, const struct answer *answer)
{
    bool own = answer->message[0] != '\0';
    json_open_object(writer, "error");
    json_put_string(writer, "code", rc_name(answer->rc));
    json_put_string(writer, "message", own ? answer->message : rc_sentence(answer->rc));
    json_close_object(writer);
}

static void write_answer(struct json_writer *writer, const struct answer *answer)
{
    bool ok = answer->rc == RC_OK;
    json_put_string(writer, "id", answer->id);
    json_put_bool(writer, "ok", ok);
    if (ok)
        write_result(writer, answer);
    else
        write_error(writer, answer);
}

JSON_MESSAGE(answer, answer, WIRE_PAYLOAD_LARGE)

/* The list of robots as it changes; one entry is also a part of answers. */
#include "robot/wire/parts_json.h"

void read_roster_entry(const struct json_at *at, struct roster_entry *ret)
{
    json_need_id(at, "id", ret->id);
    json_may_name(at, "name", sizeof ret->name, ret->name);
    json_may_name(at, "kind", sizeof ret->kind, ret->kind);
    const char *state = json_need_string(at, "state");
    if (state && !roster_state_from_name(state, &ret->state))
        json_fault(at, "state", "must be online, stale, lost, offline or unverified");
    json_may_principal_or_null(at, "driver", &ret->driver);
    json_may_tag(at, "session", &ret->session);
    json_may_bool(at, "out_of_service", &ret->out_of_service);
    uint32_t queue = 0;
    json_may_u32(at, "queue", 0, UINT32_MAX, &queue);
    ret->queue = queue;
    ret->camera_count = read_tags(at, "cameras", ROSTER_CAMERAS, ret->cameras);
}

void write_roster_entry(struct json_writer *writer, const struct roster_entry *entry)
{
    json_put_string(writer, "id", entry->id);
    json_put_string_if(writer, "name", entry->name);
    json_put_string_if(writer, "kind", entry->kind);
    json_put_string(writer, "state", roster_state_name(entry->state));
    json_put_principal(writer, "driver", &entry->driver);
    json_put_string_if(writer, "session", entry->session.text);
    if (entry->out_of_service)
        json_put_bool(writer, "out_of_service", true);
    json_put_integer_if(writer, "queue", entry->queue);
    write_tags(writer, "cameras", entry->cameras, entry->camera_count);
}

static void read_roster(const struct json_at *at, struct roster *roster)
{
    struct json_at list;
    struct json_at item;
    json_need_u32(at, "rev", 0, UINT32_MAX, &roster->rev);
    roster->changed_count = json_may_array(at, "changed", ROSTER_CHANGED, &list);
    for (unsigned i = 0; i < roster->changed_count; i++) {
        json_item_object(&list, i, &item);
        read_roster_entry(&item, &roster->changed[i]);
    }
    roster->gone_count = json_may_array(at, "gone", ROSTER_GONE, &list);
    for (unsigned i = 0; i < roster->gone_count; i++) {
        json_item(&list, i, &item);
        json_need_id(&item, NULL, roster->gone[i]);
    }
}

static void write_roster(struct json_writer *writer, const struct roster *roster)
{
    json_put_integer(writer, "rev", roster->rev);
    if (roster->changed_count > 0) {
        json_open_array(writer, "changed");
        for (unsigned i = 0; i < roster->changed_count; i++) {
            json_open_object(writer, NULL);
            write_roster_entry(writer, &roster->changed[i]);
            json_close_object(writer);
        }
        json_close_array(writer);
    }
    if (roster->gone_count > 0) {
        json_open_array(writer, "gone");
        for (unsigned i = 0; i < roster->gone_count; i++)
            json_put_string(writer, NULL, roster->gone[i]);
        json_close_array(writer);
    }
}

JSON_MESSAGE(roster, roster, WIRE_PAYLOAD_LARGE)

/* What the bridge knows of one who may drive: me. */
#include "robot/wire/parts_json.h"

static void read_me_leases(const struct json_at *at, struct me *me)
{
    struct json_at list;
    me->lease_count = json_may_array(at, "leases", ME_LEASES, &list);
    for (unsigned i = 0; i < me->lease_count; i++) {
        struct json_at item;
        json_item_object(&list, i, &item);
        json_need_id(&item, "robot", me->leases[i].robot);
        json_need_u32(&item, "n", 0, LEASE_NUMBER_MAX, &me->leases[i].n);
        json_may_bool(&item, "drive", &me->leases[i].drive);
        json_may_tag(&item, "session", &me->leases[i].session);
    }
}

static void read_me_queue(const struct json_at *at, struct me *me)
{
    struct json_at list;
    me->queue_count = json_may_array(at, "queue", ME_QUEUE, &list);
    for (unsigned i = 0; i < me->queue_count; i++) {
        struct json_at item;
        json_item_object(&list, i, &item);
        json_need_id(&item, "robot", me->queue[i].robot);
        json_need_u32(&item, "place", 1, UINT32_MAX, &me->queue[i].place);
        json_may_u64(&item, "offer_ms", &me->queue[i].offer_ms);
    }
}

static void read_me(const struct json_at *at, struct me *me)
{
    json_may_tag(at, "page", &me->page);
    read_me_leases(at, me);
    json_may_id(at, "seat", me->seat);
    read_me_queue(at, me);
    read_why(at, "why", me->why);
}

static void write_me(struct json_writer *writer, const struct me *me)
{
    json_put_string_if(writer, "page", me->page.text);
    json_open_array(writer, "leases");
    for (unsigned i = 0; i < me->lease_count; i++) {
        json_open_object(writer, NULL);
        json_put_string(writer, "robot", me->leases[i].robot);
        json_put_integer(writer, "n", me->leases[i].n);
        json_put_bool(writer, "drive", me->leases[i].drive);
        json_put_string_if(writer, "session", me->leases[i].session.text);
        json_close_object(writer);
    }
    json_close_array(writer);
    json_put_string_if(writer, "seat", me->seat);
    json_open_array(writer, "queue");
    for (unsigned i = 0; i < me->queue_count; i++) {
        json_open_object(writer, NULL);
        json_put_string(writer, "robot", me->queue[i].robot);
        json_put_integer(writer, "place", me->queue[i].place);
        json_put_integer_if(writer, "offer_ms", me->queue[i].offer_ms);
        json_close_object(writer);
    }
    json_close_array(writer);
    write_why(writer, "why", me->why);
}

JSON_MESSAGE(me, me, WIRE_PAYLOAD_MAX)

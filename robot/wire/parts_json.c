#include "robot/wire/parts_json.h"

#include <string.h>

void read_why(const struct json_at *at, const char *name, enum why ret[LEASE_WHY])
{
    struct json_at list;
    unsigned count = json_may_array(at, name, LEASE_WHY, &list);
    unsigned known = 0;
    for (unsigned i = 0; i < count; i++) {
        struct json_at item;
        json_item(&list, i, &item);
        const char *word = json_need_string(&item, NULL);
        if (word && why_from_name(word, &ret[known]))
            known++;
    }
}

void write_why(struct json_writer *writer, const char *name, const enum why why[LEASE_WHY])
{
    if (why[0] == WHY_NONE)
        return;
    json_open_array(writer, name);
    for (unsigned i = 0; i < LEASE_WHY && why[i] != WHY_NONE; i++)
        json_put_string(writer, NULL, why_name(why[i]));
    json_close_array(writer);
}

void read_stops(const struct json_at *at, const char *name, struct stop_entry *ret_stops,
    unsigned *ret_count)
{
    struct json_at list;
    unsigned count = json_may_array(at, name, LEASE_STOPS, &list);
    for (unsigned i = 0; i < count; i++) {
        struct json_at item;
        json_item_object(&list, i, &item);
        json_need_tag(&item, "id", &ret_stops[i].id);
        json_need_principal(&item, "by", &ret_stops[i].by);
    }
    *ret_count = count;
}

void write_stops(struct json_writer *writer, const char *name, const struct stop_entry *stops,
    unsigned count)
{
    if (count == 0)
        return;
    json_open_array(writer, name);
    for (unsigned i = 0; i < count; i++) {
        json_open_object(writer, NULL);
        json_put_string(writer, "id", stops[i].id.text);
        json_put_principal(writer, "by", &stops[i].by);
        json_close_object(writer);
    }
    json_close_array(writer);
}

unsigned read_tags(
    const struct json_at *at, const char *name, unsigned limit, struct tag *ret_tags)
{
    struct json_at list;
    unsigned count = json_may_array(at, name, limit, &list);
    for (unsigned i = 0; i < count; i++) {
        struct json_at item;
        json_item(&list, i, &item);
        json_need_tag(&item, NULL, &ret_tags[i]);
    }
    return count;
}

void write_tags(
    struct json_writer *writer, const char *name, const struct tag *tags, unsigned count)
{
    if (count == 0)
        return;
    json_open_array(writer, name);
    for (unsigned i = 0; i < count; i++)
        json_put_string(writer, NULL, tags[i].text);
    json_close_array(writer);
}

unsigned read_principals(
    const struct json_at *at, const char *name, unsigned limit, struct principal *ret)
{
    struct json_at list;
    unsigned count = json_may_array(at, name, limit, &list);
    for (unsigned i = 0; i < count; i++) {
        struct json_at item;
        json_item(&list, i, &item);
        json_need_principal(&item, NULL, &ret[i]);
    }
    return count;
}

void write_principals(struct json_writer *writer, const char *name,
    const struct principal *principals, unsigned count)
{
    if (count == 0)
        return;
    json_open_array(writer, name);
    for (unsigned i = 0; i < count; i++)
        json_put_principal(writer, NULL, &principals[i]);
    json_close_array(writer);
}

void read_lease_number(const struct json_at *at, struct lease_number *ret)
{
    json_need_u32(at, "n", 0, LEASE_NUMBER_MAX, &ret->n);
    json_need_u32(at, "rev", 0, LEASE_NUMBER_MAX, &ret->rev);
}

void write_lease_number(struct json_writer *writer, const struct lease_number *number)
{
    json_put_integer(writer, "n", number->n);
    json_put_integer(writer, "rev", number->rev);
}

void read_mode(const struct json_at *at, const char *name, enum mode *ret)
{
    const char *word = json_need_string(at, name);
    if (word && !mode_from_name(word, ret))
        json_fault(at, name, "must be idle, ready, driving, deadman or stopped");
}

void read_kind(const struct json_at *at, const char *name, enum kind *ret)
{
    const char *word = json_may_string(at, name);
    if (word && !kind_from_name(word, strlen(word), ret))
        json_fault(at, name, "is not a kind of principal");
}

void read_ask_id(const struct json_at *at, const char *name, char ret[ASK_ID_SIZE])
{
    const char *id = json_need_string(at, name);
    if (!id)
        return;
    if (tag_characters_only(id, ASK_ID_MIN, ASK_ID_SIZE - 1))
        (void)text_copy(ret, ASK_ID_SIZE, id); /* fits: it was measured */
    else
        json_fault(at, name, "must be 11 to 39 of A-Z a-z 0-9 _ -");
}

void read_refusals(const struct json_at *at, const char *name, uint32_t ret[REFUSAL_COUNT_])
{
    struct json_at refused;
    if (!json_may_object(at, name, &refused))
        return;
    for (int refusal = REFUSAL_NONE + 1; refusal < REFUSAL_COUNT_; refusal++)
        json_may_u32(
            &refused, refusal_name((enum refusal)refusal), 0, UINT32_MAX, &ret[refusal]);
}

void write_refusals(
    struct json_writer *writer, const char *name, const uint32_t counts[REFUSAL_COUNT_])
{
    json_open_object(writer, name);
    for (int refusal = REFUSAL_NONE + 1; refusal < REFUSAL_COUNT_; refusal++)
        json_put_integer_if(writer, refusal_name((enum refusal)refusal), counts[refusal]);
    json_close_object(writer);
}

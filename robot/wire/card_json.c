/* A robot's card: what it is, what it can be asked to do, what it measures. */
#include <float.h>
#include <string.h>

#include "robot/wire/parts_json.h"

static const char *const when_words[] = {
    [WHEN_DRIVING] = "driving",
    [WHEN_ALWAYS] = "always",
};

#define WHEN_COUNT (sizeof when_words / sizeof when_words[0])

static const char *const via_words[] = {"relay", "direct"};

/* [min, max]; absent: the robot has no such axis */
static void read_range(const struct json_at *at, const char *name, struct axis_range *ret)
{
    ret->present = json_has(at, name);
    if (!ret->present)
        return;
    struct json_at list;
    if (json_may_array(at, name, 2, &list) != 2)
        json_fault(at, name, "must be [min, max]");
    if (json_is_bad(at))
        return;
    struct json_at item;
    json_item(&list, 0, &item);
    json_need_number(&item, NULL, -DBL_MAX, DBL_MAX, &ret->min);
    json_item(&list, 1, &item);
    json_need_number(&item, NULL, ret->min, DBL_MAX, &ret->max);
}

static void read_axes(const struct json_at *at, struct axis_range *ret)
{
    struct json_at axes;
    if (!json_may_object(at, "axes", &axes))
        return;
    for (int axis = 0; axis < AXIS_COUNT_; axis++)
        read_range(&axes, axis_name((enum axis)axis), &ret[axis]);
}

static void write_axes(struct json_writer *writer, const struct axis_range *axes)
{
    json_open_object(writer, "axes");
    for (int axis = 0; axis < AXIS_COUNT_; axis++) {
        if (!axes[axis].present)
            continue;
        json_open_array(writer, axis_name((enum axis)axis));
        json_put_number(writer, NULL, axes[axis].min);
        json_put_number(writer, NULL, axes[axis].max);
        json_close_array(writer);
    }
    json_close_object(writer);
}

/* The name of a member that is itself data: an action, a field. */
static void read_key(const struct json_at *item, char ret[WORD_SIZE])
{
    const char *name = json_item_name(item);
    size_t length = strnlen(name, WORD_SIZE);
    if (json_is_bad(item))
        return;
    if (length == 0 || length >= WORD_SIZE || !text_is_printable_utf8(name, length))
        json_fault(item, NULL, "must have a name of 1 to 31 printable bytes");
    else
        memcpy(ret, name, length + 1);
}

static void read_action(const struct json_at *item, struct card_action *ret)
{
    struct json_at same;
    (void)json_may_object(item, NULL, &same); /* records the fault */
    read_key(item, ret->name);
    ret->has_range = json_has(item, "min") || json_has(item, "max");
    if (ret->has_range) {
        json_need_number(item, "min", -DBL_MAX, DBL_MAX, &ret->min);
        json_need_number(item, "max", ret->min, DBL_MAX, &ret->max);
    }
    json_may_name(item, "unit", sizeof ret->unit, ret->unit);
    int when = json_may_choice(item, "when", when_words, WHEN_COUNT);
    if (when >= 0)
        ret->when = (enum action_when)when;
}

static void read_actions(const struct json_at *at, struct card *card)
{
    struct json_at actions;
    card->action_count = json_may_members(at, "actions", CARD_ACTIONS, &actions);
    for (unsigned i = 0; i < card->action_count; i++) {
        struct json_at item;
        json_item(&actions, i, &item);
        read_action(&item, &card->actions[i]);
    }
}

static void write_actions(struct json_writer *writer, const struct card *card)
{
    json_open_object(writer, "actions");
    for (unsigned i = 0; i < card->action_count; i++) {
        const struct card_action *action = &card->actions[i];
        json_open_object(writer, action->name);
        if (action->has_range) {
            json_put_number(writer, "min", action->min);
            json_put_number(writer, "max", action->max);
        }
        json_put_string_if(writer, "unit", action->unit);
        if (action->when != WHEN_DRIVING)
            json_put_string(writer, "when", when_words[action->when]);
        json_close_object(writer);
    }
    json_close_object(writer);
}

static void read_camera(const struct json_at *item, struct card_camera *ret)
{
    json_need_tag(item, "id", &ret->id);
    struct json_at via;
    unsigned count = json_may_array(item, "via", 2, &via);
    for (unsigned i = 0; i < count; i++) {
        struct json_at way;
        json_item(&via, i, &way);
        int choice = json_need_choice(&way, NULL, via_words, 2);
        ret->via_relay = ret->via_relay || choice == 0;
        ret->via_direct = ret->via_direct || choice == 1;
    }
    json_may_u32(item, "width", 1, 16384, &ret->width);
    json_may_u32(item, "height", 1, 16384, &ret->height);
    json_may_u32(item, "fps", 1, 1000, &ret->fps);
}

static void read_cameras(const struct json_at *at, struct card *card)
{
    struct json_at cameras;
    card->camera_count = json_may_array(at, "cameras", CARD_CAMERAS, &cameras);
    for (unsigned i = 0; i < card->camera_count; i++) {
        struct json_at item;
        json_item_object(&cameras, i, &item);
        read_camera(&item, &card->cameras[i]);
    }
}

static void write_camera(struct json_writer *writer, const struct card_camera *camera)
{
    json_open_object(writer, NULL);
    json_put_string(writer, "id", camera->id.text);
    json_open_array(writer, "via");
    if (camera->via_relay)
        json_put_string(writer, NULL, via_words[0]);
    if (camera->via_direct)
        json_put_string(writer, NULL, via_words[1]);
    json_close_array(writer);
    json_put_integer_if(writer, "width", camera->width);
    json_put_integer_if(writer, "height", camera->height);
    json_put_integer_if(writer, "fps", camera->fps);
    json_close_object(writer);
}

static void read_fields(const struct json_at *at, struct card *card)
{
    struct json_at fields;
    card->field_count = json_may_members(at, "status", CARD_FIELDS, &fields);
    for (unsigned i = 0; i < card->field_count; i++) {
        struct json_at item;
        json_item(&fields, i, &item);
        read_key(&item, card->fields[i].name);
        json_may_name(&item, NULL, sizeof card->fields[i].unit, card->fields[i].unit);
    }
}

static void write_fields(struct json_writer *writer, const struct card *card)
{
    json_open_object(writer, "status");
    for (unsigned i = 0; i < card->field_count; i++)
        json_put_string(writer, card->fields[i].name, card->fields[i].unit);
    json_close_object(writer);
}

static void read_card(const struct json_at *at, struct card *card)
{
    json_need_id(at, "id", card->id);
    json_may_name(at, "name", sizeof card->name, card->name);
    json_may_name(at, "model", sizeof card->model, card->model);
    json_may_name(at, "kind", sizeof card->kind, card->kind);
    read_axes(at, card->axes);
    read_actions(at, card);
    read_cameras(at, card);
    read_fields(at, card);
    card->status_ms = STATUS_MS_DEFAULT;
    card->deadman_ms = DEADMAN_MS_DEFAULT;
    card->max_age_ms = MAX_AGE_MS_DEFAULT;
    card->max_message = WIRE_PAYLOAD_MAX;
    json_may_u32(at, "status_ms", STATUS_MS_MIN, STATUS_MS_LIMIT, &card->status_ms);
    json_may_u32(at, "deadman_ms", DEADMAN_MS_MIN, DEADMAN_MS_LIMIT, &card->deadman_ms);
    json_may_u32(at, "max_age_ms", MAX_AGE_MS_MIN, MAX_AGE_MS_LIMIT, &card->max_age_ms);
    json_may_u32(at, "max_message", WIRE_MESSAGE_MIN, WIRE_PAYLOAD_LARGE, &card->max_message);
    json_may_name(at, "sdk", sizeof card->sdk, card->sdk);
}

static void write_card(struct json_writer *writer, const struct card *card)
{
    json_put_string(writer, "id", card->id);
    json_put_string_if(writer, "name", card->name);
    json_put_string_if(writer, "model", card->model);
    json_put_string_if(writer, "kind", card->kind);
    write_axes(writer, card->axes);
    if (card->action_count > 0)
        write_actions(writer, card);
    if (card->camera_count > 0) {
        json_open_array(writer, "cameras");
        for (unsigned i = 0; i < card->camera_count; i++)
            write_camera(writer, &card->cameras[i]);
        json_close_array(writer);
    }
    if (card->field_count > 0)
        write_fields(writer, card);
    json_put_integer_if(writer, "status_ms", card->status_ms);
    json_put_integer_if(writer, "deadman_ms", card->deadman_ms);
    json_put_integer_if(writer, "max_age_ms", card->max_age_ms);
    json_put_integer_if(writer, "max_message", card->max_message);
    json_put_string_if(writer, "sdk", card->sdk);
}

JSON_MESSAGE(card, card, WIRE_PAYLOAD_MAX)

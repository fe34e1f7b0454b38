/* What a driver says to its robot: drive, action, stop. */
#include <float.h>

#include "robot/wire/read_json.h"
#include "robot/wire/write_json.h"

static void read_drive(const struct json_at *at, struct drive *drive)
{
    json_need_u32(at, "n", 0, LEASE_NUMBER_MAX, &drive->n);
    json_need_u32(at, "s", 0, UINT32_MAX, &drive->s);
    json_need_u32(at, "e", 0, UINT32_MAX, &drive->e);
    json_may_u64(at, "t", &drive->t);
    for (int axis = 0; axis < AXIS_COUNT_; axis++)
        json_may_number(
            at, axis_name((enum axis)axis), -DBL_MAX, DBL_MAX, &drive->axes.value[axis]);
}

static void write_drive(struct json_writer *writer, const struct drive *drive)
{
    json_put_integer(writer, "n", drive->n);
    json_put_integer(writer, "s", drive->s);
    json_put_integer(writer, "e", drive->e);
    json_put_integer(writer, "t", drive->t);
    for (int axis = 0; axis < AXIS_COUNT_; axis++) {
        if (drive->axes.value[axis] != 0)
            json_put_number(writer, axis_name((enum axis)axis), drive->axes.value[axis]);
    }
}

JSON_MESSAGE(drive, drive, WIRE_PAYLOAD_MAX)

static void read_action(const struct json_at *at, struct action *action)
{
    json_need_tag(at, "id", &action->id);
    json_need_u32(at, "n", 0, LEASE_NUMBER_MAX, &action->n);
    json_need_u32(at, "e", 0, UINT32_MAX, &action->e);
    json_need_word(at, "do", sizeof action->action, action->action);
    action->has_value = json_has(at, "value");
    json_may_number(at, "value", -DBL_MAX, DBL_MAX, &action->value);
}

static void write_action(struct json_writer *writer, const struct action *action)
{
    json_put_string(writer, "id", action->id.text);
    json_put_integer(writer, "n", action->n);
    json_put_integer(writer, "e", action->e);
    json_put_string(writer, "do", action->action);
    if (action->has_value)
        json_put_number(writer, "value", action->value);
}

JSON_MESSAGE(action, action, WIRE_PAYLOAD_MAX)

static void read_stop(const struct json_at *at, struct stop *stop)
{
    json_need_tag(at, "id", &stop->id);
    json_may_name(at, "why", sizeof stop->why, stop->why);
}

static void write_stop(struct json_writer *writer, const struct stop *stop)
{
    json_put_string(writer, "id", stop->id.text);
    json_put_string_if(writer, "why", stop->why);
}

JSON_MESSAGE(stop, stop, WIRE_PAYLOAD_MAX)

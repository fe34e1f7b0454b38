/* A robot's status: measured fields under names of its own, and what it thinks of its drive.
 *
 * Every numeric member that has no meaning here is a field; others are ignored like unknown
 * ones.
 */
#include <float.h>
#include <string.h>

#include "robot/wire/parts_json.h"

static void read_pose(const struct json_at *at, struct status *status)
{
    struct json_at pose;
    status->has_pose = json_may_object(at, "pose", &pose);
    if (!status->has_pose)
        return;
    json_need_number(&pose, "x", -DBL_MAX, DBL_MAX, &status->pose_x);
    json_need_number(&pose, "y", -DBL_MAX, DBL_MAX, &status->pose_y);
    json_need_number(&pose, "heading", -DBL_MAX, DBL_MAX, &status->pose_heading);
}

static void read_drive_part(const struct json_at *at, struct status *status)
{
    struct json_at drive;
    status->has_drive = json_may_object(at, "drive", &drive);
    if (!status->has_drive)
        return;
    json_need_u32(&drive, "n", 0, LEASE_NUMBER_MAX, &status->drive_n);
    read_mode(&drive, "mode", &status->drive_mode);
    read_why(&drive, "why", status->drive_why);
    status->drive_stop_count = read_tags(&drive, "stops", LEASE_STOPS, status->drive_stops);
    read_refusals(&drive, "refused", status->drive_refused);
}

static void read_field(const struct json_at *item, struct status *status)
{
    const char *name = json_item_name(item);
    if (!json_is_number(item) || strcmp(name, "ts") == 0)
        return;
    size_t length = strnlen(name, WORD_SIZE);
    if (length == 0 || length >= WORD_SIZE || !text_is_printable_utf8(name, length)) {
        json_fault(item, NULL, "must have a name of 1 to 31 printable bytes");
        return;
    }
    if (status->field_count == CARD_FIELDS) {
        json_fault(item, NULL, "is one field too many");
        return;
    }
    struct status_field *field = &status->fields[status->field_count++];
    memcpy(field->name, name, length + 1);
    json_need_number(item, NULL, -DBL_MAX, DBL_MAX, &field->value);
}

static void read_status(const struct json_at *at, struct status *status)
{
    read_pose(at, status);
    read_drive_part(at, status);
    json_may_u64(at, "ts", &status->ts);
    unsigned count = json_count(at);
    for (unsigned i = 0; i < count; i++) {
        struct json_at item;
        json_item(at, i, &item);
        read_field(&item, status);
    }
}

static void write_drive_part(struct json_writer *writer, const struct status *status)
{
    json_open_object(writer, "drive");
    json_put_integer(writer, "n", status->drive_n);
    json_put_string(writer, "mode", mode_name(status->drive_mode));
    write_why(writer, "why", status->drive_why);
    write_tags(writer, "stops", status->drive_stops, status->drive_stop_count);
    write_refusals(writer, "refused", status->drive_refused);
    json_close_object(writer);
}

static void write_status(struct json_writer *writer, const struct status *status)
{
    for (unsigned i = 0; i < status->field_count; i++)
        json_put_number(writer, status->fields[i].name, status->fields[i].value);
    if (status->has_pose) {
        json_open_object(writer, "pose");
        json_put_number(writer, "x", status->pose_x);
        json_put_number(writer, "y", status->pose_y);
        json_put_number(writer, "heading", status->pose_heading);
        json_close_object(writer);
    }
    if (status->has_drive)
        write_drive_part(writer, status);
    json_put_integer_if(writer, "ts", status->ts);
}

JSON_MESSAGE(status, status, WIRE_PAYLOAD_MAX)

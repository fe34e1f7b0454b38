/* The lease: what a robot must know to decide who moves it.
 *
 * It has to fit the smallest robot's buffer, so what can wait for the next repeat is left out
 * step by step until it fits (the order: message.h). Sending it in pieces was rejected: a robot
 * must never act on half a lease.
 */
#include "robot/wire/parts_json.h"

static void read_limits(const struct json_at *at, double limits[AXIS_COUNT_])
{
    for (int axis = 0; axis < AXIS_COUNT_; axis++)
        limits[axis] = 1;
    struct json_at object;
    if (!json_may_object(at, "limits", &object))
        return;
    for (int axis = 0; axis < AXIS_COUNT_; axis++)
        json_may_number(&object, axis_name((enum axis)axis), 0, 1, &limits[axis]);
}

static void read_lease(const struct json_at *at, struct lease *lease)
{
    read_lease_number(at, &lease->number);
    json_need_u32(at, "e", 0, UINT32_MAX, &lease->e);
    json_need_principal_or_null(at, "driver", &lease->driver);
    json_need_bool(at, "drive", &lease->drive);
    read_why(at, "why", lease->why);
    json_may_tag(at, "session", &lease->session);
    read_limits(at, lease->limits);
    lease->stopper_count = read_principals(at, "stoppers", LEASE_STOPPERS, lease->stoppers);
    read_stops(at, "stops", lease->stops, &lease->stop_count);
    lease->cleared_count = read_tags(at, "cleared", LEASE_CLEARED, lease->cleared);
    lease->max_age_ms = MAX_AGE_MS_DEFAULT;
    lease->deadman_ms = DEADMAN_MS_DEFAULT;
    json_may_u32(at, "max_age_ms", MAX_AGE_MS_MIN, MAX_AGE_MS_LIMIT, &lease->max_age_ms);
    json_may_u32(at, "deadman_ms", DEADMAN_MS_MIN, DEADMAN_MS_LIMIT, &lease->deadman_ms);
    json_may_u32(at, "status_ms", STATUS_MS_MIN, STATUS_MS_LIMIT, &lease->status_ms);
}

static bool limits_any(const double limits[AXIS_COUNT_])
{
    for (int axis = 0; axis < AXIS_COUNT_; axis++) {
        if (limits[axis] != 1)
            return true;
    }
    return false;
}

static void write_limits(struct json_writer *writer, const double limits[AXIS_COUNT_])
{
    if (!limits_any(limits))
        return;
    json_open_object(writer, "limits");
    for (int axis = 0; axis < AXIS_COUNT_; axis++) {
        if (limits[axis] != 1)
            json_put_number(writer, axis_name((enum axis)axis), limits[axis]);
    }
    json_close_object(writer);
}

static void write_lease(struct json_writer *writer, const struct lease *lease)
{
    write_lease_number(writer, &lease->number);
    json_put_integer(writer, "e", lease->e);
    json_put_principal(writer, "driver", &lease->driver);
    json_put_bool(writer, "drive", lease->drive);
    write_why(writer, "why", lease->why);
    json_put_string_if(writer, "session", lease->session.text);
    write_limits(writer, lease->limits);
    write_principals(writer, "stoppers", lease->stoppers, lease->stopper_count);
    write_stops(writer, "stops", lease->stops, lease->stop_count);
    write_tags(writer, "cleared", lease->cleared, lease->cleared_count);
    json_put_integer_if(writer, "max_age_ms", lease->max_age_ms);
    json_put_integer_if(writer, "deadman_ms", lease->deadman_ms);
    json_put_integer_if(writer, "status_ms", lease->status_ms);
}

static bool lease_to_json_whole(
    const struct lease *lease, char *buffer, size_t size, size_t *ret_length)
{
    struct json_writer writer;
    json_start(&writer, buffer, size);
    json_open_object(&writer, NULL);
    write_lease(&writer, lease);
    json_close_object(&writer);
    return json_finish(&writer, ret_length);
}

/* Takes the next thing away that can be spared; false when nothing is left to take. */
static bool shed(struct lease *lease)
{
    if (lease->why[0] != WHY_NONE)
        lease->why[0] = WHY_NONE;
    else if (lease->cleared_count > 1)
        lease->cleared_count--;
    else if (lease->stopper_count > 0)
        lease->stopper_count--;
    else if (lease->cleared_count > 0)
        lease->cleared_count--;
    else
        return false;
    return true;
}

bool lease_to_json(const struct lease *lease, char *buffer, size_t size, size_t *ret_length)
{
    struct lease rest = *lease;
    do {
        if (lease_to_json_whole(&rest, buffer, size, ret_length))
            return true;
    } while (shed(&rest));
    return false;
}

enum rc lease_from_json(const char *json, size_t length, struct lease *ret, struct fault *fault)
{
    struct json_reader reader;
    struct lease lease = {0};
    read_lease(json_open(&reader, json, length, WIRE_PAYLOAD_MAX), &lease);
    enum rc rc = json_close(&reader, fault);
    if (rc == RC_OK)
        *ret = lease;
    return rc;
}

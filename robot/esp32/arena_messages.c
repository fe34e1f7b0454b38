#include "arena_messages.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NUMBER_MAX 2147483647.0
#define CLOCK_MAX  4294967295.0
#define EXACT_MAX  9007199254740991.0

static const char *const why_words[] = {
    "stopped", "no_lease", "lease_stale", "not_drive", "deadman", "neutral_first"};
static const char *const mode_words[] = {"idle", "ready", "driving", "deadman", "stopped"};
static const char *const refusal_words[] = {
    "", "form", "range", "driver", "number", "halted", "order", "stale", "rate"};
static const char *const ack_words[] = {"accepted", "done", "failed", "rejected"};
static const char *const axis_words[] = {"x", "y", "z", "r", "cx", "cy"};

/* --- words --- */

bool arena_copy(char *target, size_t size, const char *source)
{
    size_t length = strlen(source);
    if (length >= size)
        return false;
    memcpy(target, source, length + 1);
    return true;
}

static bool made_of(const char *text, size_t length, const char *more)
{
    for (size_t i = 0; i < length; i++) {
        bool plain = (text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= '9');
        if (!plain && !strchr(more, text[i]))
            return false;
    }
    return length > 0;
}

bool arena_is_id(const char *text)
{
    size_t length = strlen(text);
    return length < ARENA_ID_SIZE && text[0] != '-' && made_of(text, length, "-");
}

bool arena_is_tag(const char *text)
{
    size_t length = strlen(text);
    return length < ARENA_TAG_SIZE - 1 && made_of(text, length, "-_ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

bool arena_is_root(const char *text)
{
    size_t length = strlen(text);
    return length < 64 && text[0] != '/' && text[length ? length - 1 : 0] != '/' &&
           made_of(text, length, "-/");
}

static bool is_principal(const char *text)
{
    const char *slash = strchr(text, '/');
    return slash && slash > text && made_of(text, (size_t)(slash - text), "") &&
           arena_is_id(slash + 1);
}

const char *arena_refusal_word(enum arena_refusal refusal)
{
    return refusal_words[refusal];
}

/* --- in --- */

static bool take_whole(struct arena_slice object, const char *name, double most, uint32_t *ret)
{
    struct arena_slice value;
    double number;
    if (!arena_json_member(object, name, &value) || !arena_json_whole(value, most, &number))
        return false;
    *ret = (uint32_t)number;
    return true;
}

struct span {
    uint32_t least, most;
};

/* Absent leaves *ret as it is; false only when it is there and wrong. */
static bool take_optional(
    struct arena_slice object, const char *name, struct span span, uint32_t *ret)
{
    struct arena_slice value;
    uint32_t number;
    if (!arena_json_member(object, name, &value))
        return true;
    if (!take_whole(object, name, span.most, &number) || number < span.least)
        return false;
    *ret = number;
    return true;
}

static bool take_text(struct arena_slice object, const char *name, char *ret, size_t size)
{
    struct arena_slice value;
    return arena_json_member(object, name, &value) && arena_json_string(value, ret, size);
}

static enum arena_refusal read_axes(struct arena_slice object, struct arena_frame *frame)
{
    enum arena_refusal refusal = ARENA_ACCEPTED;
    frame->neutral = true;
    for (unsigned i = 0; i < ARENA_AXES; i++) {
        struct arena_slice value;
        frame->axes[i] = 0;
        if (!arena_json_member(object, axis_words[i], &value))
            continue;
        if (!arena_json_number(value, &frame->axes[i]) || !isfinite(frame->axes[i]))
            return ARENA_FORM;
        if (frame->axes[i] < -1 || frame->axes[i] > 1)
            refusal = ARENA_RANGE;
        if (frame->axes[i] != 0)
            frame->neutral = false;
    }
    return refusal;
}

enum arena_refusal arena_read_frame(struct arena_slice object, struct arena_frame *ret)
{
    struct arena_slice t;
    ret->t = 0;
    if (arena_json_member(object, "t", &t) && !arena_json_whole(t, EXACT_MAX, &ret->t))
        return ARENA_FORM;
    bool whole = take_whole(object, "n", NUMBER_MAX, &ret->n) &&
                 take_whole(object, "s", CLOCK_MAX, &ret->s) &&
                 take_whole(object, "e", CLOCK_MAX, &ret->e);
    return whole ? read_axes(object, ret) : ARENA_FORM;
}

bool arena_read_order(struct arena_slice object, struct arena_order *ret)
{
    struct arena_slice value;
    memset(ret, 0, sizeof(*ret));
    bool good = take_text(object, "id", ret->id, sizeof(ret->id)) && arena_is_tag(ret->id);
    if (!good)
        ret->id[0] = '\0';
    good = good && take_text(object, "do", ret->name, sizeof(ret->name)) &&
           take_whole(object, "n", NUMBER_MAX, &ret->n) &&
           take_whole(object, "e", CLOCK_MAX, &ret->e);
    ret->has_value = arena_json_member(object, "value", &value);
    if (good && ret->has_value)
        good = arena_json_number(value, &ret->value) && isfinite(ret->value);
    return good;
}

bool arena_read_stop(struct arena_slice object, char ret_id[ARENA_TAG_SIZE])
{
    return take_text(object, "id", ret_id, ARENA_TAG_SIZE) && arena_is_tag(ret_id);
}

bool arena_read_video(struct arena_slice object, uint32_t *ret_rev)
{
    return take_whole(object, "rev", CLOCK_MAX, ret_rev);
}

bool arena_read_heard(struct arena_slice object, struct arena_heard *ret)
{
    memset(ret, 0, sizeof(*ret));
    /* Whatever is missing or odd stays "": it then differs from what is ours. */
    (void)take_text(object, "state", ret->state, sizeof(ret->state));
    (void)take_text(object, "boot", ret->boot, sizeof(ret->boot));
    (void)take_text(object, "conn", ret->conn, sizeof(ret->conn));
    return true;
}

static bool read_driver(struct arena_slice object, struct arena_lease *lease)
{
    struct arena_slice value;
    if (!arena_json_member(object, "driver", &value))
        return false;
    if (arena_json_is_null(value))
        return true;
    return arena_json_string(value, lease->driver, sizeof(lease->driver)) &&
           is_principal(lease->driver);
}

static bool read_limits(struct arena_slice object, struct arena_lease *lease)
{
    struct arena_slice limits, value;
    for (unsigned i = 0; i < ARENA_AXES; i++)
        lease->limits[i] = 1;
    if (!arena_json_member(object, "limits", &limits))
        return true;
    for (unsigned i = 0; i < ARENA_AXES; i++) {
        double limit;
        if (!arena_json_member(limits, axis_words[i], &value))
            continue;
        if (!arena_json_number(value, &limit) || !(limit >= 0 && limit <= 1))
            return false;
        lease->limits[i] = (float)limit;
    }
    return *limits.at == '{';
}

static bool read_stoppers(struct arena_slice object, struct arena_lease *lease)
{
    struct arena_slice rest, value;
    if (!arena_json_member(object, "stoppers", &value))
        return true;
    if (!arena_json_array(value, &rest))
        return false;
    while (arena_json_next(&rest, &value)) {
        char *stopper = lease->stoppers[lease->stopper_count];
        if (lease->stopper_count == ARENA_STOPPERS ||
            !arena_json_string(value, stopper, ARENA_PRINCIPAL_SIZE) || !is_principal(stopper))
            return false;
        lease->stopper_count++;
    }
    return true;
}

static bool read_stops(struct arena_slice object, struct arena_lease *lease)
{
    struct arena_slice rest, value;
    if (!arena_json_member(object, "stops", &value))
        return true;
    if (!arena_json_array(value, &rest))
        return false;
    while (arena_json_next(&rest, &value)) {
        if (lease->stop_count == ARENA_STOPS)
            return false;
        struct arena_stop *stop = &lease->stops[lease->stop_count++];
        if (!take_text(value, "id", stop->id, sizeof(stop->id)) || !arena_is_tag(stop->id) ||
            !take_text(value, "by", stop->by, sizeof(stop->by)) || !is_principal(stop->by))
            return false;
    }
    return true;
}

static bool read_cleared(struct arena_slice object, struct arena_lease *lease)
{
    struct arena_slice rest, value;
    if (!arena_json_member(object, "cleared", &value))
        return true;
    if (!arena_json_array(value, &rest))
        return false;
    while (arena_json_next(&rest, &value)) {
        if (lease->cleared_count == ARENA_CLEARED)
            return false;
        char *id = lease->cleared[lease->cleared_count++];
        if (!arena_json_string(value, id, ARENA_TAG_SIZE) || !arena_is_tag(id))
            return false;
    }
    return true;
}

static bool read_number(struct arena_slice object, struct arena_lease *lease)
{
    struct arena_slice drive;
    return take_whole(object, "n", NUMBER_MAX, &lease->n) &&
           take_whole(object, "rev", NUMBER_MAX, &lease->rev) &&
           take_whole(object, "e", CLOCK_MAX, &lease->e) &&
           arena_json_member(object, "drive", &drive) && arena_json_bool(drive, &lease->drive);
}

static bool read_times(struct arena_slice object, struct arena_lease *lease)
{
    static const struct span ages = {50, 800}, deadmen = {50, 400}, periods = {50, 60000};
    lease->max_age_ms = 500;
    lease->deadman_ms = 250;
    return take_optional(object, "max_age_ms", ages, &lease->max_age_ms) &&
           take_optional(object, "deadman_ms", deadmen, &lease->deadman_ms) &&
           take_optional(object, "status_ms", periods, &lease->status_ms);
}

bool arena_read_lease(struct arena_slice object, struct arena_lease *ret)
{
    memset(ret, 0, sizeof(*ret));
    return read_number(object, ret) && read_driver(object, ret) && read_limits(object, ret) &&
           read_stoppers(object, ret) && read_stops(object, ret) && read_cleared(object, ret) &&
           read_times(object, ret);
}

/* --- out --- */

uint32_t arena_clock(const struct arena_robot *robot)
{
    return robot->clock_start + (uint32_t)robot->now;
}

uint32_t arena_card_value(uint32_t configured, uint32_t standard)
{
    return configured ? configured : standard;
}

static void put_whole(struct arena_out *out, const char *before, double value)
{
    arena_out_raw(out, before);
    arena_out_whole(out, value);
}

static void put_number(struct arena_out *out, const char *before, double value)
{
    arena_out_raw(out, before);
    arena_out_number(out, value);
}

static void put_string(struct arena_out *out, const char *before, const char *value)
{
    arena_out_raw(out, before);
    arena_out_string(out, value ? value : "");
}

static void put_hex(struct arena_out *out, const char *before, uint32_t value)
{
    char text[ARENA_TAG_SIZE];
    (void)snprintf(text, sizeof(text), "%08lx", (unsigned long)value);
    put_string(out, before, text);
}

static void put_why(const struct arena_robot *robot, struct arena_out *out)
{
    const char *comma = "";
    arena_out_raw(out, ",\"why\":[");
    for (unsigned i = 0; i < sizeof(why_words) / sizeof(why_words[0]); i++) {
        if (!(robot->why & (1u << i)))
            continue;
        put_string(out, comma, why_words[i]);
        comma = ",";
    }
    arena_out_raw(out, "]");
}

void arena_write_presence(
    const struct arena_robot *robot, const char *state, struct arena_out *out)
{
    put_string(out, "{\"state\":", state);
    put_hex(out, ",\"boot\":", robot->boot);
    put_hex(out, ",\"conn\":", robot->conn);
    arena_out_raw(out, "}");
}

static void put_actions(const struct arena_config *config, struct arena_out *out)
{
    arena_out_raw(out, "},\"actions\":{");
    for (unsigned i = 0; i < config->action_count; i++) {
        const struct arena_action *action = &config->actions[i];
        put_string(out, i ? "," : "", action->name);
        put_string(out, ":{\"when\":", action->always ? "always" : "driving");
        if (action->has_range) {
            put_number(out, ",\"min\":", action->min);
            put_number(out, ",\"max\":", action->max);
        }
        if (action->unit && action->unit[0] != '\0')
            put_string(out, ",\"unit\":", action->unit);
        arena_out_raw(out, "}");
    }
}

void arena_write_card(const struct arena_robot *robot, struct arena_out *out)
{
    const struct arena_config *config = robot->config;
    const char *comma = "";
    put_string(out, "{\"id\":", config->id);
    put_string(out, ",\"name\":", config->name);
    put_string(out, ",\"model\":", config->model);
    put_string(out, ",\"kind\":", config->kind);
    arena_out_raw(out, ",\"axes\":{");
    for (unsigned i = 0; i < ARENA_AXES; i++) {
        if (!config->axes[i].present)
            continue;
        put_string(out, comma, axis_words[i]);
        put_number(out, ":[", config->axes[i].min);
        put_number(out, ",", config->axes[i].max);
        arena_out_raw(out, "]");
        comma = ",";
    }
    put_actions(config, out);
    arena_out_raw(out, "},\"cameras\":[],\"status\":{");
    for (unsigned i = 0; i < config->field_count; i++) {
        put_string(out, i ? "," : "", config->fields[i].name);
        put_string(out, ":", config->fields[i].unit);
    }
    put_whole(out, "},\"status_ms\":", arena_card_value(config->status_ms, 1000));
    put_whole(out, ",\"deadman_ms\":", arena_card_value(config->deadman_ms, 250));
    put_whole(out, ",\"max_age_ms\":", arena_card_value(config->max_age_ms, 500));
    put_whole(out, ",\"max_message\":", ARENA_PACKET);
    arena_out_raw(out, ",\"sdk\":\"arena-esp32 0.1\"}");
}

void arena_write_state(const struct arena_robot *robot, struct arena_out *out)
{
    uint64_t idle = robot->now - robot->moved_at;
    put_whole(out, "{\"c\":", arena_clock(robot));
    put_whole(out, ",\"n\":", robot->shown_n);
    put_whole(out, ",\"rev\":", robot->shown_rev);
    put_whole(out, ",\"highest\":", robot->kept.n);
    put_string(out, ",\"mode\":", mode_words[robot->mode]);
    put_why(robot, out);
    arena_out_raw(out, ",\"stops\":[");
    for (uint32_t i = 0; i < robot->kept.stop_count; i++) {
        put_string(out, i ? ",{\"id\":" : "{\"id\":", robot->kept.stops[i].id);
        put_string(out, ",\"by\":", robot->kept.stops[i].by);
        arena_out_raw(out, "}");
    }
    put_whole(out, "],\"idle_ms\":", idle > UINT32_MAX ? UINT32_MAX : (double)idle);
    put_whole(out, ",\"video_rev\":", robot->video_rev);
    arena_out_raw(out, "}");
}

static void put_drive(const struct arena_robot *robot, struct arena_out *out)
{
    put_whole(out, "\"drive\":{\"n\":", robot->shown_n);
    put_string(out, ",\"mode\":", mode_words[robot->mode]);
    put_why(robot, out);
    arena_out_raw(out, ",\"stops\":[");
    for (uint32_t i = 0; i < robot->kept.stop_count; i++)
        put_string(out, i ? "," : "", robot->kept.stops[i].id);
    arena_out_raw(out, "],\"refused\":{");
    for (unsigned i = 1; i < ARENA_REFUSALS; i++) {
        put_string(out, i > 1 ? "," : "", refusal_words[i]);
        put_whole(out, ":", robot->refused[i]);
    }
    arena_out_raw(out, "}}");
}

void arena_write_status(const struct arena_robot *robot, struct arena_out *out)
{
    arena_out_raw(out, "{");
    for (unsigned i = 0; i < robot->config->field_count; i++) {
        if (!isfinite(robot->values[i]))
            continue;
        put_string(out, "", robot->config->fields[i].name);
        put_number(out, ":", robot->values[i]);
        arena_out_raw(out, ",");
    }
    if (robot->has_pose) {
        put_number(out, "\"pose\":{\"x\":", robot->pose[0]);
        put_number(out, ",\"y\":", robot->pose[1]);
        put_number(out, ",\"heading\":", robot->pose[2]);
        arena_out_raw(out, "},");
    }
    put_drive(robot, out);
    arena_out_raw(out, "}");
}

void arena_write_link(const struct arena_robot *robot, struct arena_out *out)
{
    put_whole(out, "{\"n\":", robot->lease.n);
    put_whole(out, ",\"c\":", arena_clock(robot));
    arena_out_raw(
        out, robot->may_move && robot->ready ? ",\"ready\":true" : ",\"ready\":false");
    put_whole(out, ",\"s\":", robot->seen_s);
    put_whole(out, ",\"t\":", robot->seen_t);
    put_whole(out, ",\"received\":", robot->received);
    put_whole(out, ",\"lost\":", robot->lost);
    put_whole(out, ",\"refused\":", robot->link_refused);
    arena_out_raw(out, "}");
}

void arena_write_ack(const struct arena_done *done, struct arena_out *out)
{
    put_string(out, "{\"id\":", done->id);
    put_string(out, ",\"do\":", done->name);
    put_string(out, ",\"state\":", ack_words[done->state]);
    if (done->why[0] != '\0')
        put_string(out, ",\"why\":", done->why);
    arena_out_raw(out, "}");
}

void arena_write_event(const struct arena_robot *robot, struct arena_out *out)
{
    const struct arena_event_waiting *event = &robot->events[0];
    put_whole(out, "{\"id\":", robot->event_id + 1);
    put_string(out, ",\"kind\":", event->kind);
    if (event->by[0] != '\0')
        put_string(out, ",\"by\":", event->by);
    put_whole(out, ",\"t\":", (double)robot->now);
    arena_out_raw(out, "}");
}

#include "tests/bench/path_back.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "robot/base/pacing.h"
#include "robot/wire/message.h"
#include "tests/bench/path.h"

#define STATUS_MS 1000
#define BEAT_MS   1000

static void say(struct link *link, unsigned index, const char *to, const char *json)
{
    char topic[128];
    snprintf(topic, sizeof topic, "arena/v1/robot/bench%u/%s", index, to);
    struct link_message message = {.topic = topic, .payload = json, .length = strlen(json)};
    path_must(link_publish(link, &message, 0), "publishing");
}

static void say_link(struct link *link, unsigned index, uint64_t now_ms)
{
    char json[WIRE_PAYLOAD_MAX + 1], to[64];
    size_t length;
    struct link_report report = {
        .n = 1, .c = (uint32_t)now_ms, .ready = true, .s = 100, .t = now_ms, .received = 100};
    snprintf(to, sizeof to, "player/bench%u/link", index);
    if (link_to_json(&report, json, sizeof json, &length))
        say(link, index, to, json);
}

static void say_state(struct link *link, unsigned index, uint64_t now_ms)
{
    char json[WIRE_PAYLOAD_MAX + 1];
    size_t length;
    struct state state = {
        .c = (uint32_t)now_ms,
        .number = {.n = 1, .rev = 1},
        .highest = 1,
        .mode = MODE_DRIVING
    };
    if (state_to_json(&state, json, sizeof json, &length))
        say(link, index, "bridge/main/state", json);
}

static void say_status(struct link *link, unsigned index)
{
    char json[WIRE_PAYLOAD_MAX + 1];
    size_t length;
    struct status status = {.has_drive = true,
        .drive_n = 1,
        .drive_mode = MODE_DRIVING,
        .ts = path_now_ns() / 1000000};
    if (status_to_json(&status, json, sizeof json, &length))
        say(link, index, "all/status", json);
}

static void say_beat(struct link *link)
{
    static const char json[] =
        "{\"boot\":\"AAAAAAAAAAAAAAAA\",\"conn\":\"BBBBBBBBBBBBBBBB\",\"ts\":1700000000000}";
    struct link_message message = {
        .topic = PATH_BEAT, .payload = json, .length = sizeof json - 1};
    path_must(link_publish(link, &message, 0), "publishing");
}

/* True when it is due; then `at` is its next turn. */
static bool due(uint64_t *at, uint64_t now_ms, uint32_t period, uint32_t phase)
{
    if (now_ms < *at)
        return false;
    *at = pacing_next(now_ms, period, phase);
    return true;
}

uint64_t path_back_say(
    struct path_back *back, struct link *link, unsigned index, uint64_t now_ms)
{
    if (due(&back->state_at, now_ms, WIRE_STATE_REPEAT_MS, back->phase))
        say_state(link, index, now_ms);
    if (due(&back->link_at, now_ms, WIRE_LINK_PERIOD_MS, back->phase))
        say_link(link, index, now_ms);
    if (due(&back->status_at, now_ms, STATUS_MS, back->phase))
        say_status(link, index);
    if (index == 0 && due(&back->beat_at, now_ms, BEAT_MS, back->phase))
        say_beat(link);
    return back->link_at; /* of the shortest period, so the soonest */
}

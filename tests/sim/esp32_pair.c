#include "tests/sim/esp32_pair.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define BASE 1000000 /* the library's clock at the small robot's start */

static const struct card card = {
    .id = "r1",
    .axes = {[AXIS_X] = {true, -1, 1}, [AXIS_Y] = {true, -50, 100}                                 },
    .action_count = 3,
    .actions = { {.name = "set_speed", .has_range = true, .min = 1, .max = 100},
             {.name = "fire"}, {.name = "lights", .has_range = true, .max = 1, .when = WHEN_ALWAYS}},
    .status_ms = 1000,
    .deadman_ms = 250,
    .max_age_ms = 500
};

static uint64_t now(const struct pair *pair)
{
    return BASE + pair->small.t;
}

/* ---- the library's side: what robot.c does with an effect ---- */

static void subscribe(struct pair *pair)
{
    const struct principal *driver = authority_driver(&pair->authority);
    struct authority_effects effects;
    if (pair->authority.subscribed || principal_is_nobody(driver))
        return;
    authority_subscribed(&pair->authority, driver, now(pair), &effects);
    pair->state_due |= (effects.set & AUTHORITY_STATE) != 0;
}

static void act(struct pair *pair)
{
    const struct authority_effects *effects = &pair->effects;
    if (effects->set & AUTHORITY_OUTPUT)
        pair->outputs = effects->axes;
    if (effects->set & AUTHORITY_NEUTRAL)
        pair->outputs = (struct axes){0};
    if (effects->set & AUTHORITY_SAVE)
        authority_saved(&pair->authority, &pair->flash);
    pair->state_due |= (effects->set & AUTHORITY_STATE) != 0;
    pair->deeds += (effects->set & AUTHORITY_DO) != 0;
    if (effects->set & AUTHORITY_ACK) {
        pair->ack = effects->ack;
        pair->ack_said = true;
    }
    if (effects->set & AUTHORITY_DO) {
        pair->ack.state = ACK_DONE;
        assert_true(authority_note_ack(&pair->authority, &pair->ack));
    }
    if (pair->authority.connected)
        subscribe(pair);
}

static void hear(struct pair *pair, const char *from, const char *what, const char *json)
{
    struct principal who;
    struct lease lease;
    struct drive drive;
    struct action action;
    struct stop stop;
    size_t length = strlen(json);
    assert_true(principal_from_text(from, strlen(from), &who));
    pair->effects = (struct authority_effects){0};
    if (strcmp(what, "lease") == 0) {
        if (lease_from_json(json, length, &lease, NULL) == RC_OK)
            authority_hear_lease(&pair->authority, &lease, now(pair), &pair->effects);
    } else if (strcmp(what, "drive") == 0) {
        if (drive_from_json(json, length, &drive, NULL) == RC_OK)
            authority_hear_drive(&pair->authority, &who, &drive, now(pair), &pair->effects);
        else
            authority_hear_malformed(&pair->authority);
    } else if (strcmp(what, "action") == 0) {
        if (action_from_json(json, length, &action, NULL) == RC_OK)
            authority_hear_action(&pair->authority, &who, &action, now(pair), &pair->effects);
        else
            authority_hear_malformed(&pair->authority);
    } else if (stop_from_json(json, length, &stop, NULL) == RC_OK) {
        authority_hear_stop(&pair->authority, &who, &stop, now(pair), &pair->effects);
    } else {
        authority_hear_malformed(&pair->authority);
    }
    act(pair);
}

/* Both hear it; neither does while it is not connected. */
void pair_say(struct pair *pair, const char *from, const char *what, const char *json)
{
    (void)snprintf(pair->trace, sizeof(pair->trace), "%s %s %s", from, what, json);
    if (!pair->authority.connected)
        return;
    hear(pair, from, what, json);
    esp32_hear(&pair->small, from, what, "%s", json);
}

/* ---- what happens ---- */

void pair_wait(struct pair *pair, uint32_t ms)
{
    (void)snprintf(pair->trace, sizeof(pair->trace), "%u ms", ms);
    pair->small.t += ms;
    authority_pass(&pair->authority, now(pair), &pair->effects);
    act(pair);
    esp32_at(&pair->small, pair->small.t);
}

void pair_connect(struct pair *pair)
{
    authority_connected(&pair->authority, now(pair), &pair->effects);
    act(pair);
    esp32_connect(&pair->small);
}

void pair_disconnect(struct pair *pair)
{
    authority_disconnected(&pair->authority, now(pair), &pair->effects);
    act(pair);
    arena_disconnected(&pair->small.robot, BORN + pair->small.t);
}

void pair_start(struct pair *pair, bool again)
{
    struct authority_saved saved = pair->flash;
    struct arena_saved flash = pair->small.flash;
    esp32_init(&pair->small, again ? &flash : NULL);
    pair->small.flash = again ? flash : (struct arena_saved){0};
    authority_init(&pair->authority, &card, CLOCK_START - BASE, again ? &saved : NULL, BASE);
    pair->outputs = (struct axes){0};
    pair->deeds = 0;
}

void pair_button(struct pair *pair, const char *id)
{
    struct principal self = {KIND_ROBOT, "r1"};
    struct stop stop = {0};
    (void)snprintf(pair->trace, sizeof(pair->trace), "%s", id);
    assert_true(tag_from_text(id, &stop.id));
    authority_hear_stop(&pair->authority, &self, &stop, now(pair), &pair->effects);
    act(pair);
    arena_stop_here(&pair->small.robot, id);
}

void pair_listen_anew(struct pair *pair)
{
    pair->small.said_count = 0;
    pair->ack_said = pair->state_due = false;
}

/* ---- what must be the same ---- */

static void same(struct pair *pair, bool good, const char *what)
{
    if (!good && !pair->differs)
        pair->differs = what;
}

static void same_rules(struct pair *pair)
{
    const struct authority *authority = &pair->authority;
    const struct arena_robot *small = &pair->small.robot;
    same(pair, small->may_move == authority->may_move, "may_move");
    same(pair, small->ready == authority->ready, "ready");
    same(pair, (int)small->mode == (int)authority->mode, "mode");
    same(pair, small->accepted == authority->counters.accepted, "accepted");
    for (int i = 0; i < REFUSAL_COUNT_; i++)
        same(pair, small->refused[i] == authority->counters.refused[i],
            refusal_name((enum refusal)i));
    for (unsigned i = 0; i < ARENA_AXES; i++)
        same(pair, fabs((double)pair->small.axes[i] - pair->outputs.value[i]) < 1e-4,
            "an output");
    same(pair, pair->small.deeds == pair->deeds, "what was done");
}

static void same_memory(struct pair *pair)
{
    struct authority_saved saved;
    const struct arena_saved *kept = &pair->small.robot.kept;
    authority_saved(&pair->authority, &saved);
    same(pair, memcmp(&saved, &pair->flash, sizeof(saved)) == 0, "what the library kept");
    same(pair, memcmp(kept, &pair->small.flash, sizeof(*kept)) == 0,
        "what the small robot kept");
    same(pair, kept->n == saved.highest.n && kept->rev == saved.highest.rev,
        "the highest number");
    same(pair, kept->stop_count == saved.stop_count, "the stops");
    for (unsigned i = 0; i < saved.stop_count; i++) {
        char by[PRINCIPAL_SIZE];
        assert_true(principal_to_text(&saved.stops[i].by, by));
        same(pair, strcmp(kept->stops[i].id, saved.stops[i].id.text) == 0, "a stop");
        same(pair, strcmp(kept->stops[i].by, by) == 0, "whose stop it is");
    }
    same(pair, kept->cleared_count == saved.cleared_count, "the cleared");
    for (unsigned i = 0; i < saved.cleared_count; i++)
        same(pair, strcmp(kept->cleared[i], saved.cleared[i].text) == 0, "a cleared id");
}

/* The lease's own words are not repeated by the small robot. */
static unsigned own_whys(const enum why *list)
{
    static const enum why own[] = {WHY_STOPPED, WHY_NO_LEASE, WHY_LEASE_STALE, WHY_NOT_DRIVE,
        WHY_DEADMAN, WHY_NEUTRAL_FIRST};
    unsigned bits = 0;
    for (unsigned i = 0; i < LEASE_WHY; i++)
        for (unsigned j = 0; j < sizeof(own) / sizeof(own[0]); j++)
            bits |= list[i] == own[j] ? 1u << j : 0;
    return bits;
}

static void same_state(struct pair *pair)
{
    struct state ours, theirs;
    const char *text = esp32_last(&pair->small, "state");
    if (!pair->authority.connected)
        return;
    same(pair, text || !pair->state_due, "whether state is said at once");
    if (!text)
        return;
    authority_state(&pair->authority, now(pair), &ours);
    assert_int_equal(state_from_json(text, strlen(text), &theirs, NULL), RC_OK);
    same(pair, theirs.c == ours.c, "c");
    same(pair, lease_number_compare(&theirs.number, &ours.number) == 0, "the number in state");
    same(pair, theirs.highest == ours.highest && theirs.mode == ours.mode, "state");
    same(pair, own_whys(theirs.why) == own_whys(ours.why), "why");
    same(pair, theirs.idle_ms == ours.idle_ms, "idle_ms");
}

static void same_link(struct pair *pair)
{
    struct link_report ours;
    const struct arena_robot *small = &pair->small.robot;
    authority_link(&pair->authority, now(pair), &ours);
    same(pair, small->seen_s == ours.s && (uint64_t)small->seen_t == ours.t, "s and t of link");
    same(pair, small->received == ours.received && small->lost == ours.lost, "received, lost");
    same(pair, small->link_refused == ours.refused, "refused in link");
}

static void same_ack(struct pair *pair)
{
    struct ack theirs;
    const char *text = esp32_last(&pair->small, "ack");
    same(pair, (text != NULL) == pair->ack_said, "whether it is acknowledged");
    if (!text)
        return;
    assert_int_equal(ack_from_json(text, strlen(text), &theirs, NULL), RC_OK);
    same(pair,
        tag_equal(&theirs.id, &pair->ack.id) && theirs.state == pair->ack.state &&
            strcmp(theirs.why, pair->ack.why) == 0,
        "the ack");
}

static void same_ears(struct pair *pair)
{
    const struct lease *lease = &pair->authority.lease;
    char driver[PRINCIPAL_SIZE], topic[WIRE_TOPIC_SIZE];
    bool driven = !principal_is_nobody(&lease->driver);
    (void)principal_to_text(&lease->driver, driver);
    if (!pair->authority.connected)
        return;
    same(pair, pair->small.heard_count == 4 + (driven ? 3u : 0) + lease->stopper_count,
        "subscriptions");
    (void)snprintf(topic, sizeof(topic), "arena/v1/%s/robot/r1/drive", driver);
    same(pair, !driven || esp32_hears(&pair->small, topic), "who is heard");
}

const char *pair_compare(struct pair *pair)
{
    pair->differs = NULL;
    esp32_at(&pair->small, pair->small.t);
    same_rules(pair);
    same_memory(pair);
    same_state(pair);
    same_link(pair);
    same_ack(pair);
    same_ears(pair);
    return pair->differs;
}

#include "tests/client/stage.h"

#include <stdio.h>
#include <string.h>

#include "robot/base/text.h"

const struct principal stage_robot = {KIND_ROBOT, "rover"};
const struct principal stage_ann = {KIND_PLAYER, "ann"};
static const struct principal bridge = {KIND_BRIDGE, "main"};

static const struct card rover = {
    .id = "rover",
    .name = "Rover",
    .axes = {[AXIS_X] = {true, -1, 1}, [AXIS_Y] = {true, -0.5, 2}},
    .action_count = 1,
    .actions = {{.name = "fire"}                       },
    .field_count = 1,
    .fields = {{"battery", "%"}},
};

/* ---- the robot's program ---- */

static void on_drive(void *user, const struct axes *axes)
{
    struct stage *stage = user;
    stage->outputs = *axes;
    stage->drives++;
    stage->now += stage->slow_ms;
}

static void on_neutral(void *user)
{
    struct stage *stage = user;
    stage->outputs = (struct axes){0};
    stage->neutrals++;
}

static void on_action(void *user, const struct action *action)
{
    struct stage *stage = user;
    stage->action = *action;
    stage->actions++;
}

static void on_robot_online(void *user, bool online, const char *reason)
{
    struct stage *stage = user;
    (void)reason;
    stage->online += online ? 1 : 0;
    stage->offline += online ? 0 : 1;
}

static void on_video(void *user, const struct video *video)
{
    struct stage *stage = user;
    (void)video;
    stage->videos++;
}

static void on_signal(
    void *user, const struct principal *from, const struct signal_message *signal)
{
    struct stage *stage = user;
    (void)from;
    (void)signal;
    stage->signals++;
}

static bool give_token(void *user, char *ret_token, size_t size)
{
    struct stage *stage = user;
    stage->tokens++;
    return stage->token && text_copy(ret_token, size, stage->token);
}

static void keep_token(void *user, const char *token)
{
    struct stage *stage = user;
    assert_true(text_copy(stage->renewed, sizeof stage->renewed, token));
}

void stage_start_robot(struct stage *stage)
{
    stage_start_robot_with(stage, NULL);
}

void stage_start_robot_with(struct stage *stage, const char *token)
{
    struct robot_config config = {
        .card = &rover,
        .token = token,
        .state_dir = stage->state_dir[0] != '\0' ? stage->state_dir : NULL,
        .on = {.on_drive = on_drive,
               .on_neutral = on_neutral,
               .on_action = on_action,
               .on_video = on_video,
               .on_signal = on_signal,
               .on_online = on_robot_online,
               .token = give_token,
               .on_token = keep_token},
        .user = stage,
        .link = loopback_link_create(stage->broker),
    };
    assert_int_equal(robot_create(&config, &stage->robot), RC_OK);
}

/* ---- the player's program ---- */

static void on_answer(void *user, const struct ask *ask, const struct answer *answer)
{
    struct stage *stage = user;
    (void)ask;
    stage->answer = *answer;
    stage->answers++;
}

static void on_link(void *user, const char *robot, const struct link_report *link)
{
    struct stage *stage = user;
    (void)link;
    stage->links += strcmp(robot, "rover") == 0;
}

static void on_ack(void *user, const char *robot, const struct ack *ack)
{
    struct stage *stage = user;
    (void)robot;
    stage->ack = *ack;
    stage->acks++;
}

static void on_message(
    void *user, const struct topic *topic, const char *payload, size_t length)
{
    struct stage *stage = user;
    (void)payload;
    assert_true(topic->what == WHAT_STATUS || topic->what == WHAT_MATCH_LIVE);
    assert_true(length > 2);
    stage->messages++;
}

static void on_taken_over(void *user)
{
    struct stage *stage = user;
    stage->taken_over++;
}

static void on_player_token(void *user, const char *token)
{
    struct stage *stage = user;
    snprintf(stage->player_renewed, sizeof stage->player_renewed, "%s", token);
}

void stage_start_player(struct stage *stage)
{
    struct player_config config = {
        .principal = stage_ann,
        .on = {.on_answer = on_answer,
               .on_link = on_link,
               .on_ack = on_ack,
               .on_message = on_message,
               .on_taken_over = on_taken_over,
               .on_token = on_player_token},
        .user = stage,
        .token = stage->player_token,
        .link = loopback_link_create(stage->broker),
    };
    assert_int_equal(player_create(&config, &stage->player), RC_OK);
}

/* ---- the bridge ---- */

void stage_say(struct stage *stage, const struct principal *to, enum what what,
    const char *json, bool retain)
{
    char text[WIRE_TOPIC_SIZE];
    struct topic topic = {.from = bridge, .what = what};
    if (to)
        topic.to = *to;
    assert_true(topic_format(WIRE_ROOT_DEFAULT, &topic, text, sizeof text));
    struct link_message message = {
        .topic = text, .payload = json, .length = strlen(json), .qos = 1, .retain = retain};
    assert_int_equal(link_publish(stage->bridge, &message, 0), RC_OK);
}

void stage_beat(struct stage *stage, const char *boot)
{
    char json[128];
    snprintf(json, sizeof json, "{\"boot\":\"%s\",\"conn\":\"%s\",\"ts\":1}", boot, boot);
    stage_say(stage, NULL, WHAT_BEAT, json, false);
}

static void say_lease(struct stage *stage)
{
    char json[4096];
    size_t length;
    bool shown = lease_number_compare(&stage->state.number, &stage->lease.number) == 0;
    stage->lease.e = stage->state.c;
    stage->lease_at = stage->now + (shown ? LEASE_REFRESH_MS : LEASE_REPEAT_MS);
    assert_true(lease_to_json(&stage->lease, json, sizeof json, &length));
    stage_say(stage, &stage_robot, WHAT_LEASE, json, false);
}

static void answer_claim(struct stage *stage)
{
    char json[4096];
    size_t length;
    struct answer answer;
    memset(&answer, 0, sizeof answer);
    memcpy(answer.id, stage->claim_id, sizeof answer.id);
    memcpy(answer.robot, "rover", 6);
    answer.n = stage->lease.number.n;
    stage->claim_id[0] = '\0';
    assert_true(answer_to_json(&answer, json, sizeof json, &length));
    stage_say(stage, &stage_ann, WHAT_ANSWER, json, false);
}

static void hear_state(struct stage *stage, const struct link_event *event)
{
    assert_int_equal(
        state_from_json(event->payload, event->length, &stage->state, NULL), RC_OK);
    stage->states++;
    if (stage->claim_id[0] != '\0' &&
        lease_number_compare(&stage->state.number, &stage->lease.number) == 0)
        answer_claim(stage);
}

static void hear_ask(struct stage *stage, const struct link_event *event)
{
    assert_int_equal(ask_from_json(event->payload, event->length, &stage->asked, NULL), RC_OK);
    if (!stage->auto_lease || stage->asked.deed != DEED_DRIVE_CLAIM ||
        strcmp(stage->asked.id, stage->claim_id) == 0)
        return;
    memcpy(stage->claim_id, stage->asked.id, sizeof stage->claim_id);
    stage->lease.number = (struct lease_number){stage->lease.number.n + 1, 1};
    stage->lease.driver = stage_ann;
    stage->lease.drive = true;
    say_lease(stage);
}

static void hear_player(struct stage *stage, const struct link_event *event)
{
    struct presence presence;
    assert_int_equal(presence_from_json(event->payload, event->length, &presence, NULL), RC_OK);
    if (presence.state == PRESENCE_ONLINE)
        memcpy(stage->page, presence.page.text, sizeof stage->page);
}

static void hear_status(struct stage *stage, const struct link_event *event)
{
    stage->statuses++;
    assert_int_equal(
        status_from_json(event->payload, event->length, &stage->status, NULL), RC_OK);
}

static void hear_robot(struct stage *stage, const struct link_event *event)
{
    struct presence presence;
    bool read = presence_from_json(event->payload, event->length, &presence, NULL) == RC_OK;
    stage->announcements++;
    stage->goodbyes += read && presence.state != PRESENCE_ONLINE;
    if (stage->greets && read && presence.state == PRESENCE_ONLINE)
        say_lease(stage);
}

static void hear(struct stage *stage, const struct link_event *event)
{
    struct topic topic;
    assert_true(topic_parse(WIRE_ROOT_DEFAULT, event->topic, strlen(event->topic), &topic));
    if (topic.what == WHAT_STATE)
        hear_state(stage, event);
    else if (topic.what == WHAT_ASK)
        hear_ask(stage, event);
    else if (topic.what == WHAT_STATUS)
        hear_status(stage, event);
    else if (topic.what == WHAT_CARD)
        stage->cards++;
    else if (topic.what == WHAT_PRESENCE && topic.from.kind == KIND_ROBOT)
        hear_robot(stage, event);
    else if (topic.what == WHAT_PRESENCE)
        hear_player(stage, event);
}

static void step_bridge(struct stage *stage)
{
    struct link_event event;
    while (link_poll(stage->bridge, &event)) {
        if (event.kind == LINK_MESSAGE)
            hear(stage, &event);
    }
    if (stage->auto_lease && stage->now >= stage->lease_at && stage->lease.number.n > 0)
        say_lease(stage);
}

static void connect_bridge(struct stage *stage)
{
    static const char *const filters[] = {"arena/v1/+/+/bridge/main/+",
        "arena/v1/+/+/all/presence", "arena/v1/robot/+/all/card",
        "arena/v1/robot/+/all/status"};
    struct link_options options = {.client_id = "bridge/main", .user = "bridge/main"};
    stage->bridge = loopback_link_create(stage->broker);
    assert_int_equal(link_connect(stage->bridge, &options), RC_OK);
    assert_int_equal(link_subscribe(stage->bridge, filters, 4, 1, 1), RC_OK);
}

void stage_init(struct stage *stage, const char *state_dir)
{
    memset(stage, 0, sizeof *stage);
    if (state_dir)
        snprintf(stage->state_dir, sizeof stage->state_dir, "%s", state_dir);
    stage->broker = loopback_create();
    assert_non_null(stage->broker);
    stage->now = robot_now();
    stage->lease = (struct lease){
        .limits = {1, 1, 1, 1, 1, 1},
        .max_age_ms = MAX_AGE_MS_DEFAULT,
        .deadman_ms = DEADMAN_MS_DEFAULT
    };
    stage->greets = stage->auto_lease = true;
    loopback_advance(stage->broker, stage->now);
    connect_bridge(stage);
    stage_start_robot(stage);
}

void stage_finish(struct stage *stage)
{
    robot_destroy(stage->robot);
    player_destroy(stage->player);
    link_destroy(stage->bridge);
    loopback_destroy(stage->broker);
}

void stage_run(struct stage *stage, uint64_t ms)
{
    for (uint64_t end = stage->now + ms; stage->now < end;) {
        stage->now += 5;
        loopback_advance(stage->broker, stage->now);
        step_bridge(stage);
        if (stage->robot)
            (void)robot_step(stage->robot, stage->now);
        if (stage->player)
            (void)player_step(stage->player, stage->now);
    }
}

void stage_claim(struct stage *stage)
{
    struct player_robot view;
    if (!stage->player)
        stage_start_player(stage);
    stage_until(stage, player_online(stage->player) && stage->states > 0);
    assert_int_equal(player_claim(stage->player, "rover"), RC_OK);
    stage_until(stage, player_robot(stage->player, "rover", &view) && view.link.ready);
}

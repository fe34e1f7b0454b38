/* A robot and a player over the in-process broker: what is announced, driven, shown and kept.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/client/stage.h"

static int start(void **state)
{
    static struct stage stage;
    stage_init(&stage, NULL);
    *state = &stage;
    return 0;
}

static int finish(void **state)
{
    stage_finish(*state);
    return 0;
}

static struct robot_view view_of(const struct stage *stage)
{
    struct robot_view view;
    robot_view(stage->robot, &view);
    return view;
}

static void a_robot_announces_itself_and_says_state_and_status(void **state)
{
    struct stage *stage = *state;
    stage_until(stage, stage->announcements == 1 && stage->cards == 1);
    stage_until(stage, stage->states > 0 && stage->statuses > 0);
    assert_int_equal(stage->state.mode, MODE_IDLE);
    assert_true(robot_set(stage->robot, "battery", 55));
    assert_false(robot_set(stage->robot, "unheard", 1));
    stage_until(stage, stage->status.field_count == 1 && stage->status.fields[0].value == 55);
    unsigned states = stage->states;
    stage_run(stage, 3000);
    assert_int_equal(stage->states, states); /* nobody drives, nothing stands */
    assert_true(stage->statuses >= 3);
}

static void a_player_drives_a_robot(void **state)
{
    struct stage *stage = *state;
    stage_claim(stage);
    assert_int_equal(stage->answer.rc, RC_OK);
    struct axes axes = {.value = {[AXIS_Y] = 0.5}};
    assert_int_equal(player_drive(stage->player, "rover", &axes), RC_OK);
    stage_until(stage, stage->outputs.value[AXIS_Y] == 1);
    assert_int_equal(view_of(stage).mode, MODE_DRIVING);
    unsigned before = stage->drives, links = stage->links;
    stage_run(stage, 1000);
    assert_in_range(stage->drives - before, 19, 21);
    assert_in_range(stage->links - links, 9, 11);
    assert_int_equal(view_of(stage).refused[REFUSAL_STALE], 0);
}

static void a_silent_player_is_answered_by_the_deadman(void **state)
{
    struct stage *stage = *state;
    stage_claim(stage);
    struct axes axes = {.value = {[AXIS_X] = 1}};
    (void)player_drive(stage->player, "rover", &axes);
    stage_until(stage, stage->outputs.value[AXIS_X] == 1);
    struct player *frozen = stage->player;
    stage->player = NULL;
    uint64_t last = stage->now;
    stage_until(stage, stage->outputs.value[AXIS_X] == 0);
    assert_in_range(stage->now - last, 190, 260);
    assert_int_equal(view_of(stage).mode, MODE_DEADMAN);
    stage->player = frozen;
}

static void a_dead_bridge_lets_the_robot_stand_after_three_seconds(void **state)
{
    struct stage *stage = *state;
    stage_claim(stage);
    struct axes axes = {.value = {[AXIS_X] = 1}};
    (void)player_drive(stage->player, "rover", &axes);
    stage_until(stage, stage->outputs.value[AXIS_X] == 1);
    stage->auto_lease = false;
    uint64_t last = stage->now;
    stage_until(stage, stage->outputs.value[AXIS_X] == 0);
    assert_in_range(stage->now - last, 1800, 3300);
}

static void a_stop_stands_until_it_is_cleared_freshly(void **state)
{
    struct stage *stage = *state;
    struct tag id;
    stage_claim(stage);
    struct axes axes = {.value = {[AXIS_X] = 1}};
    (void)player_drive(stage->player, "rover", &axes);
    stage_until(stage, stage->outputs.value[AXIS_X] == 1);
    assert_int_equal(player_stop(stage->player, "rover", "test", &id), RC_OK);
    stage_until(stage, player_stop_shown(stage->player, &id));
    stage_until(stage, stage->asked.deed == DEED_STOP);
    assert_string_equal(stage->asked.stop.text, id.text);
    assert_int_equal(view_of(stage).mode, MODE_STOPPED);
    assert_true(stage->outputs.value[AXIS_X] == 0);
    stage->lease.number.rev++;
    stage->lease.cleared_count = 1;
    stage->lease.cleared[0] = id;
    stage_until(stage, view_of(stage).stop_count == 0);
    stage_until(stage, view_of(stage).mode == MODE_DRIVING);
    assert_true(stage->outputs.value[AXIS_X] == 0); /* the stick was let go with the stop */
}

static void an_action_is_done_once_and_its_ack_repeated(void **state)
{
    struct stage *stage = *state;
    struct tag id;
    stage_claim(stage);
    assert_int_equal(player_action(stage->player, "rover", "fire", NULL, &id), RC_OK);
    stage_until(stage, stage->acks == 1);
    assert_int_equal(stage->ack.state, ACK_ACCEPTED);
    assert_int_equal(robot_ack(stage->robot, &id, ACK_DONE, NULL), RC_OK);
    stage_until(stage, stage->acks == 2);
    assert_int_equal(stage->ack.state, ACK_DONE);
    assert_int_equal(stage->actions, 1);
    assert_int_equal(player_action(stage->player, "rover", "fly", NULL, &id), RC_OK);
    stage_until(stage, stage->acks == 3);
    assert_int_equal(stage->ack.state, ACK_REJECTED);
    assert_string_equal(stage->ack.why, "form");
}

static void a_lost_connection_comes_back_and_drives_on(void **state)
{
    struct stage *stage = *state;
    stage_claim(stage);
    struct axes axes = {.value = {[AXIS_X] = 1}};
    (void)player_drive(stage->player, "rover", &axes);
    stage_until(stage, stage->outputs.value[AXIS_X] == 1);
    loopback_cut(stage->broker, "robot/rover");
    stage_until(stage, stage->outputs.value[AXIS_X] == 0);
    stage_until(stage, stage->online == 2);
    stage_until(stage, view_of(stage).ready);
    stage_until(stage, stage->outputs.value[AXIS_X] == 1);
}

static void a_player_claims_again_after_its_connection_was_lost(void **state)
{
    struct stage *stage = *state;
    struct player_robot view;
    stage_claim(stage);
    loopback_cut(stage->broker, "player/ann");
    stage_until(stage, stage->lease.number.n == 2);
    stage_until(stage, player_robot(stage->player, "rover", &view) && view.n == 2);
    stage_until(stage, player_robot(stage->player, "rover", &view) && view.link.ready);
}

static void a_robot_corrects_a_wrong_presence_and_answers_a_new_beat(void **state)
{
    struct stage *stage = *state;
    stage_until(stage, stage->announcements == 1);
    struct link *liar = loopback_link_create(stage->broker);
    struct link_options options = {.client_id = "liar", .user = "liar"};
    assert_int_equal(link_connect(liar, &options), RC_OK);
    struct link_message lie = {.topic = "arena/v1/robot/rover/all/presence",
        .payload = "{\"state\":\"lost\",\"boot\":\"x\",\"conn\":\"y\"}",
        .length = 39,
        .qos = 1,
        .retain = true};
    assert_int_equal(link_publish(liar, &lie, 0), RC_OK);
    stage_until(stage, stage->announcements == 3); /* the lie among them */
    stage_run(stage, 3000);
    assert_int_equal(stage->announcements, 3);
    stage_beat(stage, "b1");
    uint64_t heard = stage->now;
    stage_until(stage, stage->announcements == 4);
    assert_in_range(stage->now - heard, 0, 2010);
    stage_beat(stage, "b1");
    stage_run(stage, 3000);
    assert_int_equal(stage->announcements, 4);
    stage_beat(stage, "b2");
    stage_until(stage, stage->announcements == 5);
    link_destroy(liar);
}

static void a_robot_that_was_not_heard_announces_itself_again(void **state)
{
    struct stage *stage = *state;
    stage->greets = false;
    stage_until(stage, stage->announcements == 1 && stage->cards == 1);
    stage_run(stage, 20000);
    assert_int_equal(stage->announcements, 1); /* no bridge that beats, nobody to be heard by */
    for (unsigned s = 0; s < 120; s++) {
        stage_beat(stage, "b1");
        stage_run(stage, 1000);
    }
    assert_in_range(stage->announcements, 8, 24);
    assert_int_equal(stage->cards, stage->announcements);
    unsigned before = stage->announcements;
    stage->greets = true;
    for (unsigned s = 0; s < 60; s++) {
        stage_beat(stage, "b1");
        stage_run(stage, 1000);
    }
    assert_int_equal(stage->announcements, before + 1);
}

static void frames_from_before_a_long_gap_move_nothing(void **state)
{
    struct stage *stage = *state;
    stage_claim(stage);
    struct axes axes = {.value = {[AXIS_X] = 1}};
    (void)player_drive(stage->player, "rover", &axes);
    stage_until(stage, stage->outputs.value[AXIS_X] == 1);
    struct robot *asleep = stage->robot;
    stage->robot = NULL;
    stage_run(stage, 2000);
    stage->robot = asleep;
    unsigned drives = stage->drives;
    (void)robot_step(stage->robot, stage->now);
    assert_int_equal(stage->drives, drives);
    assert_true(stage->outputs.value[AXIS_X] == 0);
    stage_until(stage, view_of(stage).ready);
    stage_until(stage, stage->outputs.value[AXIS_X] == 1);
}

/* A program that takes long to set its outputs must not make old frames look young. */
static void frames_behind_a_slow_program_are_judged_by_the_clock(void **state)
{
    struct stage *stage = *state;
    stage_claim(stage);
    struct axes axes = {.value = {[AXIS_Y] = 0.5}};
    (void)player_drive(stage->player, "rover", &axes);
    stage_until(stage, stage->outputs.value[AXIS_Y] == 1);
    loopback_stall(stage->broker, "robot/rover", true);
    stage_run(stage, 200);
    unsigned drives = stage->drives, stale = view_of(stage).refused[REFUSAL_STALE];
    stage->slow_ms = 600;
    loopback_stall(stage->broker, "robot/rover", false);
    struct player *frozen = stage->player;
    stage->player = NULL;
    stage_run(stage, 2000);
    stage->slow_ms = 0;
    stage->player = frozen;
    assert_int_equal(stage->drives, drives + 1);
    assert_true(view_of(stage).refused[REFUSAL_STALE] >= stale + 2);
    assert_true(stage->outputs.value[AXIS_Y] == 0);
}

/* base64url of {"iat":1,"exp":2} and of nothing: what is left of it is not known. */
static void a_player_renews_its_token_and_logs_in_with_the_new_one(void **state)
{
    struct stage *stage = *state;
    player_destroy(stage->player);
    stage->player_token = "e30.eyJpYXQiOjEsImV4cCI6Mn0.sig";
    stage_start_player(stage);
    stage_until(stage, stage->asked.deed == DEED_TOKEN_RENEW);
    unsigned answers = stage->answers;
    char json[128];
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"ok\":true,\"token\":\"the-new-one\"}",
        stage->asked.id);
    stage_say(stage, &stage_ann, WHAT_ANSWER, json, false);
    stage_until(stage, strcmp(stage->player_renewed, "the-new-one") == 0);
    assert_int_equal(stage->answers, answers); /* the program asked nothing */
    loopback_set_password(stage->broker, "the-new-one");
    loopback_cut(stage->broker, "player/ann");
    stage_run(stage, 10);
    stage_until(stage, player_online(stage->player));
}

static void retained_commands_are_not_heard(void **state)
{
    struct stage *stage = *state;
    stage_claim(stage);
    char json[256];
    snprintf(json, sizeof json, "{\"id\":\"old-stop\",\"why\":\"x\"}");
    struct link *ann = loopback_link_create(stage->broker);
    struct link_options options = {.client_id = "other", .user = "other"};
    assert_int_equal(link_connect(ann, &options), RC_OK);
    struct link_message stop = {.topic = "arena/v1/player/bob/robot/rover/stop",
        .payload = json,
        .length = strlen(json),
        .qos = 1,
        .retain = true};
    assert_int_equal(link_publish(ann, &stop, 0), RC_OK);
    stage->lease.number.rev++;
    stage->lease.stopper_count = 1;
    stage->lease.stoppers[0] = (struct principal){KIND_PLAYER, "bob"};
    stage_until(stage, stage->state.number.rev == 2);
    stage_run(stage, 500);
    assert_int_equal(view_of(stage).stop_count, 0);
    stop.retain = false;
    assert_int_equal(link_publish(ann, &stop, 0), RC_OK);
    stage_until(stage, view_of(stage).stop_count == 1);
    link_destroy(ann);
}

static void say_page(struct stage *stage, const char *page)
{
    char json[64];
    snprintf(json, sizeof json, "{\"page\":\"%s\"}", page);
    stage_say(stage, &stage_ann, WHAT_ME, json, true);
}

static void a_player_that_was_taken_over_stays_away_until_told(void **state)
{
    struct stage *stage = *state;
    say_page(stage, "an-earlier-one");
    stage_start_player(stage);
    stage_until(stage, stage->page[0] != '\0');
    stage_run(stage, 500);
    assert_int_equal(stage->taken_over, 0);
    say_page(stage, stage->page);
    stage_run(stage, 100);
    say_page(stage, "a-later-one");
    loopback_cut(stage->broker, "player/ann");
    stage->page[0] = '\0';
    stage_until(stage, stage->taken_over == 1);
    stage_run(stage, 5000);
    assert_false(player_online(stage->player));
    assert_string_equal(stage->page, ""); /* it did not announce itself */
    player_continue(stage->player);
    stage_until(stage, stage->page[0] != '\0');
    assert_int_equal(stage->taken_over, 1);
}

static void lease_number_and_stops_survive_a_restart(void **state)
{
    struct stage *stage = *state;
    char directory[] = "/tmp/arena-robot-XXXXXX";
    char path[64];
    assert_non_null(mkdtemp(directory));
    robot_destroy(stage->robot);
    snprintf(stage->state_dir, sizeof stage->state_dir, "%s", directory);
    stage_start_robot(stage);
    stage->states = 0;
    stage_claim(stage);
    robot_stop(stage->robot, "button");
    stage_until(stage, stage->state.stop_count == 1);
    robot_destroy(stage->robot);
    stage->states = 0;
    stage->auto_lease = false;
    stage_start_robot(stage);
    assert_int_equal(view_of(stage).mode, MODE_STOPPED);
    stage_until(stage, stage->states > 0);
    assert_int_equal(stage->state.highest, 1);
    assert_int_equal(stage->state.number.n, 0);
    assert_int_equal(stage->state.stop_count, 1);
    assert_string_equal(stage->state.stops[0].by.id, "rover");
    snprintf(path, sizeof path, "%s/rover.state", directory);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(directory), 0);
}

static void a_robot_says_goodbye(void **state)
{
    struct stage *stage = *state;
    stage_until(stage, stage->announcements == 1);
    robot_destroy(stage->robot);
    stage->robot = NULL;
    assert_int_equal(stage->neutrals > 0, 1);
    assert_int_equal(loopback_hasty(stage->broker), 0);
    stage_until(stage, stage->announcements == 2); /* offline; a will would be a third */
    stage_run(stage, 500);
    assert_int_equal(stage->announcements, 2);
}

static void a_robot_that_is_deregistered_does_not_come_back(void **state)
{
    struct stage *stage = *state;
    stage_until(stage, stage->states > 0);
    assert_int_equal(robot_deregister(stage->robot), RC_OK);
    stage_until(stage, stage->asked.deed == DEED_ROBOT_DEREGISTER);
    char json[128];
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"ok\":true}", stage->asked.id);
    stage_say(stage, &stage_robot, WHAT_ANSWER, json, false);
    stage_until(stage, view_of(stage).deregistered);
    stage_run(stage, 5000);
    assert_false(view_of(stage).online);
    assert_int_equal(stage->announcements, 1);
}

/* {"sub":"robot/rover","iat":1000,"exp":2000}: long over, so a new one is asked for at once. */
#define OLD_TOKEN                                                                              \
    "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJyb2JvdC9yb3ZlciIsImlhdCI6MTAwMCwiZXhwIjoyMDAwfQ.c2ln"

static void a_token_is_renewed_in_time_and_used_at_the_next_connect(void **state)
{
    struct stage *stage = *state;
    char json[256];
    robot_destroy(stage->robot);
    loopback_set_password(stage->broker, OLD_TOKEN);
    stage_start_robot_with(stage, OLD_TOKEN);
    stage_until(stage, stage->asked.deed == DEED_TOKEN_RENEW);
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"ok\":true,\"token\":\"a.new.one\"}",
        stage->asked.id);
    stage_say(stage, &stage_robot, WHAT_ANSWER, json, false);
    stage_until(stage, strcmp(stage->renewed, "a.new.one") == 0);
    loopback_set_password(stage->broker, "a.new.one");
    unsigned online = stage->online;
    loopback_cut(stage->broker, "robot/rover");
    stage_until(stage, stage->online == online + 1);
}

static void a_robot_whose_token_is_refused_asks_its_program_for_another(void **state)
{
    struct stage *stage = *state;
    robot_destroy(stage->robot);
    loopback_set_password(stage->broker, "right");
    stage->token = "wrong";
    stage->online = stage->offline = 0;
    stage_start_robot(stage);
    stage_until(stage, stage->offline > 0 && view_of(stage).login_refused);
    assert_int_equal(stage->online, 0);
    stage->token = "right";
    stage_until(stage, stage->online == 1);
    assert_false(view_of(stage).login_refused);
}

static void an_ask_is_repeated_with_its_id_and_given_up_in_time(void **state)
{
    struct stage *stage = *state;
    stage->auto_lease = false;
    stage_start_player(stage);
    stage_until(stage, player_online(stage->player));
    assert_int_equal(player_queue(stage->player, "rover"), RC_OK);
    uint64_t asked = stage->now;
    stage_until(stage, stage->asked.deed == DEED_DRIVE_QUEUE);
    struct ask first = stage->asked;
    memset(&stage->asked, 0, sizeof stage->asked);
    stage_until(stage, stage->asked.deed == DEED_DRIVE_QUEUE);
    assert_memory_equal(&stage->asked, &first, sizeof first);
    stage_until(stage, stage->answers == 1);
    assert_int_equal(stage->answer.rc, RC_UNAVAILABLE);
    assert_in_range(stage->now - asked, PLAYER_ASK_MS, PLAYER_ASK_MS + 50);
    assert_string_equal(stage->answer.id, first.id);
}

static void seventeen_asks_at_a_time_are_one_too_many(void **state)
{
    struct stage *stage = *state;
    stage_start_player(stage);
    for (unsigned i = 0; i < PLAYER_ASKS; i++)
        assert_int_equal(player_queue(stage->player, "rover"), RC_OK);
    assert_int_equal(player_queue(stage->player, "rover"), RC_FULL);
    assert_int_equal(player_queue(stage->player, "No Robot"), RC_BAD_REQUEST);
}

static void a_released_robot_gets_no_more_frames(void **state)
{
    struct stage *stage = *state;
    struct player_robot view;
    stage_claim(stage);
    assert_int_equal(player_release(stage->player, "rover"), RC_OK);
    assert_false(player_robot(stage->player, "rover", &view));
    stage_run(stage, 100);
    unsigned drives = stage->drives;
    stage_run(stage, 1000);
    assert_int_equal(stage->drives, drives);
    assert_int_equal(
        player_drive(stage->player, "rover", &(struct axes){0}), RC_NOT_YOUR_LEASE);
}

static void say_video(struct stage *stage, unsigned rev, char first)
{
    char json[1024];
    int length = snprintf(json, sizeof json, "{\"rev\":%u,\"cameras\":[],\"peers\":[", rev);
    for (int i = 0; i < VIDEO_PEERS; i++)
        length += snprintf(json + length, sizeof json - (size_t)length,
            "%s{\"session\":\"s%u%d\",\"principal\":\"player/"
            "%c%d\",\"camera\":\"c\",\"until\":1}",
            i > 0 ? "," : "", rev, i, first, i);
    (void)snprintf(json + length, sizeof json - (size_t)length, "],\"keyframe\":0}");
    stage_say(stage, &stage_robot, WHAT_VIDEO, json, false);
}

static void say_signal(struct stage *stage, const char *who)
{
    char topic[128];
    static const char json[] = "{\"session\":\"s1\",\"type\":\"bye\"}";
    (void)snprintf(topic, sizeof topic, "arena/v1/player/%s/robot/rover/signal", who);
    struct link_message message = {
        .topic = topic, .payload = json, .length = sizeof json - 1, .qos = 1};
    assert_int_equal(link_publish(stage->bridge, &message, 0), RC_OK);
}

static void a_robot_hears_the_viewers_that_video_names_and_no_others(void **state)
{
    struct stage *stage = *state;
    stage_claim(stage);
    stage->lease.stopper_count = LEASE_STOPPERS;
    for (unsigned i = 0; i < LEASE_STOPPERS; i++)
        stage->lease.stoppers[i] = (struct principal){
            KIND_REFEREE, {'r', (char)('0' + i)}
        };
    stage->lease.number.rev++;
    stage_until(stage, stage->state.number.rev == 2);
    say_video(stage, 1, 'a');
    stage_until(stage, stage->state.video_rev == 1);
    say_video(stage, 1, 'a');
    stage_run(stage, 50);
    assert_int_equal(stage->videos, 1);
    say_signal(stage, "a7");
    say_signal(stage, "b7");
    stage_run(stage, 50);
    assert_int_equal(stage->signals, 1);
    say_video(stage, 2, 'b');
    stage_until(stage, stage->state.video_rev == 2);
    say_signal(stage, "a7");
    say_signal(stage, "b7");
    stage_run(stage, 50);
    assert_int_equal(stage->signals, 2);
}

static void events_rise_and_are_not_said_while_offline(void **state)
{
    struct stage *stage = *state;
    assert_int_equal(robot_event(stage->robot, "bump", NULL), RC_NOT_CONNECTED);
    stage_until(stage, stage->online == 1);
    assert_int_equal(robot_event(stage->robot, "bump", &stage_ann), RC_OK);
    assert_int_equal(
        robot_event(stage->robot, "a kind of event that is far too long for its field", NULL),
        RC_BAD_REQUEST);
}

static void a_wrong_card_is_refused(void **state)
{
    struct stage *stage = *state;
    struct card card = {.id = "Not An Id"};
    struct robot_config config = {.card = &card};
    struct robot *robot = NULL;
    assert_int_equal(robot_create(&config, &robot), RC_CONFIG);
    card = (struct card){.id = "x", .axes = {[AXIS_X] = {true, 1, 2}}};
    assert_int_equal(robot_create(&config, &robot), RC_CONFIG);
    card = (struct card){.id = "x", .deadman_ms = DEADMAN_MS_LIMIT + 1};
    assert_int_equal(robot_create(&config, &robot), RC_CONFIG); /* no bridge would read it */
    assert_null(robot);
    (void)stage;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, finish)
    const struct CMUnitTest tests[] = {
        TEST(a_robot_announces_itself_and_says_state_and_status),
        TEST(a_player_drives_a_robot),
        TEST(a_silent_player_is_answered_by_the_deadman),
        TEST(a_dead_bridge_lets_the_robot_stand_after_three_seconds),
        TEST(a_stop_stands_until_it_is_cleared_freshly),
        TEST(an_action_is_done_once_and_its_ack_repeated),
        TEST(a_lost_connection_comes_back_and_drives_on),
        TEST(a_player_claims_again_after_its_connection_was_lost),
        TEST(a_robot_corrects_a_wrong_presence_and_answers_a_new_beat),
        TEST(a_robot_that_was_not_heard_announces_itself_again),
        TEST(frames_from_before_a_long_gap_move_nothing),
        TEST(frames_behind_a_slow_program_are_judged_by_the_clock),
        TEST(a_player_renews_its_token_and_logs_in_with_the_new_one),
        TEST(retained_commands_are_not_heard),
        TEST(a_player_that_was_taken_over_stays_away_until_told),
        TEST(lease_number_and_stops_survive_a_restart),
        TEST(a_robot_says_goodbye),
        TEST(a_robot_that_is_deregistered_does_not_come_back),
        TEST(a_token_is_renewed_in_time_and_used_at_the_next_connect),
        TEST(a_robot_whose_token_is_refused_asks_its_program_for_another),
        TEST(an_ask_is_repeated_with_its_id_and_given_up_in_time),
        TEST(seventeen_asks_at_a_time_are_one_too_many),
        TEST(a_released_robot_gets_no_more_frames),
        TEST(a_robot_hears_the_viewers_that_video_names_and_no_others),
        TEST(events_rise_and_are_not_said_while_offline),
        TEST(a_wrong_card_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

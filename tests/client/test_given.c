/* Robots that the bridge gives a player without a claim, as it does in a match. */
#include <stdio.h>
#include <string.h>

#include "tests/client/stage.h"

static int start(void **state)
{
    static struct stage stage;
    stage_init(&stage, NULL);
    stage_start_player(&stage);
    stage_until(&stage, stage.page[0] != '\0' && stage.states > 0);
    *state = &stage;
    return 0;
}

static int finish(void **state)
{
    stage_finish(*state);
    return 0;
}

/* `me` of the player's page with these leases: {"robot":…},{…} */
static void say_me(struct stage *stage, const char *leases)
{
    char json[1024];
    (void)snprintf(json, sizeof json,
        "{\"page\":\"%s\",\"leases\":[%s],\"seat\":\"m1\",\"queue\":[]}", stage->page, leases);
    stage_say(stage, &stage_ann, WHAT_ME, json, true);
}

static void say_given(struct stage *stage, const char *robot, uint32_t n, bool drive)
{
    char lease[128];
    (void)snprintf(lease, sizeof lease,
        "{\"robot\":\"%s\",\"n\":%u,\"drive\":%s,\"session\":\"match1\"}", robot, n,
        drive ? "true" : "false");
    say_me(stage, lease);
}

/* The bridge leases the rover to ann without having been asked. */
static void give(struct stage *stage, bool drive)
{
    stage->lease.number.n++;
    stage->lease.number.rev = 1;
    stage->lease.driver = stage_ann;
    stage->lease.drive = drive;
    stage->lease_at = stage->now;
    say_given(stage, "rover", stage->lease.number.n, drive);
}

static void let_move(struct stage *stage, bool drive)
{
    stage->lease.number.rev++;
    stage->lease.drive = drive;
    stage->lease_at = stage->now;
    say_given(stage, "rover", stage->lease.number.n, drive);
}

static bool ready(const struct stage *stage, uint32_t n)
{
    struct player_robot view;
    return player_robot(stage->player, "rover", &view) && view.n == n && view.link.ready;
}

static void push(struct stage *stage, double x)
{
    struct axes axes = {.value = {[AXIS_X] = x}};
    assert_int_equal(player_drive(stage->player, "rover", &axes), RC_OK);
}

static void a_given_robot_is_driven_neutral_first(void **state)
{
    struct stage *stage = *state;
    struct player_robot view;
    assert_false(player_robot(stage->player, "rover", &view));
    give(stage, true);
    stage_until(stage, ready(stage, 1));
    assert_int_equal(stage->answers, 0); /* nothing was asked */
    assert_true(player_robot(stage->player, "rover", &view));
    assert_string_equal(view.session.text, "match1");
    assert_true(view.sent > 0 && stage->outputs.value[AXIS_X] == 0);
    push(stage, 1);
    stage_until(stage, stage->outputs.value[AXIS_X] == 1);
}

static void while_the_bridge_does_not_let_it_move_only_neutral_is_sent(void **state)
{
    struct stage *stage = *state;
    struct player_robot view;
    give(stage, false);
    stage_until(stage, player_robot(stage->player, "rover", &view) && view.sent > 0);
    push(stage, 1);
    stage_run(stage, 1000);
    assert_true(player_robot(stage->player, "rover", &view) && !view.drive);
    assert_true(view.sent >= 19); /* it is not silent */
    assert_true(stage->outputs.value[AXIS_X] == 0);
    let_move(stage, true);
    stage_until(stage, stage->outputs.value[AXIS_X] == 1); /* it was neutral before */
    let_move(stage, false);
    stage_until(stage, stage->outputs.value[AXIS_X] == 0);
    let_move(stage, true);
    stage_until(stage, stage->outputs.value[AXIS_X] == 1);
    say_given(stage, "rover", 1, false); /* before the robot has heard of it */
    stage_until(stage, stage->outputs.value[AXIS_X] == 0);
}

static void frames_end_with_the_lease(void **state)
{
    struct stage *stage = *state;
    struct player_robot view;
    give(stage, true);
    stage_until(stage, ready(stage, 1));
    push(stage, 1);
    stage_until(stage, stage->outputs.value[AXIS_X] == 1);
    stage->lease.number.rev++;
    stage->lease.driver = (struct principal){0};
    stage->lease.drive = false;
    say_me(stage, "");
    stage_until(stage, !player_robot(stage->player, "rover", &view));
    assert_int_equal(
        player_drive(stage->player, "rover", &(struct axes){0}), RC_NOT_YOUR_LEASE);
    stage_until(stage, stage->outputs.value[AXIS_X] == 0);
    give(stage, true); /* a round later */
    stage_until(stage, ready(stage, 2));
    stage_run(stage, 200);
    assert_true(stage->outputs.value[AXIS_X] == 0); /* where the stick was is forgotten */
}

static void what_was_claimed_may_be_given_by_a_new_number(void **state)
{
    struct stage *stage = *state;
    stage_claim(stage);
    say_given(stage, "rover", 1, true);
    stage_run(stage, 100);
    give(stage, true);
    stage_until(stage, ready(stage, 2));
    push(stage, 1);
    stage_until(stage, stage->outputs.value[AXIS_X] == 1);
}

/* `me` overtakes the answer: what was begun by it goes on. */
static void a_claim_that_me_tells_first_goes_on(void **state)
{
    struct stage *stage = *state;
    char json[256];
    stage->auto_lease = false;
    assert_int_equal(player_claim(stage->player, "rover"), RC_OK);
    stage_until(stage, stage->asked.deed == DEED_DRIVE_CLAIM);
    stage->auto_lease = true; /* repeats the lease; the claim is answered here */
    give(stage, true);
    stage_until(stage, ready(stage, 1));
    push(stage, 1);
    stage_until(stage, stage->outputs.value[AXIS_X] == 1);
    (void)snprintf(json, sizeof json, "{\"id\":\"%s\",\"ok\":true,\"robot\":\"rover\",\"n\":1}",
        stage->asked.id);
    stage_say(stage, &stage_ann, WHAT_ANSWER, json, false);
    stage_until(stage, stage->answers == 1);
    stage_run(stage, 200);
    assert_true(stage->outputs.value[AXIS_X] == 1);
}

static void what_was_let_go_is_not_taken_up_again(void **state)
{
    struct stage *stage = *state;
    struct player_robot view;
    give(stage, true);
    stage_until(stage, ready(stage, 1));
    assert_int_equal(player_release(stage->player, "rover"), RC_OK);
    say_given(stage, "rover", 1, true); /* said before the release was heard */
    stage_run(stage, 200);
    assert_false(player_robot(stage->player, "rover", &view));
    give(stage, true);
    stage_until(stage, ready(stage, 2));
}

/* The lease outlives a short loss: no claim, the same number, frames go on in order. */
static void a_short_loss_keeps_what_was_given(void **state)
{
    struct stage *stage = *state;
    give(stage, true);
    stage_until(stage, ready(stage, 1));
    push(stage, 1);
    stage_until(stage, stage->outputs.value[AXIS_X] == 1);
    loopback_cut(stage->broker, "player/ann");
    stage_until(stage, !player_online(stage->player));
    stage_until(stage, player_online(stage->player) && ready(stage, 1));
    push(stage, 0.5);
    stage_until(stage, stage->outputs.value[AXIS_X] > 0 && stage->outputs.value[AXIS_X] < 1);
    assert_int_equal(stage->lease.number.n, 1);
    assert_int_equal(stage->asked.deed, DEED_NONE); /* no claim */
}

/* The program begins anew while its lease stands: the robot has seen frames of this number. */
static void a_program_that_begins_anew_goes_on_with_what_was_given(void **state)
{
    struct stage *stage = *state;
    give(stage, true);
    stage_until(stage, ready(stage, 1));
    stage_run(stage, 2000);
    player_destroy(stage->player);
    stage->player = NULL;
    stage->page[0] = '\0';
    stage_start_player(stage);
    stage_until(stage, stage->page[0] != '\0');
    say_given(stage, "rover", 1, true);
    stage_until(stage, ready(stage, 1));
    push(stage, 1);
    uint64_t from = stage->now;
    stage_until(stage, stage->outputs.value[AXIS_X] == 1);
    assert_true(stage->now - from < 500);
}

/* A robot that is only heard: link reports of the lease, frames counted. */
struct dummy {
    struct link *link;
    const char *id;
    unsigned frames;
};

static void dummy_step(struct dummy *dummy, struct stage *stage, uint32_t n)
{
    struct link_event event;
    char json[160];
    char topic[96];
    while (link_poll(dummy->link, &event))
        dummy->frames += event.kind == LINK_MESSAGE;
    (void)snprintf(json, sizeof json,
        "{\"n\":%u,\"c\":%u,\"ready\":true,\"s\":0,\"t\":0,\"received\":0,\"lost\":0,"
        "\"refused\":0}",
        n, (unsigned)stage->now);
    (void)snprintf(topic, sizeof topic, "arena/v1/robot/%s/player/ann/link", dummy->id);
    struct link_message message = {
        .topic = topic, .payload = json, .length = strlen(json), .qos = 0};
    assert_int_equal(link_publish(dummy->link, &message, 0), RC_OK);
}

static void dummy_connect(struct dummy *dummy, struct stage *stage)
{
    char self[48];
    char filter[96];
    const char *filters[] = {filter};
    (void)snprintf(self, sizeof self, "robot/%s", dummy->id);
    (void)snprintf(filter, sizeof filter, "arena/v1/player/ann/robot/%s/drive", dummy->id);
    struct link_options options = {.client_id = self, .user = self};
    dummy->link = loopback_link_create(stage->broker);
    assert_int_equal(link_connect(dummy->link, &options), RC_OK);
    assert_int_equal(link_subscribe(dummy->link, filters, 1, 0, 1), RC_OK);
}

static void several_are_driven_at_once(void **state)
{
    struct stage *stage = *state;
    struct dummy dummies[2] = {{.id = "x1"}, {.id = "x2"}};
    struct player_robot view;
    for (int i = 0; i < 2; i++)
        dummy_connect(&dummies[i], stage);
    say_me(stage, "{\"robot\":\"x1\",\"n\":7,\"drive\":true,\"session\":\"match1\"},"
                  "{\"robot\":\"x2\",\"n\":9,\"drive\":false,\"session\":\"match1\"}");
    for (int turn = 0; turn < 10; turn++) {
        stage_run(stage, 100);
        dummy_step(&dummies[0], stage, 7);
        dummy_step(&dummies[1], stage, 9);
    }
    assert_in_range(dummies[0].frames, 15, 20);
    assert_in_range(dummies[1].frames, 15, 20);
    assert_true(player_robot(stage->player, "x1", &view) && view.n == 7 && view.drive);
    assert_true(player_robot(stage->player, "x2", &view) && view.n == 9 && !view.drive);
    say_given(stage, "x2", 9, true);
    stage_run(stage, 100);
    assert_false(player_robot(stage->player, "x1", &view));
    assert_true(player_robot(stage->player, "x2", &view) && view.drive);
    for (int i = 0; i < 2; i++)
        link_destroy(dummies[i].link);
}

/* What another page of the same principal holds is not ours to drive. */
static void the_leases_of_another_page_are_not_driven(void **state)
{
    struct stage *stage = *state;
    struct player_robot view;
    stage_say(stage, &stage_ann, WHAT_ME,
        "{\"page\":\"another\",\"leases\":[{\"robot\":\"rover\",\"n\":1,\"drive\":true}]}",
        true);
    stage_run(stage, 200);
    assert_false(player_robot(stage->player, "rover", &view));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, finish)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_given_robot_is_driven_neutral_first),
        TEST(while_the_bridge_does_not_let_it_move_only_neutral_is_sent),
        TEST(frames_end_with_the_lease),
        TEST(what_was_claimed_may_be_given_by_a_new_number),
        TEST(a_claim_that_me_tells_first_goes_on),
        TEST(what_was_let_go_is_not_taken_up_again),
        TEST(a_short_loss_keeps_what_was_given),
        TEST(a_program_that_begins_anew_goes_on_with_what_was_given),
        TEST(several_are_driven_at_once),
        TEST(the_leases_of_another_page_are_not_driven),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

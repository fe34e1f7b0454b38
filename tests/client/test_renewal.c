/* A token that runs out: the new one is asked for in time, and the connection that logged in
 * with the old one makes way in the quietest moment there is before its end. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "robot/client/clock.h"
#include "robot/client/renewal.h"
#include "tests/client/stage.h"

#define LIFE_MS 400000

/* header.{"iat":…,"exp":…}.signature, in base64url. */
static void token_text(uint64_t iat, uint64_t exp, char ret[128])
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char claims[64];
    int length =
        snprintf(claims, sizeof claims, "{\"iat\":%" PRIu64 ",\"exp\":%" PRIu64 "}", iat, exp);
    while (length % 3 != 0)
        claims[length++] = ' ';
    char *out = ret + 4;
    memcpy(ret, "e30.", 4);
    for (int i = 0; i < length; i += 3) {
        uint32_t bits = (uint32_t)(unsigned char)claims[i] << 16 |
                        (uint32_t)(unsigned char)claims[i + 1] << 8 |
                        (uint32_t)(unsigned char)claims[i + 2];
        for (int shift = 18; shift >= 0; shift -= 6)
            *out++ = letters[bits >> shift & 63];
    }
    memcpy(out, ".sig", 5);
}

static void token_for(uint64_t life_ms, char ret[128])
{
    uint64_t wall = clock_wall_ms();
    token_text(wall / 1000 - 10, (wall + life_ms) / 1000, ret);
}

/* ---- when ---- */

static void a_quiet_moment_is_taken_soon_after_the_answer(void **state)
{
    (void)state;
    char token[128];
    struct renewal renewal;
    token_for(LIFE_MS, token);
    renewal_begin(&renewal, token, 1000);
    assert_in_range(renewal.ask_at, 1000 + LIFE_MS / 4 * 3 - 1000, 1000 + LIFE_MS / 4 * 3);
    assert_false(renewal_swaps(&renewal, RENEWAL_IDLE, 300000)); /* for what? */
    renewal_renewed(&renewal, token, 300000, 7000);
    assert_false(renewal_swaps(&renewal, RENEWAL_IDLE, 306999));
    assert_true(renewal_swaps(&renewal, RENEWAL_IDLE, 307000));
    assert_false(renewal_swaps(&renewal, RENEWAL_STANDING, 307000));
    assert_true(renewal_swaps(&renewal, RENEWAL_STANDING, LIFE_MS - 58000));
    assert_false(renewal_swaps(&renewal, RENEWAL_BUSY, LIFE_MS - 58000));
    assert_true(renewal_swaps(&renewal, RENEWAL_BUSY, LIFE_MS - 3000));
}

/* Else it would connect again each second: every new token looks as wrong as the last. */
static void with_a_wrong_clock_the_connection_is_left_to_its_end(void **state)
{
    (void)state;
    char token[128];
    struct renewal renewal;
    token_text(1, 2, token);
    renewal_begin(&renewal, token, 1000);
    assert_int_equal(renewal.ask_at, 2000);
    renewal_renewed(&renewal, token, 3000, 0);
    assert_false(renewal_swaps(&renewal, RENEWAL_IDLE, 1000000));
}

/* It was signed a moment ago: how long it lasts is known without any clock. */
static void with_a_wrong_clock_the_next_is_asked_for_by_the_tokens_own_length(void **state)
{
    (void)state;
    char token[128];
    struct renewal renewal;
    uint64_t wall_s = clock_wall_ms() / 1000;
    token_text(wall_s + 1000000, wall_s + 1000000 + LIFE_MS / 1000, token);
    renewal_begin(&renewal, token, 1000);
    assert_int_equal(renewal.ask_at, 2000);
    renewal_renewed(&renewal, token, 3000, 0);
    assert_int_equal(renewal.ask_at, 3000 + LIFE_MS / 4 * 3);
}

static void a_word_that_is_no_token_is_never_renewed(void **state)
{
    (void)state;
    struct renewal renewal;
    renewal_begin(&renewal, "secret", 1000);
    assert_true(renewal.ask_at == RENEWAL_NEVER);
    assert_false(renewal_swaps(&renewal, RENEWAL_IDLE, 1000000));
}

/* ---- the robot and the player ---- */

static int start(void **state)
{
    static struct stage stage;
    static char token[128];
    stage_init(&stage, NULL);
    robot_destroy(stage.robot);
    token_for(LIFE_MS, token);
    stage_start_robot_with(&stage, token);
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

/* The bridge gives a long one to whoever asks; from then on the broker knows only that. */
static void renew(struct stage *stage, const struct principal *whom)
{
    char token[128], json[256];
    stage_run(stage, LIFE_MS / 4 * 3 - 2000);
    memset(&stage->asked, 0, sizeof stage->asked);
    stage_until(stage, stage->asked.deed == DEED_TOKEN_RENEW);
    token_for(20ull * LIFE_MS, token);
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"ok\":true,\"token\":\"%s\"}", stage->asked.id,
        token);
    stage_say(stage, whom, WHAT_ANSWER, json, false);
    loopback_set_password(stage->broker, token);
}

static void an_idle_robot_logs_in_with_the_new_token_and_says_no_goodbye(void **state)
{
    struct stage *stage = *state;
    stage_until(stage, view_of(stage).online);
    renew(stage, &stage_robot);
    unsigned announcements = stage->announcements, goodbyes = stage->goodbyes;
    stage_run(stage, RENEWAL_SPREAD_MS + 1000);
    assert_int_equal(view_of(stage).connects, 2);
    assert_true(view_of(stage).online);
    assert_true(stage->announcements >= announcements + 2); /* still there; there again */
    assert_int_equal(stage->goodbyes, goodbyes);
    assert_int_equal(loopback_hasty(stage->broker), 0); /* nothing was on its way to it */
    stage_run(stage, LIFE_MS);
    assert_int_equal(view_of(stage).connects, 2);
}

static void drive(struct stage *stage, double y)
{
    struct axes axes = {.value = {[AXIS_Y] = y}};
    assert_int_equal(player_drive(stage->player, "rover", &axes), RC_OK);
}

static void a_robot_that_moves_waits_for_the_last_moment_and_then_for_neutral(void **state)
{
    struct stage *stage = *state;
    stage_claim(stage);
    drive(stage, 0.5);
    uint64_t began = stage->now;
    renew(stage, &stage_robot);
    stage_run(stage, began + LIFE_MS - RENEWAL_LAST_MS - 2000 - stage->now);
    assert_int_equal(view_of(stage).connects, 1);
    assert_true(stage->outputs.value[AXIS_Y] == 1);
    unsigned neutrals = stage->neutrals;
    stage_until(stage, view_of(stage).connects == 2);
    assert_true(stage->now < began + LIFE_MS);
    assert_int_equal(stage->neutrals, neutrals + 1);
    assert_true(stage->outputs.value[AXIS_Y] == 0);
    assert_false(view_of(stage).ready);
    assert_int_equal(loopback_hasty(stage->broker), 0);
    stage_until(stage, view_of(stage).ready && stage->outputs.value[AXIS_Y] == 1);
}

static void a_robot_that_stands_uses_the_last_minute(void **state)
{
    struct stage *stage = *state;
    stage_claim(stage);
    uint64_t began = stage->now;
    renew(stage, &stage_robot);
    stage_run(stage, began + LIFE_MS - RENEWAL_STANDING_MS - 2000 - stage->now);
    assert_int_equal(view_of(stage).connects, 1);
    stage_run(stage, 4000);
    assert_int_equal(view_of(stage).connects, 2);
}

static void a_player_without_a_robot_logs_in_with_the_new_token(void **state)
{
    struct stage *stage = *state;
    char token[128];
    robot_destroy(stage->robot);
    stage->robot = NULL;
    token_for(LIFE_MS, token);
    stage->player_token = token;
    stage_start_player(stage);
    stage_until(stage, player_online(stage->player));
    renew(stage, &stage_ann);
    stage_until(stage, !player_online(stage->player));
    stage_until(stage, player_online(stage->player));
    stage->page[0] = '\0';
    stage_run(stage, RENEWAL_SPREAD_MS + 1000);
    assert_true(player_online(stage->player));
    assert_true(stage->page[0] != '\0'); /* announced anew */
    assert_int_equal(loopback_hasty(stage->broker), 0);
}

static void a_player_that_drives_waits_for_the_last_moment_and_claims_again(void **state)
{
    struct stage *stage = *state;
    char token[128];
    token_for(LIFE_MS, token);
    stage->player_token = token;
    robot_destroy(stage->robot); /* its own token lasts */
    stage_start_robot_with(stage, "secret");
    stage_claim(stage);
    drive(stage, 0.5);
    uint64_t began = stage->now;
    renew(stage, &stage_ann);
    stage_run(stage, began + LIFE_MS - RENEWAL_LAST_MS - 2000 - stage->now);
    assert_int_equal(stage->lease.number.n, 1);
    stage_until(stage, stage->lease.number.n == 2);
    assert_true(stage->now < began + LIFE_MS);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, finish)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quiet_moment_is_taken_soon_after_the_answer),
        cmocka_unit_test(with_a_wrong_clock_the_connection_is_left_to_its_end),
        cmocka_unit_test(with_a_wrong_clock_the_next_is_asked_for_by_the_tokens_own_length),
        cmocka_unit_test(a_word_that_is_no_token_is_never_renewed),
        TEST(an_idle_robot_logs_in_with_the_new_token_and_says_no_goodbye),
        TEST(a_robot_that_moves_waits_for_the_last_moment_and_then_for_neutral),
        TEST(a_robot_that_stands_uses_the_last_minute),
        TEST(a_player_without_a_robot_logs_in_with_the_new_token),
        TEST(a_player_that_drives_waits_for_the_last_moment_and_claims_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

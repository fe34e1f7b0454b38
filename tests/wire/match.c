/* The longest match: its document and what changes while it runs fit their payload, whatever
 * the numbers and names are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/wire/message.h"

#include <cmocka.h>

static void fill(char *text, size_t length, char with)
{
    memset(text, with, length);
    text[length] = '\0';
}

static struct principal longest_principal(void)
{
    struct principal principal = {.kind = KIND_OPERATOR};
    fill(principal.id, ID_SIZE - 1, 'p');
    return principal;
}

static struct match_unit longest_unit(void)
{
    struct match_unit unit = {
        .state = UNIT_SHIELDED,
        .health = 1000,
        .heat = 100,
        .hot = true,
        .lives = 100,
        .back_ms = UINT32_MAX,
        .limit = 100,
        .has_pose = true,
        .x = -1.2345678901234567e-300,
        .y = -1.2345678901234567e-300,
        .heading = -1.2345678901234567e-300,
        .shots = UINT32_MAX,
    };
    fill(unit.robot, ID_SIZE - 1, 'r');
    return unit;
}

static struct match_player longest_player(void)
{
    struct match_player player = {
        .player = longest_principal(),
        .team = 3,
        .shots = UINT32_MAX,
        .hits = UINT32_MAX,
        .eliminations = UINT32_MAX,
        .deaths = UINT32_MAX,
        .points = INT32_MIN,
        .distance_mm = UINT32_MAX,
        .driven_ms = UINT32_MAX,
        .frames_refused = UINT32_MAX,
        .stops = UINT32_MAX,
        .delay_p50_ms = UINT32_MAX,
        .delay_p99_ms = UINT32_MAX,
    };
    for (int i = REFUSAL_NONE + 1; i < REFUSAL_COUNT_; i++)
        player.refused[i] = UINT32_MAX;
    return player;
}

static void fill_teams(struct match *match)
{
    unsigned units = MATCH_UNITS;
    match->team_count = MATCH_TEAMS;
    for (unsigned t = 0; t < MATCH_TEAMS; t++) {
        struct match_team *team = &match->teams[t];
        fill(team->name, MATCH_TEAM_SIZE - 1, '"'); /* written twice as long */
        team->score = INT32_MIN;
        team->seat_count = MATCH_SEATS;
        for (unsigned s = 0; s < MATCH_SEATS; s++) {
            struct match_seat *seat = &team->seats[s];
            *seat = (struct match_seat){
                .player = longest_principal(), .away = true, .away_ms = UINT32_MAX};
            while (seat->unit_count < MATCH_ROBOTS && units > 0) {
                seat->units[seat->unit_count++] = longest_unit();
                units--;
            }
        }
    }
}

static void fill_lists(struct match *match)
{
    match->missing_count = MATCH_MISSING;
    for (unsigned i = 0; i < MATCH_MISSING; i++) {
        match->missing[i] =
            (struct match_missing){.why = MISSING_OUT_OF_SERVICE, .bypassed = true};
        fill(match->missing[i].who, PRINCIPAL_SIZE - 1, '"');
    }
    match->queue_count = MATCH_QUEUE;
    for (unsigned i = 0; i < MATCH_QUEUE; i++)
        match->queue[i] = longest_principal();
    match->player_count = MATCH_PLAYERS;
    for (unsigned i = 0; i < MATCH_PLAYERS; i++)
        match->players[i] = longest_player();
}

static struct match *longest_match(void)
{
    struct match *match = calloc(1, sizeof *match);
    assert_non_null(match);
    fill(match->id, ID_SIZE - 1, 'm');
    fill(match->name, MATCH_NAME_SIZE - 1, '\\');
    fill(match->next, ID_SIZE - 1, 'n');
    match->state = MATCH_COUNTDOWN;
    match->host = longest_principal();
    match->created = match->started = match->ended = 9007199254740991u;
    match->seq = match->clock_ms = UINT32_MAX;
    match->winner = MATCH_DRAW;
    for (int i = 0; i < RULE_COUNT_; i++)
        match->rules.value[i] = rule_row((enum rule)i)->most;
    fill_teams(match);
    fill_lists(match);
    return match;
}

static void the_longest_match_fits_and_comes_back(void **state)
{
    (void)state;
    struct match *match = longest_match();
    struct match *again = calloc(1, sizeof *again);
    char *text = malloc(WIRE_PAYLOAD_LARGE + 1);
    assert_true(again && text);
    size_t length = 0;
    assert_true(match_to_json(match, text, WIRE_PAYLOAD_LARGE + 1, &length));
    print_message("the longest match has %zu bytes\n", length);
    assert_true(length <= WIRE_PAYLOAD_LARGE);
    assert_int_equal(match_from_json(text, length, again, NULL), RC_OK);
    assert_int_equal(again->player_count, MATCH_PLAYERS);
    assert_int_equal(again->players[63].frames_refused, UINT32_MAX); /* the sum is cut */
    assert_int_equal(again->teams[1].seats[5].unit_count, MATCH_ROBOTS);
    assert_int_equal(again->teams[1].seats[6].unit_count, 0);
    free(text);
    free(again);
    free(match);
}

static void the_longest_live_message_fits(void **state)
{
    (void)state;
    struct match_live *live = calloc(1, sizeof *live);
    char *text = malloc(WIRE_PAYLOAD_LARGE + 1);
    assert_true(live && text);
    live->at = live->seq = live->clock_ms = UINT32_MAX;
    live->state = MATCH_COUNTDOWN;
    live->team_count = MATCH_TEAMS;
    for (unsigned i = 0; i < MATCH_TEAMS; i++)
        live->scores[i] = INT32_MIN;
    live->unit_count = MATCH_UNITS;
    for (unsigned i = 0; i < MATCH_UNITS; i++)
        live->units[i] = longest_unit();
    size_t length = 0;
    assert_true(match_live_to_json(live, text, WIRE_PAYLOAD_LARGE + 1, &length));
    print_message("the longest live message has %zu bytes\n", length);
    assert_true(length <= what_payload_max(WHAT_MATCH_LIVE));
    assert_int_equal(match_live_from_json(text, length, live, NULL), RC_OK);
    free(text);
    free(live);
}

static void the_longest_entry_fits(void **state)
{
    (void)state;
    struct match_entry entry = {
        .seq = UINT32_MAX,
        .at = UINT32_MAX,
        .ts = 9007199254740991u,
        .kind = ENTRY_BYPASSED,
        .who = longest_principal(),
        .team = 3,
        .seat = MATCH_SEATS_ALL - 1,
        .unit = MATCH_UNITS - 1,
        .verdict = VERDICT_NOT_RUNNING,
        .points = INT32_MIN,
        .value = INT32_MIN,
        .fire = UINT32_MAX,
        .hit = UINT32_MAX,
        .ref = UINT32_MAX,
        .ms = UINT32_MAX,
        .missing = MISSING_OUT_OF_SERVICE,
    };
    fill(entry.robot, ID_SIZE - 1, 'r');
    fill(entry.by, ID_SIZE - 1, 'b');
    fill(entry.about, PRINCIPAL_SIZE - 1, '"');
    char text[WIRE_PAYLOAD_MAX + 1];
    size_t length = 0;
    assert_true(match_event_to_json(&entry, text, sizeof text, &length));
    assert_int_equal(match_event_from_json(text, length, &entry, NULL), RC_OK);
}

/* Two asks to make the same match are the same bytes: so a repeated id is recognized. */
static void equal_asks_for_a_match_are_equal_bytes(void **state)
{
    (void)state;
    static const char one[] = "{\"id\":\"abcdefghijk\",\"do\":\"match.create\",\"name\":\"a\","
                              "\"teams\":[{\"name\":\"b\",\"seats\":1}],\"robots_per_seat\":2}";
    static const char two[] = "{\"rules\":{\"robots_per_seat\":2,\"damage\":20},\"name\":\"a\","
                              "\"teams\":[{\"seats\":1,\"name\":\"b\",\"zz\":1}],"
                              "\"do\":\"match.create\",\"id\":\"abcdefghijk\"}";
    struct ask *asks = malloc(2 * sizeof *asks);
    assert_non_null(asks);
    memset(&asks[0], 0xA5, sizeof asks[0]);
    memset(&asks[1], 0x5A, sizeof asks[1]);
    assert_int_equal(ask_from_json(one, sizeof one - 1, &asks[0], NULL), RC_OK);
    assert_int_equal(ask_from_json(two, sizeof two - 1, &asks[1], NULL), RC_OK);
    assert_memory_equal(&asks[0], &asks[1], sizeof asks[0]);
    assert_int_equal(asks[0].game.rules.value[RULE_ROBOTS_PER_SEAT], 2);
    assert_int_equal(asks[0].game.rules.value[RULE_DURATION], 180000);
    free(asks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_match_fits_and_comes_back),
        cmocka_unit_test(the_longest_live_message_fits),
        cmocka_unit_test(the_longest_entry_fits),
        cmocka_unit_test(equal_asks_for_a_match_are_equal_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

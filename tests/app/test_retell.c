/* Telling a match again: what comes of its inputs is what was said while it was played. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/app/retell.h"
#include "robot/base/text.h"
#include "robot/wire/limits.h"
#include "robot/wire/message.h"
#include "tests/app/played.h"

#include <cmocka.h>

#define TOLD (16u << 20)

struct told {
    char *text; /* terminated */
    size_t length;
};

static enum rc tell(const struct played *played, const struct retell_order *order, size_t piece,
    struct told *ret)
{
    struct retelling *telling = NULL;
    enum rc rc = retell_create(&played->port, order, &telling);
    if (rc != RC_OK) {
        return rc;
    }
    ret->length = 0;
    for (bool done = false; rc == RC_OK && !done;) {
        size_t length = 0;
        assert_true(ret->length + piece < TOLD);
        rc = retell_next(telling, ret->text + ret->length, piece, &length, &done);
        assert_in_range(length, 0, piece);
        ret->length += rc == RC_OK ? length : 0;
    }
    ret->text[ret->length] = '\0';
    retell_destroy(telling);
    return rc;
}

static struct told told_create(
    const struct played *played, const struct retell_order *order, size_t piece)
{
    struct told told = {.text = malloc(TOLD)};
    assert_non_null(told.text);
    assert_int_equal(tell(played, order, piece, &told), RC_OK);
    return told;
}

static struct told record_of(const struct played *played, size_t piece)
{
    const struct retell_order order = {.what = RETELL_RECORD, .match = "m-1"};
    return told_create(played, &order, piece);
}

static int set_up(void **state)
{
    *state = played_create("m-1", 7, 30000);
    return 0;
}

static int tear_down(void **state)
{
    played_destroy(*state);
    return 0;
}

/* ---- lines ---- */

struct line {
    char what[8];
    uint32_t at;
    const char *said; /* not terminated */
    size_t length;
};

/* The line at `at`; returns where the next begins. */
static const char *line_read(const char *at, struct line *ret)
{
    char *rest = NULL;
    const char *end = strchr(at, '\n');
    assert_non_null(end);
    assert_int_equal(strncmp(at, "{\"what\":\"", 9), 0);
    size_t length = strcspn(at + 9, "\"");
    assert_true(length < sizeof ret->what);
    memcpy(ret->what, at + 9, length);
    ret->what[length] = '\0';
    at += 9 + length;
    assert_int_equal(strncmp(at, "\",\"at\":", 7), 0);
    ret->at = (uint32_t)strtoul(at + 7, &rest, 10);
    assert_int_equal(strncmp(rest, ",\"said\":", 8), 0);
    assert_true(end[-1] == '}');
    ret->said = rest + 8;
    ret->length = (size_t)(end - 1 - ret->said);
    return end + 1;
}

static void the_log_that_is_told_is_the_log_that_was_said(void **state)
{
    struct played *played = *state;
    struct told told = record_of(played, 16384);
    unsigned next = 0;
    struct line line;
    for (const char *at = told.text; *at != '\0';) {
        at = line_read(at, &line);
        if (strcmp(line.what, "event") != 0) {
            continue;
        }
        char said[WIRE_PAYLOAD_MAX];
        size_t length = 0;
        assert_true(next < played->ground->log_count);
        const struct match_entry *entry = &played->ground->log[next++];
        assert_true(match_event_to_json(entry, said, sizeof said, &length));
        assert_int_equal(line.at, entry->at);
        assert_int_equal(line.length, length);
        assert_memory_equal(line.said, said, length);
    }
    assert_int_equal(next, played->ground->log_count);
    assert_true(next > 100);
    free(told.text);
}

static void time_never_goes_back_and_nothing_is_missing(void **state)
{
    struct played *played = *state;
    struct told told = record_of(played, 16384);
    unsigned lines[4] = {0};
    static const char *const whats[] = {"match", "input", "event", "live"};
    uint32_t last = 0;
    struct line line;
    for (const char *at = told.text; *at != '\0';) {
        at = line_read(at, &line);
        assert_true(line.at >= last);
        last = line.at;
        for (unsigned i = 0; i < 4; i++) {
            lines[i] += strcmp(line.what, whats[i]) == 0;
        }
    }
    assert_memory_equal(told.text, "{\"what\":\"match\",\"at\":0,", 23);
    assert_int_equal(lines[1], played->ground->kept_count);
    assert_int_equal(lines[2], played->ground->log_count);
    assert_int_equal(lines[3], played->frame_count);
    assert_true(lines[0] > 20 && lines[0] < lines[2] * 3);
    free(told.text);
}

static void read_live(const struct line *line, struct match_live *ret)
{
    assert_int_equal(match_live_from_json(line->said, line->length, ret, NULL), RC_OK);
}

/* Frames stand behind the entries they know, and before those they do not. */
static void a_frame_stands_where_it_was_said(void **state)
{
    struct played *played = *state;
    struct told told = record_of(played, 16384);
    uint32_t seq = 0;
    struct line line;
    for (const char *at = told.text; *at != '\0';) {
        at = line_read(at, &line);
        if (strcmp(line.what, "event") == 0) {
            seq++;
        } else if (strcmp(line.what, "live") == 0) {
            struct match_live live;
            read_live(&line, &live);
            assert_int_equal(live.seq, seq);
        }
    }
    free(told.text);
}

static void the_last_document_has_the_scores_and_what_was_measured(void **state)
{
    struct played *played = *state;
    struct told told = record_of(played, 16384);
    const struct retell_order order = {.what = RETELL_MATCH, .match = "m-1"};
    struct told document = told_create(played, &order, 333);
    struct line line;
    struct line last = {.what = ""};
    for (const char *at = told.text; *at != '\0';) {
        at = line_read(at, &line);
        if (strcmp(line.what, "match") == 0) {
            last = line;
        }
    }
    static struct match match;
    assert_int_equal(match_from_json(last.said, last.length, &match, NULL), RC_OK);
    const struct match *true_one = ground_match(played->ground);
    assert_int_equal(match.state, MATCH_FINISHED);
    assert_int_equal(match.winner, true_one->winner);
    assert_int_equal(match.teams[0].score, true_one->teams[0].score);
    assert_int_equal(match.player_count, 4);
    assert_int_equal(match.players[1].distance_mm, 1001);
    assert_int_equal(match.players[1].refused[REFUSAL_STALE], 4);
    assert_int_equal(match.players[1].shots, true_one->players[1].shots);
    assert_int_equal(document.length, last.length);
    assert_memory_equal(document.text, last.said, last.length);
    free(document.text);
    free(told.text);
}

static void no_document_says_again_what_only_runs(void **state)
{
    struct played *played = *state;
    struct told told = record_of(played, 16384);
    static struct match now, before;
    struct line line;
    unsigned count = 0;
    for (const char *at = told.text; *at != '\0';) {
        at = line_read(at, &line);
        if (strcmp(line.what, "match") != 0) {
            continue;
        }
        assert_int_equal(match_from_json(line.said, line.length, &now, NULL), RC_OK);
        now.clock_ms = now.seq = 0;
        for (unsigned i = 0; i < 4; i++) {
            struct match_seat *seat = &now.teams[i / 2].seats[i % 2];
            seat->away_ms = seat->units[0].back_ms = 0;
            seat->units[0].health = seat->units[0].heat = seat->units[0].limit = 0;
            seat->units[0].hot = false;
        }
        assert_true(count == 0 || memcmp(&now, &before, sizeof now) != 0);
        before = now;
        count++;
    }
    free(told.text);
}

static void pieces_of_any_size_are_the_same_record(void **state)
{
    struct told whole = record_of(*state, 16384);
    static const size_t pieces[] = {1, 97, 4096, 300000};
    for (unsigned i = 0; i < 4; i++) {
        struct told told = record_of(*state, pieces[i]);
        assert_int_equal(told.length, whole.length);
        assert_memory_equal(told.text, whole.text, whole.length);
        free(told.text);
    }
    free(whole.text);
}

static void nothing_secret_is_told(void **state)
{
    struct told told = record_of(*state, 16384);
    assert_null(strstr(told.text, "secret"));
    assert_null(strstr(told.text, "session"));
    assert_null(strstr(told.text, "token"));
    assert_null(strstr(told.text, "code"));
    free(told.text);
}

static void entries_come_in_pages_that_leave_nothing_out(void **state)
{
    struct played *played = *state;
    struct retell_order order = {.what = RETELL_ENTRIES, .match = "m-1", .limit = 37};
    unsigned count = 0;
    bool more = true;
    while (more) {
        struct told told = told_create(played, &order, 1000);
        const char *next = strstr(told.text, "],\"next\":");
        for (const char *at = told.text; (at = strstr(at, "{\"seq\":")) != NULL; at++) {
            assert_int_equal(strtoul(at + 7, NULL, 10), ++count);
        }
        more = next != NULL;
        if (more) {
            assert_int_equal(count, order.after + 37);
            order.after = (uint32_t)strtoul(next + 9, NULL, 10);
            assert_int_equal(order.after, count);
        }
        free(told.text);
    }
    assert_int_equal(count, played->ground->log_count);
    order.after = count;
    struct told none = told_create(played, &order, 1000);
    assert_string_equal(none.text, "{\"entries\":[]}");
    free(none.text);
}

static void what_cannot_be_told_is_an_error(void **state)
{
    struct played *played = *state;
    struct told told = {.text = malloc(TOLD)};
    struct retell_order order = {.what = RETELL_RECORD, .match = "m-none"};
    assert_int_equal(tell(played, &order, 1000, &told), RC_UNKNOWN_MATCH);
    (void)text_copy(order.match, sizeof order.match, "m-1");
    struct game_input *input = &played->store.inputs[40].input;
    struct game_input right = *input;
    input->at = 1; /* before the one before */
    assert_int_equal(tell(played, &order, 1000, &told), RC_IO);
    *input = right;
    input->seq += 1000;
    assert_int_equal(tell(played, &order, 1000, &told), RC_IO);
    *input = right;
    input->act = GAME_START; /* it is on already */
    assert_int_equal(tell(played, &order, 1000, &told), RC_IO);
    *input = right;
    assert_int_equal(tell(played, &order, 1000, &told), RC_OK);
    free(told.text);
}

/* Played for a while, then told; then played to its end, and told. */
static void a_match_that_goes_on_is_told_as_far_as_it_is_kept(void **state)
{
    struct played *played = *state;
    unsigned all = played->store.input_count;
    struct told whole = record_of(played, 16384);
    played->store.input_count = all / 2;
    struct told half = record_of(played, 16384);
    assert_true(half.length < whole.length && half.length > whole.length / 4);
    /* the statistics are those of the end, which only the last document has */
    assert_memory_equal(half.text, whole.text, half.length);
    played->store.input_count = all;
    free(half.text);
    free(whole.text);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_log_that_is_told_is_the_log_that_was_said),
        TEST(time_never_goes_back_and_nothing_is_missing),
        TEST(a_frame_stands_where_it_was_said),
        TEST(the_last_document_has_the_scores_and_what_was_measured),
        TEST(no_document_says_again_what_only_runs),
        TEST(pieces_of_any_size_are_the_same_record),
        TEST(nothing_secret_is_told),
        TEST(entries_come_in_pages_that_leave_nothing_out),
        TEST(what_cannot_be_told_is_an_error),
        TEST(a_match_that_goes_on_is_told_as_far_as_it_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

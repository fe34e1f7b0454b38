/* What arenactl says of matches: lists, the log, what is live; and what it takes for answers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/ctl/ctl.h"
#include "bridge/ctl/match_facts.h"
#include "bridge/ctl/match_json.h"

#include <cmocka.h>

struct paper {
    FILE *out;
    char *text;
    size_t length;
};

static void open_paper(struct paper *paper)
{
    paper->out = open_memstream(&paper->text, &paper->length);
    assert_non_null(paper->out);
}

static void expect(struct paper *paper, const char *text)
{
    assert_int_equal(fclose(paper->out), 0);
    assert_string_equal(paper->text, text);
    free(paper->text);
}

static const char page[] =
    "{\"matches\":[{\"id\":\"m-2\",\"name\":\"Fr\\u00e4ulein\",\"state\":\"running\",\"host\":"
    "\"player/ann\",\"created\":1750000000000,\"teams\":[{\"name\":\"red\",\"score\":-3},"
    "{\"name\":\"blue\",\"score\":12}],\"players\":4},{\"id\":\"m-1\",\"state\":\"finished\","
    "\"created\":1,\"ended\":1750000000000,\"winner\":1,\"teams\":[{\"name\":\"red\",\"score\":"
    "1},{\"name\":\"blue\",\"score\":2}],\"players\":2},{\"id\":\"m-0\",\"winner\":-1}],"
    "\"next\":\"m-0\"}";

static void a_list_shows_score_and_winner(void **state)
{
    (void)state;
    struct paper paper;
    char next[ID_SIZE];
    struct sheet *sheet = sheet_create(match_list_columns, MATCH_LIST_COLUMNS);
    open_paper(&paper);
    assert_true(matches_from_json(page, strlen(page), sheet, 3, next));
    assert_string_equal(next, "m-0");
    sheet_print(sheet, paper.out, "");
    sheet_destroy(sheet);
    expect(&paper,
        "MATCH  NAME      STATE     SCORE            WINNER  PLAYERS  HOST        CREATED      "
        " "
        "       ENDED\n"
        "m-2    Fräulein  running   red -3, blue 12  -             4  player/ann  2025-06-15 "
        "15:06:40  -\n"
        "m-1    -         finished  red 1, blue 2    blue          2  -           1970-01-01 "
        "00:00:00  2025-06-15 15:06:40\n"
        "m-0    -         -         -                draw          0  -           -            "
        "        -\n");
}

static void no_more_is_taken_than_was_asked_for(void **state)
{
    (void)state;
    char next[ID_SIZE];
    struct sheet *sheet = sheet_create(match_list_columns, MATCH_LIST_COLUMNS);
    assert_true(matches_from_json(page, strlen(page), sheet, 2, next));
    assert_int_equal(sheet_rows(sheet), 2);
    sheet_destroy(sheet);
}

static void what_is_no_page_is_refused(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "", "[]", "{}", "{\"matches\":{}}", "{\"matches\":[", "<html>", "{\"rules\":1}"};
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        char next[ID_SIZE];
        struct sheet *sheet = sheet_create(match_list_columns, MATCH_LIST_COLUMNS);
        assert_false(matches_from_json(pages[i], strlen(pages[i]), sheet, 10, next));
        assert_false(rules_from_json(pages[i], strlen(pages[i]), sheet));
        sheet_destroy(sheet);
    }
}

/* What stands in a name of somebody's does nothing to a terminal. */
static void what_a_list_says_is_printed_harmlessly(void **state)
{
    (void)state;
    static const char bad[] = "{\"matches\":[{\"id\":7,\"name\":\"a\\u001b[2Jb\",\"teams\":[{"
                              "\"name\":\"x\\ny\",\"score\":1e300},5],\"winner\":9,"
                              "\"players\":-4,\"created\":1e99}],\"next\":\"../x\"}";
    struct paper paper;
    char next[ID_SIZE];
    struct sheet *sheet = sheet_create(match_list_columns, MATCH_LIST_COLUMNS);
    assert_true(matches_from_json(bad, strlen(bad), sheet, 10, next));
    assert_string_equal(next, "");
    open_paper(&paper);
    sheet_print(sheet, paper.out, "");
    sheet_destroy(sheet);
    assert_int_equal(fclose(paper.out), 0);
    assert_null(strchr(paper.text, '\033'));
    assert_non_null(strchr(paper.text, '\n'));
    free(paper.text);
}

static const struct match *some_match(void)
{
    static struct match match;
    match.team_count = 2;
    memcpy(match.teams[0].name, "red", 4);
    memcpy(match.teams[1].name, "blue", 5);
    match.teams[0].score = 3;
    match.teams[1].score = -1;
    match.winner = 0;
    return &match;
}

static void entries_are_told_in_words(void **state)
{
    (void)state;
    static const struct {
        struct match_entry entry;
        const char *words;
    } cases[] = {
        {{.seq = 1, .at = 0, .kind = ENTRY_CREATED, .who = {KIND_PLAYER, "ann"}, .team = -1},
         "    0.0 s  #1 created player/ann"                                                                                  },
        {{.seq = 17,
             .at = 12345,
             .kind = ENTRY_HIT,
             .robot = "scout2",
             .by = "scout1",
             .team = 0,
             .verdict = VERDICT_COUNTED,
             .points = 1},
         "   12.3 s  #17 hit scout2 by scout1 red: counted, +1"                                                              },
        {{.seq = 18, .kind = ENTRY_HIT, .robot = "a", .team = -1, .verdict = VERDICT_NO_FIRE},
         "    0.0 s  #18 hit a: no_fire"                                                                                     },
        {{.seq = 20,
             .kind = ENTRY_OVERTURNED,
             .who = {KIND_REFEREE, "r"},
             .ref = 17,
             .team = 1,
             .points = -1},
         "    0.0 s  #20 overturned referee/r #17 blue, -1"                                                                  },
        {{.seq = 21, .kind = ENTRY_PENALTY, .robot = "a", .value = 50, .ms = 3500, .team = -1},
         "    0.0 s  #21 penalty a to 50 % for 3.5 s"                                                                        },
        {{.seq = 22,
             .kind = ENTRY_BYPASSED,
             .missing = MISSING_NOT_READY,
             .team = -1,
             .about = "player/bob"},
         "    0.0 s  #22 bypassed not_ready player/bob"                                                                      },
        {{.seq = 23, .kind = ENTRY_FINISHED, .team = MATCH_DRAW},
         "    0.0 s  #23 finished draw"                                                                                      },
        {{.seq = 24, .kind = ENTRY_FINISHED, .team = 0},                                        "    0.0 s  #24 finished red"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char buffer[256];
        struct text text;
        text_init(&text, buffer, sizeof buffer);
        facts_entry(&text, &cases[i].entry, some_match());
        assert_string_equal(buffer, cases[i].words);
    }
}

static void what_is_live_fits_a_line(void **state)
{
    (void)state;
    char buffer[256];
    struct text text;
    struct match_live live = {
        .state = MATCH_RUNNING,
        .clock_ms = 151490,
        .team_count = 2,
        .scores = {3,                                              -1      },
        .unit_count = 2,
        .units = {{.robot = "scout1", .health = 80, .hot = true},
                   {.robot = "scout2", .state = UNIT_DOWN, .back_ms = 3210}}
    };
    text_init(&text, buffer, sizeof buffer);
    facts_live(&text, &live);
    assert_string_equal(buffer, "running 2:31.4  3 : -1  scout1 80 hot  scout2 down 3.2 s");
    text_init(&text, buffer, sizeof buffer);
    facts_score(&text, some_match());
    text_add(&text, "; ");
    facts_winner(&text, some_match());
    assert_string_equal(buffer, "red 3, blue -1; red");
}

static void what_is_heard_becomes_a_line_of_json(void **state)
{
    (void)state;
    struct paper paper;
    open_paper(&paper);
    heard_to_line(paper.out, "event", "{\"seq\":1}", 9);
    heard_to_line(paper.out, "live", "{oops", 5);
    assert_true(match_to_line(paper.out, "{\"id\":\"m-1\"}", 12));
    assert_false(match_to_line(paper.out, "oops", 4));
    expect(&paper, "{\"what\":\"event\",\"said\":{\"seq\":1}}\n{\"what\":\"live\"}\n"
                   "{\"ok\":true,\"match\":{\"id\":\"m-1\"}}\n");
}

static void commands_of_two_words_are_found(void **state)
{
    (void)state;
    unsigned words = 0;
    assert_string_equal(ctl_find("match", "list", &words)->name, "match list");
    assert_int_equal(words, 2);
    assert_string_equal(ctl_find("robots", "list", &words)->name, "robots");
    assert_int_equal(words, 1);
    assert_null(ctl_find("match", NULL, &words));
    assert_null(ctl_find("match", "lis", &words));
    assert_null(ctl_find("match list", NULL, &words));
    assert_null(ctl_find("mat", "ch list", &words));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_shows_score_and_winner),
        cmocka_unit_test(no_more_is_taken_than_was_asked_for),
        cmocka_unit_test(what_is_no_page_is_refused),
        cmocka_unit_test(what_a_list_says_is_printed_harmlessly),
        cmocka_unit_test(entries_are_told_in_words),
        cmocka_unit_test(what_is_live_fits_a_line),
        cmocka_unit_test(what_is_heard_becomes_a_line_of_json),
        cmocka_unit_test(commands_of_two_words_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

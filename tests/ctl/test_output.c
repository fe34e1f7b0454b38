/* What arenactl prints: columns, JSON, CSV, the driver's screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/ctl/export_json.h"
#include "bridge/ctl/facts.h"
#include "bridge/ctl/problem_json.h"
#include "bridge/ctl/sheet.h"
#include "bridge/ctl/watch_json.h"

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

static const struct sheet_column columns[] = {
    {"id",    "ROBOT", SHEET_TEXT  },
    {"queue", "QUEUE", SHEET_NUMBER},
    {"why",   "WHY",   SHEET_WORDS },
    {"at",    "WHEN",  SHEET_TIME  },
    {"ok",    "OK",    SHEET_BOOL  }
};

static struct sheet *two_rows(void)
{
    struct sheet *sheet = sheet_create(columns, 5);
    assert_non_null(sheet);
    assert_true(sheet_row_create(sheet));
    sheet_put(sheet, "späher");
    sheet_put_number(sheet, 12);
    sheet_put(sheet, "paused stopped");
    sheet_put_number(sheet, 1750000000000u);
    sheet_put_bool(sheet, true);
    assert_true(sheet_row_create(sheet));
    sheet_put(sheet, "a\"b");
    return sheet;
}

static void columns_are_aligned_for_people(void **state)
{
    (void)state;
    struct paper paper;
    struct sheet *sheet = two_rows();
    open_paper(&paper);
    sheet_print(sheet, paper.out, "none");
    sheet_destroy(sheet);
    expect(&paper, "ROBOT   QUEUE  WHY             WHEN                 OK\n"
                   "späher     12  paused stopped  2025-06-15 15:06:40  yes\n"
                   "a\"b         -  -               -                    -\n");
}

static void an_empty_sheet_says_so(void **state)
{
    (void)state;
    struct paper paper;
    struct sheet *sheet = sheet_create(columns, 5);
    open_paper(&paper);
    sheet_print(sheet, paper.out, "no robots");
    sheet_write_json(sheet, paper.out, "robots");
    sheet_destroy(sheet);
    expect(&paper, "no robots\n{\"ok\":true,\"robots\":[]}\n");
}

static void one_row_stands_under_each_other(void **state)
{
    (void)state;
    struct paper paper;
    struct sheet *sheet = two_rows();
    open_paper(&paper);
    sheet_print_one(sheet, paper.out);
    sheet_destroy(sheet);
    expect(&paper, "ROBOT  späher\nQUEUE  12\nWHY    paused stopped\n"
                   "WHEN   2025-06-15 15:06:40\nOK     yes\n");
}

static void json_has_the_types_of_the_columns(void **state)
{
    (void)state;
    struct paper paper;
    struct sheet *sheet = two_rows();
    open_paper(&paper);
    sheet_write_json(sheet, paper.out, "robots");
    sheet_destroy(sheet);
    expect(&paper,
        "{\"ok\":true,\"robots\":[{\"id\":\"späher\",\"queue\":12,\"why\":[\"paused\","
        "\"stopped\"],"
        "\"at\":1750000000000,\"ok\":true},{\"id\":\"a\\\"b\",\"queue\":null,\"why\":[],"
        "\"at\":null,\"ok\":false}]}\n");
}

static void a_cell_too_long_is_cut_and_harms_no_other(void **state)
{
    (void)state;
    static char text[5000];
    memset(text, 'x', sizeof text - 1);
    struct sheet *sheet = sheet_create(columns, 5);
    assert_true(sheet_row_create(sheet));
    for (int i = 0; i < 5; i++)
        sheet_put(sheet, text);
    struct paper paper;
    open_paper(&paper);
    sheet_print(sheet, paper.out, "");
    sheet_destroy(sheet);
    assert_int_equal(fclose(paper.out), 0);
    assert_true(paper.length < 2 * SHEET_ROW + 2500);
    free(paper.text);
}

static void a_refusal_is_one_shape(void **state)
{
    (void)state;
    struct paper paper;
    open_paper(&paper);
    problem_to_json(paper.out, "robot_taken", "Somebody \"else\"");
    expect(&paper, "{\"ok\":false,\"error\":{\"code\":\"robot_taken\","
                   "\"message\":\"Somebody \\\"else\\\"\"}}\n");
}

static void telemetry_becomes_csv(void **state)
{
    (void)state;
    static const char json[] =
        "{\"robot\":\"scout1\",\"fields\":{\"battery\":[[1750000000000,60,97.5,98,98.25],"
        "[1750000060000,1,97,97,97]],\"a,\\\"b\":[[0,1,-1e-9,0,1]]}}";
    struct paper paper;
    open_paper(&paper);
    assert_true(telemetry_to_csv(json, strlen(json), paper.out));
    expect(&paper, "time,field,count,min,mean,max\n"
                   "2025-06-15T15:06:40.000Z,\"battery\",60,97.5,98,98.25\n"
                   "2025-06-15T15:07:40.000Z,\"battery\",1,97,97,97\n"
                   "1970-01-01T00:00:00.000Z,\"a,\"\"b\",1,-1e-09,0,1\n");
}

static void what_is_no_telemetry_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "{", "[]", "{}", "{\"fields\":[]}",
        "{\"fields\":{\"a\":1}}", "{\"fields\":{\"a\":[1]}}",
        "{\"fields\":{\"a\":[[1,2,3,4]]}}", "{\"fields\":{\"a\":[[1,2,3,4,\"5\"]]}}",
        "{\"fields\":{\"a\":[[-1,2,3,4,5]]}}", "{\"fields\":{\"a\":[[1e300,2,3,4,5]]}}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct paper paper;
        open_paper(&paper);
        assert_false(telemetry_to_csv(texts[i], strlen(texts[i]), paper.out));
        assert_int_equal(fclose(paper.out), 0);
        free(paper.text);
    }
}

static void problems_of_the_api_keep_their_code(void **state)
{
    (void)state;
    static const char json[] = "{\"code\":\"unknown_robot\",\"detail\":\"no scout9\"}";
    char detail[40];
    assert_int_equal(
        problem_from_json(json, strlen(json), detail, sizeof detail), RC_UNKNOWN_ROBOT);
    assert_string_equal(detail, "no scout9");
    assert_int_equal(problem_from_json("<html>", 6, detail, sizeof detail), RC_INTERNAL);
    assert_string_equal(detail, "");
}

static void a_status_is_a_line_of_json(void **state)
{
    (void)state;
    struct paper paper;
    open_paper(&paper);
    status_to_line(paper.out, "scout1", 1750000000000u, "{\"battery\":98}", 14);
    expect(&paper, "{\"robot\":\"scout1\",\"at\":1750000000000,\"status\":{\"battery\":98}}\n");
}

static struct status a_status(void)
{
    struct status status;
    memset(&status, 0, sizeof status);
    status.field_count = 2;
    (void)text_copy(status.fields[0].name, WORD_SIZE, "battery");
    status.fields[0].value = 97.123456;
    (void)text_copy(status.fields[1].name, WORD_SIZE, "speed");
    status.fields[1].value = 0.5;
    status.has_pose = true;
    status.pose_x = 1;
    status.pose_heading = 90;
    status.has_drive = true;
    status.drive_mode = MODE_STOPPED;
    status.drive_why[0] = WHY_PAUSED;
    return status;
}

static void a_status_is_said_with_the_cards_units(void **state)
{
    (void)state;
    static struct card card;
    struct status status = a_status();
    char buffer[200];
    struct text text;
    card.field_count = 1;
    (void)text_copy(card.fields[0].name, WORD_SIZE, "battery");
    (void)text_copy(card.fields[0].unit, WORD_SIZE, "%");
    text_init(&text, buffer, sizeof buffer);
    facts_status(&text, &status, &card);
    assert_string_equal(buffer, "battery 97.12 %  speed 0.5  at 1.00 0.00, 90°");
    text_init(&text, buffer, sizeof buffer);
    facts_drive(&text, &status);
    assert_string_equal(buffer, "stopped paused");
}

static void the_screen_has_always_as_many_lines(void **state)
{
    (void)state;
    struct status status = a_status();
    for (int i = 0; i < 2; i++) {
        char buffer[4096];
        struct text text;
        struct facts_screen screen = {.robot = "scout1", .note = "", .speed = 50};
        screen.status = i == 1 ? &status : NULL;
        screen.has_link = i == 1;
        text_init(&text, buffer, sizeof buffer);
        facts_screen(&text, &screen);
        unsigned lines = 0;
        for (const char *c = buffer; *c != '\0'; c++)
            lines += *c == '\n';
        assert_int_equal(lines, FACTS_SCREEN_LINES);
        assert_false(text.cut);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_aligned_for_people),
        cmocka_unit_test(an_empty_sheet_says_so),
        cmocka_unit_test(one_row_stands_under_each_other),
        cmocka_unit_test(json_has_the_types_of_the_columns),
        cmocka_unit_test(a_cell_too_long_is_cut_and_harms_no_other),
        cmocka_unit_test(a_refusal_is_one_shape),
        cmocka_unit_test(telemetry_becomes_csv),
        cmocka_unit_test(what_is_no_telemetry_is_refused),
        cmocka_unit_test(problems_of_the_api_keep_their_code),
        cmocka_unit_test(a_status_is_a_line_of_json),
        cmocka_unit_test(a_status_is_said_with_the_cards_units),
        cmocka_unit_test(the_screen_has_always_as_many_lines),
    };
    return cmocka_run_group_tests_name("ctl output", tests, NULL, NULL);
}

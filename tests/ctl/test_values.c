/* arenactl's small parts: values, options, keys, scripts. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bridge/ctl/ctl.h"
#include "bridge/ctl/script.h"
#include "bridge/ctl/stick.h"
#include "bridge/ctl/values.h"

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void durations_are_read_with_their_units(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t seconds; /* 0 = refused */
    } cases[] = {
        {"90",         90     },
        {"90s",        90     },
        {"15m",        900    },
        {"12h",        43200  },
        {"30d",        2592000},
        {"0",          0      },
        {"",           0      },
        {"s",          0      },
        {"-1",         0      },
        {"1w",         0      },
        {"1.5h",       0      },
        {"1h30m",      0      },
        {"99999d",     0      },
        {"1234567890", 0      },
        {" 1",         0      },
        {"1 ",         0      }
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t seconds = 0;
        bool good = duration_from_text(cases[i].text, &seconds);
        assert_int_equal(good, cases[i].seconds != 0);
        assert_int_equal(seconds, cases[i].seconds);
    }
}

static void moments_are_read_in_all_their_forms(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t ms; /* 0 = refused */
    } cases[] = {
        {"1970-01-02",           86400000     },
        {"2000-02-29",           951782400000 },
        {"1900-01-01",           0            },
        {"2001-02-29",           0            },
        {"2024-02-29T23:59:59Z", 1709251199000},
        {"2026-13-01",           0            },
        {"2026-00-10",           0            },
        {"2026-01-32",           0            },
        {"2026-01-00",           0            },
        {"2026-01-31T24:00:00Z", 0            },
        {"2026-01-31T12:60:00Z", 0            },
        {"2026-01-31T12:00:00",  0            },
        {"2026-1-31",            0            },
        {"1750000000000",        1750000000000},
        {"-10s",                 1749999990000},
        {"-1d",                  1749913600000},
        {"-",                    0            },
        {"--1s",                 0            },
        {"now",                  0            },
        {"",                     0            },
        {"999999999999999",      0            }
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint64_t ms = 0;
        bool good = moment_from_text(cases[i].text, 1750000000000u, &ms);
        assert_int_equal(good, cases[i].ms != 0);
        assert_int_equal(ms, cases[i].ms);
    }
}

static void moments_are_written_in_utc(void **state)
{
    (void)state;
    char text[MOMENT_SIZE];
    assert_string_equal(moment_to_text(1709251199007u, text), "2024-02-29T23:59:59.007Z");
    assert_string_equal(moment_to_words(1709251199007u, text), "2024-02-29 23:59:59");
    assert_string_equal(moment_to_text(0, text), "1970-01-01T00:00:00.000Z");
}

/* ---- options ---- */

#define LINE(...) ((char *const *)(const char *[]){"arenactl", __VA_ARGS__, NULL})

static bool parse(struct ctl_line *line, char *const *argv, char *const *environment)
{
    int argc = 0;
    while (argv[argc] != NULL)
        argc++;
    return options_parse(line, argc, argv, environment);
}

static void options_may_stand_anywhere(void **state)
{
    (void)state;
    struct ctl_line line;
    assert_true(
        parse(&line, LINE("--json", "token", "--ttl", "5m", "robot/a", "--state=x"), NULL));
    assert_int_equal(line.count, 2);
    assert_string_equal(line.words[0], "token");
    assert_string_equal(line.words[1], "robot/a");
    assert_true(line.options.json);
    assert_int_equal(line.options.ttl_s, 300);
    assert_string_equal(line.options.state, "x");
    assert_true(parse(&line, LINE("a", "--", "--json", "-x"), NULL));
    assert_int_equal(line.count, 3);
    assert_false(line.options.json);
}

static void flags_outweigh_the_environment_and_that_the_defaults(void **state)
{
    (void)state;
    static const char *const environment[] = {
        "ARENA_STATE=env", "ARENA_MQTT_PORT=2000", "ARENA_TOKEN=abc", "ARENA_ROOT=", NULL};
    struct ctl_line line;
    assert_true(
        parse(&line, LINE("robots", "--mqtt-port", "3000"), (char *const *)environment));
    assert_string_equal(line.options.state, "env");
    assert_int_equal(line.options.mqtt_port, 3000);
    assert_string_equal(line.options.token, "abc");
    assert_string_equal(line.options.root, "arena/v1");
    assert_string_equal(line.options.mqtt_host, "127.0.0.1");
}

static void every_default_is_a_value_of_its_option(void **state)
{
    (void)state;
    for (size_t i = 0; i < ctl_option_count; i++) {
        static struct ctl_options options;
        const struct ctl_option *option = &ctl_option_table[i];
        void *target = (char *)&options + option->offset;
        if (option->fallback[0] != '\0')
            assert_true(option->take(option->fallback, target, option->size));
        assert_true(strlen(option->help) > 5);
        assert_true(option->value == NULL || strlen(option->must) > 3);
    }
}

static void wrong_options_are_named_with_what_they_must_be(void **state)
{
    (void)state;
    static const struct {
        const char *flag, *value, *sentence;
    } cases[] = {
        {"--mqtt-port", "0",          "--mqtt-port 0: must be a number from 1 to 65535"                },
        {"--mqtt-port", "70000",      "--mqtt-port 70000: must be a number from 1 to 65535"            },
        {"--ttl",       "1y",         "--ttl 1y: must be a time of at most 366d"                       },
        {"--ttl",       "367d",       "--ttl 367d: must be a time of at most 366d"                     },
        {"--uses",      "1001",       "--uses 1001: must be a number from 1 to 1000"                   },
        {"--kind",      "robot",      "--kind robot: must be player, referee, watcher, bot or operator"},
        {"--aud",       "ftp",        "--aud ftp: must be a list of mqtt, http and rtmp"               },
        {"--root",      "/x",         "--root /x: must be one to four levels of a-z, 0-9 and -"        },
        {"--name",      "Me",         "--name Me: must be an id of at most 22 of a-z, 0-9 and -"       },
        {"--api",       "ftp://x",    "--api ftp://x: must be an http:// or https:// address"          },
        {"--api",       "http://a b", "--api http://a b: must be an http:// or https:// address"       },
        {"--who",       "ann",        "--who ann: must be a principal: kind/id"                        },
        {"--robot",     "A",          "--robot A: must be a robot's id"                                },
        {"--state",     "",           "--state : must be a directory"                                  },
        {"--json=1",    "",           "--json=1: takes no value"                                       },
        {"--nonsense",  "1",          "--nonsense: there is no such option (see --help)"               },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct ctl_line line;
        assert_false(parse(&line, LINE("robots", cases[i].flag, cases[i].value), NULL));
        assert_string_equal(line.fault, cases[i].sentence);
    }
    struct ctl_line line;
    assert_false(parse(&line, LINE("robots", "--state"), NULL));
    assert_string_equal(line.fault, "--state: a value is missing");
}

static void an_option_of_another_command_is_found(void **state)
{
    (void)state;
    struct ctl_line line;
    assert_true(parse(&line, LINE("robots", "--json", "--uses=2"), NULL));
    assert_null(options_strange(&line, "ttl uses"));
    assert_string_equal(options_strange(&line, "ttl"), "uses");
    assert_true(options_listed("ttl uses", "uses"));
    assert_false(options_listed("ttl uses", "use"));
    assert_false(options_listed("", "uses"));
}

/* ---- keys ---- */

static enum stick_key key_of(const char *bytes, size_t *ret_taken)
{
    enum stick_key key = STICK_KEY_COUNT_;
    *ret_taken = stick_key_from_bytes(bytes, strlen(bytes), false, &key);
    return key;
}

static void keys_are_read_from_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t taken;
        enum stick_key key;
    } cases[] = {
        {"w",         1, STICK_FORWARD},
        {"\033[A",    3, STICK_FORWARD},
        {"\033OD",    3, STICK_LEFT   },
        {"ws",        1, STICK_FORWARD},
        {" ",         1, STICK_STOP   },
        {"q",         1, STICK_QUIT   },
        {"x",         1, STICK_NONE   },
        {"\033[15~w", 5, STICK_NONE   },
        {"\033x",     1, STICK_NONE   }
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t taken;
        assert_int_equal(key_of(cases[i].bytes, &taken), cases[i].key);
        assert_int_equal(taken, cases[i].taken);
    }
    size_t taken;
    (void)key_of("\033", &taken);
    assert_int_equal(taken, 0);
    (void)key_of("\033[", &taken);
    assert_int_equal(taken, 0);
    enum stick_key key;
    assert_int_equal(stick_key_from_bytes("\033", 1, true, &key), 1);
    assert_int_equal(stick_key_from_bytes("", 0, true, &key), 0);
}

static double y_at(const struct stick *stick, uint64_t now)
{
    struct axes axes;
    stick_axes(stick, now, &axes);
    return axes.value[AXIS_Y];
}

static void a_press_counts_until_the_terminal_repeats_it(void **state)
{
    (void)state;
    struct stick stick;
    stick_init(&stick, 550);
    stick_press(&stick, STICK_FORWARD, 1000);
    assert_float_equal(y_at(&stick, 1549), 0.5, 0);
    assert_float_equal(y_at(&stick, 1550), 0, 0);
    stick_press(&stick, STICK_FORWARD, 2000);
    for (uint64_t now = 2500; now < 3000; now += 40)
        stick_press(&stick, STICK_FORWARD, now);
    assert_float_equal(y_at(&stick, 3000), 0.5, 0);
    assert_float_equal(y_at(&stick, 2980 + STICK_REPEAT_MS), 0, 0);
}

static void the_opposite_key_and_any_other_let_go(void **state)
{
    (void)state;
    struct stick stick;
    stick_init(&stick, 550);
    stick_press(&stick, STICK_FORWARD, 1000);
    stick_press(&stick, STICK_BACK, 1010);
    assert_float_equal(y_at(&stick, 1020), -0.5, 0);
    stick_press(&stick, STICK_NONE, 1030);
    struct axes axes;
    stick_axes(&stick, 1030, &axes);
    assert_true(axes_neutral(&axes));
}

static void speed_stays_between_ten_and_a_hundred(void **state)
{
    (void)state;
    struct stick stick;
    stick_init(&stick, 550);
    for (int i = 0; i < 20; i++)
        stick_press(&stick, STICK_FASTER, 0);
    assert_int_equal(stick.speed, 100);
    stick_press(&stick, STICK_RIGHT, 0);
    struct axes axes;
    stick_axes(&stick, 1, &axes);
    assert_float_equal(axes.value[AXIS_X], 1, 0);
    for (int i = 0; i < 20; i++)
        stick_press(&stick, STICK_SLOWER, 0);
    assert_int_equal(stick.speed, 10);
}

/* ---- scripts ---- */

static void steps_are_read(void **state)
{
    (void)state;
    struct step step;
    const char *sentence;
    assert_true(step_from_line("500 x=-0.5 y=1 # go", &step, &sentence));
    assert_int_equal(step.kind, STEP_HOLD);
    assert_int_equal(step.ms, 500);
    assert_float_equal(step.axes.value[AXIS_X], -0.5, 0);
    assert_float_equal(step.axes.value[AXIS_Y], 1, 0);
    assert_true(step_from_line("  0 \r", &step, &sentence));
    assert_true(axes_neutral(&step.axes));
    assert_true(step_from_line("stop", &step, &sentence));
    assert_int_equal(step.kind, STEP_STOP);
    assert_true(step_from_line("clear", &step, &sentence));
    assert_int_equal(step.kind, STEP_CLEAR);
    assert_true(step_from_line("action set_speed 50", &step, &sentence));
    assert_int_equal(step.kind, STEP_ACTION);
    assert_string_equal(step.action, "set_speed");
    assert_float_equal(step.value, 50, 0);
    assert_true(step_from_line("action jump", &step, &sentence));
    assert_false(step.has_value);
    assert_true(step_from_line("# only words", &step, &sentence));
    assert_int_equal(step.kind, STEP_NOTHING);
    assert_true(step_from_line("", &step, &sentence));
}

static void lines_that_are_no_steps_are_refused(void **state)
{
    (void)state;
    static const char *const lines[] = {"x=1", "500 x=2", "500 x=-1.01", "500 q=1", "500 x",
        "500 x=", "500 x=nan", "500 x=inf", "-5", "1.5", "3600001", "stop now", "clear 1",
        "action", "action a b", "action a 1 2", "action a nan", "jump",
        "1 x=0 x=0 x=0 x=0 x=0 x=0 x=0 x=0 x=0 x=0 x=0 x=0",
        "action abcdefghijklmnopqrstuvwxyz0123456789"};
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct step step = {.kind = STEP_NOTHING};
        const char *sentence = NULL;
        assert_false(step_from_line(lines[i], &step, &sentence));
        assert_non_null(sentence);
    }
}

static void scripts_are_read_line_by_line_as_they_come(void **state)
{
    (void)state;
    int ends[2];
    char line[SCRIPT_LINE];
    struct script script;
    assert_int_equal(pipe(ends), 0);
    script_init(&script, ends[0]);
    assert_int_equal(script_take(&script, line), SCRIPT_WAIT);
    assert_int_equal(write(ends[1], "one\ntw", 6), 6);
    assert_int_equal(script_take(&script, line), SCRIPT_TAKEN);
    assert_string_equal(line, "one");
    assert_int_equal(script_take(&script, line), SCRIPT_WAIT);
    assert_int_equal(write(ends[1], "o\n\nlast", 7), 7);
    assert_int_equal(script_take(&script, line), SCRIPT_TAKEN);
    assert_string_equal(line, "two");
    assert_int_equal(script_take(&script, line), SCRIPT_TAKEN);
    assert_string_equal(line, "");
    assert_int_equal(close(ends[1]), 0);
    assert_int_equal(script_take(&script, line), SCRIPT_TAKEN);
    assert_string_equal(line, "last");
    assert_int_equal(script.number, 4);
    assert_int_equal(script_take(&script, line), SCRIPT_END);
    assert_int_equal(close(ends[0]), 0);
}

static void a_line_without_end_is_refused(void **state)
{
    (void)state;
    int ends[2];
    char line[SCRIPT_LINE];
    char long_line[SCRIPT_LINE * 2];
    struct script script;
    memset(long_line, 'x', sizeof long_line);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], long_line, sizeof long_line), sizeof long_line);
    script_init(&script, ends[0]);
    assert_int_equal(script_take(&script, line), SCRIPT_BAD);
    assert_int_equal(close(ends[0]) + close(ends[1]), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_are_read_with_their_units),
        cmocka_unit_test(moments_are_read_in_all_their_forms),
        cmocka_unit_test(moments_are_written_in_utc),
        cmocka_unit_test(options_may_stand_anywhere),
        cmocka_unit_test(flags_outweigh_the_environment_and_that_the_defaults),
        cmocka_unit_test(every_default_is_a_value_of_its_option),
        cmocka_unit_test(wrong_options_are_named_with_what_they_must_be),
        cmocka_unit_test(an_option_of_another_command_is_found),
        cmocka_unit_test(keys_are_read_from_bytes),
        cmocka_unit_test(a_press_counts_until_the_terminal_repeats_it),
        cmocka_unit_test(the_opposite_key_and_any_other_let_go),
        cmocka_unit_test(speed_stays_between_ten_and_a_hundred),
        cmocka_unit_test(steps_are_read),
        cmocka_unit_test(lines_that_are_no_steps_are_refused),
        cmocka_unit_test(scripts_are_read_line_by_line_as_they_come),
        cmocka_unit_test(a_line_without_end_is_refused),
    };
    return cmocka_run_group_tests_name("ctl values", tests, NULL, NULL);
}

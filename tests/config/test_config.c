/* The settings: where they may come from, who outweighs whom, and what is said to a wrong one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bridge/config.h"
#include "bridge/config_table.h"

#include <cmocka.h>

#define FILE_NAME "arena.conf"

static enum rc parse(struct config *config, const char *text, struct config_fault *fault)
{
    config_defaults(config);
    return config_parse(config, FILE_NAME, text, strlen(text), fault);
}

static enum rc load(
    char *const *argv, char *const *environment, struct config *ret, struct config_fault *fault)
{
    int argc = 0;
    while (argv[argc] != NULL)
        argc++;
    struct config_request request;
    const struct config_sources sources = {argc, argv, environment};
    return config_load(&sources, ret, &request, fault);
}

#define ARGV(...)        ((char *const *)(const char *[]){"arena-bridge", __VA_ARGS__, NULL})
#define ENVIRONMENT(...) ((char *const *)(const char *[]){__VA_ARGS__, NULL})

/* Writes a settings file; the caller unlinks it. */
static void write_file(char path[32], const char *text)
{
    memcpy(path, "/tmp/arena-config-XXXXXX", sizeof "/tmp/arena-config-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(close(file), 0);
}

static void every_setting_has_a_default_within_its_range(void **state)
{
    (void)state;
    struct config config;
    memset(&config, 0, sizeof config);
    for (size_t i = 0; i < config_table_count; i++) {
        struct config_fault fault;
        assert_int_equal(
            config_set(&config, config_table[i].key, config_table[i].fallback, &fault), RC_OK);
    }
    assert_int_equal(config.http.port, 8090);
    assert_int_equal(config.core.deadman_ms, 250);
    assert_string_equal(config.house.root, "arena/v1");
}

static void every_setting_has_words_for_people(void **state)
{
    (void)state;
    for (size_t i = 0; i < config_table_count; i++) {
        char range[128];
        config_range_text(&config_table[i], range, sizeof range);
        assert_true(strlen(range) > 3);
        assert_true(strlen(config_table[i].help) > 10);
        assert_ptr_equal(
            config_find(config_table[i].key, strlen(config_table[i].key)), &config_table[i]);
    }
}

static void a_file_sets_what_it_names_and_leaves_the_rest(void **state)
{
    (void)state;
    struct config config;
    struct config_fault fault;
    const char *text = "# the arena\n\n  http_port=9000   # for the lab\r\n\troot =  lab-2\n"
                       "ws_url = wss://robots.example/ws#x\nlog_level = debug";
    assert_int_equal(parse(&config, text, &fault), RC_OK);
    assert_int_equal(config.http.port, 9000);
    assert_string_equal(config.house.root, "lab-2");
    assert_string_equal(config.http.ws_url, "wss://robots.example/ws#x");
    assert_int_equal(config.house.log_level, LOG_LEVEL_DEBUG);
    assert_int_equal(config.mqtt.port, 1883);
}

static void a_wrong_line_is_refused_with_its_place_value_and_range(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *sentence;
    } cases[] = {
        {"\nhttp_port = 99999\n",
         "arena.conf:2: http_port = 99999: must be a whole number from 0 to 65535"                                    },
        {"deadman_ms = 401",
         "arena.conf:1: deadman_ms = 401: must be a whole number from 50 to 400"                                      },
        {"deadman_ms = 49",
         "arena.conf:1: deadman_ms = 49: must be a whole number from 50 to 400"                                       },
        {"idle_s = -1",                   "arena.conf:1: idle_s = -1: must be a whole number from 5 to 86400"         },
        {"idle_s = 0x20",
         "arena.conf:1: idle_s = 0x20: must be a whole number from 5 to 86400"                                        },
        {"idle_s = 6.5",                  "arena.conf:1: idle_s = 6.5: must be a whole number from 5 to 86400"        },
        {"idle_s =",                      "arena.conf:1: idle_s = : must be a whole number from 5 to 86400"           },
        {"idle_s = 99999999999999999999", "arena.conf:1: idle_s = 99999999999999999999: must "
                                          "be a whole number from 5 to 86400"},
        {"log_level = loud",
         "arena.conf:1: log_level = loud: must be error, warn, info or debug"                                         },
        {"root = /x",                     "arena.conf:1: root = /x: must be one to four levels of a-z, 0-9 and -, "
                      "at most 63 bytes"                                                         },
        {"http_bind = a b",               "arena.conf:1: http_bind = a b: must be a host name or an address, "
                            "at most 255 bytes"                                            },
        {"ws_url = http://x",             "arena.conf:1: ws_url = http://x: must be a ws:// or wss:// "
                              "address, at most 255 bytes"                               },
        {"allowed_hosts = a,,b",          "arena.conf:1: allowed_hosts = a,,b: must be a list without "
                                 "blanks, separated by commas, at most 1023 bytes"    },
        {"htpp_port = 1",                 "arena.conf:1: there is no setting \"htpp_port\" (see --help)"              },
        {"= 1",                           "arena.conf:1: there is no setting \"\" (see --help)"                       },
        {"http_port",                     "arena.conf:1: a line is `key = value`"                                     },
        {"idle_s = 60\nidle_s = 60",      "arena.conf:2: idle_s was already set in line 1"                            },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct config config;
        struct config_fault fault = {""};
        assert_int_equal(parse(&config, cases[i].text, &fault), RC_CONFIG);
        assert_string_equal(fault.sentence, cases[i].sentence);
    }
}

static void bytes_that_are_no_text_are_refused(void **state)
{
    (void)state;
    struct config config;
    struct config_fault fault;
    config_defaults(&config);
    assert_int_equal(config_parse(&config, FILE_NAME, "root = a\0b", 10, &fault), RC_CONFIG);
    assert_int_equal(parse(&config, "web_root = \x01", &fault), RC_CONFIG);
    assert_int_equal(parse(&config, "web_root = \xff\xfe", &fault), RC_CONFIG);
    assert_null(strchr(fault.sentence, '\xff'));
    static char line[4096];
    memset(line, 'a', sizeof line - 1);
    assert_int_equal(parse(&config, line, &fault), RC_CONFIG);
    static char large[CONFIG_FILE_MAX + 2];
    memset(large, '\n', sizeof large - 1);
    assert_int_equal(parse(&config, large, &fault), RC_CONFIG);
    large[CONFIG_FILE_MAX] = '\0';
    assert_int_equal(parse(&config, large, &fault), RC_OK);
}

static void text_may_be_as_long_as_its_room_and_no_longer(void **state)
{
    (void)state;
    struct config config;
    struct config_fault fault;
    char host[CONFIG_HOST_SIZE + 1];
    memset(host, 'h', sizeof host);
    host[CONFIG_HOST_SIZE - 1] = '\0';
    config_defaults(&config);
    assert_int_equal(config_set(&config, "mqtt_host", host, &fault), RC_OK);
    assert_string_equal(config.mqtt.host, host);
    host[CONFIG_HOST_SIZE - 1] = 'h';
    host[CONFIG_HOST_SIZE] = '\0';
    assert_int_equal(config_set(&config, "mqtt_host", host, &fault), RC_CONFIG);
}

static unsigned tried;

static void try_value(const struct setting *setting, const char *value, enum rc wanted)
{
    struct config config;
    struct config before;
    struct config_fault fault = {""};
    config_defaults(&config);
    before = config;
    enum rc rc = config_set(&config, setting->key, value, &fault);
    if (rc != wanted)
        fail_msg("%s = \"%.40s\": %s", setting->key, value, rc_name(rc));
    if (rc != RC_OK) {
        assert_memory_equal(&config, &before, sizeof config);
        assert_non_null(strstr(fault.sentence, setting->key));
    }
    tried++;
}

static void try_number(const struct setting *setting)
{
    static const char *const wrong[] = {"", " ", "x", "1x", "1.5", "-1", "+1", "1e3", "0x10",
        " 1", "1 ", "1,000", "99999999999", "18446744073709551617", "\xc2\xb2"};
    char text[24];
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        try_value(setting, wrong[i], RC_CONFIG);
    (void)snprintf(text, sizeof text, "%u", setting->min);
    try_value(setting, text, RC_OK);
    (void)snprintf(text, sizeof text, "%u", setting->max);
    try_value(setting, text, RC_OK);
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)setting->max + 1);
    try_value(setting, text, RC_CONFIG);
    (void)snprintf(text, sizeof text, "%lld", (long long)setting->min - 1);
    try_value(setting, text, RC_CONFIG);
}

static void try_text(const struct setting *setting)
{
    static const char *const wrong[] = {"\n", "a\nb", "\x01", "\x7f", "\xff", "\xc0\x80",
        "\xed\xa0\x80", "\x1b[31m", " a", "a ", "#a", "a #b", "a\rb"};
    static char large[2 * CONFIG_LIST_SIZE];
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        try_value(setting, wrong[i], RC_CONFIG);
    try_value(setting, "", setting->min == 0 ? RC_OK : RC_CONFIG);
    memset(large, 'a', sizeof large - 1);
    large[setting->max + 1] = '\0';
    try_value(setting, large, RC_CONFIG);
    large[setting->max + 1] = 'a';
}

static void every_setting_keeps_its_limits(void **state)
{
    (void)state;
    for (size_t i = 0; i < config_table_count; i++) {
        if (config_table[i].type == SETTING_TEXT)
            try_text(&config_table[i]);
        else if (config_table[i].type == SETTING_LEVEL)
            try_value(&config_table[i], "", RC_CONFIG);
        else
            try_number(&config_table[i]);
    }
    print_message("%u values tried\n", tried);
    assert_true(tried > 300);
}

static void what_a_file_cannot_hold_is_refused_from_everywhere(void **state)
{
    (void)state;
    static const char *const values[] = {" var", "var ", "#var", "my #1 arena", "#"};
    struct config config;
    struct config_fault fault;
    config_defaults(&config);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        assert_int_equal(config_set(&config, "state", values[i], &fault), RC_CONFIG);
    assert_int_equal(config_set(&config, "state", "my#1 arena", &fault), RC_OK);
}

static void flags_outweigh_environment_file_and_default(void **state)
{
    (void)state;
    char path[32];
    write_file(path, "http_port = 1\nmqtt_port = 2\nws_port = 3\n");
    struct config config;
    struct config_fault fault;
    enum rc rc = load(ARGV("--config", path, "--http-port=10"),
        ENVIRONMENT("ARENA_HTTP_PORT=20", "ARENA_MQTT_PORT=30", "HOME=/"), &config, &fault);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rc, RC_OK);
    assert_int_equal(config.http.port, 10);
    assert_int_equal(config.mqtt.port, 30);
    assert_int_equal(config.http.ws_port, 3);
    assert_int_equal(config.http.internal_port, 8091);
}

static void a_wrong_value_says_where_it_came_from(void **state)
{
    (void)state;
    struct config config;
    struct config_fault fault;
    assert_int_equal(
        load(ARGV("--http-port", "x"), ENVIRONMENT("A=b"), &config, &fault), RC_CONFIG);
    assert_string_equal(
        fault.sentence, "--http-port: http_port = x: must be a whole number from 0 to 65535");
    assert_int_equal(
        load(ARGV("--check"), ENVIRONMENT("ARENA_IDLE_S=1"), &config, &fault), RC_CONFIG);
    assert_string_equal(fault.sentence,
        "environment ARENA_IDLE_S: idle_s = 1: must be a whole number from 5 to 86400");
    char path[32];
    write_file(path, "nope = 1\n");
    assert_int_equal(
        load(ARGV("--config", path, "--http-port=10"), NULL, &config, &fault), RC_CONFIG);
    assert_int_equal(unlink(path), 0);
    assert_non_null(strstr(fault.sentence, ":1: there is no setting \"nope\""));
    assert_int_equal(load(ARGV("--config=/nowhere/at/all"), NULL, &config, &fault), RC_IO);
    assert_string_equal(fault.sentence, "/nowhere/at/all: No such file or directory");
}

static void flags_that_are_none_are_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {"--nonsense=1", "http_port", "--http_port=1",
        "--http-port", "--help=1", "--", "-h", "", "-"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct config config;
        struct config_fault fault = {""};
        assert_int_equal(load(ARGV(cases[i]), NULL, &config, &fault), RC_CONFIG);
        assert_true(strlen(fault.sentence) > 10);
    }
}

static void unknown_names_in_the_environment_are_told_not_refused(void **state)
{
    (void)state;
    struct config config;
    struct config_request request;
    struct config_fault fault;
    const struct config_sources sources = {
        1, ARGV(""), ENVIRONMENT("ARENA_HTPP_PORT=1", "ARENA_TOKEN=x", "ARENA_IDLE_S=")};
    assert_int_equal(config_load(&sources, &config, &request, &fault), RC_OK);
    assert_string_equal(request.strange, "ARENA_HTPP_PORT");
    assert_int_equal(config.core.idle_s, 60);
}

static void help_is_answered_before_anything_is_judged(void **state)
{
    (void)state;
    struct config config;
    struct config_request request;
    struct config_fault fault;
    const struct config_sources sources = {3, ARGV("--http-port=x", "--help"), NULL};
    assert_int_equal(config_load(&sources, &config, &request, &fault), RC_OK);
    assert_true(request.help);
}

static void a_reload_applies_what_can_be_and_names_what_cannot(void **state)
{
    (void)state;
    struct config running;
    struct config wanted;
    struct config_fault fault;
    config_defaults(&running);
    config_defaults(&wanted);
    assert_int_equal(config_set(&wanted, "idle_s", "90", &fault), RC_OK);
    assert_int_equal(config_set(&wanted, "log_level", "debug", &fault), RC_OK);
    assert_int_equal(config_set(&wanted, "http_port", "9999", &fault), RC_OK);
    struct config_changes changes;
    config_reload(&running, &wanted, &changes);
    assert_int_equal(changes.reloaded_count, 2);
    assert_string_equal(changes.reloaded[0], "log_level");
    assert_string_equal(changes.reloaded[1], "idle_s");
    assert_int_equal(changes.restart_count, 1);
    assert_string_equal(changes.restart[0], "http_port");
    assert_int_equal(running.core.idle_s, 90);
    assert_int_equal(running.http.port, 8090);
    config_reload(&running, &running, &changes);
    assert_int_equal(changes.reloaded_count + changes.restart_count, 0);
}

static char *printed(void (*print)(FILE *, const struct config *), const struct config *config)
{
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    print(out, config);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void print_help(FILE *out, const struct config *config)
{
    (void)config;
    config_print_help(out, "arena-bridge");
}

static void what_is_printed_can_be_read_again(void **state)
{
    (void)state;
    struct config config;
    struct config again;
    struct config_fault fault;
    config_defaults(&config);
    assert_int_equal(
        config_set(&config, "allowed_hosts", "a.example,b.example:80", &fault), RC_OK);
    char *text = printed(config_print, &config);
    assert_int_equal(parse(&again, text, &fault), RC_OK);
    assert_memory_equal(&config, &again, sizeof config);
    free(text);
}

static void help_names_every_flag_and_default(void **state)
{
    (void)state;
    char *text = printed(print_help, NULL);
    for (size_t i = 0; i < config_table_count; i++)
        assert_non_null(strstr(text, config_table[i].help));
    assert_non_null(strstr(text, "--telemetry-raw-h"));
    assert_non_null(strstr(text, "(50 to 400; default 250; reloadable)"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_setting_has_a_default_within_its_range),
        cmocka_unit_test(every_setting_has_words_for_people),
        cmocka_unit_test(a_file_sets_what_it_names_and_leaves_the_rest),
        cmocka_unit_test(a_wrong_line_is_refused_with_its_place_value_and_range),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(text_may_be_as_long_as_its_room_and_no_longer),
        cmocka_unit_test(every_setting_keeps_its_limits),
        cmocka_unit_test(what_a_file_cannot_hold_is_refused_from_everywhere),
        cmocka_unit_test(flags_outweigh_environment_file_and_default),
        cmocka_unit_test(a_wrong_value_says_where_it_came_from),
        cmocka_unit_test(flags_that_are_none_are_refused),
        cmocka_unit_test(unknown_names_in_the_environment_are_told_not_refused),
        cmocka_unit_test(help_is_answered_before_anything_is_judged),
        cmocka_unit_test(a_reload_applies_what_can_be_and_names_what_cannot),
        cmocka_unit_test(what_is_printed_can_be_read_again),
        cmocka_unit_test(help_names_every_flag_and_default),
    };
    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}

/* The driver `exec` with real children: obedient ones, dead ones, deaf ones, hostile ones. */
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "robot/agent/driver.h"

#include <cmocka.h>

#define PATIENCE_MS 15000
#define HELLO       "printf '{\"hello\":{\"card\":{\"axes\":{\"x\":[-1,1],\"y\":[-2,2]}}}}\\n'; "
#define PYTHON      "/usr/bin/python3 robot/examples/python_robot.py"

struct seen {
    struct driver *driver;
    double battery, speed;
    unsigned events, acks, fields;
    char event[WORD_SIZE], ack_why[WORD_SIZE], by[PRINCIPAL_SIZE];
    enum ack_state ack;
};

static uint64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void on_field(void *user, const char *name, double value)
{
    struct seen *seen = user;
    seen->fields++;
    if (strcmp(name, "battery") == 0)
        seen->battery = value;
    if (strcmp(name, "speed") == 0)
        seen->speed = value;
}

static void on_pose(void *user, double x, double y, double heading)
{
    (void)user;
    assert_true(x == 1 && y == 2 && heading == 3);
}

static void on_event(void *user, const char *kind, const struct principal *by)
{
    struct seen *seen = user;
    seen->events++;
    (void)snprintf(seen->event, sizeof(seen->event), "%s", kind);
    (void)principal_to_text(by, seen->by);
}

static void on_ack(void *user, const struct tag *id, enum ack_state state, const char *why)
{
    struct seen *seen = user;
    (void)id;
    seen->acks++;
    seen->ack = state;
    (void)snprintf(seen->ack_why, sizeof(seen->ack_why), "%s", why);
}

static void open_child(struct seen *seen, char *command)
{
    memset(seen, 0, sizeof(*seen));
    struct driver_options options = {
        "r1", command, 0, {seen, on_field, on_pose, on_event, on_ack}
    };
    assert_int_equal(driver_exec.open(&options, now_ms(), &seen->driver), RC_OK);
}

static bool has_body(struct seen *seen)
{
    struct card card;
    return driver_exec.card(seen->driver, &card);
}

/* One pass, as the agent's loop makes it. */
static void step(struct seen *seen)
{
    uint64_t due = driver_exec.step(seen->driver, now_ms()), now = now_ms();
    struct pollfd ear = {.fd = driver_exec.fd(seen->driver), .events = POLLIN};
    (void)poll(&ear, 1, due > now ? (int)(due - now > 10 ? 10 : due - now) : 0);
    driver_exec.status(seen->driver);
}

#define WAIT(seen, condition)                                                                  \
    do {                                                                                       \
        uint64_t end_ = now_ms() + PATIENCE_MS;                                                \
        while (!(condition) && now_ms() < end_)                                                \
            step(seen);                                                                        \
        assert_true(condition);                                                                \
    } while (0)

static void drive(struct seen *seen, double y)
{
    struct axes axes = {{[AXIS_Y] = y}};
    driver_exec.apply(seen->driver, &axes);
}

static void act(struct seen *seen, const char *id, const char *name, double value)
{
    struct action action = {.has_value = true, .value = value};
    (void)snprintf(action.id.text, sizeof(action.id.text), "%s", id);
    (void)snprintf(action.action, sizeof(action.action), "%s", name);
    driver_exec.action(seen->driver, &action);
}

static char path[64];

/* What the child has written into its file. */
static const char *written(void)
{
    static char text[65536];
    FILE *file = fopen(path, "r");
    size_t length = file ? fread(text, 1, sizeof(text) - 1, file) : 0;
    if (file)
        (void)fclose(file);
    text[length] = '\0';
    return text;
}

static int make_path(void **state)
{
    (void)state;
    (void)snprintf(path, sizeof(path), "/tmp/arena-exec-XXXXXX");
    int file = mkstemp(path);
    return file < 0 ? -1 : close(file);
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

static void a_robot_in_python_drives_acts_and_reports(void **state)
{
    (void)state;
    struct seen seen;
    char command[] = PYTHON;
    open_child(&seen, command);
    WAIT(&seen, has_body(&seen));
    struct card card;
    assert_true(driver_exec.card(seen.driver, &card));
    assert_string_equal(card.id, "r1");
    assert_int_equal(card.action_count, 3);
    act(&seen, "speed", "set_speed", 100);
    WAIT(&seen, seen.acks == 1 && seen.ack == ACK_DONE);
    uint64_t end = now_ms() + PATIENCE_MS;
    while (seen.speed != 1 && now_ms() < end) { /* its watchdog wants to be fed */
        drive(&seen, 1);
        step(&seen);
    }
    assert_true(seen.speed == 1);
    assert_true(seen.battery > 90);
    driver_exec.neutral(seen.driver);
    WAIT(&seen, seen.speed == 0);
    act(&seen, "honk", "honk", 0);
    WAIT(&seen, seen.events == 1 && seen.acks == 2);
    assert_string_equal(seen.event, "honk");
    act(&seen, "odd", "fly", 0);
    WAIT(&seen, seen.acks == 3 && seen.ack == ACK_REJECTED);
    assert_string_equal(seen.ack_why, "unknown");
    driver_exec.close(seen.driver);
}

static void a_child_hears_hello_drive_neutral_and_the_end(void **state)
{
    (void)state;
    struct seen seen;
    char command[256];
    (void)snprintf(command, sizeof(command), HELLO "cat > %s; echo end >> %s", path, path);
    open_child(&seen, command);
    WAIT(&seen, has_body(&seen));
    driver_exec.neutral(seen.driver); /* nothing moves: nothing to say */
    drive(&seen, -1.5);
    WAIT(&seen, strstr(written(), "\"y\":-1.5"));
    driver_exec.neutral(seen.driver);
    driver_exec.neutral(seen.driver);
    WAIT(&seen, strstr(written(), "neutral"));
    driver_exec.close(seen.driver);
    assert_string_equal(written(),
        "{\"hello\":{\"protocol\":1,\"id\":\"r1\"}}\n"
        "{\"drive\":{\"x\":0,\"y\":-1.5}}\n{\"neutral\":true}\nend\n");
}

static void who_was_away_finds_no_backlog(void **state)
{
    (void)state;
    struct seen seen;
    char command[256];
    (void)snprintf(command, sizeof(command),
        "read hello; " HELLO "echo $$ > %s; kill -STOP $$; cat > %s", path, path);
    open_child(&seen, command);
    WAIT(&seen, has_body(&seen) && strchr(written(), '\n'));
    pid_t child = (pid_t)strtol(written(), NULL, 10);
    uint64_t begin = now_ms();
    for (unsigned i = 1; now_ms() < begin + 500; i++) {
        drive(&seen, (double)i / 1000000);
        step(&seen);
    }
    driver_exec.neutral(seen.driver);
    assert_int_equal(kill(child, SIGCONT), 0);
    WAIT(&seen, strstr(written(), "neutral"));
    for (unsigned i = 0; i < 5; i++) /* time for what must not be said any more */
        step(&seen);
    act(&seen, "last", "last", 0);
    WAIT(&seen, strstr(written(), "last"));
    unsigned frames = 0;
    for (const char *at = written(); (at = strstr(at, "drive")); at++)
        frames++;
    assert_int_equal(frames, 1);
    driver_exec.close(seen.driver);
}

static void who_does_not_read_is_killed_and_begun_again(void **state)
{
    (void)state;
    struct seen seen;
    char command[256];
    (void)snprintf(
        command, sizeof(command), "read hello; " HELLO "echo $$ >> %s; kill -STOP $$", path);
    open_child(&seen, command);
    WAIT(&seen, has_body(&seen) && strchr(written(), '\n'));
    pid_t child = (pid_t)strtol(written(), NULL, 10);
    uint64_t begin = now_ms();
    drive(&seen, 1);
    WAIT(&seen, !has_body(&seen));
    assert_in_range(now_ms() - begin, 900, 5000);
    assert_int_not_equal(kill(child, 0), 0);
    WAIT(&seen, has_body(&seen));
    assert_int_equal(seen.driver->bodies, 2);
    driver_exec.close(seen.driver);
}

static void who_dies_loses_the_body_and_comes_back_ever_more_slowly(void **state)
{
    (void)state;
    struct seen seen;
    char command[256];
    (void)snprintf(command, sizeof(command), HELLO "date +%%s%%3N >> %s", path);
    open_child(&seen, command);
    uint64_t begin = now_ms();
    WAIT(&seen, seen.driver->bodies == 4);
    assert_in_range(now_ms() - begin, 3400, PATIENCE_MS); /* 500 + 1000 + 2000 */
    WAIT(&seen, !has_body(&seen));
    drive(&seen, 1); /* to nobody */
    act(&seen, "i", "fire", 0);
    assert_int_equal(seen.ack, ACK_FAILED);
    driver_exec.close(seen.driver);
}

static void what_a_child_left_behind_ends_with_it(void **state)
{
    (void)state;
    struct seen seen;
    char command[256];
    (void)snprintf(command, sizeof(command),
        HELLO "(trap '' TERM; exec sh -c 'echo $$ > %s; exec sleep 1000') & wait", path);
    open_child(&seen, command);
    WAIT(&seen, has_body(&seen) && strchr(written(), '\n'));
    pid_t grandchild = (pid_t)strtol(written(), NULL, 10);
    assert_int_equal(kill(grandchild, 0), 0);
    driver_exec.close(seen.driver);
    uint64_t end = now_ms() + PATIENCE_MS;
    while (kill(grandchild, 0) == 0 && now_ms() < end)
        (void)poll(NULL, 0, 1);
    assert_int_not_equal(kill(grandchild, 0), 0);
}

static void nonsense_is_refused_and_the_rest_is_heard(void **state)
{
    (void)state;
    struct seen seen;
    char command[1024];
    (void)snprintf(command, sizeof(command),
        HELLO
        "printf 'hello\\n\\n[]\\n{}\\n{\"event\":{}}\\n{\"event\":{\"kind\":7}}\\n'; "
        "printf '{\"event\":{\"kind\":\"hit\",\"by\":\"ghost/x\"}}\\n'; "
        "printf '{\"status\":{\"battery\":\"full\"}}\\n{\"ack\":{\"id\":\"a b\"}}\\n'; "
        "head -c 100000 /dev/zero; echo; head -c 100000 /dev/zero | tr '\\0' x; echo; "
        "head -c 9000 /dev/urandom; echo; "
        "printf "
        "'{\"status\":{\"battery\":55,\"pose\":{\"x\":1,\"y\":2,\"heading\":3}}}\\r\\n'; "
        "printf '{\"event\":{\"kind\":\"hit\",\"by\":\"robot/r2\"}}\\n'; cat > /dev/null");
    open_child(&seen, command);
    WAIT(&seen, seen.events == 1 && seen.battery == 55);
    assert_string_equal(seen.event, "hit");
    assert_string_equal(seen.by, "robot/r2");
    assert_int_equal(seen.acks, 0);
    assert_true(has_body(&seen));
    driver_exec.close(seen.driver);
}

static void a_flood_of_events_is_thinned(void **state)
{
    (void)state;
    struct seen seen;
    char command[] =
        HELLO "i=0; while [ $i -lt 3000 ]; do echo '{\"event\":{\"kind\":\"bump\"}}'; "
              "i=$((i+1)); done; echo '{\"status\":{\"battery\":1}}'; cat > /dev/null";
    open_child(&seen, command);
    uint64_t begin = now_ms();
    WAIT(&seen, seen.battery == 1);
    assert_in_range(seen.events, 1, 20 + 20 * (now_ms() - begin + 1000) / 1000);
    driver_exec.close(seen.driver);
}

static void without_a_command_it_is_not_opened(void **state)
{
    (void)state;
    struct seen seen = {0};
    char command[] = "";
    struct driver_options options = {
        "r1", command, 0, {&seen, on_field, on_pose, on_event, on_ack}
    };
    assert_int_equal(driver_exec.open(&options, now_ms(), &seen.driver), RC_CONFIG);
    assert_null(seen.driver);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_robot_in_python_drives_acts_and_reports),
        cmocka_unit_test_setup_teardown(
            a_child_hears_hello_drive_neutral_and_the_end, make_path, remove_path),
        cmocka_unit_test_setup_teardown(who_was_away_finds_no_backlog, make_path, remove_path),
        cmocka_unit_test_setup_teardown(
            who_does_not_read_is_killed_and_begun_again, make_path, remove_path),
        cmocka_unit_test_setup_teardown(
            who_dies_loses_the_body_and_comes_back_ever_more_slowly, make_path, remove_path),
        cmocka_unit_test_setup_teardown(
            what_a_child_left_behind_ends_with_it, make_path, remove_path),
        cmocka_unit_test(nonsense_is_refused_and_the_rest_is_heard),
        cmocka_unit_test(a_flood_of_events_is_thinned),
        cmocka_unit_test(without_a_command_it_is_not_opened),
    };
    (void)signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

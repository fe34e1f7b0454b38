/* kill -9 at any point: a child keeps leases with rising numbers and tells each one once it is
 * kept; we kill it, and what it told must be there, whole, and the files sound. Killing a
 * process proves nothing about pulling the plug (the kernel still writes what it was given);
 * that is what synchronous FULL is for.
 *
 *   test_kill [KILLS]     20 unless said
 */
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/store/fixture.h"

#include <cmocka.h>

static unsigned kills = 20;

static void fill(uint32_t n, struct record records[5])
{
    records[0] = lease_of("scout1", n);
    records[1] = lease_of("scout2", n);
    record_full(RECORD_ASK, &records[2]);
    (void)snprintf(records[2].ask.id, sizeof records[2].ask.id, "ask-%09u", n);
    record_full(RECORD_AUDIT, &records[3]);
    records[3].audit.n = n;
    record_full(RECORD_MATCH_INPUT, &records[4]);
    records[4].match_input.input.seq = n;
}

/* The number of both robots, which are kept together. */
static uint32_t number_kept(struct fixture *fixture)
{
    struct kept kept;
    fixture_load(fixture, WALL * 2, &kept); /* so late that no ask is handed back */
    if (kept.count == 0)
        return 0;
    assert_int_equal(kept.count, 2);
    assert_int_equal(kept.records[0].lease.number.n, kept.records[1].lease.number.n);
    return kept.records[0].lease.number.n;
}

static void live(struct fixture *fixture, int told)
{
    fixture_open(fixture);
    for (uint32_t n = number_kept(fixture) + 1;; n++) {
        struct record records[5];
        fill(n, records);
        const struct record *list[] = {
            &records[0], &records[1], &records[2], &records[3], &records[4]};
        struct telemetry telemetry = {.robot = "scout1", .at = WALL + n, .has_pose = true};
        struct match_live frame;
        frame_full(&frame);
        frame.at = n;
        bool good = fixture->port.keep(fixture->port.self, list, 5) == RC_OK &&
                    fixture->port.add_frame(fixture->port.self, "m-1", &frame) == RC_OK &&
                    write(told, &n, sizeof n) == (ssize_t)sizeof n &&
                    fixture->port.add_telemetry(fixture->port.self, &telemetry, 1) == RC_OK;
        if (!good)
            _exit(1);
        if (n % 16 == 0)
            (void)fixture->port.tend(fixture->port.self, WALL + n);
    }
}

/* Hears up to `words` numbers, or until `patience` ms of silence; returns the last one heard.
 */
static uint32_t hear(int told, unsigned words, int patience, uint32_t before)
{
    uint32_t last = before;
    struct pollfd one = {.fd = told, .events = POLLIN};
    while (words-- > 0 && poll(&one, 1, patience) == 1) {
        uint32_t n;
        if (read(told, &n, sizeof n) != (ssize_t)sizeof n)
            break;
        assert_int_equal(n, last + 1);
        last = n;
    }
    return last;
}

static uint32_t live_and_be_killed(struct fixture *fixture, uint32_t before)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)close(ends[0]);
        live(fixture, ends[1]);
    }
    (void)close(ends[1]);
    unsigned words = (unsigned)rand() % 60; /* NOLINT(cert-msc30-c,cert-msc50-cpp): seeded */
    uint32_t last = words == 0 ? before : hear(ends[0], words, 10000, before);
    assert_int_equal(kill(child, SIGKILL), 0);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    last = hear(ends[0], 1000, 0, last);
    (void)close(ends[0]);
    return last;
}

static void check(struct fixture *fixture, uint32_t told, uint32_t *ret_kept)
{
    fixture_open(fixture);
    uint32_t kept = number_kept(fixture);
    assert_in_range(kept, told, told + 1); /* kept, and killed before it could tell */
    static const char *const appended[] = {
        "SELECT count(*) FROM audit", "SELECT count(*) FROM match_input"};
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(fixture_number(fixture, "bridge.db", appended[i]), kept);
    static const char *const names[] = {"bridge.db", "history.db"};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(fixture_number(fixture, names[i],
                             "SELECT integrity_check = 'ok' FROM pragma_integrity_check"),
            1);
    }
    fixture_close(fixture);
    *ret_kept = kept;
}

static void what_was_said_to_be_kept_survives_every_kill(void **state)
{
    struct fixture *fixture = *state;
    fixture_close(fixture);
    uint32_t kept = 0;
    srand(1);
    for (unsigned i = 0; i < kills; i++) {
        uint32_t told = live_and_be_killed(fixture, kept);
        check(fixture, told, &kept);
    }
    print_message("%u kills, %u numbers\n", kills, kept);
    assert_true(kept > kills);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        kills = (unsigned)strtoul(argv[1], NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            what_was_said_to_be_kept_survives_every_kill, fixture_set_up, fixture_tear_down),
    };
    return cmocka_run_group_tests_name("kill", tests, NULL, NULL);
}

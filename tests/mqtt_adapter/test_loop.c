/* One turn: letters first, in order; then the parts; the earliest deadline wins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "bridge/adapters/loop.h"

#include <cmocka.h>

struct trace {
    struct clock clock;
    struct loop loop;
    char text[64]; /* one character for each call */
    unsigned letters, lost;
    uint64_t broker, http, app;
};

static void note(struct trace *trace, char what)
{
    size_t length = strlen(trace->text);
    if (length + 1 < sizeof trace->text)
        trace->text[length] = what;
}

static void open_letter(void *self, const struct letter *letter, uint64_t now)
{
    struct trace *trace = self;
    (void)letter;
    assert_int_equal(now, trace->clock.now);
    trace->letters++;
    note(trace, 'l');
}

static void lost_letters(void *self, uint64_t now)
{
    struct trace *trace = self;
    (void)now;
    trace->lost++;
}

static uint64_t turn_broker(void *self, uint64_t now)
{
    struct trace *trace = self;
    (void)now;
    note(trace, 'b');
    return trace->broker;
}

static uint64_t turn_http(void *self, uint64_t now)
{
    struct trace *trace = self;
    (void)now;
    note(trace, 'h');
    return trace->http;
}

static uint64_t turn_app(void *self, uint64_t now)
{
    struct trace *trace = self;
    (void)now;
    note(trace, 'a');
    return trace->app;
}

static void trace_init(struct trace *trace, size_t bytes)
{
    struct mailbox_config config = {
        .bytes = {bytes, bytes}
    };
    memset(trace, 0, sizeof *trace);
    trace->broker = trace->http = trace->app = LOOP_NEVER;
    trace->loop = (struct loop){
        .clock = &trace->clock,
        .mailbox = mailbox_create(&config),
        .parts = {trace, open_letter, lost_letters, turn_broker, turn_http, turn_app},
    };
    assert_non_null(trace->loop.mailbox);
}

static void what_arrived_comes_before_time_passes(void **state)
{
    (void)state;
    struct trace trace;
    struct letter letter = {.body = "x", .body_size = 1};
    trace_init(&trace, 1 << 16);
    assert_true(mailbox_post(trace.loop.mailbox, MAILBOX_DISPLAY, &letter));
    assert_true(mailbox_post(trace.loop.mailbox, MAILBOX_DECISIVE, &letter));
    trace.http = 90;
    trace.app = 80;
    assert_int_equal(loop_turn(&trace.loop, 70), 80);
    assert_string_equal(trace.text, "llbha");
    assert_int_equal(loop_turn(&trace.loop, 71), 80);
    mailbox_destroy(trace.loop.mailbox);
}

static void a_flood_of_letters_does_not_keep_time_from_passing(void **state)
{
    (void)state;
    struct trace trace;
    struct letter letter = {.body = "x", .body_size = 1};
    trace_init(&trace, 1 << 20);
    for (unsigned i = 0; i < LOOP_LETTERS + 10; i++)
        assert_true(mailbox_post(trace.loop.mailbox, MAILBOX_DECISIVE, &letter));
    assert_int_equal(loop_turn(&trace.loop, 5), 5); /* again at once */
    assert_int_equal(trace.letters, LOOP_LETTERS);
    assert_int_equal(loop_turn(&trace.loop, 6), LOOP_NEVER);
    assert_int_equal(trace.letters, LOOP_LETTERS + 10);
    mailbox_destroy(trace.loop.mailbox);
}

static void lost_letters_that_decide_are_told_once_and_lost_statuses_are_not(void **state)
{
    (void)state;
    struct trace trace;
    struct letter letter = {.body = "x", .body_size = 1};
    trace_init(&trace, 8192);
    while (mailbox_post(trace.loop.mailbox, MAILBOX_DISPLAY, &letter))
        continue;
    (void)loop_turn(&trace.loop, 10);
    assert_int_equal(trace.lost, 0);
    while (mailbox_post(trace.loop.mailbox, MAILBOX_DECISIVE, &letter))
        continue;
    (void)loop_turn(&trace.loop, 20);
    (void)loop_turn(&trace.loop, 30);
    assert_int_equal(trace.lost, 1);
    mailbox_destroy(trace.loop.mailbox);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_arrived_comes_before_time_passes),
        cmocka_unit_test(a_flood_of_letters_does_not_keep_time_from_passing),
        cmocka_unit_test(lost_letters_that_decide_are_told_once_and_lost_statuses_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

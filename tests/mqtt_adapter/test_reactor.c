/* The reactor: a wake-up, a deadline and a signal each lead to a pass. */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "bridge/adapters/reactor.h"

#include <cmocka.h>

struct counter {
    unsigned passes, reloads, rings;
    uint64_t due, period; /* 0 = no deadline */
    unsigned stop_after;  /* rings */
    struct reactor *reactor;
};

static uint64_t count_pass(void *self, uint64_t now)
{
    struct counter *counter = self;
    counter->passes++;
    if (counter->period == 0)
        return REACTOR_NEVER;
    if (now >= counter->due) {
        counter->due = now + counter->period;
        counter->rings++;
    }
    if (counter->rings == counter->stop_after)
        reactor_stop(counter->reactor);
    return counter->due;
}

static void count_reload(void *self, uint64_t now)
{
    struct counter *counter = self;
    (void)now;
    counter->reloads++;
    reactor_stop(counter->reactor);
}

static struct reactor *reactor_of(struct counter *counter)
{
    struct reactor_work work = {.self = counter, .pass = count_pass, .reload = count_reload};
    counter->reactor = reactor_create(&work);
    assert_non_null(counter->reactor);
    return counter->reactor;
}

static void a_deadline_is_kept_to_a_few_milliseconds(void **state)
{
    (void)state;
    struct counter counter = {.period = 20, .stop_after = 11};
    struct reactor *reactor = reactor_of(&counter);
    uint64_t start = reactor_now();
    assert_int_equal(reactor_run(reactor), RC_OK);
    uint64_t took = reactor_now() - start;
    assert_true(took >= 195);
    assert_true(took < 2000);
    reactor_destroy(reactor);
}

static void *wake_from_outside(void *self)
{
    for (int i = 0; i < 1000; i++)
        reactor_wake(self);
    reactor_stop(self);
    return NULL;
}

static void another_thread_may_wake_and_stop_it(void **state)
{
    (void)state;
    struct counter counter = {.period = 0};
    struct reactor *reactor = reactor_of(&counter);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, wake_from_outside, reactor), 0);
    assert_int_equal(reactor_run(reactor), RC_OK);
    (void)pthread_join(thread, NULL);
    assert_true(counter.passes >= 1); /* a stop that came first still leaves one pass */
    reactor_destroy(reactor);
}

static void sigterm_ends_it_and_sighup_reloads(void **state)
{
    (void)state;
    struct counter counter = {.period = 0};
    struct reactor *reactor = reactor_of(&counter);
    assert_int_equal(kill(getpid(), SIGHUP), 0);
    assert_int_equal(reactor_run(reactor), RC_OK);
    assert_int_equal(counter.reloads, 1);
    reactor_destroy(reactor);

    reactor = reactor_of(&counter);
    assert_int_equal(kill(getpid(), SIGTERM), 0);
    assert_int_equal(reactor_run(reactor), RC_OK);
    assert_int_equal(counter.reloads, 1);
    reactor_destroy(reactor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_deadline_is_kept_to_a_few_milliseconds),
        cmocka_unit_test(another_thread_may_wake_and_stop_it),
        cmocka_unit_test(sigterm_ends_it_and_sighup_reloads),
    };
    reactor_block_signals();
    return cmocka_run_group_tests(tests, NULL, NULL);
}

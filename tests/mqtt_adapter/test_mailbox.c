/* The mailbox: what foreign threads post, the loop takes, whole and in order; full is counted.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "bridge/adapters/mailbox.h"

#include <cmocka.h>

#define POSTERS 4
#define LETTERS 20000

static atomic_uint wakes;

static void count_wake(void *self)
{
    (void)self;
    atomic_fetch_add(&wakes, 1);
}

static struct mailbox *mailbox_of(size_t decisive, size_t display)
{
    struct mailbox_config config = {
        .bytes = {decisive, display},
        .wake = count_wake,
    };
    atomic_store(&wakes, 0);
    return mailbox_create(&config);
}

static struct letter letter_of(
    uint32_t source, uint32_t number, const char *head, const char *body)
{
    return (struct letter){
        .source = source,
        .number = number,
        .head = head,
        .head_size = strlen(head),
        .body = body,
        .body_size = strlen(body),
    };
}

static void a_letter_arrives_whole_although_the_sender_forgets_it(void **state)
{
    (void)state;
    struct mailbox *mailbox = mailbox_of(1 << 16, 1 << 16);
    char body[] = "{\"a\":1}";
    struct letter letter = letter_of(3, 7, "topic", body);
    letter.kind = 9;
    letter.code = -4;
    letter.flag = true;
    assert_true(mailbox_post(mailbox, MAILBOX_DECISIVE, &letter));
    memset(body, 'x', sizeof body);

    struct letter got;
    assert_true(mailbox_take(mailbox, &got));
    assert_int_equal(got.source, 3);
    assert_int_equal(got.kind, 9);
    assert_int_equal(got.number, 7);
    assert_int_equal(got.code, -4);
    assert_true(got.flag);
    assert_int_equal(got.head_size, 5);
    assert_memory_equal(got.head, "topic", 5);
    assert_int_equal(got.body_size, 7);
    assert_memory_equal(got.body, "{\"a\":1}", 7);
    assert_false(mailbox_take(mailbox, &got));
    mailbox_destroy(mailbox);
}

static void what_decides_goes_before_what_is_shown(void **state)
{
    (void)state;
    struct mailbox *mailbox = mailbox_of(1 << 16, 1 << 16);
    struct letter shown = letter_of(1, 1, "t", "shown");
    struct letter decides = letter_of(2, 2, "t", "decides");
    assert_true(mailbox_post(mailbox, MAILBOX_DISPLAY, &shown));
    assert_true(mailbox_post(mailbox, MAILBOX_DISPLAY, &shown));
    struct letter got;
    assert_true(mailbox_take(mailbox, &got));
    assert_int_equal(got.source, 1);
    assert_true(mailbox_post(mailbox, MAILBOX_DECISIVE, &decides));
    assert_true(mailbox_take(mailbox, &got));
    assert_int_equal(got.source, 2);
    assert_true(mailbox_take(mailbox, &got));
    assert_int_equal(got.source, 1);
    mailbox_destroy(mailbox);
}

static void a_full_lane_refuses_and_counts_and_only_the_decisive_one_says_so(void **state)
{
    (void)state;
    struct mailbox *mailbox = mailbox_of(8192, 8192);
    struct letter letter = letter_of(1, 0, "topic", "some payload of some length");
    unsigned fitted = 0;
    while (mailbox_post(mailbox, MAILBOX_DISPLAY, &letter))
        fitted++;
    assert_true(fitted > 20);
    assert_false(mailbox_overflowed(mailbox));
    while (mailbox_post(mailbox, MAILBOX_DECISIVE, &letter))
        continue;
    assert_true(mailbox_overflowed(mailbox));
    assert_false(mailbox_overflowed(mailbox));

    struct mailbox_counts counts;
    mailbox_counts(mailbox, &counts);
    assert_int_equal(counts.posted[MAILBOX_DISPLAY], fitted);
    assert_int_equal(counts.refused[MAILBOX_DISPLAY], 1);
    assert_int_equal(counts.refused[MAILBOX_DECISIVE], 1);

    letter.urgent = true;
    assert_true(mailbox_post(mailbox, MAILBOX_DECISIVE, &letter));
    mailbox_destroy(mailbox);
}

static void after_being_emptied_a_full_lane_takes_letters_again(void **state)
{
    (void)state;
    struct mailbox *mailbox = mailbox_of(8192, 8192);
    struct letter letter = letter_of(1, 0, "topic", "payload");
    for (int round = 0; round < 10; round++) {
        unsigned posted = 0, taken = 0;
        while (mailbox_post(mailbox, MAILBOX_DECISIVE, &letter))
            posted++;
        struct letter got;
        while (mailbox_take(mailbox, &got))
            taken++;
        assert_int_equal(posted, taken);
    }
    mailbox_destroy(mailbox);
}

static void one_wake_is_enough_for_many_letters(void **state)
{
    (void)state;
    struct mailbox *mailbox = mailbox_of(1 << 16, 1 << 16);
    struct letter letter = letter_of(1, 0, "t", "p");
    for (int i = 0; i < 50; i++)
        assert_true(mailbox_post(mailbox, MAILBOX_DECISIVE, &letter));
    assert_int_equal(atomic_load(&wakes), 1);
    struct letter got;
    while (mailbox_take(mailbox, &got))
        continue;
    assert_true(mailbox_post(mailbox, MAILBOX_DECISIVE, &letter));
    assert_int_equal(atomic_load(&wakes), 2);
    mailbox_destroy(mailbox);
}

static void an_absurd_size_is_refused(void **state)
{
    (void)state;
    struct mailbox *mailbox = mailbox_of(8192, 8192);
    struct letter letter = {.head = "x", .head_size = SIZE_MAX, .body = "y", .body_size = 2};
    assert_false(mailbox_post(mailbox, MAILBOX_DECISIVE, &letter));
    mailbox_destroy(mailbox);
}

struct poster {
    struct mailbox *mailbox;
    uint32_t source;
};

static void *post_many(void *self)
{
    struct poster *poster = self;
    for (uint32_t i = 0; i < LETTERS; i++) {
        char body[64];
        int length = snprintf(body, sizeof body, "%u:%u", poster->source, i);
        struct letter letter = {
            .source = poster->source,
            .number = i,
            .body = body,
            .body_size = (size_t)length,
        };
        while (!mailbox_post(poster->mailbox, (enum mailbox_lane)(poster->source % 2), &letter))
            continue;
    }
    return NULL;
}

static void letters_of_four_threads_arrive_whole_and_in_each_ones_order(void **state)
{
    (void)state;
    struct mailbox *mailbox = mailbox_of(1 << 16, 1 << 16);
    pthread_t threads[POSTERS];
    struct poster posters[POSTERS];
    for (uint32_t i = 0; i < POSTERS; i++) {
        posters[i] = (struct poster){mailbox, i};
        assert_int_equal(pthread_create(&threads[i], NULL, post_many, &posters[i]), 0);
    }
    uint32_t next[POSTERS] = {0};
    for (unsigned taken = 0; taken < POSTERS * LETTERS;) {
        struct letter got;
        if (!mailbox_take(mailbox, &got))
            continue;
        char body[64];
        int length = snprintf(body, sizeof body, "%u:%u", got.source, got.number);
        assert_int_equal(got.number, next[got.source]++);
        assert_int_equal(got.body_size, length);
        assert_memory_equal(got.body, body, (size_t)length);
        taken++;
    }
    for (int i = 0; i < POSTERS; i++)
        (void)pthread_join(threads[i], NULL);
    mailbox_destroy(mailbox);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_letter_arrives_whole_although_the_sender_forgets_it),
        cmocka_unit_test(what_decides_goes_before_what_is_shown),
        cmocka_unit_test(a_full_lane_refuses_and_counts_and_only_the_decisive_one_says_so),
        cmocka_unit_test(after_being_emptied_a_full_lane_takes_letters_again),
        cmocka_unit_test(one_wake_is_enough_for_many_letters),
        cmocka_unit_test(an_absurd_size_is_refused),
        cmocka_unit_test(letters_of_four_threads_arrive_whole_and_in_each_ones_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

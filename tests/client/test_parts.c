/* The small parts: mailbox, kept state, token times, random words, signals. */
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "robot/base/quit.h"
#include "robot/client/keep.h"
#include "robot/client/link_mailbox.h"
#include "robot/client/random.h"
#include "robot/client/token_json.h"

#include <cmocka.h>

/* ---- mailbox ---- */

static bool put(struct link_mailbox *mailbox, int qos, const char *payload)
{
    struct link_letter letter = {
        .kind = LINK_MESSAGE, .qos = qos, .topic_length = 1, .length = strlen(payload)};
    return link_mailbox_put(mailbox, &letter, "t", payload);
}

static void expect(struct link_mailbox *mailbox, const char *payload)
{
    struct link_letter *letter = link_mailbox_take(mailbox);
    assert_non_null(letter);
    assert_string_equal(letter->bytes, "t");
    assert_string_equal(letter->bytes + 2, payload);
    free(letter);
}

static bool readable(const struct link_mailbox *mailbox)
{
    struct pollfd fd = {.fd = mailbox->fd, .events = POLLIN};
    return poll(&fd, 1, 0) == 1;
}

static void letters_come_out_in_order_and_wake_the_owner(void **state)
{
    (void)state;
    struct link_mailbox mailbox;
    assert_true(link_mailbox_init(&mailbox));
    assert_false(readable(&mailbox));
    assert_true(put(&mailbox, 0, "one") && put(&mailbox, 1, "two"));
    assert_true(readable(&mailbox));
    expect(&mailbox, "one");
    assert_true(readable(&mailbox));
    expect(&mailbox, "two");
    assert_false(readable(&mailbox));
    assert_null(link_mailbox_take(&mailbox));
    link_mailbox_finish(&mailbox);
}

static void a_full_mailbox_drops_the_oldest_that_nobody_waits_for(void **state)
{
    (void)state;
    struct link_mailbox mailbox;
    struct link_letter lost = {.kind = LINK_LOST};
    assert_true(link_mailbox_init(&mailbox));
    assert_true(put(&mailbox, 1, "kept"));
    for (unsigned i = 1; i < LINK_MAILBOX; i++)
        assert_true(put(&mailbox, 0, i == 1 ? "dropped" : "later"));
    assert_true(put(&mailbox, 0, "newest"));
    assert_int_equal(mailbox.dropped, 1);
    assert_int_equal(mailbox.messages, LINK_MAILBOX);
    assert_true(link_mailbox_put(&mailbox, &lost, NULL, NULL)); /* always finds room */
    expect(&mailbox, "kept");
    expect(&mailbox, "later");
    link_mailbox_finish(&mailbox);
}

static void a_mailbox_full_of_what_must_arrive_refuses(void **state)
{
    (void)state;
    struct link_mailbox mailbox;
    assert_true(link_mailbox_init(&mailbox));
    for (unsigned i = 0; i < LINK_MAILBOX; i++)
        assert_true(put(&mailbox, 1, "kept"));
    assert_false(put(&mailbox, 0, "new"));
    assert_int_equal(mailbox.messages, LINK_MAILBOX);
    link_mailbox_finish(&mailbox);
}

static void a_mailbox_is_bounded_in_bytes_too(void **state)
{
    (void)state;
    struct link_mailbox mailbox;
    static char large[65537];
    memset(large, 'x', sizeof large - 1);
    assert_true(link_mailbox_init(&mailbox));
    for (unsigned i = 0; i < 200; i++)
        assert_true(put(&mailbox, 0, large));
    assert_true(mailbox.bytes <= LINK_MAILBOX_BYTES);
    assert_true(mailbox.dropped > 100);
    link_mailbox_finish(&mailbox);
}

/* ---- what a robot keeps ---- */

static char directory[] = "/tmp/arena-keep-XXXXXX";
static char path[64];

static int make_directory(void **state)
{
    (void)state;
    memcpy(directory, "/tmp/arena-keep-XXXXXX", sizeof directory);
    assert_non_null(mkdtemp(directory));
    (void)snprintf(path, sizeof path, "%s/rover.state", directory);
    return 0;
}

static int remove_directory(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(directory);
}

static struct authority_saved full(void)
{
    struct authority_saved saved = {
        .highest = {LEASE_NUMBER_MAX, 7},
        .stop_count = LEASE_STOPS,
        .cleared_count = LEASE_CLEARED
    };
    for (unsigned i = 0; i < LEASE_STOPS; i++)
        saved.stops[i] = (struct stop_entry){
            random_tag(), {KIND_PLAYER, "ann-x7"}
        };
    for (unsigned i = 0; i < LEASE_CLEARED; i++)
        saved.cleared[i] = random_tag();
    return saved;
}

static void what_is_kept_comes_back(void **state)
{
    (void)state;
    struct authority_saved saved = full(), back;
    assert_int_equal(keep_store(path, &saved), RC_OK);
    assert_int_equal(keep_load(path, &back), RC_OK);
    assert_memory_equal(&saved, &back, sizeof saved);
    struct stat facts;
    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
}

static void without_a_file_nothing_is_known(void **state)
{
    (void)state;
    struct authority_saved back = full();
    static const struct authority_saved nothing;
    assert_int_equal(keep_load(path, &back), RC_OK);
    assert_memory_equal(&back, &nothing, sizeof back);
}

static void write_text(const char *text, size_t length)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* Every prefix of a good file is refused: nothing half is believed. */
static void a_cut_file_is_refused_at_every_length(void **state)
{
    (void)state;
    char text[4096];
    struct authority_saved saved = full(), back;
    assert_int_equal(keep_store(path, &saved), RC_OK);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t length = fread(text, 1, sizeof text, file);
    assert_int_equal(fclose(file), 0);
    for (size_t cut = 0; cut < length; cut++) {
        write_text(text, cut);
        assert_int_equal(keep_load(path, &back), RC_IO);
    }
}

static void a_foreign_file_is_refused(void **state)
{
    static const char *const texts[] = {
        "",
        "\n",
        "end\n",
        "arena-robot 2\nhighest 1 1\nend\n",
        "arena-robot 1\nhighest -1 1\nend\n",
        "arena-robot 1\nhighest 2147483648 1\nend\n",
        "arena-robot 1\nhighest 99999999999999999999 1\nend\n",
        "arena-robot 1\nhighest 1\nend\n",
        "arena-robot 1\nhighest 1 x\nend\n",
        "arena-robot 1\nstop\nend\n",
        "arena-robot 1\nstop id nobody\nend\n",
        "arena-robot 1\nstop * player/ann\nend\n",
        "arena-robot 1\ncleared\nend\n",
        "arena-robot 1\nnews 1\nend\n",
        "arena-robot 1\n\nend\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct authority_saved back;
        write_text(texts[i], strlen(texts[i]));
        if (keep_load(path, &back) != RC_IO)
            fail_msg("accepted: %s", texts[i]);
    }
}

static void a_directory_that_is_not_there_is_told(void **state)
{
    (void)state;
    struct authority_saved saved = full();
    assert_int_equal(keep_store("/nonexistent/rover.state", &saved), RC_IO);
    assert_int_equal(keep_load("/proc/self/mem", &saved), RC_IO);
}

/* ---- tokens ---- */

static void the_times_of_a_token_are_read(void **state)
{
    (void)state;
    struct token_times times;
    /* {"sub":"robot/scout1","iat":1700000000,"exp":1700003600} */
    assert_true(token_times_from_jwt(
        "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJyb2JvdC9zY291dDEiLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcw"
        "MDAwMzYwMH0.c2ln",
        &times));
    assert_int_equal(times.iat, 1700000000);
    assert_int_equal(times.exp, 1700003600);
}

static void what_is_no_token_has_no_times(void **state)
{
    static const char *const texts[] = {
        "", "a", "a.b", "a.b.c", "..", "a..c", "a.!!!!.c", "a.e30.c", "a.bnVsbA.c",
        "a.eyJpYXQiOiJ4IiwiZXhwIjoyfQ.c", /* iat is a text */
        "a.eyJpYXQiOjMsImV4cCI6Mn0.c",    /* ends before it begins */
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct token_times times;
        if (token_times_from_jwt(texts[i], &times))
            fail_msg("accepted: %s", texts[i]);
    }
    static char longer[4096];
    struct token_times times;
    memset(longer, 'A', sizeof longer - 1);
    longer[1] = longer[sizeof longer - 3] = '.';
    assert_false(token_times_from_jwt(longer, &times));
}

static void a_signal_to_end_stays_readable_even_where_a_shell_ignored_it(void **state)
{
    (void)state;
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    assert_int_equal(sigaction(SIGINT, &ignore, NULL), 0);
    struct pollfd polled[1];
    int quit = quit_watch();
    assert_true(quit >= 0);
    assert_true(quit_poll(quit, polled, 0, 5000, 5000));
    assert_int_equal(raise(SIGINT), 0);
    assert_false(quit_poll(quit, polled, 0, 5000, 60000));
    assert_false(quit_poll(quit, polled, 0, 5000, UINT64_MAX));
    struct signalfd_siginfo taken; /* else it would end this program */
    assert_int_equal(read(quit, &taken, sizeof taken), sizeof taken);
    assert_true(quit_poll(quit, polled, 0, 5000, 0));
    assert_int_equal(close(quit), 0);
}

static void random_words_are_tags_and_differ(void **state)
{
    (void)state;
    struct tag first = random_tag();
    for (unsigned i = 0; i < 1000; i++) {
        struct tag tag = random_tag();
        assert_true(tag_valid(tag.text));
        assert_int_equal(strlen(tag.text), 16);
        assert_false(tag_equal(&first, &tag));
    }
}

int main(void)
{
#define KEPT(name) cmocka_unit_test_setup_teardown(name, make_directory, remove_directory)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_come_out_in_order_and_wake_the_owner),
        cmocka_unit_test(a_full_mailbox_drops_the_oldest_that_nobody_waits_for),
        cmocka_unit_test(a_mailbox_full_of_what_must_arrive_refuses),
        cmocka_unit_test(a_mailbox_is_bounded_in_bytes_too),
        KEPT(what_is_kept_comes_back),
        KEPT(without_a_file_nothing_is_known),
        KEPT(a_cut_file_is_refused_at_every_length),
        KEPT(a_foreign_file_is_refused),
        cmocka_unit_test(a_directory_that_is_not_there_is_told),
        cmocka_unit_test(the_times_of_a_token_are_read),
        cmocka_unit_test(what_is_no_token_has_no_times),
        cmocka_unit_test(a_signal_to_end_stays_readable_even_where_a_shell_ignored_it),
        cmocka_unit_test(random_words_are_tags_and_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

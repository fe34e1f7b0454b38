/* Revocations: in memory, in their text, in their file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "broker-config/guard/revoked.h"
#include "tests/broker/guard_fixture.h"

#include <cmocka.h>

struct fixture {
    struct guard_directory directory;
    char path[FIXTURE_PATH_SIZE];
    struct revoked_list *list;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    guard_directory_make(&fixture.directory);
    (void)guard_directory_file(&fixture.directory, "revoked", fixture.path);
    fixture.list = revoked_create(fixture.path);
    *state = &fixture;
    return fixture.list == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    revoked_destroy(fixture->list);
    guard_directory_remove(&fixture->directory);
    return 0;
}

static enum rc read_text(struct fixture *fixture, const char *text)
{
    return revoked_read_text(fixture->list, text, strlen(text));
}

static void what_was_set_is_known_and_zero_forgets_it(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(revoked_set(fixture->list, "player/ann", 100), RC_OK);
    assert_int_equal(revoked_set(fixture->list, "robot/scout1", 200), RC_OK);
    assert_int_equal(revoked_before(fixture->list, "player/ann"), 100);
    assert_int_equal(revoked_before(fixture->list, "player/an"), 0);
    assert_int_equal(revoked_set(fixture->list, "player/ann", 0), RC_OK);
    assert_int_equal(revoked_before(fixture->list, "player/ann"), 0);
    assert_int_equal(revoked_count(fixture->list), 1);
}

static void saying_the_same_again_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(revoked_set(fixture->list, "player/ann", 100), RC_OK);
    assert_int_equal(revoked_store(fixture->list), RC_OK);
    assert_int_equal(revoked_set(fixture->list, "player/ann", 100), RC_OK);
    assert_int_equal(revoked_set(fixture->list, "player/bob", 0), RC_OK);
    assert_false(revoked_changed(fixture->list));
}

static void what_is_no_principal_is_refused(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(revoked_set(fixture->list, "ann", 1), RC_BAD_REQUEST);
    assert_int_equal(revoked_set(fixture->list, "king/ann", 1), RC_BAD_REQUEST);
    assert_int_equal(revoked_set(fixture->list, "player/Ann", 1), RC_BAD_REQUEST);
    assert_int_equal(revoked_set(fixture->list, "player/ann\n", 1), RC_BAD_REQUEST);
}

static void a_full_list_says_so_and_still_takes_what_it_knows(void **state)
{
    struct fixture *fixture = *state;
    char name[PRINCIPAL_SIZE];
    for (unsigned i = 0; i < REVOKED_MAX; i++) {
        (void)snprintf(name, sizeof(name), "player/p%u", i);
        assert_int_equal(revoked_set(fixture->list, name, i + 1), RC_OK);
    }
    assert_int_equal(revoked_set(fixture->list, "player/one-more", 5), RC_FULL);
    assert_int_equal(revoked_set(fixture->list, "player/p77", 999), RC_OK);
    assert_int_equal(revoked_before(fixture->list, "player/p77"), 999);
    assert_int_equal(revoked_store(fixture->list), RC_OK);
    assert_int_equal(revoked_load(fixture->list), RC_OK);
    assert_int_equal(revoked_count(fixture->list), REVOKED_MAX);
}

static void it_outlives_its_process_in_the_file(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(revoked_set(fixture->list, "player/ann", 1700000000), RC_OK);
    assert_int_equal(revoked_store(fixture->list), RC_OK);
    struct revoked_list *other = revoked_create(fixture->path);
    assert_int_equal(revoked_load(other), RC_OK);
    assert_int_equal(revoked_before(other, "player/ann"), 1700000000);
    revoked_destroy(other);
    struct stat info;
    assert_int_equal(stat(fixture->path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void the_file_is_written_only_when_something_changed(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(revoked_load(fixture->list), RC_OK);
    assert_int_equal(revoked_store(fixture->list), RC_OK);
    assert_int_equal(access(fixture->path, F_OK), -1);
}

static void a_file_that_cannot_be_written_stays_to_be_written(void **state)
{
    struct fixture *fixture = *state;
    struct revoked_list *nowhere = revoked_create("/nonexistent/arena/revoked");
    assert_int_equal(revoked_set(nowhere, "player/ann", 1), RC_OK);
    assert_int_equal(revoked_store(nowhere), RC_IO);
    assert_true(revoked_changed(nowhere));
    revoked_destroy(nowhere);
    assert_int_equal(revoked_count(fixture->list), 0);
}

static void a_damaged_text_is_refused_whole(void **state)
{
    static const char *const damaged[] = {
        "player/ann",
        "player/ann 5",
        "player/ann \n",
        "player/ann  5\n",
        "player/ann 5 \n",
        "player/ann -5\n",
        "player/ann 0\n",
        "player/ann 5x\n",
        "player/ann 9999999999999999999\n",
        "ann 5\n",
        " 5\n",
        "\n",
        "player/bob 7\nplayer/ann 5",
        "player/bob 7\n\nplayer/ann 5\n",
        "player/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 5\n",
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
        assert_int_equal(read_text(fixture, damaged[i]), RC_BAD_REQUEST);
        assert_int_equal(revoked_count(fixture->list), 0);
        assert_false(revoked_changed(fixture->list));
    }
    assert_int_equal(read_text(fixture, "player/bob 7\nplayer/ann 5\n"), RC_OK);
    assert_int_equal(revoked_before(fixture->list, "player/ann"), 5);
}

static void a_damaged_file_is_told_from_a_missing_one(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(revoked_load(fixture->list), RC_OK);
    guard_directory_write(&fixture->directory, "revoked", "player/ann 5\nplayer/b");
    assert_int_equal(revoked_load(fixture->list), RC_BAD_REQUEST);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_was_set_is_known_and_zero_forgets_it),
        CASE(saying_the_same_again_changes_nothing),
        CASE(what_is_no_principal_is_refused),
        CASE(a_full_list_says_so_and_still_takes_what_it_knows),
        CASE(it_outlives_its_process_in_the_file),
        CASE(the_file_is_written_only_when_something_changed),
        CASE(a_file_that_cannot_be_written_stays_to_be_written),
        CASE(a_damaged_text_is_refused_whole),
        CASE(a_damaged_file_is_told_from_a_missing_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

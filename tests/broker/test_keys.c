/* The directory of public keys: what counts as one, which count, when it is read again. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "broker-config/guard/keys.h"
#include "tests/broker/guard_fixture.h"

#include <cmocka.h>

#define LATER_S                                                                                \
    4000000000u /* long after any file here was written: what was read is settled              \
                 */

struct fixture {
    struct guard_directory directory;
    struct keys keys;
    char *private, *public;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    guard_directory_make(&fixture.directory);
    guard_key_pair("P-256", &fixture.private, &fixture.public);
    *state = &fixture;
    return keys_init(&fixture.keys, fixture.directory.path) ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    keys_finish(&fixture->keys);
    free(fixture->private);
    free(fixture->public);
    guard_directory_remove(&fixture->directory);
    return 0;
}

/* The directory's time is coarse: what a test changes at once is given another time. */
static void age(const struct fixture *fixture, time_t seconds)
{
    struct timespec times[2] = {{.tv_sec = seconds}, {.tv_sec = seconds}};
    assert_int_equal(utimensat(AT_FDCWD, fixture->directory.path, times, 0), 0);
}

static void a_key_is_found_by_its_file_name(void **state)
{
    struct fixture *fixture = *state;
    guard_directory_write(&fixture->directory, "2024-a.pem", fixture->public);
    assert_true(keys_refresh(&fixture->keys, LATER_S));
    const struct key *key = keys_find(&fixture->keys, "2024-a");
    assert_non_null(key);
    assert_string_equal(key->pem, fixture->public);
    assert_null(keys_find(&fixture->keys, "2024"));
    assert_null(keys_find(&fixture->keys, ""));
}

static void what_is_no_p256_public_key_is_left_out_by_name(void **state)
{
    struct fixture *fixture = *state;
    char *private = NULL;
    char *public = NULL;
    guard_key_pair("P-384", &private, &public);
    guard_directory_write(&fixture->directory, "other-curve.pem", public);
    guard_directory_write(&fixture->directory, "private.pem", fixture->private);
    guard_directory_write(&fixture->directory, "empty.pem", "");
    guard_directory_write(
        &fixture->directory, "garbage.pem", "-----BEGIN PUBLIC KEY-----\nAAAA");
    guard_directory_write(&fixture->directory, "good.pem", fixture->public);
    (void)keys_refresh(&fixture->keys, LATER_S);
    assert_int_equal(fixture->keys.count, 1);
    assert_non_null(keys_find(&fixture->keys, "good"));
    assert_non_null(strstr(fixture->keys.note, ".pem is no readable EC P-256 public key"));
    free(private);
    free(public);
}

static void other_files_are_not_looked_at(void **state)
{
    struct fixture *fixture = *state;
    guard_directory_write(&fixture->directory, "a.pem.new", fixture->public);
    guard_directory_write(&fixture->directory, "README", "keys");
    guard_directory_write(&fixture->directory, "Upper.pem", fixture->public);
    guard_directory_write(&fixture->directory, ".pem", fixture->public);
    (void)keys_refresh(&fixture->keys, LATER_S);
    assert_int_equal(fixture->keys.count, 0);
    assert_non_null(strstr(fixture->keys.note, "holds no key"));
}

static void a_file_too_large_and_a_fifo_are_left_out(void **state)
{
    struct fixture *fixture = *state;
    char large[KEYS_PEM_SIZE * 2];
    memset(large, '\n', sizeof(large));
    memcpy(large, fixture->public, strlen(fixture->public));
    large[sizeof(large) - 1] = '\0';
    guard_directory_write(&fixture->directory, "large.pem", large);
    char path[FIXTURE_PATH_SIZE];
    assert_int_equal(
        mkfifo(guard_directory_file(&fixture->directory, "fifo.pem", path), 0600), 0);
    (void)keys_refresh(&fixture->keys, LATER_S);
    assert_int_equal(fixture->keys.count, 0);
}

static void it_is_read_again_only_when_its_time_changed(void **state)
{
    struct fixture *fixture = *state;
    guard_directory_write(&fixture->directory, "a.pem", fixture->public);
    age(fixture, 1000);
    assert_true(keys_refresh(&fixture->keys, LATER_S));
    guard_directory_write(&fixture->directory, "b.pem", fixture->public);
    age(fixture, 1000);
    assert_false(keys_refresh(&fixture->keys, LATER_S));
    age(fixture, 1001);
    assert_true(keys_refresh(&fixture->keys, LATER_S));
    assert_int_equal(fixture->keys.count, 2);
}

static void what_changed_a_moment_ago_is_looked_at_again(void **state)
{
    struct fixture *fixture = *state;
    guard_directory_write(&fixture->directory, "a.pem", fixture->public);
    age(fixture, 1000);
    assert_true(keys_refresh(&fixture->keys, 1001));
    guard_directory_write(&fixture->directory, "b.pem", fixture->public);
    age(fixture, 1000);
    assert_true(keys_refresh(&fixture->keys, 1001));
    assert_int_equal(fixture->keys.count, 2);
}

static void of_too_many_the_greatest_names_count(void **state)
{
    struct fixture *fixture = *state;
    char name[16];
    for (unsigned i = 0; i < KEYS_MAX + 5; i++) {
        (void)snprintf(name, sizeof(name), "k%03u.pem", i);
        guard_directory_write(&fixture->directory, name, fixture->public);
    }
    (void)keys_refresh(&fixture->keys, LATER_S);
    assert_int_equal(fixture->keys.count, KEYS_MAX);
    assert_null(keys_find(&fixture->keys, "k004"));
    assert_non_null(keys_find(&fixture->keys, "k005"));
    assert_non_null(keys_find(&fixture->keys, "k036"));
}

static void a_missing_directory_is_no_key_until_it_comes(void **state)
{
    struct fixture *fixture = *state;
    struct keys keys;
    char path[FIXTURE_PATH_SIZE];
    assert_true(keys_init(&keys, guard_directory_file(&fixture->directory, "later", path)));
    assert_true(keys_refresh(&keys, LATER_S));
    assert_int_equal(keys.count, 0);
    assert_non_null(strstr(keys.note, "nobody can log in"));
    assert_false(keys_refresh(&keys, LATER_S));
    struct guard_directory later;
    (void)guard_directory_file(&fixture->directory, "later", later.path);
    assert_int_equal(mkdir(later.path, 0700), 0);
    guard_directory_write(&later, "a.pem", fixture->public);
    assert_true(keys_refresh(&keys, LATER_S));
    assert_int_equal(keys.count, 1);
    keys_finish(&keys);
    guard_directory_remove(&later);
}

static void a_removed_key_is_gone_after_the_next_look(void **state)
{
    struct fixture *fixture = *state;
    guard_directory_write(&fixture->directory, "a.pem", fixture->public);
    age(fixture, 1000);
    (void)keys_refresh(&fixture->keys, LATER_S);
    char path[FIXTURE_PATH_SIZE];
    assert_int_equal(unlink(guard_directory_file(&fixture->directory, "a.pem", path)), 0);
    assert_true(keys_refresh(&fixture->keys, LATER_S));
    assert_null(keys_find(&fixture->keys, "a"));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_key_is_found_by_its_file_name),
        CASE(what_is_no_p256_public_key_is_left_out_by_name),
        CASE(other_files_are_not_looked_at),
        CASE(a_file_too_large_and_a_fifo_are_left_out),
        CASE(it_is_read_again_only_when_its_time_changed),
        CASE(what_changed_a_moment_ago_is_looked_at_again),
        CASE(of_too_many_the_greatest_names_count),
        CASE(a_missing_directory_is_no_key_until_it_comes),
        CASE(a_removed_key_is_gone_after_the_next_look),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Where a robot program has its token from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "robot/agent/credentials.h"

#include <cmocka.h>

struct fixture {
    char directory[32];
    struct card card;
    struct credentials credentials;
};

static int begin(void **state)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    (void)snprintf(fixture.directory, sizeof fixture.directory, "/tmp/arena-token-XXXXXX");
    assert_non_null(mkdtemp(fixture.directory));
    fixture.credentials.card = &fixture.card;
    *state = &fixture;
    return 0;
}

static int end(void **state)
{
    const struct fixture *fixture = *state;
    (void)unlink(fixture->credentials.given);
    (void)unlink(fixture->credentials.kept);
    return rmdir(fixture->directory);
}

static void write_file(
    const struct fixture *fixture, char path[CREDENTIALS_PATH_SIZE], const char *token)
{
    snprintf(path, CREDENTIALS_PATH_SIZE, "%s/%s.token", fixture->directory, token);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(token, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static const char *next_token(struct fixture *fixture, bool refused)
{
    static char token[ASK_TOKEN_SIZE];
    return credentials_token(&fixture->credentials, 0, refused, token, sizeof token) ? token
                                                                                     : "";
}

static void what_was_kept_comes_before_what_was_given(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(next_token(fixture, false), "");
    write_file(fixture, fixture->credentials.given, "given");
    assert_string_equal(next_token(fixture, false), "given");
    write_file(fixture, fixture->credentials.kept, "kept");
    assert_string_equal(next_token(fixture, false), "kept");
    assert_string_equal(next_token(fixture, true), "given");
}

/* Else it would log in with the old one until that has ended, and then never again. */
static void a_renewed_token_counts_where_nothing_can_be_kept(void **state)
{
    struct fixture *fixture = *state;
    write_file(fixture, fixture->credentials.given, "given");
    assert_string_equal(next_token(fixture, false), "given");
    credentials_keep(&fixture->credentials, "renewed");
    assert_string_equal(next_token(fixture, false), "renewed");
    assert_string_equal(next_token(fixture, true), "given");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_kept_comes_before_what_was_given, begin, end),
        cmocka_unit_test_setup_teardown(
            a_renewed_token_counts_where_nothing_can_be_kept, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

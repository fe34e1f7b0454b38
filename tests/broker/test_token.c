/* Tokens, as attackers write them: every check once alone, the rest of the token being good. */
#include <jwt.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "broker-config/guard/token.h"
#include "tests/broker/guard_fixture.h"

#include <cmocka.h>

#define ROOT "arena/v1"
#define ANN  "player/ann"
#define GOOD                                                                                   \
    "{\"sub\":\"player/ann\",\"iss\":\"arena/v1\",\"aud\":[\"mqtt\",\"http\"],\"iat\":1000,"   \
    "\"exp\":2000}"

struct fixture {
    struct guard_directory directory;
    struct keys keys;
    char *private, *public;
    char *stranger, *stranger_public;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    guard_directory_make(&fixture.directory);
    guard_key_pair("P-256", &fixture.private, &fixture.public);
    guard_key_pair("P-256", &fixture.stranger, &fixture.stranger_public);
    guard_directory_write(&fixture.directory, "k1.pem", fixture.public);
    *state = &fixture;
    return keys_init(&fixture.keys, fixture.directory.path) &&
                   keys_refresh(&fixture.keys, 4000000000u)
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    keys_finish(&fixture->keys);
    free(fixture->private);
    free(fixture->public);
    free(fixture->stranger);
    free(fixture->stranger_public);
    guard_directory_remove(&fixture->directory);
    return 0;
}

static char *sign(jwt_alg_t algorithm, const char *key, const char *kid, const char *claims)
{
    jwt_t *jwt = NULL;
    assert_int_equal(jwt_new(&jwt), 0);
    assert_int_equal(jwt_add_grants_json(jwt, claims), 0);
    if (kid != NULL) {
        assert_int_equal(jwt_add_header(jwt, "kid", kid), 0);
    }
    int length = key == NULL ? 0 : (int)strlen(key);
    assert_int_equal(jwt_set_alg(jwt, algorithm, (const unsigned char *)key, length), 0);
    char *token = jwt_encode_str(jwt);
    assert_non_null(token);
    jwt_free(jwt);
    return token;
}

static enum token_verdict check(const struct fixture *fixture, const char *token)
{
    struct claims claims;
    return token_check(&fixture->keys, ROOT, ANN, token, &claims);
}

static enum token_verdict check_claims(const struct fixture *fixture, const char *claims)
{
    char *token = sign(JWT_ALG_ES256, fixture->private, "k1", claims);
    enum token_verdict verdict = check(fixture, token);
    free(token);
    return verdict;
}

static void a_good_token_is_fine_and_its_claims_are_read(void **state)
{
    struct fixture *fixture = *state;
    char *token = sign(JWT_ALG_ES256, fixture->private, "k1", GOOD);
    struct claims claims;
    assert_int_equal(token_check(&fixture->keys, ROOT, ANN, token, &claims), TOKEN_FINE);
    assert_string_equal(claims.sub, ANN);
    assert_int_equal(claims.iat, 1000);
    assert_int_equal(claims.exp, 2000);
    free(token);
}

static void no_token_is_absent(void **state)
{
    assert_int_equal(check(*state, NULL), TOKEN_ABSENT);
    assert_int_equal(check(*state, ""), TOKEN_ABSENT);
}

static void a_token_of_1024_bytes_is_too_long_before_anything_is_looked_at(void **state)
{
    char text[70000];
    memset(text, 'a', sizeof(text));
    text[1024] = '\0';
    assert_int_equal(check(*state, text), TOKEN_LENGTH);
    text[1024] = 'a';
    text[sizeof(text) - 1] = '\0';
    assert_int_equal(check(*state, text), TOKEN_LENGTH);
    text[1023] = '\0';
    assert_int_equal(check(*state, text), TOKEN_FORM);
}

static void garbage_is_no_token(void **state)
{
    static const char *const garbage[] = {".", "..", "...", "a.b", "a.b.c", "a.b.c.d",
        "e30.e30.e30", "eyJhbGciOiJFUzI1NiJ9", "eyJhbGciOiJFUzI1NiJ9..", "\xff\xfe.\xff.\xff",
        "{}.{}.{}", "null"};
    for (size_t i = 0; i < sizeof(garbage) / sizeof(garbage[0]); i++) {
        assert_int_not_equal(check(*state, garbage[i]), TOKEN_FINE);
    }
}

static void the_algorithm_none_is_refused(void **state)
{
    char *token = sign(JWT_ALG_NONE, NULL, "k1", GOOD);
    assert_int_equal(check(*state, token), TOKEN_ALGORITHM);
    free(token);
}

static void a_public_key_taken_for_a_shared_secret_is_refused(void **state)
{
    struct fixture *fixture = *state;
    char *token = sign(JWT_ALG_HS256, fixture->public, "k1", GOOD);
    assert_int_equal(check(fixture, token), TOKEN_ALGORITHM);
    free(token);
}

static void a_missing_an_unknown_and_an_overlong_kid_are_refused(void **state)
{
    struct fixture *fixture = *state;
    static const char *const kids[] = {NULL, "k2", "../k1", "k1.pem", "",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    for (size_t i = 0; i < sizeof(kids) / sizeof(kids[0]); i++) {
        char *token = sign(JWT_ALG_ES256, fixture->private, kids[i], GOOD);
        assert_int_equal(check(fixture, token), TOKEN_KEY);
        free(token);
    }
}

static void a_stranger_s_signature_is_refused(void **state)
{
    struct fixture *fixture = *state;
    char *token = sign(JWT_ALG_ES256, fixture->stranger, "k1", GOOD);
    assert_int_equal(check(fixture, token), TOKEN_SIGNATURE);
    free(token);
}

static void every_changed_character_breaks_the_token(void **state)
{
    struct fixture *fixture = *state;
    char *token = sign(JWT_ALG_ES256, fixture->private, "k1", GOOD);
    for (size_t i = 0; i < strlen(token); i++) {
        char kept = token[i];
        token[i] = kept == 'A' ? 'B' : 'A';
        assert_int_not_equal(check(fixture, token), TOKEN_FINE);
        token[i] = kept;
    }
    assert_int_equal(check(fixture, token), TOKEN_FINE);
    free(token);
}

static void every_shortened_token_is_refused(void **state)
{
    struct fixture *fixture = *state;
    char *token = sign(JWT_ALG_ES256, fixture->private, "k1", GOOD);
    for (size_t length = strlen(token) - 1; length > 0; length--) {
        token[length] = '\0';
        assert_int_not_equal(check(fixture, token), TOKEN_FINE);
    }
    free(token);
}

static void a_signature_of_another_size_or_of_noughts_is_refused(void **state)
{
    struct fixture *fixture = *state;
    static const char noughts[] =
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        "AAAAAAAA";
    char *token = sign(JWT_ALG_ES256, fixture->private, "k1", GOOD);
    char forged[TOKEN_LENGTH_MAX + 1];
    for (int length = 0; length <= (int)strlen(noughts); length++) {
        (void)snprintf(forged, sizeof(forged), "%.*s%.*s",
            (int)(strrchr(token, '.') + 1 - token), token, length, noughts);
        assert_int_equal(check(fixture, forged), TOKEN_SIGNATURE);
    }
    (void)snprintf(forged, sizeof(forged), "%sAA", token);
    assert_int_equal(check(fixture, forged), TOKEN_SIGNATURE);
    free(token);
}

static void a_good_token_with_something_behind_it_is_no_token(void **state)
{
    struct fixture *fixture = *state;
    static const char *const behind[] = {".", ".x", "=", " ", "\n", "+"};
    char *token = sign(JWT_ALG_ES256, fixture->private, "k1", GOOD);
    char longer[TOKEN_LENGTH_MAX + 1];
    for (size_t i = 0; i < sizeof(behind) / sizeof(behind[0]); i++) {
        (void)snprintf(longer, sizeof(longer), "%s%s", token, behind[i]);
        assert_int_equal(check(fixture, longer), TOKEN_FORM);
    }
    free(token);
}

static void each_claim_must_be_there_and_of_its_type(void **state)
{
    static const char *const claims[] = {
        "{\"iss\":\"arena/v1\",\"aud\":\"mqtt\",\"iat\":1000,\"exp\":2000}",
        "{\"sub\":\"player/ann\",\"aud\":\"mqtt\",\"iat\":1000,\"exp\":2000}",
        "{\"sub\":\"player/ann\",\"iss\":\"arena/v1\",\"iat\":1000,\"exp\":2000}",
        "{\"sub\":\"player/ann\",\"iss\":\"arena/v1\",\"aud\":\"mqtt\",\"exp\":2000}",
        "{\"sub\":\"player/ann\",\"iss\":\"arena/v1\",\"aud\":\"mqtt\",\"iat\":1000}",
        "{\"sub\":7,\"iss\":\"arena/v1\",\"aud\":\"mqtt\",\"iat\":1000,\"exp\":2000}",
        "{\"sub\":\"player/ann\",\"iss\":{},\"aud\":\"mqtt\",\"iat\":1000,\"exp\":2000}",
        "{\"sub\":\"player/ann\",\"iss\":\"arena/v1\",\"aud\":{},\"iat\":1000,\"exp\":2000}",
        "{\"sub\":\"player/ann\",\"iss\":\"arena/v1\",\"aud\":[7],\"iat\":1000,\"exp\":2000}",
        "{\"sub\":\"player/ann\",\"iss\":\"arena/"
        "v1\",\"aud\":\"mqtt\",\"iat\":\"1\",\"exp\":2}",
        "{\"sub\":\"player/ann\",\"iss\":\"arena/v1\",\"aud\":\"mqtt\",\"iat\":1.5,\"exp\":2}",
        "{\"sub\":\"player/ann\",\"iss\":\"arena/v1\",\"aud\":\"mqtt\",\"iat\":-1,\"exp\":2}",
        "{\"sub\":\"player/ann\",\"iss\":\"arena/"
        "v1\",\"aud\":\"mqtt\",\"iat\":1,\"exp\":1e300}",
        "{\"sub\":\"player/ann\",\"iss\":\"arena/v1\",\"aud\":\"mqtt\",\"iat\":1,\"exp\":null}",
        "{\"sub\":\"player/ann\",\"iss\":\"arena/v1\",\"aud\":\"mqtt\",\"iat\":0,\"exp\":2000}",
        "{\"sub\":\"\",\"iss\":\"arena/v1\",\"aud\":\"mqtt\",\"iat\":1000,\"exp\":2000}",
        "{\"sub\":\"player/"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\","
        "\"iss\":\"arena/v1\",\"aud\":\"mqtt\",\"iat\":1000,\"exp\":2000}",
        "{\"sub\":\"player/ann\",\"iss\":\"arena/"
        "v1\",\"aud\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\","
        "\"7\",\"8\",\"mqtt\"],\"iat\":1000,\"exp\":2000}",
        "{}",
    };
    for (size_t i = 0; i < sizeof(claims) / sizeof(claims[0]); i++) {
        assert_int_equal(check_claims(*state, claims[i]), TOKEN_CLAIMS);
    }
}

static void another_arena_audience_or_person_is_refused(void **state)
{
    assert_int_equal(
        check_claims(*state, "{\"sub\":\"player/ann\",\"iss\":\"arena/v2\",\"aud\":\"mqtt\","
                             "\"iat\":1000,\"exp\":2000}"),
        TOKEN_ISSUER);
    assert_int_equal(
        check_claims(*state, "{\"sub\":\"player/ann\",\"iss\":\"arena/v1\",\"aud\":\"rtmp\","
                             "\"iat\":1000,\"exp\":2000}"),
        TOKEN_AUDIENCE);
    assert_int_equal(
        check_claims(*state, "{\"sub\":\"player/ann\",\"iss\":\"arena/v1\",\"aud\":[],"
                             "\"iat\":1000,\"exp\":2000}"),
        TOKEN_AUDIENCE);
    assert_int_equal(
        check_claims(*state, "{\"sub\":\"player/bob\",\"iss\":\"arena/v1\",\"aud\":\"mqtt\","
                             "\"iat\":1000,\"exp\":2000}"),
        TOKEN_SUBJECT);
}

static void an_audience_may_be_a_word(void **state)
{
    assert_int_equal(
        check_claims(*state, "{\"sub\":\"player/ann\",\"iss\":\"arena/v1\",\"aud\":\"mqtt\","
                             "\"iat\":1000,\"exp\":2000}"),
        TOKEN_FINE);
}

static void times_count_to_the_second(void **state)
{
    (void)state;
    struct claims claims = {.iat = 1000, .exp = 2000};
    assert_int_equal(token_check_time(&claims, 994), TOKEN_EARLY);
    assert_int_equal(token_check_time(&claims, 995), TOKEN_FINE);
    assert_int_equal(token_check_time(&claims, 1999), TOKEN_FINE);
    assert_int_equal(token_check_time(&claims, 2000), TOKEN_EXPIRED);
}

static void every_verdict_has_a_sentence(void **state)
{
    (void)state;
    for (int i = 0; i < TOKEN_VERDICT_COUNT_; i++) {
        assert_true(strlen(token_sentence((enum token_verdict)i)) > 5);
    }
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_good_token_is_fine_and_its_claims_are_read),
        CASE(no_token_is_absent),
        CASE(a_token_of_1024_bytes_is_too_long_before_anything_is_looked_at),
        CASE(garbage_is_no_token),
        CASE(the_algorithm_none_is_refused),
        CASE(a_public_key_taken_for_a_shared_secret_is_refused),
        CASE(a_missing_an_unknown_and_an_overlong_kid_are_refused),
        CASE(a_stranger_s_signature_is_refused),
        CASE(every_changed_character_breaks_the_token),
        CASE(every_shortened_token_is_refused),
        CASE(a_signature_of_another_size_or_of_noughts_is_refused),
        CASE(a_good_token_with_something_behind_it_is_no_token),
        CASE(each_claim_must_be_there_and_of_its_type),
        CASE(another_arena_audience_or_person_is_refused),
        CASE(an_audience_may_be_a_word),
        cmocka_unit_test(times_count_to_the_second),
        cmocka_unit_test(every_verdict_has_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

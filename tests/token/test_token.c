/* Tokens: what is minted is what others read, and what is forged is refused for the right
 * reason. The other side is PyJWT (peer.py), which also plays the attackers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bridge/adapters/token/account.h"
#include "bridge/adapters/token/token.h"

#include <cmocka.h>

#define ROOT "arena/v1"
#define NOW  1750000000u
#define PEER "/usr/bin/python3 tests/token/peer.py"

struct fixture {
    char state[64];
    struct token_keys *keys;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct token_fault fault;
    memcpy(fixture->state, "/tmp/arena-token-XXXXXX", sizeof "/tmp/arena-token-XXXXXX");
    assert_non_null(mkdtemp(fixture->state));
    assert_int_equal(
        token_keys_create(fixture->state, true, NOW, &fixture->keys, &fault), RC_OK);
    *state = fixture;
    return 0;
}

static FILE *run(const char *command)
{
    FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c): our own command */
    assert_non_null(pipe);
    return pipe;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf %s", fixture->state);
    assert_int_equal(pclose(run(command)), 0);
    token_keys_destroy(fixture->keys);
    free(fixture);
    return 0;
}

static struct token_claims claims_of(enum kind kind, const char *id)
{
    struct token_claims claims = {
        .audiences = TOKEN_MQTT | TOKEN_HTTP, .iat = NOW, .exp = NOW + 60};
    claims.principal.kind = kind;
    (void)snprintf(claims.principal.id, sizeof claims.principal.id, "%s", id);
    return claims;
}

static const struct token_check check_http = {
    .root = ROOT, .audience = TOKEN_HTTP, .now_s = NOW};

static void mint(const struct fixture *fixture, char token[TOKEN_SIZE])
{
    struct token_claims claims = claims_of(KIND_ROBOT, "scout1");
    assert_int_equal(token_mint(fixture->keys, ROOT, &claims, token), RC_OK);
}

static void what_is_minted_is_verified(void **state)
{
    const struct fixture *fixture = *state;
    char token[TOKEN_SIZE];
    mint(fixture, token);
    struct token_claims found;
    assert_int_equal(token_verify(fixture->keys, &check_http, token, strlen(token), &found),
        TOKEN_REFUSED_NONE);
    struct token_claims wanted = claims_of(KIND_ROBOT, "scout1");
    assert_true(principal_equal(&found.principal, &wanted.principal));
    assert_int_equal(found.iat, NOW);
    assert_int_equal(found.exp, NOW + 60);
    assert_int_equal(found.audiences, TOKEN_MQTT | TOKEN_HTTP);
}

static void another_implementation_reads_the_same(void **state)
{
    const struct fixture *fixture = *state;
    char token[TOKEN_SIZE];
    mint(fixture, token);
    const char *kid = token_keys_signer(fixture->keys);
    char command[TOKEN_SIZE + 256];
    (void)snprintf(command, sizeof command, PEER " verify %s/public-keys/%s.pem %s",
        fixture->state, kid, token);
    FILE *pipe = run(command);
    char line[256] = "";
    assert_non_null(fgets(line, sizeof line, pipe));
    assert_int_equal(pclose(pipe), 0);
    char wanted[256];
    (void)snprintf(wanted, sizeof wanted, "%s robot/scout1 " ROOT " mqtt,http %u %u\n", kid,
        NOW, NOW + 60);
    assert_string_equal(line, wanted);
}

static const char *const refusal_words[] = {
#define X(name, sentence) #name,
    TOKEN_REFUSAL_LIST(X)
#undef X
};

/* One line of the peer: the refusals that are right (words), the case's name, the token. */
static void check_case(const struct fixture *fixture, char *line)
{
    char *token = strrchr(line, ' ');
    assert_non_null(token);
    *token++ = '\0';
    token[strcspn(token, "\n")] = '\0';
    char *name = strrchr(line, ' ');
    assert_non_null(name);
    *name++ = '\0';
    struct token_claims claims;
    enum token_refusal found =
        token_verify(fixture->keys, &check_http, token, strlen(token), &claims);
    if (strstr(line, refusal_words[found]) == NULL)
        fail_msg("%s: %s instead of %s", name, refusal_words[found], line);
}

static void every_forged_token_is_refused_for_its_reason(void **state)
{
    const struct fixture *fixture = *state;
    char command[512];
    (void)snprintf(command, sizeof command, PEER " cases %s/keys %s/public-keys %s %u",
        fixture->state, fixture->state, token_keys_signer(fixture->keys), NOW);
    FILE *pipe = run(command);
    char line[4096];
    int count = 0;
    for (; fgets(line, sizeof line, pipe) != NULL; count++)
        check_case(fixture, line);
    assert_int_equal(pclose(pipe), 0);
    print_message("%d tokens of another make\n", count);
    assert_true(count > 80);
}

static void no_changed_byte_is_accepted(void **state)
{
    const struct fixture *fixture = *state;
    char token[TOKEN_SIZE];
    mint(fixture, token);
    size_t length = strlen(token);
    size_t last = length - 1; /* of the last character two bits are padding: left out */
    struct token_claims claims;
    for (size_t i = 0; i < last; i++) {
        char kept = token[i];
        token[i] = kept == 'A' ? 'B' : 'A';
        assert_int_not_equal(token_verify(fixture->keys, &check_http, token, length, &claims),
            TOKEN_REFUSED_NONE);
        token[i] = '\xff';
        assert_int_equal(token_verify(fixture->keys, &check_http, token, length, &claims),
            TOKEN_REFUSED_FORM);
        token[i] = kept;
    }
    for (size_t cut = 0; cut < length; cut++)
        assert_int_not_equal(
            token_verify(fixture->keys, &check_http, token, cut, &claims), TOKEN_REFUSED_NONE);
}

static void tokens_end_and_begin_to_the_second(void **state)
{
    const struct fixture *fixture = *state;
    char token[TOKEN_SIZE];
    mint(fixture, token);
    static const struct {
        uint64_t now;
        enum token_refusal refusal;
    } cases[] = {
        {NOW - 6,  TOKEN_REFUSED_EARLY  },
        {NOW - 5,  TOKEN_REFUSED_NONE   },
        {NOW + 59, TOKEN_REFUSED_NONE   },
        {NOW + 60, TOKEN_REFUSED_EXPIRED}
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct token_check check = check_http;
        struct token_claims claims;
        check.now_s = cases[i].now;
        assert_int_equal(token_verify(fixture->keys, &check, token, strlen(token), &claims),
            cases[i].refusal);
    }
}

static void senseless_orders_are_not_minted(void **state)
{
    const struct fixture *fixture = *state;
    char token[TOKEN_SIZE];
    struct token_claims claims = claims_of(KIND_NONE, "");
    assert_int_equal(token_mint(fixture->keys, ROOT, &claims, token), RC_BAD_REQUEST);
    claims = claims_of(KIND_ROBOT, "a");
    claims.audiences = 0;
    assert_int_equal(token_mint(fixture->keys, ROOT, &claims, token), RC_BAD_REQUEST);
    claims = claims_of(KIND_ROBOT, "a");
    claims.exp = claims.iat;
    assert_int_equal(token_mint(fixture->keys, ROOT, &claims, token), RC_BAD_REQUEST);
}

static void the_newest_key_signs_and_every_key_verifies(void **state)
{
    struct fixture *fixture = *state;
    char before[TOKEN_SIZE];
    char after[TOKEN_SIZE];
    mint(fixture, before);
    char first[TOKEN_KID_SIZE];
    memcpy(first, token_keys_signer(fixture->keys), sizeof first);
    struct token_fault fault;
    /* made when the clock had been set back a day */
    assert_int_equal(token_keys_add(fixture->keys, NOW - 86400, &fault), RC_OK);
    assert_true(strcmp(token_keys_signer(fixture->keys), first) > 0);
    assert_int_equal(token_keys_count(fixture->keys), 2);
    mint(fixture, after);
    struct token_claims claims;
    assert_int_equal(token_verify(fixture->keys, &check_http, before, strlen(before), &claims),
        TOKEN_REFUSED_NONE);
    assert_int_equal(token_verify(fixture->keys, &check_http, after, strlen(after), &claims),
        TOKEN_REFUSED_NONE);
}

static void a_removed_key_verifies_no_more_after_a_reload(void **state)
{
    struct fixture *fixture = *state;
    char token[TOKEN_SIZE];
    char path[256];
    mint(fixture, token);
    struct token_fault fault;
    const char *kid = token_keys_signer(fixture->keys);
    (void)snprintf(path, sizeof path, "%s/keys/%s.pem", fixture->state, kid);
    assert_int_equal(unlink(path), 0);
    (void)snprintf(path, sizeof path, "%s/public-keys/%s.pem", fixture->state, kid);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(token_keys_reload(fixture->keys, &fault), RC_OK);
    struct token_claims claims;
    assert_int_equal(token_verify(fixture->keys, &check_http, token, strlen(token), &claims),
        TOKEN_REFUSED_KEY);
    struct token_claims wanted = claims_of(KIND_ROBOT, "a");
    assert_int_equal(token_mint(fixture->keys, ROOT, &wanted, token), RC_UNAVAILABLE);
    assert_null(token_keys_signer(fixture->keys));
}

static void a_new_key_is_picked_up_and_an_unchanged_directory_left_alone(void **state)
{
    struct fixture *fixture = *state;
    struct token_keys *other;
    struct token_fault fault;
    char token[TOKEN_SIZE];
    uint64_t long_after = (uint64_t)time(NULL) + 60;
    assert_int_equal(token_keys_refresh(fixture->keys, long_after, &fault), RC_OK);
    assert_int_equal(token_keys_create(fixture->state, false, NOW, &other, &fault), RC_OK);
    assert_int_equal(token_keys_add(other, NOW + 1, &fault), RC_OK); /* as arenactl does */
    assert_int_equal(token_keys_count(fixture->keys), 1);
    assert_int_equal(token_keys_refresh(fixture->keys, long_after, &fault), RC_OK);
    assert_int_equal(token_keys_count(fixture->keys), 2);
    assert_string_equal(token_keys_signer(fixture->keys), token_keys_signer(other));
    mint(fixture, token);
    struct token_claims claims;
    assert_int_equal(
        token_verify(other, &check_http, token, strlen(token), &claims), TOKEN_REFUSED_NONE);
    token_keys_destroy(other);
    const char *signer = token_keys_signer(fixture->keys);
    char path[256];
    (void)snprintf(path, sizeof path, "%s/keys/%s.pem", fixture->state, signer);
    assert_int_equal(chmod(path, 0644), 0); /* changes the file, not the directory */
    assert_int_equal(token_keys_refresh(fixture->keys, long_after, &fault), RC_OK);
    assert_int_equal(token_keys_reload(fixture->keys, &fault), RC_IO);
    (void)snprintf(path, sizeof path, "%s/keys/torn.pem", fixture->state);
    FILE *torn = fopen(path, "w");
    assert_non_null(torn);
    assert_int_equal(fclose(torn), 0);
    assert_int_equal(token_keys_refresh(fixture->keys, long_after, &fault), RC_IO);
    assert_int_equal(token_keys_refresh(fixture->keys, long_after, &fault), RC_OK); /* told */
    assert_int_equal(token_keys_count(fixture->keys), 2);
}

static void private_keys_are_private(void **state)
{
    struct fixture *fixture = *state;
    char path[256];
    struct stat facts;
    const char *kid = token_keys_signer(fixture->keys);
    (void)snprintf(path, sizeof path, "%s/keys/%s.pem", fixture->state, kid);
    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    assert_int_equal(chmod(path, 0644), 0);
    struct token_fault fault;
    assert_int_equal(token_keys_reload(fixture->keys, &fault), RC_IO);
    assert_non_null(strstr(fault.sentence, "chmod 600"));
    assert_non_null(token_keys_signer(fixture->keys)); /* what it had, it keeps */
}

static void making_keys_again_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct token_fault fault;
    struct token_keys *again;
    assert_int_equal(token_keys_create(fixture->state, true, NOW + 9, &again, &fault), RC_OK);
    assert_string_equal(token_keys_signer(again), token_keys_signer(fixture->keys));
    assert_int_equal(token_keys_count(again), 1);
    token_keys_destroy(again);
}

static void put_file(const struct fixture *fixture, const char *name, const char *text)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", fixture->state, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0600), 0);
}

static void files_that_are_no_keys_are_named(void **state)
{
    struct fixture *fixture = *state;
    struct token_fault fault;
    put_file(fixture, "public-keys/README", "not a pem, not looked at");
    put_file(fixture, "public-keys/Bad Name.pem", "not a kid, not looked at");
    assert_int_equal(token_keys_reload(fixture->keys, &fault), RC_OK);
    put_file(fixture, "public-keys/zz.pem", "hello");
    assert_int_equal(token_keys_reload(fixture->keys, &fault), RC_IO);
    assert_non_null(strstr(fault.sentence, "zz.pem is no key"));
    put_file(fixture, "public-keys/zz.pem", "");
    assert_int_equal(token_keys_reload(fixture->keys, &fault), RC_IO);
    char path[128];
    (void)snprintf(path, sizeof path, "%s/public-keys/zz.pem", fixture->state);
    assert_int_equal(unlink(path), 0);
    put_file(fixture, "keys/zz.pem", "-----BEGIN PRIVATE KEY-----");
    assert_int_equal(token_keys_reload(fixture->keys, &fault), RC_IO);
    assert_non_null(strstr(fault.sentence, "zz.pem is no key"));
}

static void a_key_without_its_public_half_is_named(void **state)
{
    struct fixture *fixture = *state;
    struct token_fault fault;
    char path[128];
    (void)snprintf(path, sizeof path, "%s/public-keys/%s.pem", fixture->state,
        token_keys_signer(fixture->keys));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(token_keys_reload(fixture->keys, &fault), RC_IO);
    assert_non_null(strstr(fault.sentence, "has no public half"));
}

static void eight_programs_that_start_together_make_one_pair(void **state)
{
    struct fixture *fixture = *state;
    char home[80];
    (void)snprintf(home, sizeof home, "%s/fresh", fixture->state);
    pid_t children[8];
    for (int i = 0; i < 8; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct token_keys *keys;
            struct token_fault fault;
            enum rc rc = token_keys_create(home, true, NOW, &keys, &fault);
            _exit(rc == RC_OK ? 0 : 1);
        }
    }
    for (int i = 0; i < 8; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    struct token_keys *keys;
    struct token_fault fault;
    assert_int_equal(token_keys_create(home, false, NOW, &keys, &fault), RC_OK);
    assert_int_equal(token_keys_count(keys), 1);
    token_keys_destroy(keys);
}

static void the_account_gives_each_kind_its_life(void **state)
{
    struct fixture *fixture = *state;
    struct token_account account = {
        .keys = fixture->keys, .root = ROOT, .player_s = 100, .robot_s = 900};
    struct port_account port;
    token_account_port(&account, &port);
    struct mint_order order = {
        .principal = claims_of(KIND_PLAYER, "ann").principal, .wall = NOW, .life_s = 1000};
    char token[TOKEN_SIZE];
    uint64_t expires;
    assert_int_equal(port.mint(port.self, &order, token, &expires), RC_OK);
    assert_int_equal(expires, NOW + 100);
    order.principal = claims_of(KIND_ROBOT, "a").principal;
    assert_int_equal(port.mint(port.self, &order, token, &expires), RC_OK);
    assert_int_equal(expires, NOW + 900);
    order.life_s = 10; /* to log in as a deregistered robot */
    order.iat_after = NOW + 3;
    assert_int_equal(port.mint(port.self, &order, token, &expires), RC_OK);
    assert_int_equal(expires, NOW + 14);
    struct token_claims claims;
    assert_int_equal(token_verify(fixture->keys, &check_http, token, strlen(token), &claims),
        TOKEN_REFUSED_NONE);
    assert_int_equal(claims.iat, NOW + 4);
}

static void a_token_says_whose_it_is_without_being_believed(void **state)
{
    const struct fixture *fixture = *state;
    char token[TOKEN_SIZE];
    mint(fixture, token);
    size_t length = strlen(token);
    memset(token + length - 20, 'A', 20);
    struct token_claims claims;
    assert_true(token_peek(token, length, &claims));
    assert_string_equal(claims.principal.id, "scout1");
    assert_int_equal(claims.exp, NOW + 60);
    assert_false(token_peek("hello", 5, &claims));
    assert_false(token_peek("", 0, &claims));
}

static void audiences_are_read_from_words(void **state)
{
    (void)state;
    unsigned audiences = 0;
    assert_true(token_audiences_from_text("mqtt,http", &audiences));
    assert_int_equal(audiences, TOKEN_MQTT | TOKEN_HTTP);
    assert_true(token_audiences_from_text("rtmp", &audiences));
    assert_int_equal(audiences, TOKEN_RTMP);
    assert_false(token_audiences_from_text("", &audiences));
    assert_false(token_audiences_from_text("mqtt,", &audiences));
    assert_false(token_audiences_from_text("mqtt,ftp", &audiences));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_minted_is_verified),
        TEST(another_implementation_reads_the_same),
        TEST(every_forged_token_is_refused_for_its_reason),
        TEST(no_changed_byte_is_accepted),
        TEST(tokens_end_and_begin_to_the_second),
        TEST(senseless_orders_are_not_minted),
        TEST(the_newest_key_signs_and_every_key_verifies),
        TEST(a_removed_key_verifies_no_more_after_a_reload),
        TEST(a_new_key_is_picked_up_and_an_unchanged_directory_left_alone),
        TEST(private_keys_are_private),
        TEST(making_keys_again_changes_nothing),
        TEST(files_that_are_no_keys_are_named),
        TEST(a_key_without_its_public_half_is_named),
        TEST(eight_programs_that_start_together_make_one_pair),
        TEST(the_account_gives_each_kind_its_life),
        TEST(a_token_says_whose_it_is_without_being_believed),
        TEST(audiences_are_read_from_words),
    };
    return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}

/* What every account and every clock must do (bridge/app/ports.h): the real ones and the fakes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/adapters/clock.h"
#include "bridge/adapters/token/account.h"
#include "tests/support/fake_ports.h"

#include <cmocka.h>

#define NOW 1750000000u

struct subject {
    struct port_account port;
    struct port_clock clock;
    struct clock real_clock;
    struct fake_ports fake;
    struct token_account account;
    struct token_keys *keys; /* NULL: the fake */
    char directory[64];
};

static int set_up_fake(void **state)
{
    struct subject *subject = calloc(1, sizeof *subject);
    fake_ports_init(&subject->fake);
    struct ports ports = fake_ports_of(&subject->fake);
    subject->port = ports.account;
    subject->clock = ports.clock;
    *state = subject;
    return 0;
}

static int set_up_real(void **state)
{
    struct subject *subject = calloc(1, sizeof *subject);
    struct token_fault fault;
    (void)snprintf(subject->directory, sizeof subject->directory, "/tmp/arena-port-XXXXXX");
    assert_non_null(mkdtemp(subject->directory));
    assert_int_equal(
        token_keys_create(subject->directory, true, NOW, &subject->keys, &fault), RC_OK);
    subject->account = (struct token_account){
        .keys = subject->keys, .root = "arena/v1", .player_s = 86400, .robot_s = 86400};
    token_account_port(&subject->account, &subject->port);
    subject->real_clock.now = 1000;
    subject->clock = clock_port(&subject->real_clock);
    *state = subject;
    return 0;
}

static int tear_down_fake(void **state)
{
    struct subject *subject = *state;
    fake_ports_finish(&subject->fake);
    free(subject);
    return 0;
}

static int tear_down_real(void **state)
{
    struct subject *subject = *state;
    char command[96];
    token_keys_destroy(subject->keys);
    (void)snprintf(command, sizeof command, "rm -rf %s", subject->directory);
    FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c): our own command */
    assert_non_null(pipe);
    assert_int_equal(pclose(pipe), 0);
    free(subject);
    return 0;
}

static void a_token_expires_so_long_after_it_was_issued(void **state)
{
    struct subject *subject = *state;
    struct mint_order order = {
        .principal = {KIND_PLAYER, "ann"},
          .wall = NOW, .life_s = 3600
    };
    char token[ASK_TOKEN_SIZE];
    uint64_t expires = 0;
    assert_int_equal(subject->port.mint(subject->port.self, &order, token, &expires), RC_OK);
    assert_int_equal(expires, NOW + 3600);
    assert_in_range(strlen(token), 1, ASK_TOKEN_SIZE - 1);
}

static void a_token_after_a_revocation_is_issued_later(void **state)
{
    struct subject *subject = *state;
    struct mint_order order = {
        .principal = {KIND_ROBOT, "scout1"},
          .wall = NOW, .iat_after = NOW, .life_s = 10
    };
    char token[ASK_TOKEN_SIZE];
    uint64_t expires = 0;
    assert_int_equal(subject->port.mint(subject->port.self, &order, token, &expires), RC_OK);
    assert_int_equal(expires, NOW + 1 + 10);
}

static void tokens_of_two_principals_differ(void **state)
{
    struct subject *subject = *state;
    struct mint_order order = {
        .principal = {KIND_ROBOT, "scout1"},
          .wall = NOW, .life_s = 10
    };
    char first[ASK_TOKEN_SIZE];
    char second[ASK_TOKEN_SIZE];
    uint64_t expires = 0;
    assert_int_equal(subject->port.mint(subject->port.self, &order, first, &expires), RC_OK);
    order.principal.id[5] = '2';
    assert_int_equal(subject->port.mint(subject->port.self, &order, second, &expires), RC_OK);
    assert_string_not_equal(first, second);
}

static void now_is_the_turns_and_wall_is_in_ms(void **state)
{
    struct subject *subject = *state;
    const struct port_clock *clock = &subject->clock;
    assert_int_equal(clock->now(clock->self), 1000);
    assert_int_equal(clock->now(clock->self), 1000);
    assert_true(clock->wall(clock->self) > 1600000000000u);
}

static void chance_fills_all_bytes_and_does_not_repeat(void **state)
{
    struct subject *subject = *state;
    const struct port_clock *clock = &subject->clock;
    unsigned char seen[256] = {0};
    unsigned kinds = 0;
    unsigned char bytes[64];
    unsigned char before[64] = {0};
    for (unsigned round = 0; round < 100; round++) {
        clock->random(clock->self, bytes, sizeof bytes);
        assert_memory_not_equal(bytes, before, sizeof bytes);
        memcpy(before, bytes, sizeof bytes);
        for (unsigned i = 0; i < sizeof bytes; i++) {
            kinds += seen[bytes[i]]++ == 0;
        }
    }
    assert_int_equal(kinds, 256);
}

#define BOTH(name)                                                                             \
    {#name " (fake)", name, set_up_fake, tear_down_fake, NULL},                                \
    {                                                                                          \
#name " (real)", name, set_up_real, tear_down_real, NULL                               \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(a_token_expires_so_long_after_it_was_issued),
        BOTH(a_token_after_a_revocation_is_issued_later),
        BOTH(tokens_of_two_principals_differ),
        BOTH(now_is_the_turns_and_wall_is_in_ms),
        BOTH(chance_fills_all_bytes_and_does_not_repeat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

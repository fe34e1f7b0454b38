/* The microcontroller's rules against the library's: sequences of messages, pauses, losses and
 * restarts are drawn from a seed (ARENA_SEED, ARENA_RUNS), and both must agree after each of
 * them. A failure names the seed and the step.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/esp32_pair.h"

#define STEPS 1500
#define IDS   60

static const char *const people[] = {
    ANN, BOB, REFEREE, "operator/op-1", "player/eve", "referee/rob", "robot/r1"};

/* What is drawn. */
static struct pair pair;
static uint64_t dice;
static struct lease_number number; /* the highest so far */
static uint32_t last_s;            /* of the last frame */
static char rest_of_lease[ARENA_PACKET - 64];
/* What came of it. */
static unsigned accepted, released, restarts;
static uint32_t refused[REFUSAL_COUNT_];

static uint32_t drawn(uint32_t below)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (uint32_t)(dice >> 33) % below;
}

static bool chance(uint32_t percent)
{
    return drawn(100) < percent;
}

static const char *anybody(unsigned count)
{
    return people[drawn(count)];
}

/* An echo: mostly fresh, at the edges, of the future, of a life before. */
static uint32_t echo(void)
{
    static const uint32_t ages[] = {
        0, 100, 500, 501, 800, 2999, 3000, 3001, 20000, 0xffffffffu};
    uint32_t age = chance(80) ? drawn(200) : ages[drawn(sizeof(ages) / sizeof(ages[0]))];
    return esp32_c(&pair.small, pair.small.t - age);
}

static void tag_text(char ret[8])
{
    (void)snprintf(ret, 8, "id-%u", drawn(IDS));
}

/* Its number at the front is the last drawn; so it can be said again with another echo. */
static void say_lease(void)
{
    char json[ARENA_PACKET];
    (void)snprintf(json, sizeof(json), "{\"n\":%u,\"rev\":%u,\"e\":%u%s", number.n, number.rev,
        echo(), rest_of_lease);
    pair_say(&pair, "bridge/main", "lease", json);
}

static void draw_stops(char *text, size_t size)
{
    size_t length = 0;
    char id[8];
    for (unsigned i = drawn(4); i > 0; i--) {
        tag_text(id);
        length += (size_t)snprintf(text + length, size - length,
            "%s{\"id\":\"%s\",\"by\":\"%s\"}", length ? "," : "", id, anybody(7));
    }
}

/* Half of what stands, and ids that never stood. */
static void draw_cleared(char *text, size_t size)
{
    size_t length = 0;
    char id[8];
    for (unsigned i = 0; i < pair.authority.stop_count; i++) {
        if (chance(70))
            length += (size_t)snprintf(text + length, size - length, "%s\"%s\"",
                length ? "," : "", pair.authority.stops[i].id.text);
    }
    for (unsigned i = chance(20) ? drawn(3) : 0; i > 0; i--) {
        tag_text(id);
        length +=
            (size_t)snprintf(text + length, size - length, "%s\"%s\"", length ? "," : "", id);
    }
}

static void draw_lease(void)
{
    char driver[48] = "null", stops[256] = "", cleared[256] = "", limits[64] = "";
    static const char *const stoppers[] = {"", "\"" REFEREE "\"",
        "\"" REFEREE "\",\"operator/op-1\"", "\"" BOB "\",\"referee/rob\""};
    if (chance(85))
        (void)snprintf(driver, sizeof(driver), "\"%s\"", anybody(2));
    if (chance(10))
        draw_stops(stops, sizeof(stops));
    draw_cleared(cleared, sizeof(cleared));
    if (chance(30))
        (void)snprintf(limits, sizeof(limits), ",\"limits\":{\"x\":0.25,\"y\":%u}", drawn(2));
    (void)snprintf(rest_of_lease, sizeof(rest_of_lease),
        ",\"driver\":%s,\"drive\":%s,\"stoppers\":[%s],\"stops\":[%s],\"cleared\":[%s]%s%s}",
        driver, chance(92) ? "true" : "false", stoppers[drawn(4)], stops, cleared, limits,
        chance(30) ? ",\"max_age_ms\":300,\"deadman_ms\":100" : "");
}

/* A higher, the same or a lower number, with other content, for the bridge may have lost some.
 */
static void new_lease(void)
{
    uint32_t kind = drawn(100);
    struct lease_number before = number;
    draw_lease();
    if (kind < 45)
        number.rev++;
    else if (kind < 75)
        number = (struct lease_number){number.n + 1, 1};
    else if (kind < 90)
        number.rev = drawn(number.rev + 1);
    else if (kind < 92 && number.n > 0)
        number.n--;
    say_lease();
    if (lease_number_compare(&number, &before) < 0)
        number = before;
}

static const char *driver_text(char ret[PRINCIPAL_SIZE])
{
    const struct principal *driver = authority_driver(&pair.authority);
    if (chance(5) || principal_is_nobody(driver))
        return anybody(7);
    (void)principal_to_text(driver, ret);
    return ret;
}

static void frame(bool moving)
{
    static const char *const axes[] = {"", ",\"x\":0,\"y\":0", ",\"y\":1",
        ",\"x\":-0.5,\"y\":-1", ",\"x\":0.125", ",\"y\":1.5", ",\"y\":\"1\"", ",\"x\":1e400",
        ",\"z\":1", ",\"cx\":-1"};
    char json[ARENA_PACKET], from[PRINCIPAL_SIZE];
    uint32_t n = chance(96) ? pair.authority.lease.number.n : drawn(9);
    uint32_t step = chance(90) ? 1 : drawn(4);
    const char *stick = axes[chance(90) ? 2 + drawn(3) : drawn(10)];
    if (!moving)
        stick = axes[drawn(2)];
    last_s = chance(2) ? drawn(50) : last_s + step;
    (void)snprintf(json, sizeof(json), "{\"n\":%u,\"s\":%u,\"e\":%u,\"t\":%u%s}", n, last_s,
        echo(), pair.small.t, stick);
    pair_say(&pair, driver_text(from), "drive", json);
}

/* What a network held back comes at once. */
static void burst(void)
{
    frame(false);
    for (unsigned i = 0; i < 45; i++)
        frame(true);
}

static void order(void)
{
    static const char *const deeds[] = {"\"fire\"", "\"set_speed\",\"value\":50",
        "\"lights\",\"value\":1", "\"set_speed\"", "\"set_speed\",\"value\":101", "\"dance\"",
        "\"fire\",\"value\":\"x\"", "7"};
    char json[ARENA_PACKET], from[PRINCIPAL_SIZE], id[8];
    tag_text(id);
    uint32_t n = chance(95) ? pair.authority.lease.number.n : drawn(9);
    (void)snprintf(json, sizeof(json), "{\"id\":\"%s\",\"n\":%u,\"e\":%u,\"do\":%s}",
        chance(97) ? id : "?", n, echo(), deeds[chance(75) ? drawn(3) : drawn(8)]);
    pair_say(&pair, driver_text(from), "action", json);
}

static void halt(void)
{
    char json[64], from[PRINCIPAL_SIZE], id[8];
    tag_text(id);
    (void)snprintf(json, sizeof(json), "{\"id\":\"%s\"}", chance(95) ? id : "bad id");
    pair_say(&pair, chance(50) ? driver_text(from) : anybody(7), "stop", json);
}

static void button(void)
{
    char id[16];
    (void)snprintf(id, sizeof(id), "button-%u", drawn(9));
    pair_button(&pair, id);
}

static void network(void)
{
    if (chance(20)) {
        restarts++;
        pair_start(&pair, true);
    } else if (pair.authority.connected) {
        pair_disconnect(&pair);
    }
    if (!pair.authority.connected && chance(80))
        pair_connect(&pair);
}

static void wait(void)
{
    static const uint32_t pauses[] = {100, 101, 249, 250, 251, 999, 1000, 1001, 3000, 3001};
    bool odd = chance(4);
    pair_wait(&pair, odd ? pauses[drawn(sizeof(pauses) / sizeof(pauses[0]))] : drawn(40));
}

static void nonsense(void)
{
    pair_say(&pair, anybody(7), chance(50) ? "drive" : "lease", chance(50) ? "{\"n\":1" : "{}");
}

static void any_frame(void)
{
    frame(chance(55));
}

static void happen(void)
{
    static const struct {
        unsigned share; /* of a thousand */
        void (*happens)(void);
    } rows[] = {
        {600, any_frame},
        {200, say_lease},
        {80,  new_lease},
        {80,  order    },
        {5,   burst    },
        {10,  halt     },
        {2,   button   },
        {8,   network  },
        {15,  nonsense },
    };
    if (!pair.authority.connected && chance(20)) {
        network();
        return;
    }
    unsigned kind = drawn(1000), row = 0;
    while (kind >= rows[row].share)
        kind -= rows[row++].share;
    rows[row].happens();
}

static void compare(uint64_t seed, unsigned step)
{
    const char *differs = pair_compare(&pair);
    if (differs)
        fail_msg("seed %llu, step %u: %s differs after: %s", (unsigned long long)seed, step,
            differs, pair.trace);
    pair_listen_anew(&pair);
}

static void run(uint64_t seed)
{
    dice = seed * 0x9e3779b97f4a7c15u + 1;
    number = (struct lease_number){0};
    memset(&pair, 0, sizeof(pair));
    draw_lease();
    pair_start(&pair, false);
    pair_connect(&pair);
    for (unsigned step = 0; step < STEPS; step++) {
        compare(seed, step);
        wait();
        compare(seed, step);
        happen();
    }
    accepted += pair.authority.counters.accepted;
    for (int i = 0; i < REFUSAL_COUNT_; i++)
        refused[i] += pair.authority.counters.refused[i];
    released += pair.authority.cleared_count;
}

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static void both_decide_the_same(void **state)
{
    (void)state;
    uint64_t seed = setting("ARENA_SEED", 1), runs = setting("ARENA_RUNS", 60);
    for (uint64_t i = 0; i < runs; i++)
        run(seed + i);
    /* else nothing was compared */
    assert_true(accepted > 50 * runs && released > runs && restarts > 0);
    for (int i = REFUSAL_NONE + 1; i < REFUSAL_COUNT_; i++)
        assert_true(refused[i] > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_decide_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

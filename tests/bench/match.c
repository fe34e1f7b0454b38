/* One measurement of matches in the core, for tests/bench/match.py:
 *
 *   arena-bench-match WHAT MS [STATE]
 *
 *   sessions    makes two teams of five with a robot each, from match.create to ten leases that
 *               their robots showed; prints how many a second, and p50 and p99 in us. With a
 *               state directory everything is kept in a store there, on the disk
 *   commits     the control: as many transactions of that store as one session has, each with
 *               one row
 *   fight       steps a second of the core while ten robots fight: statuses, shots and hits
 *   drive       the control: the same steps, ten robots driven freely
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bridge/adapters/store/store.h"
#include "bridge/core/core.h"
#include "robot/base/text.h"

#define PLAYERS 10
#define COMMITS 34 /* transactions of one session */
#define EFFECTS 256
#define SECONDS 3000 /* that a match is let go on */
#define WALL    1750000000000u
#define SAMPLES 100000

struct bench {
    struct core *core;
    struct store *store;
    struct port_store port;
    struct effect items[EFFECTS];
    struct effects effects;
    uint64_t now, commits, steps;
    uint32_t asks, numbers;
    unsigned held; /* leases that a robot showed since the last match began */
    char match[ID_SIZE];
    struct effect_lease said[PLAYERS];
    bool heard[PLAYERS];
    uint32_t samples[SAMPLES];
    unsigned sample_count;
};

/* The processor's time, so that a busy machine does not count; with a disk the wall's. */
static uint64_t now_us(const struct bench *bench)
{
    struct timespec now;
    (void)clock_gettime(
        bench->store == NULL ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static struct input input_of(const struct bench *bench, enum input_kind kind)
{
    struct input input;
    memset(&input, 0, sizeof input);
    input.kind = kind;
    input.wall = WALL + bench->now;
    return input;
}

static void keep(struct bench *bench, const struct record *const *records, unsigned count)
{
    struct input input = input_of(bench, INPUT_SETTLED);
    input.settled.written = true;
    bench->commits++;
    if (bench->store != NULL) {
        enum rc rc = bench->port.keep(bench->port.self, records, count);
        assert(rc == RC_OK);
    }
    core_step(bench->core, &input, bench->now, &bench->effects);
}

static void note(struct bench *bench, const struct effect *effect)
{
    if (effect->kind == EFFECT_LEASE) {
        unsigned robot = (unsigned)(effect->lease.robot[1] - '0');
        bench->said[robot] = effect->lease;
        bench->heard[robot] = true;
    } else if (effect->kind == EFFECT_ANSWER) {
        assert(effect->answer.answer.rc == RC_OK);
        memcpy(bench->match, effect->answer.answer.match, ID_SIZE);
    }
}

static void settle(struct bench *bench)
{
    core_pass_time(bench->core, bench->now, &bench->effects);
    while (bench->effects.count > 0) {
        const struct record *records[EFFECTS];
        unsigned count = 0;
        for (unsigned i = 0; i < bench->effects.count; i++) {
            if (bench->items[i].kind == EFFECT_KEEP)
                records[count++] = &bench->items[i].keep;
            else
                note(bench, &bench->items[i]);
        }
        bench->effects.count = 0;
        if (count > 0)
            keep(bench, records, count);
        core_pass_time(bench->core, bench->now, &bench->effects);
    }
}

static void take(struct bench *bench, const struct input *input)
{
    bench->steps++;
    core_step(bench->core, input, bench->now, &bench->effects);
    settle(bench);
}

static void robot_name(unsigned robot, char ret[ID_SIZE])
{
    (void)snprintf(ret, ID_SIZE, "r%u", robot);
}

static void say_state(struct bench *bench, unsigned robot, const struct lease_number *number)
{
    struct input input = input_of(bench, INPUT_ROBOT_STATE);
    robot_name(robot, input.robot_state.id);
    input.robot_state.number = *number;
    input.robot_state.highest = number->n;
    take(bench, &input);
}

/* Robots show what they were told. */
static void agree(struct bench *bench)
{
    for (bool again = true; again;) {
        again = false;
        for (unsigned i = 0; i < PLAYERS; i++) {
            if (bench->heard[i]) {
                bench->heard[i] = false;
                again = true;
                bench->held += bench->said[i].lease.driver.kind != KIND_NONE;
                say_state(bench, i, &bench->said[i].lease.number);
            }
        }
    }
}

static struct principal player(unsigned number)
{
    struct principal who = {.kind = KIND_PLAYER};
    (void)snprintf(who.id, sizeof who.id, "p%u", number);
    return who;
}

static struct input ask_of(struct bench *bench, const struct principal *who, enum deed deed)
{
    struct input input = input_of(bench, INPUT_ASK);
    input.ask.asker = *who;
    input.ask.ask.deed = deed;
    input.ask.ask.game.rules = match_rules_default();
    input.ask.ask.game.rules.value[RULE_BOTS] = 0;
    input.ask.ask.game.rules.value[RULE_COUNTDOWN] = 0;
    input.ask.ask.game.rules.value[RULE_DURATION] = 3600000;
    (void)snprintf(input.ask.ask.id, ASK_ID_SIZE, "ask-%09u", ++bench->asks);
    (void)snprintf(input.ask.fresh.tag.text, TAG_SIZE, "tag%u", bench->asks);
    (void)snprintf(input.ask.fresh.suffix, SUFFIX_SIZE, "%08u", bench->asks % 100000000);
    memcpy(input.ask.ask.match, bench->match, ID_SIZE);
    return input;
}

static void begin(struct bench *bench, const char *state)
{
    struct core_config config = core_config_default(64, 64);
    (void)text_copy(config.boot.text, TAG_SIZE, "boot");
    void *memory = malloc(core_size(&config));
    assert(memory != NULL);
    bench->core = core_init(memory, &config);
    bench->effects = (struct effects){.items = bench->items, .size = EFFECTS};
    bench->now = 1000;
    if (state != NULL) {
        static const struct store_settings settings = {24, 30, 365, 365, 30};
        struct store_fault fault = {""};
        enum rc rc = store_create(state, &settings, &bench->store, &fault);
        assert(rc == RC_OK);
        store_port(bench->store, &bench->port);
    }
}

static void connect_all(struct bench *bench)
{
    struct input input = input_of(bench, INPUT_BROKER_UP);
    (void)text_copy(input.broker.conn.text, TAG_SIZE, "conn");
    take(bench, &input);
    for (unsigned i = 0; i < PLAYERS; i++) {
        input = input_of(bench, INPUT_ROBOT_PRESENCE);
        robot_name(i, input.robot_presence.id);
        (void)text_copy(input.robot_presence.said.boot.text, TAG_SIZE, "boot");
        (void)text_copy(input.robot_presence.said.conn.text, TAG_SIZE, "conn");
        take(bench, &input);
        say_state(bench, i, &(struct lease_number){0, 0});
        input = input_of(bench, INPUT_PRESENCE);
        input.presence.principal = player(i);
        (void)text_copy(input.presence.said.conn.text, TAG_SIZE, "conn");
        (void)text_copy(input.presence.said.page.text, TAG_SIZE, "page");
        take(bench, &input);
    }
    agree(bench);
}

static void create(struct bench *bench)
{
    struct principal host = player(0);
    struct input input = ask_of(bench, &host, DEED_MATCH_CREATE);
    struct match_ask *about = &input.ask.ask.game;
    memset(input.ask.ask.match, 0, ID_SIZE);
    (void)text_copy(about->name, MATCH_NAME_SIZE, "bench");
    about->team_count = 2;
    (void)text_copy(about->teams[0].name, MATCH_TEAM_SIZE, "red");
    (void)text_copy(about->teams[1].name, MATCH_TEAM_SIZE, "blue");
    about->teams[0].seats = about->teams[1].seats = PLAYERS / 2;
    take(bench, &input);
}

static void play(struct bench *bench)
{
    bench->held = 0;
    create(bench);
    for (unsigned i = 0; i < PLAYERS; i++) {
        struct principal who = player(i);
        struct input input = ask_of(bench, &who, DEED_MATCH_JOIN);
        take(bench, &input);
        input = ask_of(bench, &who, DEED_MATCH_READY);
        input.ask.ask.game.ready = true;
        take(bench, &input);
    }
    agree(bench);
    assert(bench->held >= PLAYERS);
}

static void abort_match(struct bench *bench)
{
    struct principal who = {.kind = KIND_OPERATOR, .id = "o"};
    struct input input = ask_of(bench, &who, DEED_MATCH_ABORT);
    take(bench, &input);
    agree(bench);
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void tell_samples(struct bench *bench, uint64_t began)
{
    double seconds = (double)(now_us(bench) - began) / 1e6;
    qsort(bench->samples, bench->sample_count, sizeof bench->samples[0], compare);
    (void)printf("%.1f %u %u %.1f\n", bench->sample_count / seconds,
        bench->samples[bench->sample_count / 2],
        bench->samples[bench->sample_count - 1 - bench->sample_count / 100],
        (double)bench->commits / bench->sample_count);
}

static void sessions(struct bench *bench, uint64_t until)
{
    uint64_t began = now_us(bench);
    while (now_us(bench) < until && bench->sample_count < SAMPLES) {
        uint64_t from = now_us(bench);
        bench->now += 10;
        play(bench);
        bench->samples[bench->sample_count++] = (uint32_t)(now_us(bench) - from);
        abort_match(bench);
    }
    tell_samples(bench, began);
}

/* So many transactions as a session has, one row each. */
static void commits(struct bench *bench, uint64_t until)
{
    struct record record = {.kind = RECORD_LEASE, .lease = {.robot = "r0"}};
    const struct record *records[] = {&record};
    uint64_t began = now_us(bench);
    bench->commits = 0;
    while (now_us(bench) < until && bench->sample_count < SAMPLES) {
        uint64_t from = now_us(bench);
        for (unsigned i = 0; i < COMMITS; i++) {
            record.lease.number.n++;
            bench->commits++;
            if (bench->store != NULL) {
                enum rc rc = bench->port.keep(bench->port.self, records, 1);
                assert(rc == RC_OK);
            }
        }
        bench->samples[bench->sample_count++] = (uint32_t)(now_us(bench) - from);
    }
    tell_samples(bench, began);
}

static void status(struct bench *bench, unsigned robot)
{
    struct input input = input_of(bench, INPUT_ROBOT_WORD);
    robot_name(robot, input.robot_word.id);
    input.robot_word.has_status = input.robot_word.status.has_pose = true;
    input.robot_word.status.x = (double)(bench->now % 1000) / 100;
    take(bench, &input);
}

static void event(struct bench *bench, unsigned robot, int by)
{
    struct input input = input_of(bench, INPUT_ROBOT_EVENT);
    robot_name(robot, input.robot_event.id);
    input.robot_event.kind = by < 0 ? ROBOT_EVENT_FIRE : ROBOT_EVENT_HIT;
    input.robot_event.event = ++bench->numbers;
    input.robot_event.ts = input.wall;
    if (by >= 0) {
        input.robot_event.by.kind = KIND_ROBOT;
        robot_name((unsigned)by, input.robot_event.by.id);
    }
    take(bench, &input);
}

/* A tenth of a second: everybody says where they are, two fire, one is hit. */
static void tenth(struct bench *bench)
{
    bench->now += 100;
    settle(bench);
    for (unsigned i = 0; i < PLAYERS; i++)
        status(bench, i);
    unsigned shooter = bench->numbers % PLAYERS;
    event(bench, shooter, -1);
    event(bench, (shooter + 3) % PLAYERS, -1);
    event(bench, (shooter + 5) % PLAYERS, (int)shooter);
    agree(bench);
}

static void claim_all(struct bench *bench)
{
    for (unsigned i = 0; i < PLAYERS; i++) {
        struct principal who = player(i);
        struct input input = ask_of(bench, &who, DEED_DRIVE_CLAIM);
        memset(input.ask.ask.match, 0, ID_SIZE);
        robot_name(i, input.ask.ask.robot);
        take(bench, &input);
        agree(bench);
    }
}

/* Before an hour is over a match ends and the next one begins. */
static void steps(struct bench *bench, uint64_t until, bool fights)
{
    uint64_t began = now_us(bench);
    bench->steps = 0;
    for (unsigned seconds = 1; now_us(bench) < until; seconds++) {
        for (unsigned i = 0; i < 10; i++)
            tenth(bench);
        if (fights && seconds % SECONDS == 0) {
            abort_match(bench);
            play(bench);
        }
    }
    (void)printf("%.0f\n", (double)bench->steps / ((double)(now_us(bench) - began) / 1e6));
}

int main(int count, char **values)
{
    static struct bench bench;
    if (count < 3)
        return 2;
    begin(&bench, count > 3 ? values[3] : NULL);
    connect_all(&bench);
    bench.commits = 0;
    uint64_t until = now_us(&bench) + strtoull(values[2], NULL, 10) * 1000;
    if (strcmp(values[1], "sessions") == 0) {
        sessions(&bench, until);
    } else if (strcmp(values[1], "commits") == 0) {
        commits(&bench, until);
    } else if (strcmp(values[1], "fight") == 0) {
        play(&bench);
        steps(&bench, until, true);
    } else {
        claim_all(&bench);
        steps(&bench, until, false);
    }
    store_destroy(bench.store);
    free(bench.core);
    return 0;
}

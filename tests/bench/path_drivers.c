/* The drivers of the command path: an open-loop generator with an absolute schedule. Frame i of
 * driver d is due at begin + (i * drivers + d) * period / drivers, whatever happened before.
 * After its frame a driver listens: all of them in one moment would make the next frames late.
 * With leases each driver claims its robot first and sends neutral until the robot is ready;
 * bare, it sends at once. */
#include <assert.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "robot/client/link.h"
#include "robot/wire/message.h"
#include "tests/bench/path.h"

#define NS_PER_S 1000000000u
#define READY_S  60
#define CLAIM_NS (3ull * NS_PER_S)
#define BEGIN_NS 200000000u /* from the last one's readiness: all have heard of it */

struct bench_driver {
    unsigned index;
    struct link *link;
    bool connected, ready;
    bool counted; /* among the ready */
    uint32_t n, c, s;
    uint64_t asked_at;
    char token[2048];
    char topic[128];
};

static struct path_options options;
static struct path_shared *shared;
static struct bench_driver drivers[PATH_ROBOTS];

static void open_driver(struct bench_driver *driver)
{
    char user[64], name[64];
    snprintf(user, sizeof user, "player/bench%u", driver->index);
    snprintf(name, sizeof name, "player-bench%u", driver->index);
    snprintf(driver->topic, sizeof driver->topic, "arena/v1/player/bench%u/robot/bench%u/drive",
        driver->index, driver->index);
    struct link_options link = {.host = "127.0.0.1",
        .port = (uint16_t)options.port,
        .path = "/mqtt",
        .transport = options.websocket ? LINK_WEBSOCKET : LINK_TCP,
        .client_id = user,
        .user = user,
        .password = path_token(&options, name, driver->token, sizeof driver->token)};
    driver->link = path_link_create(&options);
    if (!driver->link || link_connect(driver->link, &link) != RC_OK) {
        fputs("bench: a driver cannot connect\n", stderr);
        exit(1);
    }
}

static void subscribe(struct bench_driver *driver)
{
    char answer[128], link[128];
    const char *filters[] = {answer, link};
    snprintf(
        answer, sizeof answer, "arena/v1/bridge/main/player/bench%u/answer", driver->index);
    snprintf(link, sizeof link, "arena/v1/robot/bench%u/player/bench%u/link", driver->index,
        driver->index);
    path_must(link_subscribe(driver->link, filters, 2, 0, 1), "subscribing");
}

static void claim(struct bench_driver *driver, uint64_t now)
{
    char topic[128], payload[256];
    snprintf(topic, sizeof topic, "arena/v1/player/bench%u/bridge/main/ask", driver->index);
    snprintf(payload, sizeof payload,
        "{\"id\":\"bench-%u-%llu\",\"do\":\"drive.claim\",\"robot\":\"bench%u\"}",
        driver->index, (unsigned long long)now, driver->index);
    struct link_message message = {
        .topic = topic, .payload = payload, .length = strlen(payload), .qos = 1};
    driver->asked_at = now;
    path_must(link_publish(driver->link, &message, 0), "publishing");
}

static void take_message(struct bench_driver *driver, const struct link_event *event)
{
    static struct answer answer;
    struct link_report link;
    bool is_link = strstr(event->topic, "/link") != NULL;
    if (is_link && link_from_json(event->payload, event->length, &link, NULL) == RC_OK &&
        link.n == driver->n) {
        driver->c = link.c;
        driver->ready = link.ready;
    } else if (!is_link &&
               answer_from_json(event->payload, event->length, &answer, NULL) == RC_OK &&
               answer.rc == RC_OK) {
        driver->n = answer.n;
    }
}

static void listen(struct bench_driver *driver)
{
    struct link_event event;
    while (link_poll(driver->link, &event)) {
        if (event.kind == LINK_CONNECTED) {
            subscribe(driver);
        } else if (event.kind == LINK_SUBSCRIBED) {
            driver->connected = true;
        } else if (event.kind == LINK_MESSAGE) {
            take_message(driver, &event);
        } else if (event.kind == LINK_LOST || event.kind == LINK_REFUSED) {
            fprintf(stderr, "bench: driver %u lost: %s\n", driver->index, event.reason);
            exit(1);
        }
    }
}

static void say_frame(struct bench_driver *driver, bool moving, uint64_t due)
{
    char payload[256];
    driver->s++;
    unsigned id = driver->s % PATH_IDS;
    int length = snprintf(payload, sizeof payload, "{\"n\":%u,\"s\":%u,\"e\":%u,\"t\":%llu",
        driver->n, driver->s, driver->c, (unsigned long long)(due / 1000000));
    if (moving) {
        length += snprintf(payload + length, sizeof payload - (size_t)length,
            ",\"x\":%.10g,\"y\":0.5", path_axis_from_id(id));
        atomic_store(&shared->due[driver->index][id], due);
        atomic_fetch_add(&shared->sent, 1);
    }
    payload[length++] = '}';
    struct link_message message = {
        .topic = driver->topic, .payload = payload, .length = (size_t)length};
    path_must(link_publish(driver->link, &message, 0), "publishing");
}

/* A step of a driver that waits for the others. */
static void prepare(struct bench_driver *driver, uint64_t now)
{
    listen(driver);
    if (!options.bare && driver->connected && driver->n == 0 &&
        now - driver->asked_at > CLAIM_NS) {
        claim(driver, now);
    }
    if (driver->n != 0 && driver->c != 0) {
        say_frame(driver, false, now);
    }
    bool ready = options.bare ? driver->connected : driver->ready;
    if (ready && !driver->counted) {
        driver->counted = true;
        atomic_fetch_add(&shared->drivers_ready, 1);
    }
}

/* Whoever sees first that all are ready says when they begin. */
static void look_whether_all_are_ready(uint64_t now)
{
    uint64_t unknown = 0;
    if (atomic_load(&shared->drivers_ready) == options.robots &&
        atomic_load(&shared->robots_online) >= options.robots) {
        atomic_compare_exchange_strong(&shared->begin, &unknown, now + BEGIN_NS);
    }
}

/* Claims and waits until every robot is ready; false after READY_S. */
static bool settle(unsigned count)
{
    uint64_t now = path_now_ns(), end = now + READY_S * (uint64_t)NS_PER_S;
    while (now < end && atomic_load(&shared->begin) == 0 && !atomic_load(&shared->quit)) {
        for (unsigned i = 0; i < count; i++) {
            prepare(&drivers[i], now);
        }
        look_whether_all_are_ready(now);
        (void)poll(NULL, 0, 50);
        now = path_now_ns();
    }
    return atomic_load(&shared->begin) != 0;
}

static void wait_until_ns(uint64_t due)
{
    struct timespec t = {(time_t)(due / NS_PER_S), (long)(due % NS_PER_S)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) != 0) {
    }
}

/* The frames of this process' drivers, each when it is due in the schedule of all. */
static void measure(unsigned count)
{
    assert(options.hz > 0 && options.robots > 0);
    uint64_t rate = (uint64_t)options.hz * options.robots;
    uint64_t begin = atomic_load(&shared->begin), gap = NS_PER_S / rate;
    for (uint64_t round = 0; round < (uint64_t)options.seconds * options.hz; round++) {
        for (unsigned d = 0; d < count; d++) {
            uint64_t due = begin + (round * options.robots + drivers[d].index) * gap;
            wait_until_ns(due);
            say_frame(&drivers[d], true, due);
            listen(&drivers[d]);
        }
    }
}

static int drive(unsigned process)
{
    unsigned count = 0;
    for (unsigned i = process; i < options.robots; i += options.processes) {
        drivers[count].index = i;
        open_driver(&drivers[count++]);
    }
    bool ready = settle(count);
    if (ready) {
        measure(count);
        (void)poll(NULL, 0, 1000);
    }
    for (unsigned i = 0; i < count; i++) {
        link_destroy(drivers[i].link);
    }
    return ready ? 0 : 1;
}

int main(int argc, char **argv)
{
    options = path_options_read(argc, argv);
    shared = path_map(options.shared);
    bool good = path_in_processes(&options, shared, drive);
    if (!good) {
        fputs("bench: not every robot became ready\n", stderr);
    }
    atomic_store(&shared->quit, true);
    return good ? 0 : 1;
}

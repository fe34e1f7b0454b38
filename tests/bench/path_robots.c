/* The robots of the command path: with the robot library and all its checks, or bare
 * subscribers through the same link. Prints one JSON line with the distribution of latencies.
 */
#include <assert.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/base/text.h"
#include "robot/client/link.h"
#include "robot/client/random.h"
#include "robot/client/robot.h"
#include "tests/bench/path.h"
#include "tests/bench/path_back.h"

#define LOOK_MS 100 /* so often is looked whether the drivers are done */

struct bench_robot {
    unsigned index;
    struct robot *robot; /* full */
    struct link *link;   /* bare */
    struct card card;
    bool subscribed;
    struct path_back back;
    uint64_t due; /* ms: its next step, whatever it hears */
    char token[2048];
};

static struct path_options options;
static struct path_shared *shared;
static struct bench_robot robots[PATH_ROBOTS];

static void arrived(unsigned index, double x)
{
    uint64_t now = path_now_ns();
    _Atomic uint64_t *slot = &shared->due[index][path_id_from_axis(x)];
    uint64_t due = atomic_exchange(slot, 0);
    if (due == 0 || now <= due)
        return;
    size_t sample = atomic_fetch_add(&shared->sample_count, 1);
    uint64_t latency = now - due;
    assert(sample < PATH_SAMPLES);
    shared->samples[sample] = latency > UINT32_MAX ? UINT32_MAX : (uint32_t)latency;
}

static void on_drive(void *user, const struct axes *axes)
{
    const struct bench_robot *robot = user;
    if (axes->value[AXIS_Y] != 0) {
        arrived(robot->index, axes->value[AXIS_X]);
    }
}

static void on_neutral(void *user)
{
    (void)user;
}

static void on_online(void *user, bool online, const char *reason)
{
    (void)user;
    (void)reason;
    atomic_fetch_add(&shared->robots_online, online ? 1 : UINT32_MAX);
}

static struct card bench_card(unsigned index)
{
    struct card card = {.status_ms = 1000,
        .deadman_ms = DEADMAN_MS_LIMIT,
        .max_age_ms = MAX_AGE_MS_LIMIT,
        .max_message = WIRE_PAYLOAD_MAX};
    snprintf(card.id, sizeof card.id, "bench%u", index);
    text_copy(card.name, sizeof card.name, card.id);
    card.axes[AXIS_X] = card.axes[AXIS_Y] = (struct axis_range){true, -1, 1};
    return card;
}

static void open_full(struct bench_robot *robot)
{
    char name[64];
    snprintf(name, sizeof name, "robot-bench%u", robot->index);
    robot->card = bench_card(robot->index);
    struct robot_config config = {
        .card = &robot->card,
        .port = (uint16_t)options.port,
        .token = path_token(&options, name, robot->token, sizeof robot->token),
        .on = {.on_drive = on_drive, .on_neutral = on_neutral, .on_online = on_online},
        .user = robot
    };
    if (robot_create(&config, &robot->robot) != RC_OK) {
        fputs("bench: a robot cannot be made\n", stderr);
        exit(1);
    }
}

static void open_bare(struct bench_robot *robot)
{
    char name[64];
    snprintf(name, sizeof name, "robot/bench%u", robot->index);
    struct link_options link = {
        .host = "127.0.0.1", .port = (uint16_t)options.port, .client_id = name, .user = name};
    robot->back.phase = random_u32();
    robot->link = path_link_create(&options);
    if (!robot->link || link_connect(robot->link, &link) != RC_OK) {
        fputs("bench: a subscriber cannot connect\n", stderr);
        exit(1);
    }
}

static void take_bare(struct bench_robot *robot, const struct link_event *event)
{
    if (event->kind == LINK_CONNECTED) {
        char filter[128];
        const char *filters[] = {filter, PATH_BEAT};
        snprintf(filter, sizeof filter, "arena/v1/player/bench%u/robot/bench%u/drive",
            robot->index, robot->index);
        path_must(
            link_subscribe(robot->link, filters, options.back ? 2 : 1, 0, 1), "subscribing");
    } else if (event->kind == LINK_SUBSCRIBED) {
        robot->subscribed = true;
        atomic_fetch_add(&shared->robots_online, 1);
    } else if (event->kind == LINK_MESSAGE) {
        struct drive drive;
        if (drive_from_json(event->payload, event->length, &drive, NULL) == RC_OK &&
            drive.axes.value[AXIS_Y] != 0) {
            arrived(robot->index, drive.axes.value[AXIS_X]);
        }
    }
}

static void step_full(struct bench_robot *robot, uint64_t now)
{
    for (robot->due = now; robot->due <= now; now = robot_now())
        robot->due = robot_step(robot->robot, now);
}

static void step_bare(struct bench_robot *robot, uint64_t now)
{
    struct link_event event;
    while (link_poll(robot->link, &event)) {
        take_bare(robot, &event);
    }
    bool says = options.back && robot->subscribed;
    robot->due =
        says ? path_back_say(&robot->back, robot->link, robot->index, now) : now + LOOK_MS;
}

static int until(uint64_t due, uint64_t now)
{
    return due > now ? (int)(due - now) : 0;
}

/* A robot steps when its link is readable and when its moment has come, not before: stepped
 * all together every few ms, they would speak all together. */
static void serve(unsigned count)
{
    static struct pollfd set[PATH_ROBOTS];
    uint64_t soonest = 0, now = robot_now();
    for (unsigned i = 0; i < count; i++) {
        int fd = robots[i].robot ? robot_fd(robots[i].robot) : link_fd(robots[i].link);
        set[i] = (struct pollfd){.fd = fd, .events = POLLIN};
    }
    while (!atomic_load(&shared->quit)) {
        (void)poll(set, count, until(soonest, now));
        now = robot_now();
        soonest = now + LOOK_MS;
        for (unsigned i = 0; i < count; i++) {
            struct bench_robot *robot = &robots[i];
            if (set[i].revents || robot->due <= now) {
                (robot->robot ? step_full : step_bare)(robot, now);
            }
            soonest = robot->due < soonest ? robot->due : soonest;
        }
    }
}

static int live(unsigned process)
{
    unsigned count = 0;
    for (unsigned i = process; i < options.robots; i += options.processes) {
        struct bench_robot *robot = &robots[count++];
        robot->index = i;
        (options.bare ? open_bare : open_full)(robot);
    }
    serve(count);
    for (unsigned i = 0; i < count; i++) {
        robot_destroy(robots[i].robot);
        link_destroy(robots[i].link);
    }
    return 0;
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static double percentile(double share)
{
    size_t count = atomic_load(&shared->sample_count);
    size_t at = (size_t)(share * (double)count);
    return count ? shared->samples[at < count ? at : count - 1] / 1000.0 : NAN;
}

static void report(void)
{
    uint64_t sent = atomic_load(&shared->sent);
    size_t received = atomic_load(&shared->sample_count);
    qsort(shared->samples, received, sizeof *shared->samples, by_value);
    printf("{\"sent\":%llu,\"received\":%zu,\"lost\":%lld,\"p50_us\":%.1f,\"p99_us\":%.1f,"
           "\"p999_us\":%.1f}\n",
        (unsigned long long)sent, received, (long long)(sent - received), percentile(0.5),
        percentile(0.99), percentile(0.999));
}

int main(int argc, char **argv)
{
    options = path_options_read(argc, argv);
    shared = path_map(options.shared);
    bool good = path_in_processes(&options, shared, live);
    report();
    return good ? 0 : 1;
}

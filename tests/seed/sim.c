#include "tests/seed/sim.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tag sim_tag(struct sim *sim, const char *prefix)
{
    struct tag tag;
    memset(&tag, 0, sizeof tag);
    (void)snprintf(tag.text, sizeof tag.text, "%s%u", prefix, ++sim->tags);
    return tag;
}

void sim_note(struct sim *sim, enum rare rare)
{
    sim->rare[rare]++;
}

void sim_tell(const struct sim *sim, const char *format, ...)
{
    if (!sim->verbose) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    (void)printf("%10.3f ", (double)sim->now / 1000);
    (void)vprintf(format, arguments);
    (void)printf("\n");
    va_end(arguments);
}

void sim_fail(const struct sim *sim, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)fflush(stdout);
    (void)fprintf(stderr, "seed %llu, step %llu, %.3f s: ", (unsigned long long)sim->seed,
        (unsigned long long)sim->steps, (double)sim->now / 1000);
    (void)vfprintf(stderr, format, arguments);
    (void)fprintf(stderr, "\nreplay: arena-seed --seed %llu --steps %llu -v\n",
        (unsigned long long)sim->seed, (unsigned long long)sim->steps);
    va_end(arguments);
    exit(1);
}

void sim_at(
    struct sim *sim, uint64_t at, enum happening_kind kind, unsigned index, uint32_t epoch)
{
    struct happening event = {.at = at, .kind = kind, .index = index, .epoch = epoch};
    events_add(&sim->events, &event);
}

struct sim *sim_create(uint64_t seed, bool verbose)
{
    struct sim *sim = calloc(1, sizeof *sim);
    assert(sim != NULL);
    sim->seed = seed;
    sim->verbose = verbose;
    sim->now = 100000; /* so that "before the beginning" can be written */
    sim->dice.state = seed * 0x2545f4914f6cdd1du + 1;
    for (uint32_t i = 0; i < SIM_MESSAGES; i++) {
        sim->next_free[i] = i + 1;
    }
    bridge_begin(sim);
    robots_begin(sim);
    people_begin(sim);
    weather_begin(sim);
    return sim;
}

void sim_destroy(struct sim *sim)
{
    if (sim == NULL) {
        return;
    }
    bridge_finish(sim);
    free(sim);
}

static void on_robot_turn(struct sim *sim, const struct happening *event)
{
    if (event->epoch == sim->robots[event->index].run) {
        robot_turn(sim, event->index);
    }
}

static void on_robot_boot(struct sim *sim, const struct happening *event)
{
    if (!sim->robots[event->index].running) {
        robot_boot(sim, event->index);
    }
}

static void on_person_turn(struct sim *sim, const struct happening *event)
{
    person_turn(sim, event->index);
}

static void on_bridge_turn(struct sim *sim, const struct happening *event)
{
    if (event->epoch == sim->bridge.run && event->at == sim->bridge.turn_at) {
        bridge_turn(sim);
    }
}

static void on_bridge_start(struct sim *sim, const struct happening *event)
{
    (void)event;
    if (sim->bridge.app == NULL) {
        bridge_start(sim);
    }
}

static void on_bridge_link(struct sim *sim, const struct happening *event)
{
    if (event->epoch == sim->bridge.run && !sim->bridge.link.up) {
        bridge_connect(sim);
    }
}

static void on_weather(struct sim *sim, const struct happening *event)
{
    (void)event;
    weather_change(sim);
}

static void on_adversary(struct sim *sim, const struct happening *event)
{
    (void)event;
    adversary_act(sim);
}

static void (*const handlers[EVENT_COUNT_])(struct sim *sim, const struct happening *event) = {
    [EVENT_DELIVER] = wire_deliver,
    [EVENT_ROBOT_TURN] = on_robot_turn,
    [EVENT_ROBOT_SUBSCRIBED] = robot_subscribed,
    [EVENT_ROBOT_BOOT] = on_robot_boot,
    [EVENT_PERSON_TURN] = on_person_turn,
    [EVENT_WILL] = wire_will,
    [EVENT_BRIDGE_TURN] = on_bridge_turn,
    [EVENT_BRIDGE_START] = on_bridge_start,
    [EVENT_BRIDGE_LINK] = on_bridge_link,
    [EVENT_EVICTED] = bridge_evicted,
    [EVENT_WEATHER] = on_weather,
    [EVENT_ADVERSARY] = on_adversary,
};

void sim_step(struct sim *sim)
{
    struct happening event;
    if (!events_take(&sim->events, &event)) {
        sim_fail(sim, "nothing is going to happen any more");
    }
    assert(event.at >= sim->now);
    sim->now = event.at;
    sim->steps++;
    handlers[event.kind](sim, &event);
    for (unsigned i = 0; i < SIM_ROBOTS; i++) {
        check_still(sim, &sim->robots[i]);
    }
}

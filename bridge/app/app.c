#include "bridge/app/app.h"

#include <stdlib.h>
#include <string.h>

#include "bridge/app/fresh.h"
#include "bridge/app/inside.h"

struct app *app_create(const struct core_config *config, const struct ports *ports)
{
    struct app *app = calloc(1, sizeof *app);
    if (app == NULL) {
        return NULL;
    }
    app->memory = malloc(core_size(config));
    if (app->memory == NULL) {
        free(app);
        return NULL;
    }
    app->ports = *ports;
    app->core = core_init(app->memory, config);
    app->effects = (struct effects){.items = app->items, .size = APP_EFFECTS};
    app->telemetry_at = UINT64_MAX;
    return app;
}

void app_destroy(struct app *app)
{
    if (app == NULL) {
        return;
    }
    free(app->memory);
    free(app);
}

struct load {
    struct app *app;
    uint64_t wall;
};

static enum rc load_record(void *context, const struct record *record)
{
    const struct load *load = context;
    return core_restore(load->app->core, record, load->wall);
}

enum rc app_load(struct app *app)
{
    const struct port_clock *clock = &app->ports.clock;
    const struct port_store *store = &app->ports.store;
    struct load load = {.app = app, .wall = clock->wall(clock->self)};
    return store->load(store->self, load.wall, load_record, &load);
}

static void fill_fresh(const struct app *app, struct input *input)
{
    if (input->kind == INPUT_ASK) {
        input->ask.fresh = fresh_draw(&app->ports.clock);
    } else if (input->kind == INPUT_JOIN) {
        input->join.fresh = fresh_draw(&app->ports.clock);
    }
}

void app_take(struct app *app, const struct input *input)
{
    const struct port_clock *clock = &app->ports.clock;
    if (app->effects.size - app->effects.count < CORE_STEP_EFFECTS) {
        settle(app);
    }
    struct input filled = *input;
    filled.wall = clock->wall(clock->self);
    fill_fresh(app, &filled);
    core_step(app->core, &filled, clock->now(clock->self), &app->effects);
}

static void app_tend(struct app *app, uint64_t now)
{
    const struct port_clock *clock = &app->ports.clock;
    const struct port_store *store = &app->ports.store;
    if (now >= app->tend_at) {
        bool more = store->tend(store->self, clock->wall(clock->self));
        app->tend_at = now + (more ? APP_TEND_MORE_MS : APP_TEND_MS);
    }
}

static uint64_t earliest(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t app_pass(struct app *app)
{
    const struct port_clock *clock = &app->ports.clock;
    uint64_t now = clock->now(clock->self);
    core_pass_time(app->core, now, &app->effects);
    for (unsigned round = 0; round < APP_ROUNDS && app->effects.count > 0; round++) {
        settle(app);
        core_pass_time(app->core, now, &app->effects);
    }
    app_flush_telemetry(app, now);
    app_tend(app, now);
    if (app->effects.count > 0) {
        return now;
    }
    return earliest(core_next_deadline(app->core), earliest(app->telemetry_at, app->tend_at));
}

const struct core *app_core(const struct app *app)
{
    return app->core;
}

void app_count(const struct app *app, struct app_counts *ret)
{
    *ret = app->counts;
}

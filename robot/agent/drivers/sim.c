/* Driver `sim`: a world of its own with one robot in it. */
#include <stdlib.h>

#include "robot/agent/driver.h"
#include "robot/sim/body.h"
#include "robot/sim/world.h"

#define PERIOD_MS 20

struct sim {
    struct driver driver;
    struct driver_host host;
    struct world world;
    uint64_t stepped;
};

static struct sim *sim_from_driver(struct driver *driver)
{
    return (struct sim *)driver; /* its first member */
}

static enum rc sim_create(
    const struct driver_options *options, uint64_t now, struct driver **ret)
{
    struct sim *sim = calloc(1, sizeof(*sim));
    if (!sim)
        return RC_NO_MEMORY;
    sim->driver = (struct driver){&driver_sim, 1};
    sim->host = options->host;
    sim->stepped = now;
    world_init(&sim->world, options->seed, 1);
    *ret = &sim->driver;
    return RC_OK;
}

static bool sim_card(const struct driver *driver, struct card *ret)
{
    (void)driver; /* all simulated robots are alike */
    body_card(ret);
    return true;
}

static void sim_apply(struct driver *driver, const struct axes *axes)
{
    world_drive(&sim_from_driver(driver)->world, 0, axes);
}

static void sim_neutral(struct driver *driver)
{
    static const struct axes still;
    sim_apply(driver, &still);
}

static void sim_action(struct driver *driver, const struct action *action)
{
    struct sim *sim = sim_from_driver(driver);
    const char *why = "";
    enum ack_state state = body_act(&sim->world, 0, action, &why);
    sim->host.ack(sim->host.user, &action->id, state, why);
}

static void sim_status(struct driver *driver)
{
    struct sim *sim = sim_from_driver(driver);
    struct world_senses senses;
    struct status_field fields[CARD_FIELDS];
    world_sense(&sim->world, 0, &senses);
    unsigned count = body_fields(&senses, fields);
    for (unsigned i = 0; i < count; i++)
        sim->host.field(sim->host.user, fields[i].name, fields[i].value);
    sim->host.pose(sim->host.user, senses.x, senses.y, senses.heading);
}

static uint64_t sim_step(struct driver *driver, uint64_t now)
{
    struct sim *sim = sim_from_driver(driver);
    uint64_t passed = now - sim->stepped;
    if (passed < PERIOD_MS)
        return sim->stepped + PERIOD_MS;
    sim->stepped = now;
    world_step(&sim->world, passed > WORLD_STEP_MAX_MS ? WORLD_STEP_MAX_MS : (uint32_t)passed);
    struct world_event event;
    while (world_take_event(&sim->world, &event))
        sim->host.event(sim->host.user, body_event_name(event.kind), NULL);
    return now + PERIOD_MS;
}

static int sim_fd(const struct driver *driver)
{
    (void)driver;
    return -1;
}

static void sim_close(struct driver *driver)
{
    free(sim_from_driver(driver));
}

const struct driver_vtable driver_sim = {
    .name = "sim",
    .help = "a simulated rover in a small world of its own",
    .open = sim_create,
    .card = sim_card,
    .apply = sim_apply,
    .neutral = sim_neutral,
    .action = sim_action,
    .status = sim_status,
    .step = sim_step,
    .fd = sim_fd,
    .close = sim_close,
};

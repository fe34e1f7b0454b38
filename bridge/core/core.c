/* Memory, the step and the passing of time. A core is one block: struct core, then the tables
 * in the order of core_carve, which is run twice: once to measure, once to place.
 */
#include "bridge/core/core.h"

#include <assert.h>
#include <stdalign.h>
#include <string.h>

#include "bridge/core/asks.h"
#include "bridge/core/due.h"
#include "bridge/core/keeper.h"
#include "bridge/core/match.h"
#include "bridge/core/state.h"
#include "bridge/core/step.h"

struct carver {
    char *memory; /* NULL: only measure */
    size_t used;
};

static void *carve(struct carver *carver, size_t count, size_t size)
{
    size_t at =
        (carver->used + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    carver->used = at + count * size;
    return carver->memory == NULL ? NULL : carver->memory + at;
}

static void carve_table(struct carver *carver, struct table *table, uint32_t capacity)
{
    table->capacity = capacity;
    table->order = carve(carver, capacity, sizeof table->order[0]);
}

/* One more than may be open: who gives way still has a document to be emptied. */
static uint32_t core_match_slots(const struct core_config *config)
{
    return config->max_matches + 1;
}

static void core_number_objects(struct core *core)
{
    const struct core_config *config = &core->config;
    const uint32_t sizes[OBJECT_CLASS_COUNT_] = {
        [OBJECT_LEASE] = config->max_robots,
        [OBJECT_ROBOT] = config->max_robots,
        [OBJECT_INVITE] = config->max_invites,
        [OBJECT_ENROLMENT] = config->max_enrolments,
        [OBJECT_SLOT] = config->max_slots,
        [OBJECT_REVOCATION] = config->max_revocations,
        [OBJECT_AUDIT] = 1,
        [OBJECT_MATCH] = core_match_slots(config),
        [OBJECT_PERSON] = config->max_principals,
        [OBJECT_ROSTER] = 1,
        [OBJECT_BEAT] = 1,
        [OBJECT_ASK] = config->max_asks,
        [OBJECT_REQUEST] = CORE_REQUESTS,
    };
    for (unsigned kind = 0; kind < OBJECT_CLASS_COUNT_; kind++) {
        core->first[kind + 1] = core->first[kind] + sizes[kind];
    }
}

static void core_carve(struct core *core, struct carver *carver)
{
    const struct core_config *config = &core->config;
    uint32_t objects = core->first[OBJECT_CLASS_COUNT_];
    core->agenda.capacity = objects;
    core->agenda.at = carve(carver, objects, sizeof core->agenda.at[0]);
    core->agenda.place = carve(carver, objects, sizeof core->agenda.place[0]);
    core->agenda.heap = carve(carver, objects, sizeof core->agenda.heap[0]);
    core->keeper.state = carve(carver, objects, sizeof core->keeper.state[0]);
    core->robots = carve(carver, config->max_robots, sizeof core->robots[0]);
    core->leases = carve(carver, config->max_robots, sizeof core->leases[0]);
    core->people = carve(carver, config->max_principals, sizeof core->people[0]);
    core->invites = carve(carver, config->max_invites, sizeof core->invites[0]);
    core->enrolments = carve(carver, config->max_enrolments, sizeof core->enrolments[0]);
    core->slots = carve(carver, config->max_slots, sizeof core->slots[0]);
    core->revocations = carve(carver, config->max_revocations, sizeof core->revocations[0]);
    core->matches = carve(carver, core_match_slots(config), sizeof core->matches[0]);
    core->asks = carve(carver, config->max_asks, sizeof core->asks[0]);
    core->roster.ring = carve(carver, config->max_robots, sizeof core->roster.ring[0]);
    carve_table(carver, &core->robot_table, config->max_robots);
    carve_table(carver, &core->person_table, config->max_principals);
    carve_table(carver, &core->invite_table, config->max_invites);
    carve_table(carver, &core->enrolment_table, config->max_enrolments);
    carve_table(carver, &core->slot_table, config->max_slots);
    carve_table(carver, &core->revocation_table, config->max_revocations);
    carve_table(carver, &core->match_table, core_match_slots(config));
}

struct core_config core_config_default(unsigned robots, unsigned people)
{
    return (struct core_config){
        .max_robots = robots,
        .max_principals = people,
        .max_asks = people * 4 + 1024,
        .max_invites = people + 64,
        .max_enrolments = 256,
        .max_slots = robots * 2,
        .max_revocations = robots + people,
        .max_matches = 16,
        .settings =
            {
                       .idle_ms = 60000,
                       .offer_ms = 10000,
                       .max_age_ms = MAX_AGE_MS_DEFAULT,
                       .deadman_ms = DEADMAN_MS_DEFAULT,
                       .token_s = 24 * 3600,
                       },
    };
}

size_t core_size(const struct core_config *config)
{
    struct core measure;
    memset(&measure, 0, sizeof measure);
    measure.config = *config;
    core_number_objects(&measure);
    struct carver carver = {.memory = NULL, .used = sizeof measure};
    core_carve(&measure, &carver);
    return carver.used;
}

struct core *core_init(void *memory, const struct core_config *config)
{
    memset(memory, 0, core_size(config));
    struct core *core = memory;
    core->config = *config;
    core_number_objects(core);
    struct carver carver = {.memory = memory, .used = sizeof *core};
    core_carve(core, &carver);
    agenda_init(&core->agenda);
    table_init(&core->robot_table, core->robots, sizeof core->robots[0], ID_SIZE);
    table_init(&core->person_table, core->people, sizeof core->people[0], PRINCIPAL_SIZE);
    table_init(&core->invite_table, core->invites, sizeof core->invites[0], ASK_CODE_SIZE);
    table_init(
        &core->enrolment_table, core->enrolments, sizeof core->enrolments[0], ASK_CODE_SIZE);
    table_init(&core->slot_table, core->slots, sizeof core->slots[0], ASK_CODE_SIZE + ID_SIZE);
    table_init(&core->revocation_table, core->revocations, sizeof core->revocations[0],
        PRINCIPAL_SIZE);
    table_init(&core->match_table, core->matches, sizeof core->matches[0], ID_SIZE);
    core->stir = 1; /* nobody has searched yet */
    asks_init(core);
    return core;
}

static void core_wake(struct core *core)
{
    if (core->asleep) {
        matches_wake(core);
    }
}

void core_step(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    assert(effects->size >= CORE_EFFECTS_MIN);
    assert(effects->size - effects->count >= CORE_STEP_EFFECTS);
    assert((unsigned)input->kind < INPUT_COUNT_);
    core_wake(core);
    core->wall = input->wall;
    core->wall_now = now;
    step_rows[input->kind](core, input, now, effects);
}

static bool core_has_room(const struct core *core, const struct effects *effects)
{
    return effects->size - effects->count >= OBJECT_EFFECTS && keep_room(core);
}

void core_pass_time(struct core *core, uint64_t now, struct effects *effects)
{
    uint32_t object = 0;
    core_wake(core);
    while (core_has_room(core, effects) && agenda_first(&core->agenda, &object) <= now) {
        agenda_set(&core->agenda, object, AGENDA_NEVER);
        enum object_class kind = core_class_of(core, object);
        due_rows[kind].due(core, object - core->first[kind], now, effects);
    }
}

uint64_t core_next_deadline(const struct core *core)
{
    uint32_t object = 0;
    return agenda_first(&core->agenda, &object);
}

#include "bridge/core/step.h"

#include "bridge/core/asks.h"
#include "bridge/core/keeper.h"
#include "bridge/core/lease.h"
#include "bridge/core/link.h"
#include "bridge/core/match.h"
#include "bridge/core/people.h"
#include "bridge/core/registry.h"
#include "bridge/core/requests.h"
#include "bridge/core/revocations.h"

static void step_broker_up(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    (void)effects;
    link_up(core, &input->broker.conn, now);
}

static void step_broker_down(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    (void)input;
    (void)now;
    (void)effects;
    link_down(core);
}

static void step_ear_up(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    (void)input;
    (void)effects;
    link_ear_up(core, now);
}

static void step_ear_down(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    (void)input;
    (void)now;
    (void)effects;
    link_ear_down(core);
}

static void step_robot_presence(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    registry_hear_presence(core, &input->robot_presence, now, effects);
}

static void step_robot_card(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    registry_hear_card(core, &input->robot_card, now, effects);
}

static void step_robot_state(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    (void)effects;
    uint32_t slot = SLOT_NONE;
    if (registry_hear_word(core, input->robot_state.id, now, &slot)) {
        lease_hear_state(core, slot, &input->robot_state, now);
    }
}

static void step_robot_word(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    (void)effects;
    uint32_t slot = SLOT_NONE;
    const struct input_robot_word *word = &input->robot_word;
    if (registry_hear_word(core, word->id, now, &slot) && word->has_status) {
        registry_place(core, slot, &word->status);
        match_hear_status(core, slot, &word->status, now);
    }
}

static void step_robot_event(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    (void)effects;
    uint32_t slot = SLOT_NONE;
    if (registry_hear_word(core, input->robot_event.id, now, &slot)) {
        match_hear_event(core, slot, &input->robot_event, now);
    }
}

static void step_presence(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    (void)effects;
    people_hear(core, &input->presence, now);
}

static void step_ask(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    asks_hear(core, &input->ask, now, effects);
}

static void step_join(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    requests_join(core, &input->join, now, effects);
}

static void step_register(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    requests_register(core, &input->registration, now, effects);
}

static void step_deregister(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    requests_deregister(core, &input->deregister, now, effects);
}

static void step_evicted(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    (void)effects;
    revocations_hear_evicted(core, &input->evicted, now);
}

static void step_settled(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    (void)effects;
    bool written = input->settled.written;
    keep_settled(core, written, now);
    if (!written) {
        asks_write_failed(core, now);
        requests_write_failed(core, now);
    }
}

/* New limits for those who drive: their robots hear of them. */
static void step_settings(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects)
{
    (void)now;
    (void)effects;
    core->config.settings = input->settings;
    for (uint32_t i = 0; i < core->robot_table.count; i++) {
        uint32_t slot = table_at(&core->robot_table, i);
        if (lease_is_driven(core, slot)) {
            lease_changed(core, slot);
        }
    }
}

step_fn *const step_rows[INPUT_COUNT_] = {
    [INPUT_BROKER_UP] = step_broker_up,
    [INPUT_BROKER_DOWN] = step_broker_down,
    [INPUT_EAR_UP] = step_ear_up,
    [INPUT_EAR_DOWN] = step_ear_down,
    [INPUT_ROBOT_PRESENCE] = step_robot_presence,
    [INPUT_ROBOT_CARD] = step_robot_card,
    [INPUT_ROBOT_STATE] = step_robot_state,
    [INPUT_ROBOT_WORD] = step_robot_word,
    [INPUT_ROBOT_EVENT] = step_robot_event,
    [INPUT_PRESENCE] = step_presence,
    [INPUT_ASK] = step_ask,
    [INPUT_JOIN] = step_join,
    [INPUT_REGISTER] = step_register,
    [INPUT_DEREGISTER] = step_deregister,
    [INPUT_EVICTED] = step_evicted,
    [INPUT_SETTLED] = step_settled,
    [INPUT_SETTINGS] = step_settings,
};

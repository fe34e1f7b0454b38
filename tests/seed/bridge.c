/* The bridge: the real app over fakes. It can die between any two things it does: before a
 * commit, after it, and after any number of what it says. What is dead says nothing and keeps
 * nothing.
 */
#include <assert.h>
#include <string.h>

#include "bridge/app/translate.h"
#include "tests/seed/sim.h"

#define SIM_WALL 1700000000000u

static enum rc keep_or_die(void *self, const struct record *const *records, unsigned count)
{
    struct sim *sim = self;
    struct sim_bridge *bridge = &sim->bridge;
    if (bridge->dead) {
        return RC_IO;
    }
    if (bridge->crash == CRASH_BEFORE_COMMIT) {
        bridge->dead = true;
        return RC_IO;
    }
    bridge->ports.store.failing = sim->now < bridge->fails_until;
    enum rc rc = bridge->inner.keep(bridge->inner.self, records, count);
    if (rc != RC_OK) {
        sim_note(sim, RARE_WRITES_FAILED);
        bridge->failed_at = sim->now;
        return rc;
    }
    for (unsigned i = 0; i < count; i++) {
        check_kept(sim, records[i]);
    }
    if (bridge->crash == CRASH_AFTER_COMMIT) {
        bridge->dead = true;
    }
    return rc;
}

static const struct principal bridge_principal = {KIND_BRIDGE, "main"};

static void say_lease(struct sim *sim, const struct fake_say *say)
{
    check_lease_said(sim, say);
    struct message *message = wire_new(sim, WHAT_LEASE, &bridge_principal);
    message->lease = say->lease;
    wire_send(sim, message, (struct address){PLACE_ROBOT, (unsigned)(say->to.id[5] - '1')});
}

static void say_answer(struct sim *sim, const struct fake_say *say)
{
    check_answer_said(sim, say);
    struct message *message = wire_new(sim, WHAT_ANSWER, &bridge_principal);
    memcpy(message->answer.id, say->answer->id, sizeof message->answer.id);
    message->answer.rc = say->answer->rc;
    memcpy(message->answer.robot, say->answer->robot, ID_SIZE);
    message->answer.n = say->answer->n;
    memcpy(message->answer.match, say->answer->match, ID_SIZE);
    wire_send(sim, message, (struct address){PLACE_PERSON, person_index(sim, &say->to)});
}

static void say_me(struct sim *sim, const struct fake_say *say)
{
    if (say->empty) {
        return;
    }
    struct message *message = wire_new(sim, WHAT_ME, &bridge_principal);
    message->me = say->me;
    wire_send(sim, message, (struct address){PLACE_PERSON, person_index(sim, &say->to)});
}

static void say_beat(struct sim *sim, const struct fake_say *say)
{
    struct message *message = wire_new(sim, WHAT_BEAT, &bridge_principal);
    message->beat = say->beat;
    wire_say_to_all(sim, message);
}

/* The guard at the broker disconnects whom a revocation names. */
static void say_revoked(struct sim *sim, const struct fake_say *say)
{
    if (say->before == 0) {
        return;
    }
    if (say->to.kind == KIND_ROBOT) {
        robot_cut(sim, (unsigned)(say->to.id[5] - '1'));
    } else {
        person_cut(sim, person_index(sim, &say->to), dice_from(&sim->dice, 500, 8000));
    }
}

static void say_evict(struct sim *sim, const struct fake_say *say)
{
    struct happening event = {.at = sim->now + dice_from(&sim->dice, 1000, 2500),
        .kind = EVENT_EVICTED,
        .epoch = sim->bridge.run,
        .who = say->to};
    events_add(&sim->events, &event);
}

static void on_say(void *context, const struct fake_say *say)
{
    struct sim *sim = context;
    struct sim_bridge *bridge = &sim->bridge;
    if (!bridge->dead && bridge->crash == CRASH_WHILE_SAYING) {
        bridge->dead = bridge->crash_after == 0;
        bridge->crash_after -= bridge->crash_after > 0;
    }
    if (bridge->dead) {
        return;
    }
    static void (*const says[])(struct sim * sim, const struct fake_say *say) = {
        [FAKE_LEASE] = say_lease,
        [FAKE_EVICT] = say_evict,
        [FAKE_ANSWER] = say_answer,
        [FAKE_ME] = say_me,
        [FAKE_REVOKED] = say_revoked,
        [FAKE_BEAT] = say_beat,
        [FAKE_MATCH] = check_match_said,
        [FAKE_MATCH_LIVE] = check_live_said,
        [FAKE_MATCH_EVENT] = check_entry_said,
        [FAKE_REPLY] = NULL,
    };
    if (says[say->kind] != NULL) {
        says[say->kind](sim, say);
    }
}

static void bridge_set_clocks(struct sim *sim)
{
    struct sim_bridge *bridge = &sim->bridge;
    if (bridge->slept_from > 0 && sim->now >= bridge->suspended_until) {
        bridge_wake(sim);
    }
    bridge->ports.now = sim->now - bridge->offset;
    bridge->ports.wall = SIM_WALL + sim->now + (uint64_t)bridge->wall_jump;
    bridge->ports.disconnected = !bridge->link.up;
}

static void bridge_plan(struct sim *sim, uint64_t at)
{
    struct sim_bridge *bridge = &sim->bridge;
    bridge->turn_at = at > sim->now ? at : sim->now;
    if (bridge->turn_at < bridge->suspended_until) {
        bridge->turn_at = bridge->suspended_until;
    }
    sim_at(sim, bridge->turn_at, EVENT_BRIDGE_TURN, 0, bridge->run);
}

/* It died in the middle: only now may its memory go. */
static bool bridge_buried(struct sim *sim)
{
    struct sim_bridge *bridge = &sim->bridge;
    if (!bridge->dead) {
        return false;
    }
    static const enum rare rare[] = {
        [CRASH_BEFORE_COMMIT] = RARE_BRIDGE_CRASHES_BEFORE_COMMIT,
        [CRASH_AFTER_COMMIT] = RARE_BRIDGE_CRASHES_AFTER_COMMIT,
        [CRASH_WHILE_SAYING] = RARE_BRIDGE_CRASHES_WHILE_SAYING,
    };
    sim_note(sim, rare[bridge->crash]);
    bridge_crash(sim);
    return true;
}

void bridge_suspend(struct sim *sim, uint64_t ms, bool clock_stands_still)
{
    struct sim_bridge *bridge = &sim->bridge;
    sim_note(sim, clock_stands_still ? RARE_BRIDGE_SUSPENDS : RARE_BRIDGE_STALLS);
    sim_tell(sim, "the bridge sleeps for %llu ms", (unsigned long long)ms);
    bridge->suspended_until = sim->now + ms;
    bridge->slept_from = sim->now;
    bridge->slept_still = clock_stands_still;
    bridge_plan(sim, bridge->suspended_until);
}

void bridge_wake(struct sim *sim)
{
    struct sim_bridge *bridge = &sim->bridge;
    if (bridge->slept_from == 0) {
        return;
    }
    if (bridge->slept_still) {
        bridge->offset += sim->now - bridge->slept_from;
    }
    bridge->slept_from = 0;
    bridge->suspended_until = 0;
    bridge->failed_at = sim->now; /* what it was to try again has waited with it */
    bridge_plan(sim, sim->now);
}

void bridge_turn(struct sim *sim)
{
    struct sim_bridge *bridge = &sim->bridge;
    if (bridge->app == NULL) {
        return;
    }
    bridge_set_clocks(sim);
    uint64_t next = app_pass(bridge->app);
    if (bridge_buried(sim)) {
        return;
    }
    check_bridge(sim);
    bridge_plan(sim, next == UINT64_MAX ? sim->now + 1000 : next + bridge->offset);
}

void bridge_take(struct sim *sim, const struct input *input)
{
    struct sim_bridge *bridge = &sim->bridge;
    if (bridge->app == NULL) {
        return;
    }
    bridge_set_clocks(sim);
    app_take(bridge->app, input);
    if (bridge_buried(sim)) {
        return;
    }
    if (dice_chance(&sim->dice, 3000)) {
        bridge_plan(sim, sim->now); /* takes what else comes at this moment first */
        return;
    }
    bridge_turn(sim);
}

static void bridge_hear_presence(struct sim *sim, const struct message *message)
{
    struct input input =
        message->from.kind == KIND_ROBOT
            ? input_from_robot_presence(&message->from, &message->presence, message->retained)
            : input_from_presence(&message->from, &message->presence, message->retained);
    bridge_take(sim, &input);
}

static void bridge_hear_card(struct sim *sim, const struct message *message)
{
    const struct card *card = &sim->robots[message->from.id[5] - '1'].card;
    struct input input = input_from_card(card, message->retained);
    bridge_take(sim, &input);
}

static void bridge_hear_state(struct sim *sim, const struct message *message)
{
    struct input input = input_from_state(&message->from, &message->state);
    bridge_take(sim, &input);
}

static void bridge_hear_ask(struct sim *sim, const struct message *message)
{
    struct input input = input_from_ask(&message->from, &message->ask);
    bridge_take(sim, &input);
}

void bridge_hear(struct sim *sim, const struct message *message)
{
    if (message->what == WHAT_PRESENCE) {
        bridge_hear_presence(sim, message);
    } else if (message->what == WHAT_CARD) {
        bridge_hear_card(sim, message);
    } else if (message->what == WHAT_STATE) {
        bridge_hear_state(sim, message);
    } else if (message->what == WHAT_ASK) {
        bridge_hear_ask(sim, message);
    } else if (message->what == WHAT_EVENT) {
        struct input input = input_from_event(&message->from, &message->event);
        bridge_take(sim, &input);
    } else if (message->what == WHAT_STATUS) {
        static const struct status nothing_measured;
        struct input input = input_from_status(&message->from, &nothing_measured);
        bridge_take(sim, &input);
    }
}

void bridge_connect(struct sim *sim)
{
    struct sim_bridge *bridge = &sim->bridge;
    if (bridge->app == NULL || bridge->suspended_until > sim->now) {
        sim_at(sim, sim->now + 500, EVENT_BRIDGE_LINK, 0, bridge->run);
        return;
    }
    bridge->link.up = true;
    bridge->link.epoch++;
    bridge->link.conn = sim_tag(sim, "bc");
    for (unsigned i = 0; i < SIM_BOARD; i++) {
        sim->board[i].looked_boots = 0; /* much may have gone unsaid */
    }
    sim_tell(sim, "the bridge connects (%s)", bridge->link.conn.text);
    struct input input = {.kind = INPUT_BROKER_UP, .broker = {.conn = bridge->link.conn}};
    wire_tell_retained(sim);
    bridge_take(sim, &input);
    input = (struct input){.kind = INPUT_EAR_UP};
    bridge_take(sim, &input);
}

void bridge_cut(struct sim *sim)
{
    struct sim_bridge *bridge = &sim->bridge;
    if (!bridge->link.up) {
        return;
    }
    sim_note(sim, RARE_BRIDGE_CUTS);
    sim_tell(sim, "the bridge is cut off");
    bridge->link.up = false;
    struct input input = {.kind = INPUT_BROKER_DOWN};
    bridge_take(sim, &input);
    input = (struct input){.kind = INPUT_EAR_DOWN};
    bridge_take(sim, &input);
    sim_at(sim, sim->now + dice_from(&sim->dice, 100, sim->calm ? 500 : 4000),
        EVENT_BRIDGE_LINK, 0, bridge->run);
}

void bridge_crash(struct sim *sim)
{
    struct sim_bridge *bridge = &sim->bridge;
    if (bridge->app == NULL) {
        return;
    }
    sim_note(sim, RARE_BRIDGE_CRASHES);
    sim_tell(sim, "the bridge crashes");
    app_destroy(bridge->app);
    bridge->app = NULL;
    bridge->suspended_until = bridge->slept_from = 0;
    bridge->link.up = false;
    bridge->link.epoch++;
    bridge->dead = false;
    bridge->crash = CRASH_NONE;
    bridge->run++;
    sim_at(sim, sim->now + dice_from(&sim->dice, 100, sim->calm ? 500 : 8000),
        EVENT_BRIDGE_START, 0, 0);
}

static enum rc load_inner(void *self, uint64_t wall, record_sink *sink, void *context)
{
    struct sim *sim = self;
    const struct port_store *inner = &sim->bridge.inner;
    return inner->load(inner->self, wall, sink, context);
}

static bool tend_inner(void *self, uint64_t wall)
{
    struct sim *sim = self;
    const struct port_store *inner = &sim->bridge.inner;
    return inner->tend(inner->self, wall);
}

/* What was live is looked at nowhere. */
static enum rc frame_forgotten(void *self, const char *match, const struct match_live *frame)
{
    (void)self;
    (void)match;
    (void)frame;
    return RC_OK;
}

void bridge_start(struct sim *sim)
{
    struct sim_bridge *bridge = &sim->bridge;
    struct core_config config = core_config_default(8, 32);
    config.max_matches = SIM_MATCHES;
    config.max_asks = 256;
    config.boot = bridge->boot = sim_tag(sim, "boot");
    config.settings.idle_ms = 8000;
    config.settings.offer_ms = 3000;
    config.settings.token_s = 600;
    struct ports ports = fake_ports_of(&bridge->ports);
    ports.store.self = sim;
    ports.store.keep = keep_or_die;
    ports.store.load = load_inner;
    ports.store.tend = tend_inner;
    ports.store.add_frame = frame_forgotten;
    bridge->app = app_create(&config, &ports);
    assert(bridge->app != NULL);
    bridge->boots++;
    bridge->run++;
    bridge_set_clocks(sim);
    enum rc rc = app_load(bridge->app);
    if (rc != RC_OK) {
        sim_fail(sim, "what was kept cannot be loaded: %s", rc_name(rc));
    }
    sim_tell(sim, "the bridge starts (%s)", bridge->boot.text);
    struct core_counts counts;
    core_count(app_core(bridge->app), &counts);
    if (counts.matches[MATCH_RUNNING] > 0) {
        sim_note(sim, RARE_MATCHES_RESTORED);
    }
    bridge_plan(sim, sim->now);
    sim_at(sim, sim->now + dice_from(&sim->dice, 20, 300), EVENT_BRIDGE_LINK, 0, bridge->run);
}

void bridge_begin(struct sim *sim)
{
    struct sim_bridge *bridge = &sim->bridge;
    fake_ports_init(&bridge->ports);
    bridge->ports.seed = sim->seed;
    bridge->ports.listener = on_say;
    bridge->ports.context = sim;
    bridge->ports.store.no_audit = true;
    fake_store_init(&bridge->backup);
    fake_store_port(&bridge->ports.store, &bridge->inner);
    bridge_start(sim);
}

void bridge_finish(struct sim *sim)
{
    app_destroy(sim->bridge.app);
    fake_ports_finish(&sim->bridge.ports);
    fake_store_finish(&sim->bridge.backup);
}

/* The port has logged in as the robot, and so thrown it out, and emptied its documents. */
void bridge_evicted(struct sim *sim, const struct happening *event)
{
    unsigned index = (unsigned)(event->who.id[5] - '1');
    sim_note(sim, RARE_EVICTIONS);
    robot_cut(sim, index);
    sim->retained[index] = (struct retained){0};
    if (sim->bridge.suspended_until > sim->now) {
        struct happening later = *event;
        later.at = sim->bridge.suspended_until;
        events_add(&sim->events, &later);
        return;
    }
    if (event->epoch != sim->bridge.run) {
        return; /* whoever ordered it is dead */
    }
    struct input input = {
        .kind = INPUT_EVICTED, .evicted = {.done = sim->calm || dice_chance(&sim->dice, 8000)}};
    memcpy(input.evicted.id, event->who.id, ID_SIZE);
    bridge_take(sim, &input);
}

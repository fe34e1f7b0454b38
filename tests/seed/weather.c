/* Storms, in which everything happens to everybody, and calms, at whose end all must agree
 * again. */
#include "tests/seed/sim.h"

#define CALM_MS 30000

static const struct weather calm_weather = {.delay_low = 2, .delay_high = 25};

static void weather_draw(struct sim *sim)
{
    static const struct weather weathers[] = {
        {.loss = 0,    .twice = 0,    .stall = 10,  .delay_low = 5,  .delay_high = 40  },
        {.loss = 200,  .twice = 100,  .stall = 50,  .delay_low = 10, .delay_high = 80  },
        {.loss = 500,  .twice = 500,  .stall = 100, .delay_low = 5,  .delay_high = 150 },
        {.loss = 1500, .twice = 1000, .stall = 300, .delay_low = 20, .delay_high = 300 },
        {.loss = 3000, .twice = 3000, .stall = 500, .delay_low = 1,  .delay_high = 1500},
        {.loss = 6000, .twice = 200,  .stall = 900, .delay_low = 50, .delay_high = 200 },
    };
    sim->weather = weathers[dice_below(&sim->dice, sizeof weathers / sizeof weathers[0])];
}

void weather_begin(struct sim *sim)
{
    sim->weather = calm_weather;
    sim->change_at = sim->now + 10000;
    sim_at(sim, sim->now + 10000, EVENT_WEATHER, 0, 0);
    sim_at(sim, sim->now + 1000, EVENT_ADVERSARY, 0, 0);
}

static void befall_robot(struct sim *sim)
{
    unsigned robot = dice_below(&sim->dice, SIM_ROBOTS);
    uint32_t roll = dice_below(&sim->dice, 100);
    if (roll < 25) {
        robot_crash(sim, robot);
    } else if (roll < 60) {
        robot_cut(sim, robot);
    } else if (roll < 95) {
        robot_freeze(sim, robot, dice_from(&sim->dice, 100, 3000));
    } else {
        robot_freeze(sim, robot, dice_from(&sim->dice, 20000, 70000));
    }
}

static void befall_person(struct sim *sim)
{
    unsigned person = dice_below(&sim->dice, SIM_PEOPLE);
    uint32_t roll = dice_below(&sim->dice, 100);
    if (roll < 30) {
        person_cut(sim, person, dice_from(&sim->dice, 10, 900));
    } else if (roll < 50) {
        person_cut(sim, person, dice_from(&sim->dice, 900, 20000));
    } else if (roll < 75) {
        person_reload(sim, person);
    } else {
        person_freeze(sim, person, dice_from(&sim->dice, 100, 8000));
    }
}

static void befall_store(struct sim *sim)
{
    struct sim_bridge *bridge = &sim->bridge;
    if (dice_chance(&sim->dice, 6000)) {
        bridge->fails_until = sim->now + dice_from(&sim->dice, 10, 4000);
        return;
    }
    if (!bridge->has_backup || dice_chance(&sim->dice, 5000)) {
        fake_store_copy(&bridge->ports.store, &bridge->backup);
        bridge->has_backup = true;
        return;
    }
    sim_note(sim, RARE_BACKUPS_RESTORED);
    sim_tell(sim, "an older database is restored");
    bridge_crash(sim);
    fake_store_copy(&bridge->backup, &bridge->ports.store);
    for (unsigned i = 0; i < SIM_ROBOTS; i++) {
        sim->robots[i].said = (struct lease_number){0, 0};
    }
}

static void befall_bridge(struct sim *sim)
{
    struct sim_bridge *bridge = &sim->bridge;
    uint32_t roll = dice_below(&sim->dice, 100);
    if (bridge->suspended_until > sim->now) {
        return;
    }
    if (roll < 10) {
        bridge_crash(sim);
    } else if (roll < 40) {
        bridge->crash = (enum crash)dice_from(&sim->dice, 1, 3);
        bridge->crash_after = dice_below(&sim->dice, 4);
    } else if (roll < 50) {
        bridge_cut(sim);
    } else if (roll < 60) {
        bridge_suspend(sim, dice_from(&sim->dice, 200, 30000), true);
    } else if (roll < 68) {
        bridge_suspend(sim, dice_from(&sim->dice, 200, 8000), false);
    } else if (roll < 75) {
        sim_note(sim, RARE_WALL_JUMPS);
        bridge->wall_jump +=
            (int64_t)dice_below(&sim->dice, 7200000) - (int64_t)dice_below(&sim->dice, 3600000);
    } else {
        befall_store(sim);
    }
}

static void befall(struct sim *sim)
{
    uint32_t roll = dice_below(&sim->dice, 100);
    if (roll < 35) {
        befall_robot(sim);
    } else if (roll < 65) {
        befall_person(sim);
    } else if (roll < 85) {
        befall_bridge(sim);
    } else if (roll < 88 && sim->bridge.suspended_until <= sim->now) {
        wire_restart_broker(sim);
    } else {
        weather_draw(sim);
    }
}

static void calm_down(struct sim *sim)
{
    sim->calm = true;
    sim->calm_confirmed = 0;
    sim->weather = calm_weather;
    sim->bridge.fails_until = 0;
    sim->bridge.crash = CRASH_NONE;
    sim_tell(sim, "it becomes calm");
    if (sim->bridge.suspended_until > sim->now) {
        bridge_wake(sim);
    }
    for (unsigned i = 0; i < SIM_ROBOTS; i++) {
        robot_thaw(sim, i);
    }
    for (unsigned i = 0; i < SIM_PEOPLE; i++) {
        person_thaw(sim, i);
        struct sim_person *person = &sim->people[i];
        person->back_at = person->back_at < sim->now + 1000 ? person->back_at : sim->now + 1000;
        person->still = false;
    }
    events_hasten(&sim->events, sim->now, sim->now + 100); /* nobody sleeps any more */
    sim->change_at = sim->now + CALM_MS;
}

static void storm(struct sim *sim)
{
    sim->calm = false;
    sim_tell(sim, "a storm begins");
    weather_draw(sim);
    sim->change_at = sim->now + dice_from(&sim->dice, 20000, 90000);
}

void weather_change(struct sim *sim)
{
    if (sim->now >= sim->change_at) {
        if (sim->calm) {
            check_calm(sim);
            storm(sim);
        } else {
            calm_down(sim);
        }
    } else if (!sim->calm) {
        befall(sim);
    }
    sim_at(sim, sim->calm ? sim->change_at : sim->now + dice_from(&sim->dice, 50, 1500),
        EVENT_WEATHER, 0, 0);
}

/* Says again what it once heard, or says as itself what another said. */
void adversary_act(struct sim *sim)
{
    sim_at(sim, sim->now + dice_from(&sim->dice, 50, 500), EVENT_ADVERSARY, 0, 0);
    if (sim->history_count == 0) {
        return;
    }
    struct message message = sim->history[dice_below(&sim->dice, sim->history_count)];
    if (message.what == WHAT_STOP && sim->calm) {
        return;
    }
    unsigned thief = dice_below(&sim->dice, SIM_PEOPLE);
    bool driver = principal_equal(&sim->people[thief].principal,
        authority_driver(&sim->robots[message.to.index].authority));
    if (message.what == WHAT_DRIVE && !driver && dice_chance(&sim->dice, 3000)) {
        message.from = sim->people[thief].principal;
        message.written = sim->now;
        message.drive.n = sim->robots[message.to.index].authority.lease.number.n;
        message.drive.e = authority_clock(&sim->robots[message.to.index].authority,
            robot_clock(sim, &sim->robots[message.to.index]));
    }
    wire_inject(sim, &message, sim->now + dice_below(&sim->dice, 100));
}

#include "tests/sim/duel.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "robot/base/text.h"

#define TICK_MS    10
#define PERIOD_MS  100 /* of status and of live */
#define LIVE_LATE  50  /* live comes between two statuses */
#define THINK_LATE 20  /* what is said takes this long to be heard */

static struct principal bot_name(unsigned bot)
{
    struct principal principal = {.kind = KIND_BOT};
    (void)snprintf(principal.id, sizeof(principal.id), "bot%u", bot);
    return principal;
}

static void robot_name(unsigned robot, char ret[ID_SIZE])
{
    (void)snprintf(ret, ID_SIZE, "scout%u", robot);
}

static void take(struct duel *duel, uint32_t at, struct game_input input)
{
    input.seq = game_input_count(&duel->game) + 1;
    input.at = at;
    input.wall = at;
    enum rc rc = game_take(&duel->game, &input, NULL);
    if (rc != RC_OK)
        fprintf(stderr, "act %d: %s\n", input.act, rc_name(rc));
    assert(rc == RC_OK);
}

/* Units are numbered team by team. */
static unsigned unit_of(const struct duel *duel, unsigned bot)
{
    return bot / 2 + (bot % 2) * ((duel->count + 1) / 2);
}

static unsigned bot_of(const struct duel *duel, unsigned unit)
{
    unsigned first = (duel->count + 1) / 2;
    return unit < first ? unit * 2 : (unit - first) * 2 + 1;
}

static void seat(struct duel *duel, unsigned bot)
{
    struct game_input join = game_input(GAME_JOIN), ready = game_input(GAME_READY);
    struct game_input assign = game_input(GAME_ASSIGN);
    join.player = ready.player = bot_name(bot);
    join.team = (int)(bot % 2);
    ready.value = 1;
    assign.unit = (int)unit_of(duel, bot);
    robot_name(bot, assign.robot);
    take(duel, 0, join);
    take(duel, 0, assign);
    take(duel, 0, ready);
}

static void begin(struct duel *duel, const struct duel_setup *setup)
{
    struct game_setup game = {.id = "duel", .name = "Duel", .team_count = 2};
    game.host = bot_name(0);
    game.rules = match_rules_default();
    game.rules.value[RULE_DURATION] = (int32_t)(setup->seconds * 1000);
    game.rules.value[RULE_COUNTDOWN] = 0;
    for (unsigned i = 0; i < 2; i++) {
        (void)snprintf(game.teams[i].name, sizeof(game.teams[i].name), "team%u", i + 1);
        game.teams[i].seats = (setup->count + 1 - i) / 2;
    }
    game_init(&duel->game, &game, NULL);
    for (unsigned team = 0; team < 2; team++) /* seats are taken in the order of units */
        for (unsigned bot = team; bot < setup->count; bot += 2)
            seat(duel, bot);
    take(duel, 0, game_input(GAME_COMPLETE));
    take(duel, 0, game_input(GAME_START));
    game_pass_time(&duel->game, 0, NULL);
}

static void load(struct duel *duel, const struct duel_setup *setup)
{
    char path[64];
    struct map_fault fault;
    memset(duel, 0, sizeof(*duel));
    (void)snprintf(path, sizeof(path), "robot/sim/maps/%s.map", setup->map);
    bool good = map_load(path, &duel->map, &fault) == RC_OK &&
                world_init_on(&duel->world, setup->seed, &duel->map, setup->count);
    assert(good);
    ground_init(&duel->ground, &duel->map);
    duel->count = setup->count;
    for (unsigned i = 0; i < setup->count; i++)
        brain_init(&duel->brains[i], setup->skills[i % 2], setup->seed * 1000003 + i,
            setup->blind ? NULL : &duel->ground);
}

static void say_live(struct duel *duel)
{
    game_live(&duel->game, &duel->live);
    game_live_said(&duel->game);
    for (unsigned i = 0; i < duel->count; i++) {
        struct match_unit *unit = &duel->live.units[unit_of(duel, i)];
        struct world_senses senses;
        world_sense(&duel->world, i, &senses);
        unit->has_pose = true;
        unit->x = senses.x;
        unit->y = senses.y;
        unit->heading = senses.heading;
    }
}

static void hear_status(struct duel *duel, unsigned bot, uint64_t now)
{
    struct brain_sight *sight = &duel->sights[bot];
    struct world_senses senses;
    world_sense(&duel->world, bot, &senses);
    sight->posed = now;
    sight->at = (struct point){senses.x, senses.y};
    sight->heading = senses.heading;
    sight->pan = senses.pan;
    sight->battery = senses.battery;
}

static void hear_live(struct duel *duel, unsigned bot, uint64_t now)
{
    struct brain_sight *sight = &duel->sights[bot];
    sight->others_at = now;
    sight->count = 0;
    for (unsigned i = 0; i < duel->live.unit_count; i++) {
        const struct match_unit *unit = &duel->live.units[i];
        unsigned other = bot_of(duel, i);
        if (other == bot) {
            sight->plays = unit->state == UNIT_UP || unit->state == UNIT_SHIELDED;
            sight->health = unit->health;
            sight->heat = unit->heat;
            sight->hot = unit->hot;
            continue;
        }
        sight->others[sight->count++] = (struct brain_other){
            .unit = i,
            .friendly = other % 2 == bot % 2,
            .up = unit->state == UNIT_UP,
            .shielded = unit->state == UNIT_SHIELDED,
            .returns = unit->state == UNIT_DOWN,
            .at = {unit->x, unit->y},
            .heading = unit->heading,
            .health = unit->health,
            .back_ms = unit->back_ms,
        };
    }
}

/* What the robot does of an order, as its lease would let it. */
static void obey(struct duel *duel, unsigned bot, bool new_order)
{
    const struct brain_order *order = &duel->orders[bot];
    struct axes axes = {{0}};
    struct game_unit_view view;
    game_unit(&duel->game, unit_of(duel, bot), &view);
    bool plays = game_unit_plays(&duel->game, unit_of(duel, bot));
    if (plays) {
        axes.value[AXIS_X] = order->axes.value[AXIS_X] * view.limit / 100;
        axes.value[AXIS_Y] = order->axes.value[AXIS_Y] * view.limit / 100;
        axes.value[AXIS_CX] = order->axes.value[AXIS_CX] * WORLD_CAMERA_RATE;
    }
    world_drive(&duel->world, bot, &axes);
    if (plays && new_order) {
        (void)world_act(&duel->world, bot, WORLD_SET_SPEED, order->speed);
        if (order->fire) /* busy: it fired a moment ago */
            (void)world_act(&duel->world, bot, WORLD_SHOOT, 0);
    }
}

static void tell_events(struct duel *duel, uint32_t at)
{
    struct world_event event;
    while (world_take_event(&duel->world, &event)) {
        if (event.kind != WORLD_FIRE && event.kind != WORLD_HIT)
            continue;
        struct game_input input = game_input(event.kind == WORLD_FIRE ? GAME_FIRE : GAME_HIT);
        input.unit = (int)unit_of(duel, event.robot);
        input.other = event.by >= 0 ? (int)unit_of(duel, (unsigned)event.by) : -1;
        input.event = ++duel->events;
        take(duel, at, input);
    }
}

static void tick(struct duel *duel, uint32_t at)
{
    bool thinks = at % BRAIN_THINK_MS == THINK_LATE;
    if (at % PERIOD_MS == LIVE_LATE)
        say_live(duel);
    for (unsigned i = 0; i < duel->count; i++) {
        if (at % PERIOD_MS == TICK_MS)
            hear_status(duel, i, at);
        if (at % PERIOD_MS == LIVE_LATE + TICK_MS)
            hear_live(duel, i, at);
        obey(duel, i, at % BRAIN_THINK_MS == THINK_LATE + TICK_MS);
        duel->sights[i].now = at;
        if (thinks)
            brain_think(&duel->brains[i], &duel->sights[i], &duel->orders[i]);
    }
    tell_events(duel, at);
    world_step(&duel->world, TICK_MS);
}

void duel_play(struct duel *duel, const struct duel_setup *setup)
{
    load(duel, setup);
    begin(duel, setup);
    for (uint32_t at = 0; game_state(&duel->game) == MATCH_RUNNING; at += TICK_MS) {
        tick(duel, at);
        game_pass_time(&duel->game, at + TICK_MS, NULL);
    }
    game_match(&duel->game, &duel->result);
}

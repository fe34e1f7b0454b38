/* What people wish of matches, and what robots report while they fight. People know what the
 * documents say (the board); what they ask is often too late, not theirs or nonsense.
 */
#include <stdio.h>
#include <string.h>

#include "robot/base/text.h"
#include "tests/seed/sim.h"

#define FIRES_IN_10000 900  /* of one that may move, each 100 ms */
#define REST_MS        4000 /* before the end of a calm nobody fires any more */
#define ODD_IN_10000   800  /* of what is reported: late, repeated, of nobody … */

struct sim_match *match_on_board(struct sim *sim, const char *id)
{
    for (unsigned i = 0; i < SIM_BOARD; i++) {
        if (strcmp(sim->board[i].id, id) == 0) {
            return &sim->board[i];
        }
    }
    return NULL;
}

bool match_plays(struct sim *sim, const char *id)
{
    const struct sim_match *match = match_on_board(sim, id);
    return match != NULL && match_state_holds_robots(match->state);
}

bool match_runs_for(struct sim *sim, const struct principal *player)
{
    const char *seat = sim->people[person_index(sim, player)].seat;
    const struct sim_match *match = seat[0] == '\0' ? NULL : match_on_board(sim, seat);
    return match != NULL && match->state == MATCH_RUNNING;
}

/* Any that stands; one that is over for `again`, one of one's own where there is one. */
static const char *board_pick(struct sim *sim, const struct sim_person *person, enum deed deed)
{
    unsigned first = dice_below(&sim->dice, SIM_BOARD);
    if (person->seat[0] != '\0' && dice_chance(&sim->dice, 8000)) {
        return person->seat;
    }
    for (unsigned i = 0; i < SIM_BOARD; i++) {
        const struct sim_match *match = &sim->board[(first + i) % SIM_BOARD];
        bool over = match_state_is_over(match->state);
        if (match->id[0] != '\0' && !match->emptied && over == (deed == DEED_MATCH_AGAIN)) {
            return match->id;
        }
    }
    return "m-nothing";
}

static void set_rule(struct ask *ask, enum rule rule, uint32_t value)
{
    ask->game.rules.value[rule] = (int32_t)value;
}

static void ask_create(struct sim *sim, struct ask *ask)
{
    struct dice *dice = &sim->dice;
    (void)text_copy(ask->game.name, sizeof ask->game.name, "Storm");
    ask->game.team_count = 2;
    (void)text_copy(ask->game.teams[0].name, MATCH_TEAM_SIZE, "red");
    (void)text_copy(ask->game.teams[1].name, MATCH_TEAM_SIZE, "blue");
    ask->game.teams[0].seats = ask->game.teams[1].seats = dice_chance(dice, 1500) ? 2 : 1;
    set_rule(ask, RULE_ROBOTS_PER_SEAT, dice_chance(dice, 2000) ? 2 : 1);
    set_rule(ask, RULE_DURATION, 30000);
    set_rule(ask, RULE_COUNTDOWN, dice_below(dice, 1500));
    set_rule(ask, RULE_DAMAGE, dice_from(dice, 10, 60));
    set_rule(ask, RULE_RESPAWN, dice_from(dice, 200, 2000));
    set_rule(ask, RULE_LIVES, dice_chance(dice, 2000) ? 3 : 0);
    set_rule(ask, RULE_SHIELD, dice_below(dice, 500));
    set_rule(ask, RULE_FRIENDLY_FIRE, dice_below(dice, 2));
    set_rule(ask, RULE_SCORE_LIMIT, dice_chance(dice, 2000) ? 20 : 0);
    set_rule(ask, RULE_BOTS, dice_chance(dice, 6000) ? 2 : 0);
    set_rule(ask, RULE_AUTO_START, dice_chance(dice, 8000) ? 1 : 0);
    set_rule(ask, RULE_GRACE, dice_from(dice, 1000, 6000));
}

static void ask_referee(struct sim *sim, struct ask *ask)
{
    struct dice *dice = &sim->dice;
    const struct sim_match *match = match_on_board(sim, ask->match);
    ask->game.value = dice_below(dice, 101);
    ask->game.ms = dice_below(dice, 4000);
    ask->game.seq =
        match == NULL || dice_chance(dice, 2000) ? dice_below(dice, 200) : match->hit;
    ask->game.missing = (enum missing)dice_below(dice, MISSING_COUNT_);
    (void)text_copy(ask->game.who, sizeof ask->game.who, "player/ann");
    ask->game.has_unit = ask->deed == DEED_MATCH_ASSIGN;
    ask->game.unit = ask->game.has_unit ? dice_below(dice, 3) : 0;
}

void match_ask(struct sim *sim, struct sim_person *person, enum deed deed, struct ask *ask)
{
    ask->game.rules = match_rules_default();
    if (deed < DEED_MATCH_CREATE) {
        return;
    }
    if (deed == DEED_MATCH_CREATE) {
        ask_create(sim, ask);
        return;
    }
    (void)text_copy(ask->match, sizeof ask->match, board_pick(sim, person, deed));
    ask->game.ready = dice_chance(&sim->dice, 9500);
    ask->game.wait = dice_chance(&sim->dice, 5000);
    ask->game.has_team = dice_chance(&sim->dice, 5000);
    ask->game.team = ask->game.has_team ? dice_below(&sim->dice, 2) : 0;
    ask_referee(sim, ask);
}

/* A board is small; whoever sits in a lobby gets ready sooner or later. */
enum deed match_wish(struct sim *sim, const struct sim_person *person)
{
    const struct sim_match *match =
        person->seat[0] == '\0' ? NULL : match_on_board(sim, person->seat);
    bool gathers = match != NULL && match->state == MATCH_LOBBY;
    return gathers && dice_chance(&sim->dice, 700) ? DEED_MATCH_READY : DEED_NONE;
}

static struct message *event_new(struct sim *sim, struct sim_robot *robot, const char *kind)
{
    struct message *message = wire_new(sim, WHAT_EVENT, &robot->principal);
    message->event.id = ++robot->events;
    (void)text_copy(message->event.kind, sizeof message->event.kind, kind);
    message->event.t = sim->now;
    return message;
}

/* What no honest robot says. */
static void event_distort(struct sim *sim, struct message *message)
{
    uint32_t roll = dice_below(&sim->dice, 5);
    if (roll == 0) {
        message->event.id -= message->event.id > 1;
    } else if (roll == 1) {
        message->event.ts = sim->bridge.ports.wall + 60000;
    } else if (roll == 2) {
        message->event.ts = 1;
    } else if (roll == 3) {
        message->event.by = message->from;
    } else {
        memset(&message->event.by, 0, sizeof message->event.by);
    }
}

static void event_send(struct sim *sim, struct message *message)
{
    if (dice_chance(&sim->dice, ODD_IN_10000)) {
        event_distort(sim, message);
    }
    wire_send(sim, message, (struct address){PLACE_BRIDGE, 0});
}

void match_robot_acts(struct sim *sim, unsigned index)
{
    struct sim_robot *robot = &sim->robots[index];
    bool rests = sim->calm && sim->now + REST_MS > sim->change_at;
    if (rests || !dice_chance(&sim->dice, FIRES_IN_10000)) {
        return;
    }
    unsigned other = dice_below(&sim->dice, SIM_ROBOTS);
    struct sim_robot *victim = &sim->robots[other];
    if (!dice_chance(&sim->dice, 500)) { /* some hit without a shot */
        event_send(sim, event_new(sim, robot, "fire"));
    }
    if (other != index && victim->running && victim->link.up &&
        victim->frozen_until <= sim->now && dice_chance(&sim->dice, 6000)) {
        struct message *message = event_new(sim, victim, "hit");
        message->event.by = robot->principal;
        event_send(sim, message);
    }
}

/* People: they join, claim, drive, stop, go, are cut off, reload their page, freeze. Some go on
 * driving though they were told that they no longer may, some hold a robot and let it stand.
 */
#include <stdio.h>
#include <string.h>

#include "robot/base/text.h"
#include "tests/seed/sim.h"

#define ASK_AGAIN_MS 1000
#define ASK_PATIENCE 20
#define QUIET_MS     4000

static const struct principal people[SIM_PEOPLE] = {
    {KIND_PLAYER,   "ann"},
    {KIND_PLAYER,   "bob"},
    {KIND_PLAYER,   "cid"},
    {KIND_BOT,      "dot"},
    {KIND_BOT,      "gus"},
    {KIND_REFEREE,  "eve"},
    {KIND_OPERATOR, "fay"},
};

unsigned person_index(const struct sim *sim, const struct principal *principal)
{
    for (unsigned i = 0; i < SIM_PEOPLE; i++) {
        if (principal_equal(&sim->people[i].principal, principal)) {
            return i;
        }
    }
    sim_fail(sim, "somebody unknown is spoken to: %s", principal->id);
}

static void person_plan(struct sim *sim, unsigned index, uint64_t at)
{
    sim->people[index].turn_at = at;
    sim_at(sim, at, EVENT_PERSON_TURN, index, 0);
}

void person_freeze(struct sim *sim, unsigned index, uint64_t ms)
{
    sim_note(sim, RARE_PERSON_FREEZES);
    sim->people[index].frozen_until = sim->now + ms;
}

void person_thaw(struct sim *sim, unsigned index)
{
    if (sim->people[index].frozen_until > sim->now) {
        sim->people[index].frozen_until = sim->now;
        person_plan(sim, index, sim->now);
    }
}

void people_begin(struct sim *sim)
{
    for (unsigned i = 0; i < SIM_PEOPLE; i++) {
        struct sim_person *person = &sim->people[i];
        person->principal = people[i];
        person->back_at = sim->now + dice_below(&sim->dice, 3000);
        person_plan(sim, i, sim->now);
    }
}

static void person_say_presence(
    struct sim *sim, struct sim_person *person, enum presence_state state)
{
    struct message *message = wire_new(sim, WHAT_PRESENCE, &person->principal);
    message->presence =
        (struct presence){.state = state, .conn = person->link.conn, .page = person->page};
    wire_say_to_all(sim, message);
}

static void person_connect(struct sim *sim, struct sim_person *person)
{
    wire_connect(sim, &person->principal, &person->link);
    person_say_presence(sim, person, PRESENCE_ONLINE);
    sim_tell(sim, "%s connects (%s)", person->principal.id, person->link.conn.text);
}

void person_cut(struct sim *sim, unsigned index, uint64_t away_ms)
{
    struct sim_person *person = &sim->people[index];
    if (!person->link.up) {
        return;
    }
    sim_note(sim, RARE_PERSON_CUTS);
    sim_tell(sim, "%s is cut off", person->principal.id);
    wire_cut(sim, &person->principal, &person->link);
    person->back_at = sim->now + away_ms;
}

void person_reload(struct sim *sim, unsigned index)
{
    struct sim_person *person = &sim->people[index];
    if (!person->link.up) {
        return;
    }
    sim_note(sim, RARE_PAGE_RELOADS);
    sim_tell(sim, "%s reloads", person->principal.id);
    wire_cut(sim, &person->principal, &person->link);
    person->page = sim_tag(sim, "page");
    person->pending = false;
    for (unsigned i = 0; i < SIM_ROBOTS; i++) {
        person->holds[i] = (struct hold){0};
    }
    person->back_at = sim->now + dice_below(&sim->dice, 800);
}

static struct message *to_robot(
    struct sim *sim, const struct sim_person *person, enum what what)
{
    return wire_new(sim, what, &person->principal);
}

static double stick(struct sim *sim)
{
    if (dice_chance(&sim->dice, 30)) {
        return 1.5; /* beyond the range */
    }
    return (double)dice_from(&sim->dice, 0, 200) / 100 - 1;
}

static void person_drive(struct sim *sim, struct sim_person *person, unsigned robot)
{
    struct hold *hold = &person->holds[robot];
    struct message *message = to_robot(sim, person, WHAT_DRIVE);
    message->drive.n = hold->n;
    message->drive.s = ++hold->s;
    message->drive.e = hold->e;
    message->drive.t = sim->now;
    if (hold->ready && !person->still) {
        message->drive.axes.value[AXIS_X] = stick(sim);
        message->drive.axes.value[AXIS_Y] = stick(sim);
    }
    wire_send(sim, message, (struct address){PLACE_ROBOT, robot});
    if (!person->still && dice_chance(&sim->dice, 100)) {
        struct message *action = to_robot(sim, person, WHAT_ACTION);
        action->action.id = sim_tag(sim, "act");
        action->action.n = hold->n;
        action->action.e = hold->e;
        (void)text_copy(action->action.action, sizeof action->action.action, "jump");
        wire_send(sim, action, (struct address){PLACE_ROBOT, robot});
    }
}

static void person_send_ask(struct sim *sim, struct sim_person *person)
{
    struct message *message = wire_new(sim, WHAT_ASK, &person->principal);
    memcpy(&message->ask, &person->ask, sizeof message->ask);
    wire_send(sim, message, (struct address){PLACE_BRIDGE, 0});
    person->asked_at = sim->now;
    person->asked++;
    if (dice_chance(&sim->dice, 50)) { /* the same id, something else */
        struct message *other = wire_new(sim, WHAT_ASK, &person->principal);
        memcpy(&other->ask, &person->ask, sizeof other->ask);
        other->ask.uses++;
        wire_send(sim, other, (struct address){PLACE_BRIDGE, 0});
    }
}

static void person_ask(
    struct sim *sim, struct sim_person *person, enum deed deed, unsigned robot)
{
    memset(&person->ask, 0, sizeof person->ask);
    struct tag id = sim_tag(sim, "ask-0000000");
    memcpy(person->ask.id, id.text, sizeof id.text);
    person->ask.deed = deed;
    person->ask.uses = 1;
    person->ask.ttl_s = 60;
    memcpy(person->ask.robot, sim->robots[robot].principal.id, ID_SIZE);
    if (deed == DEED_STOP) {
        person->ask.stop = person->stop[robot];
    }
    if (deed == DEED_REVOKE) {
        person->ask.robot[0] = '\0';
        person->ask.principal = people[dice_below(&sim->dice, 3)];
    }
    person->ask.in = sim->calm || dice_chance(&sim->dice, 5000);
    match_ask(sim, person, deed, &person->ask);
    person->pending = true;
    person->offered = false;
    person->asked = 0;
    sim_tell(sim, "%s asks %s %s (%s)", person->principal.id, deed_name(deed),
        person->ask.robot, person->ask.id);
    person_send_ask(sim, person);
}

static void person_stop(struct sim *sim, struct sim_person *person, unsigned robot)
{
    person->stop[robot] = sim_tag(sim, "stop");
    struct message *message = to_robot(sim, person, WHAT_STOP);
    message->stop.id = person->stop[robot];
    wire_send(sim, message, (struct address){PLACE_ROBOT, robot});
    person_ask(sim, person, DEED_STOP, robot);
}

static void person_goodbye(struct sim *sim, struct sim_person *person)
{
    sim_tell(sim, "%s says goodbye", person->principal.id);
    person_say_presence(sim, person, PRESENCE_OFFLINE);
    person->link.up = person->link.broker_up = false;
    person->back_at = sim->now + dice_from(&sim->dice, 500, 15000);
    for (unsigned i = 0; i < SIM_ROBOTS; i++) {
        person->holds[i] = (struct hold){0};
    }
}

/* What somebody of this kind does next, in 10000. */
struct habit {
    enum deed deed;
    uint32_t weight;
    bool in_calm;
};

static const struct habit of_drivers[] = {
    {DEED_DRIVE_CLAIM,   2600, true },
    {DEED_DRIVE_QUEUE,   1200, true },
    {DEED_DRIVE_RELEASE, 800,  false},
    {DEED_STOP,          500,  false},
    {DEED_CLEAR,         600,  true },
    {DEED_ROSTER,        200,  true },
    {DEED_TOKEN_RENEW,   100,  true },
    {DEED_MATCH_CREATE,  600,  false},
    {DEED_MATCH_JOIN,    2500, true },
    {DEED_MATCH_LEAVE,   100,  false},
    {DEED_MATCH_START,   200,  true },
    {DEED_MATCH_AGAIN,   200,  false},
    {DEED_MATCH_REPORT,  50,   true },
    {DEED_NONE,          350,  false}, /* says goodbye */
};

static const struct habit of_referees[] = {
    {DEED_CLEAR,          3300, true },
    {DEED_STOP,           800,  false},
    {DEED_DRIVE_CLAIM,    300,  false},
    {DEED_DRIVE_RELEASE,  300,  false},
    {DEED_MATCH_CREATE,   300,  false},
    {DEED_MATCH_JOIN,     200,  false},
    {DEED_MATCH_START,    800,  true },
    {DEED_MATCH_PAUSE,    900,  false},
    {DEED_MATCH_RESUME,   900,  true },
    {DEED_MATCH_ABORT,    60,   false},
    {DEED_MATCH_ASSIGN,   100,  false},
    {DEED_MATCH_SWAP,     150,  false},
    {DEED_MATCH_OVERTURN, 400,  false},
    {DEED_MATCH_PENALTY,  200,  false},
    {DEED_MATCH_BYPASS,   200,  false},
    {DEED_NONE,           1090, false},
};

static const struct habit of_operators[] = {
    {DEED_DRIVE_RELEASE,    1500, false},
    {DEED_ROBOT_SERVICE,    2500, true },
    {DEED_REVOKE,           500,  false},
    {DEED_ROBOT_DEREGISTER, 400,  false},
    {DEED_LEASE_LIST,       1000, true },
    {DEED_CLEAR,            2500, true },
    {DEED_MATCH_CREATE,     300,  false},
    {DEED_MATCH_START,      300,  true },
    {DEED_NONE,             1000, false},
};

static const struct habit *person_choose(struct sim *sim, const struct sim_person *person)
{
    const struct habit *habits = of_drivers;
    unsigned count = sizeof of_drivers / sizeof of_drivers[0];
    if (person->principal.kind == KIND_REFEREE) {
        habits = of_referees;
        count = sizeof of_referees / sizeof of_referees[0];
    } else if (person->principal.kind == KIND_OPERATOR) {
        habits = of_operators;
        count = sizeof of_operators / sizeof of_operators[0];
    }
    uint32_t roll = dice_below(&sim->dice, 10000);
    unsigned i = 0;
    while (i + 1 < count && roll >= habits[i].weight) {
        roll -= habits[i].weight;
        i++;
    }
    return &habits[i];
}

static bool person_holds_any(const struct sim_person *person)
{
    bool any = false;
    for (unsigned i = 0; i < SIM_ROBOTS; i++) {
        any |= person->holds[i].n > 0;
    }
    return any;
}

static bool person_rests(struct sim *sim, struct sim_person *person)
{
    if (sim->calm) { /* what is under way comes to its end before the check */
        return sim->now + QUIET_MS > sim->change_at;
    }
    person->still = person_holds_any(person) && dice_chance(&sim->dice, 400);
    if (person->still) {
        person->act_at = sim->now + 15000; /* until the session is idle */
    }
    return person->still;
}

static bool person_holds_back(
    const struct sim *sim, const struct sim_person *person, const struct habit *habit)
{
    bool enough = habit->deed == DEED_DRIVE_CLAIM && person_holds_any(person);
    return sim->calm && (!habit->in_calm || enough);
}

/* In a calm those who clear look where a stop stands: a restored database may have one that its
 * robot has long forgotten. */
static unsigned robot_to_clear(const struct sim *sim, unsigned otherwise)
{
    for (unsigned i = 0; i < SIM_ROBOTS && sim->calm; i++) {
        struct record key = {.kind = RECORD_LEASE};
        memcpy(key.lease.robot, sim->robots[i].principal.id, ID_SIZE);
        const struct record *stored = fake_store_find(&sim->bridge.ports.store, &key);
        if (stored != NULL && stored->lease.stop_count > 0) {
            return i;
        }
    }
    return otherwise;
}

static void person_decide(struct sim *sim, unsigned index)
{
    struct sim_person *person = &sim->people[index];
    const struct habit *habit = person_choose(sim, person);
    unsigned robot = dice_below(&sim->dice, SIM_ROBOTS);
    person->act_at = sim->now + dice_from(&sim->dice, 200, sim->calm ? 1500 : 4000);
    person->stubborn = !sim->calm && dice_chance(&sim->dice, 1000);
    if (person_rests(sim, person) || person_holds_back(sim, person, habit)) {
        return;
    }
    if (habit->deed == DEED_NONE) {
        person_goodbye(sim, person);
    } else if (habit->deed == DEED_STOP) {
        person_stop(sim, person, robot);
    } else if (habit->deed == DEED_CLEAR) {
        person_ask(sim, person, DEED_CLEAR, robot_to_clear(sim, robot));
    } else {
        person_ask(sim, person, habit->deed, robot);
    }
}

/* A page claims what it is offered, and again what is its own by another number than it knows.
 */
static bool person_reclaims(struct sim *sim, struct sim_person *person)
{
    for (unsigned i = 0; i < SIM_ROBOTS; i++) {
        if (person->mine[i] > person->holds[i].n || person->offers[i]) {
            person->act_at = sim->now + 500;
            person_ask(sim, person, DEED_DRIVE_CLAIM, i);
            person->offered = person->offers[i];
            person->offers[i] = false;
            return true;
        }
    }
    return false;
}

static void person_wish(struct sim *sim, unsigned index)
{
    struct sim_person *person = &sim->people[index];
    enum deed wish = match_wish(sim, person);
    if (wish != DEED_NONE) {
        person_ask(sim, person, wish, 0);
    } else if (!person_reclaims(sim, person) && sim->now >= person->act_at) {
        person_decide(sim, index);
    }
}

static void person_live(struct sim *sim, unsigned index)
{
    struct sim_person *person = &sim->people[index];
    for (unsigned i = 0; i < SIM_ROBOTS; i++) {
        if (person->holds[i].n > 0 && person->holds[i].heard) {
            person_drive(sim, person, i);
        }
    }
    if (person->pending && sim->now >= person->asked_at + ASK_AGAIN_MS) {
        person->pending = person->asked < ASK_PATIENCE;
        if (person->pending) {
            person_send_ask(sim, person);
        }
    }
    if (!person->pending) {
        person_wish(sim, index);
    }
}

void person_turn(struct sim *sim, unsigned index)
{
    struct sim_person *person = &sim->people[index];
    if (sim->now != person->turn_at) {
        return; /* another one has taken its place */
    }
    if (person->frozen_until > sim->now) {
        person_plan(sim, index, person->frozen_until);
        return;
    }
    if (!person->link.up && sim->now >= person->back_at) {
        person_connect(sim, person);
    }
    if (person->link.up) {
        person_live(sim, index);
    }
    person_plan(sim, index, sim->now + (person_holds_any(person) ? WIRE_DRIVE_PERIOD_MS : 200));
}

static unsigned robot_of(const char *id)
{
    return (unsigned)(id[5] - '1');
}

static void person_note_answer(struct sim *sim, enum deed deed, enum rc rc)
{
    if (rc == RC_ROBOT_TAKEN) {
        sim_note(sim, RARE_CLAIMS_TAKEN);
    } else if (rc == RC_FULL && deed == DEED_MATCH_CREATE) {
        sim_note(sim, RARE_MATCHES_REFUSED_AS_FULL);
    } else if (rc == RC_OK && deed == DEED_MATCH_AGAIN) {
        sim_note(sim, RARE_MATCHES_AGAIN);
    }
}

static void person_hear_answer(
    struct sim *sim, struct sim_person *person, const struct message *message)
{
    if (!person->pending || strcmp(message->answer.id, person->ask.id) != 0 ||
        message->answer.rc == RC_BAD_REQUEST) {
        return;
    }
    sim_tell(sim, "%s hears %s: %s n %u", person->principal.id, message->answer.id,
        rc_name(message->answer.rc), message->answer.n);
    person->pending = false;
    person_note_answer(sim, person->ask.deed, message->answer.rc);
    if (message->answer.rc != RC_OK || person->ask.deed != DEED_DRIVE_CLAIM) {
        return;
    }
    struct hold *hold = &person->holds[robot_of(message->answer.robot)];
    if (message->answer.n > hold->n) {
        *hold = (struct hold){.n = message->answer.n};
        if (person->offered) {
            sim_note(sim, RARE_OFFERS_TAKEN);
        }
    }
}

/* In a match nobody claims: whoever sees a lease of theirs drives by it. (Some claim all the
 * same.) */
static void person_drives_in_match(struct sim *sim, struct sim_person *person)
{
    bool plays = person->seat[0] != '\0' && match_plays(sim, person->seat);
    for (unsigned i = 0; i < SIM_ROBOTS && plays; i++) {
        if (person->mine[i] > person->holds[i].n && !dice_chance(&sim->dice, 1000)) {
            person->holds[i] = (struct hold){.n = person->mine[i]};
        }
    }
}

static void person_hear_me(
    struct sim *sim, struct sim_person *person, const struct message *message)
{
    memset(person->mine, 0, sizeof person->mine);
    for (unsigned j = 0; j < message->me.lease_count; j++) {
        person->mine[robot_of(message->me.leases[j].robot)] = message->me.leases[j].n;
    }
    memcpy(person->seat, message->me.seat, ID_SIZE);
    person_drives_in_match(sim, person);
    for (unsigned i = 0; i < SIM_ROBOTS && !person->stubborn; i++) {
        if (person->mine[i] == 0) {
            person->holds[i] = (struct hold){0};
        }
    }
    memset(person->offers, 0, sizeof person->offers);
    for (unsigned j = 0; j < message->me.queue_count; j++) {
        if (message->me.queue[j].offer_ms > 0) {
            sim_note(sim, RARE_OFFERS);
            person->offers[robot_of(message->me.queue[j].robot)] = true;
        }
    }
}

static void person_hear_link(struct sim_person *person, const struct message *message)
{
    struct hold *hold = &person->holds[robot_of(message->from.id)];
    if (message->link.n != hold->n) {
        return;
    }
    hold->e =
        message->link.c; /* the last heard, not the greatest: a robot that booted begins anew */
    hold->heard = true;
    hold->ready = message->link.ready;
}

static void person_hear_beat(
    struct sim *sim, struct sim_person *person, const struct message *message)
{
    if (!tag_equal(&message->beat.boot, &person->beat_boot) ||
        !tag_equal(&message->beat.conn, &person->beat_conn)) {
        person->beat_boot = message->beat.boot;
        person->beat_conn = message->beat.conn;
        person_say_presence(sim, person, PRESENCE_ONLINE);
    }
}

void person_hear(struct sim *sim, unsigned index, const struct message *message)
{
    struct sim_person *person = &sim->people[index];
    if (message->what == WHAT_ANSWER) {
        person_hear_answer(sim, person, message);
    } else if (message->what == WHAT_ME) {
        person_hear_me(sim, person, message);
    } else if (message->what == WHAT_LINK) {
        person_hear_link(person, message);
    } else if (message->what == WHAT_BEAT) {
        person_hear_beat(sim, person, message);
    }
}

#include "tests/core/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static char last_ask[ASK_ID_SIZE];
static unsigned asks;
static unsigned conns;
static uint32_t events;
static char muted[ID_SIZE];

#define STEP_MS 200

void stage_robots(struct bench *bench, unsigned count)
{
    muted[0] = '\0';
    for (unsigned i = 1; i <= count; i++) {
        char id[ID_SIZE];
        snprintf(id, sizeof id, "scout%u", i);
        bench_robot_online(bench, id);
    }
}

static void say_presence(struct bench *bench, const char *whom, enum announced state)
{
    char conn[TAG_SIZE];
    conns += state == ANNOUNCED_ONLINE;
    snprintf(conn, sizeof conn, "%s", whom);
    for (char *c = conn; *c != '\0'; c++) {
        *c = *c == '/' ? '-' : *c;
    }
    bench_presence(bench, whom, state, conn, "page-1");
}

void stage_come(struct bench *bench, const char *whom)
{
    say_presence(bench, whom, ANNOUNCED_ONLINE);
}

void stage_lose(struct bench *bench, const char *whom)
{
    say_presence(bench, whom, ANNOUNCED_LOST);
}

void stage_part(struct bench *bench, const char *whom)
{
    say_presence(bench, whom, ANNOUNCED_OFFLINE);
}

void stage_robot_lost(struct bench *bench, const char *robot)
{
    bench_robot_says_presence(bench, robot, ANNOUNCED_LOST, "c1");
}

static bool robot_agrees(struct bench *bench, const struct roster_entry *robot)
{
    const struct said *said = bench_lease(bench, robot->id);
    const struct record_lease *stored = bench_stored_lease(bench, robot->id);
    if (robot->state != ROSTER_ONLINE || said == NULL || stored == NULL ||
        strcmp(robot->id, muted) == 0) {
        return true;
    }
    for (unsigned i = 0; i < bench->robot_count; i++) {
        if (strcmp(bench->robots[i].id, robot->id) == 0 &&
            lease_number_compare(&bench->robots[i].shown, &stored->number) == 0) {
            return true;
        }
    }
    return false;
}

void stage_agree(struct bench *bench)
{
    bool again = true;
    for (unsigned round = 0; again; round++) {
        struct core_roster_page page;
        char after[ID_SIZE] = "";
        again = false;
        assert_true(round < 100);
        do {
            core_roster_page(bench->core, after, &page);
            for (unsigned i = 0; i < page.count; i++) {
                if (!robot_agrees(bench, &page.robots[i])) {
                    bench_state_agrees(bench, page.robots[i].id);
                    again = true;
                }
            }
            memcpy(after, page.next, sizeof after);
        } while (after[0] != '\0');
    }
}

void stage_mute(const char *robot)
{
    memcpy(muted, robot, strlen(robot) + 1);
}

static void robots_live(struct bench *bench)
{
    struct core_roster_page page;
    memset(&page, 0, sizeof page);
    do {
        core_roster_page(bench->core, page.next, &page);
        for (unsigned i = 0; i < page.count; i++) {
            if (page.robots[i].state == ROSTER_ONLINE &&
                strcmp(page.robots[i].id, muted) != 0) {
                stage_status(bench, page.robots[i].id, NULL);
            }
        }
    } while (page.next[0] != '\0');
}

void stage_pass(struct bench *bench, uint64_t ms)
{
    uint64_t until = bench->now + ms;
    stage_agree(bench);
    while (bench->now < until) {
        uint64_t step = until - bench->now < STEP_MS ? until - bench->now : STEP_MS;
        bench_pass(bench, step);
        robots_live(bench);
        stage_agree(bench);
    }
}

struct input stage_ask_input(
    struct bench *bench, const char *whom, enum deed deed, const char *match)
{
    snprintf(last_ask, sizeof last_ask, "ask-%08u", ++asks);
    struct input input = bench_ask_input(bench, whom, deed, NULL, last_ask);
    if (match != NULL) {
        memcpy(input.ask.ask.match, match, strlen(match) + 1);
    }
    input.ask.ask.game.rules = match_rules_default();
    return input;
}

enum rc stage_put(struct bench *bench, const struct input *input)
{
    bench_take(bench, input);
    const struct effect_answer *answer = bench_answer(bench, last_ask);
    return answer == NULL ? RC_COUNT_ : answer->answer.rc;
}

enum rc stage_ask(struct bench *bench, const char *whom, enum deed deed, const char *match)
{
    struct input input = stage_ask_input(bench, whom, deed, match);
    return stage_put(bench, &input);
}

enum rc stage_join(struct bench *bench, const char *whom, const char *match, int team)
{
    struct input input = stage_ask_input(bench, whom, DEED_MATCH_JOIN, match);
    input.ask.ask.game.has_team = team >= 0;
    input.ask.ask.game.team = team >= 0 ? (uint32_t)team : 0;
    return stage_put(bench, &input);
}

enum rc stage_ready(struct bench *bench, const char *whom, const char *match, bool ready)
{
    struct input input = stage_ask_input(bench, whom, DEED_MATCH_READY, match);
    input.ask.ask.game.ready = ready;
    return stage_put(bench, &input);
}

const struct kept_answer *stage_answer(const struct bench *bench)
{
    const struct effect_answer *answer = bench_answer(bench, last_ask);
    assert_non_null(answer);
    return &answer->answer;
}

const char *stage_create(
    struct bench *bench, const char *host, unsigned seats, const struct stage_rule *rules)
{
    static char id[ID_SIZE];
    struct input input = stage_ask_input(bench, host, DEED_MATCH_CREATE, NULL);
    struct match_ask *about = &input.ask.ask.game;
    memcpy(about->name, "Evening match", sizeof "Evening match");
    memcpy(about->teams[0].name, "red", sizeof "red");
    memcpy(about->teams[1].name, "blue", sizeof "blue");
    about->team_count = 2;
    about->teams[0].seats = about->teams[1].seats = seats;
    for (unsigned i = 0; rules != NULL && rules[i].value >= 0; i++) {
        about->rules.value[rules[i].rule] = rules[i].value;
    }
    assert_int_equal(stage_put(bench, &input), RC_OK);
    memcpy(id, stage_answer(bench)->match, sizeof id);
    return id;
}

const char *stage_duel(struct bench *bench, unsigned robots, const struct stage_rule *rules)
{
    static const char *const people[] = {
        "player/ann", "player/ben", "player/cat", "player/dan"};
    stage_robots(bench, robots);
    for (unsigned i = 0; i < 4; i++) {
        stage_come(bench, people[i]);
    }
    const char *id = stage_create(bench, "player/ann", 2, rules);
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(stage_join(bench, people[i], id, i / 2), RC_OK);
        assert_int_equal(stage_ready(bench, people[i], id, true), RC_OK);
    }
    assert_int_equal(stage_state(bench, id), MATCH_COUNTDOWN);
    stage_agree(bench);
    return id;
}

const char *stage_fight(struct bench *bench, unsigned robots, const struct stage_rule *rules)
{
    const char *id = stage_duel(bench, robots, rules);
    stage_pass(bench, (uint64_t)stage_match(bench, id)->rules.value[RULE_COUNTDOWN]);
    stage_agree(bench);
    assert_int_equal(stage_state(bench, id), MATCH_RUNNING);
    return id;
}

struct input stage_event_input(
    struct bench *bench, const char *robot, enum robot_event_kind kind, uint32_t number)
{
    struct input input;
    memset(&input, 0, sizeof input);
    input.kind = INPUT_ROBOT_EVENT;
    input.wall = BENCH_WALL + bench->now + bench->wall_offset;
    memcpy(input.robot_event.id, robot, strlen(robot) + 1);
    input.robot_event.kind = kind;
    input.robot_event.event = number;
    input.robot_event.ts = input.wall;
    return input;
}

void stage_fire(struct bench *bench, const char *robot)
{
    struct input input = stage_event_input(bench, robot, ROBOT_EVENT_FIRE, ++events);
    bench_take(bench, &input);
}

void stage_hit(struct bench *bench, const char *victim, const char *shooter)
{
    stage_fire(bench, shooter);
    struct input input = stage_event_input(bench, victim, ROBOT_EVENT_HIT, ++events);
    input.robot_event.by.kind = KIND_ROBOT;
    memcpy(input.robot_event.by.id, shooter, strlen(shooter) + 1);
    bench_take(bench, &input);
}

void stage_status(struct bench *bench, const char *robot, const struct robot_status *status)
{
    struct input input;
    memset(&input, 0, sizeof input);
    input.kind = INPUT_ROBOT_WORD;
    input.wall = BENCH_WALL + bench->now + bench->wall_offset;
    memcpy(input.robot_word.id, robot, strlen(robot) + 1);
    input.robot_word.has_status = status != NULL;
    if (status != NULL) {
        input.robot_word.status = *status;
    }
    bench_take(bench, &input);
}

const struct match *stage_match(const struct bench *bench, const char *id)
{
    static struct match match;
    assert_true(core_match(bench->core, id, &match));
    return &match;
}

enum match_state stage_state(const struct bench *bench, const char *id)
{
    return stage_match(bench, id)->state;
}

const struct match_seat *stage_seat(const struct bench *bench, const char *id, unsigned seat)
{
    const struct match *match = stage_match(bench, id);
    for (unsigned i = 0; i < match->team_count; i++) {
        if (seat < match->teams[i].seat_count) {
            return &match->teams[i].seats[seat];
        }
        seat -= match->teams[i].seat_count;
    }
    fail_msg("there is no such seat");
    return NULL;
}

const struct match_unit *stage_unit(
    const struct bench *bench, const char *id, const char *robot)
{
    const struct match *match = stage_match(bench, id);
    for (unsigned i = 0; i < match->team_count; i++) {
        for (unsigned j = 0; j < match->teams[i].seat_count; j++) {
            const struct match_seat *seat = &match->teams[i].seats[j];
            for (unsigned k = 0; k < seat->unit_count; k++) {
                if (strcmp(seat->units[k].robot, robot) == 0) {
                    return &seat->units[k];
                }
            }
        }
    }
    return NULL;
}

bool stage_misses(const struct bench *bench, const char *id, enum missing why, const char *whom)
{
    const struct match *match = stage_match(bench, id);
    for (unsigned i = 0; i < match->missing_count; i++) {
        if (match->missing[i].why == why && strcmp(match->missing[i].who, whom) == 0) {
            return true;
        }
    }
    return false;
}

const struct match_entry *stage_entry(const struct bench *bench, enum entry_kind kind)
{
    for (unsigned i = bench->log_count; i > 0; i--) {
        const struct effect *effect = &bench->log[i - 1].effect;
        if (effect->kind == EFFECT_MATCH_EVENT && effect->match_event.entry.kind == kind) {
            return &effect->match_event.entry;
        }
    }
    return NULL;
}

unsigned stage_entries(const struct bench *bench, enum entry_kind kind)
{
    unsigned count = 0;
    for (unsigned i = 0; i < bench->log_count; i++) {
        const struct effect *effect = &bench->log[i].effect;
        count += effect->kind == EFFECT_MATCH_EVENT && effect->match_event.entry.kind == kind;
    }
    return count;
}

struct core_counts stage_counts(const struct bench *bench)
{
    struct core_counts counts;
    core_count(bench->core, &counts);
    return counts;
}

const struct lease *stage_lease(const struct bench *bench, const char *robot)
{
    const struct said *said = bench_lease(bench, robot);
    assert_non_null(said);
    return &said->effect.lease.lease;
}

bool stage_drives(const struct bench *bench, const char *robot, const char *whom)
{
    const struct lease *lease = stage_lease(bench, robot);
    struct principal driver = who(whom);
    return lease->drive && principal_equal(&lease->driver, &driver);
}

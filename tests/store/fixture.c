#include "tests/store/fixture.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "robot/base/text.h"

#include <cmocka.h>

static const struct store_settings settings = {
    .raw_h = 24, .minute_d = 30, .hour_d = 365, .audit_d = 365, .match_d = 30};

void fixture_open(struct fixture *fixture)
{
    struct store_fault fault = {""};
    enum rc rc = store_create(fixture->state, &settings, &fixture->store, &fault);
    if (rc != RC_OK)
        fail_msg("%s", fault.sentence);
    store_port(fixture->store, &fixture->port);
}

void fixture_close(struct fixture *fixture)
{
    store_destroy(fixture->store);
    fixture->store = NULL;
}

enum rc fixture_refused(struct fixture *fixture, struct store_fault *fault)
{
    fault->sentence[0] = '\0';
    enum rc rc = store_create(fixture->state, &settings, &fixture->store, fault);
    assert_int_not_equal(rc, RC_OK);
    assert_null(fixture->store);
    assert_true(strlen(fault->sentence) > strlen(fixture->state));
    return rc;
}

int fixture_set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    memcpy(fixture->state, "/tmp/arena-store-XXXXXX", sizeof "/tmp/arena-store-XXXXXX");
    assert_non_null(mkdtemp(fixture->state));
    fixture_open(fixture);
    *state = fixture;
    return 0;
}

int fixture_tear_down(void **state)
{
    struct fixture *fixture = *state;
    fixture_close(fixture);
    char command[96];
    (void)snprintf(command, sizeof command, "rm -rf %s", fixture->state);
    FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c): our own command */
    assert_non_null(pipe);
    assert_int_equal(pclose(pipe), 0);
    free(fixture);
    return 0;
}

void fixture_path(const struct fixture *fixture, const char *name, char path[128])
{
    (void)snprintf(path, 128, "%s/%s", fixture->state, name);
}

static sqlite3 *outside(const struct fixture *fixture, const char *name)
{
    char path[128];
    sqlite3 *handle;
    fixture_path(fixture, name, path);
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    return handle;
}

void fixture_sql(const struct fixture *fixture, const char *name, const char *sql)
{
    sqlite3 *handle = outside(fixture, name);
    char *message = NULL;
    if (sqlite3_exec(handle, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s", message);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

long long fixture_number(const struct fixture *fixture, const char *name, const char *sql)
{
    sqlite3 *handle = outside(fixture, name);
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(handle, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    long long number = sqlite3_column_int64(statement, 0);
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
    return number;
}

void keep_one(struct fixture *fixture, const struct record *record)
{
    if (fixture->port.keep(fixture->port.self, &record, 1) != RC_OK)
        fail_msg("%s", store_sentence(fixture->store));
}

static enum rc take(void *context, const struct record *record)
{
    struct kept *kept = context;
    assert_true(kept->count < KEPT_MAX);
    kept->records[kept->count++] = *record;
    return RC_OK;
}

void fixture_load(struct fixture *fixture, uint64_t wall, struct kept *ret)
{
    memset(ret, 0, sizeof *ret);
    if (fixture->port.load(fixture->port.self, wall, take, ret) != RC_OK)
        fail_msg("%s", store_sentence(fixture->store));
}

struct principal who(enum kind kind, const char *id)
{
    struct principal principal;
    memset(&principal, 0, sizeof principal);
    principal.kind = kind;
    assert_true(text_copy(principal.id, sizeof principal.id, id));
    return principal;
}

struct tag tag_of(const char *text)
{
    struct tag tag;
    memset(&tag, 0, sizeof tag);
    assert_true(tag_from_text(text, &tag));
    return tag;
}

#define LONG_ID    "a234567890-234567890-2345678901"
#define LONG_TAG   "A23456789_-23456789_-2"
#define LONG_MATCH "m-34567890-234567890-2345678901"

static void full_robot(struct record_robot *robot)
{
    (void)text_copy(robot->id, sizeof robot->id, LONG_ID);
    robot->registered = true;
    robot->out_of_service = true;
    (void)text_copy(robot->card.name, sizeof robot->card.name, "Späher 'eins'; -- \"x\"");
    (void)text_copy(robot->card.kind, sizeof robot->card.kind, LONG_ID);
    robot->card.status_ms = 60000;
    robot->card.deadman_ms = 400;
    robot->card.max_age_ms = 800;
    robot->card.max_message = UINT32_MAX;
    robot->card.camera_count = ROSTER_CAMERAS;
    for (unsigned i = 0; i < ROSTER_CAMERAS; i++)
        robot->card.cameras[i] = tag_of(LONG_TAG);
}

static void full_lease(struct record_lease *lease)
{
    (void)text_copy(lease->robot, sizeof lease->robot, LONG_ID);
    lease->number = (struct lease_number){LEASE_NUMBER_MAX, LEASE_NUMBER_MAX};
    lease->driver = who(KIND_OPERATOR, LONG_ID);
    lease->session = tag_of(LONG_TAG);
    for (unsigned i = 0; i < LEASE_WHY; i++)
        lease->why[i] = (enum why)(WHY_NONE + 1 + i);
    lease->stop_count = LEASE_STOPS;
    for (unsigned i = 0; i < LEASE_STOPS; i++)
        lease->stops[i] = (struct stop_entry){tag_of(LONG_TAG), who(KIND_OPERATOR, LONG_ID)};
    lease->cleared_count = LEASE_CLEARED;
    for (unsigned i = 0; i < LEASE_CLEARED; i++)
        lease->cleared[i] = tag_of(LONG_TAG);
    lease->queue_count = LEASE_QUEUE;
    for (unsigned i = 0; i < LEASE_QUEUE; i++)
        lease->queue[i] = who(KIND_REFEREE, LONG_ID);
}

#define LONG_CODE "abcdefghijklmnopqrstuvwxyz12345"

static void full_ask(struct record_ask *ask)
{
    ask->asker = who(KIND_OPERATOR, LONG_ID);
    (void)text_copy(ask->id, sizeof ask->id, "a23456789012345678901234567890123456789");
    ask->deed = DEED_INVITE_CREATE;
    ask->digest = UINT64_MAX;
    ask->at = WALL;
    ask->answer.rc = RC_ROBOT_TAKEN;
    (void)text_copy(ask->answer.robot, sizeof ask->answer.robot, LONG_ID);
    ask->answer.n = LEASE_NUMBER_MAX;
    ask->answer.session = tag_of(LONG_TAG);
    ask->answer.place = 8;
    (void)text_copy(ask->answer.code, sizeof ask->answer.code, LONG_CODE);
    ask->answer.expires = INT64_MAX;
    ask->answer.before = INT64_MAX;
    (void)text_copy(ask->answer.match, sizeof ask->answer.match, LONG_MATCH);
    ask->answer.has_seat = true;
    ask->answer.seat = MATCH_SEATS_ALL - 1;
}

static void full_audit(struct record_audit *audit)
{
    audit->at = WALL;
    audit->kind = AUDIT_REVOKED;
    (void)text_copy(audit->robot, sizeof audit->robot, LONG_ID);
    audit->who = who(KIND_PLAYER, "ann-x7");
    audit->n = LEASE_NUMBER_MAX;
    audit->why = WHY_SUPERSEDED;
    audit->tag = tag_of(LONG_TAG);
}

static void full_match(struct record_match *match)
{
    (void)text_copy(match->setup.id, sizeof match->setup.id, LONG_MATCH);
    (void)text_copy(match->setup.name, sizeof match->setup.name, "Großer 'Kampf'; -- \"x\"");
    match->setup.host = who(KIND_OPERATOR, LONG_ID);
    match->setup.wall = WALL;
    for (unsigned i = 0; i < RULE_COUNT_; i++)
        match->setup.rules.value[i] = rule_row((enum rule)i)->most;
    match->setup.team_count = MATCH_TEAMS;
    for (unsigned i = 0; i < MATCH_TEAMS; i++) {
        (void)snprintf(match->setup.teams[i].name, sizeof match->setup.teams[i].name,
            "Team %u of a long name, 'so'; x", i);
        match->setup.teams[i].seats = MATCH_SEATS;
        match->scores[i] = i == 0 ? INT32_MIN : INT32_MAX;
    }
    match->session = tag_of(LONG_TAG);
    match->over = true;
    match->state = MATCH_FINISHED;
    match->winner = MATCH_DRAW;
    match->started = INT64_MAX;
    match->ended = INT64_MAX;
    match->players = UINT32_MAX;
}

static void full_input(struct record_match_input *record)
{
    struct game_input *input = &record->input;
    (void)text_copy(record->match, sizeof record->match, LONG_MATCH);
    input->seq = UINT32_MAX;
    input->at = UINT32_MAX;
    input->wall = WALL;
    input->act = GAME_BYPASS;
    input->who = who(KIND_OPERATOR, LONG_ID);
    input->player = who(KIND_PLAYER, LONG_ID);
    input->team = input->seat = input->unit = input->other = -1;
    (void)text_copy(input->robot, sizeof input->robot, LONG_ID);
    input->event = input->ref = input->ms = UINT32_MAX;
    input->value = INT32_MIN;
    input->missing = MISSING_OUT_OF_SERVICE;
    (void)text_copy(input->about, sizeof input->about, "operator/" LONG_ID);
}

static void full_tally(struct record_tally *tally)
{
    (void)text_copy(tally->match, sizeof tally->match, LONG_MATCH);
    tally->player.player = who(KIND_OPERATOR, LONG_ID);
    tally->player.distance_mm = tally->player.driven_ms = UINT32_MAX;
    tally->player.frames_refused = tally->player.stops = UINT32_MAX;
    tally->player.delay_p50_ms = tally->player.delay_p99_ms = UINT32_MAX;
    for (unsigned i = 1; i < MATCH_REFUSALS; i++)
        tally->player.refused[i] = UINT32_MAX;
}

static void full_places(struct record *ret)
{
    if (ret->kind == RECORD_INVITE) {
        (void)text_copy(ret->invite.code, sizeof ret->invite.code, LONG_CODE);
        ret->invite.kind = KIND_REFEREE;
        ret->invite.uses = ASK_USES_MAX;
        ret->invite.used = ASK_USES_MAX;
        ret->invite.expires = INT64_MAX;
    } else if (ret->kind == RECORD_ENROLMENT) {
        (void)text_copy(ret->enrolment.code, sizeof ret->enrolment.code, LONG_CODE);
        ret->enrolment.uses = ASK_USES_MAX;
        ret->enrolment.expires = INT64_MAX;
        ret->enrolment.serial = UINT32_MAX;
    } else {
        (void)text_copy(ret->slot.code, sizeof ret->slot.code, LONG_CODE);
        (void)text_copy(ret->slot.robot, sizeof ret->slot.robot, LONG_ID);
    }
}

enum record_kind kind_handed_back(unsigned index)
{
    return (enum record_kind)(index < RECORD_AUDIT ? index : index + 1);
}

void record_full(enum record_kind kind, struct record *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->kind = kind;
    switch (kind) {
    case RECORD_ROBOT:
        full_robot(&ret->robot);
        return;
    case RECORD_LEASE:
        full_lease(&ret->lease);
        return;
    case RECORD_MATCH:
        full_match(&ret->match);
        return;
    case RECORD_MATCH_INPUT:
        full_input(&ret->match_input);
        return;
    case RECORD_TALLY:
        full_tally(&ret->tally);
        return;
    case RECORD_INVITE:
    case RECORD_ENROLMENT:
    case RECORD_SLOT:
        full_places(ret);
        return;
    case RECORD_REVOCATION:
        ret->revocation.principal = who(KIND_OPERATOR, LONG_ID);
        ret->revocation.before = INT64_MAX;
        ret->revocation.evict = true;
        ret->revocation.bar = UINT32_MAX;
        return;
    case RECORD_ASK:
        full_ask(&ret->ask);
        return;
    case RECORD_AUDIT:
        full_audit(&ret->audit);
        return;
    case RECORD_COUNT_:
        break;
    }
}

void frame_full(struct match_live *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->at = 1000;
    ret->seq = UINT32_MAX;
    ret->state = MATCH_PAUSED;
    ret->clock_ms = UINT32_MAX;
    ret->team_count = MATCH_TEAMS;
    for (unsigned i = 0; i < MATCH_TEAMS; i++)
        ret->scores[i] = i == 0 ? INT32_MIN : INT32_MAX;
    ret->unit_count = MATCH_UNITS;
    for (unsigned i = 0; i < MATCH_UNITS; i++) {
        struct match_unit *unit = &ret->units[i];
        (void)text_copy(unit->robot, sizeof unit->robot, LONG_ID);
        unit->state = (enum unit_state)(i % UNIT_STATE_COUNT_);
        unit->health = unit->heat = INT32_MAX;
        unit->limit = INT32_MIN;
        unit->lives = -1;
        unit->hot = true;
        unit->back_ms = unit->shots = UINT32_MAX;
        unit->has_pose = i % 2 == 0;
        unit->x = unit->has_pose ? -999999.999 : 0;
        unit->y = unit->has_pose ? 12.345 : 0;
        unit->heading = unit->has_pose ? 359.9 : 0;
    }
}

struct record lease_of(const char *robot, uint32_t n)
{
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_LEASE;
    assert_true(text_copy(record.lease.robot, sizeof record.lease.robot, robot));
    record.lease.number.n = n;
    return record;
}

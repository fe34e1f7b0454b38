/* What every store must do with matches (bridge/app/ports.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/core/core.h"
#include "bridge/core/game.h"
#include "tests/contract/store_subject.h"

#include <cmocka.h>

static void set_id(char target[ID_SIZE], const char *id)
{
    memcpy(target, id, strlen(id) + 1);
}

static struct record match_of(const char *id, uint64_t created)
{
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_MATCH;
    set_id(record.match.setup.id, id);
    memcpy(record.match.setup.name, "Fri\xc3\xa4 night", 12);
    record.match.setup.host = (struct principal){KIND_PLAYER, "ann"};
    record.match.setup.wall = created;
    record.match.setup.rules = match_rules_default();
    record.match.setup.team_count = 2;
    memcpy(record.match.setup.teams[0].name, "red ones", 9);
    memcpy(record.match.setup.teams[1].name, "blue", 5);
    record.match.setup.teams[0].seats = record.match.setup.teams[1].seats = 2;
    record.match.session = (struct tag){"session-1"};
    record.match.state = MATCH_RUNNING;
    record.match.winner = MATCH_UNDECIDED;
    record.match.scores[0] = -3;
    record.match.scores[1] = 12;
    record.match.started = created + 5000;
    record.match.players = 4;
    return record;
}

static void end(struct record *match)
{
    match->match.over = true;
    match->match.state = MATCH_FINISHED;
    match->match.winner = 1;
    match->match.ended = match->match.setup.wall + 60000;
}

static struct record input_of(const char *match, uint32_t seq)
{
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_MATCH_INPUT;
    set_id(record.match_input.match, match);
    struct game_input *input = &record.match_input.input;
    input->seq = seq;
    input->at = seq * 100;
    input->wall = WALL + input->at;
    input->act = GAME_HIT;
    input->who = (struct principal){KIND_REFEREE, "ref"};
    input->player = (struct principal){KIND_PLAYER, "ann"};
    input->team = input->seat = -1;
    input->unit = 0;
    input->other = 1;
    set_id(input->robot, "scout1");
    input->event = seq;
    input->value = -1;
    return record;
}

static struct record tally_of(const char *match, const char *player, uint32_t distance)
{
    struct record record;
    memset(&record, 0, sizeof record);
    record.kind = RECORD_TALLY;
    set_id(record.tally.match, match);
    record.tally.player.player.kind = KIND_PLAYER;
    set_id(record.tally.player.player.id, player);
    record.tally.player.distance_mm = distance;
    record.tally.player.refused[REFUSAL_STALE] = 3;
    record.tally.player.frames_refused = 3;
    record.tally.player.delay_p99_ms = 40;
    return record;
}

struct taken {
    unsigned count;
    struct record records[64];
};

static enum rc take(void *context, const struct record *record)
{
    struct taken *taken = context;
    assert_true(taken->count < 64);
    taken->records[taken->count++] = *record;
    return RC_OK;
}

static void load(struct subject *subject, struct taken *ret)
{
    memset(ret, 0, sizeof *ret);
    subject_reopen(subject);
    assert_int_equal(subject->port.load(subject->port.self, WALL, take, ret), RC_OK);
}

static void what_is_not_closed_comes_back_match_by_match(void **state)
{
    struct subject *subject = *state;
    struct record over = match_of("m-b", WALL + 1);
    struct record closed = match_of("m-c", WALL + 2);
    end(&over);
    end(&closed);
    closed.match.closed = true;
    const struct record records[] = {match_of("m-a", WALL), over, closed, input_of("m-b", 1),
        input_of("m-a", 1), input_of("m-c", 1), input_of("m-a", 2), input_of("m-b", 2),
        tally_of("m-c", "ann", 1), tally_of("m-a", "ann", 2), input_of("m-a", 3)};
    subject_keep(subject, records, 11);
    struct taken taken;
    load(subject, &taken);
    static const unsigned order[] = {0, 1, 4, 6, 10, 3, 7, 9};
    assert_int_equal(taken.count, 8);
    for (unsigned i = 0; i < 8; i++) {
        assert_memory_equal(&taken.records[i], &records[order[i]], sizeof records[0]);
    }
}

static void a_match_is_replaced_by_its_key_and_keeps_what_is_its(void **state)
{
    struct subject *subject = *state;
    const struct record first[] = {
        match_of("m-a", WALL), input_of("m-a", 1), tally_of("m-a", "ann", 2)};
    subject_keep(subject, first, 3);
    struct record changed[] = {match_of("m-a", WALL), tally_of("m-a", "ann", 5)};
    end(&changed[0]);
    subject_keep(subject, changed, 2);
    struct taken taken;
    load(subject, &taken);
    assert_int_equal(taken.count, 3);
    assert_memory_equal(&taken.records[0], &changed[0], sizeof changed[0]);
    assert_memory_equal(&taken.records[1], &first[1], sizeof first[0]);
    assert_memory_equal(&taken.records[2], &changed[1], sizeof changed[0]);
}

static void a_match_that_is_gone_takes_what_is_its_along(void **state)
{
    struct subject *subject = *state;
    const struct record first[] = {match_of("m-a", WALL), input_of("m-a", 1),
        tally_of("m-a", "ann", 2), match_of("m-b", WALL), input_of("m-b", 1)};
    subject_keep(subject, first, 5);
    struct record gone = match_of("m-a", WALL);
    gone.gone = true;
    subject_keep(subject, &gone, 1);
    struct taken taken;
    load(subject, &taken);
    assert_int_equal(taken.count, 2);
    assert_string_equal(taken.records[1].match_input.match, "m-b");
    assert_int_equal(
        subject->port.read_match(subject->port.self, "m-a", take, &taken), RC_UNKNOWN_MATCH);
}

/* The ids of a list, with a blank between. */
static const char *list(struct subject *subject, enum matches which, const char *after,
    uint32_t limit, char ret[256])
{
    struct match_query query = {.which = which, .limit = limit};
    struct taken taken = {.count = 0};
    set_id(query.after, after);
    assert_int_equal(
        subject->port.list_matches(subject->port.self, &query, take, &taken), RC_OK);
    size_t length = 0;
    ret[0] = '\0';
    for (unsigned i = 0; i < taken.count; i++) {
        length += (size_t)snprintf(ret + length, 256 - length, "%s%s", i > 0 ? " " : "",
            taken.records[i].match.setup.id);
    }
    return ret;
}

static void lists_are_newest_first_in_pages_that_leave_nothing_out(void **state)
{
    struct subject *subject = *state;
    struct record records[] = {match_of("m-1", WALL), match_of("m-2", WALL + 5),
        match_of("m-4", WALL + 5), match_of("m-3", WALL + 5), match_of("m-5", WALL + 9)};
    end(&records[1]);
    end(&records[4]);
    subject_keep(subject, records, 5);
    char ids[256];
    assert_string_equal(list(subject, MATCHES_ALL, "", 100, ids), "m-5 m-4 m-3 m-2 m-1");
    assert_string_equal(list(subject, MATCHES_ALL, "", 2, ids), "m-5 m-4");
    assert_string_equal(list(subject, MATCHES_ALL, "m-4", 2, ids), "m-3 m-2");
    assert_string_equal(list(subject, MATCHES_ALL, "m-2", 2, ids), "m-1");
    assert_string_equal(list(subject, MATCHES_ALL, "m-1", 2, ids), "");
    assert_string_equal(list(subject, MATCHES_OPEN, "", 100, ids), "m-4 m-3 m-1");
    assert_string_equal(list(subject, MATCHES_OPEN, "m-3", 100, ids), "m-1");
    assert_string_equal(list(subject, MATCHES_OVER, "", 100, ids), "m-5 m-2");
    assert_string_equal(list(subject, MATCHES_OVER, "m-4", 100, ids), "m-2");
    assert_string_equal(list(subject, MATCHES_ALL, "m-9", 100, ids), "");
}

static void one_match_is_read_with_its_tallies(void **state)
{
    struct subject *subject = *state;
    const struct record records[] = {match_of("m-a", WALL), match_of("m-b", WALL),
        tally_of("m-a", "ann", 2), tally_of("m-a", "bob", 3), tally_of("m-b", "cid", 3)};
    subject_keep(subject, records, 5);
    struct taken taken = {.count = 0};
    assert_int_equal(subject->port.read_match(subject->port.self, "m-a", take, &taken), RC_OK);
    assert_int_equal(taken.count, 3);
    assert_memory_equal(&taken.records[0], &records[0], sizeof records[0]);
    assert_memory_equal(&taken.records[1], &records[2], sizeof records[0]);
    assert_memory_equal(&taken.records[2], &records[3], sizeof records[0]);
}

struct inputs {
    unsigned count;
    struct game_input items[64];
};

static void take_input(void *context, const struct game_input *input)
{
    struct inputs *inputs = context;
    assert_true(inputs->count < 64);
    inputs->items[inputs->count++] = *input;
}

static void inputs_are_read_in_slices(void **state)
{
    struct subject *subject = *state;
    struct record records[40];
    for (unsigned i = 0; i < 40; i++) {
        bool other = i % 4 == 3; /* three of one, one of the other */
        records[i] =
            other ? input_of("m-b", i / 4 + 1) : input_of("m-a", i / 4 * 3 + i % 4 + 1);
    }
    subject_keep(subject, records, 40);
    struct match_slice slice = {.match = "m-a", .from = 1, .limit = 7};
    uint32_t next = 1;
    for (;;) {
        struct inputs inputs = {.count = 0};
        assert_int_equal(
            subject->port.read_inputs(subject->port.self, &slice, take_input, &inputs), RC_OK);
        for (unsigned i = 0; i < inputs.count; i++) {
            assert_int_equal(inputs.items[i].seq, next++);
        }
        if (inputs.count < 7) {
            break;
        }
        slice.from = next;
    }
    assert_int_equal(next, 31);
    set_id(slice.match, "m-none");
    struct inputs none = {.count = 0};
    assert_int_equal(
        subject->port.read_inputs(subject->port.self, &slice, take_input, &none), RC_OK);
    assert_int_equal(none.count, 0);
}

struct frames {
    unsigned count;
    struct match_live items[8];
};

static void take_frame(void *context, const struct match_live *frame)
{
    struct frames *frames = context;
    assert_true(frames->count < 8);
    frames->items[frames->count++] = *frame;
}

static struct match_live frame_of(uint32_t at)
{
    struct match_live live;
    memset(&live, 0, sizeof live);
    live.at = at;
    live.seq = 17;
    live.state = MATCH_RUNNING;
    live.clock_ms = 180000 - at;
    live.team_count = 2;
    live.scores[0] = -1;
    live.scores[1] = 300;
    live.unit_count = 2;
    set_id(live.units[0].robot, "scout1");
    live.units[0].state = UNIT_SHIELDED;
    live.units[0].health = 80;
    live.units[0].heat = 12;
    live.units[0].lives = -1;
    live.units[0].back_ms = 1200;
    live.units[0].limit = 90;
    live.units[0].shots = 3;
    live.units[0].has_pose = true;
    live.units[0].x = 1.234;
    live.units[0].y = -0.5;
    live.units[0].heading = 271.4;
    set_id(live.units[1].robot, "scout2");
    live.units[1].state = UNIT_OUT;
    live.units[1].hot = true;
    return live;
}

static void frames_come_back_in_slices_as_they_were_said(void **state)
{
    struct subject *subject = *state;
    struct record match = match_of("m-a", WALL);
    subject_keep(subject, &match, 1);
    for (uint32_t at = 100; at <= 1000; at += 100) {
        struct match_live frame = frame_of(at);
        assert_int_equal(subject->port.add_frame(subject->port.self, "m-a", &frame), RC_OK);
        assert_int_equal(subject->port.add_frame(subject->port.self, "m-b", &frame), RC_OK);
    }
    struct match_slice slice = {.match = "m-a", .from = 300, .limit = 4};
    struct frames frames = {.count = 0};
    assert_int_equal(
        subject->port.read_frames(subject->port.self, &slice, take_frame, &frames), RC_OK);
    assert_int_equal(frames.count, 4);
    for (unsigned i = 0; i < 4; i++) {
        struct match_live frame = frame_of(300 + i * 100);
        assert_memory_equal(&frames.items[i], &frame, sizeof frame);
    }
    slice.from = 950;
    frames.count = 0;
    assert_int_equal(
        subject->port.read_frames(subject->port.self, &slice, take_frame, &frames), RC_OK);
    assert_int_equal(frames.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(what_is_not_closed_comes_back_match_by_match),
        BOTH(a_match_is_replaced_by_its_key_and_keeps_what_is_its),
        BOTH(a_match_that_is_gone_takes_what_is_its_along),
        BOTH(lists_are_newest_first_in_pages_that_leave_nothing_out),
        BOTH(one_match_is_read_with_its_tallies),
        BOTH(inputs_are_read_in_slices),
        BOTH(frames_come_back_in_slices_as_they_were_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

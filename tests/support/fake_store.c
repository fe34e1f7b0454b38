#include "tests/support/fake_store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/core/core.h"
#include "tests/support/fake_matches.h"

static bool same_ask(const struct record_ask *a, const struct record_ask *b)
{
    return principal_equal(&a->asker, &b->asker) && strcmp(a->id, b->id) == 0;
}

static bool same_slot(const struct record_slot *a, const struct record_slot *b)
{
    return strcmp(a->code, b->code) == 0 && strcmp(a->robot, b->robot) == 0;
}

static bool same_tally(const struct record_tally *a, const struct record_tally *b)
{
    return strcmp(a->match, b->match) == 0 &&
           principal_equal(&a->player.player, &b->player.player);
}

static bool same_key(const struct record *a, const struct record *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    switch (a->kind) {
    case RECORD_ROBOT:
        return strcmp(a->robot.id, b->robot.id) == 0;
    case RECORD_LEASE:
        return strcmp(a->lease.robot, b->lease.robot) == 0;
    case RECORD_MATCH:
        return strcmp(a->match.setup.id, b->match.setup.id) == 0;
    case RECORD_TALLY:
        return same_tally(&a->tally, &b->tally);
    case RECORD_INVITE:
        return strcmp(a->invite.code, b->invite.code) == 0;
    case RECORD_ENROLMENT:
        return strcmp(a->enrolment.code, b->enrolment.code) == 0;
    case RECORD_SLOT:
        return same_slot(&a->slot, &b->slot);
    case RECORD_REVOCATION:
        return principal_equal(&a->revocation.principal, &b->revocation.principal);
    case RECORD_ASK:
        return same_ask(&a->ask, &b->ask);
    case RECORD_MATCH_INPUT:
    case RECORD_AUDIT:
    case RECORD_COUNT_:
        return false; /* not among the rows */
    }
    return false;
}

void *fake_grown(void *items, unsigned *size, unsigned count, size_t each)
{
    if (count < *size) {
        return items;
    }
    *size = *size == 0 ? 64 : *size * 2;
    items = realloc(items, *size * each);
    assert(items != NULL);
    return items;
}

static unsigned store_find(const struct fake_store *store, const struct record *key)
{
    unsigned i = 0;
    while (i < store->count && !same_key(&store->rows[i], key)) {
        i++;
    }
    return i;
}

static void store_remove(struct fake_store *store, unsigned i)
{
    store->count--;
    memmove(&store->rows[i], &store->rows[i + 1], (store->count - i) * sizeof store->rows[0]);
}

static bool is_part_of(const struct record *row, const struct record *whole)
{
    if (whole->kind == RECORD_ENROLMENT) {
        return row->kind == RECORD_SLOT && strcmp(row->slot.code, whole->enrolment.code) == 0;
    }
    return whole->kind == RECORD_MATCH && row->kind == RECORD_TALLY &&
           strcmp(row->tally.match, whole->match.setup.id) == 0;
}

static void store_remove_inputs(struct fake_store *store, const char *match)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < store->input_count; i++) {
        if (strcmp(store->inputs[i].match, match) != 0) {
            store->inputs[kept++] = store->inputs[i];
        }
    }
    store->input_count = kept;
}

/* An enrolment takes its slots with it, a match its inputs and tallies. */
static void store_remove_parts(struct fake_store *store, const struct record *whole)
{
    for (unsigned i = store->count; i > 0; i--) {
        if (is_part_of(&store->rows[i - 1], whole)) {
            store_remove(store, i - 1);
        }
    }
    if (whole->kind == RECORD_MATCH) {
        store_remove_inputs(store, whole->match.setup.id);
    }
}

static void store_keep_audit(struct fake_store *store, const struct record_audit *entry)
{
    store->audited++;
    if (store->no_audit) {
        return;
    }
    store->audit = fake_grown(
        store->audit, &store->audit_size, store->audit_count, sizeof store->audit[0]);
    store->audit[store->audit_count++] = *entry;
}

/* An input that is kept again changes nothing. */
static void store_keep_input(struct fake_store *store, const struct record_match_input *input)
{
    for (unsigned i = store->input_count; i > 0; i--) {
        const struct record_match_input *last = &store->inputs[i - 1];
        if (strcmp(last->match, input->match) == 0) {
            if (last->input.seq >= input->input.seq) {
                return;
            }
            break;
        }
    }
    store->inputs = fake_grown(
        store->inputs, &store->input_size, store->input_count, sizeof store->inputs[0]);
    store->inputs[store->input_count++] = *input;
}

static void store_keep_one(struct fake_store *store, const struct record *record)
{
    if (record->kind == RECORD_AUDIT) {
        store_keep_audit(store, &record->audit);
        return;
    }
    if (record->kind == RECORD_MATCH_INPUT) {
        store_keep_input(store, &record->match_input);
        return;
    }
    unsigned i = store_find(store, record);
    if (record->gone) {
        if (i < store->count) {
            store_remove(store, i);
        }
        store_remove_parts(store, record);
        return;
    }
    if (i == store->count) {
        store->rows =
            fake_grown(store->rows, &store->size, store->count, sizeof store->rows[0]);
        store->count++;
    }
    store->rows[i] = *record;
}

static enum rc store_keep(void *self, const struct record *const *records, unsigned count)
{
    struct fake_store *store = self;
    if (store->failing || store->fail_next > 0) {
        store->fail_next -= store->fail_next > 0;
        store->failures++;
        return RC_IO;
    }
    store->transactions++;
    for (unsigned i = 0; i < count; i++) {
        store_keep_one(store, records[i]);
    }
    return RC_OK;
}

static bool match_is_closed(const struct fake_store *store, const char *match)
{
    for (unsigned i = 0; i < store->count; i++) {
        const struct record *row = &store->rows[i];
        if (row->kind == RECORD_MATCH && strcmp(row->match.setup.id, match) == 0) {
            return row->match.closed;
        }
    }
    return true;
}

/* Not handed back at a start. */
static bool is_over(const struct fake_store *store, const struct record *row, uint64_t wall)
{
    if (row->kind == RECORD_ASK) {
        return row->ask.at + ASK_KEPT_MS < wall;
    }
    if (row->kind == RECORD_MATCH) {
        return row->match.closed;
    }
    return row->kind == RECORD_TALLY && match_is_closed(store, row->tally.match);
}

struct fake_sink {
    record_sink *sink;
    void *context;
};

static enum rc load_inputs(
    const struct fake_store *store, const char *match, record_sink *sink, void *context)
{
    for (unsigned i = 0; i < store->input_count; i++) {
        if (strcmp(store->inputs[i].match, match) != 0) {
            continue;
        }
        struct record record;
        memset(&record, 0, sizeof record);
        record.kind = RECORD_MATCH_INPUT;
        record.match_input = store->inputs[i];
        enum rc rc = sink(context, &record);
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

/* Match by match. */
static enum rc load_all_inputs(const struct fake_store *store, record_sink *sink, void *context)
{
    enum rc rc = RC_OK;
    for (unsigned i = 0; i < store->count && rc == RC_OK; i++) {
        const struct record *row = &store->rows[i];
        if (row->kind == RECORD_MATCH && !row->match.closed) {
            rc = load_inputs(store, row->match.setup.id, sink, context);
        }
    }
    return rc;
}

static enum rc load_kind(const struct fake_store *store, enum record_kind kind, uint64_t wall,
    const struct fake_sink *to)
{
    for (unsigned i = 0; i < store->count; i++) {
        if (store->rows[i].kind != kind || is_over(store, &store->rows[i], wall)) {
            continue;
        }
        enum rc rc = to->sink(to->context, &store->rows[i]);
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

static enum rc store_load(void *self, uint64_t wall, record_sink *sink, void *context)
{
    const struct fake_store *store = self;
    const struct fake_sink to = {sink, context};
    for (enum record_kind kind = RECORD_ROBOT; kind < RECORD_COUNT_; kind++) {
        enum rc rc = kind == RECORD_MATCH_INPUT ? load_all_inputs(store, sink, context)
                                                : load_kind(store, kind, wall, &to);
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

static enum rc store_add_telemetry(void *self, const struct telemetry *rows, unsigned count)
{
    struct fake_store *store = self;
    for (unsigned i = 0; i < count; i++) {
        store->telemetry = fake_grown(store->telemetry, &store->telemetry_size,
            store->telemetry_count, sizeof store->telemetry[0]);
        store->telemetry[store->telemetry_count++] = rows[i];
    }
    return RC_OK;
}

static const double *field_of(const struct telemetry *row, const char *field)
{
    for (unsigned i = 0; i < row->field_count; i++) {
        if (strcmp(row->fields[i].name, field) == 0) {
            return &row->fields[i].value;
        }
    }
    return NULL;
}

static bool asked_for(const struct telemetry *row, const struct telemetry_query *query)
{
    return strcmp(row->robot, query->robot) == 0 && row->at >= query->from &&
           row->at < query->to;
}

static void point_add(struct telemetry_point *point, double value)
{
    point->count++;
    point->mean += (value - point->mean) / point->count;
    point->min = value < point->min ? value : point->min;
    point->max = value > point->max ? value : point->max;
}

/* One field: all values of the same piece of the time asked for become one point. */
static void read_field(const struct fake_store *store, const struct telemetry_query *query,
    const char *field, telemetry_sink *sink, void *context)
{
    uint64_t piece = (query->to - query->from + query->points - 1) / query->points;
    struct telemetry_point point = {0};
    for (unsigned i = 0; i < store->telemetry_count; i++) {
        const struct telemetry *row = &store->telemetry[i];
        const double *value = field_of(row, field);
        if (value == NULL || !asked_for(row, query)) {
            continue;
        }
        uint64_t at = query->from + (row->at - query->from) / piece * piece;
        if (point.count > 0 && point.at != at) {
            sink(context, &point);
            point.count = 0;
        }
        if (point.count == 0) {
            point = (struct telemetry_point){.at = at, .min = *value, .max = *value};
            memcpy(point.field, field, strlen(field) + 1);
        }
        point_add(&point, *value);
    }
    if (point.count > 0) {
        sink(context, &point);
    }
}

static bool field_seen(char seen[][WORD_SIZE], unsigned count, const char *name)
{
    for (unsigned i = 0; i < count; i++) {
        if (strcmp(seen[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static enum rc store_read_telemetry(
    void *self, const struct telemetry_query *query, telemetry_sink *sink, void *context)
{
    const struct fake_store *store = self;
    char seen[CARD_FIELDS][WORD_SIZE];
    unsigned count = 0;
    for (unsigned i = 0; i < store->telemetry_count; i++) {
        const struct telemetry *row = &store->telemetry[i];
        for (unsigned j = 0; j < row->field_count && count < CARD_FIELDS; j++) {
            if (!field_seen(seen, count, row->fields[j].name)) {
                memcpy(seen[count++], row->fields[j].name, WORD_SIZE);
                read_field(store, query, row->fields[j].name, sink, context);
            }
        }
    }
    return RC_OK;
}

static bool audit_asked_for(
    const struct record_audit *entry, const struct audit_query *query, uint64_t seq)
{
    return (query->robot[0] == '\0' || strcmp(query->robot, entry->robot) == 0) &&
           (principal_is_nobody(&query->who) || principal_equal(&query->who, &entry->who)) &&
           entry->at >= query->from && (query->to == 0 || entry->at < query->to) &&
           (query->after == 0 || seq < query->after);
}

/* Entries are in the order of their times. */
static enum rc store_read_audit(
    void *self, const struct audit_query *query, audit_sink *sink, void *context)
{
    const struct fake_store *store = self;
    uint32_t left = query->limit != 0 ? query->limit : 1000;
    for (unsigned i = store->audit_count; i > 0 && left > 0; i--) {
        if (audit_asked_for(&store->audit[i - 1], query, i)) {
            sink(context, i, &store->audit[i - 1]);
            left--;
        }
    }
    return RC_OK;
}

static bool store_tend(void *self, uint64_t wall)
{
    fake_store_trim(self, wall - ASK_KEPT_MS);
    return false;
}

void fake_store_init(struct fake_store *store)
{
    memset(store, 0, sizeof *store);
}

void fake_store_finish(struct fake_store *store)
{
    free(store->rows);
    free(store->inputs);
    free(store->audit);
    free(store->telemetry);
    free(store->frames);
    memset(store, 0, sizeof *store);
}

void fake_store_port(struct fake_store *store, struct port_store *ret)
{
    *ret = (struct port_store){.self = store,
        .keep = store_keep,
        .load = store_load,
        .add_telemetry = store_add_telemetry,
        .read_telemetry = store_read_telemetry,
        .read_audit = store_read_audit,
        .list_matches = fake_list_matches,
        .read_match = fake_read_match,
        .read_inputs = fake_read_inputs,
        .read_frames = fake_read_frames,
        .add_frame = fake_add_frame,
        .tend = store_tend};
}

static void *copied(const void *items, unsigned count, size_t each)
{
    void *copy = malloc((count + 1) * each);
    assert(copy != NULL);
    if (count > 0) {
        memcpy(copy, items, count * each);
    }
    return copy;
}

void fake_store_copy(const struct fake_store *store, struct fake_store *ret)
{
    free(ret->rows);
    free(ret->inputs);
    ret->rows = copied(store->rows, store->count, sizeof store->rows[0]);
    ret->count = store->count;
    ret->size = store->count + 1;
    ret->inputs = copied(store->inputs, store->input_count, sizeof store->inputs[0]);
    ret->input_count = store->input_count;
    ret->input_size = store->input_count + 1;
}

const struct record *fake_store_find(const struct fake_store *store, const struct record *key)
{
    unsigned i = store_find(store, key);
    return i < store->count ? &store->rows[i] : NULL;
}

void fake_store_trim(struct fake_store *store, uint64_t before)
{
    for (unsigned i = store->count; i > 0; i--) {
        if (store->rows[i - 1].kind == RECORD_ASK && store->rows[i - 1].ask.at < before) {
            store_remove(store, i - 1);
        }
    }
}

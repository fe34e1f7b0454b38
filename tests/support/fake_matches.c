#include "tests/support/fake_matches.h"

#include <string.h>

#include "bridge/core/game.h"

static bool is_older(const struct record_match *a, const struct record_match *b)
{
    if (a->setup.wall != b->setup.wall) {
        return a->setup.wall < b->setup.wall;
    }
    return strcmp(a->setup.id, b->setup.id) < 0;
}

static bool is_listed(const struct record *row, const struct match_query *query)
{
    if (row->kind != RECORD_MATCH) {
        return false;
    }
    return query->which == MATCHES_ALL || row->match.over == (query->which == MATCHES_OVER);
}

/* The newest that is older than `before` (NULL = of all). */
static const struct record *next_match(const struct fake_store *store,
    const struct match_query *query, const struct record *before)
{
    const struct record *found = NULL;
    for (unsigned i = 0; i < store->count; i++) {
        const struct record *row = &store->rows[i];
        if (!is_listed(row, query) ||
            (before != NULL && !is_older(&row->match, &before->match))) {
            continue;
        }
        if (found == NULL || is_older(&found->match, &row->match)) {
            found = row;
        }
    }
    return found;
}

static const struct record *find_match(const struct fake_store *store, const char *match)
{
    for (unsigned i = 0; i < store->count; i++) {
        const struct record *row = &store->rows[i];
        if (row->kind == RECORD_MATCH && strcmp(row->match.setup.id, match) == 0) {
            return row;
        }
    }
    return NULL;
}

enum rc fake_list_matches(
    void *self, const struct match_query *query, record_sink *sink, void *context)
{
    const struct fake_store *store = self;
    const struct record *at = NULL;
    if (query->after[0] != '\0') {
        at = find_match(store, query->after);
        if (at == NULL) {
            return RC_OK;
        }
    }
    for (uint32_t i = 0; i < query->limit; i++) {
        at = next_match(store, query, at);
        if (at == NULL) {
            return RC_OK;
        }
        enum rc rc = sink(context, at);
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

enum rc fake_read_match(void *self, const char *match, record_sink *sink, void *context)
{
    const struct fake_store *store = self;
    const struct record *found = find_match(store, match);
    if (found == NULL) {
        return RC_UNKNOWN_MATCH;
    }
    enum rc rc = sink(context, found);
    for (unsigned i = 0; i < store->count && rc == RC_OK; i++) {
        const struct record *row = &store->rows[i];
        if (row->kind == RECORD_TALLY && strcmp(row->tally.match, match) == 0) {
            rc = sink(context, row);
        }
    }
    return rc;
}

/* They were kept in the order of their seq. */
enum rc fake_read_inputs(
    void *self, const struct match_slice *slice, match_input_sink *sink, void *context)
{
    const struct fake_store *store = self;
    uint32_t left = slice->limit;
    for (unsigned i = 0; i < store->input_count && left > 0; i++) {
        const struct record_match_input *one = &store->inputs[i];
        if (strcmp(one->match, slice->match) == 0 && one->input.seq >= slice->from) {
            sink(context, &one->input);
            left--;
        }
    }
    return RC_OK;
}

enum rc fake_add_frame(void *self, const char *match, const struct match_live *frame)
{
    struct fake_store *store = self;
    store->frames = fake_grown(
        store->frames, &store->frame_size, store->frame_count, sizeof store->frames[0]);
    struct fake_frame *mine = &store->frames[store->frame_count++];
    memset(mine->match, 0, sizeof mine->match);
    memcpy(mine->match, match, strlen(match) + 1);
    mine->live = *frame;
    return RC_OK;
}

enum rc fake_read_frames(
    void *self, const struct match_slice *slice, match_frame_sink *sink, void *context)
{
    const struct fake_store *store = self;
    uint32_t left = slice->limit;
    for (unsigned i = 0; i < store->frame_count && left > 0; i++) {
        const struct fake_frame *frame = &store->frames[i];
        if (strcmp(frame->match, slice->match) == 0 && frame->live.at >= slice->from) {
            sink(context, &frame->live);
            left--;
        }
    }
    return RC_OK;
}

/* Answering a query with at most so many points of each field. A stretch of time is read from
 * hours, then minutes, then what came: each level where the finer one is already forgotten or
 * would be too many rows, and the finer one where the coarser is not rolled up yet. So a query
 * never waits for a roll-up and never reads more than a bounded number of rows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/adapters/store/chronicle_inner.h"
#include "bridge/adapters/store/pack.h"
#include "robot/base/text.h"

/* All cells of one field, in order of time. */
struct column {
    char name[WORD_SIZE];
    struct pack_field *cells;
};

struct grid {
    const struct telemetry_query *query;
    uint64_t at; /* of the row being read */
    unsigned count;
    struct column columns[PACK_FIELDS];
    bool no_memory;
};

static struct pack_field *cells_create(uint32_t points)
{
    return calloc(points, sizeof(struct pack_field));
}

static void grid_finish(struct grid *grid)
{
    for (unsigned i = 0; i < grid->count; i++)
        free(grid->columns[i].cells);
}

static struct column *find_column(struct grid *grid, const char *name)
{
    for (unsigned i = 0; i < grid->count; i++)
        if (strcmp(grid->columns[i].name, name) == 0)
            return &grid->columns[i];
    if (grid->count == PACK_FIELDS)
        return NULL;
    struct column *column = &grid->columns[grid->count];
    column->cells = cells_create(grid->query->points);
    if (column->cells == NULL) {
        grid->no_memory = true;
        return NULL;
    }
    (void)text_copy(column->name, sizeof column->name, name);
    grid->count++;
    return column;
}

static void merge(struct pack_field *cell, const struct pack_field *field)
{
    if (cell->count == 0 || field->min < cell->min)
        cell->min = field->min;
    if (cell->count == 0 || field->max > cell->max)
        cell->max = field->max;
    cell->sum += field->sum;
    cell->count += field->count;
}

static void take_field(void *context, const struct pack_field *field)
{
    struct grid *grid = context;
    const struct telemetry_query *query = grid->query;
    struct column *column = find_column(grid, field->name);
    if (column == NULL)
        return;
    uint64_t span = query->to - query->from;
    uint64_t index = (grid->at - query->from) * query->points / span;
    merge(&column->cells[index], field);
}

/* ---- which level for which time ---- */

struct plan {
    uint64_t starts[LEVEL_COUNT_ + 1]; /* hours from [0] to [1], minutes to [2], raw to [3] */
};

static uint64_t round_up(uint64_t at, uint64_t period)
{
    return (at + period - 1) / period * period;
}

static uint64_t clamp(uint64_t at, uint64_t low, uint64_t high)
{
    if (at < low)
        return low;
    return at > high ? high : at;
}

static bool fits(
    struct chronicle *chronicle, enum level level, const char *robot, const uint64_t range[2])
{
    sqlite3_stmt *tally = chronicle_bind(chronicle, level, STATEMENT_TALLY, robot, range[0]);
    uint64_t count = 0;
    if (tally == NULL || sqlite3_bind_int64(tally, 3, (sqlite3_int64)range[1]) != SQLITE_OK)
        return false;
    return chronicle_number(tally, &count) && count <= CHRONICLE_READ_ROWS;
}

/* From when on `fine` is read, in a stretch that ends at `to`: from its first row where that is
 * few enough rows, else only from where `coarse` has not been rolled up. */
static uint64_t begin_fine(
    struct chronicle *chronicle, enum level fine, const char *robot, const uint64_t range[2])
{
    enum level coarse = fine + 1;
    uint64_t period = coarse == LEVEL_MINUTE ? MINUTE_MS : HOUR_MS;
    uint64_t first;
    if (!chronicle_number(chronicle_bind(chronicle, fine, STATEMENT_FIRST, robot, 0), &first))
        return range[1];
    uint64_t oldest;
    bool forgotten =
        chronicle_number(
            chronicle_bind(chronicle, coarse, STATEMENT_FIRST, robot, 0), &oldest) &&
        oldest + period <= first;
    uint64_t from = forgotten ? round_up(first, period) : range[0];
    if (fits(chronicle, fine, robot, range))
        return clamp(from, range[0], range[1]);
    uint64_t last;
    if (!chronicle_number(chronicle_bind(chronicle, coarse, STATEMENT_LAST, robot, 0), &last))
        return range[0];
    return clamp(last + period, range[0], range[1]);
}

static void plan_read(
    struct chronicle *chronicle, const struct telemetry_query *query, struct plan *ret)
{
    const uint64_t whole[2] = {query->from, query->to};
    ret->starts[0] = query->from;
    ret->starts[3] = query->to;
    ret->starts[2] = begin_fine(chronicle, LEVEL_RAW, query->robot, whole);
    const uint64_t rest[2] = {query->from, ret->starts[2]};
    ret->starts[1] = begin_fine(chronicle, LEVEL_MINUTE, query->robot, rest);
}

static bool read_stretch(
    struct chronicle *chronicle, enum level level, const uint64_t range[2], struct grid *grid)
{
    if (range[0] >= range[1])
        return true;
    sqlite3_stmt *rows =
        chronicle_bind(chronicle, level, STATEMENT_RANGE, grid->query->robot, range[0]);
    if (rows == NULL || sqlite3_bind_int64(rows, 3, (sqlite3_int64)range[1]) != SQLITE_OK)
        return false;
    int code;
    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
        grid->at = (uint64_t)sqlite3_column_int64(rows, 0);
        const unsigned char *data = sqlite3_column_blob(rows, 1);
        size_t length = (size_t)sqlite3_column_bytes(rows, 1);
        (void)pack_read(data, length, take_field, grid); /* a damaged row is left out */
    }
    (void)sqlite3_reset(rows);
    return code == SQLITE_DONE;
}

static void hand_over(const struct grid *grid, const struct chronicle_reader *reader)
{
    const struct telemetry_query *query = grid->query;
    uint64_t span = query->to - query->from;
    for (unsigned i = 0; i < grid->count; i++) {
        const struct column *column = &grid->columns[i];
        for (uint32_t k = 0; k < query->points; k++) {
            const struct pack_field *cell = &column->cells[k];
            if (cell->count == 0)
                continue;
            struct telemetry_point point = {
                .at = query->from + k * span / query->points,
                .count = cell->count,
                .min = cell->min,
                .mean = cell->sum / cell->count,
                .max = cell->max,
            };
            (void)text_copy(point.field, sizeof point.field, column->name);
            reader->sink(reader->context, &point);
        }
    }
}

enum rc chronicle_read(struct chronicle *chronicle, const struct telemetry_query *query,
    const struct chronicle_reader *reader, struct store_fault *fault)
{
    struct grid grid = {.query = query};
    struct plan plan;
    plan_read(chronicle, query, &plan);
    bool good = true;
    for (int i = 0; good && i < LEVEL_COUNT_; i++)
        good = read_stretch(chronicle, (enum level)(LEVEL_HOUR - i), &plan.starts[i], &grid);
    if (good && !grid.no_memory)
        hand_over(&grid, reader);
    else if (!good)
        (void)database_fault(&chronicle->database, fault);
    else
        (void)snprintf(
            fault->sentence, sizeof fault->sentence, "out of memory: ask for fewer points");
    grid_finish(&grid);
    return good && !grid.no_memory ? RC_OK : RC_IO;
}

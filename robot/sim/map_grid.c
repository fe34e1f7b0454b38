/* What the cells mean together: wall cells become few long walls, letters become points, and
 * what could not be played is refused.
 *
 * Walls are merged greedily: a run to the right, then downwards as long as whole rows of it are
 * wall. That is not the least number of boxes, but near it for what people draw, and everybody
 * who reads a map may merge as they like.
 */
#include <stdint.h>
#include <string.h>

#include "robot/sim/map.h"
#include "robot/sim/map_parts.h"

#define EXACT 1e-9 /* a body that touches does not overlap */

struct cell {
    unsigned row, column;
};

/* The cells that a wall already covers. */
struct covered {
    bool by_wall[MAP_ROWS][MAP_COLUMNS];
};

struct point map_middle(const struct map *map, unsigned row, unsigned column)
{
    return (struct point){(column + 0.5) * map->cell, (map->rows - 1 - row + 0.5) * map->cell};
}

static unsigned cell_index(double at, double cell, unsigned count)
{
    if (!(at > 0))
        return 0;
    return at >= count * cell ? count - 1 : (unsigned)(at / cell);
}

void map_cell_of(
    const struct map *map, struct point at, unsigned *ret_row, unsigned *ret_column)
{
    *ret_row = map->rows - 1 - cell_index(at.y, map->cell, map->rows);
    *ret_column = cell_index(at.x, map->cell, map->columns);
}

bool map_free(const struct map *map, unsigned row, unsigned column)
{
    return solids_clear(&map->solids, map_middle(map, row, column), MAP_BODY - EXACT);
}

static bool open_wall(
    const struct map *map, const struct covered *covered, unsigned row, unsigned column)
{
    return row < map->rows && column < map->columns && map->cells[row][column] == '#' &&
           !covered->by_wall[row][column];
}

static bool open_run(
    const struct map *map, const struct covered *covered, struct cell from, unsigned width)
{
    for (unsigned i = 0; i < width; i++)
        if (!open_wall(map, covered, from.row, from.column + i))
            return false;
    return true;
}

/* One wall as large as it gets from this cell to the right and down. */
static bool add_wall(struct map *map, struct covered *covered, struct cell from)
{
    unsigned width = 1, height = 1;
    while (open_wall(map, covered, from.row, from.column + width))
        width++;
    while (open_run(map, covered, (struct cell){from.row + height, from.column}, width))
        height++;
    for (unsigned i = 0; i < height; i++)
        memset(&covered->by_wall[from.row + i][from.column], true, width);
    double left = from.column * map->cell, top = (map->rows - from.row) * map->cell;
    return solids_add_wall(&map->solids, (struct point){left, top - height * map->cell},
        (struct point){left + width * map->cell, top});
}

static void add_border(struct map *map)
{
    struct point corners[] = {
        {0,          0          },
        {map->width, 0          },
        {map->width, map->height},
        {0,          map->height}
    };
    for (unsigned i = 0; i < 4; i++)
        (void)solids_add_wall(&map->solids, corners[i], corners[(i + 1) % 4]); /* the first */
}

static const char *add_spawn(struct map *map, unsigned team, struct point at)
{
    if (map->spawn_count[team] == MAP_SPAWNS)
        return "a team has at most 32 spawn points";
    map->spawns[team][map->spawn_count[team]++] = at;
    if (team >= map->team_count)
        map->team_count = team + 1;
    return NULL;
}

static const char *add_pad(struct map *map, struct point at)
{
    if (map->pad_count == MAP_PADS)
        return "a map has at most 32 charging pads";
    map->pads[map->pad_count++] = at;
    return NULL;
}

/* What is too much, or NULL. */
static const char *add_cell(struct map *map, struct covered *covered, struct cell cell)
{
    struct point at = map_middle(map, cell.row, cell.column);
    char c = map->cells[cell.row][cell.column];
    if (c >= '1' && c <= '4')
        return add_spawn(map, (unsigned)(c - '1'), at);
    if (c == '+')
        return add_pad(map, at);
    if (c == 'o' && !solids_add_pillar(&map->solids, at, map->cell / 2))
        return "a map has at most 128 pillars";
    if (open_wall(map, covered, cell.row, cell.column) && !add_wall(map, covered, cell))
        return "the walls are too many pieces: draw longer ones";
    return NULL;
}

static enum rc add_cells(struct map *map, unsigned line, struct map_fault *fault)
{
    struct covered covered = {{{false}}};
    for (unsigned row = 0; row < map->rows; row++)
        for (unsigned column = 0; column < map->columns; column++) {
            const char *much = add_cell(map, &covered, (struct cell){row, column});
            if (!much)
                continue;
            (void)map_refuse(fault, line + row, column + 1, "%s", much);
            return RC_TOO_LARGE;
        }
    return RC_OK;
}

static enum rc refuse_at(const struct map *map, unsigned line, struct point at, const char *why,
    struct map_fault *fault)
{
    unsigned row, column;
    map_cell_of(map, at, &row, &column);
    return map_refuse(fault, line + row, column + 1, "%s", why);
}

static enum rc check_teams(const struct map *map, unsigned line, struct map_fault *fault)
{
    if (map->team_count == 0)
        return map_refuse(fault, line, 1, "there is no spawn point: put a 1 on the floor");
    for (unsigned team = 0; team < map->team_count; team++)
        if (map->spawn_count[team] == 0)
            return map_refuse(fault, line, 1, "team %u has a spawn point and team %u has none",
                map->team_count, team + 1);
    return RC_OK;
}

/* The spawn points of all teams one after another; NULL behind the last. */
static const struct point *nth_spawn(const struct map *map, unsigned n)
{
    for (unsigned team = 0; team < map->team_count; team++) {
        if (n < map->spawn_count[team])
            return &map->spawns[team][n];
        n -= map->spawn_count[team];
    }
    return NULL;
}

static enum rc check_distances(const struct map *map, unsigned line, struct map_fault *fault)
{
    const struct point *a, *b;
    for (unsigned i = 0; (a = nth_spawn(map, i)); i++)
        for (unsigned j = i + 1; (b = nth_spawn(map, j)); j++)
            if (point_distance(*a, *b) < 2 * MAP_BODY - EXACT)
                return refuse_at(
                    map, line, *b, "two robots cannot start so near each other", fault);
    return RC_OK;
}

/* Cells that can be reached from one another, found from the first spawn point on. */
struct flood {
    uint16_t cells[MAP_ROWS * MAP_COLUMNS];
    unsigned first, count;
    bool seen[MAP_ROWS * MAP_COLUMNS];
};

static void flood_cell(
    struct flood *flood, const struct map *map, unsigned row, unsigned column)
{
    if (row >= map->rows || column >= map->columns) /* 0 - 1 is beyond, too */
        return;
    unsigned index = row * MAP_COLUMNS + column;
    if (flood->seen[index] || !map_free(map, row, column))
        return;
    flood->seen[index] = true;
    flood->cells[flood->count++] = (uint16_t)index;
}

static void flood_from(struct flood *flood, const struct map *map, struct point start)
{
    unsigned row, column;
    map_cell_of(map, start, &row, &column);
    flood_cell(flood, map, row, column);
    while (flood->first < flood->count) {
        unsigned index = flood->cells[flood->first++];
        row = index / MAP_COLUMNS;
        column = index % MAP_COLUMNS;
        flood_cell(flood, map, row - 1, column);
        flood_cell(flood, map, row + 1, column);
        flood_cell(flood, map, row, column - 1);
        flood_cell(flood, map, row, column + 1);
    }
}

static const char *find_fault(
    const struct flood *flood, const struct map *map, const struct point *at)
{
    unsigned row, column;
    map_cell_of(map, *at, &row, &column);
    if (!map_free(map, row, column))
        return "no robot fits here: it needs 0.25 m to every wall and pillar";
    return flood->seen[row * MAP_COLUMNS + column]
               ? NULL
               : "this cannot be reached from the first spawn point";
}

static enum rc check_places(const struct map *map, unsigned line, struct map_fault *fault)
{
    struct flood flood = {.count = 0};
    const struct point *at;
    const char *why;
    flood_from(&flood, map, *nth_spawn(map, 0));
    for (unsigned i = 0; (at = nth_spawn(map, i)); i++)
        if ((why = find_fault(&flood, map, at)))
            return refuse_at(map, line, *at, why, fault);
    for (unsigned i = 0; i < map->pad_count; i++)
        if ((why = find_fault(&flood, map, &map->pads[i])))
            return refuse_at(map, line, map->pads[i], why, fault);
    return RC_OK;
}

/* The nearest to the middle first, of two as near the one that is clockwise of the other: so a
 * map that is the same when it is turned around gives both sides the same places. */
static bool comes_first(const struct map *map, struct point a, struct point b)
{
    struct point middle = {map->width / 2, map->height / 2};
    double off = point_distance(a, middle) - point_distance(b, middle);
    double cross = (a.x - middle.x) * (b.y - middle.y) - (a.y - middle.y) * (b.x - middle.x);
    return off < -EXACT || (off < EXACT && cross < 0);
}

static void sort_spawns(struct map *map, unsigned team)
{
    struct point *spawns = map->spawns[team];
    for (unsigned i = 1; i < map->spawn_count[team]; i++) {
        struct point one = spawns[i];
        unsigned j = i;
        for (; j > 0 && comes_first(map, one, spawns[j - 1]); j--)
            spawns[j] = spawns[j - 1];
        spawns[j] = one;
    }
}

enum rc map_build(struct map *map, unsigned grid_line, struct map_fault *ret_fault)
{
    add_border(map);
    enum rc rc = add_cells(map, grid_line, ret_fault);
    if (rc == RC_OK)
        rc = check_teams(map, grid_line, ret_fault);
    if (rc == RC_OK)
        rc = check_distances(map, grid_line, ret_fault);
    if (rc == RC_OK)
        rc = check_places(map, grid_line, ret_fault);
    for (unsigned team = 0; team < map->team_count && rc == RC_OK; team++)
        sort_spawns(map, team);
    return rc;
}

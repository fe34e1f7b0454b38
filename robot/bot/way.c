/* Distances spread from the goal cell by cell (a queue in which a cell may come again when a
 * cheaper way to it was found). Cells at a wall cost more, so that ways keep off walls where
 * there is room; steps aslant are taken only where no corner is cut.
 */
#include "robot/bot/way.h"

#include <math.h>
#include <string.h>

#define STEP_STRAIGHT 5 /* of cost: 5 and 7 are nearly 1 and sqrt 2 */
#define STEP_ASLANT   7
#define NARROW        3   /* times as much at a wall */
#define ELBOW         0.1 /* m to a wall that is not narrow */
#define SKIN          0.02
#define NEAR_MIDDLE   0.22 /* m: whoever drives does not come nearer */
#define A_STEP        1.2  /* m */
#define AHEAD_CELLS   16   /* looked ahead along the way */

struct steps {
    int row, column;
    unsigned cost;
};

static const struct steps steps[8] = {
    {-1, 0,  STEP_STRAIGHT},
    {1,  0,  STEP_STRAIGHT},
    {0,  -1, STEP_STRAIGHT},
    {0,  1,  STEP_STRAIGHT},
    {-1, -1, STEP_ASLANT  },
    {-1, 1,  STEP_ASLANT  },
    {1,  -1, STEP_ASLANT  },
    {1,  1,  STEP_ASLANT  }
};

static unsigned index_of(const struct map *map, struct point at)
{
    unsigned row, column;
    map_cell_of(map, at, &row, &column);
    return row * MAP_COLUMNS + column;
}

static struct point middle_of(const struct map *map, unsigned index)
{
    return map_middle(map, index / MAP_COLUMNS, index % MAP_COLUMNS);
}

void ground_init(struct ground *ground, const struct map *map)
{
    memset(ground, 0, sizeof(*ground));
    ground->map = map;
    for (unsigned row = 0; row < map->rows; row++)
        for (unsigned column = 0; column < map->columns; column++) {
            struct point at = map_middle(map, row, column);
            bool wide = solids_clear(&map->solids, at, MAP_BODY + ELBOW);
            if (map_free(map, row, column))
                ground->cost[row * MAP_COLUMNS + column] = wide ? 1 : NARROW;
        }
}

/* Three rays side by side: no wall and no pillar is thin enough to stand between two. */
bool ground_straight(const struct ground *ground, struct point from, struct point to)
{
    double way = point_distance(from, to);
    if (way < 1e-6)
        return true;
    struct point ray = {(to.x - from.x) / way, (to.y - from.y) / way};
    for (int side = -1; side <= 1; side++) {
        double aside = side * (MAP_BODY - SKIN);
        struct point start = {from.x + ray.y * aside, from.y - ray.x * aside};
        if (solids_reach(&ground->map->solids, start, ray, way) < way)
            return false;
    }
    return true;
}

/* The cell a step leads to, or WAY_CELLS where it does not lead. */
static unsigned step_from(const struct ground *ground, unsigned index, const struct steps *step)
{
    int row = (int)(index / MAP_COLUMNS) + step->row;
    int column = (int)(index % MAP_COLUMNS) + step->column;
    if (row < 0 || column < 0 || row >= (int)ground->map->rows ||
        column >= (int)ground->map->columns)
        return WAY_CELLS;
    unsigned to = (unsigned)row * MAP_COLUMNS + (unsigned)column;
    if (ground->cost[to] == 0)
        return WAY_CELLS;
    if (step->cost == STEP_ASLANT &&
        (ground->cost[to - (unsigned)(step->row * MAP_COLUMNS)] == 0 ||
            ground->cost[to - (unsigned)step->column] == 0))
        return WAY_CELLS;
    return to;
}

struct queue {
    unsigned first, count;
    uint16_t cells[WAY_CELLS]; /* each at most once: in_queue */
    bool has[WAY_CELLS];
};

static void enqueue(struct queue *queue, unsigned index)
{
    if (queue->has[index])
        return;
    queue->has[index] = true;
    queue->cells[(queue->first + queue->count++) % WAY_CELLS] = (uint16_t)index;
}

static unsigned dequeue(struct queue *queue)
{
    unsigned index = queue->cells[queue->first];
    queue->first = (queue->first + 1) % WAY_CELLS;
    queue->count--;
    queue->has[index] = false;
    return index;
}

void way_to(struct way *way, const struct ground *ground, struct point goal)
{
    struct queue queue = {.count = 0};
    unsigned start = index_of(ground->map, goal);
    memset(way->left, 0xff, sizeof(way->left));
    way->goal = goal;
    way->left[start] = 0;
    enqueue(&queue, start);
    while (queue.count > 0) {
        unsigned from = dequeue(&queue);
        for (unsigned i = 0; i < 8; i++) {
            unsigned to = step_from(ground, from, &steps[i]);
            if (to == WAY_CELLS)
                continue;
            unsigned left = way->left[from] + steps[i].cost * ground->cost[to];
            if (left >= way->left[to])
                continue;
            way->left[to] = (uint16_t)left;
            enqueue(&queue, to);
        }
    }
}

double way_length(const struct way *way, const struct ground *ground, struct point from)
{
    uint16_t left = way->left[index_of(ground->map, from)];
    return left == WAY_NEVER ? HUGE_VAL : left * ground->map->cell / STEP_STRAIGHT;
}

/* The neighbour nearest to the goal; the cell itself at the goal, or where there is no way. */
static unsigned next_cell(const struct way *way, const struct ground *ground, unsigned from)
{
    unsigned best = from;
    for (unsigned i = 0; i < 8; i++) {
        unsigned to = step_from(ground, from, &steps[i]);
        if (to != WAY_CELLS && way->left[to] < way->left[best])
            best = to;
    }
    return best;
}

/* The first step: to the middle of its own cell where a corner is in the way to the next. */
static struct point first_step(
    const struct ground *ground, struct point from, unsigned cell, unsigned next)
{
    struct point own = middle_of(ground->map, cell), to = middle_of(ground->map, next);
    bool direct = ground->cost[cell] == 0 || point_distance(from, own) < NEAR_MIDDLE ||
                  ground_straight(ground, from, to);
    return direct ? to : own;
}

struct point way_next(const struct way *way, const struct ground *ground, struct point from)
{
    unsigned cell = index_of(ground->map, from), next = next_cell(way, ground, cell);
    if (next == cell || ground_straight(ground, from, way->goal))
        return way->goal;
    struct point best = first_step(ground, from, cell, next);
    for (unsigned i = 1; i < AHEAD_CELLS; i++) {
        cell = next;
        next = next_cell(way, ground, cell);
        struct point middle = middle_of(ground->map, next);
        if (next == cell || !ground_straight(ground, from, middle))
            break;
        best = middle;
    }
    return best;
}

/* Where it stands, and a step to each side: cover lasts longer than a blink. */
static bool seen_by(const struct solids *solids, struct point seer, struct point at)
{
    static const struct point around[] = {
        {0,       0      },
        {A_STEP,  0      },
        {-A_STEP, 0      },
        {0,       A_STEP },
        {0,       -A_STEP}
    };
    for (unsigned i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
        struct point eye = {seer.x + around[i].x, seer.y + around[i].y};
        if ((i == 0 || solids_clear(solids, eye, MAP_BODY)) && solids_see(solids, eye, at))
            return true;
    }
    return false;
}

static bool seen_from(const struct solids *solids, const struct seers *seers, struct point at)
{
    for (unsigned i = 0; i < seers->count; i++)
        if (seen_by(solids, seers->at[i], at))
            return true;
    return false;
}

static unsigned cost_of(const struct ground *ground, double metres)
{
    return (unsigned)(metres / ground->map->cell * STEP_STRAIGHT);
}

bool way_cover(const struct ground *ground, struct point from, const struct seers *seers,
    struct point *ret)
{
    struct way own, theirs;
    unsigned least = cost_of(ground, WAY_COVER_MAX), far = cost_of(ground, WAY_COVER_FAR);
    bool found = false;
    way_to(&own, ground, from);
    way_to(&theirs, ground, seers->at[0]);
    for (unsigned i = 0; i < WAY_CELLS; i++) {
        if (own.left[i] >= least || theirs.left[i] < far ||
            seen_from(&ground->map->solids, seers, middle_of(ground->map, i)))
            continue;
        least = own.left[i];
        *ret = middle_of(ground->map, i);
        found = true;
    }
    return found;
}

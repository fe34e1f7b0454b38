#include "robot/sim/solids.h"

#include <math.h>

static double within(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

bool solids_add_wall(struct solids *solids, struct point a, struct point b)
{
    if (solids->wall_count == SOLIDS_WALLS)
        return false;
    solids->walls[solids->wall_count++] = (struct solid_wall){
        .a = {fmin(a.x, b.x), fmin(a.y, b.y)},
          .b = {fmax(a.x, b.x), fmax(a.y, b.y)}
    };
    return true;
}

bool solids_add_pillar(struct solids *solids, struct point at, double radius)
{
    if (solids->pillar_count == SOLIDS_PILLARS)
        return false;
    solids->pillars[solids->pillar_count++] = (struct solid_pillar){at, radius};
    return true;
}

double point_distance(struct point a, struct point b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

static double wall_square(const struct solid_wall *wall, struct point at)
{
    double dx = at.x - within(at.x, wall->a.x, wall->b.x);
    double dy = at.y - within(at.y, wall->a.y, wall->b.y);
    return dx * dx + dy * dy;
}

double wall_distance(const struct solid_wall *wall, struct point at)
{
    return sqrt(wall_square(wall, at));
}

bool solids_clear(const struct solids *solids, struct point at, double radius)
{
    for (unsigned i = 0; i < solids->wall_count; i++)
        if (wall_square(&solids->walls[i], at) < radius * radius)
            return false;
    for (unsigned i = 0; i < solids->pillar_count; i++) {
        const struct solid_pillar *pillar = &solids->pillars[i];
        double dx = pillar->at.x - at.x, dy = pillar->at.y - at.y;
        double least = pillar->radius + radius;
        if (dx * dx + dy * dy < least * least)
            return false;
    }
    return true;
}

/* Narrows where along the ray one coordinate lies between two bounds. */
static void narrow(
    double from, double ray, const double bounds[2], double *enter, double *leave)
{
    if (fabs(ray) < 1e-12) {
        if (from < bounds[0] || from > bounds[1])
            *enter = HUGE_VAL;
        return;
    }
    double first = (bounds[0] - from) / ray, second = (bounds[1] - from) / ray;
    *enter = fmax(*enter, fmin(first, second));
    *leave = fmin(*leave, fmax(first, second));
}

static double wall_reach(const struct solid_wall *wall, struct point from, struct point ray)
{
    double enter = 0, leave = HUGE_VAL;
    narrow(from.x, ray.x, (double[]){wall->a.x, wall->b.x}, &enter, &leave);
    narrow(from.y, ray.y, (double[]){wall->a.y, wall->b.y}, &enter, &leave);
    return enter <= leave ? enter : HUGE_VAL;
}

double circle_reach(struct point from, struct point ray, struct point centre, double radius)
{
    double dx = centre.x - from.x, dy = centre.y - from.y;
    double along = dx * ray.x + dy * ray.y, aside = dx * ray.y - dy * ray.x;
    if (along <= 0 || fabs(aside) > radius)
        return HUGE_VAL;
    return along - sqrt(radius * radius - aside * aside);
}

double solids_reach(
    const struct solids *solids, struct point from, struct point ray, double limit)
{
    for (unsigned i = 0; i < solids->wall_count; i++)
        limit = fmin(limit, wall_reach(&solids->walls[i], from, ray));
    for (unsigned i = 0; i < solids->pillar_count; i++)
        limit = fmin(
            limit, circle_reach(from, ray, solids->pillars[i].at, solids->pillars[i].radius));
    return fmax(limit, 0);
}

bool solids_see(const struct solids *solids, struct point from, struct point to)
{
    double way = point_distance(from, to);
    if (way == 0)
        return true;
    struct point ray = {(to.x - from.x) / way, (to.y - from.y) / way};
    return solids_reach(solids, from, ray, way) >= way;
}

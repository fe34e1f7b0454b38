/* Where to shoot from when somebody stands in the line: a place near by from which the target
 * is seen past everybody. Some places are drawn at random and the first that will do is taken,
 * so that those who stand behind each other spread out instead of all going to the best one.
 */
#include <math.h>

#include "robot/bot/brain_parts.h"

#define TRIES   16
#define POST_MS 2500 /* then it looks again */
#define LEAST_M 0.8
#define MORE_M  3.5
#define ELBOW_M 0.9 /* to everybody else */
#define THERE_M 0.3

static bool has_room(const struct brain_sight *sight, struct point at)
{
    for (unsigned i = 0; i < sight->count; i++)
        if (point_distance(at, sight->others[i].at) < ELBOW_M)
            return false;
    return true;
}

static bool will_do(const struct brain *brain, const struct brain_sight *sight,
    struct point target, struct point at)
{
    const struct map *map = brain->ground->map;
    double distance = point_distance(at, target);
    return at.x > 0 && at.y > 0 && at.x < map->width && at.y < map->height && distance > 1 &&
           distance < BRAIN_RANGE && has_room(sight, at) &&
           solids_clear(&map->solids, at, BRAIN_BODY) && brain_sees_all(brain, at, target) &&
           !brain_line_blocked(sight, at, target);
}

static bool find_post(struct brain *brain, const struct brain_sight *sight, struct point target)
{
    for (unsigned i = 0; i < TRIES; i++) {
        double angle = brain_random(brain) * 2 * BRAIN_PI;
        double far = LEAST_M + brain_random(brain) * MORE_M;
        struct point at = {sight->at.x + sin(angle) * far, sight->at.y + cos(angle) * far};
        if (!will_do(brain, sight, target, at))
            continue;
        brain->post = at;
        return true;
    }
    return false;
}

bool brain_take_post(struct brain *brain, const struct brain_sight *sight,
    const struct brain_other *target, struct axes *axes)
{
    if (!brain->ground)
        return false;
    if (sight->now >= brain->post_until) {
        if (!find_post(brain, sight, target->at))
            return false;
        brain->post_until = sight->now + POST_MS;
    }
    if (point_distance(sight->at, brain->post) < THERE_M)
        return false;
    brain_go(brain, sight, brain->post, axes);
    return true;
}

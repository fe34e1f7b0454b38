/* A 2-D world with walls, pillars and differential-drive robots, stepped by time.
 *
 * Pure: no clock, no heap, no logging, no JSON; its randomness is a generator of its own that
 * is seeded at the start. The same seed and the same calls give the same run, to the last bit,
 * and it does not matter how time is cut: world_step(20) twice equals world_step(40).
 *
 * Units: metres, m/s, degrees clockwise from +y (0 = up on the map), milliseconds, percent.
 * Owner: the caller has the memory (about 72 KiB: static or inside something on the heap).
 * Thread: one at a time.
 *
 * What always holds, and is tested: no robot is ever inside a wall, a pillar or another robot;
 * off docks and pads the battery never rises; with neutral axes a robot stands after
 * WORLD_BRAKE_MS; a shot never passes a wall or a pillar and never hits further than
 * WORLD_FIRE_RANGE; who was hit is slower, never by more than to WORLD_HURT_SPEED, and for
 * WORLD_HURT_MS at most.
 */
#ifndef ROBOT_SIM_WORLD_H
#define ROBOT_SIM_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "robot/base/axes.h"
#include "robot/sim/map.h"
#include "robot/sim/solids.h"

#define WORLD_ROBOTS      256
#define WORLD_EVENTS      512 /* not yet taken; beyond this the newest is dropped and counted */
#define WORLD_STEP_MS     10  /* the inner step */
#define WORLD_STEP_MAX_MS 1000 /* more than this at once is cut: time was lost, not physics */

#define WORLD_RADIUS        MAP_BODY /* of a robot */
#define WORLD_SPEED_MAX     2.0      /* at speed setting 100 */
#define WORLD_ACCELERATION  4.0
#define WORLD_BRAKE         16.0 /* deceleration with neutral axes */
#define WORLD_BRAKE_MS      130  /* WORLD_SPEED_MAX / WORLD_BRAKE, and one inner step */
#define WORLD_TRACK         0.35 /* between the wheels */
#define WORLD_DOCK_RADIUS   0.4
#define WORLD_FIRE_RANGE    8.0
#define WORLD_FIRE_SPREAD   2.5 /* degrees off at most, near 0 more often */
#define WORLD_FIRE_PAUSE_MS 300
#define WORLD_HURT_MS       1500 /* after a hit the wheels are slower … */
#define WORLD_HURT_SPEED    0.6  /* … this share of their speed at first, then rising to 1 */
#define WORLD_JUMP_MS       600
#define WORLD_BUMP_PAUSE_MS 500
#define WORLD_CAMERA_RATE   120.0 /* degrees a second at the end of an axis' range */
#define WORLD_PAN_MAX       90.0
#define WORLD_TILT_MIN      (-30.0)
#define WORLD_TILT_MAX      45.0
#define WORLD_LEG_MIN       60.0
#define WORLD_LEG_MAX       180.0
#define WORLD_LEG_RATE      120.0 /* mm a second */
#define WORLD_BATTERY_LOW   20.0
#define WORLD_BATTERY_LIMP  2.0 /* below this it crawls, so that it can still reach a dock */

struct world_robot {
    struct point at, home;  /* home: where it started, and its dock */
    double heading;         /* 0 <= heading < 360 */
    double left, right;     /* speed of the wheels */
    struct axes axes;       /* x, y: -1..1; cx, cy: degrees a second */
    double speed_setting;   /* 1..100 */
    double brightness;      /* 1..100 */
    double leg_wanted, leg; /* mm */
    double pan, tilt;       /* of the camera; it fires where that looks */
    bool lights;
    bool blocked;                       /* the last inner step ended at an obstacle */
    bool low_told;                      /* low_battery was said; again only after a charge */
    double noise;                       /* of the signal sensor, drawn anew every second */
    uint32_t jump_ms, fire_ms, bump_ms; /* left until it may again */
    uint32_t hurt_ms;                   /* left of being slower after a hit */
    double battery, cpu, temperature;
};

enum world_event_kind { WORLD_FIRE, WORLD_HIT, WORLD_BUMP, WORLD_LOW_BATTERY };

struct world_event {
    unsigned robot;
    enum world_event_kind kind;
    int by; /* index of the robot that did it, -1 = none */
};

struct world {
    double width, height;
    uint64_t random; /* state of the generator */
    uint64_t elapsed_ms;
    uint32_t left_ms; /* of the inner step that is not yet full */
    struct point access_point;
    struct solids solids;
    unsigned pad_count, robot_count;
    struct point pads[MAP_PADS];
    struct world_robot robots[WORLD_ROBOTS];
    unsigned event_first, event_count;
    unsigned events_dropped;
    struct world_event events[WORLD_EVENTS];
};

/* What its sensors say. */
struct world_senses {
    double battery, cpu, temperature, signal;
    double speed;      /* m/s, negative backwards */
    double yaw;        /* -180 < yaw <= 180 */
    double leg_height; /* mm, while jumping more */
    double x, y, heading;
    double pan, tilt, brightness, speed_setting;
    bool lights, docked; /* docked: stands at its dock or on a charging pad */
};

enum world_deed {
    WORLD_SET_SPEED,
    WORLD_SET_BRIGHTNESS,
    WORLD_SET_LEG_HEIGHT,
    WORLD_LIGHTS, /* value 0 or 1 */
    WORLD_JUMP,
    WORLD_SHOOT,
    WORLD_DEED_COUNT_
};

enum world_answer { WORLD_DONE, WORLD_OUT_OF_RANGE, WORLD_BUSY, WORLD_EMPTY };

/* Places `robots` (1..WORLD_ROBOTS, beyond: cut) in a world of its own, big enough for them. */
void world_init(struct world *world, uint64_t seed, unsigned robots);

/* Places them on a map instead: robot i at a spawn point of team i modulo the map's teams, the
 * nearest to the map's centre first, facing the map's centre; those for whom there is none on
 * free floor near the team's first. False when there is no room for all: world->robot_count are
 * placed. */
bool world_init_on(struct world *world, uint64_t seed, const struct map *map, unsigned robots);

/* The axes that hold until the next call. Values beyond the range are cut. */
void world_drive(struct world *world, unsigned robot, const struct axes *axes);

enum world_answer world_act(
    struct world *world, unsigned robot, enum world_deed deed, double value);

void world_step(struct world *world, uint32_t ms);

void world_sense(const struct world *world, unsigned robot, struct world_senses *ret);

/* The oldest event that was not taken; false when there is none. */
bool world_take_event(struct world *world, struct world_event *ret);

/* What stands in the way of a robot at `at`: WORLD_NOTHING, WORLD_A_WALL or a robot's index. */
#define WORLD_NOTHING (-2)
#define WORLD_A_WALL  (-1)
int world_obstacle(const struct world *world, unsigned robot, struct point at);

#endif

/* Matches, as plain structs: what a match is made of, what is said of it, its rules. The core
 * decides on them, the wire turns them into JSON, the store keeps them.
 *
 * Source: broker-config/README.md, "Matches".
 *
 * A match has teams; a team has seats; a seat has a player (or nobody) and robots, each robot
 * in a *unit*: the unit has the health, the heat and the limit, and stays what it is when a
 * spare robot takes the place of a dead one. Units are numbered team by team, seat by seat; so
 * are seats.
 */
#ifndef ROBOT_BASE_MATCH_H
#define ROBOT_BASE_MATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "robot/base/id.h"

#define MATCH_NAME_SIZE 65 /* 64 bytes of printable UTF-8 */
#define MATCH_TEAM_SIZE 32 /* a team's name: 31 bytes of printable UTF-8 */
#define MATCH_TEAMS     4
#define MATCH_SEATS     10 /* of one team */
#define MATCH_SEATS_ALL (MATCH_TEAMS * MATCH_SEATS)
#define MATCH_ROBOTS    4  /* of one seat */
#define MATCH_UNITS     64 /* of one match: teams x seats x robots a seat */
#define MATCH_PLAYERS   64 /* who ever had a seat in it */
#define MATCH_QUEUE     16 /* who waits for a seat */
#define MATCH_MISSING   32
#define MATCH_BYPASSES  8
#define MATCH_REFUSALS  9    /* = REFUSAL_COUNT_ of lease.h */
#define MATCH_DRAW      (-1) /* winner */
#define MATCH_UNDECIDED (-2)
#define MATCH_NO_TEAM   (-1)

enum match_state {
    MATCH_LOBBY,
    MATCH_READY, /* nothing is missing */
    MATCH_COUNTDOWN,
    MATCH_RUNNING,
    MATCH_PAUSED,
    MATCH_FINISHED,
    MATCH_ABORTED,
    MATCH_STATE_COUNT_
};

/* Rules are data: X(name, word, least, most, default, unit). All are integers. `slow`: by so
 * much a robot's axes x and y are limited at no health, in proportion before. */
#define RULE_LIST(X)                                                                           \
    X(DURATION, "duration_ms", 30000, 3600000, 180000, "ms")                                   \
    X(COUNTDOWN, "countdown_ms", 0, 30000, 5000, "ms")                                         \
    X(SCORE_LIMIT, "score_limit", 0, 1000, 0, "") /* 0 = none */                               \
    X(HIT_POINTS, "hit_points", 1, 1000, 100, "")                                              \
    X(DAMAGE, "damage", 0, 1000, 20, "")                                                       \
    X(HIT_SCORE, "hit_score", 0, 100, 1, "")                                                   \
    X(ELIMINATION_SCORE, "elimination_score", 0, 100, 3, "")                                   \
    X(RESPAWN, "respawn_ms", 0, 60000, 5000, "ms")                                             \
    X(LIVES, "lives", 0, 100, 0, "")             /* 0 = without end */                         \
    X(SHIELD, "shield_ms", 0, 30000, 2000, "ms") /* after a respawn nothing hits */            \
    X(FRIENDLY_FIRE, "friendly_fire", 0, 1, 0, "")                                             \
    X(HEAT_SHOT, "heat_shot", 0, 100, 12, "%")                                                 \
    X(HEAT_COOL, "heat_cool", 1, 100, 10, "%/s")                                               \
    X(HEAT_RESUME, "heat_resume", 0, 99, 40, "%") /* overheated until cooled to this */        \
    X(WINDOW, "window_ms", 50, 2000, 500, "ms") /* between a shooter's and a victim's event */ \
    X(SLOW, "slow", 0, 90, 50, "%")                                                            \
    X(ROBOTS_PER_SEAT, "robots_per_seat", 1, 4, 1, "")                                         \
    X(BOTS, "bots", 0, 3, 2, "")             /* 0 none, 1 easy, 2 medium, 3 hard */            \
    X(AUTO_START, "auto_start", 0, 1, 1, "") /* begins by itself once nothing is missing */    \
    X(GRACE, "grace_ms", 1000, 60000, 15000, "ms") /* a seat waits so long for its player */   \
    X(STATUS, "status_ms", 50, 1000, 100, "ms")    /* of its robots */

enum rule {
#define X(name, word, least, most, standard, unit) RULE_##name,
    RULE_LIST(X)
#undef X
        RULE_COUNT_
};

struct match_rules {
    int32_t value[RULE_COUNT_];
};

struct rule_row {
    const char *word, *unit; /* unit "" = a number */
    int32_t least, most, standard;
};
const struct rule_row *rule_row(enum rule rule);
bool rule_from_name(const char *word, enum rule *ret);
struct match_rules match_rules_default(void);

/* What a match still waits for, and whom or what it concerns. */
#define MISSING_LIST(X)                                                                        \
    X(EMPTY_SEAT, "empty_seat", "team", "has a free seat, and there is no bot for it")         \
    X(NOT_READY, "not_ready", "player", "is not ready")                                        \
    X(PLAYER_AWAY, "player_away", "player", "is not there")                                    \
    X(NO_ROBOT, "no_robot", "player", "has no robot: free one, or assign one")                 \
    X(ROBOT_OFFLINE, "robot_offline", "robot", "is not online")                                \
    X(NO_STATUS, "no_status", "robot", "has no fresh status")                                  \
    X(ROBOT_TAKEN, "robot_taken", "robot", "is driven by somebody else")                       \
    X(ROBOT_STOPPED, "robot_stopped", "robot", "is stopped: clear the stop")                   \
    X(OUT_OF_SERVICE, "out_of_service", "robot", "is out of service")

enum missing {
#define X(name, word, of, sentence) MISSING_##name,
    MISSING_LIST(X)
#undef X
        MISSING_COUNT_
};

struct match_missing {
    enum missing why;
    char who[PRINCIPAL_SIZE]; /* a team's name, a principal or a robot's id, as `of` says */
    bool bypassed;            /* a referee lets it start without */
};
const char *missing_name(enum missing why);
const char *missing_sentence(enum missing why); /* "is not ready": goes after `who` */
bool missing_from_name(const char *name, enum missing *ret);

/* What became of a shot or a hit. */
#define VERDICT_LIST(X)                                                                        \
    X(NONE, "")                                                                                \
    X(COUNTED, "counted")                                                                      \
    X(NO_FIRE, "no_fire")         /* the shooter reported no shot within the window */         \
    X(FRIENDLY, "friendly")       /* of one team, and the rules spare it */                    \
    X(SHOOTER_OUT, "shooter_out") /* the shooter was eliminated */                             \
    X(VICTIM_OUT, "victim_out")   /* so was the victim */                                      \
    X(SHIELDED, "shielded")       /* just respawned */                                         \
    X(OVERHEATED, "overheated")   /* the shooter was too hot to fire */                        \
    X(NOT_RUNNING, "not_running") /* the clock stood */                                        \
    X(OVERTURNED, "overturned")   /* counted, until a referee took it back */

enum verdict {
#define X(name, word) VERDICT_##name,
    VERDICT_LIST(X)
#undef X
        VERDICT_COUNT_
};
const char *verdict_name(enum verdict verdict);
bool verdict_from_name(const char *name, enum verdict *ret);

/* The log of a match: one entry for everything that happened, in order. Which members an entry
 * has is said here; the others are empty. */
#define ENTRY_LIST(X)                                                                          \
    X(CREATED, "created")       /* who */                                                      \
    X(JOINED, "joined")         /* who, team, seat */                                          \
    X(LEFT, "left")             /* who, team, seat: gave the seat up, or lost it */            \
    X(QUEUED, "queued")         /* who waits for a seat */                                     \
    X(UNQUEUED, "unqueued")     /* who */                                                      \
    X(READY, "ready")           /* who, team, seat */                                          \
    X(UNREADY, "unready")       /* who, team, seat */                                          \
    X(ASSIGNED, "assigned")     /* robot ("" = none) to who, team, seat; unit */               \
    X(SWAPPED, "swapped")       /* robot takes the place of by; who, team, seat, unit */       \
    X(COMPLETE, "complete")     /* nothing is missing any more */                              \
    X(INCOMPLETE, "incomplete") /* something is */                                             \
    X(COUNTDOWN, "countdown")   /* who started it (nobody = by itself) */                      \
    X(STARTED, "started")                                                                      \
    X(PAUSED, "paused")   /* who */                                                            \
    X(RESUMED, "resumed") /* who */                                                            \
    X(HELD, "held")       /* the arena lost its connection: the clock stands */                \
    X(GOES_ON, "goes_on")                                                                      \
    X(AWAY, "away")             /* who, team, seat: the seat waits for them */                 \
    X(BACK, "back")             /* who, team, seat */                                          \
    X(HIT, "hit")               /* robot was hit by `by`; verdict, points, team that got them, \
                                   value = health left; evidence: fire, hit */                 \
    X(ELIMINATED, "eliminated") /* robot, by; team, points; value = lives left, -1 = any */    \
    X(RESPAWNED, "respawned")   /* robot */                                                    \
    X(OVERHEATED, "overheated") /* robot */                                                    \
    X(OVERTURNED, "overturned") /* who took back entry `ref`; robot, by, team, points: minus   \
                                   what it brought */                                          \
    X(PENALTY, "penalty")       /* who limited robot to value % for ms */                      \
    X(BYPASSED, "bypassed")     /* who; missing, about */                                      \
    X(FINISHED, "finished")     /* team = winner, MATCH_DRAW; again if an overturned hit       \
                                   changes that */                                             \
    X(ABORTED, "aborted")       /* who (nobody = by itself) */                                 \
    X(NEXT, "next")             /* about = the match that goes on from this one; who */

enum entry_kind {
#define X(name, word) ENTRY_##name,
    ENTRY_LIST(X)
#undef X
        ENTRY_KIND_COUNT_
};
const char *entry_kind_name(enum entry_kind kind);
bool entry_kind_from_name(const char *name, enum entry_kind *ret);

struct match_entry { /* "match/{id}/event" */
    uint32_t seq;    /* 1, 2, 3 … without a gap */
    uint32_t at;     /* ms since the match was created; stands while the bridge is away */
    uint64_t ts;     /* Unix ms */
    enum entry_kind kind;
    struct principal who;
    char robot[ID_SIZE], by[ID_SIZE];
    int team; /* MATCH_NO_TEAM = absent */
    int seat; /* -1 = absent; of the whole match */
    int unit; /* -1 = absent */
    enum verdict verdict;
    int32_t points, value;
    uint32_t fire, hit; /* ids of the robots' own events */
    uint32_t ref;       /* seq */
    uint32_t ms;
    enum missing missing;
    char about[PRINCIPAL_SIZE];
};

/* The document match/{id}: everything but what changes by the second. */
enum unit_state {
    UNIT_UP,
    UNIT_SHIELDED,
    UNIT_DOWN, /* eliminated, respawns */
    UNIT_OUT,  /* eliminated for good */
    UNIT_STATE_COUNT_
};
const char *unit_state_name(enum unit_state state);
bool unit_state_from_name(const char *name, enum unit_state *ret);

struct match_unit {
    char robot[ID_SIZE]; /* "" = none yet */
    enum unit_state state;
    int32_t health;   /* 0 … hit_points */
    int32_t heat;     /* 0 … 100 % */
    bool hot;         /* overheated: its shots do not count */
    int32_t lives;    /* left; -1 = without end */
    uint32_t back_ms; /* DOWN: until the respawn; SHIELDED: until it can be hit */
    int32_t limit;    /* % of its speed that is left to it */
    /* seen by status; live only */
    bool has_pose;
    double x, y, heading; /* m, m, degrees clockwise from +y */
    uint32_t shots;       /* since the last live message */
};

struct match_seat {
    struct principal player; /* nobody = free */
    bool ready;
    bool away;        /* lost or gone: the seat waits */
    uint32_t away_ms; /* how long it still does */
    unsigned unit_count;
    struct match_unit units[MATCH_ROBOTS];
};

struct match_team {
    char name[MATCH_TEAM_SIZE];
    int32_t score;
    unsigned seat_count;
    struct match_seat seats[MATCH_SEATS];
};

/* Statistics of somebody who had a seat. */
struct match_player {
    struct principal player;
    int team;
    /* shots that could count; hits and eliminations of others' robots */
    uint32_t shots, hits, eliminations, deaths;
    int32_t points; /* what they brought their team, and cost it */
    /* from what the robots and the driver's program say */
    uint32_t distance_mm, driven_ms, frames_refused, stops;
    uint32_t delay_p50_ms, delay_p99_ms; /* as the driver's program measured; 0 = not said */
    uint32_t refused[MATCH_REFUSALS];    /* frames, by enum refusal */
};

struct match {
    char id[ID_SIZE];
    char name[MATCH_NAME_SIZE];
    enum match_state state;
    struct principal host;            /* who created it */
    bool held;                        /* the clock stands: the arena lost its connection */
    uint64_t created, started, ended; /* Unix ms; 0 = not yet */
    uint32_t seq;                     /* of the last entry of its log */
    uint32_t clock_ms;  /* RUNNING, PAUSED: left to play; COUNTDOWN: until the start; else the
                           duration, or what was left at the end */
    int winner;         /* team, MATCH_DRAW, MATCH_UNDECIDED */
    char next[ID_SIZE]; /* the match that goes on from this one; "" = none */
    struct match_rules rules;
    unsigned team_count;
    struct match_team teams[MATCH_TEAMS];
    unsigned missing_count;
    struct match_missing missing[MATCH_MISSING];
    unsigned queue_count;
    struct principal queue[MATCH_QUEUE];
    unsigned player_count; /* FINISHED, ABORTED: the statistics */
    struct match_player players[MATCH_PLAYERS];
};

/* "match/{id}/live", at most 10 Hz while it runs, each second while it does not. */
struct match_live {
    uint32_t at;  /* ms, as in match_entry */
    uint32_t seq; /* of the last entry of the log */
    enum match_state state;
    uint32_t clock_ms;
    unsigned team_count;
    int32_t scores[MATCH_TEAMS];
    unsigned unit_count; /* those with a robot */
    struct match_unit units[MATCH_UNITS];
};

const char *match_state_name(enum match_state state);
bool match_state_from_name(const char *name, enum match_state *ret);
bool match_state_is_over(enum match_state state);      /* FINISHED, ABORTED */
bool match_state_holds_robots(enum match_state state); /* COUNTDOWN, RUNNING, PAUSED */

#endif

/* The game: what one match is and becomes, a fold over its inputs. It knows seats, units, the
 * clock, shots, scores; it knows nothing of leases, presence, robots' health on the network or
 * who may ask: that is match.h, which feeds it.
 *
 * Pure and deterministic: the same inputs at the same times give the same game and the same
 * log, however time is cut (game_pass_time twice equals once). So a match is kept as its
 * inputs, and everything else (document, log, scores) is told again from them: after a restart,
 * for the record, for an audit. What passes by time (the end of the countdown, a respawn, the
 * end of the match, a seat that waited too long) is no input: it follows.
 *
 * Time: `at`, ms since the match was created, never goes back, stands while the bridge is away
 * (match.h continues at the last kept input). The match's clock runs only while it is RUNNING
 * and not held. Thread: the loop's. Owner: the caller has the memory (about 60 KiB:
 * game_inner.h).
 */
#ifndef BRIDGE_CORE_GAME_H
#define BRIDGE_CORE_GAME_H

#include <stdbool.h>
#include <stdint.h>

#include "robot/base/match.h"
#include "robot/base/rc.h"

#define GAME_FIRES        16   /* remembered shots of one unit, to find the one that hit */
#define GAME_HITS         64   /* hits of the match that wait for their shot */
#define GAME_VERDICTS     2048 /* counted verdicts that can still be overturned (the newest) */
#define GAME_INPUTS_MAX   200000 /* with this one the match ends (ABORTED); no more is taken */
#define GAME_NEVER        UINT32_MAX
#define GAME_LOBBY_MS     1800000 /* a match that has not begun is aborted after so long … */
#define GAME_EMPTY_MS     300000  /* … and after this without anybody in a seat */
#define GAME_PAUSE_MAX_MS 3600000 /* a pause this long ends the match (ABORTED) */

/* What is put into a game. Members: those named, and always seq, at, wall. `who` is who did it,
 * for the log; nobody = the arena. Where no state is named: any that is not over. What is so
 * already (ready twice, held twice, away twice, the same robot) is RC_OK and changes nothing.
 */
enum game_act {
    GAME_JOIN,   /* player takes a free seat of `team` (or the named `seat`, if >= 0; neither:
                    of the team with the fewest people); leaves the queue. In LOBBY and READY a
                    bot gives its seat to a person when none is free, robots and all.
                    RC_MATCH_FULL, RC_FULL (MATCH_PLAYERS), RC_WRONG_STATE (they have a seat) */
    GAME_LEAVE,  /* player gives up seat or place in the queue; in LOBBY and READY the robots as
                    well. RC_WRONG_STATE (has neither) */
    GAME_QUEUE,  /* player waits for a seat. RC_FULL, RC_WRONG_STATE (has one) */
    GAME_READY,  /* player; value 1 or 0. LOBBY, READY, COUNTDOWN */
    GAME_ASSIGN, /* robot ("" = none) to `unit`. RC_WRONG_STATE: it is in another unit of this
                    match. One for another while robots are held: SWAPPED in the log, else
                    ASSIGNED */
    GAME_COMPLETE,   /* LOBBY -> READY */
    GAME_INCOMPLETE, /* READY, COUNTDOWN -> LOBBY */
    GAME_START,      /* READY -> COUNTDOWN */
    GAME_PAUSE,      /* RUNNING -> PAUSED */
    GAME_RESUME,     /* PAUSED -> RUNNING */
    GAME_ABORT,      /* -> ABORTED */
    GAME_HOLD,       /* the clock stands (also the countdown's, respawns, heat, graces) */
    GAME_GO,         /* it goes on */
    GAME_AWAY,       /* player: their seat waits for RULE_GRACE, then it is free (LEFT) */
    GAME_BACK,       /* player */
    GAME_FIRE,       /* `unit` fired: `event` is the robot's own number of that event.
                        COUNTDOWN, RUNNING, PAUSED; RC_WRONG_STATE: the unit has no robot */
    GAME_HIT,        /* `unit` was hit by `other`; event. As FIRE; RC_BAD_REQUEST: by itself;
                        RC_FULL: GAME_HITS wait */
    GAME_OVERTURN,   /* ref: seq of a HIT entry that counted. RUNNING, PAUSED, FINISHED: the
                        winner may change, then FINISHED is in the log again. RC_NOT_FOUND: no
                        such entry; RC_WRONG_STATE: it did not count, was overturned before, or
                        is older than the last GAME_VERDICTS */
    GAME_PENALTY,    /* unit with a robot; value = % of speed left, 0..100 (100 lifts it); ms of
                        play, 0 = until the end. The newest replaces */
    GAME_BYPASS, /* missing, about: it is not waited for. LOBBY, READY, COUNTDOWN. RC_FULL */
    GAME_MARK,   /* nothing but that time has come so far: each second while it runs, and behind
                    whatever follows by time, so in any state, when it is over as well (an end
                    that time brought is kept by the mark behind it) */
    GAME_NEXT,   /* about = id of the match that goes on from this one. FINISHED, ABORTED.
                    RC_WRONG_STATE (there is one) */
    GAME_ACT_COUNT_
};
const char *game_act_name(enum game_act act); /* "join" …: in the store and in the record */
bool game_act_from_name(const char *name, enum game_act *ret);

struct game_input {
    uint32_t seq; /* 1, 2, 3 …: its place among the inputs of this match */
    uint32_t at;
    uint64_t wall; /* Unix ms */
    enum game_act act;
    struct principal who;
    struct principal player;
    int team, seat, unit, other; /* -1 = none */
    char robot[ID_SIZE];
    uint32_t event, ref, ms;
    int32_t value;
    enum missing missing;
    char about[PRINCIPAL_SIZE];
};

/* A zeroed input of this act with its indices at -1. */
struct game_input game_input(enum game_act act);

struct game_setup {
    char id[ID_SIZE];
    char name[MATCH_NAME_SIZE];
    struct principal host;
    uint64_t wall; /* Unix ms of its creation: at = 0 */
    struct match_rules rules;
    unsigned team_count;
    struct {
        char name[MATCH_TEAM_SIZE];
        unsigned seats;
    } teams[MATCH_TEAMS];
};

/* RC_OK, RC_BAD_REQUEST: 1..4 teams, 1..10 seats each, names unique and printable, at most
 * MATCH_UNITS units, every rule within its range. */
ARENA_NODISCARD enum rc game_setup_check(const struct game_setup *setup);

/* Where a game's log goes: called for each entry, in order; entry is borrowed. */
typedef void game_log(void *context, const struct match_entry *entry);

struct game_hearer {
    game_log *log; /* NULL = nobody */
    void *context;
};

struct game; /* game_inner.h; game_size() bytes */

/* (game_inner.h holds the struct for those who carve memory for it: match.c, retell.c, tests.)
 */
void game_init(
    struct game *game, const struct game_setup *setup, const struct game_hearer *hearer);

/* Lets time pass to input->at (as game_pass_time), then takes the input. Not RC_OK: refused,
 * and nothing but time has passed; such an input is not kept. RC_OK or the code said at its
 * act; RC_WRONG_STATE: no row of the table for it; RC_BAD_REQUEST: an index that does not
 * exist, text that is no id, a seq that is not the next, an `at` that goes back; RC_NOT_FOUND:
 * no such player here; RC_FULL: GAME_INPUTS_MAX. */
ARENA_NODISCARD enum rc game_take(
    struct game *game, const struct game_input *input, const struct game_hearer *hearer);

/* Everything that follows by time up to `at`, each at its own time. */
void game_pass_time(struct game *game, uint32_t at, const struct game_hearer *hearer);

/* When something follows by time; GAME_NEVER. */
uint32_t game_next(const struct game *game);

/* The state machine alone, for tests and documents: false where there is no row. */
enum game_event {
    GAME_ON_COMPLETE,
    GAME_ON_INCOMPLETE,
    GAME_ON_START,
    GAME_ON_ELAPSED, /* the countdown */
    GAME_ON_PAUSE,
    GAME_ON_RESUME,
    GAME_ON_OVER,
    GAME_ON_ABORT,
    GAME_EVENT_COUNT_
};
bool game_step_state(enum match_state *state, enum game_event on);

/* Reading. */

enum match_state game_state(const struct game *game);
bool game_held(const struct game *game);
uint32_t game_at(const struct game *game);          /* the time it has been brought to */
uint32_t game_input_count(const struct game *game); /* = seq of the last input taken */
/* Rises with every change of the document but those of running numbers (clocks, heat): also
 * where the log is silent, as at the end of a shield or of a penalty. */
uint32_t game_rev(const struct game *game);
unsigned game_seat_count(const struct game *game);
unsigned game_unit_count(const struct game *game);
unsigned game_seat_of_unit(const struct game *game, unsigned unit);
unsigned game_team_of_seat(const struct game *game, unsigned seat);
int game_seat_of_player(const struct game *game, const struct principal *player); /* -1 */
int game_unit_of_robot(const struct game *game, const char *robot);               /* -1 */
/* May this unit move and fire now: RUNNING, not held, its robot neither down nor out. */
bool game_unit_plays(const struct game *game, unsigned unit);

struct game_seat_view {
    struct principal player; /* nobody = free */
    bool ready, away;
};
struct game_unit_view {
    char robot[ID_SIZE];
    enum unit_state state;
    int limit; /* % of its speed: damage and penalty, the smaller */
};
void game_seat(const struct game *game, unsigned seat, struct game_seat_view *ret);
void game_unit(const struct game *game, unsigned unit, struct game_unit_view *ret);
bool game_bypasses(const struct game *game, enum missing missing, const char *about);
const struct principal *game_queue(const struct game *game, unsigned *ret_count);
const struct match_rules *game_rules(const struct game *game);

/* The document; `missing` and the players' measured statistics (distance …) are left empty, and
 * poses too. */
void game_match(const struct game *game, struct match *ret);
/* Whoever has or had a seat, in any state; how many. */
unsigned game_players(const struct game *game, struct match_player ret[MATCH_PLAYERS]);
/* live: poses and has_pose are left empty; shots = since the last call of game_live_said. */
void game_live(const struct game *game, struct match_live *ret);
void game_live_said(struct game *game);

#endif

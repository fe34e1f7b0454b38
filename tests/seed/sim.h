/* The seeded simulation: the real core with the real settle (bridge/app) over a fake store, the
 * real authority on each robot, people who drive, and a wire that loses, doubles, reorders and
 * delays, under one fake clock. Bridge, robots and people crash, freeze and come back from what
 * they kept; the bridge's clock jumps, its store fails, an older database is restored; an
 * adversary replays what it has heard. After every step the invariants are checked (check.c),
 * and every calm period must end with everything agreeing again.
 *
 * True time is `sim->now`, ms. Nothing but the simulation knows it: robots have their own
 * clock, the bridge its own, which stands still while it is suspended.
 *
 * What the wire may do: QoS 0 (state, status, lease, drive, action, stop, link, beat) anything.
 * QoS 1 (presence, card, ask, answer, me) keeps its order between two connections and is lost
 * only with a connection, for that is what a broker promises.
 */
#ifndef TESTS_SEED_SIM_H
#define TESTS_SEED_SIM_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/app/app.h"
#include "bridge/core/game_inner.h"
#include "robot/client/authority.h"
#include "robot/wire/message.h"
#include "robot/wire/topic.h"
#include "tests/seed/dice.h"
#include "tests/support/fake_ports.h"

#define SIM_ROBOTS   4
#define SIM_PEOPLE   7 /* three players, two bots, a referee, an operator */
#define SIM_MATCHES  3 /* that may be open at once */
#define SIM_BOARD    8 /* documents of matches that stand */
#define SIM_MESSAGES 8192
#define SIM_EVENTS   16384
#define SIM_HISTORY  256 /* what the adversary has heard */
#define SIM_KEPT     512
#define SIM_NEVER    UINT64_MAX

/* States that are rare enough to be proof that the simulation goes where it hurts. */
#define RARE_LIST(X)                                                                           \
    X(CLAIMS_CONFIRMED)                                                                        \
    X(CLAIMS_BURNT)                                                                            \
    X(CLAIMS_TAKEN)                                                                            \
    X(CLAIMS_AGAIN)                                                                            \
    X(LEASES_SUPERSEDED)                                                                       \
    X(ENDED_RELEASED)                                                                          \
    X(ENDED_GOODBYE)                                                                           \
    X(ENDED_LOST)                                                                              \
    X(ENDED_IDLE)                                                                              \
    X(ENDED_BY_OPERATOR)                                                                       \
    X(ENDED_REVOKED)                                                                           \
    X(ENDED_DEREGISTERED)                                                                      \
    X(ENDED_OUT_OF_SERVICE)                                                                    \
    X(OFFERS)                                                                                  \
    X(OFFERS_TAKEN)                                                                            \
    X(STOPS_STOOD)                                                                             \
    X(STOPS_CLEARED)                                                                           \
    X(ROBOT_BOOTED_STOPPED)                                                                    \
    X(FRAMES_MOVED)                                                                            \
    X(FRAMES_DRIVER)                                                                           \
    X(FRAMES_NUMBER)                                                                           \
    X(FRAMES_HALTED)                                                                           \
    X(FRAMES_ORDER)                                                                            \
    X(FRAMES_STALE)                                                                            \
    X(FRAMES_RANGE)                                                                            \
    X(FRAMES_DROPPED)                                                                          \
    X(ACTIONS_DONE)                                                                            \
    X(ACTIONS_REPEATED)                                                                        \
    X(ACTIONS_REJECTED)                                                                        \
    X(LEASES_UNFRESH)                                                                          \
    X(LEASES_LOWER)                                                                            \
    X(DEADMAN)                                                                                 \
    X(LEASE_RAN_OUT)                                                                           \
    X(ROBOT_CRASHES)                                                                           \
    X(ROBOT_FREEZES)                                                                           \
    X(ROBOT_CUTS)                                                                              \
    X(PERSON_CUTS)                                                                             \
    X(PERSON_FREEZES)                                                                          \
    X(PAGE_RELOADS)                                                                            \
    X(LATE_WILLS)                                                                              \
    X(BRIDGE_CRASHES)                                                                          \
    X(BRIDGE_STALLS)                                                                           \
    X(BRIDGE_CRASHES_BEFORE_COMMIT)                                                            \
    X(BRIDGE_CRASHES_AFTER_COMMIT)                                                             \
    X(BRIDGE_CRASHES_WHILE_SAYING)                                                             \
    X(BRIDGE_SUSPENDS)                                                                         \
    X(BRIDGE_CUTS)                                                                             \
    X(BROKER_RESTARTS)                                                                         \
    X(WALL_JUMPS)                                                                              \
    X(BACKUPS_RESTORED)                                                                        \
    X(WRITES_FAILED)                                                                           \
    X(ASKS_REPEATED)                                                                           \
    X(ASKS_REFUSED_AS_OTHER)                                                                   \
    X(ANSWERS_UNAVAILABLE)                                                                     \
    X(EVICTIONS)                                                                               \
    X(DRIVER_WENT_ON_AFTER_BRIDGE_CRASH)                                                       \
    X(CLAIMED_IN_A_CALM)                                                                       \
    X(MATCHES_CREATED)                                                                         \
    X(MATCHES_REFUSED_AS_FULL)                                                                 \
    X(MATCHES_STARTED)                                                                         \
    X(MATCHES_BROKEN_OFF)                                                                      \
    X(MATCHES_PAUSED)                                                                          \
    X(MATCHES_HELD)                                                                            \
    X(MATCHES_FINISHED)                                                                        \
    X(MATCHES_ABORTED)                                                                         \
    X(MATCHES_AGAIN)                                                                           \
    X(MATCHES_EMPTIED)                                                                         \
    X(MATCHES_RESTORED)                                                                        \
    X(SEATS_AWAY)                                                                              \
    X(SEATS_BACK)                                                                              \
    X(SEATS_QUEUED)                                                                            \
    X(SEATS_OF_BOTS)                                                                           \
    X(ROBOTS_SWAPPED)                                                                          \
    X(HITS_COUNTED)                                                                            \
    X(HITS_NOT_COUNTED)                                                                        \
    X(HITS_OVERTURNED)                                                                         \
    X(ELIMINATIONS)                                                                            \
    X(RESPAWNS)                                                                                \
    X(EVENTS_IGNORED)                                                                          \
    X(ENDED_SESSION)                                                                           \
    X(FRAMES_MOVED_IN_A_MATCH)                                                                 \
    X(CALMS)

enum rare {
#define X(name) RARE_##name,
    RARE_LIST(X)
#undef X
        RARE_COUNT_
};

enum place { PLACE_BRIDGE, PLACE_EAR, PLACE_ROBOT, PLACE_PERSON };

struct address {
    enum place place;
    unsigned index;
};

struct message {
    enum what what;
    struct principal from;
    struct address to;
    uint64_t written;    /* true time when its content was made */
    uint32_t epoch;      /* of the receiver's connection … */
    uint32_t from_epoch; /* … and of the sender's */
    bool retained;
    union {
        struct presence presence;
        struct state state;
        struct lease lease;
        struct drive drive;
        struct action action;
        struct stop stop;
        struct link_report link;
        struct ask ask;
        struct beat beat;
        struct me me;
        struct event event;
        struct {
            char id[ASK_ID_SIZE];
            enum rc rc;
            char robot[ID_SIZE];
            uint32_t n;
            char match[ID_SIZE];
        } answer;
    };
};

enum happening_kind {
    EVENT_DELIVER,
    EVENT_ROBOT_TURN,
    EVENT_ROBOT_SUBSCRIBED,
    EVENT_ROBOT_BOOT,
    EVENT_PERSON_TURN,
    EVENT_WILL,
    EVENT_BRIDGE_TURN,
    EVENT_BRIDGE_START,
    EVENT_BRIDGE_LINK,
    EVENT_EVICTED,
    EVENT_WEATHER,
    EVENT_ADVERSARY,
    EVENT_COUNT_
};

struct happening {
    uint64_t at;
    uint64_t order; /* equal times: first come, first served */
    enum happening_kind kind;
    unsigned index;   /* robot or person */
    uint32_t epoch;   /* the event is void when it has changed */
    uint32_t message; /* DELIVER */
    struct tag conn;  /* WILL */
    struct principal who;
};

struct events {
    unsigned count;
    uint64_t order;
    struct happening items[SIM_EVENTS];
};

void events_add(struct events *events, const struct happening *event);
/* What was to be delivered or emptied after `beyond` is so now, in its order. */
void events_hasten(struct events *events, uint64_t now, uint64_t beyond);
bool events_take(struct events *events, struct happening *ret);

/* One side of a broker's connection, as the broker sees it. */
struct connection {
    bool up;        /* the client's view */
    bool broker_up; /* the broker has not noticed its end */
    uint32_t epoch; /* rises with every connect */
    struct tag conn;
};

struct sim_robot {
    struct principal principal;
    struct card card;
    bool running;
    uint32_t run; /* rises with each boot */
    struct tag boot;
    struct connection link;
    struct authority authority;
    struct authority_saved saved; /* its disk */
    uint64_t clock_offset;        /* its own clock less true time */
    uint64_t frozen_until;
    uint32_t events;  /* said by this life of its program */
    uint64_t drop_at; /* messages that lay buffered at this true time are dropped */
    uint64_t state_at, link_at, status_at, turn_at, announce_at;
    struct tag beat_boot, beat_conn;
    struct axes output;
    bool moving;
    /* what the checks know */
    uint32_t accepted_n;
    struct principal accepted_driver;
    uint64_t accepted_at;   /* true time of the last accepted frame */
    uint32_t told_n;        /* the highest n somebody was told they drive by … */
    struct principal told;  /* … and who */
    unsigned told_boots;    /* … by which life of the bridge */
    uint64_t live_said[64]; /* true time when lease n (mod 64) was last said with a driver */
    uint32_t live_n[64];
    uint64_t kept_at;         /* true time when its lease was last stored */
    struct lease_number said; /* by the bridge, since its database was last restored */
    struct tag done[AUTHORITY_ACKS];
    unsigned done_next;
    bool was_leased; /* mode before, for counters */
};

struct hold {
    uint32_t n; /* 0 = none */
    uint32_t s;
    uint32_t e;
    bool heard; /* a link report came for this n */
    bool ready;
};

struct sim_person {
    struct principal principal;
    struct connection link;
    struct tag page;
    bool wants_away;
    uint64_t back_at; /* when away */
    uint64_t frozen_until;
    struct hold holds[SIM_ROBOTS];
    bool offers[SIM_ROBOTS];   /* as `me` says */
    uint32_t mine[SIM_ROBOTS]; /* the number that `me` says; 0 = none */
    bool pending;
    struct ask ask; /* repeated until answered */
    uint64_t asked_at;
    unsigned asked;
    uint64_t act_at;    /* next decision */
    uint64_t turn_at;   /* the only turn that counts */
    bool offered;       /* claims what it was offered */
    char seat[ID_SIZE]; /* the match that `me` says; "" = none */
    struct tag beat_boot, beat_conn;
    struct tag stop[SIM_ROBOTS];
    bool stubborn; /* goes on driving whatever `me` says */
    bool still;    /* holds, but does not move: becomes idle */
};

enum crash { CRASH_NONE, CRASH_BEFORE_COMMIT, CRASH_AFTER_COMMIT, CRASH_WHILE_SAYING };

struct sim_bridge {
    struct fake_ports ports;
    struct port_store inner; /* the fake store's own port */
    struct app *app;         /* NULL: not running */
    bool dead;               /* died in the middle of a settle: nothing more gets out */
    enum crash crash;
    unsigned crash_after; /* says */
    uint32_t run;
    struct connection link; /* of bridge/main */
    bool ear_up;
    uint64_t offset; /* its monotonic clock is true time less the time suspended */
    int64_t wall_jump;
    uint64_t suspended_until;
    uint64_t slept_from; /* 0 = awake */
    bool slept_still;
    uint64_t turn_at;
    uint64_t fails_until, failed_at;
    struct tag boot;
    struct fake_store backup;
    bool has_backup;
    unsigned boots;
    struct core_counts counts; /* as last looked at */
};

/* What the wire does to QoS 0, in 10000; and how long anything takes, ms. */
struct weather {
    uint32_t loss, twice, stall;
    uint32_t delay_low, delay_high;
};

/* A match as its document says, and what the checks know of it. */
struct sim_match {
    char id[ID_SIZE]; /* "" = a free place */
    bool emptied;
    enum match_state state;
    bool held;
    uint32_t hit;   /* seq of the last hit that counted */
    unsigned boots; /* of the bridge that said its log so far … */
    uint32_t seq;   /* … to here */
    /* its clock as the last live message said */
    unsigned looked_boots; /* 0 = not yet */
    enum match_state looked_state;
    uint32_t looked_at, clock_ms;
};

struct retained {
    bool presence_there, card_there;
    struct presence presence;
};

struct sim {
    uint64_t seed;
    uint64_t now;
    uint64_t steps;
    bool verbose;
    bool calm;
    uint64_t change_at; /* from storm to calm or back */
    struct weather weather;
    struct dice dice;
    struct events events;
    uint32_t message_free;
    struct message messages[SIM_MESSAGES];
    uint32_t next_free[SIM_MESSAGES];
    unsigned history_count;
    struct message history[SIM_HISTORY];
    uint64_t fifo[4][SIM_PEOPLE][4][SIM_PEOPLE]; /* QoS 1: not before the one before */
    struct retained retained[SIM_ROBOTS];
    struct sim_robot robots[SIM_ROBOTS];
    struct sim_person people[SIM_PEOPLE];
    struct sim_bridge bridge;
    struct sim_match board[SIM_BOARD];
    struct match looked_at; /* of the checks: too large for a stack */
    struct game told;
    int32_t told_scores[MATCH_TEAMS]; /* the sum of what counted, up to … */
    uint32_t told_until;              /* … this entry */
    uint32_t tags;
    struct record_ask kept[SIM_KEPT]; /* the last answers that were stored */
    unsigned kept_next;
    unsigned calm_confirmed;
    uint64_t rare[RARE_COUNT_];
};

/* sim.c */
struct sim *sim_create(uint64_t seed, bool verbose);
void sim_destroy(struct sim *sim);
void sim_step(struct sim *sim);
struct tag sim_tag(struct sim *sim, const char *prefix);
void sim_note(struct sim *sim, enum rare rare);
/* Prints, when verbose, what happens. */
void sim_tell(const struct sim *sim, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* An invariant is broken: says so, how to replay it, and ends the program. */
void sim_fail(const struct sim *sim, const char *format, ...)
    __attribute__((format(printf, 2, 3), noreturn));
void sim_at(
    struct sim *sim, uint64_t at, enum happening_kind kind, unsigned index, uint32_t epoch);

/* wire.c */
struct message *wire_new(struct sim *sim, enum what what, const struct principal *from);
/* Sends what wire_new gave to an address, by the quality its `what` has. */
void wire_send(struct sim *sim, struct message *message, struct address to);
/* Once more, at any time: the adversary's and the network's doubles. */
void wire_inject(struct sim *sim, const struct message *message, uint64_t at);
void wire_deliver(struct sim *sim, const struct happening *event);
void wire_say_to_all(struct sim *sim, struct message *message); /* presence, beat */
/* The client logs in: a broker that has not noticed the end of the last one takes it over. */
void wire_connect(struct sim *sim, const struct principal *who, struct connection *connection);
/* The client's end; the broker notices at once or later. */
void wire_cut(struct sim *sim, const struct principal *who, struct connection *connection);
void wire_will(struct sim *sim, const struct happening *event);
void wire_restart_broker(struct sim *sim);
void wire_tell_retained(struct sim *sim); /* to the bridge that has just subscribed */

/* robots.c, people.c, bridge.c */
void robots_begin(struct sim *sim);
void robot_turn(struct sim *sim, unsigned index);
void robot_boot(struct sim *sim, unsigned index);
void robot_crash(struct sim *sim, unsigned index);
void robot_freeze(struct sim *sim, unsigned index, uint64_t ms);
void robot_thaw(struct sim *sim, unsigned index);
void robot_connect(struct sim *sim, unsigned index);
void robot_cut(struct sim *sim, unsigned index);
void robot_hear(struct sim *sim, unsigned index, const struct message *message);
void robot_subscribed(struct sim *sim, const struct happening *event);
uint64_t robot_clock(const struct sim *sim, const struct sim_robot *robot);

void people_begin(struct sim *sim);
void person_turn(struct sim *sim, unsigned index);
void person_hear(struct sim *sim, unsigned index, const struct message *message);
void person_cut(struct sim *sim, unsigned index, uint64_t away_ms);
void person_reload(struct sim *sim, unsigned index);
void person_freeze(struct sim *sim, unsigned index, uint64_t ms);
void person_thaw(struct sim *sim, unsigned index);
unsigned person_index(const struct sim *sim, const struct principal *principal);

void bridge_begin(struct sim *sim);
void bridge_finish(struct sim *sim);
void bridge_start(struct sim *sim);
void bridge_crash(struct sim *sim);
void bridge_turn(struct sim *sim);
void bridge_take(struct sim *sim, const struct input *input);
void bridge_hear(struct sim *sim, const struct message *message);
void bridge_connect(struct sim *sim);
void bridge_cut(struct sim *sim);
void bridge_suspend(struct sim *sim, uint64_t ms, bool clock_stands_still);
void bridge_wake(struct sim *sim);
void bridge_evicted(struct sim *sim, const struct happening *event);

/* matches.c: what people ask about matches, what robots report */
void match_ask(struct sim *sim, struct sim_person *person, enum deed deed, struct ask *ask);
/* What somebody with a seat does about it; DEED_NONE. */
enum deed match_wish(struct sim *sim, const struct sim_person *person);
struct sim_match *match_on_board(struct sim *sim, const char *id);
/* It stands among those that hold their robots. */
bool match_plays(struct sim *sim, const char *id);
/* They sit in one that runs. */
bool match_runs_for(struct sim *sim, const struct principal *player);
void match_robot_acts(struct sim *sim, unsigned index);

/* check_matches.c */
void check_match_said(struct sim *sim, const struct fake_say *say);
void check_live_said(struct sim *sim, const struct fake_say *say);
void check_entry_said(struct sim *sim, const struct fake_say *say);
/* The lease of a match lets nobody drive but while it runs. */
void check_drive_said(struct sim *sim, const struct fake_say *say);
void check_matches(struct sim *sim);
void check_calm_seats(struct sim *sim);

/* weather.c */
void weather_begin(struct sim *sim);
void weather_change(struct sim *sim);
void adversary_act(struct sim *sim);

/* check.c */
void check_lease_said(struct sim *sim, const struct fake_say *say);
void check_answer_said(struct sim *sim, const struct fake_say *say);
void check_frame(struct sim *sim, struct sim_robot *robot, const struct message *message);
void check_action(struct sim *sim, struct sim_robot *robot, const struct message *message);
void check_still(struct sim *sim, const struct sim_robot *robot);
void check_kept(struct sim *sim, const struct record *record);
void check_bridge(struct sim *sim);
void check_calm(struct sim *sim);

#endif

/* Asks and answers: what can be asked of the bridge, as plain structs. Source:
 * broker-config/README.md, "Asking". The wire turns JSON into these, the core decides on them.
 *
 * Rule: a struct ask is all zero before it is filled, so two asks with the same content are
 * equal by memcmp (that is how a repeated id with other content is found).
 */
#ifndef ROBOT_BASE_ASK_H
#define ROBOT_BASE_ASK_H

#include <stdbool.h>
#include <stdint.h>

#include "robot/base/id.h"
#include "robot/base/lease.h"
#include "robot/base/match.h"
#include "robot/base/rc.h"

#define ASK_ID_SIZE       40 /* 11..39 characters of a tag's alphabet: at least 64 random bits */
#define ASK_ID_MIN        11
#define ASK_CODE_SIZE     ID_SIZE /* invites and enrolments: a code has the form of an id */
#define ASK_NAME_SIZE     65      /* names for people: 64 bytes of printable UTF-8 */
#define ASK_URL_SIZE      256
#define ASK_TOKEN_SIZE    1024
#define ASK_CLEAR_IDS     LEASE_STOPS
#define ASK_TTL_MAX_S     (366u * 24 * 3600)
#define ASK_USES_MAX      1000u
#define ASK_USES_DEFAULT  1u
#define ASK_TTL_DEFAULT_S 86400u
#define ROSTER_PAGE       32 /* entries in one answer */
#define ROSTER_CAMERAS    4

/* do */
#define DEED_LIST(X)                                                                           \
    X(NONE, "")                                                                                \
    X(DRIVE_CLAIM, "drive.claim")     /* robot -> robot n session */                           \
    X(DRIVE_RELEASE, "drive.release") /* robot; also leaves its queue; operators: anyone's */  \
    X(DRIVE_QUEUE, "drive.queue")     /* robot -> robot place */                               \
    X(STOP, "stop")                   /* robot | match | all, stop (the id) */                 \
    X(CLEAR, "clear")                 /* robot, ids */                                         \
    X(ROSTER, "roster")               /* after -> rev robots next */                           \
    X(TOKEN_RENEW, "token.renew")     /* -> token */                                           \
    X(ROBOT_DEREGISTER, "robot.deregister") /* by itself, or by an operator with robot */      \
    X(ROBOT_SERVICE, "robot.service") /* operator: robot, in (bool): in or out of service */   \
    X(LEASE_LIST, "lease.list")       /* operator: after -> leases next */                     \
    X(INVITE_CREATE, "invite.create") /* operator: kind uses ttl_s -> code expires */          \
    X(ENROLMENT_CREATE, "enrolment.create") /* operator: uses ttl_s -> code expires */         \
    X(CODE_LIST, "code.list")               /* operator: after -> codes next */                \
    X(CODE_WITHDRAW, "code.withdraw")       /* operator: code; unknown: unknown_code */        \
    X(REVOKE, "revoke")                     /* operator: principal -> before */                \
    X(ICE, "ice")                                                                              \
    X(WATCH, "watch")                                                                          \
    X(UNWATCH, "unwatch")                                                                      \
    X(MATCH_CREATE, "match.create") /* name teams rules -> match */                            \
    X(MATCH_JOIN,                                                                              \
        "match.join") /* match team seat wait (referees: principal) -> match seat|place */     \
    X(MATCH_LEAVE, "match.leave")       /* match (referees: principal) */                      \
    X(MATCH_READY, "match.ready")       /* match ready */                                      \
    X(MATCH_START, "match.start")       /* match */                                            \
    X(MATCH_PAUSE, "match.pause")       /* match */                                            \
    X(MATCH_RESUME, "match.resume")     /* match */                                            \
    X(MATCH_ABORT, "match.abort")       /* match */                                            \
    X(MATCH_ASSIGN, "match.assign")     /* match unit|seat robot ("" or absent = none) */      \
    X(MATCH_SWAP, "match.swap")         /* match robot with (absent = a spare one) */          \
    X(MATCH_OVERTURN, "match.overturn") /* match seq */                                        \
    X(MATCH_PENALTY, "match.penalty")   /* match robot value ms */                             \
    X(MATCH_BYPASS, "match.bypass")     /* match missing who */                                \
    X(MATCH_AGAIN, "match.again")       /* match -> match: the next one, as this was */        \
    X(MATCH_REPORT, "match.report")     /* match delay_p50 delay_p99: the driver's own */

enum deed {
#define X(name, word) DEED_##name,
    DEED_LIST(X)
#undef X
        DEED_COUNT_
};

/* What the deeds match.… carry beside `match`, `robot` and `principal`. */
struct match_ask {
    char name[MATCH_NAME_SIZE]; /* match.create */
    unsigned team_count;
    struct {
        char name[MATCH_TEAM_SIZE];
        uint32_t seats;
    } teams[MATCH_TEAMS];
    struct match_rules rules;          /* what was not said is the default */
    bool has_team, has_seat, has_unit; /* else absent, and 0 */
    uint32_t team, seat, unit;         /* from 0; seat and unit of the whole match */
    bool wait;                         /* match.join: wait in the queue when it is full */
    bool ready;                        /* match.ready */
    char with[ID_SIZE];                /* match.swap */
    uint32_t seq;                      /* match.overturn */
    uint32_t value;                    /* match.penalty: % of speed left, 0..100 … */
    uint32_t ms;                       /* … for so long, 0..3600000; 0 = until the end */
    enum missing missing;
    char who[PRINCIPAL_SIZE];            /* match.bypass: as in the document's `missing` */
    uint32_t delay_p50_ms, delay_p99_ms; /* match.report, 0..60000 */
};

struct ask {
    char id[ASK_ID_SIZE];
    enum deed deed;
    char robot[ID_SIZE]; /* "" = absent */
    char match[ID_SIZE];
    bool all;          /* stop: everything; clear: the ids, wherever they stand */
    struct tag stop;   /* stop: the id of the stop */
    unsigned id_count; /* clear: 0 = every stop the asker may clear; all needs some */
    struct tag ids[ASK_CLEAR_IDS];
    char after[ID_SIZE];      /* roster, lease.list, code.list: entries that sort after this */
    char code[ASK_CODE_SIZE]; /* code.withdraw */
    enum kind kind;           /* invite.create */
    uint32_t uses;            /* 1..ASK_USES_MAX; absent = ASK_USES_DEFAULT */
    uint32_t ttl_s;           /* 1..ASK_TTL_MAX_S; absent = ASK_TTL_DEFAULT_S */
    struct principal principal; /* revoke */
    bool in;                    /* robot.service */
    struct match_ask game;      /* match.…; stop and clear: its team */
};

/* One robot as the list of robots shows it. */
enum roster_state {
    ROSTER_ONLINE,
    ROSTER_STALE,
    ROSTER_LOST,
    ROSTER_OFFLINE,
    ROSTER_UNVERIFIED,
    ROSTER_STATE_COUNT_
};

struct roster_entry {
    char id[ID_SIZE];
    char name[ASK_NAME_SIZE];
    char kind[ID_SIZE]; /* the card's kind, "" = none */
    enum roster_state state;
    struct principal driver; /* nobody = null */
    struct tag session;
    bool out_of_service;
    unsigned queue; /* how many wait */
    unsigned camera_count;
    struct tag cameras[ROSTER_CAMERAS];
};

struct lease_row { /* lease.list */
    char robot[ID_SIZE];
    struct principal driver;
    struct lease_number number;
    struct tag session;
    bool drive;
    enum why why[LEASE_WHY];
    uint32_t idle_ms;
    unsigned stop_count;
    struct stop_entry stops[LEASE_STOPS];
    unsigned queue_count;
    struct principal queue[LEASE_QUEUE]; /* who waits, first come first */
};

enum code_type { CODE_INVITE, CODE_ENROLMENT, CODE_TYPE_COUNT_ };

/* code.list: a code that still opens something, as its holder would say it. */
struct code_row {
    char code[ASK_CODE_SIZE];
    enum code_type type;
    enum kind kind;   /* of an invite: what it makes one; KIND_NONE of an enrolment */
    uint32_t uses;    /* places in all */
    uint32_t left;    /* of them not taken */
    uint64_t expires; /* Unix s; the places an enrolment's robots took outlast it */
};

/* Which members an answer has follows from the deed; "" and 0 are absent where not said
 * otherwise. */
struct answer {
    char id[ASK_ID_SIZE];
    enum rc rc;        /* RC_OK, or the error */
    char message[160]; /* "" = rc_sentence(rc) */
    char robot[ID_SIZE];
    uint32_t n;
    struct tag session;
    uint32_t place; /* drive.queue, match.join: 1 = next */
    char match[ID_SIZE];
    bool has_seat;
    uint32_t seat; /* match.join: of the whole match */
    char code[ASK_CODE_SIZE];
    uint64_t expires; /* Unix s */
    uint64_t before;  /* revoke: Unix s */
    char token[ASK_TOKEN_SIZE];
    bool has_rev;
    uint32_t rev;       /* roster */
    char next[ID_SIZE]; /* of a list: ask again with after = this; "" = last page */
    bool has_robots;
    unsigned robot_count; /* roster */
    struct roster_entry robots[ROSTER_PAGE];
    bool has_leases;
    unsigned lease_count; /* lease.list */
    struct lease_row leases[ROSTER_PAGE];
    bool has_codes;
    unsigned code_count; /* code.list */
    struct code_row codes[ROSTER_PAGE];
};

const char *deed_name(enum deed deed);
bool deed_from_name(const char *name, enum deed *ret);
const char *roster_state_name(enum roster_state state);
bool roster_state_from_name(const char *name, enum roster_state *ret);
const char *code_type_name(enum code_type type); /* "invite", "enrolment" */
bool code_type_from_name(const char *name, enum code_type *ret);

#endif

/* What must outlive the bridge, as plain structs: the same record goes out to the store
 * (EFFECT_KEEP) and comes back at start (core_restore). Source: house.md's loop, "what must
 * last is stored first".
 *
 * Every record is an upsert of one row by its key, or with `gone` its deletion; RECORD_AUDIT is
 * appended. All records of one batch are written in one transaction. Times are Unix ms or s:
 * they cross restarts.
 *
 * A store hands records back in the order of enum record_kind (robots before leases, enrolments
 * before slots), a match's inputs in the order of their seq. Not handed back: expired asks, the
 * audit, matches that are `closed`, and the inputs and tallies of those.
 */
#ifndef BRIDGE_CORE_RECORD_H
#define BRIDGE_CORE_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/core/game.h"
#include "robot/base/ask.h"
#include "robot/base/id.h"
#include "robot/base/lease.h"
#include "robot/base/match.h"

enum record_kind {
    RECORD_ROBOT,      /* key: robot.id */
    RECORD_LEASE,      /* key: lease.robot; outlives the robot's deregistration: numbers rise */
    RECORD_INVITE,     /* key: invite.code */
    RECORD_ENROLMENT,  /* key: enrolment.code; gone: its slots go with it */
    RECORD_SLOT,       /* key: slot.code + slot.robot */
    RECORD_REVOCATION, /* key: revocation.principal */
    RECORD_ASK,        /* key: ask.asker + ask.id */
    RECORD_AUDIT,      /* appended */
    RECORD_MATCH,      /* key: match.setup.id; gone: its inputs and tallies go with it */
    RECORD_MATCH_INPUT, /* key: match_input.match + match_input.input.seq; never changed */
    RECORD_TALLY,       /* key: tally.match + tally.player.player */
    RECORD_COUNT_
};

/* Of a card, what the core decides on or the roster shows. */
struct robot_card {
    char name[ASK_NAME_SIZE];
    char kind[ID_SIZE];
    uint32_t status_ms;   /* > 0 */
    uint32_t deadman_ms;  /* the most it tolerates */
    uint32_t max_age_ms;  /* the most it tolerates */
    uint32_t max_message; /* bytes, the whole packet */
    unsigned camera_count;
    struct tag cameras[ROSTER_CAMERAS];
};

struct record_robot {
    char id[ID_SIZE];
    bool registered; /* false: deregistered, kept for its numbers */
    bool out_of_service;
    struct robot_card card;
};

struct record_lease {
    char robot[ID_SIZE];
    struct lease_number number;
    struct principal driver; /* nobody = free */
    struct tag session;
    enum why why[LEASE_WHY];
    unsigned stop_count;
    struct stop_entry stops[LEASE_STOPS];
    unsigned cleared_count; /* newest first */
    struct tag cleared[LEASE_CLEARED];
    unsigned queue_count; /* first come first */
    struct principal queue[LEASE_QUEUE];
};

/* How a match was set up: with its inputs all there is to tell it by. And beside that, for
 * lists alone, what became of it; of a match that is not over as of its last change of state.
 */
struct record_match {
    struct game_setup setup;
    struct tag session; /* of its leases */
    bool over;          /* FINISHED or ABORTED */
    bool closed;        /* over, and its document has been emptied: the core forgets it */
    enum match_state state;
    int winner; /* team, MATCH_DRAW, MATCH_UNDECIDED */
    int32_t scores[MATCH_TEAMS];
    uint64_t started, ended; /* Unix ms; 0 = not yet */
    uint32_t players;        /* who have or had a seat */
};

struct record_match_input {
    char match[ID_SIZE];
    struct game_input input;
};

/* What was measured of somebody who has or had a seat, as struct match_player has it: measured,
 * not decided, so no input tells it. Kept now and then, and when the match is over. */
struct record_tally {
    char match[ID_SIZE];
    struct match_player player; /* team, shots, hits, … points are 0: the game tells those */
};

struct record_invite {
    char code[ASK_CODE_SIZE];
    enum kind kind; /* what it makes one: player, watcher, referee, bot, operator */
    uint32_t uses;  /* places in all */
    uint32_t used;
    uint64_t expires; /* Unix s */
};

struct record_enrolment {
    char code[ASK_CODE_SIZE];
    uint32_t uses;
    uint64_t expires; /* Unix s */
    uint32_t serial;  /* enrolments and bars in the order in which they were made */
};

struct record_slot { /* a place of an enrolment, bound to the robot that took it */
    char code[ASK_CODE_SIZE];
    char robot[ID_SIZE];
};

struct record_revocation {
    struct principal principal;
    uint64_t before; /* Unix s: tokens with iat <= it are refused */
    bool evict;      /* a deregistered robot whose retained documents are yet to be emptied */
    uint32_t bar; /* > 0: a robot that enrolments of a serial <= this do not let in any more */
};

/* What an ask was answered, so that a repeated id repeats it. */
struct kept_answer {
    enum rc rc;
    char robot[ID_SIZE];
    uint32_t n;
    struct tag session;
    uint32_t place;
    char match[ID_SIZE];
    bool has_seat; /* match.join */
    uint32_t seat; /* of the whole match */
    char code[ASK_CODE_SIZE];
    uint64_t expires; /* Unix s */
    uint64_t before;  /* Unix s */
    /* match.start, WRONG_STATE: what it waits for first ("" = nothing named). A refusal, so no
     * store has it. */
    enum missing missing;
    char who[PRINCIPAL_SIZE];
};

struct record_ask {
    struct principal asker;
    char id[ASK_ID_SIZE];
    enum deed deed;
    uint64_t digest; /* of the whole content: the same id with another digest is bad_request */
    uint64_t at;     /* Unix ms; forgotten ASK_KEPT_MS later */
    struct kept_answer answer;
};

enum audit_kind {
    AUDIT_CLAIMED, /* robot, who, n */
    AUDIT_ENDED,   /* robot, who drove, n, why */
    AUDIT_STOPPED, /* robot, who, tag */
    AUDIT_CLEARED, /* robot, who, tag */
    AUDIT_REGISTERED,
    AUDIT_DEREGISTERED,
    AUDIT_SERVICE,   /* robot, who, n = 1 in, 0 out */
    AUDIT_INVITED,   /* who made an invite */
    AUDIT_JOINED,    /* who came in by one */
    AUDIT_ENROLLED,  /* who made an enrolment */
    AUDIT_REVOKED,   /* who (the one revoked) */
    AUDIT_WITHDRAWN, /* who withdrew an invite or enrolment */
    AUDIT_COUNT_
};

struct record_audit {
    uint64_t at; /* Unix ms */
    enum audit_kind kind;
    char robot[ID_SIZE]; /* "" = none */
    struct principal who;
    uint32_t n;
    enum why why;
    struct tag tag;
};

struct record {
    enum record_kind kind;
    bool gone; /* delete the row; only its key is set */
    union {
        struct record_robot robot;
        struct record_lease lease;
        struct record_match match;
        struct record_match_input match_input;
        struct record_tally tally;
        struct record_invite invite;
        struct record_enrolment enrolment;
        struct record_slot slot;
        struct record_revocation revocation;
        struct record_ask ask;
        struct record_audit audit;
    };
};

const char *audit_kind_name(enum audit_kind kind); /* "claimed" … */

#endif

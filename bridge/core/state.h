/* The core's insides: all tables, and how objects are numbered. For bridge/core only.
 *
 * Everything that may be due or must be stored is an object with a number; the classes are
 * numbered in the order in which they may act in one turn (agenda.h): a match decides before
 * its leases are said, a robot hears of its lease before anybody is told, and an ask is kept
 * after whatever it did.
 *
 * Two marks move an object: keep_due() (its record differs from the store's) and core_touch()
 * (it has something to look at now). Both only put it on the agenda; due.c lets it act.
 */
#ifndef BRIDGE_CORE_STATE_H
#define BRIDGE_CORE_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/core/agenda.h"
#include "bridge/core/core.h"
#include "bridge/core/game_inner.h"
#include "bridge/core/session.h"
#include "bridge/core/table.h"

#define OBJECT_EFFECTS   4    /* the most one object emits when it is due */
#define KEEPER_SENT      1024 /* the most keeps of one batch */
#define CORE_REQUESTS    64   /* HTTP requests waiting for the store */
#define CORE_AUDITS      1024 /* audit entries waiting for the store */
#define CORE_CLEARS_SAID 8    /* cleared ids in one lease */
#define SHOW_PATIENCE                                                                          \
    10 /* states that show something else, after which a number is given up                    \
        */
#define SAY_PATIENCE                                                                           \
    10 /* unanswered repeats after which a driverless robot hears less often                   \
        */
#define MATCH_PENDING            256 /* inputs of one match that the store does not have yet … */
#define MATCH_RESERVE            64  /* … of which so many places are not for shots */
#define MATCH_LOG                256 /* entries that are not said yet */
#define MATCH_MEMBERS            (MATCH_SEATS_ALL + MATCH_QUEUE)
#define MATCH_LEASES             (2 * MATCH_UNITS)
#define CORE_MAX_MESSAGE_DEFAULT 4096 /* of a robot whose card has not come yet */

/* Events of robots in one match, in equal shares of its units: nobody ends it by firing
 * (GAME_INPUTS_MAX). */
#define MATCH_SHOTS 180000

enum object_class {
    OBJECT_MATCH, /* decides what leases say */
    OBJECT_LEASE, /* same slot as its robot */
    OBJECT_ROBOT,
    OBJECT_INVITE,
    OBJECT_ENROLMENT,
    OBJECT_SLOT,
    OBJECT_REVOCATION,
    OBJECT_AUDIT, /* one for the whole buffer */
    OBJECT_PERSON,
    OBJECT_ROSTER,
    OBJECT_BEAT,
    OBJECT_ASK,
    OBJECT_REQUEST,
    OBJECT_CLASS_COUNT_
};

enum keep { KEEP_NOTHING, KEEP_DUE, KEEP_SENT };

struct robot {
    struct record_robot record; /* key: id */
    enum roster_state liveness;
    bool proved; /* LOST, OFFLINE: said live at gone_at */
    uint64_t gone_at;
    bool live;      /* a live state or status on this connection of the bridge */
    bool described; /* its card came, or was kept */
    bool there;     /* its presence, if only a retained one, says that it may hear us */
    struct tag boot, conn;
    uint64_t heard_at;
    bool on_roster_list;
    bool placed;    /* a status told where it stands */
    double x, y;    /* m */
    uint32_t match; /* that it is reserved for: one of its units has it; SLOT_NONE */
    unsigned unit;
    /* of its events */
    struct tag event_boot;
    bool event_known;
    uint32_t event;      /* the last one's number */
    uint64_t event_from; /* when the present second of counting began */
    unsigned event_count;
};

#define LEASE_LIMIT_NONE 100 /* % */

/* What a lease allows, beside whom. */
struct lease_terms {
    bool drive;
    enum why why;       /* why not */
    int limit;          /* % of the range of the axes x and y */
    uint32_t status_ms; /* 0 = the settings' */
};

enum lease_phase {
    PHASE_FREE,
    PHASE_CLAIMED, /* being stored, then said; the robot has not shown it */
    PHASE_HELD     /* the robot showed it: its driver was told so */
};

struct core_lease {
    struct record_lease record; /* what is wanted */
    enum lease_phase phase;
    uint64_t confirm_by; /* CLAIMED */
    uint32_t claim;      /* CLAIMED: the ask, or SLOT_NONE */
    uint64_t idle_since;
    struct principal offer_to; /* nobody = no offer */
    uint64_t offer_by;
    struct principal tell; /* who must hear of the change once it is stored */
    uint32_t match;        /* whose lease it is; SLOT_NONE: of a free session */
    struct lease_terms terms;
    unsigned stopper_count;
    struct principal stoppers[LEASE_STOPPERS];
    unsigned undo_count; /* stops cleared since the last time it was stored */
    struct stop_entry undo[LEASE_STOPS];
    /* what the robot last showed */
    bool has_shown; /* a state came on this connection of the robot */
    struct lease_number shown;
    uint32_t c;
    uint32_t highest;
    unsigned shown_stop_count;
    struct tag shown_stops[LEASE_STOPS];
    uint64_t said_at, say_at;
    bool greet;          /* it announced itself: by a lease it knows that it was heard */
    unsigned unanswered; /* repeats since the last state */
    unsigned otherwise;  /* states since the last change that show something else */
};

enum person_state { PERSON_UNKNOWN, PERSON_PRESENT, PERSON_LOST, PERSON_LEFT };

struct person {
    char key[PRINCIPAL_SIZE];
    struct principal principal;
    enum person_state state; /* UNKNOWN: asks, but never said presence */
    bool announced;          /* heard on this connection of the bridge */
    struct tag conn, page;
    uint64_t lost_at;
    uint64_t heard_at;
    unsigned lease_count; /* robots held or being claimed, as slots */
    uint32_t leases[CORE_ME_LEASES];
    unsigned queue_count;
    uint32_t queues[CORE_ME_QUEUE];
    enum session_state session_state;
    struct tag session;
    unsigned untold; /* leases whose end is not stored yet: `me` waits */
    bool me_due, me_said;
    enum why why;   /* how the last lease ended */
    uint32_t match; /* where they have a seat or wait for one; SLOT_NONE */
    bool seated;
    uint32_t waits; /* `me` waits until this match is stored; SLOT_NONE */
    uint32_t asks;  /* newest ask, or SLOT_NONE */
    unsigned ask_count;
};

enum ask_state {
    ASK_OPEN,    /* waiting for the robot */
    ASK_KEEPING, /* its answer is on the way to the store */
    ASK_SAYING,  /* to be answered now */
    ASK_DONE
};

struct ask_entry {
    struct record_ask record;
    enum ask_state state;
    bool forget; /* after it is answered: trying again may succeed */
    uint32_t person;
    uint32_t next_of_person;
    uint32_t older, newer; /* all asks by age */
};

struct invite {
    struct record_invite record; /* key: code */
    bool withdrawn;              /* opens nothing; dropped once the store has forgotten it */
};

struct enrolment {
    struct record_enrolment record; /* key: code */
    uint32_t used;
    bool withdrawn;
};

struct slot {
    char key[ASK_CODE_SIZE + ID_SIZE]; /* code/robot */
    struct record_slot record;
};

enum evict_state { EVICT_NONE, EVICT_DUE, EVICT_RUNNING };

struct revocation {
    char key[PRINCIPAL_SIZE];
    struct record_revocation record;
    bool say_due;
    uint64_t said_at; /* when the document was said last, on this connection or an earlier */
    bool dropping;    /* over: the document is emptied, the row deleted */
    enum evict_state evict;
    uint64_t retry_at;
};

enum request_state { REQUEST_FREE, REQUEST_KEEPING, REQUEST_EVICTING, REQUEST_SAYING };

struct request {
    enum request_state state;
    struct effect_reply reply;
    uint32_t invite;     /* a join's, to give its place back; SLOT_NONE */
    char evict[ID_SIZE]; /* a deregistration's robot */
    uint64_t by;
};

/* What is measured of somebody who has or had a seat. */
struct match_tally {
    struct match_player player;
    bool due; /* not as in the store */
};

/* What a unit's robot last showed. */
struct match_seen {
    uint64_t at; /* 0 = nothing yet */
    bool has_pose;
    double x, y, heading;
    enum mode mode;
    bool has_refused;
    uint32_t refused[REFUSAL_COUNT_];
};

struct match_slot {
    char id[ID_SIZE]; /* key */
    struct tag session;
    struct game_setup setup;
    struct game game;
    /* time: `at` was at0 at now0 */
    bool anchored;
    uint32_t at0;
    uint64_t now0;
    /* to the store: inputs in a ring, the oldest first; `sent` of them are in this batch */
    unsigned first, count, sent;
    struct game_input pending[MATCH_PENDING];
    bool recorded; /* the store has its record, if an older one */
    bool record_due, record_sent;
    unsigned tally_sent; /* index + 1; 0 = none */
    uint64_t keep_at;    /* not before */
    uint64_t lazy_at;    /* shots alone wait until then */
    uint64_t tally_at;
    bool unmarked;     /* something followed by time behind the last input */
    uint64_t input_at; /* of the last input */
    /* to be said */
    bool index_due;
    bool contested; /* somebody or a robot in it is another match's */
    unsigned log_first, log_count;
    struct match_entry log[MATCH_LOG];
    bool urgent;  /* the document, at once … */
    bool doc_due; /* … or when the last one is a second old */
    uint32_t doc_rev;
    uint64_t doc_at, live_at;
    bool moved;
    struct match said;
    struct match_live live;
    uint64_t ended;     /* Unix ms; 0 = it is not over */
    char next[ID_SIZE]; /* the match that goes on from it; "" = none */
    bool closing, closed;
    /* what it waits for */
    unsigned missing_count, blocking;
    struct match_missing missing[MATCH_MISSING];
    bool filling; /* asked to start: bots take the free seats */
    /* robots and leases */
    uint32_t unit_robot[MATCH_UNITS]; /* SLOT_NONE = none */
    uint64_t retry_at[MATCH_UNITS];
    struct match_seen seen[MATCH_UNITS];
    uint32_t shots[MATCH_UNITS]; /* events of its robots that were taken */
    uint32_t searched;           /* core.stir when no spare robot was found */
    unsigned lease_count;
    uint32_t leases[MATCH_LEASES];
    /* people */
    unsigned member_count;
    uint32_t members[MATCH_MEMBERS];
    uint32_t seat_person[MATCH_SEATS_ALL]; /* SLOT_NONE: free, or theirs is another match */
    unsigned tell_count;
    uint32_t tell[2 * MATCH_MEMBERS]; /* their `me` waits for the store */
    uint64_t drafted;                 /* seats whose bot the arena put there: bits */
    unsigned tally_count;
    struct match_tally tallies[MATCH_PLAYERS];
};

struct audits {
    uint32_t first, count; /* a ring */
    uint32_t sent;         /* of them in the present batch */
    struct record_audit entries[CORE_AUDITS];
};

struct keeper {
    bool failing; /* the last write failed */
    uint32_t sent_count;
    uint32_t sent[KEEPER_SENT]; /* objects with KEEP_SENT */
    uint8_t *state;             /* enum keep, by object */
};

struct link_state {
    bool up, ear_up;
    struct tag conn;
    uint64_t up_at;
};

struct roster_book {
    struct core_roster said;
    uint64_t next_at;
    uint32_t head, count; /* a ring of slots whose entry changed */
    uint32_t *ring;       /* max_robots */
    unsigned gone_count;
    char gone[CORE_ROSTER_GONE][ID_SIZE];
    bool gap; /* more went than fits: leave a number out, so that everybody asks again */
};

struct core {
    struct core_config config;
    uint64_t wall, wall_now; /* Unix ms at monotonic wall_now */
    uint32_t first[OBJECT_CLASS_COUNT_ + 1];
    struct agenda agenda;
    struct keeper keeper;
    struct link_state link;
    struct audits audits;
    struct table robot_table, person_table, invite_table, enrolment_table, slot_table,
        revocation_table, match_table;
    struct robot *robots;
    struct core_lease *leases;
    struct person *people;
    struct invite *invites;
    struct enrolment *enrolments;
    struct slot *slots;
    struct revocation *revocations;
    struct match_slot *matches;
    bool asleep; /* matches were restored: matches_wake() before anything else */
    struct match scratch;
    uint32_t stir; /* rises with whatever may make a robot free or a person come */
    struct ask_entry *asks;
    uint32_t ask_free, ask_oldest, ask_newest, ask_count;
    struct request requests[CORE_REQUESTS];
    struct roster_book roster;
    unsigned stopper_count;
    struct principal stoppers[LEASE_STOPPERS];
    uint32_t serial; /* of the last enrolment or bar */
    struct core_counts counts;
};

static inline uint32_t core_object(
    const struct core *core, enum object_class kind, uint32_t slot)
{
    return core->first[kind] + slot;
}

static inline enum object_class core_class_of(const struct core *core, uint32_t object)
{
    unsigned kind = 0;
    while (object >= core->first[kind + 1]) {
        kind++;
    }
    return (enum object_class)kind;
}

/* It has something to look at in this turn. */
static inline void core_touch(struct core *core, enum object_class kind, uint32_t slot)
{
    agenda_set(&core->agenda, core_object(core, kind, slot), AGENDA_NOW);
}

/* Until the first step `wall` is what the store was read at. */
static inline uint64_t core_wall(const struct core *core, uint64_t now)
{
    bool stepped = core->wall_now > 0 && now > core->wall_now;
    return core->wall + (stepped ? now - core->wall_now : 0);
}

static inline uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

#endif

/* All that can be asked of the core or happen to it. The app makes these from what adapters
 * hear.
 *
 * An input is all zero before it is filled. Text in it is checked: ids are valid ids, tags
 * valid tags. What needs chance (sessions, codes, suffixes) comes along in `fresh`; `wall` is
 * Unix ms and only labels things for people and lets expiries cross restarts.
 */
#ifndef BRIDGE_CORE_INPUT_H
#define BRIDGE_CORE_INPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/core/record.h"
#include "robot/base/ask.h"
#include "robot/base/id.h"
#include "robot/base/lease.h"

#define SLUG_SIZE   23 /* of a person's name: an id of at most 22 characters … */
#define SUFFIX_SIZE 9  /* … a hyphen and 8 random ones of [a-z0-9] make 31 */

enum input_kind {
    INPUT_BROKER_UP,   /* bridge/main connected and subscribed: a new connection begins */
    INPUT_BROKER_DOWN, /* bridge/main's connection ended */
    INPUT_EAR_UP,      /* bridge/ear connected and subscribed */
    INPUT_EAR_DOWN,
    INPUT_ROBOT_PRESENCE,
    INPUT_ROBOT_CARD,
    INPUT_ROBOT_STATE,
    INPUT_ROBOT_WORD,  /* a live status: it lives */
    INPUT_ROBOT_EVENT, /* so does one that fires, is hit or bumps */
    INPUT_PRESENCE,    /* of player, watcher, referee, bot, operator */
    INPUT_ASK,
    INPUT_JOIN,       /* POST /api/v1/players */
    INPUT_REGISTER,   /* POST /api/v1/robots */
    INPUT_DEREGISTER, /* DELETE /api/v1/robots/{id} */
    INPUT_EVICTED,    /* the port has emptied a deregistered robot's documents, or could not */
    INPUT_SETTLED,    /* the keeps of the last batch were written, or were not */
    INPUT_SETTINGS,   /* the settings that may change while running */
    INPUT_COUNT_
};

enum announced { ANNOUNCED_ONLINE, ANNOUNCED_OFFLINE, ANNOUNCED_LOST };

struct announcement {
    enum announced state;
    struct tag boot; /* "" = absent */
    struct tag conn;
    struct tag page;
    bool retained; /* robots': the broker's memory, proves nothing. Others': ignored when set */
};

/* Random material, drawn by the app for every input that may need it. */
struct fresh {
    struct tag tag;           /* 128 bits: a session */
    char code[ASK_CODE_SIZE]; /* at least 80 bits: an invite or enrolment */
    char suffix[SUFFIX_SIZE]; /* 8 of [a-z0-9] */
};

struct input_broker {
    struct tag conn; /* random per connection, the one in bridge/main's presence */
};

struct input_robot_presence {
    char id[ID_SIZE];
    struct announcement said;
};

struct input_robot_card {
    char id[ID_SIZE];
    struct robot_card card;
    bool retained;
};

struct input_robot_state {
    char id[ID_SIZE];
    uint32_t c;
    struct lease_number number;
    uint32_t highest;
    enum mode mode;
    uint32_t idle_ms;
    unsigned stop_count;
    struct stop_entry stops[LEASE_STOPS];
};

/* Of a status, what matches show and count. */
struct robot_status {
    bool has_pose;
    double x, y, heading; /* m, m, degrees clockwise from +y */
    bool has_speed;
    double speed;   /* m/s */
    bool has_drive; /* what its driver's frames came to */
    uint32_t n;     /* of the lease it counts for */
    enum mode mode;
    uint32_t refused[REFUSAL_COUNT_]; /* so far, by enum refusal */
};

struct input_robot_word {
    char id[ID_SIZE];
    bool has_status;
    struct robot_status status;
};

enum robot_event_kind {
    ROBOT_EVENT_FIRE,
    ROBOT_EVENT_HIT,
    ROBOT_EVENT_OTHER, /* only shows that it lives */
};

struct input_robot_event {
    char id[ID_SIZE];
    enum robot_event_kind kind;
    uint32_t event;      /* its number; rises as long as the robot's `boot` stays */
    struct principal by; /* HIT: who shot, as it says; nobody = not said */
    uint64_t ts;         /* Unix ms; 0 = not said */
};

struct input_presence {
    struct principal principal;
    struct announcement said;
};

struct input_ask {
    struct principal asker;
    struct ask ask;
    struct fresh fresh;
};

/* HTTP: `request` is the adapter's, never 0; it comes back in exactly one EFFECT_REPLY. */
struct input_join {
    uint64_t request;
    char slug[SLUG_SIZE]; /* of the name, never empty */
    char code[ASK_CODE_SIZE];
    struct fresh fresh;
};

struct input_register {
    uint64_t request;
    char id[ID_SIZE];
    struct robot_card card;
    char code[ASK_CODE_SIZE]; /* "" = none, then the bearer must be the robot */
    struct principal bearer;  /* whom a valid token named; nobody = none */
};

struct input_deregister {
    uint64_t request;
    char id[ID_SIZE];
    struct principal bearer;
};

struct input_evicted {
    char id[ID_SIZE];
    bool done;
};

struct input_settled {
    bool written; /* false: nothing of the batch is in the store */
};

struct core_settings {
    uint32_t idle_ms;    /* 60000: a free session whose robots are all idle ends */
    uint32_t offer_ms;   /* 10000: how long the first in the queue has the robot to itself */
    uint32_t max_age_ms; /* 500, to MAX_AGE_MS_LIMIT */
    uint32_t deadman_ms; /* 250, to DEADMAN_MS_LIMIT */
    uint32_t status_ms;  /* of a driven robot; 0 = its card's */
    uint32_t token_s;    /* life of a token for players and robots */
};

struct input {
    enum input_kind kind;
    uint64_t wall; /* Unix ms */
    union {
        struct input_broker broker;
        struct input_robot_presence robot_presence;
        struct input_robot_card robot_card;
        struct input_robot_state robot_state;
        struct input_robot_word robot_word;
        struct input_robot_event robot_event;
        struct input_presence presence;
        struct input_ask ask;
        struct input_join join;
        struct input_register registration;
        struct input_deregister deregister;
        struct input_evicted evicted;
        struct input_settled settled;
        struct core_settings settings;
    };
};

#endif

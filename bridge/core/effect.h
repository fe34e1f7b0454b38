/* All that can follow from an input or from time. The app carries effects out through its
 * ports.
 *
 * Keeping and saying never race: the core says a thing only after an INPUT_SETTLED has told it
 * that the thing is stored. So within one batch the keeps are written in one transaction, the
 * rest is said whatever became of the keeps, and INPUT_SETTLED then brings what waited for
 * them. (Rejected: a batch of keeps and says that belong together and are withheld when the
 * write fails; the core would have to take back what it had already believed.)
 *
 * Says are copies; nothing in an effect points into the core.
 */
#ifndef BRIDGE_CORE_EFFECT_H
#define BRIDGE_CORE_EFFECT_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/core/record.h"
#include "robot/base/ask.h"
#include "robot/base/id.h"
#include "robot/base/lease.h"
#include "robot/base/match.h"

#define CORE_ME_LEASES 8 /* robots one driver may hold */
#define CORE_ME_QUEUE  8 /* queues one may stand in */

enum effect_kind {
    EFFECT_KEEP,  /* write to the store */
    EFFECT_LEASE, /* say `lease` to a robot */
    EFFECT_EVICT, /* empty a deregistered robot's retained documents; answered by INPUT_EVICTED
                   */
    EFFECT_REVOKED, /* say revoked/{kind}/{id}, or empty it */
    EFFECT_ME,      /* say `me`, or empty it */
    EFFECT_ROSTER,  /* say core_roster_said() */
    EFFECT_BEAT,
    EFFECT_ANSWER,      /* answer an ask over MQTT */
    EFFECT_REPLY,       /* answer an HTTP request */
    EFFECT_MATCH_EVENT, /* say match/{id}/event */
    EFFECT_MATCH,       /* say match/{id}: core_match_said() */
    EFFECT_MATCH_GONE,  /* empty match/{id} */
    EFFECT_MATCH_LIVE,  /* say match/{id}/live: core_match_live_said(); while it is RUNNING it
                           is a frame of the record as well */
    EFFECT_COUNT_
};

struct effect_lease {
    char robot[ID_SIZE];
    uint32_t max_message; /* of its card: the whole packet must fit */
    struct lease lease;
};

struct effect_evict {
    char robot[ID_SIZE];
    uint64_t before; /* Unix s: the token to log in with needs a later iat */
};

struct effect_revoked {
    struct principal principal;
    uint64_t before; /* Unix s; 0 = empty the document */
};

struct core_me {
    struct tag page;
    unsigned lease_count;
    struct {
        char robot[ID_SIZE];
        uint32_t n;
        bool drive;
        struct tag session;
    } leases[CORE_ME_LEASES];
    unsigned queue_count;
    struct {
        char robot[ID_SIZE];
        uint32_t place; /* 1 = next */
        uint64_t
            offer_ms; /* Unix ms until which only this one may claim; 0 = not yet offered */
    } queue[CORE_ME_QUEUE];
    char seat[ID_SIZE]; /* the match they have a seat in; "" = none */
    enum why why[LEASE_WHY];
};

struct effect_me {
    struct principal to;
    bool empty; /* gone for good: empty the document */
    struct core_me me;
};

struct effect_beat {
    struct tag boot, conn;
};

struct effect_answer {
    struct principal to;
    char id[ASK_ID_SIZE];
    enum deed deed;
    struct kept_answer answer;
    /* Reading asks: the app adds the page by core_roster_page() or one of its like. */
    char after[ID_SIZE];
    /* token.renew: the app adds the token; 0 = no token. See account.mint. */
    bool token;
    uint64_t iat_after; /* Unix s: iat must be later (a revocation's `before`); 0 = any */
    uint32_t token_s;
};

struct effect_reply {
    uint64_t request;
    enum rc rc;
    bool barred;                /* RC_NOT_ALLOWED, because the robot's access was withdrawn */
    struct principal principal; /* of a join or registration; nobody otherwise */
    bool token;                 /* mint one for principal */
    uint64_t iat_after;
    uint32_t token_s;
};

struct effect_match { /* EFFECT_MATCH, _GONE, _LIVE */
    char id[ID_SIZE];
};

struct effect_match_event {
    char id[ID_SIZE]; /* of the match */
    struct match_entry entry;
};

struct effect {
    enum effect_kind kind;
    union {
        struct record keep;
        struct effect_lease lease;
        struct effect_evict evict;
        struct effect_revoked revoked;
        struct effect_me me;
        struct effect_beat beat;
        struct effect_answer answer;
        struct effect_reply reply;
        struct effect_match match;
        struct effect_match_event match_event;
    };
};

/* A batch in the caller's memory. */
struct effects {
    struct effect *items;
    unsigned size; /* >= CORE_EFFECTS_MIN (core.h) */
    unsigned count;
};

#endif

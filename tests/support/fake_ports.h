/* All ports but the store, faked: what is said is noted in order, the clock is turned by hand,
 * chance is seeded. A port can be disconnected (says return RC_NOT_CONNECTED and are not
 * noted).
 */
#ifndef TESTS_SUPPORT_FAKE_PORTS_H
#define TESTS_SUPPORT_FAKE_PORTS_H

#include "bridge/app/ports.h"
#include "tests/support/fake_store.h"

#define FAKE_SAYS 4096

enum fake_say_kind {
    FAKE_LEASE,
    FAKE_VIDEO,
    FAKE_EVICT,
    FAKE_ANSWER,
    FAKE_ME,
    FAKE_REVOKED,
    FAKE_ROSTER,
    FAKE_BEAT,
    FAKE_MATCH,
    FAKE_MATCH_LIVE,
    FAKE_MATCH_EVENT,
    FAKE_REPLY,
};

struct fake_say {
    enum fake_say_kind kind;
    uint64_t transactions; /* of the store when it was said */
    struct principal to;   /* robots too; nobody = all */
    union {
        struct {
            struct lease lease;
            uint32_t max_message;
        };
        char token[ASK_TOKEN_SIZE]; /* FAKE_EVICT */
        struct answer *answer;      /* heap, freed by finish */
        struct {
            bool empty;
            struct me me;
        };
        uint64_t before; /* FAKE_REVOKED */
        struct {
            uint32_t rev;
            unsigned changed_count, gone_count;
            struct roster_entry first_changed;
        } roster;
        struct beat beat;
        struct {
            char id[ID_SIZE];
            struct match *match;     /* FAKE_MATCH: heap, freed by finish; NULL = emptied */
            struct match_live *live; /* FAKE_MATCH_LIVE: heap, freed by finish */
            struct match_entry entry;
        } game;
        struct {
            uint64_t request;
            struct reply reply;
        };
    };
};

/* What says are handed to instead of being noted; NULL = noted. */
typedef void fake_listener(void *context, const struct fake_say *say);

struct fake_ports {
    struct fake_store store;
    uint64_t now, wall;
    uint64_t seed;
    bool disconnected;
    bool no_keys; /* minting fails */
    bool evicts_refused;
    unsigned count;
    struct fake_say *says;
    fake_listener *listener;
    void *context;
};

void fake_ports_init(struct fake_ports *fake);
void fake_ports_finish(struct fake_ports *fake);
struct ports fake_ports_of(struct fake_ports *fake);
void fake_ports_forget(struct fake_ports *fake);
/* The last of a kind, or NULL. */
const struct fake_say *fake_ports_last(const struct fake_ports *fake, enum fake_say_kind kind);
unsigned fake_ports_count(const struct fake_ports *fake, enum fake_say_kind kind);

#endif

/* The app's insides, for bridge/app only. */
#ifndef BRIDGE_APP_INSIDE_H
#define BRIDGE_APP_INSIDE_H

#include <stdint.h>

#include "bridge/app/app.h"
#include "bridge/app/ports.h"
#include "bridge/core/core.h"
#include "robot/wire/message.h"

#define APP_EFFECTS       256
#define APP_ROUNDS        64   /* settlings in one pass; what is left is due again at once */
#define APP_TELEMETRY     64   /* rows of one batch */
#define APP_TELEMETRY_MS  1000 /* how long a row waits at most */
#define APP_TEND_MS       5000
#define APP_TEND_MORE_MS  100
#define APP_EVICT_TOKEN_S 10
#define APP_EVICTS        16 /* orders the port refused, of one batch */

struct app {
    struct ports ports;
    void *memory; /* the core's */
    struct core *core;
    struct effects effects;
    struct effect items[APP_EFFECTS];
    const struct record *keeps[APP_EFFECTS];
    unsigned evict_count; /* refused orders, told to the core when the batch is through */
    char evicts[APP_EVICTS][ID_SIZE];
    unsigned telemetry_count;
    struct telemetry telemetry[APP_TELEMETRY];
    uint64_t telemetry_at; /* when the batch is to be written; UINT64_MAX = empty */
    uint64_t tend_at;
    struct app_counts counts;
    union { /* too large for the stack */
        struct answer answer;
        struct roster roster;
        struct me me;
        struct reply reply;
        struct core_roster_page robots;
        struct core_lease_page leases;
        struct core_code_page codes;
    } out;
    union {
        struct presence presence;
        struct card card;
        struct state state;
        struct status status;
        struct event event;
        struct ask ask;
    } in;
};

/* Writes the statuses that have waited long enough. */
void app_flush_telemetry(struct app *app, uint64_t now);

/* Carries out the batch and tells the core whether it is kept. */
void settle(struct app *app);

#endif

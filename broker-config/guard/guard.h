/* The guard's parts in the broker: what login.c, speech.c and sweep.c share, and guard.c joins.
 *
 * What must stay true: a login does no I/O. Nobody is disconnected inside his own event, only
 * on the tick: the broker still holds the client there. What the broker asks for reading, once
 * for every delivery, is answered first and at once. A connection of the broker is compared,
 * never looked into: a will may be asked about after its client was replaced. Refusing a
 * message answers MOSQ_ERR_ACL_DENIED, because every other code ends the connection.
 *
 * Callbacks answer the broker's MOSQ_ERR codes; userdata is the struct guard. Thread: the
 * broker's.
 */
#ifndef BROKER_CONFIG_GUARD_GUARD_H
#define BROKER_CONFIG_GUARD_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "broker-config/guard/clients.h"
#include "broker-config/guard/keys.h"
#include "broker-config/guard/options.h"
#include "broker-config/guard/revoked.h"

struct guard {
    void *id; /* the broker's, of this plugin */
    struct guard_options options;
    struct keys keys;
    struct clients *clients;
    struct revoked_list *revoked;
    uint64_t swept_ms, stored_ms;
    bool due;           /* somebody is to be disconnected: do not wait for the next sweep */
    bool store_failing; /* and was said so */
};

/* login.c */
int guard_on_login(int event, void *data, void *userdata);
int guard_on_leave(int event, void *data, void *userdata);

/* speech.c */
int guard_on_acl_check(int event, void *data, void *userdata);
int guard_on_message(int event, void *data, void *userdata);

/* sweep.c */
int guard_on_tick(int event, void *data, void *userdata);
void guard_refresh_keys(struct guard *guard);

/* clock.c */
uint64_t guard_monotonic_ms(void);
uint64_t guard_unix_s(void);

#endif

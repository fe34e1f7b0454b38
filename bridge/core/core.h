/* The core: an input comes in, it decides, effects go out; time is handed in. Pure: it reads no
 * clock, allocates nothing, draws no chance, logs nothing, knows no JSON. The same inputs and
 * times give the same effects, always. Thread: the loop's.
 *
 * One turn of the loop:
 *     for each input:  core_step(core, &input, now, &effects)   (needs CORE_STEP_EFFECTS free
 * slots) core_pass_time(core, now, &effects)       fills effects as far as there is room the
 * app settles: keeps in one transaction, the rest said, effects.count = 0; if there were keeps:
 *         core_step(core, INPUT_SETTLED …), core_pass_time, settle again
 *     wait until core_next_deadline(core)       (at most now = call core_pass_time again at
 * once)
 *
 * Effects cannot overflow: a step emits at most CORE_STEP_EFFECTS (answers and refusals that
 * need no storing); everything else is held as state and emitted by core_pass_time when there
 * is room.
 *
 * `now` is monotonic ms and never goes back; a jump forward is an ordinary input.
 */
#ifndef BRIDGE_CORE_CORE_H
#define BRIDGE_CORE_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bridge/core/effect.h"
#include "bridge/core/input.h"
#include "bridge/core/record.h"
#include "robot/base/match.h"
#include "robot/base/rc.h"

#define CORE_STEP_EFFECTS 4  /* the most one core_step emits */
#define CORE_EFFECTS_MIN  16 /* the least size of a batch; 256 is a good one */

#define ASK_KEPT_MS        600000u /* answers are remembered for ten minutes … */
#define ASKS_PER_PRINCIPAL 64      /* … so many of each principal, the oldest goes first */
#define CLAIM_CONFIRM_MS   2000    /* the robot shows the new number, or robot_offline */
#define LOSS_GRACE_MS      1000    /* between `lost` and the end of the lease */
#define GONE_PROVED_MS     3000    /* what a robot says so long after it went, it says now */
#define ANNOUNCE_MS        5000 /* drivers announce themselves after the bridge's connection began */
#define BEAT_MS            1000
#define ROSTER_PERIOD_MS   200
#define STORE_RETRY_MS     1000
#define STALE_MIN_MS       1000
#define MATCH_KEPT_MS      600000u /* a match that is over can be looked at so long … */
#define MATCH_LIVE_MS      100     /* between two live messages while it runs … */
#define MATCH_CALM_MS      1000    /* … and otherwise; between documents that only count */
#define MATCH_GO_MS        1000 /* the broker is back: the clock goes on so long afterwards */
#define PRINCIPAL_GONE_MS                                                                      \
    60000 /* `me` is emptied so long after one who holds nothing has left */

/* Sizes of the tables, fixed at start. Full is an ordinary answer (RC_FULL). */
struct core_config {
    unsigned max_robots;     /* 1..20000 */
    unsigned max_principals; /* who announce themselves, ask, drive or wait */
    unsigned max_asks;       /* remembered answers of all together */
    unsigned max_invites;
    unsigned max_enrolments;
    unsigned max_slots; /* of all enrolments together */
    unsigned max_revocations;
    unsigned max_matches; /* those not over, and those over for less than MATCH_KEPT_MS */
    struct tag boot;      /* random per start of the bridge */
    struct core_settings settings;
};

/* Sensible sizes for `robots` robots and `people` principals; boot is left to the caller. */
struct core_config core_config_default(unsigned robots, unsigned people);

struct core; /* lives in the caller's memory, at its start */

/* Bytes (aligned for max_align_t) that core_init needs for this configuration. */
size_t core_size(const struct core_config *config);

/* Builds an empty core in `memory`. There is nothing to finish: free the memory. */
struct core *core_init(void *memory, const struct core_config *config);

/* Loads one record that the store kept, before the first step. `wall` is Unix ms, `now` the
 * loop's. RC_OK; RC_FULL: the table is smaller than what was kept (raise the limit);
 * RC_BAD_REQUEST: a record that makes no sense (a lease of an unknown robot, an invalid id). */
ARENA_NODISCARD enum rc core_restore(
    struct core *core, const struct record *record, uint64_t wall);

void core_step(
    struct core *core, const struct input *input, uint64_t now, struct effects *effects);

/* Does everything whose deadline has passed, as far as effects has room. */
void core_pass_time(struct core *core, uint64_t now, struct effects *effects);

/* When core_pass_time is to be called again; UINT64_MAX: only after an input. */
uint64_t core_next_deadline(const struct core *core);

/* Reading (HTTP, roster, lease.list and code.list, metrics). Copies; valid at any time between
 * steps. */

struct core_roster_page {
    uint32_t rev;
    unsigned count;
    struct roster_entry robots[ROSTER_PAGE];
    char next[ID_SIZE]; /* "" = last page */
};

struct core_lease_page {
    unsigned count;
    struct lease_row leases[ROSTER_PAGE];
    char next[ID_SIZE];
};

/* Registered robots whose id sorts after `after` ("" = from the first). */
void core_roster_page(const struct core *core, const char *after, struct core_roster_page *ret);
/* Leases that have a driver or a stop. */
void core_lease_page(
    const struct core *core, const char *after, uint64_t now, struct core_lease_page *ret);
struct core_code_page {
    unsigned count;
    struct code_row codes[ROSTER_PAGE];
    char next[ASK_CODE_SIZE];
};

/* Invites and enrolments that still open something, by their code. */
void core_code_page(
    const struct core *core, const char *after, uint64_t now, struct core_code_page *ret);
/* False: no such robot (*ret untouched). */
bool core_roster_entry(const struct core *core, const char *id, struct roster_entry *ret);

/* Unix s: tokens of this principal with iat <= it are refused; 0: none is. */
uint64_t core_revoked_before(const struct core *core, const struct principal *principal);

/* What the last EFFECT_ROSTER is about; valid until the next core_pass_time. */
#define CORE_ROSTER_CHANGED 64
#define CORE_ROSTER_GONE    64
struct core_roster {
    uint32_t rev;
    unsigned changed_count;
    struct roster_entry changed[CORE_ROSTER_CHANGED];
    unsigned gone_count;
    char gone[CORE_ROSTER_GONE][ID_SIZE];
};
const struct core_roster *core_roster_said(const struct core *core);

/* What the last EFFECT_MATCH and EFFECT_MATCH_LIVE of this match say; NULL when it is no longer
 * known (nothing is to be said then). Valid until the next core_pass_time. */
const struct match *core_match_said(const struct core *core, const char *id);
const struct match_live *core_match_live_said(const struct core *core, const char *id);

/* A match in memory as it is now, as far as it is stored; its players' statistics always.
 * False: there is none of this id (*ret untouched); an older one is in the store. */
bool core_match(const struct core *core, const char *id, struct match *ret);

/* Why a robot's event changed nothing. */
#define IGNORED_LIST(X)                                                                        \
    X(NO_MATCH, "no_match")     /* of a robot in no match that plays */                        \
    X(NO_SHOOTER, "no_shooter") /* a hit by nobody, or by what is no robot */                  \
    X(FOREIGN, "foreign")       /* by a robot that is not in this match */                     \
    X(SELF, "self")             /* by itself */                                                \
    X(REPEATED, "repeated")     /* its number is not above the last one */                     \
    X(FUTURE, "future")         /* more than 2 s ahead of the bridge's wall clock */           \
    X(OLD, "old")               /* more than 5 s behind */                                     \
    X(RATE, "rate")             /* more than 20 a second */                                    \
    X(SHARE, "share")           /* its unit has said its share of what a match may hold */     \
    X(FULL, "full")             /* the store has been failing for too long */

enum ignored {
#define X(name, word) IGNORED_##name,
    IGNORED_LIST(X)
#undef X
        IGNORED_COUNT_
};
const char *ignored_name(enum ignored why);

struct core_counts {
    unsigned robots, online, driven, stopped, principals, asks, invites, enrolments,
        revocations;
    uint64_t claims_granted, claims_refused, claims_unconfirmed, leases_ended,
        leases_superseded;
    uint64_t stops_adopted, stops_cleared, asks_repeated, writes_failed;
    uint64_t full;                        /* refused or ignored because a table was full */
    unsigned matches[MATCH_STATE_COUNT_]; /* in memory, by state */
    uint64_t match_inputs, match_entries, spares, events_ignored[IGNORED_COUNT_];
};
void core_count(const struct core *core, struct core_counts *ret);

#endif

#include "bridge/core/deeds.h"

#include "bridge/core/codes.h"
#include "bridge/core/lease.h"
#include "bridge/core/match.h"
#include "bridge/core/people.h"
#include "bridge/core/queue.h"
#include "bridge/core/registry.h"

#define BIT(kind) (1u << KIND_##kind)
#define DRIVERS   (BIT(PLAYER) | BIT(BOT) | BIT(REFEREE) | BIT(OPERATOR))
#define KEEPERS   (BIT(REFEREE) | BIT(OPERATOR))
#define HOSTS     (BIT(PLAYER) | KEEPERS)
#define PEOPLE    (DRIVERS | BIT(WATCHER))
#define EVERYBODY (PEOPLE | BIT(ROBOT))

static enum rc deed_bad(struct deed_call *call)
{
    (void)call;
    return RC_BAD_REQUEST;
}

/* Video is not part of this arena yet. */
static enum rc deed_unavailable(struct deed_call *call)
{
    (void)call;
    return RC_UNAVAILABLE;
}

static const struct deed_row deed_rows[DEED_COUNT_] = {
    [DEED_NONE] = {EVERYBODY,                  true,  deed_bad           },
    [DEED_DRIVE_CLAIM] = {DRIVERS,                    false, deed_claim         },
    [DEED_DRIVE_RELEASE] = {DRIVERS,                    false, deed_release       },
    [DEED_DRIVE_QUEUE] = {DRIVERS,                    false, deed_queue         },
    [DEED_STOP] = {DRIVERS,                    false, deed_stop          },
    [DEED_CLEAR] = {DRIVERS,                    false, deed_clear         },
    [DEED_ROSTER] = {PEOPLE,                     true,  NULL               },
    [DEED_TOKEN_RENEW] = {EVERYBODY,                  true,  NULL               },
    [DEED_ROBOT_DEREGISTER] = {BIT(ROBOT) | BIT(OPERATOR), false, deed_deregister    },
    [DEED_ROBOT_SERVICE] = {BIT(OPERATOR),              false, deed_service       },
    [DEED_LEASE_LIST] = {BIT(OPERATOR),              true,  NULL               },
    [DEED_INVITE_CREATE] = {BIT(OPERATOR),              false, deed_invite        },
    [DEED_ENROLMENT_CREATE] = {BIT(OPERATOR),              false, deed_enrolment     },
    [DEED_CODE_LIST] = {BIT(OPERATOR),              true,  NULL               },
    [DEED_CODE_WITHDRAW] = {BIT(OPERATOR),              false, deed_withdraw      },
    [DEED_REVOKE] = {BIT(OPERATOR),              false, deed_revoke        },
    [DEED_ICE] = {EVERYBODY,                  true,  deed_unavailable   },
    [DEED_WATCH] = {EVERYBODY,                  true,  deed_unavailable   },
    [DEED_UNWATCH] = {EVERYBODY,                  true,  deed_unavailable   },
    [DEED_MATCH_CREATE] = {HOSTS,                      false, deed_match_create  },
    [DEED_MATCH_JOIN] = {DRIVERS,                    false, deed_match_join    },
    [DEED_MATCH_LEAVE] = {DRIVERS,                    false, deed_match_leave   },
    [DEED_MATCH_READY] = {DRIVERS,                    false, deed_match_ready   },
    [DEED_MATCH_START] = {HOSTS,                      false, deed_match_start   },
    [DEED_MATCH_PAUSE] = {KEEPERS,                    false, deed_match_act     },
    [DEED_MATCH_RESUME] = {KEEPERS,                    false, deed_match_act     },
    [DEED_MATCH_ABORT] = {HOSTS,                      false, deed_match_act     },
    [DEED_MATCH_ASSIGN] = {KEEPERS,                    false, deed_match_assign  },
    [DEED_MATCH_SWAP] = {KEEPERS,                    false, deed_match_swap    },
    [DEED_MATCH_OVERTURN] = {KEEPERS,                    false, deed_match_overturn},
    [DEED_MATCH_PENALTY] = {KEEPERS,                    false, deed_match_penalty },
    [DEED_MATCH_BYPASS] = {KEEPERS,                    false, deed_match_bypass  },
    [DEED_MATCH_AGAIN] = {DRIVERS,                    false, deed_match_again   },
    [DEED_MATCH_REPORT] = {DRIVERS,                    false, deed_match_report  },
};

const struct deed_row *deed_row(enum deed deed)
{
    return &deed_rows[(unsigned)deed < DEED_COUNT_ ? deed : DEED_NONE];
}

bool call_may_do_all(const struct deed_call *call)
{
    return (KEEPERS & 1u << call->ask->asker.kind) != 0;
}

/* Its record may be stored by now: it ends instead. */
static void deed_undo_match(struct core *core, const struct record_ask *ask, uint64_t now)
{
    uint32_t match = match_find(core, ask->answer.match);
    struct game_input input = game_input(GAME_ABORT);
    if (match != SLOT_NONE) {
        (void)match_put(core, match, &input, now); /* or it waits for nobody until it ends */
    }
}

static void deed_undo_claim(struct core *core, const struct record_ask *ask, uint64_t now)
{
    uint32_t slot = registry_find(core, ask->answer.robot);
    if (slot != SLOT_NONE && core->leases[slot].record.number.n == ask->answer.n &&
        principal_equal(&core->leases[slot].record.driver, &ask->asker)) {
        lease_end(core, slot, WHY_UNCONFIRMED, now);
    }
}

void deed_undo(struct core *core, const struct record_ask *ask, uint64_t now)
{
    if (ask->deed == DEED_DRIVE_CLAIM) {
        deed_undo_claim(core, ask, now);
    } else if (ask->deed == DEED_DRIVE_QUEUE) {
        uint32_t slot = registry_find(core, ask->answer.robot);
        if (slot != SLOT_NONE) {
            (void)queue_leave(core, slot, &ask->asker); /* they may have left already */
        }
    } else if (ask->deed == DEED_MATCH_CREATE) {
        deed_undo_match(core, ask, now);
    } else if (ask->deed == DEED_INVITE_CREATE) {
        codes_drop_invite(core, ask->answer.code);
    } else if (ask->deed == DEED_ENROLMENT_CREATE) {
        codes_drop_enrolment(core, ask->answer.code);
    } else if (ask->deed == DEED_CODE_WITHDRAW) {
        codes_undo_withdraw(core, ask->answer.code);
    }
}

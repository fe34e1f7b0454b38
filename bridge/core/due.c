#include "bridge/core/due.h"

#include "bridge/core/asks.h"
#include "bridge/core/audit.h"
#include "bridge/core/codes.h"
#include "bridge/core/keeper.h"
#include "bridge/core/lease.h"
#include "bridge/core/match.h"
#include "bridge/core/people.h"
#include "bridge/core/registry.h"
#include "bridge/core/requests.h"
#include "bridge/core/revocations.h"
#include "bridge/core/roster.h"

static void nothing(struct core *core, uint32_t slot, uint64_t now)
{
    (void)core;
    (void)slot;
    (void)now;
}

static void beat_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects)
{
    (void)slot;
    if (!core->link.up) {
        return;
    }
    struct effect_beat *beat = &effect_add(effects, EFFECT_BEAT)->beat;
    beat->boot = core->config.boot;
    beat->conn = core->link.conn;
    agenda_set(&core->agenda, core_object(core, OBJECT_BEAT, 0), now + BEAT_MS);
}

const struct due_row due_rows[OBJECT_CLASS_COUNT_] = {
    [OBJECT_LEASE] = {lease_due,      lease_saved,      lease_failed  },
    [OBJECT_ROBOT] = {registry_due,   nothing,          nothing       },
    [OBJECT_INVITE] = {invite_due,     invite_saved,     nothing       },
    [OBJECT_ENROLMENT] = {enrolment_due,  enrolment_saved,  nothing       },
    [OBJECT_SLOT] = {slot_due,       nothing,          nothing       },
    [OBJECT_REVOCATION] = {revocation_due, revocation_saved, nothing       },
    [OBJECT_AUDIT] = {audit_due,      audit_saved,      audit_failed  },
    [OBJECT_MATCH] = {match_due,      match_saved,      match_failed  },
    [OBJECT_PERSON] = {person_due,     nothing,          nothing       },
    [OBJECT_ROSTER] = {roster_due,     nothing,          nothing       },
    [OBJECT_BEAT] = {beat_due,       nothing,          nothing       },
    [OBJECT_ASK] = {ask_due,        ask_saved,        ask_failed    },
    [OBJECT_REQUEST] = {request_due,    request_saved,    request_failed},
};

#include "bridge/core/record.h"

static const char *const audit_kind_names[AUDIT_COUNT_] = {
    [AUDIT_CLAIMED] = "claimed",
    [AUDIT_ENDED] = "ended",
    [AUDIT_STOPPED] = "stopped",
    [AUDIT_CLEARED] = "cleared",
    [AUDIT_REGISTERED] = "registered",
    [AUDIT_DEREGISTERED] = "deregistered",
    [AUDIT_SERVICE] = "service",
    [AUDIT_INVITED] = "invited",
    [AUDIT_JOINED] = "joined",
    [AUDIT_ENROLLED] = "enrolled",
    [AUDIT_REVOKED] = "revoked",
    [AUDIT_WITHDRAWN] = "withdrawn",
};

const char *audit_kind_name(enum audit_kind kind)
{
    return (unsigned)kind < AUDIT_COUNT_ ? audit_kind_names[kind] : "";
}

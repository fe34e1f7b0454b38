#include <string.h>

#include "bridge/core/codes.h"
#include "bridge/core/deeds.h"
#include "bridge/core/match.h"
#include "bridge/core/people.h"
#include "bridge/core/revocations.h"

static uint64_t call_expiry(const struct deed_call *call)
{
    return core_wall(call->core, call->now) / 1000 + call->ask->ask.ttl_s;
}

static bool call_is_sized(const struct deed_call *call)
{
    const struct ask *ask = &call->ask->ask;
    return ask->uses >= 1 && ask->uses <= ASK_USES_MAX && ask->ttl_s >= 1 &&
           ask->ttl_s <= ASK_TTL_MAX_S;
}

enum rc deed_invite(struct deed_call *call)
{
    const struct ask *ask = &call->ask->ask;
    bool kind = ask->kind == KIND_PLAYER || ask->kind == KIND_WATCHER ||
                ask->kind == KIND_REFEREE || ask->kind == KIND_BOT ||
                ask->kind == KIND_OPERATOR;
    if (!kind || !call_is_sized(call)) {
        return RC_BAD_REQUEST;
    }
    struct record_invite invite = {
        .kind = ask->kind, .uses = ask->uses, .expires = call_expiry(call)};
    memcpy(invite.code, call->ask->fresh.code, sizeof invite.code);
    memcpy(call->answer.code, invite.code, sizeof invite.code);
    call->answer.expires = invite.expires;
    return codes_add_invite(call->core, &invite, &call->ask->asker, call->now);
}

enum rc deed_enrolment(struct deed_call *call)
{
    if (!call_is_sized(call)) {
        return RC_BAD_REQUEST;
    }
    struct record_enrolment enrolment = {
        .uses = call->ask->ask.uses, .expires = call_expiry(call)};
    memcpy(enrolment.code, call->ask->fresh.code, sizeof enrolment.code);
    memcpy(call->answer.code, enrolment.code, sizeof enrolment.code);
    call->answer.expires = enrolment.expires;
    return codes_add_enrolment(call->core, &enrolment, &call->ask->asker, call->now);
}

enum rc deed_withdraw(struct deed_call *call)
{
    const char *code = call->ask->ask.code;
    memcpy(call->answer.code, code, sizeof call->answer.code);
    return codes_withdraw(call->core, code, &call->ask->asker, call->now);
}

enum rc deed_revoke(struct deed_call *call)
{
    const struct principal *whom = &call->ask->ask.principal;
    if (whom->kind == KIND_NONE || whom->kind == KIND_BRIDGE || whom->kind == KIND_MEDIA) {
        return RC_BAD_REQUEST;
    }
    enum rc rc = revocations_add(call->core, whom, call->now);
    if (rc != RC_OK) {
        return rc;
    }
    if (whom->kind == KIND_ROBOT) {
        revocations_bar(call->core, whom);
    }
    uint32_t person = person_find(call->core, whom);
    if (person != SLOT_NONE) {
        person_leave(call->core, person, WHY_REVOKED, call->now);
        match_expel(call->core, person, call->now);
    }
    call->answer.before = revocations_before(call->core, whom);
    return RC_OK;
}

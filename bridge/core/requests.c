#include "bridge/core/requests.h"

#include <string.h>

#include "bridge/core/audit.h"
#include "bridge/core/codes.h"
#include "bridge/core/keeper.h"
#include "bridge/core/people.h"
#include "bridge/core/registry.h"
#include "bridge/core/revocations.h"

#define EVICT_PATIENCE_MS                                                                      \
    5000 /* a deregistration is replied to then, though the emptying goes on */

static void reply_now(uint64_t request, enum rc rc, struct effects *effects)
{
    struct effect_reply *reply = &effect_add(effects, EFFECT_REPLY)->reply;
    reply->request = request;
    reply->rc = rc;
}

static uint32_t request_free(const struct core *core)
{
    for (uint32_t i = 0; i < CORE_REQUESTS; i++) {
        if (core->requests[i].state == REQUEST_FREE) {
            return i;
        }
    }
    return SLOT_NONE;
}

static struct request *request_open(struct core *core, uint32_t slot, uint64_t id)
{
    struct request *request = &core->requests[slot];
    memset(request, 0, sizeof *request);
    request->state = REQUEST_KEEPING;
    request->reply.request = id;
    request->invite = SLOT_NONE;
    core_touch(core, OBJECT_REQUEST, slot);
    return request;
}

static void request_promise(
    struct core *core, struct request *request, const struct principal *principal)
{
    request->reply.principal = *principal;
    request->reply.token = true;
    request->reply.iat_after = revocations_before(core, principal);
    request->reply.token_s = core->config.settings.token_s;
}

/* "ann" and "x7k2p9qa" -> ann-x7k2p9qa */
static void join_id(const struct input_join *join, char ret[ID_SIZE])
{
    size_t slug = strlen(join->slug);
    size_t suffix = strlen(join->fresh.suffix);
    memset(ret, 0, ID_SIZE);
    memcpy(ret, join->slug, slug);
    ret[slug] = '-';
    memcpy(ret + slug + 1, join->fresh.suffix, suffix);
}

static enum rc join_do(
    struct core *core, const struct input_join *join, uint64_t now, struct request *request)
{
    uint32_t invite = SLOT_NONE;
    enum rc rc = codes_use_invite(core, join->code, now, &invite);
    if (rc != RC_OK) {
        return rc;
    }
    struct principal principal = {.kind = core->invites[invite].record.kind};
    join_id(join, principal.id);
    if (person_find(core, &principal) != SLOT_NONE || !id_valid(principal.id)) {
        codes_return_invite(core, invite);
        return RC_UNAVAILABLE;
    }
    request->invite = invite;
    request_promise(core, request, &principal);
    struct record_audit entry = {.kind = AUDIT_JOINED, .who = principal};
    audit_add(core, &entry, now);
    return RC_OK;
}

void requests_join(
    struct core *core, const struct input_join *join, uint64_t now, struct effects *effects)
{
    uint32_t slot = request_free(core);
    if (slot == SLOT_NONE) {
        core->counts.full++;
        reply_now(join->request, RC_TOO_MANY_REQUESTS, effects);
        return;
    }
    struct request *request = request_open(core, slot, join->request);
    request->reply.rc = join_do(core, join, now, request);
}

/* Whose access was withdrawn and who has not come back since is not there: the id is free for
 * who shows a code of later. */
static bool register_is_taken(const struct core *core, const char *id)
{
    uint32_t slot = registry_find(core, id);
    if (slot == SLOT_NONE) {
        return false;
    }
    uint32_t bar = revocations_bar_of(core, id);
    return bar == 0 || core->robots[slot].there || codes_bound_after(core, id, bar);
}

static enum rc register_do(struct core *core, const struct input_register *registration,
    uint64_t now, struct effects *effects)
{
    const char *id = registration->id;
    const struct principal *bearer = &registration->bearer;
    bool own = bearer->kind == KIND_ROBOT && strcmp(bearer->id, id) == 0;
    if (revocations_evicting(core, id)) {
        return RC_UNAVAILABLE;
    }
    if (!own && registration->code[0] == '\0') {
        return RC_UNAUTHORIZED;
    }
    if (!own && codes_barred(core, registration->code, id)) {
        return RC_NOT_ALLOWED;
    }
    bool taken = register_is_taken(core, id);
    enum rc rc = own ? RC_OK : codes_enrol(core, registration->code, id, taken, now);
    if (rc != RC_OK) {
        return rc;
    }
    uint32_t slot = registry_take(core, id, effects);
    if (slot == SLOT_NONE) {
        return RC_FULL;
    }
    registry_register(core, slot, now);
    registry_set_card(core, slot, &registration->card);
    return RC_OK;
}

void requests_register(struct core *core, const struct input_register *registration,
    uint64_t now, struct effects *effects)
{
    uint32_t slot = request_free(core);
    if (slot == SLOT_NONE) {
        core->counts.full++;
        reply_now(registration->request, RC_TOO_MANY_REQUESTS, effects);
        return;
    }
    struct request *request = request_open(core, slot, registration->request);
    request->reply.rc = register_do(core, registration, now, effects);
    if (request->reply.rc == RC_OK) {
        struct principal robot = {.kind = KIND_ROBOT};
        memcpy(robot.id, registration->id, sizeof robot.id);
        request_promise(core, request, &robot);
    } else if (request->reply.rc == RC_NOT_ALLOWED) {
        request->reply.barred = codes_barred(core, registration->code, registration->id);
    }
}

static enum rc deregister_do(
    struct core *core, const struct input_deregister *deregister, uint64_t now)
{
    const struct principal *bearer = &deregister->bearer;
    bool own = bearer->kind == KIND_ROBOT && strcmp(bearer->id, deregister->id) == 0;
    if (principal_is_nobody(bearer)) {
        return RC_UNAUTHORIZED;
    }
    if (!own && bearer->kind != KIND_OPERATOR) {
        return RC_NOT_ALLOWED;
    }
    uint32_t slot = registry_find(core, deregister->id);
    return slot == SLOT_NONE ? RC_UNKNOWN_ROBOT : revocations_deregister(core, slot, now);
}

void requests_deregister(struct core *core, const struct input_deregister *deregister,
    uint64_t now, struct effects *effects)
{
    uint32_t slot = request_free(core);
    if (slot == SLOT_NONE) {
        core->counts.full++;
        reply_now(deregister->request, RC_TOO_MANY_REQUESTS, effects);
        return;
    }
    struct request *request = request_open(core, slot, deregister->request);
    request->reply.rc = deregister_do(core, deregister, now);
    if (request->reply.rc == RC_OK) {
        memcpy(request->evict, deregister->id, sizeof request->evict);
        request->by = now + EVICT_PATIENCE_MS;
    }
}

void requests_evicted(struct core *core, const char *robot)
{
    for (uint32_t i = 0; i < CORE_REQUESTS; i++) {
        struct request *request = &core->requests[i];
        if (request->state == REQUEST_EVICTING && strcmp(request->evict, robot) == 0) {
            request->state = REQUEST_SAYING;
            core_touch(core, OBJECT_REQUEST, i);
        }
    }
}

void requests_forget_invite(struct core *core, uint32_t invite)
{
    for (uint32_t i = 0; i < CORE_REQUESTS; i++) {
        if (core->requests[i].state != REQUEST_FREE && core->requests[i].invite == invite) {
            core->requests[i].invite = SLOT_NONE;
        }
    }
}

void requests_write_failed(struct core *core, uint64_t now)
{
    for (uint32_t i = 0; i < CORE_REQUESTS; i++) {
        if (core->requests[i].state == REQUEST_KEEPING) {
            request_failed(core, i, now);
        }
    }
}

/* It comes last of all objects that are due: if nothing is on its way to the store by now,
 * nothing that it did has to be. */
void request_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects)
{
    struct request *request = &core->requests[slot];
    if (request->state == REQUEST_KEEPING && keep_stored(core, OBJECT_REQUEST, slot)) {
        if (request->reply.rc == RC_OK && core->keeper.sent_count > 0) {
            keep_join(core, OBJECT_REQUEST, slot);
            return;
        }
        request_saved(core, slot, now);
    }
    if (request->state == REQUEST_EVICTING && now >= request->by) {
        request->state = REQUEST_SAYING;
    }
    if (request->state == REQUEST_EVICTING) {
        agenda_sooner(&core->agenda, core_object(core, OBJECT_REQUEST, slot), request->by);
    }
    if (request->state == REQUEST_SAYING) {
        effect_add(effects, EFFECT_REPLY)->reply = request->reply;
        request->state = REQUEST_FREE;
    }
}

void request_saved(struct core *core, uint32_t slot, uint64_t now)
{
    (void)now;
    struct request *request = &core->requests[slot];
    request->state = request->evict[0] != '\0' ? REQUEST_EVICTING : REQUEST_SAYING;
    core_touch(core, OBJECT_REQUEST, slot);
}

void request_failed(struct core *core, uint32_t slot, uint64_t now)
{
    (void)now;
    struct request *request = &core->requests[slot];
    if (request->invite != SLOT_NONE) {
        codes_return_invite(core, request->invite);
    }
    request->reply =
        (struct effect_reply){.request = request->reply.request, .rc = RC_UNAVAILABLE};
    request->state = REQUEST_SAYING;
    keep_drop(core, OBJECT_REQUEST, slot);
    core_touch(core, OBJECT_REQUEST, slot);
}

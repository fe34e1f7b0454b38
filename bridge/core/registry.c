#include "bridge/core/registry.h"

#include <string.h>

#include "bridge/core/audit.h"
#include "bridge/core/keeper.h"
#include "bridge/core/lease.h"
#include "bridge/core/match.h"
#include "bridge/core/people.h"
#include "bridge/core/queue.h"
#include "bridge/core/revocations.h"
#include "bridge/core/roster.h"

uint32_t registry_find(const struct core *core, const char *id)
{
    uint32_t slot = table_find(&core->robot_table, id);
    return slot != SLOT_NONE && core->robots[slot].record.registered ? slot : SLOT_NONE;
}

/* Rows of deregistered robots only keep their numbers; the first one found makes room. */
static void registry_make_room(struct core *core, struct effects *effects)
{
    for (uint32_t i = 0; i < core->robot_table.count; i++) {
        uint32_t slot = table_at(&core->robot_table, i);
        struct robot *robot = &core->robots[slot];
        bool settled =
            keep_stored(core, OBJECT_LEASE, slot) && keep_stored(core, OBJECT_ROBOT, slot);
        if (robot->record.registered || robot->on_roster_list || !settled ||
            robot->match != SLOT_NONE || revocations_evicting(core, robot->record.id)) {
            continue;
        }
        for (enum record_kind kind = RECORD_ROBOT; kind <= RECORD_LEASE; kind++) {
            struct record *record = &effect_add(effects, EFFECT_KEEP)->keep;
            record->kind = kind;
            record->gone = true;
            memcpy(kind == RECORD_ROBOT ? record->robot.id : record->lease.robot,
                robot->record.id, ID_SIZE);
        }
        keep_drop(core, OBJECT_LEASE, slot);
        keep_drop(core, OBJECT_ROBOT, slot);
        memset(&core->leases[slot], 0, sizeof core->leases[slot]);
        table_drop(&core->robot_table, slot);
        return;
    }
}

uint32_t registry_take(struct core *core, const char *id, struct effects *effects)
{
    uint32_t slot = table_find(&core->robot_table, id);
    if (slot != SLOT_NONE) {
        return slot;
    }
    if (core->robot_table.count == core->robot_table.capacity && effects != NULL) {
        registry_make_room(core, effects);
    }
    slot = table_take(&core->robot_table, id);
    if (slot == SLOT_NONE) {
        core->counts.full++;
        return SLOT_NONE;
    }
    struct robot *robot = &core->robots[slot];
    robot->liveness = ROSTER_UNVERIFIED;
    robot->match = SLOT_NONE;
    robot->record.card = (struct robot_card){.status_ms = STATUS_MS_DEFAULT,
        .deadman_ms = DEADMAN_MS_DEFAULT,
        .max_age_ms = MAX_AGE_MS_DEFAULT,
        .max_message = CORE_MAX_MESSAGE_DEFAULT};
    memcpy(robot->record.card.name, id, strlen(id) + 1);
    struct core_lease *lease = &core->leases[slot];
    memset(lease, 0, sizeof *lease);
    memcpy(lease->record.robot, id, strlen(id) + 1);
    lease->claim = lease->match = SLOT_NONE;
    return slot;
}

static void registry_audit(struct core *core, uint32_t slot, enum audit_kind kind, uint64_t now)
{
    struct record_audit entry = {.kind = kind};
    memcpy(entry.robot, core->robots[slot].record.id, sizeof entry.robot);
    audit_add(core, &entry, now);
}

void registry_register(struct core *core, uint32_t slot, uint64_t now)
{
    struct robot *robot = &core->robots[slot];
    if (robot->record.registered) {
        return;
    }
    robot->record.registered = true;
    robot->liveness = ROSTER_UNVERIFIED;
    keep_due(core, OBJECT_ROBOT, slot);
    keep_due(core, OBJECT_LEASE, slot);
    registry_audit(core, slot, AUDIT_REGISTERED, now);
    roster_changed(core, slot);
}

void registry_deregister(struct core *core, uint32_t slot, uint64_t now)
{
    struct robot *robot = &core->robots[slot];
    struct record_lease *lease = &core->leases[slot].record;
    queue_dissolve(core, slot);
    lease_end(core, slot, WHY_DEREGISTERED, now);
    lease->stop_count = 0;
    memset(lease->stops, 0, sizeof lease->stops);
    keep_due(core, OBJECT_LEASE, slot);
    robot->record.registered = false;
    robot->record.out_of_service = false;
    robot->live = robot->there = false;
    keep_due(core, OBJECT_ROBOT, slot);
    registry_audit(core, slot, AUDIT_DEREGISTERED, now);
    roster_gone(core, slot);
    matches_stir(core);
}

void registry_set_card(struct core *core, uint32_t slot, const struct robot_card *card)
{
    struct robot *robot = &core->robots[slot];
    if (!robot->described) {
        robot->described = true;
        core_touch(core, OBJECT_LEASE, slot);
    }
    if (memcmp(&robot->record.card, card, sizeof *card) == 0) {
        return;
    }
    robot->record.card = *card;
    keep_due(core, OBJECT_ROBOT, slot);
    roster_changed(core, slot);
}

enum rc registry_claimable(const struct core *core, uint32_t slot)
{
    const struct robot *robot = &core->robots[slot];
    if (robot->record.out_of_service) {
        return RC_WRONG_STATE;
    }
    /* without its highest number a restored store might give one that the robot has known under
     * another driver */
    bool known = robot->live && core->leases[slot].has_shown;
    return known && robot->liveness == ROSTER_ONLINE ? RC_OK : RC_ROBOT_OFFLINE;
}

bool registry_reachable(const struct core *core, uint32_t slot)
{
    return core->robots[slot].record.registered && core->robots[slot].there;
}

static void registry_set(struct core *core, uint32_t slot, enum roster_state liveness)
{
    struct robot *robot = &core->robots[slot];
    if (robot->liveness == liveness) {
        return;
    }
    robot->liveness = liveness;
    matches_stir(core);
    roster_changed(core, slot);
    core_touch(core, OBJECT_ROBOT, slot);
    core_touch(core, OBJECT_LEASE, slot);
    if (lease_is_driven(core, slot)) {
        person_me_due(core, person_find(core, &core->leases[slot].record.driver));
    }
}

static void registry_note_alive(struct core *core, uint32_t slot, uint64_t now)
{
    struct robot *robot = &core->robots[slot];
    robot->there = robot->proved = true;
    robot->heard_at = now;
    registry_set(core, slot, ROSTER_ONLINE);
}

static bool registry_is_alive(const struct robot *robot)
{
    return robot->liveness == ROSTER_ONLINE || robot->liveness == ROSTER_STALE;
}

static void registry_hear_online(
    struct core *core, uint32_t slot, const struct announcement *said, uint64_t now)
{
    struct robot *robot = &core->robots[slot];
    bool anew = !robot->there || !tag_equal(&robot->conn, &said->conn) ||
                !tag_equal(&robot->boot, &said->boot);
    robot->boot = said->boot;
    robot->conn = said->conn;
    robot->there = true;
    if (!said->retained) {
        registry_note_alive(core, slot, now);
        lease_greet(core, slot);
    } else if (!registry_is_alive(robot)) {
        registry_set(core, slot, ROSTER_UNVERIFIED);
    }
    if (anew) {
        lease_robot_back(core, slot, now);
    }
}

static bool registry_said_goodbye(const struct robot *robot, const struct tag *conn)
{
    return robot->liveness == ROSTER_OFFLINE && robot->proved && conn->text[0] != '\0' &&
           tag_equal(&robot->conn, conn);
}

static void registry_hear_away(
    struct core *core, uint32_t slot, const struct announcement *said, uint64_t now)
{
    struct robot *robot = &core->robots[slot];
    bool known = robot->there && robot->conn.text[0] != '\0';
    if (known && !tag_equal(&robot->conn, &said->conn)) {
        return; /* of a connection that a later one has replaced */
    }
    if (said->retained && registry_is_alive(robot)) {
        return;
    }
    if (registry_said_goodbye(robot, &said->conn)) {
        return; /* the broker took its leaving for a loss */
    }
    robot->conn = said->conn;
    robot->live = robot->there = false;
    robot->proved = !said->retained; /* a retained word proves nothing */
    robot->gone_at = now;
    registry_set(core, slot, said->state == ANNOUNCED_LOST ? ROSTER_LOST : ROSTER_OFFLINE);
}

void registry_hear_presence(struct core *core, const struct input_robot_presence *heard,
    uint64_t now, struct effects *effects)
{
    if (revocations_evicting(core, heard->id)) {
        return; /* its documents are being emptied: what comes is the past */
    }
    uint32_t slot = registry_find(core, heard->id);
    if (heard->said.state != ANNOUNCED_ONLINE) {
        if (slot != SLOT_NONE) {
            registry_hear_away(core, slot, &heard->said, now);
        }
        return;
    }
    if (slot == SLOT_NONE) {
        slot = registry_take(core, heard->id, effects);
        if (slot == SLOT_NONE) {
            return;
        }
        registry_register(core, slot, now);
    }
    registry_hear_online(core, slot, &heard->said, now);
}

void registry_hear_card(struct core *core, const struct input_robot_card *heard, uint64_t now,
    struct effects *effects)
{
    if (revocations_evicting(core, heard->id)) {
        return;
    }
    uint32_t slot = registry_take(core, heard->id, effects);
    if (slot == SLOT_NONE) {
        return;
    }
    registry_register(core, slot, now);
    registry_set_card(core, slot, &heard->card);
}

bool registry_hear_word(struct core *core, const char *id, uint64_t now, uint32_t *ret_slot)
{
    uint32_t slot = registry_find(core, id);
    if (slot == SLOT_NONE) {
        return false;
    }
    struct robot *robot = &core->robots[slot];
    bool gone = robot->liveness == ROSTER_LOST || robot->liveness == ROSTER_OFFLINE;
    if (gone && robot->proved && now < robot->gone_at + GONE_PROVED_MS) {
        return false; /* it may have been said before the end, and come by another way */
    }
    if (gone) { /* its presence never came: of many at once the broker drops some */
        robot->conn = robot->boot = (struct tag){0};
        lease_robot_back(core, slot, now);
    }
    if (!robot->live) {
        robot->live = true;
        matches_stir(core);
    }
    registry_note_alive(core, slot, now);
    *ret_slot = slot;
    return true;
}

void registry_place(struct core *core, uint32_t slot, const struct robot_status *status)
{
    if (status->has_pose) {
        core->robots[slot].placed = true;
        core->robots[slot].x = status->x;
        core->robots[slot].y = status->y;
    }
}

void registry_link_down(struct core *core)
{
    for (uint32_t i = 0; i < core->robot_table.count; i++) {
        uint32_t slot = table_at(&core->robot_table, i);
        struct robot *robot = &core->robots[slot];
        robot->live = robot->there = robot->proved = false;
        if (registry_is_alive(robot)) {
            registry_set(core, slot, ROSTER_UNVERIFIED);
        }
    }
}

void registry_link_up(struct core *core, uint64_t now)
{
    registry_link_down(core);
    for (uint32_t i = 0; i < core->robot_table.count; i++) {
        uint32_t slot = table_at(&core->robot_table, i);
        if (lease_is_driven(core, slot)) {
            core->leases[slot].idle_since = now;
        }
        core_touch(core, OBJECT_LEASE, slot);
    }
}

void registry_ear_up(struct core *core, uint64_t now)
{
    for (uint32_t i = 0; i < core->robot_table.count; i++) {
        uint32_t slot = table_at(&core->robot_table, i);
        if (core->robots[slot].liveness == ROSTER_ONLINE) {
            core->robots[slot].heard_at = now;
            core_touch(core, OBJECT_ROBOT, slot);
        }
    }
}

/* How long it may be silent: three of its status periods. */
static uint32_t registry_stale_ms(const struct core *core, uint32_t slot)
{
    uint32_t period = core->robots[slot].record.card.status_ms;
    if (lease_is_driven(core, slot)) {
        uint32_t said = lease_status_ms(core, slot);
        period = said > 0 ? said : period;
    }
    return 3 * period > STALE_MIN_MS ? 3 * period : STALE_MIN_MS;
}

/* Without the ear only those that send `state` can be judged. */
static bool registry_is_heard(const struct core *core, uint32_t slot)
{
    return core->link.up && (core->link.ear_up || lease_is_driven(core, slot));
}

void registry_due(struct core *core, uint32_t slot, uint64_t now, struct effects *effects)
{
    struct robot *robot = &core->robots[slot];
    if (keep_is_due(core, OBJECT_ROBOT, slot)) {
        struct record *record = keep_send(core, OBJECT_ROBOT, slot, effects);
        record->kind = RECORD_ROBOT;
        record->robot = robot->record;
    }
    if (robot->liveness != ROSTER_ONLINE || !registry_is_heard(core, slot)) {
        return;
    }
    uint64_t stale_at = robot->heard_at + registry_stale_ms(core, slot);
    if (now < stale_at) {
        agenda_sooner(&core->agenda, core_object(core, OBJECT_ROBOT, slot), stale_at);
        return;
    }
    registry_set(core, slot, ROSTER_STALE);
}

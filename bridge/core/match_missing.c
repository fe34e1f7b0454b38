/* What a match still waits for, and the states that follow: complete, incomplete, the start.
 * The list is made anew each time; nothing is remembered but what a referee bypasses.
 */
#include <string.h>

#include "bridge/core/match_parts.h"
#include "bridge/core/people.h"

struct list {
    const struct game *game;
    unsigned count, blocking;
    struct match_missing rows[MATCH_MISSING];
};

static void list_add(struct list *list, enum missing why, const char *who)
{
    struct match_missing row;
    memset(&row, 0, sizeof row);
    row.why = why;
    memcpy(row.who, who, strlen(who) + 1); /* a team, a principal, an id: all of them fit */
    row.bypassed = game_bypasses(list->game, why, who);
    list->blocking += !row.bypassed;
    if (list->count < MATCH_MISSING) {
        list->rows[list->count++] = row;
    }
}

static void list_robot(
    const struct core *core, struct list *list, uint32_t slot, const struct principal *player)
{
    const struct robot *robot = &core->robots[slot];
    const struct core_lease *lease = &core->leases[slot];
    const char *id = robot->record.id;
    bool alive = robot->liveness == ROSTER_ONLINE || robot->liveness == ROSTER_STALE;
    if (robot->record.out_of_service) {
        list_add(list, MISSING_OUT_OF_SERVICE, id);
    } else if (!alive) {
        list_add(list, MISSING_ROBOT_OFFLINE, id);
    } else if (robot->liveness == ROSTER_STALE || !robot->live || !lease->has_shown) {
        list_add(list, MISSING_NO_STATUS, id);
    }
    if (lease->phase != PHASE_FREE && !principal_equal(&lease->record.driver, player)) {
        list_add(list, MISSING_ROBOT_TAKEN, id);
    }
    if (lease->record.stop_count > 0) {
        list_add(list, MISSING_ROBOT_STOPPED, id);
    }
}

static void list_player(const struct core *core, struct list *list, uint32_t person,
    const struct game_seat_view *view)
{
    char who[PRINCIPAL_SIZE];
    if (view->away || person == SLOT_NONE || !person_is_there(core, person)) {
        list_add(list, MISSING_PLAYER_AWAY, principal_to_text(&view->player, who));
    }
    if (!view->ready) {
        list_add(list, MISSING_NOT_READY, principal_to_text(&view->player, who));
    }
}

static void list_robots(const struct core *core, struct list *list, uint32_t match,
    unsigned seat, const struct principal *player)
{
    const struct match_slot *slot = &core->matches[match];
    bool none = false;
    for (unsigned i = 0; i < game_unit_count(&slot->game); i++) {
        if (game_seat_of_unit(&slot->game, i) != seat) {
            continue;
        }
        if (slot->unit_robot[i] != SLOT_NONE) {
            list_robot(core, list, slot->unit_robot[i], player);
        } else {
            none = true;
        }
    }
    if (none) {
        char who[PRINCIPAL_SIZE];
        list_add(list, MISSING_NO_ROBOT, principal_to_text(player, who));
    }
}

/* People and robots of all seats; *ret_free: how many seats of each team nobody has. Returns
 * how many are taken. */
static unsigned list_seats(
    const struct core *core, struct list *list, uint32_t match, unsigned ret_free[MATCH_TEAMS])
{
    const struct game *game = list->game;
    unsigned taken = 0;
    for (unsigned i = 0; i < game_seat_count(game); i++) {
        struct game_seat_view view;
        game_seat(game, i, &view);
        if (principal_is_nobody(&view.player)) {
            ret_free[game_team_of_seat(game, i)]++;
            continue;
        }
        taken++;
        list_player(core, list, core->matches[match].seat_person[i], &view);
        list_robots(core, list, match, i, &view.player);
    }
    return taken;
}

static bool seats_have_people(const struct game *game)
{
    for (unsigned i = 0; i < game_seat_count(game); i++) {
        struct game_seat_view view;
        game_seat(game, i, &view);
        if (!principal_is_nobody(&view.player) && view.player.kind != KIND_BOT) {
            return true;
        }
    }
    return false;
}

/* A seat that a bot will take once everybody is ready is not missing. */
static unsigned list_free(const struct core *core, struct list *list, uint32_t match,
    const unsigned free[MATCH_TEAMS])
{
    const struct match_slot *slot = &core->matches[match];
    bool bots = game_rules(list->game)->value[RULE_BOTS] > 0 && seats_have_people(list->game);
    unsigned left = bots ? match_idle_bots(core, MATCH_SEATS_ALL) : 0;
    unsigned all = 0;
    for (unsigned i = 0; i < slot->setup.team_count; i++) {
        all += free[i];
        if (free[i] > left) {
            list_add(list, MISSING_EMPTY_SEAT, slot->setup.teams[i].name);
        }
        left -= free[i] > left ? left : free[i];
    }
    return all;
}

static void match_set_missing(struct match_slot *slot, const struct list *list)
{
    size_t size = list->count * sizeof list->rows[0];
    if (slot->missing_count != list->count || memcmp(slot->missing, list->rows, size) != 0) {
        memcpy(slot->missing, list->rows, size);
        slot->missing_count = list->count;
        slot->doc_due = slot->urgent = true;
    }
    slot->blocking = list->blocking;
}

/* Makes the list. True: nothing that counts is missing. */
static bool match_list(struct core *core, uint32_t match)
{
    struct match_slot *slot = &core->matches[match];
    unsigned free[MATCH_TEAMS] = {0};
    struct list list;
    memset(&list, 0, sizeof list);
    list.game = &slot->game;
    unsigned taken = list_seats(core, &list, match, free);
    unsigned covered = list.count;
    unsigned empty = list_free(core, &list, match, free);
    bool bots_to_come = empty > 0 && list.count == covered;
    match_set_missing(slot, &list);
    return list.blocking == 0 && taken > 0 && !bots_to_come;
}

const struct match_missing *match_waits_for(const struct core *core, uint32_t match)
{
    const struct match_slot *slot = &core->matches[match];
    for (unsigned i = 0; i < slot->missing_count; i++) {
        if (!slot->missing[i].bypassed) {
            return &slot->missing[i];
        }
    }
    return NULL;
}

static void match_clear_missing(struct match_slot *slot)
{
    slot->doc_due |= slot->missing_count > 0;
    slot->missing_count = slot->blocking = 0;
}

void match_conditions(struct core *core, uint32_t match, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    enum match_state state = match_state_of(core, match);
    if (state == MATCH_RUNNING || state == MATCH_PAUSED) {
        match_clear_missing(slot);
        return;
    }
    bool complete = match_list(core, match);
    if (complete != (state != MATCH_LOBBY)) { /* tried again when due again */
        (void)match_act(core, match, complete ? GAME_COMPLETE : GAME_INCOMPLETE, NULL, now);
    }
    bool starts = game_rules(&slot->game)->value[RULE_AUTO_START] > 0;
    if (complete && starts && match_state_of(core, match) == MATCH_READY) {
        (void)match_act(core, match, GAME_START, NULL, now);
    }
}

/* What is measured of a player: how far their robots went and how long, what robots refused,
 * stops, the delay their program reports. Measured, not decided: no input tells it, so it is
 * kept in rows of its own, every ten seconds and at the end.
 */
#include <string.h>

#include "bridge/core/match_parts.h"
#include "bridge/core/people.h"

#define TALLY_MS   10000
#define STATUS_GAP 1000 /* ms between two statuses, above which nothing is added */
#define STEP_MOST  5000 /* mm between two statuses: more is a robot that was carried */
#define MM_A_METRE 1000

struct match_tally *match_tally_of(
    struct core *core, uint32_t match, const struct principal *player)
{
    struct match_slot *slot = &core->matches[match];
    for (unsigned i = 0; i < slot->tally_count; i++) {
        if (principal_equal(&slot->tallies[i].player.player, player)) {
            return &slot->tallies[i];
        }
    }
    if (slot->tally_count == MATCH_PLAYERS) {
        return NULL;
    }
    struct match_tally *tally = &slot->tallies[slot->tally_count++];
    memset(tally, 0, sizeof *tally);
    tally->player.player = *player;
    return tally;
}

/* The greatest number whose square is not above `square`. */
static uint32_t root_of(uint64_t square)
{
    uint64_t low = 0;
    uint64_t high = STEP_MOST + 1;
    while (high - low > 1) {
        uint64_t middle = (low + high) / 2;
        *(middle * middle <= square ? &low : &high) = middle;
    }
    return (uint32_t)low;
}

static uint32_t seen_distance(
    const struct match_seen *before, const struct robot_status *status)
{
    double dx = (status->x - before->x) * MM_A_METRE;
    double dy = (status->y - before->y) * MM_A_METRE;
    double square = dx * dx + dy * dy;
    bool carried = !(square <= (double)STEP_MOST * STEP_MOST);
    return carried ? 0 : root_of((uint64_t)square);
}

/* Counters of a robot go on as long as its program runs. */
static uint32_t refused_since(const struct match_seen *before, uint32_t now, unsigned kind)
{
    if (!before->has_refused) {
        return 0;
    }
    return now >= before->refused[kind] ? now - before->refused[kind] : now;
}

static void tally_refused(struct match_player *player, const struct match_seen *before,
    const struct robot_status *status)
{
    for (unsigned i = 0; i < MATCH_REFUSALS && status->has_drive; i++) {
        uint32_t more = refused_since(before, status->refused[i], i);
        player->refused[i] += more;
        player->frames_refused += more;
    }
}

/* ms since the last status; 0 = it is too long ago to say what was in between. */
static uint32_t seen_passed(const struct match_seen *before, uint64_t now)
{
    uint64_t passed = before->at == 0 ? 0 : now - before->at;
    return passed > STATUS_GAP ? 0 : (uint32_t)passed;
}

static uint32_t seen_way(
    const struct match_seen *before, const struct robot_status *status, uint32_t passed)
{
    if (status->has_pose) {
        return before->has_pose && passed > 0 ? seen_distance(before, status) : 0;
    }
    double way = status->has_speed ? status->speed * passed : 0;
    return way > 0 && way <= STEP_MOST ? (uint32_t)way : 0; /* what is no number is neither */
}

static void tally_status(struct match_player *player, const struct match_seen *before,
    const struct robot_status *status, uint64_t now)
{
    uint32_t passed = seen_passed(before, now);
    if (status->has_drive && status->mode == MODE_DRIVING) {
        player->driven_ms += passed;
    }
    player->distance_mm += seen_way(before, status, passed);
    tally_refused(player, before, status);
}

static void seen_remember(
    struct match_seen *seen, const struct robot_status *status, uint64_t now)
{
    seen->at = now;
    seen->has_pose = status->has_pose;
    seen->x = status->x;
    seen->y = status->y;
    seen->heading = status->heading;
    if (status->has_drive) {
        seen->mode = status->mode;
        seen->has_refused = true;
        memcpy(seen->refused, status->refused, sizeof seen->refused);
    }
}

static bool seen_moved(const struct match_seen *seen, const struct robot_status *status)
{
    return status->has_pose && (!seen->has_pose || seen->x != status->x ||
                                   seen->y != status->y || seen->heading != status->heading);
}

void match_hear_status(
    struct core *core, uint32_t robot, const struct robot_status *status, uint64_t now)
{
    uint32_t match = core->robots[robot].match;
    if (match == SLOT_NONE) {
        return;
    }
    struct match_slot *slot = &core->matches[match];
    struct match_seen *seen = &slot->seen[core->robots[robot].unit];
    struct principal player = match_owner(core, robot);
    bool plays = match_state_of(core, match) == MATCH_RUNNING && !game_held(&slot->game) &&
                 principal_equal(&core->leases[robot].record.driver, &player);
    struct match_tally *tally = plays ? match_tally_of(core, match, &player) : NULL;
    if (tally != NULL && !principal_is_nobody(&player)) {
        tally_status(&tally->player, seen, status, now);
        tally->due = true;
    }
    if (seen_moved(seen, status) && !slot->moved) {
        slot->moved = true;
        match_touch(core, match);
    }
    seen_remember(seen, status, now);
}

void match_note_stop(struct core *core, uint32_t robot)
{
    uint32_t match = core->robots[robot].match;
    struct principal player = match_owner(core, robot);
    if (match == SLOT_NONE || !match_holds_robots(core, match) ||
        principal_is_nobody(&player)) {
        return;
    }
    struct match_tally *tally = match_tally_of(core, match, &player);
    if (tally != NULL) {
        tally->player.stops++;
        tally->due = true;
    }
}

bool match_has_played(const struct core *core, uint32_t match, const struct principal *who)
{
    struct match_player players[MATCH_PLAYERS];
    unsigned count = game_players(&core->matches[match].game, players);
    for (unsigned i = 0; i < count; i++) {
        if (principal_equal(&players[i].player, who)) {
            return true;
        }
    }
    return false;
}

enum rc match_report(struct core *core, uint32_t match, const struct principal *who,
    uint32_t p50_ms, uint32_t p99_ms)
{
    struct match_tally *tally = match_tally_of(core, match, who);
    if (tally == NULL) {
        return RC_FULL;
    }
    tally->player.delay_p50_ms = p50_ms;
    tally->player.delay_p99_ms = p99_ms;
    tally->due = true;
    core->matches[match].doc_due |= match_is_over(core, match);
    match_touch(core, match);
    return RC_OK;
}

static const struct match_player *tally_find(
    const struct match_slot *slot, const struct principal *player)
{
    for (unsigned i = 0; i < slot->tally_count; i++) {
        if (principal_equal(&slot->tallies[i].player.player, player)) {
            return &slot->tallies[i].player;
        }
    }
    return NULL;
}

void match_tallies_fill(const struct core *core, uint32_t match, struct match *ret)
{
    const struct match_slot *slot = &core->matches[match];
    for (unsigned i = 0; i < ret->player_count; i++) {
        struct match_player *player = &ret->players[i];
        const struct match_player *tally = tally_find(slot, &player->player);
        if (tally == NULL) {
            continue;
        }
        player->distance_mm = tally->distance_mm;
        player->driven_ms = tally->driven_ms;
        player->frames_refused = tally->frames_refused;
        player->stops = tally->stops;
        player->delay_p50_ms = tally->delay_p50_ms;
        player->delay_p99_ms = tally->delay_p99_ms;
        memcpy(player->refused, tally->refused, sizeof player->refused);
    }
}

void match_tallies_pass(struct core *core, uint32_t match, uint64_t now)
{
    struct match_slot *slot = &core->matches[match];
    if (now < slot->tally_at) {
        return;
    }
    for (unsigned i = 0; i < slot->tally_count; i++) {
        if (slot->tallies[i].due) {
            slot->tally_at = now + TALLY_MS;
            match_keep_due(core, match);
            return;
        }
    }
}

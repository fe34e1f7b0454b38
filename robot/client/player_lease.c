/* Which robots are driven: those that were claimed, and those that the bridge gives without a
 * claim, as it does in a match. `me` lists both.
 *
 * An answer and `me` come in any order, and a `me` may be older than what was asked since. So
 * a lease that was never listed stays (it may only be newer than this `me`), and one that was
 * let go is not taken up again from a `me` that still lists it. Rejected: to drive by `me`
 * alone; a claim would then be answered before anything is driven.
 */
#include <string.h>

#include "robot/base/text.h"
#include "robot/client/player_inner.h"

static bool lists(const struct me *me, struct player_driven *driven)
{
    for (unsigned i = 0; i < me->lease_count; i++) {
        if (strcmp(me->leases[i].robot, driven->id) != 0 || me->leases[i].n != driven->n)
            continue;
        driven->drive = me->leases[i].drive;
        return true;
    }
    return false;
}

static struct player_driven *place_for(struct player *player, const char *robot)
{
    struct player_driven *driven = player_find(player, robot);
    for (unsigned i = 0; i < PLAYER_ROBOTS && !driven; i++) {
        if (player->driven[i].id[0] == '\0')
            driven = &player->driven[i];
    }
    return driven;
}

struct player_driven *player_begin_drive(
    struct player *player, const char *robot, uint32_t n, const struct tag *session)
{
    struct player_driven *driven = place_for(player, robot);
    if (!driven)
        return NULL; /* the lease ends idle: PLAYER_ROBOTS are driven */
    if (driven->id[0] == '\0' || driven->n != n) {
        memset(driven, 0, sizeof *driven);
        (void)text_copy(driven->id, sizeof driven->id, robot); /* an id */
        driven->n = n;
        driven->frame_at = player->now;
        driven->drive = true;
    }
    driven->session = *session;
    driven->given = false;
    driven->listed = lists(&player->me, driven);
    return driven;
}

void player_let_go(struct player *player, struct player_driven *driven)
{
    struct player_gone *gone = &player->gone[player->gone_next++ % PLAYER_ROBOTS];
    memcpy(gone->robot, driven->id, sizeof gone->robot);
    gone->n = driven->n;
    memset(driven, 0, sizeof *driven);
}

static bool let_go(const struct player *player, const char *robot, uint32_t n)
{
    for (unsigned i = 0; i < PLAYER_ROBOTS; i++) {
        if (player->gone[i].n == n && strcmp(player->gone[i].robot, robot) == 0)
            return true;
    }
    return false;
}

void player_take_given(struct player *player)
{
    const struct me *me = &player->me;
    for (unsigned i = 0; i < me->lease_count; i++) {
        const char *robot = me->leases[i].robot;
        uint32_t n = me->leases[i].n;
        const struct player_driven *known = player_find(player, robot);
        bool newer = known && known->n > 0 && known->n < n;
        if ((known && !newer) || let_go(player, robot, n))
            continue;
        struct player_driven *driven =
            player_begin_drive(player, robot, n, &me->leases[i].session);
        if (driven)
            driven->given = true;
    }
}

void player_hear_leases(struct player *player, const struct me *me)
{
    player->me = *me;
    for (unsigned i = 0; i < PLAYER_ROBOTS; i++) {
        struct player_driven *driven = &player->driven[i];
        if (driven->id[0] == '\0' || driven->n == 0)
            continue;
        bool listed = lists(me, driven);
        if ((driven->listed || driven->given) && !listed)
            memset(driven, 0, sizeof *driven);
        else
            driven->listed = listed;
    }
    player_take_given(player);
}

/* What the files of the player share; nobody else includes it.
 *
 *     player.c         create, step, destroy; coming online, being taken over, what is heard
 *     player_ask.c     asks on their way, answers, claims
 *     player_lease.c   which robots are driven: claimed, or given by the bridge
 *     player_drive.c   frames, link reports, actions, stops
 */
#ifndef ROBOT_CLIENT_PLAYER_INNER_H
#define ROBOT_CLIENT_PLAYER_INNER_H

#include "robot/client/player.h"
#include "robot/client/renewal.h"
#include "robot/client/runner.h"
#include "robot/client/session.h"

#define PLAYER_NEVER UINT64_MAX
#define PLAYER_STOPS 8  /* not yet shown at a time */
#define PLAYER_TRIPS 10 /* link reports the round trip is the shortest of */

struct player_driven {
    char id[ID_SIZE]; /* "" = free */
    uint32_t n;       /* 0 = claimed again, not yet answered */
    struct tag session;
    bool given;  /* by the bridge, without a claim: not claimed again after a reconnect */
    bool listed; /* `me` showed this n */
    bool drive;
    struct axes axes;
    bool heard; /* a link report of this n came: */
    uint64_t heard_at;
    struct link_report link;
    uint32_t s;
    uint32_t sent;
    uint64_t frame_at;
    uint32_t trips[PLAYER_TRIPS];
    unsigned trip_count;
    uint64_t trip_t; /* the frame last measured */
};

struct player_gone { /* let go: a `me` may still list it */
    char robot[ID_SIZE];
    uint32_t n;
};

struct player_pending {
    struct ask ask; /* id "" = free */
    uint64_t again_at;
    uint64_t until; /* PLAYER_NEVER = not sent yet */
};

struct player_standing {
    char robot[ID_SIZE]; /* "" = free */
    struct stop stop;
    bool shown;
    uint64_t again_at, until;
};

struct player {
    struct principal self;
    struct player_callbacks on;
    void *user;
    struct session *session;
    struct runner runner;
    uint64_t now;

    struct tag page;
    bool page_shown; /* `me` showed our page: another one later took us over */
    bool taken_over;
    bool claim_due; /* with the next announcement: what was held before a reconnect */
    uint64_t announce_at;
    struct renewal renewal;
    char renew_id[ASK_ID_SIZE]; /* our own ask on its way, "" = none */
    struct tag beat_boot, beat_conn;

    struct player_driven driven[PLAYER_ROBOTS];
    struct player_gone gone[PLAYER_ROBOTS];
    unsigned gone_next;
    struct me me; /* the last of this page: it may come before the answer to the claim */
    struct player_pending asks[PLAYER_ASKS];
    struct player_standing stops[PLAYER_STOPS];
    unsigned stop_next;
    unsigned listen_count;
    struct topic listens[PLAYER_LISTENS];
};

extern const struct principal player_bridge; /* bridge/main */

struct player_driven *player_find(const struct player *player, const char *robot);
void player_update_filters(struct player *player);

/* Asks. */
void player_asks_due(struct player *player);
void player_renew_due(struct player *player);
uint64_t player_asks_deadline(const struct player *player);
void player_hear_answer(struct player *player, const char *payload, size_t length);
void player_claim_again(struct player *player);

/* Leases. */
/* From now on it is driven by this n: neutral until player_drive. NULL: no place for it. */
struct player_driven *player_begin_drive(
    struct player *player, const char *robot, uint32_t n, const struct tag *session);
void player_let_go(struct player *player, struct player_driven *driven);
/* Drives what the last `me` lists and is not driven yet. */
void player_take_given(struct player *player);
void player_hear_leases(struct player *player, const struct me *me);

/* Driving. */
void player_frames_due(struct player *player);
uint64_t player_frames_deadline(const struct player *player);
void player_hear_link(
    struct player *player, const char *robot, const char *payload, size_t length);
void player_hear_status(
    struct player *player, const char *robot, const char *payload, size_t length);
/* The stop of this id was refused by the bridge: nobody hears it, so it is not repeated. */
void player_stop_refused(struct player *player, const struct tag *id);

#endif

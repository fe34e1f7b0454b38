/* What the files of the robot share; nobody else includes it.
 *
 *     robot.c       create, step, run, destroy; effects of the authority -> callbacks and
 * timers robot_hear.c  messages -> authority, video, answers robot_say.c   documents, when each
 * is due, what programs say (event, ack, signal) robot_ask.c   what the robot asks of the
 * bridge: a new token, to be deregistered
 */
#ifndef ROBOT_CLIENT_ROBOT_INNER_H
#define ROBOT_CLIENT_ROBOT_INNER_H

#include "robot/client/announce.h"
#include "robot/client/authority.h"
#include "robot/client/keep.h"
#include "robot/client/renewal.h"
#include "robot/client/robot.h"
#include "robot/client/runner.h"
#include "robot/client/session.h"

#define ROBOT_NEVER UINT64_MAX

struct robot {
    struct card card;
    struct robot_callbacks on;
    void *user;
    struct session *session;
    struct authority authority;
    char keep_path[KEEP_PATH_SIZE]; /* "" = nothing is kept */
    struct runner runner;

    uint64_t now;  /* of the present step */
    bool dropping; /* what was buffered before a gap is being dropped */
    bool state_due;
    uint32_t phase; /* drawn once: when this robot's turns are (pacing.h) */
    uint64_t state_at, link_at, status_at;
    struct renewal renewal;
    struct announce announce;
    enum mode mode; /* as last told by on_mode */
    struct principal driver;

    struct status status; /* what the program measured */
    uint32_t event_id;
    uint32_t video_rev;
    unsigned peer_count;
    struct video_peer peers[VIDEO_PEERS];

    char renew_id[ASK_ID_SIZE]; /* the ask on its way, "" = none */
    char deregister_id[ASK_ID_SIZE];
    bool deregistered;
};

/* Does what the authority wants. */
void robot_act(struct robot *robot, const struct authority_effects *effects);
/* Brings the subscriptions in line with lease and video. */
void robot_update_filters(struct robot *robot);
/* Tells the authority once the driver's topics are confirmed. */
void robot_check_driver(struct robot *robot);

void robot_hear(void *robot, const struct topic *topic, const struct link_event *event);
bool robot_topic_own(const struct robot *robot, const struct principal *principal);

/* To bridge/main, the driver, or everybody, whose moment has come. */
void robot_say_due(struct robot *robot);
uint64_t robot_say_deadline(const struct robot *robot);
void robot_say_card(struct robot *robot);
void robot_say_ack(struct robot *robot, const struct ack *ack);

void robot_ask_online(struct robot *robot);
void robot_ask_due(struct robot *robot);
void robot_hear_answer(struct robot *robot, const struct answer *answer);

extern const struct principal robot_bridge; /* bridge/main */

#endif

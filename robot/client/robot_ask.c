/* What the robot itself asks of the bridge: a new token in time, and to be deregistered.
 *
 * The new token is for the next login, so the robot connects again in time: when nobody drives
 * it, else when it stands, else at the last moment (renewal.h).
 */
#include <string.h>

#include "robot/base/log.h"
#include "robot/base/text.h"
#include "robot/client/random.h"
#include "robot/client/robot_inner.h"

#define ROOM        "robot"
#define STANDING_MS 2000 /* since it was last moved */

static enum rc ask(struct robot *robot, enum deed deed, char ret_id[ASK_ID_SIZE])
{
    char json[WIRE_PAYLOAD_MAX + 1];
    size_t length;
    struct ask question;
    memset(&question, 0, sizeof question);
    question.deed = deed;
    struct tag id = random_tag();
    (void)text_copy(question.id, sizeof question.id, id.text); /* 16 characters */
    struct topic topic = {.to = robot_bridge, .what = WHAT_ASK};
    if (!ask_to_json(&question, json, sizeof json, &length))
        return RC_INTERNAL;
    enum rc rc =
        session_say(robot->session, &topic, json, length, (struct session_way){.qos = 1});
    if (rc == RC_OK)
        memcpy(ret_id, question.id, sizeof question.id);
    return rc;
}

void robot_ask_online(struct robot *robot)
{
    renewal_begin(&robot->renewal, session_token(robot->session), robot->now);
}

static enum renewal_moment moment(const struct robot *robot)
{
    if (principal_is_nobody(authority_driver(&robot->authority)))
        return RENEWAL_IDLE;
    bool stands = robot->now - robot->authority.moved_at >= STANDING_MS;
    return stands ? RENEWAL_STANDING : RENEWAL_BUSY;
}

void robot_ask_due(struct robot *robot)
{
    if (!session_online(robot->session))
        return;
    if (renewal_swaps(&robot->renewal, moment(robot), robot->now)) {
        session_again(robot->session, "logging in with the new token", robot->now);
        return;
    }
    if (robot->now < robot->renewal.ask_at)
        return;
    robot->renewal.ask_at = robot->now + RENEWAL_RETRY_MS;
    if (ask(robot, DEED_TOKEN_RENEW, robot->renew_id) != RC_OK)
        log_warn(ROOM, "%s: a new token could not be asked for", robot->card.id);
}

enum rc robot_deregister(struct robot *robot)
{
    enum rc rc = ask(robot, DEED_ROBOT_DEREGISTER, robot->deregister_id);
    return rc == RC_OK ? RC_OK : RC_NOT_CONNECTED;
}

static void hear_renewed(struct robot *robot, const struct answer *answer)
{
    robot->renew_id[0] = '\0';
    if (answer->rc != RC_OK || answer->token[0] == '\0') {
        log_warn(ROOM, "%s: no new token: %s", robot->card.id, rc_sentence(answer->rc));
        return;
    }
    session_set_token(robot->session, answer->token);
    renewal_renewed(&robot->renewal, answer->token, robot->now, random_u32());
    if (robot->on.on_token)
        robot->on.on_token(robot->user, answer->token);
}

static void hear_deregistered(struct robot *robot, const struct answer *answer)
{
    robot->deregister_id[0] = '\0';
    if (answer->rc != RC_OK) {
        log_warn(ROOM, "%s: not deregistered: %s", robot->card.id, rc_sentence(answer->rc));
        return;
    }
    robot->deregistered = true;
    session_drop(robot->session, robot->now);
}

void robot_hear_answer(struct robot *robot, const struct answer *answer)
{
    if (robot->renew_id[0] != '\0' && strcmp(answer->id, robot->renew_id) == 0)
        hear_renewed(robot, answer);
    else if (robot->deregister_id[0] != '\0' && strcmp(answer->id, robot->deregister_id) == 0)
        hear_deregistered(robot, answer);
}

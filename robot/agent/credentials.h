/* Where a robot program has its token from. In this order:
 *   1. what it kept: {state}/{id}.token, from an earlier registration or renewal;
 *   2. the last one it was given by the bridge since it started: where nothing is kept;
 *   3. a token file it was pointed at;
 *   4. registration by HTTP with an enrolment code (robot/client/enrol.h), then kept.
 * Without any of them it logs in without a password.
 *
 * A token that was refused is passed over: by another one in the files, else by a registration.
 * A program whose token has worked registers again only when that one has expired: a robot that
 * was deregistered while it ran stays away until somebody starts it anew or gives it another
 * token.
 *
 * Thread: one. May block for a registration. Files are 0600.
 */
#ifndef ROBOT_AGENT_CREDENTIALS_H
#define ROBOT_AGENT_CREDENTIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/wire/message.h"

#define CREDENTIALS_PATH_SIZE   320
#define CREDENTIALS_REASON_SIZE 80

struct credentials {
    const struct card *card;              /* with its id; caller's */
    char kept[CREDENTIALS_PATH_SIZE];     /* "" = nothing is kept */
    char given[CREDENTIALS_PATH_SIZE];    /* "" = none */
    const char *api, *enrolment;          /* caller's; NULL or "" = not by HTTP */
    char held[ASK_TOKEN_SIZE];            /* of the last registration or renewal; "" = none */
    char tried[ASK_TOKEN_SIZE];           /* the last one handed out */
    bool worked;                          /* that one, or one before, led online */
    uint64_t enrol_at;                    /* not before: ms of the robot's clock */
    char reason[CREDENTIALS_REASON_SIZE]; /* the last that was logged */
};

/* The next token to try; false = none: log in without, or with what there was. refused: what
 * was tried last was refused by a broker. now: ms of the robot's clock. */
bool credentials_token(
    struct credentials *credentials, uint64_t now, bool refused, char *ret_token, size_t size);
/* For on_online: remembers what worked, and logs what changed. */
void credentials_online(struct credentials *credentials, bool online, const char *reason);
/* A new one, for the next login, and to be kept for the next start. */
void credentials_keep(struct credentials *credentials, const char *token);

#endif

/* Where a robot program has its token from. In this order:
 *   1. what it kept: {state}/{id}.token, from an earlier registration or renewal;
 *   2. a token file it was pointed at;
 *   3. registration by HTTP with an enrolment code (robot/client/enrol.h), then kept.
 * Without any of them it logs in without a password. A token that did not lead online is passed
 * over every second time, so that a revoked or expired one does not stand in the way of a new
 * one.
 *
 * Thread: one. May block for a registration. Files are 0600.
 */
#ifndef ROBOT_AGENT_CREDENTIALS_H
#define ROBOT_AGENT_CREDENTIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/wire/message.h"

#define CREDENTIALS_PATH_SIZE 320

struct credentials {
    const struct card *card;           /* with its id; caller's */
    char kept[CREDENTIALS_PATH_SIZE];  /* "" = nothing is kept */
    char given[CREDENTIALS_PATH_SIZE]; /* "" = none */
    const char *api, *enrolment;       /* caller's; NULL or "" = not by HTTP */
    unsigned attempts;                 /* since it was last online */
    uint64_t enrol_at;                 /* not before: ms of robot_now() */
};

/* The next token to try; false = none: log in without, or with what there was. `now` in ms. */
bool credentials_token(
    struct credentials *credentials, uint64_t now, char *ret_token, size_t size);
/* It led online: begin with it again. */
void credentials_good(struct credentials *credentials);
/* A new one, to be kept for the next start. */
void credentials_keep(const struct credentials *credentials, const char *token);

#endif

/* enrol.h: register a robot at the bridge over HTTP, with an enrolment code, and get its token.
 *
 *     struct enrolled enrolled;
 *     if (enrol_robot("http://arena:8090", code, &card, &enrolled, sentence) == RC_OK)
 *         config.token = enrolled.token;     // keep it: 0600
 *
 * Blocks for at most ENROL_TIMEOUT_MS: for the start of a program, or robot_callbacks.token. A
 * ring of its own, so that robots which come with a token do without libcurl.
 *
 * Thread: one at a time.
 */
#ifndef ROBOT_CLIENT_ENROL_H
#define ROBOT_CLIENT_ENROL_H

#include <stdint.h>

#include "robot/base/rc.h"
#include "robot/wire/message.h"

#define ENROL_TIMEOUT_MS 3000
#define ENROL_SENTENCE   256
#define ENROL_BODY       8192 /* the largest answer that is read */

struct enrolled {
    char token[ASK_TOKEN_SIZE];
    char root[WIRE_ROOT_SIZE];
    char host[URL_SIZE]; /* of the broker, "" = not said */
    uint32_t port;       /* 0 = not said */
    uint64_t expires;    /* Unix s */
};

/* RC_OK; RC_CONFIG: the URL or the code is malformed, or curl cannot be started;
 * RC_NOT_CONNECTED: no answer; RC_INTERNAL: an answer that is none; else what the bridge says
 * (used_up, unknown_code…). On a fault the sentence says what to mend. *ret is written only on
 * RC_OK. */
ARENA_NODISCARD enum rc enrol_robot(const char *api, const char *enrolment,
    const struct card *card, struct enrolled *ret, char ret_sentence[ENROL_SENTENCE]);

#endif

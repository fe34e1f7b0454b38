/* The two bodies of a registration: what is posted, what is answered. Source:
 * broker-config/README.md, "HTTP". Pure but for cJSON's heap, freed before return. */
#ifndef ROBOT_CLIENT_ENROL_JSON_H
#define ROBOT_CLIENT_ENROL_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "robot/client/enrol.h"

/* False when it does not fit. */
bool enrol_to_json(const struct card *card, const char *enrolment, char *buffer, size_t size);

ARENA_NODISCARD enum rc enrolled_from_json(
    const char *json, size_t length, struct enrolled *ret, struct fault *fault);

/* application/problem+json: its code, with detail (or title) as the sentence. RC_INTERNAL when
 * it is none. */
enum rc problem_from_json(const char *json, size_t length, char ret_sentence[ENROL_SENTENCE]);

#endif

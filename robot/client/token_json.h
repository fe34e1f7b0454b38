/* The times inside a token (JWT), read without checking its signature: only to know when to ask
 * for the next one. */
#ifndef ROBOT_CLIENT_TOKEN_JSON_H
#define ROBOT_CLIENT_TOKEN_JSON_H

#include <stdbool.h>
#include <stdint.h>

struct token_times {
    uint64_t iat, exp; /* Unix s, iat < exp */
};

bool token_times_from_jwt(const char *jwt, struct token_times *ret);

#endif

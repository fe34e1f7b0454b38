/* For the guard's tests: a directory of its own, keys and tokens made with OpenSSL and libjwt.
 */
#ifndef TESTS_BROKER_GUARD_FIXTURE_H
#define TESTS_BROKER_GUARD_FIXTURE_H

#include <stddef.h>

#define FIXTURE_PATH_SIZE 256

struct guard_directory {
    char path[FIXTURE_PATH_SIZE];
};

/* Makes it; asserts on failure. remove ends it with all that is in it (no directories). */
void guard_directory_make(struct guard_directory *directory);
void guard_directory_remove(const struct guard_directory *directory);

/* "{directory}/{name}", in a buffer of FIXTURE_PATH_SIZE. */
const char *guard_directory_file(
    const struct guard_directory *directory, const char *name, char *buffer);
void guard_directory_write(
    const struct guard_directory *directory, const char *name, const char *content);

/* A key pair as PEM; curve "P-256", "P-384". The caller frees both. */
void guard_key_pair(const char *curve, char **ret_private, char **ret_public);

#endif

/* The public keys tokens are verified with: a directory of {kid}.pem, each an EC P-256 key.
 *
 * They are read at the start and again when the directory changed, never while somebody logs
 * in. A file that is no such key is left out, with its name for the log; of too many the
 * greatest names count, which are the newest. Whoever makes a key writes it aside and renames
 * it: that changes the directory's time, which is all that is looked at.
 *
 * Owner: the guard. Thread: the broker's. Time: Unix seconds.
 */
#ifndef BROKER_CONFIG_GUARD_KEYS_H
#define BROKER_CONFIG_GUARD_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#define KEYS_MAX       32
#define KEYS_KID_SIZE  40 /* [a-z0-9-]{1,39} */
#define KEYS_PEM_SIZE  1024
#define KEYS_PATH_SIZE 512
#define KEYS_NOTE_SIZE 160

struct evp_pkey_st; /* OpenSSL's EVP_PKEY */

struct key {
    char kid[KEYS_KID_SIZE];
    char pem[KEYS_PEM_SIZE]; /* terminated */
    struct evp_pkey_st
        *public; /* read once: that takes five times as long as a check with it */
};

struct keys {
    char directory[KEYS_PATH_SIZE];
    unsigned count;
    struct key list[KEYS_MAX]; /* by kid, the greatest first */
    struct timespec changed;   /* the directory's time when it was read */
    bool settled;              /* it was read well after that: the time tells every change */
    char note[KEYS_NOTE_SIZE]; /* what is wrong, for the log; "" = nothing */
};

/* False when the path is too long. Reads nothing yet. */
bool keys_init(struct keys *keys, const char *directory);
void keys_finish(struct keys *keys);

/* Reads the directory if it may have changed. True when it was read and what is known, or the
 * note, is another now. Does I/O. */
bool keys_refresh(struct keys *keys, uint64_t now_s);

/* Takes one more, unless KEYS_MAX greater names are known. False: it is no EC P-256 public key.
 */
bool keys_add(struct keys *keys, const char *kid, const char *pem);

/* NULL when there is none of this name. */
const struct key *keys_find(const struct keys *keys, const char *kid);

#endif

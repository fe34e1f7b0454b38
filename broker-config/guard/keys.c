#include "broker-config/guard/keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "robot/base/text.h"

#define SETTLED_S 2 /* file times are coarse: what changed this recently may change unseen */

bool keys_init(struct keys *keys, const char *directory)
{
    memset(keys, 0, sizeof(*keys));
    return text_copy(keys->directory, sizeof(keys->directory), directory);
}

void keys_finish(struct keys *keys)
{
    for (unsigned i = 0; i < keys->count; i++) {
        EVP_PKEY_free(keys->list[i].public);
    }
    keys->count = 0;
}

static bool kid_from_file_name(const char *name, char ret_kid[KEYS_KID_SIZE])
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (length == 0 || length >= KEYS_KID_SIZE || strcmp(name + length, ".pem") != 0) {
        return false;
    }
    memcpy(ret_kid, name, length);
    ret_kid[length] = '\0';
    return true;
}

/* OpenSSL is asked once, here, whether it is a key of the right curve: at a login it is too
 * late to find out. NULL: it is none. */
static EVP_PKEY *p256_public_key(const char *pem)
{
    BIO *bio = BIO_new_mem_buf(pem, -1);
    if (bio == NULL) {
        return NULL;
    }
    EVP_PKEY *key = PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL);
    BIO_free(bio);
    char group[32] = "";
    size_t length = 0;
    bool good = key != NULL && EVP_PKEY_is_a(key, "EC") == 1 &&
                EVP_PKEY_get_group_name(key, group, sizeof(group), &length) == 1 &&
                strcmp(group, "prime256v1") == 0;
    ERR_clear_error(); /* the broker's TLS reads the same queue of errors */
    if (!good) {
        EVP_PKEY_free(key);
        return NULL;
    }
    return key;
}

static bool read_file(int directory, const char *name, char ret_pem[KEYS_PEM_SIZE])
{
    int file = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) {
        return false;
    }
    struct stat info;
    ssize_t length = -1;
    if (fstat(file, &info) == 0 && S_ISREG(info.st_mode)) {
        length = read(file, ret_pem, KEYS_PEM_SIZE);
    }
    (void)close(file); /* it was only read */
    if (length <= 0 || length >= KEYS_PEM_SIZE) {
        return false;
    }
    ret_pem[length] = '\0';
    return strlen(ret_pem) == (size_t)length;
}

/* Keeps the list ordered, the greatest first; the least falls out when it is full. */
static void insert(struct keys *keys, const struct key *key)
{
    unsigned at = 0;
    while (at < keys->count && strcmp(keys->list[at].kid, key->kid) > 0) {
        at++;
    }
    if (at == KEYS_MAX) {
        EVP_PKEY_free(key->public);
        return;
    }
    if (keys->count == KEYS_MAX) {
        EVP_PKEY_free(keys->list[--keys->count].public);
    }
    memmove(&keys->list[at + 1], &keys->list[at], (keys->count - at) * sizeof(keys->list[0]));
    keys->list[at] = *key;
    keys->count++;
}

bool keys_add(struct keys *keys, const char *kid, const char *pem)
{
    struct key key = {.public = NULL};
    if (!text_copy(key.kid, sizeof(key.kid), kid) ||
        !text_copy(key.pem, sizeof(key.pem), pem)) {
        return false;
    }
    key.public = p256_public_key(key.pem);
    if (key.public == NULL) {
        return false;
    }
    insert(keys, &key);
    return true;
}

static void note(struct keys *keys, const char *name, const char *sentence)
{
    struct text text;
    text_init(&text, keys->note, sizeof(keys->note));
    text_add(&text, name);
    text_add(&text, sentence);
}

static void read_all(struct keys *keys, DIR *directory)
{
    struct dirent *entry = NULL;
    while ((entry = readdir(directory)) != NULL) {
        char kid[KEYS_KID_SIZE];
        char pem[KEYS_PEM_SIZE];
        if (!kid_from_file_name(entry->d_name, kid)) {
            continue;
        }
        if (!read_file(dirfd(directory), entry->d_name, pem) || !keys_add(keys, kid, pem)) {
            note(keys, kid, ".pem is no readable EC P-256 public key and is left out");
        }
    }
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* Into an empty one. False when it could not be read for want of something that passes
 * (descriptors, memory). */
static bool read_directory(struct keys *keys)
{
    DIR *directory = opendir(keys->directory);
    if (directory == NULL && errno != ENOENT && errno != ENOTDIR && errno != EACCES) {
        return false;
    }
    if (directory == NULL) {
        note(keys, keys->directory, " cannot be read: nobody can log in");
        return true;
    }
    read_all(keys, directory);
    (void)closedir(directory); /* it was only read */
    if (keys->count == 0 && keys->note[0] == '\0') {
        note(keys, keys->directory, " holds no key: nobody can log in");
    }
    return true;
}

static bool same_keys(const struct keys *a, const struct keys *b)
{
    bool same = a->count == b->count && strcmp(a->note, b->note) == 0;
    for (unsigned i = 0; same && i < a->count; i++) {
        same = strcmp(a->list[i].kid, b->list[i].kid) == 0 &&
               strcmp(a->list[i].pem, b->list[i].pem) == 0;
    }
    return same;
}

bool keys_refresh(struct keys *keys, uint64_t now_s)
{
    struct stat info = {.st_mtim = {.tv_sec = 0}};
    (void)stat(keys->directory, &info); /* a missing one has the time 0 */
    if (keys->settled && same_time(&info.st_mtim, &keys->changed)) {
        return false;
    }
    struct keys fresh;
    (void)keys_init(&fresh, keys->directory); /* the same path: it fits */
    if (!read_directory(&fresh)) {
        return false; /* what was known stays */
    }
    fresh.changed = info.st_mtim;
    fresh.settled = (uint64_t)info.st_mtim.tv_sec + SETTLED_S < now_s;
    bool changed = !same_keys(keys, &fresh);
    keys_finish(keys);
    *keys = fresh;
    return changed;
}

const struct key *keys_find(const struct keys *keys, const char *kid)
{
    for (unsigned i = 0; i < keys->count; i++) {
        if (strcmp(keys->list[i].kid, kid) == 0) {
            return &keys->list[i];
        }
    }
    return NULL;
}

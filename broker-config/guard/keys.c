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
 * late to find out. */
static bool is_p256_public_key(const char *pem)
{
    BIO *bio = BIO_new_mem_buf(pem, -1);
    if (bio == NULL) {
        return false;
    }
    EVP_PKEY *key = PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL);
    BIO_free(bio);
    char group[32] = "";
    size_t length = 0;
    bool good = key != NULL && EVP_PKEY_is_a(key, "EC") == 1 &&
                EVP_PKEY_get_group_name(key, group, sizeof(group), &length) == 1 &&
                strcmp(group, "prime256v1") == 0;
    EVP_PKEY_free(key);
    ERR_clear_error(); /* the broker's TLS reads the same queue of errors */
    return good;
}

static bool read_key(int directory, const char *name, struct key *ret)
{
    int file = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) {
        return false;
    }
    struct stat info;
    ssize_t length = -1;
    if (fstat(file, &info) == 0 && S_ISREG(info.st_mode)) {
        length = read(file, ret->pem, sizeof(ret->pem));
    }
    (void)close(file); /* it was only read */
    if (length <= 0 || (size_t)length >= sizeof(ret->pem)) {
        return false;
    }
    ret->pem[length] = '\0';
    return strlen(ret->pem) == (size_t)length && is_p256_public_key(ret->pem);
}

/* Keeps the list ordered, the greatest first; the least falls out when it is full. */
static void insert(struct keys *keys, const struct key *key)
{
    unsigned at = 0;
    while (at < keys->count && strcmp(keys->list[at].kid, key->kid) > 0) {
        at++;
    }
    if (at == KEYS_MAX) {
        return;
    }
    unsigned moved = keys->count < KEYS_MAX ? keys->count - at : KEYS_MAX - 1 - at;
    memmove(&keys->list[at + 1], &keys->list[at], moved * sizeof(keys->list[0]));
    keys->list[at] = *key;
    if (keys->count < KEYS_MAX) {
        keys->count++;
    }
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
        struct key key = {.kid = ""};
        if (!kid_from_file_name(entry->d_name, key.kid)) {
            continue;
        }
        if (read_key(dirfd(directory), entry->d_name, &key)) {
            insert(keys, &key);
        } else {
            note(keys, key.kid, ".pem is no readable EC P-256 public key and is left out");
        }
    }
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* False when it could not be read for want of something that passes (descriptors, memory): what
 * was known stays. */
static bool read_directory(struct keys *keys)
{
    DIR *directory = opendir(keys->directory);
    if (directory == NULL && errno != ENOENT && errno != ENOTDIR && errno != EACCES) {
        return false;
    }
    keys->count = 0;
    memset(keys->list, 0, sizeof(keys->list));
    keys->note[0] = '\0';
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

bool keys_refresh(struct keys *keys, uint64_t now_s)
{
    struct stat info = {.st_mtim = {.tv_sec = 0}};
    (void)stat(keys->directory, &info); /* a missing one has the time 0 */
    if (keys->settled && same_time(&info.st_mtim, &keys->changed)) {
        return false;
    }
    struct keys before = *keys;
    if (!read_directory(keys)) {
        return false;
    }
    keys->changed = info.st_mtim;
    keys->settled = (uint64_t)info.st_mtim.tv_sec + SETTLED_S < now_s;
    return before.count != keys->count || strcmp(before.note, keys->note) != 0 ||
           memcmp(before.list, keys->list, sizeof(keys->list)) != 0;
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

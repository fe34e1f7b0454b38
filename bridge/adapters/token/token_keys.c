/* The two key directories in memory. A reload reads into a second copy and takes it over whole,
 * so a half-copied directory never leaves the arena without keys.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bridge/adapters/token/token_inner.h"
#include "robot/base/text.h"

#define SETTLED_S 2 /* a directory's time of change is too coarse to tell two at once apart */

enum rc token_refuse(struct token_fault *fault, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    (void)vsnprintf(fault->sentence, sizeof fault->sentence, format, list);
    va_end(list);
    return RC_IO;
}

bool token_kid_valid(const char *kid, size_t length)
{
    if (length == 0 || length >= TOKEN_KID_SIZE)
        return false;
    for (size_t i = 0; i < length; i++) {
        bool good = (kid[i] >= 'a' && kid[i] <= 'z') || (kid[i] >= '0' && kid[i] <= '9') ||
                    kid[i] == '-';
        if (!good)
            return false;
    }
    return true;
}

const struct token_key *token_keys_find(const struct token_keys *keys, const char *kid)
{
    for (size_t i = 0; i < keys->count; i++)
        if (strcmp(keys->publics[i].kid, kid) == 0)
            return &keys->publics[i];
    return NULL;
}

/* ---- one file ---- */

enum secrecy { KEY_PUBLIC, KEY_PRIVATE };

static enum rc check_file(
    int file, const char *path, enum secrecy secrecy, struct token_fault *fault)
{
    struct stat facts;
    if (fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode))
        return token_refuse(fault, "%.160s is not a file: remove it", path);
    if (secrecy == KEY_PRIVATE && (facts.st_mode & 077) != 0)
        return token_refuse(fault, "%.160s can be read by others: run chmod 600 on it", path);
    if (facts.st_size <= 0 || facts.st_size >= TOKEN_PEM_SIZE)
        return token_refuse(fault, "%.160s is no key: remove it", path);
    return RC_OK;
}

static enum rc read_key(
    const char *path, enum secrecy secrecy, struct token_key *ret, struct token_fault *fault)
{
    struct token_pem pem;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return token_refuse(fault, "%.160s: %s", path, strerror(errno));
    enum rc rc = check_file(file, path, secrecy, fault);
    ssize_t length = rc == RC_OK ? read(file, pem.text, sizeof pem.text - 1) : 0;
    (void)close(file); /* only read from */
    if (rc != RC_OK)
        return rc;
    if (length <= 0)
        return token_refuse(fault, "%.160s could not be read", path);
    pem.length = (size_t)length;
    pem.text[length] = '\0';
    ret->key = token_key_parse(&pem, secrecy == KEY_PRIVATE);
    OPENSSL_cleanse(&pem, sizeof pem);
    if (ret->key == NULL)
        return token_refuse(fault, "%.160s is no key: remove it", path);
    return RC_OK;
}

/* "k1-ab.pem" -> "k1-ab"; false for other names (the lock, editors' leftovers). */
static bool kid_from_name(const char *name, char kid[TOKEN_KID_SIZE])
{
    size_t length = strlen(name);
    if (length <= 4 || strcmp(name + length - 4, ".pem") != 0)
        return false;
    if (!token_kid_valid(name, length - 4))
        return false;
    memcpy(kid, name, length - 4);
    kid[length - 4] = '\0';
    return true;
}

/* ---- the directories ---- */

/* Keeps the list ascending; when full the smallest (the oldest) gives way. NULL: that is it. */
static struct token_key *insert_slot(struct token_keys *keys, const char *kid)
{
    size_t at = 0;
    while (at < keys->count && strcmp(keys->publics[at].kid, kid) < 0)
        at++;
    if (keys->count < TOKEN_KEYS_MAX) {
        memmove(&keys->publics[at + 1], &keys->publics[at],
            (keys->count - at) * sizeof keys->publics[0]);
        keys->count++;
        return &keys->publics[at];
    }
    if (at == 0)
        return NULL;
    token_key_free(keys->publics[0].key);
    memmove(&keys->publics[0], &keys->publics[1], (at - 1) * sizeof keys->publics[0]);
    return &keys->publics[at - 1];
}

static enum rc take_public(
    struct token_keys *keys, const char *path, const char *kid, struct token_fault *fault)
{
    struct token_key key = {0};
    (void)text_copy(key.kid, sizeof key.kid, kid);
    enum rc rc = read_key(path, KEY_PUBLIC, &key, fault);
    if (rc != RC_OK)
        return rc;
    struct token_key *slot = insert_slot(keys, kid);
    if (slot != NULL)
        *slot = key;
    else
        token_key_free(key.key);
    return RC_OK;
}

static enum rc take_private(
    struct token_keys *keys, const char *path, const char *kid, struct token_fault *fault)
{
    if (strcmp(kid, keys->signer.kid) <= 0)
        return RC_OK;
    struct token_key key = {0};
    (void)text_copy(key.kid, sizeof key.kid, kid);
    enum rc rc = read_key(path, KEY_PRIVATE, &key, fault);
    if (rc != RC_OK)
        return rc;
    token_key_free(keys->signer.key);
    keys->signer = key;
    return RC_OK;
}

static enum rc scan(struct token_keys *keys, enum secrecy secrecy, struct token_fault *fault)
{
    char directory[TOKEN_PATH_SIZE];
    (void)snprintf(directory, sizeof directory, "%s/%s", keys->state,
        secrecy == KEY_PRIVATE ? "keys" : "public-keys");
    DIR *entries = opendir(directory);
    if (entries == NULL && errno == ENOENT)
        return RC_OK;
    if (entries == NULL)
        return token_refuse(fault, "%.160s: %s", directory, strerror(errno));
    enum rc rc = RC_OK;
    const struct dirent *entry;
    while (rc == RC_OK && (entry = readdir(entries)) != NULL) {
        char kid[TOKEN_KID_SIZE];
        if (!kid_from_name(entry->d_name, kid))
            continue;
        char path[TOKEN_PATH_SIZE + 64];
        (void)snprintf(path, sizeof path, "%s/%s.pem", directory, kid);
        rc = secrecy == KEY_PRIVATE ? take_private(keys, path, kid, fault)
                                    : take_public(keys, path, kid, fault);
    }
    (void)closedir(entries);
    return rc;
}

static void forget_all(struct token_keys *keys)
{
    for (size_t i = 0; i < keys->count; i++)
        token_key_free(keys->publics[i].key);
    token_key_free(keys->signer.key);
    keys->count = 0;
    memset(&keys->signer, 0, sizeof keys->signer);
}

static enum rc read_all(struct token_keys *keys, struct token_fault *fault)
{
    forget_all(keys);
    enum rc rc = scan(keys, KEY_PRIVATE, fault);
    if (rc == RC_OK)
        rc = scan(keys, KEY_PUBLIC, fault);
    bool torn = rc == RC_OK && keys->signer.kid[0] != '\0' &&
                token_keys_find(keys, keys->signer.kid) == NULL;
    if (torn)
        return token_refuse(fault,
            "%.100s/keys/%s.pem has no public half: remove it, or put the half back",
            keys->state, keys->signer.kid);
    return rc;
}

static enum rc make_directory(
    const char *state, const char *name, mode_t mode, struct token_fault *fault)
{
    char path[TOKEN_PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s%s%s", state, name[0] != '\0' ? "/" : "", name);
    if (mkdir(path, mode) != 0 && errno != EEXIST)
        return token_refuse(fault, "%.160s: %s", path, strerror(errno));
    return RC_OK;
}

static enum rc make_directories(const char *state, struct token_fault *fault)
{
    enum rc rc = make_directory(state, "", 0755, fault);
    if (rc == RC_OK)
        rc = make_directory(state, "keys", 0700, fault);
    if (rc == RC_OK)
        rc = make_directory(state, "public-keys", 0755, fault);
    return rc;
}

/* ---- making, under the lock ---- */

static enum rc take_lock(const char *state, int *ret, struct token_fault *fault)
{
    char path[TOKEN_PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/keys/lock", state);
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return token_refuse(fault, "%.160s: %s", path, strerror(errno));
    if (flock(file, LOCK_EX) != 0) {
        (void)close(file);
        return token_refuse(fault, "%.160s: %s", path, strerror(errno));
    }
    *ret = file;
    return RC_OK;
}

enum when { ALWAYS, WHEN_NONE };

static enum rc make_pair(
    struct token_keys *keys, enum when when, uint64_t now_s, struct token_fault *fault)
{
    int lock = -1;
    enum rc rc = make_directories(keys->state, fault);
    if (rc == RC_OK)
        rc = take_lock(keys->state, &lock, fault);
    if (rc != RC_OK)
        return rc;
    rc = read_all(keys, fault); /* another program may have made it while we waited */
    if (rc == RC_OK && (when == ALWAYS || keys->signer.kid[0] == '\0')) {
        const char *newest = keys->count > 0 ? keys->publics[keys->count - 1].kid : "";
        rc = token_pair_make(keys->state, newest, now_s, fault);
        if (rc == RC_OK)
            rc = read_all(keys, fault);
    }
    (void)close(lock); /* and so unlocked */
    return rc;
}

enum rc token_keys_create(const char *state, bool make, uint64_t now_s, struct token_keys **ret,
    struct token_fault *fault)
{
    struct token_keys *keys = calloc(1, sizeof *keys);
    if (keys == NULL) {
        (void)token_refuse(fault, "out of memory");
        return RC_NO_MEMORY;
    }
    enum rc rc = RC_OK;
    if (!text_copy(keys->state, sizeof keys->state, state))
        rc = token_refuse(fault, "the state directory's path is too long");
    if (rc == RC_OK)
        rc = make ? make_pair(keys, WHEN_NONE, now_s, fault) : read_all(keys, fault);
    if (rc != RC_OK) {
        token_keys_destroy(keys);
        return rc;
    }
    *ret = keys;
    return RC_OK;
}

void token_keys_destroy(struct token_keys *keys)
{
    if (keys == NULL)
        return;
    forget_all(keys);
    free(keys);
}

enum rc token_keys_add(struct token_keys *keys, uint64_t now_s, struct token_fault *fault)
{
    return make_pair(keys, ALWAYS, now_s, fault);
}

enum rc token_keys_reload(struct token_keys *keys, struct token_fault *fault)
{
    struct token_keys *fresh;
    enum rc rc = token_keys_create(keys->state, false, 0, &fresh, fault);
    if (rc != RC_OK)
        return rc;
    struct token_keys old = *keys;
    *keys = *fresh;
    *fresh = old; /* and so is destroyed */
    token_keys_destroy(fresh);
    return RC_OK;
}

static struct timespec changed_at(const struct token_keys *keys, const char *name)
{
    char path[TOKEN_PATH_SIZE];
    struct stat facts = {.st_mtim = {.tv_sec = 0}};
    (void)snprintf(path, sizeof path, "%s/%s", keys->state, name);
    (void)stat(path, &facts); /* a missing one has the time 0 */
    return facts.st_mtim;
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

enum rc token_keys_refresh(struct token_keys *keys, uint64_t now_s, struct token_fault *fault)
{
    const struct timespec changed[2] = {
        changed_at(keys, "keys"), changed_at(keys, "public-keys")};
    if (keys->settled && same_time(&changed[0], &keys->changed[0]) &&
        same_time(&changed[1], &keys->changed[1]))
        return RC_OK;
    enum rc rc = token_keys_reload(keys, fault); /* if it fails: once for each change */
    memcpy(keys->changed, changed, sizeof changed);
    keys->settled = (uint64_t)changed[0].tv_sec + SETTLED_S < now_s &&
                    (uint64_t)changed[1].tv_sec + SETTLED_S < now_s;
    return rc;
}

size_t token_keys_count(const struct token_keys *keys)
{
    return keys->count;
}

const char *token_keys_kid(const struct token_keys *keys, size_t index)
{
    return keys->publics[index].kid;
}

const char *token_keys_signer(const struct token_keys *keys)
{
    return keys->signer.kid[0] != '\0' ? keys->signer.kid : NULL;
}

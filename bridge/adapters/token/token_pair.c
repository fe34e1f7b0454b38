/* Making a pair: EC P-256 by OpenSSL, written to temporary names, synced, renamed. The kid
 * begins with the time it was made, so that the newest is the greatest by name wherever the
 * files are copied to, and ends with random letters.
 */
#include <errno.h>
#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bridge/adapters/token/token_inner.h"

/* "k0001753400000-1f2e3d4c": 13 digits of Unix seconds. */
static bool next_kid(const char *newest, uint64_t now_s, char ret[TOKEN_KID_SIZE])
{
    unsigned char random[4];
    if (RAND_bytes(random, sizeof random) != 1)
        return false;
    unsigned long long made = now_s;
    if (newest[0] == 'k') {
        unsigned long long last = strtoull(newest + 1, NULL, 10);
        if (made <= last)
            made =
                last + 1; /* a clock that was set back must not make an old key of a new one */
    }
    (void)snprintf(ret, TOKEN_KID_SIZE, "k%013llu-%02x%02x%02x%02x", made, random[0], random[1],
        random[2], random[3]);
    return true;
}

static bool pems_from_key(
    EVP_PKEY *key, struct token_pem *private_pem, struct token_pem *public_pem)
{
    BIO *privates = BIO_new(BIO_s_mem());
    BIO *publics = BIO_new(BIO_s_mem());
    bool good = privates != NULL && publics != NULL &&
                PEM_write_bio_PKCS8PrivateKey(privates, key, NULL, NULL, 0, NULL, NULL) == 1 &&
                PEM_write_bio_PUBKEY(publics, key) == 1;
    if (good) {
        int a = BIO_read(privates, private_pem->text, TOKEN_PEM_SIZE - 1);
        int b = BIO_read(publics, public_pem->text, TOKEN_PEM_SIZE - 1);
        good = a > 0 && b > 0;
        private_pem->length = good ? (size_t)a : 0;
        public_pem->length = good ? (size_t)b : 0;
    }
    BIO_free(privates);
    BIO_free(publics);
    return good;
}

/* Instead of asking at the terminal. */
static int no_password(char *buffer, int size, int writing, void *user)
{
    (void)buffer;
    (void)size;
    (void)writing;
    (void)user;
    return -1;
}

struct evp_pkey_st *token_key_parse(const struct token_pem *pem, bool secret)
{
    char curve[32];
    BIO *text = BIO_new_mem_buf(pem->text, (int)pem->length);
    if (text == NULL)
        return NULL;
    EVP_PKEY *key = secret ? PEM_read_bio_PrivateKey(text, NULL, no_password, NULL)
                           : PEM_read_bio_PUBKEY(text, NULL, NULL, NULL);
    bool good = key != NULL && EVP_PKEY_get_group_name(key, curve, sizeof curve, NULL) == 1 &&
                strcmp(curve, "prime256v1") == 0;
    if (!good) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    BIO_free(text);
    ERR_clear_error();
    return key;
}

void token_key_free(struct evp_pkey_st *key)
{
    EVP_PKEY_free(key);
}

static bool sync_directory(const char *path)
{
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return false;
    bool good = fsync(directory) == 0;
    return close(directory) == 0 && good;
}

static bool write_synced(const char *path, mode_t mode, const struct token_pem *pem)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (file < 0)
        return false;
    bool good = write(file, pem->text, pem->length) == (ssize_t)pem->length && fsync(file) == 0;
    return close(file) == 0 && good;
}

struct place {
    const char *state;
    const char *directory; /* "keys" */
    const char *kid;
    mode_t mode;
};

/* Temporary names begin with a dot, so no reader takes them for a kid. */
static enum rc write_pem(
    const struct place *place, const struct token_pem *pem, struct token_fault *fault)
{
    char directory[TOKEN_PATH_SIZE];
    char half[TOKEN_PATH_SIZE + 64];
    char whole[TOKEN_PATH_SIZE + 64];
    (void)snprintf(directory, sizeof directory, "%s/%s", place->state, place->directory);
    (void)snprintf(half, sizeof half, "%s/.%s.new", directory, place->kid);
    (void)snprintf(whole, sizeof whole, "%s/%s.pem", directory, place->kid);
    if (write_synced(half, place->mode, pem) && rename(half, whole) == 0 &&
        sync_directory(directory))
        return RC_OK;
    int reason = errno;
    (void)unlink(half);
    return token_refuse(fault, "%.160s: %s", whole, strerror(reason));
}

enum rc token_pair_make(
    const char *state, const char *newest, uint64_t now_s, struct token_fault *fault)
{
    char kid[TOKEN_KID_SIZE];
    struct token_pem private_pem = {0};
    struct token_pem public_pem = {0};
    EVP_PKEY *key = EVP_EC_gen("P-256");
    bool good = key != NULL && next_kid(newest, now_s, kid) &&
                pems_from_key(key, &private_pem, &public_pem);
    EVP_PKEY_free(key);
    if (!good)
        return token_refuse(fault, "OpenSSL could not make a key pair");
    if (strcmp(kid, newest) <= 0)
        return token_refuse(fault, "the key %s sorts after any new one: rename it", newest);
    const struct place public_place = {state, "public-keys", kid, 0644};
    const struct place private_place = {state, "keys", kid, 0600};
    enum rc rc = write_pem(&public_place, &public_pem, fault);
    if (rc == RC_OK)
        rc = write_pem(&private_place, &private_pem, fault);
    OPENSSL_cleanse(&private_pem, sizeof private_pem);
    return rc;
}

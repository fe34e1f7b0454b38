#include "tests/broker/guard_fixture.h"

#include <assert.h>
#include <dirent.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void guard_directory_make(struct guard_directory *directory)
{
    const char *base = getenv("TMPDIR");
    (void)snprintf(directory->path, sizeof(directory->path), "%s/arena-guard-XXXXXX",
        base == NULL ? "/tmp" : base);
    char *made = mkdtemp(directory->path);
    assert(made != NULL);
}

void guard_directory_remove(const struct guard_directory *directory)
{
    DIR *list = opendir(directory->path);
    assert(list != NULL);
    struct dirent *entry = NULL;
    while ((entry = readdir(list)) != NULL) {
        (void)unlinkat(dirfd(list), entry->d_name, 0);
    }
    (void)closedir(list);
    (void)rmdir(directory->path);
}

const char *guard_directory_file(
    const struct guard_directory *directory, const char *name, char *buffer)
{
    int length = snprintf(buffer, FIXTURE_PATH_SIZE, "%s/%s", directory->path, name);
    assert(length > 0 && length < FIXTURE_PATH_SIZE);
    return buffer;
}

void guard_directory_write(
    const struct guard_directory *directory, const char *name, const char *content)
{
    char path[FIXTURE_PATH_SIZE];
    FILE *file = fopen(guard_directory_file(directory, name, path), "w");
    assert(file != NULL);
    size_t written = fwrite(content, 1, strlen(content), file);
    assert(written == strlen(content));
    int closed = fclose(file);
    assert(closed == 0);
}

static char *text_of(BIO *bio)
{
    char *data = NULL;
    long length = BIO_get_mem_data(bio, &data);
    char *text = strndup(data, (size_t)length);
    assert(text != NULL);
    BIO_free(bio);
    return text;
}

void guard_key_pair(const char *curve, char **ret_private, char **ret_public)
{
    EVP_PKEY *key = EVP_EC_gen(curve);
    assert(key != NULL);
    BIO *private = BIO_new(BIO_s_mem());
    BIO *public = BIO_new(BIO_s_mem());
    int good = PEM_write_bio_PrivateKey(private, key, NULL, NULL, 0, NULL, NULL);
    assert(good == 1);
    good = PEM_write_bio_PUBKEY(public, key);
    assert(good == 1);
    EVP_PKEY_free(key);
    *ret_private = text_of(private);
    *ret_public = text_of(public);
}

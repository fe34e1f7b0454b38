/* Signing a token: ES256, by OpenSSL with keys that were parsed once (robot/wire/signature.h
 * has why, and the checking).
 */
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#include "bridge/adapters/token/token_inner.h"
#include "robot/wire/signature.h"

#define HALF      (SIGNATURE_SIZE / 2)
#define BYTES_MAX ((TOKEN_SIZE / 4) * 3)

bool token_append(char text[TOKEN_SIZE], const void *bytes, size_t length)
{
    unsigned char coded[(BYTES_MAX / 3 + 1) * 4 + 1];
    size_t before = strlen(text);
    if (length > BYTES_MAX)
        return false;
    (void)EVP_EncodeBlock(coded, bytes, (int)length);
    size_t size = strcspn((const char *)coded, "=");
    if (before + size >= TOKEN_SIZE)
        return false;
    for (size_t i = 0; i < size; i++)
        text[before + i] = (char)(coded[i] == '+' ? '-' : coded[i] == '/' ? '_' : coded[i]);
    text[before + size] = '\0';
    return true;
}

/* ---- signing ---- */

static bool sign(
    EVP_PKEY *key, const char *text, unsigned char der[SIGNATURE_DER_SIZE], size_t *ret_size)
{
    *ret_size = SIGNATURE_DER_SIZE;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good =
        context != NULL && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
        EVP_DigestSign(context, der, ret_size, (const unsigned char *)text, strlen(text)) == 1;
    EVP_MD_CTX_free(context);
    return good;
}

static bool halves_from_der(
    const unsigned char *der, size_t size, unsigned char ret[SIGNATURE_SIZE])
{
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)size);
    bool good = signature != NULL &&
                BN_bn2binpad(ECDSA_SIG_get0_r(signature), ret, HALF) == HALF &&
                BN_bn2binpad(ECDSA_SIG_get0_s(signature), ret + HALF, HALF) == HALF;
    ECDSA_SIG_free(signature);
    return good;
}

bool token_sign(struct evp_pkey_st *key, char text[TOKEN_SIZE])
{
    unsigned char der[SIGNATURE_DER_SIZE], halves[SIGNATURE_SIZE];
    size_t size;
    size_t length = strlen(text);
    bool good = sign(key, text, der, &size) && halves_from_der(der, size, halves) &&
                length + 1 + SIGNATURE_TEXT_LENGTH < TOKEN_SIZE;
    if (good) {
        memcpy(text + length, ".", 2);
        good = token_append(text, halves, sizeof halves);
    }
    ERR_clear_error();
    return good;
}

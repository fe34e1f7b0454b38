#include "robot/wire/signature.h"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#define HALF (SIGNATURE_SIZE / 2)

/* r and s, as they stand in the token one behind the other. */
static bool read_text(const char *text, unsigned char ret[SIGNATURE_SIZE])
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    if (strlen(text) != SIGNATURE_TEXT_LENGTH ||
        strspn(text, alphabet) != SIGNATURE_TEXT_LENGTH) {
        return false;
    }
    unsigned char padded[SIGNATURE_TEXT_LENGTH + 2];
    unsigned char bytes[SIGNATURE_SIZE + 2];
    for (unsigned i = 0; i < SIGNATURE_TEXT_LENGTH; i++) {
        char c = text[i];
        padded[i] = (unsigned char)(c == '-' ? '+' : c == '_' ? '/' : c);
    }
    padded[SIGNATURE_TEXT_LENGTH] = padded[SIGNATURE_TEXT_LENGTH + 1] = '=';
    if (EVP_DecodeBlock(bytes, padded, sizeof(padded)) != (int)sizeof(bytes) ||
        bytes[SIGNATURE_SIZE] != 0) { /* bits that nobody would read: one token, one text */
        return false;
    }
    memcpy(ret, bytes, SIGNATURE_SIZE);
    return true;
}

/* As OpenSSL reads signatures; the length, 0 when it cannot be made. */
static size_t write_der(
    const unsigned char halves[SIGNATURE_SIZE], unsigned char ret[SIGNATURE_DER_SIZE])
{
    int length = 0;
    ECDSA_SIG *signature = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(halves, HALF, NULL);
    BIGNUM *s = BN_bin2bn(halves + HALF, HALF, NULL);
    if (signature != NULL && r != NULL && s != NULL && ECDSA_SIG_set0(signature, r, s) == 1) {
        r = s = NULL; /* the signature's now */
        if (i2d_ECDSA_SIG(signature, NULL) <= SIGNATURE_DER_SIZE) {
            length = i2d_ECDSA_SIG(signature, &ret);
        }
    }
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(signature);
    return length > 0 ? (size_t)length : 0;
}

bool signature_fits(struct evp_pkey_st *key, const char *token)
{
    unsigned char halves[SIGNATURE_SIZE], der[SIGNATURE_DER_SIZE];
    const char *dot = strrchr(token, '.');
    if (key == NULL || dot == NULL || !read_text(dot + 1, halves)) {
        return false;
    }
    size_t length = write_der(halves, der);
    EVP_MD_CTX *check = EVP_MD_CTX_new();
    bool fits = length > 0 && check != NULL &&
                EVP_DigestVerifyInit(check, NULL, EVP_sha256(), NULL, key) == 1 &&
                EVP_DigestVerify(check, der, length, (const unsigned char *)token,
                    (size_t)(dot - token)) == 1;
    EVP_MD_CTX_free(check);
    ERR_clear_error();
    return fits;
}

#include "broker-config/guard/signature.h"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define HALF        32 /* bytes of r, and of s */
#define TEXT_LENGTH 86 /* of both in base64url without padding */
#define DER_SIZE    80 /* two integers of 33 bytes, and their heads */

/* r and s, as they stand in the token one behind the other. */
static bool read_text(const char *text, unsigned char ret[2 * HALF])
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    if (strlen(text) != TEXT_LENGTH || strspn(text, alphabet) != TEXT_LENGTH) {
        return false;
    }
    unsigned char padded[TEXT_LENGTH + 2];
    unsigned char bytes[2 * HALF + 2];
    for (unsigned i = 0; i < TEXT_LENGTH; i++) {
        char c = text[i];
        padded[i] = (unsigned char)(c == '-' ? '+' : c == '_' ? '/' : c);
    }
    padded[TEXT_LENGTH] = padded[TEXT_LENGTH + 1] = '=';
    if (EVP_DecodeBlock(bytes, padded, sizeof(padded)) != (int)sizeof(bytes) ||
        bytes[2 * HALF] != 0) { /* bits that nobody would read: one token, one text */
        return false;
    }
    memcpy(ret, bytes, (size_t)2 * HALF);
    return true;
}

/* As OpenSSL reads signatures; the length, 0 when it cannot be made. */
static size_t write_der(const unsigned char halves[2 * HALF], unsigned char ret[DER_SIZE])
{
    int length = 0;
    ECDSA_SIG *signature = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(halves, HALF, NULL);
    BIGNUM *s = BN_bin2bn(halves + HALF, HALF, NULL);
    if (signature != NULL && r != NULL && s != NULL && ECDSA_SIG_set0(signature, r, s) == 1) {
        r = s = NULL; /* the signature's now */
        if (i2d_ECDSA_SIG(signature, NULL) <= DER_SIZE) {
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
    unsigned char halves[2 * HALF], der[DER_SIZE];
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
    return fits;
}

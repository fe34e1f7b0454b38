/* The signature of a token: ES256, by OpenSSL with keys that were parsed once. libjwt could do
 * it too, but reads the key's PEM text anew for each token, which takes five times as long as
 * signing or checking; and it checks by the algorithm that the token itself names, so that one
 * saying HS256 would be verified with the public key as a shared secret. Here there is one way.
 */
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#include "bridge/adapters/token/token_inner.h"

#define HALF        32 /* bytes of r, and of s */
#define TEXT_LENGTH 86 /* of both in base64url without padding */
#define DER_SIZE    80 /* two integers of 33 bytes, and their heads */
#define BYTES_MAX   ((TOKEN_SIZE / 4) * 3)

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

static bool sign(EVP_PKEY *key, const char *text, unsigned char der[DER_SIZE], size_t *ret_size)
{
    *ret_size = DER_SIZE;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good =
        context != NULL && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
        EVP_DigestSign(context, der, ret_size, (const unsigned char *)text, strlen(text)) == 1;
    EVP_MD_CTX_free(context);
    return good;
}

static bool halves_from_der(const unsigned char *der, size_t size, unsigned char ret[2 * HALF])
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
    unsigned char der[DER_SIZE], halves[2 * HALF];
    size_t size;
    size_t length = strlen(text);
    bool good = sign(key, text, der, &size) && halves_from_der(der, size, halves) &&
                length + 1 + TEXT_LENGTH < TOKEN_SIZE;
    if (good) {
        memcpy(text + length, ".", 2);
        good = token_append(text, halves, sizeof halves);
    }
    ERR_clear_error();
    return good;
}

/* ---- checking ---- */

/* r and s, as they stand in the token one behind the other. */
static bool halves_from_text(const char *text, unsigned char ret[2 * HALF])
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    if (strlen(text) != TEXT_LENGTH || strspn(text, alphabet) != TEXT_LENGTH)
        return false;
    unsigned char padded[TEXT_LENGTH + 2];
    unsigned char bytes[2 * HALF + 2];
    for (unsigned i = 0; i < TEXT_LENGTH; i++) {
        char c = text[i];
        padded[i] = (unsigned char)(c == '-' ? '+' : c == '_' ? '/' : c);
    }
    padded[TEXT_LENGTH] = padded[TEXT_LENGTH + 1] = '=';
    if (EVP_DecodeBlock(bytes, padded, sizeof padded) != (int)sizeof bytes ||
        bytes[2 * HALF] != 0) /* bits that nobody would read: one token, one text */
        return false;
    memcpy(ret, bytes, (size_t)2 * HALF);
    return true;
}

/* As OpenSSL reads signatures; the length, 0 when it cannot be made. */
static size_t der_from_halves(const unsigned char halves[2 * HALF], unsigned char *ret)
{
    int length = 0;
    ECDSA_SIG *signature = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(halves, HALF, NULL);
    BIGNUM *s = BN_bin2bn(halves + HALF, HALF, NULL);
    if (signature != NULL && r != NULL && s != NULL && ECDSA_SIG_set0(signature, r, s) == 1) {
        r = s = NULL; /* the signature's now */
        if (i2d_ECDSA_SIG(signature, NULL) <= DER_SIZE)
            length = i2d_ECDSA_SIG(signature, &ret);
    }
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(signature);
    return length > 0 ? (size_t)length : 0;
}

bool token_signature_fits(struct evp_pkey_st *key, const char *token)
{
    unsigned char halves[2 * HALF], der[DER_SIZE];
    const char *dot = strrchr(token, '.');
    if (dot == NULL || !halves_from_text(dot + 1, halves))
        return false;
    size_t length = der_from_halves(halves, der);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool fits = length > 0 && context != NULL &&
                EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
                EVP_DigestVerify(context, der, length, (const unsigned char *)token,
                    (size_t)(dot - token)) == 1;
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    return fits;
}

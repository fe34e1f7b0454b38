#include "bridge/app/fresh.h"

#define FRESH_TAG    22 /* characters of 6 bits: 132 */
#define FRESH_CODE   20 /* characters of 5 bits: 100 */
#define FRESH_SUFFIX 8  /* characters of 5 bits: 40 */

/* Both alphabets have a power of two of letters: every one is equally likely. */
static const char letters64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char letters32[] = "abcdefghijkmnpqrstuvwxyz23456789";

struct fresh fresh_draw(const struct port_clock *clock)
{
    struct fresh fresh = {0};
    unsigned char bytes[FRESH_TAG + FRESH_CODE + FRESH_SUFFIX];
    clock->random(clock->self, bytes, sizeof bytes);
    const unsigned char *next = bytes;
    for (unsigned i = 0; i < FRESH_TAG; i++) {
        fresh.tag.text[i] = letters64[*next++ & 63];
    }
    for (unsigned i = 0; i < FRESH_CODE; i++) {
        fresh.code[i] = letters32[*next++ & 31];
    }
    for (unsigned i = 0; i < FRESH_SUFFIX; i++) {
        fresh.suffix[i] = letters32[*next++ & 31];
    }
    return fresh;
}

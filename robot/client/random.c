#include "robot/client/random.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static void fill(void *bytes, size_t size)
{
    if (getrandom(bytes, size, 0) != (ssize_t)size)
        abort(); /* less than 256 bytes never fail on Linux */
}

struct tag random_tag(void)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned char bytes[16];
    struct tag tag = {0};
    fill(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        tag.text[i] = alphabet[bytes[i] % 64];
    return tag;
}

uint32_t random_u32(void)
{
    uint32_t number;
    fill(&number, sizeof number);
    return number;
}

uint32_t random_below(uint32_t bound)
{
    return random_u32() % bound;
}

#include "bridge/adapters/clock.h"

#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

static uint64_t now(void *self)
{
    const struct clock *clock = self;
    return clock->now;
}

static uint64_t wall(void *self)
{
    struct timespec time;
    (void)self;
    (void)clock_gettime(CLOCK_REALTIME, &time);
    return (uint64_t)time.tv_sec * 1000u + (uint64_t)time.tv_nsec / 1000000u;
}

/* Linux gives up to 256 bytes at once, never interrupted once seeded; without chance there is
 * nothing this program could safely do. */
static void draw(void *self, void *ret_bytes, size_t size)
{
    unsigned char *bytes = ret_bytes;
    (void)self;
    while (size > 0) {
        ssize_t got = getrandom(bytes, size, 0);
        if (got <= 0)
            abort();
        bytes += got;
        size -= (size_t)got;
    }
}

struct port_clock clock_port(struct clock *clock)
{
    return (struct port_clock){.self = clock, .now = now, .wall = wall, .random = draw};
}

void clock_draw_tag(struct tag *ret)
{
    static const char ALPHABET[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned char bytes[TAG_SIZE - 2];
    draw(NULL, bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        ret->text[i] = ALPHABET[bytes[i] % 64];
    ret->text[sizeof bytes] = '\0';
}

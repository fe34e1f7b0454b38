#include "bridge/ctl/stick.h"

#include <string.h>

#define SPEED_STEP 10
#define SPEED_MIN  10
#define SPEED_MAX  100

static const struct {
    const char *bytes;
    enum stick_key key;
} keys[] = {
    {"\033[A", STICK_FORWARD     },
    {"\033[B", STICK_BACK        },
    {"\033[C", STICK_RIGHT       },
    {"\033[D", STICK_LEFT        },
    {"\033OA", STICK_FORWARD     },
    {"\033OB", STICK_BACK        },
    {"\033OC", STICK_RIGHT       },
    {"\033OD", STICK_LEFT        },
    {"w",      STICK_FORWARD     },
    {"s",      STICK_BACK        },
    {"a",      STICK_LEFT        },
    {"d",      STICK_RIGHT       },
    {"i",      STICK_CAMERA_UP   },
    {"k",      STICK_CAMERA_DOWN },
    {"j",      STICK_CAMERA_LEFT },
    {"l",      STICK_CAMERA_RIGHT},
    {"+",      STICK_FASTER      },
    {"=",      STICK_FASTER      },
    {"-",      STICK_SLOWER      },
    {" ",      STICK_STOP        },
    {"c",      STICK_CLEAR       },
    {"q",      STICK_QUIT        },
    {"\003",   STICK_QUIT        }, /* Ctrl-C and Ctrl-D, should they come as bytes */
    {"\004",   STICK_QUIT        },
};

void stick_init(struct stick *stick, uint32_t hold_ms)
{
    memset(stick, 0, sizeof *stick);
    stick->hold_ms = hold_ms;
    stick->speed = 50;
}

/* Of a sequence that none of our keys is: escape, its introducer, up to its last letter. */
static size_t sequence_length(const char *bytes, size_t length, bool whole)
{
    bool alone = length == 1;
    if (bytes[0] != '\033' || (alone && whole))
        return 1;
    if (alone)
        return 0;
    if (strchr("[O", bytes[1]) == NULL)
        return 1;
    for (size_t i = 2; i < length; i++)
        if (bytes[i] >= '@' && bytes[i] <= '~')
            return i + 1;
    return whole ? length : 0;
}

size_t stick_key_from_bytes(const char *bytes, size_t length, bool whole, enum stick_key *ret)
{
    if (length == 0)
        return 0;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        size_t size = strlen(keys[i].bytes);
        if (length >= size && memcmp(bytes, keys[i].bytes, size) == 0) {
            *ret = keys[i].key;
            return size;
        }
    }
    *ret = STICK_NONE;
    return sequence_length(bytes, length, whole);
}

static enum stick_key opposite(enum stick_key key)
{
    static const enum stick_key opposites[STICK_KEY_COUNT_] = {
        [STICK_FORWARD] = STICK_BACK,
        [STICK_BACK] = STICK_FORWARD,
        [STICK_LEFT] = STICK_RIGHT,
        [STICK_RIGHT] = STICK_LEFT,
        [STICK_CAMERA_UP] = STICK_CAMERA_DOWN,
        [STICK_CAMERA_DOWN] = STICK_CAMERA_UP,
        [STICK_CAMERA_LEFT] = STICK_CAMERA_RIGHT,
        [STICK_CAMERA_RIGHT] = STICK_CAMERA_LEFT,
    };
    return opposites[key];
}

void stick_let_go(struct stick *stick)
{
    memset(stick->until, 0, sizeof stick->until);
}

static void hold(struct stick *stick, enum stick_key key, uint64_t now)
{
    uint64_t *until = &stick->until[key];
    if (*until <= now)
        *until = now + stick->hold_ms;
    else if (*until < now + STICK_REPEAT_MS)
        *until = now + STICK_REPEAT_MS;
    stick->until[opposite(key)] = 0;
}

void stick_press(struct stick *stick, enum stick_key key, uint64_t now)
{
    if (opposite(key) != STICK_NONE)
        hold(stick, key, now);
    else if (key == STICK_FASTER && stick->speed < SPEED_MAX)
        stick->speed += SPEED_STEP;
    else if (key == STICK_SLOWER && stick->speed > SPEED_MIN)
        stick->speed -= SPEED_STEP;
    else if (key == STICK_NONE)
        stick_let_go(stick);
}

/* 1, 0 or -1 */
static double direction(
    const struct stick *stick, enum stick_key more, enum stick_key less, uint64_t now)
{
    double value = 0;
    if (stick->until[more] > now)
        value = 1;
    if (stick->until[less] > now)
        value = -1;
    return value;
}

void stick_axes(const struct stick *stick, uint64_t now, struct axes *ret)
{
    const double speed = stick->speed / 100.0;
    memset(ret, 0, sizeof *ret);
    ret->value[AXIS_X] = speed * direction(stick, STICK_RIGHT, STICK_LEFT, now);
    ret->value[AXIS_Y] = speed * direction(stick, STICK_FORWARD, STICK_BACK, now);
    ret->value[AXIS_CX] = speed * direction(stick, STICK_CAMERA_RIGHT, STICK_CAMERA_LEFT, now);
    ret->value[AXIS_CY] = speed * direction(stick, STICK_CAMERA_UP, STICK_CAMERA_DOWN, now);
}

#include "bridge/adapters/store/frame.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define FORMAT    1   /* the first byte of each row */
#define FAR_M     1e6 /* beyond it there is no pose */
#define UNIT_HOT  1u
#define UNIT_POSE 2u

/* Letters, so that a list may grow in the middle. */
static const char match_letters[MATCH_STATE_COUNT_] = {
    [MATCH_LOBBY] = 'l',
    [MATCH_READY] = 'y',
    [MATCH_COUNTDOWN] = 'c',
    [MATCH_RUNNING] = 'r',
    [MATCH_PAUSED] = 'p',
    [MATCH_FINISHED] = 'f',
    [MATCH_ABORTED] = 'a',
};

static const char unit_letters[UNIT_STATE_COUNT_] = {
    [UNIT_UP] = 'u',
    [UNIT_SHIELDED] = 's',
    [UNIT_DOWN] = 'd',
    [UNIT_OUT] = 'o',
};

/* A number takes at most 10 bytes, a unit 2 + ID_SIZE + 10 numbers of 32 bits (5 bytes). */
_Static_assert(
    64 + MATCH_TEAMS * 5 + MATCH_UNITS * (4 + ID_SIZE + 10 * 5) <= FRAME_SIZE, "it fits");

/* ---- writing ---- */

struct writing {
    unsigned char *at;
};

static void put_byte(struct writing *writing, unsigned byte)
{
    *writing->at++ = (unsigned char)byte;
}

static void put(struct writing *writing, uint32_t number)
{
    for (; number >= 0x80; number >>= 7)
        put_byte(writing, (number & 0x7f) | 0x80);
    put_byte(writing, number);
}

/* 0, -1, 1, -2 … as 0, 1, 2, 3 … */
static void put_signed(struct writing *writing, int32_t number)
{
    uint32_t doubled = (uint32_t)number << 1;
    put(writing, number < 0 ? ~doubled : doubled);
}

static bool pose_fits(const struct match_unit *unit)
{
    return unit->has_pose && fabs(unit->x) < FAR_M && fabs(unit->y) < FAR_M &&
           fabs(unit->heading) < FAR_M;
}

static void put_unit(struct writing *writing, const struct match_unit *unit)
{
    size_t length = strlen(unit->robot);
    bool pose = pose_fits(unit);
    put_byte(writing, (unsigned)length);
    memcpy(writing->at, unit->robot, length);
    writing->at += length;
    put_byte(writing, (unsigned char)unit_letters[unit->state]);
    put_byte(writing, (unit->hot ? UNIT_HOT : 0) | (pose ? UNIT_POSE : 0));
    put_signed(writing, unit->health);
    put_signed(writing, unit->heat);
    put_signed(writing, unit->lives);
    put(writing, unit->back_ms);
    put_signed(writing, unit->limit);
    put(writing, unit->shots);
    if (!pose)
        return;
    put_signed(writing, (int32_t)lround(unit->x * 1000));
    put_signed(writing, (int32_t)lround(unit->y * 1000));
    put_signed(writing, (int32_t)lround(unit->heading * 10));
}

size_t frame_write(const struct match_live *live, unsigned char ret[FRAME_SIZE])
{
    struct writing writing = {.at = ret};
    assert(live->team_count <= MATCH_TEAMS && live->unit_count <= MATCH_UNITS);
    put_byte(&writing, FORMAT);
    put_byte(&writing, (unsigned char)match_letters[live->state]);
    put(&writing, live->seq);
    put(&writing, live->clock_ms);
    put(&writing, live->team_count);
    for (unsigned i = 0; i < live->team_count; i++)
        put_signed(&writing, live->scores[i]);
    put(&writing, live->unit_count);
    for (unsigned i = 0; i < live->unit_count; i++)
        put_unit(&writing, &live->units[i]);
    return (size_t)(writing.at - ret);
}

/* ---- reading ---- */

struct reading {
    const unsigned char *at, *end;
    bool bad; /* something was missing or wrong; what is read from then on is 0 */
};

static unsigned get_byte(struct reading *reading)
{
    if (reading->at == reading->end)
        reading->bad = true;
    return reading->bad ? 0 : *reading->at++;
}

static uint32_t get(struct reading *reading)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        unsigned byte = get_byte(reading);
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            reading->bad |= number > UINT32_MAX;
            return reading->bad ? 0 : (uint32_t)number;
        }
    }
    reading->bad = true;
    return 0;
}

static int32_t get_signed(struct reading *reading)
{
    uint32_t number = get(reading);
    uint32_t half = number >> 1;
    return (number & 1) != 0 ? -(int32_t)half - 1 : (int32_t)half;
}

static unsigned get_letter(struct reading *reading, const char *letters, unsigned count)
{
    unsigned byte = get_byte(reading);
    const char *found = memchr(letters, (int)byte, count);
    if (found == NULL)
        reading->bad = true;
    return found != NULL ? (unsigned)(found - letters) : 0;
}

static unsigned get_count(struct reading *reading, unsigned most)
{
    uint32_t count = get(reading);
    if (count > most)
        reading->bad = true;
    return reading->bad ? 0 : count;
}

static void get_robot(struct reading *reading, char ret[ID_SIZE])
{
    size_t length = get_byte(reading);
    if (length >= ID_SIZE || length > (size_t)(reading->end - reading->at)) {
        reading->bad = true;
        return;
    }
    memcpy(ret, reading->at, length);
    reading->at += length;
    if (length > 0 && (!id_valid(ret) || strlen(ret) != length))
        reading->bad = true;
}

static void get_unit(struct reading *reading, struct match_unit *unit)
{
    get_robot(reading, unit->robot);
    unit->state = (enum unit_state)get_letter(reading, unit_letters, UNIT_STATE_COUNT_);
    unsigned flags = get_byte(reading);
    unit->hot = (flags & UNIT_HOT) != 0;
    unit->has_pose = (flags & UNIT_POSE) != 0;
    unit->health = get_signed(reading);
    unit->heat = get_signed(reading);
    unit->lives = get_signed(reading);
    unit->back_ms = get(reading);
    unit->limit = get_signed(reading);
    unit->shots = get(reading);
    if (!unit->has_pose)
        return;
    unit->x = get_signed(reading) / 1000.0;
    unit->y = get_signed(reading) / 1000.0;
    unit->heading = get_signed(reading) / 10.0;
    reading->bad |= !pose_fits(unit);
}

bool frame_read(const unsigned char *bytes, size_t length, struct match_live *ret)
{
    struct reading reading = {.at = bytes, .end = bytes + length};
    memset(ret, 0, sizeof *ret);
    if (get_byte(&reading) != FORMAT)
        return false;
    ret->state = (enum match_state)get_letter(&reading, match_letters, MATCH_STATE_COUNT_);
    ret->seq = get(&reading);
    ret->clock_ms = get(&reading);
    ret->team_count = get_count(&reading, MATCH_TEAMS);
    for (unsigned i = 0; i < ret->team_count; i++)
        ret->scores[i] = get_signed(&reading);
    ret->unit_count = get_count(&reading, MATCH_UNITS);
    for (unsigned i = 0; i < ret->unit_count && !reading.bad; i++)
        get_unit(&reading, &ret->units[i]);
    return !reading.bad && reading.at == reading.end;
}

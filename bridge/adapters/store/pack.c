#include "bridge/adapters/store/pack.h"

#include <math.h>
#include <string.h>

#include "robot/base/text.h"

#define SINGLE 0x80u

static struct pack_field *find_or_add(struct pack *pack, const char *name)
{
    for (unsigned i = 0; i < pack->count; i++)
        if (strcmp(pack->fields[i].name, name) == 0)
            return &pack->fields[i];
    if (pack->count == PACK_FIELDS)
        return NULL;
    struct pack_field *field = &pack->fields[pack->count++];
    *field = (struct pack_field){.count = 0};
    (void)text_copy(field->name, sizeof field->name, name);
    return field;
}

void pack_add(struct pack *pack, const struct pack_field *field)
{
    struct pack_field *mine = find_or_add(pack, field->name);
    if (mine == NULL || field->count == 0)
        return;
    if (mine->count == 0 || field->min < mine->min)
        mine->min = field->min;
    if (mine->count == 0 || field->max > mine->max)
        mine->max = field->max;
    mine->sum += field->sum;
    mine->count += field->count;
}

static void add_value(struct pack *pack, const char *name, double value)
{
    if (name[0] == '\0' || !isfinite(value))
        return;
    struct pack_field field = {.count = 1, .min = value, .sum = value, .max = value};
    (void)text_copy(field.name, sizeof field.name, name);
    pack_add(pack, &field);
}

void pack_from_telemetry(struct pack *ret, const struct telemetry *telemetry)
{
    ret->count = 0;
    for (unsigned i = 0; i < telemetry->field_count && i < CARD_FIELDS; i++)
        add_value(ret, telemetry->fields[i].name, telemetry->fields[i].value);
    if (!telemetry->has_pose)
        return;
    add_value(ret, "pose_x", telemetry->pose_x);
    add_value(ret, "pose_y", telemetry->pose_y);
    add_value(ret, "pose_heading", telemetry->pose_heading);
}

static unsigned char *put_bits(unsigned char *at, uint64_t bits, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        *at++ = (unsigned char)(bits >> (8 * i));
    return at;
}

static unsigned char *put_double(unsigned char *at, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return put_bits(at, bits, 8);
}

static unsigned char *put_field(unsigned char *at, const struct pack_field *field)
{
    size_t length = strlen(field->name);
    *at++ = (unsigned char)(length | (field->count == 1 ? SINGLE : 0));
    memcpy(at, field->name, length);
    at += length;
    if (field->count == 1)
        return put_double(at, field->sum);
    at = put_bits(at, field->count, 4);
    at = put_double(at, field->min);
    at = put_double(at, field->sum / field->count);
    return put_double(at, field->max);
}

size_t pack_write(const struct pack *pack, unsigned char ret[PACK_SIZE])
{
    unsigned char *at = ret;
    for (unsigned i = 0; i < pack->count; i++)
        if (pack->fields[i].count > 0)
            at = put_field(at, &pack->fields[i]);
    return (size_t)(at - ret);
}

static uint64_t get_bits(const unsigned char *at, unsigned bytes)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < bytes; i++)
        bits |= (uint64_t)at[i] << (8 * i);
    return bits;
}

static double get_double(const unsigned char *at)
{
    uint64_t bits = get_bits(at, 8);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void get_single(const unsigned char *at, struct pack_field *ret)
{
    ret->count = 1;
    ret->min = ret->sum = ret->max = get_double(at);
}

static void get_summary(const unsigned char *at, struct pack_field *ret)
{
    ret->count = (uint32_t)get_bits(at, 4);
    ret->min = get_double(at + 4);
    ret->sum = get_double(at + 12) * ret->count;
    ret->max = get_double(at + 20);
}

static bool is_sane(const struct pack_field *field)
{
    return field->count > 0 && isfinite(field->min) && isfinite(field->sum) &&
           isfinite(field->max);
}

/* Returns the bytes taken; 0: they are no field. */
static size_t get_field(const unsigned char *bytes, size_t length, struct pack_field *ret)
{
    bool single = (bytes[0] & SINGLE) != 0;
    size_t name = bytes[0] & ~SINGLE;
    size_t size = 1 + name + (single ? 8 : 28);
    if (name == 0 || name >= WORD_SIZE || length < size)
        return 0;
    if (memchr(bytes + 1, '\0', name) != NULL)
        return 0;
    memcpy(ret->name, bytes + 1, name);
    ret->name[name] = '\0';
    if (single)
        get_single(bytes + 1 + name, ret);
    else
        get_summary(bytes + 1 + name, ret);
    return is_sane(ret) ? size : 0;
}

bool pack_read(const unsigned char *bytes, size_t length, pack_sink *sink, void *context)
{
    while (length > 0) {
        struct pack_field field;
        size_t taken = get_field(bytes, length, &field);
        if (taken == 0)
            return false;
        sink(context, &field);
        bytes += taken;
        length -= taken;
    }
    return true;
}

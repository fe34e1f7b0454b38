#include "tests/client/authority_fixture.h"

#include <string.h>

const struct principal ann = {KIND_PLAYER, "ann"};
const struct principal bob = {KIND_PLAYER, "bob"};
const struct principal eve = {KIND_PLAYER, "eve"};
const struct principal referee = {KIND_REFEREE, "ref"};

static const struct card rover = {
    .id = "rover",
    .axes = {[AXIS_X] = {true, -90, 90},                                                           [AXIS_Y] = {true, -0.5, 2}},
    .action_count = 3,
    .actions = { {.name = "fire", .when = WHEN_DRIVING},
             {.name = "set_speed", .has_range = true, .min = 1, .max = 100, .when = WHEN_DRIVING},
             {.name = "light", .when = WHEN_ALWAYS}},
    .status_ms = 1000,
    .deadman_ms = 300,
    .max_age_ms = 600,
};

struct tag tag_of(const char *text)
{
    struct tag tag;
    assert_true(tag_from_text(text, &tag));
    return tag;
}

void fixture_init(struct fixture *f)
{
    memset(f, 0, sizeof *f);
    f->card = rover;
    authority_init(&f->authority, &f->card, CLOCK_START, NULL, BORN);
    for (uint64_t now = BORN; now <= T; now += 500)
        pass(f, now);
}

uint32_t echo(const struct fixture *f, uint64_t when)
{
    return authority_clock(&f->authority, when);
}

struct lease lease_of(const struct fixture *f, const struct principal *driver, uint32_t n,
    uint32_t rev, uint64_t said)
{
    struct lease lease = {
        .number = {n,  rev},
        .e = echo(f, said),
        .drive = true,
        .limits = { 1, 1, 1, 1, 1, 1},
        .max_age_ms = 500,
        .deadman_ms = 250,
    };
    if (driver)
        lease.driver = *driver;
    return lease;
}

void hear_lease(struct fixture *f, const struct lease *lease, uint64_t now)
{
    authority_hear_lease(&f->authority, lease, now, &f->effects);
}

void fixture_lease(struct fixture *f)
{
    fixture_init(f);
    authority_connected(&f->authority, T, &f->effects);
    struct lease lease = lease_of(f, &ann, 7, 1, T);
    hear_lease(f, &lease, T);
    authority_subscribed(&f->authority, &ann, T, &f->effects);
}

void fixture_driving(struct fixture *f)
{
    fixture_lease(f);
    hear_frame(f, 0, T);
    assert_int_equal(f->authority.mode, MODE_DRIVING);
}

struct drive frame_of(struct fixture *f, double y, uint64_t said)
{
    return (struct drive){.n = 7,
        .s = ++f->s,
        .e = echo(f, said),
        .t = 1000 + f->s,
        .axes = {.value = {[AXIS_Y] = y}}};
}

void hear_frame(struct fixture *f, double y, uint64_t now)
{
    struct drive drive = frame_of(f, y, now);
    authority_hear_drive(&f->authority, &ann, &drive, now, &f->effects);
}

bool has(const struct fixture *f, unsigned effect)
{
    return (f->effects.set & effect) == effect;
}

enum refusal refusal_of(
    struct fixture *f, const struct principal *from, const struct drive *drive, uint64_t now)
{
    authority_hear_drive(&f->authority, from, drive, now, &f->effects);
    assert_int_equal(has(f, AUTHORITY_OUTPUT), f->effects.refusal == REFUSAL_NONE);
    return f->effects.refusal;
}

void pass(struct fixture *f, uint64_t now)
{
    authority_pass(&f->authority, now, &f->effects);
}

void hear_stop(struct fixture *f, const struct principal *from, const char *id, uint64_t now)
{
    struct stop stop = {.id = tag_of(id)};
    authority_hear_stop(&f->authority, from, &stop, now, &f->effects);
}

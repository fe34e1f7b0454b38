/* A robot's authority that is connected, holds a fresh lease for ann and waits for neutral: the
 * state from which most cases start. Times are T + something; the clock starts so that c wraps
 * within the test. */
#ifndef TESTS_CLIENT_AUTHORITY_FIXTURE_H
#define TESTS_CLIENT_AUTHORITY_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/client/authority.h"

#include <cmocka.h>

#define T           100000u /* now when the fixture is ready */
#define BORN        50000u
#define CLOCK_START (UINT32_MAX - 99990u) /* c is about 10 at T + 1 */

struct fixture {
    struct card card;
    struct authority authority;
    struct authority_effects effects; /* of the last call */
    uint32_t s;                       /* the last sequence sent */
};

extern const struct principal ann, bob, eve, referee;

void fixture_init(struct fixture *f);    /* nothing heard, not connected, at T */
void fixture_lease(struct fixture *f);   /* … connected, ann has the lease (7, 1) */
void fixture_driving(struct fixture *f); /* … and a neutral frame was accepted at T */

uint32_t echo(const struct fixture *f, uint64_t when); /* what the robot said at `when` */
struct lease lease_of(const struct fixture *f, const struct principal *driver, uint32_t n,
    uint32_t rev, uint64_t said);
void hear_lease(struct fixture *f, const struct lease *lease, uint64_t now);
/* A frame of ann's, n 7, next s, echo of `said`; y is the only axis. */
struct drive frame_of(struct fixture *f, double y, uint64_t said);
void hear_frame(struct fixture *f, double y, uint64_t now); /* fresh */
bool has(const struct fixture *f, unsigned effect);
enum refusal refusal_of(
    struct fixture *f, const struct principal *from, const struct drive *drive, uint64_t now);
void pass(struct fixture *f, uint64_t now);
struct tag tag_of(const char *text);
void hear_stop(struct fixture *f, const struct principal *from, const char *id, uint64_t now);

#endif

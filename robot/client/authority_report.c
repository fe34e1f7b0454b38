/* What the authority says of itself. Reads only. */
#include <string.h>

#include "robot/client/authority.h"

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t since(uint64_t now, uint64_t then)
{
    uint64_t ms = now > then ? now - then : 0;
    return ms > UINT32_MAX ? UINT32_MAX : (uint32_t)ms;
}

uint32_t authority_max_age_ms(const struct authority *authority)
{
    uint32_t card = authority->card->max_age_ms;
    return authority->holds ? smaller(card, authority->lease.max_age_ms) : card;
}

uint32_t authority_deadman_ms(const struct authority *authority)
{
    uint32_t card = authority->card->deadman_ms;
    return authority->holds ? smaller(card, authority->lease.deadman_ms) : card;
}

uint32_t authority_status_ms(const struct authority *authority)
{
    if (authority->holds && authority->lease.status_ms > 0)
        return authority->lease.status_ms;
    return authority->card->status_ms;
}

const struct principal *authority_driver(const struct authority *authority)
{
    return &authority->lease.driver;
}

bool authority_speaks(const struct authority *authority)
{
    return authority->stop_count > 0 || !principal_is_nobody(&authority->lease.driver);
}

void authority_state(const struct authority *authority, uint64_t now, struct state *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->c = authority_clock(authority, now);
    ret->number = authority->shown;
    ret->highest = authority->highest.n;
    ret->mode = authority->mode;
    memcpy(ret->why, authority->why, sizeof ret->why);
    ret->stop_count = authority->stop_count;
    memcpy(ret->stops, authority->stops, sizeof ret->stops);
    ret->idle_ms = since(now, authority->moved_at);
}

void authority_link(const struct authority *authority, uint64_t now, struct link_report *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->n = authority->lease.number.n;
    ret->c = authority_clock(authority, now);
    ret->ready = authority->may_move && authority->ready;
    ret->s = authority->seen_s;
    ret->t = authority->seen_t;
    ret->received = authority->received;
    ret->lost = authority->lost;
    ret->refused = authority->link_refused;
}

void authority_status(const struct authority *authority, struct status *ret)
{
    ret->has_drive = true;
    ret->drive_n = authority->shown.n;
    ret->drive_mode = authority->mode;
    memcpy(ret->drive_why, authority->why, sizeof ret->drive_why);
    ret->drive_stop_count = authority->stop_count;
    for (unsigned i = 0; i < authority->stop_count; i++)
        ret->drive_stops[i] = authority->stops[i].id;
    memcpy(ret->drive_refused, authority->counters.refused, sizeof ret->drive_refused);
}

void authority_saved(const struct authority *authority, struct authority_saved *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->highest = authority->highest;
    ret->stop_count = authority->stop_count;
    memcpy(ret->stops, authority->stops, sizeof ret->stops);
    ret->cleared_count = authority->cleared_count;
    memcpy(ret->cleared, authority->cleared, sizeof ret->cleared);
}

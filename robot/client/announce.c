#include "robot/client/announce.h"

void announce_begin(struct announce *announce)
{
    announce->window_ms = ANNOUNCE_WINDOW_MS;
    announce_said(announce);
}

void announce_said(struct announce *announce)
{
    announce->at = ANNOUNCE_NEVER;
    announce->heard = false;
    announce->required = false;
}

void announce_hear_lease(struct announce *announce)
{
    announce->heard = true;
    announce->window_ms = ANNOUNCE_WINDOW_MS;
    if (!announce->required)
        announce->at = ANNOUNCE_NEVER;
}

static void say_within(struct announce *announce, uint32_t ms, uint64_t now, uint32_t chance)
{
    uint64_t at = now + chance % (ms + 1);
    if (at < announce->at)
        announce->at = at;
}

void announce_hear_beat(
    struct announce *announce, const struct beat *beat, uint64_t now, uint32_t chance)
{
    bool same = tag_equal(&beat->boot, &announce->beat_boot) &&
                tag_equal(&beat->conn, &announce->beat_conn);
    announce->beat_boot = beat->boot;
    announce->beat_conn = beat->conn;
    if (!same) {
        announce->window_ms = ANNOUNCE_WINDOW_MS;
        announce->required = true;
        say_within(announce, ANNOUNCE_WINDOW_MS, now, chance);
    } else if (!announce->heard && announce->at == ANNOUNCE_NEVER) {
        say_within(announce, announce->window_ms, now, chance);
        if (announce->window_ms < ANNOUNCE_WINDOW_MAX_MS)
            announce->window_ms *= 2;
    }
}

void announce_correct(struct announce *announce, uint64_t now)
{
    announce->required = true;
    say_within(announce, 0, now + ANNOUNCE_CORRECT_MS, 0);
}

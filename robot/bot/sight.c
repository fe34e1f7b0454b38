#include "robot/bot/sight.h"

#include <string.h>

void sight_of_status(struct brain_sight *sight, const struct status *status, uint64_t now)
{
    sight->battery = 100;
    for (unsigned i = 0; i < status->field_count; i++) {
        const struct status_field *field = &status->fields[i];
        if (strcmp(field->name, "battery") == 0)
            sight->battery = field->value;
        else if (strcmp(field->name, "pan") == 0)
            sight->pan = field->value;
    }
    if (!status->has_pose)
        return;
    sight->posed = now;
    sight->at = (struct point){status->pose_x, status->pose_y};
    sight->heading = status->pose_heading;
}

static void see_own(struct brain_sight *sight, const struct match_unit *unit, bool drive)
{
    sight->plays = drive && (unit->state == UNIT_UP || unit->state == UNIT_SHIELDED);
    sight->health = unit->health;
    sight->heat = unit->heat;
    sight->hot = unit->hot;
}

static struct brain_other other_of(
    const struct match_unit *unit, unsigned number, bool friendly)
{
    return (struct brain_other){
        .unit = number,
        .friendly = friendly,
        .up = unit->state == UNIT_UP,
        .shielded = unit->state == UNIT_SHIELDED,
        .returns = unit->state == UNIT_DOWN,
        .at = {unit->x, unit->y},
        .heading = unit->heading,
        .health = unit->health,
        .back_ms = unit->back_ms,
    };
}

void sight_of_match(
    struct brain_sight *sight, const struct matches_entry *entry, const char *robot, bool drive)
{
    int own = matches_unit_of(entry, robot);
    sight->plays = false;
    sight->count = 0;
    if (!entry->has_document || !entry->has_live || own < 0)
        return;
    sight->others_at = entry->live_at;
    for (unsigned i = 0; i < entry->live.unit_count; i++) {
        const struct match_unit *unit = &entry->live.units[i];
        int number = matches_unit_of(entry, unit->robot);
        if (number == own)
            see_own(sight, unit, drive);
        else if (number >= 0 && unit->has_pose)
            sight->others[sight->count++] = other_of(
                unit, (unsigned)number, entry->units[number].team == entry->units[own].team);
    }
}

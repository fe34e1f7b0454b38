#include "bridge/ctl/facts.h"

#include <string.h>

#include "robot/base/lease.h"

static const char *unit_of(const struct card *card, const char *field)
{
    for (unsigned i = 0; card != NULL && i < card->field_count; i++)
        if (strcmp(card->fields[i].name, field) == 0)
            return card->fields[i].unit;
    return "";
}

void facts_status(struct text *text, const struct status *status, const struct card *card)
{
    for (unsigned i = 0; i < status->field_count; i++) {
        const struct status_field *field = &status->fields[i];
        const char *unit = unit_of(card, field->name);
        text_addf(text, "%s%s %.4g%s%s", i > 0 ? "  " : "", field->name, field->value,
            unit[0] != '\0' ? " " : "", unit);
    }
    if (status->has_pose)
        text_addf(text, "%sat %.2f %.2f, %.0f°", status->field_count > 0 ? "  " : "",
            status->pose_x, status->pose_y, status->pose_heading);
}

void facts_drive(struct text *text, const struct status *status)
{
    if (!status->has_drive)
        return;
    text_add(text, mode_name(status->drive_mode));
    for (unsigned i = 0; i < LEASE_WHY && status->drive_why[i] != WHY_NONE; i++)
        text_addf(text, " %s", why_name(status->drive_why[i]));
}

#define ERASE "\033[K\r\n" /* the rest of the line, and to the next */

static void add_link(struct text *text, const struct facts_screen *screen)
{
    if (!screen->has_link)
        text_add(text, "no word from the robot yet");
    else if (screen->rtt_ms > 0)
        text_addf(text, "round trip %u ms", screen->rtt_ms);
    else
        text_add(text, "round trip not known yet");
    text_addf(text, "   sent %u  received %u  lost %u  refused %u" ERASE, screen->sent,
        screen->received, screen->lost, screen->refused);
}

void facts_screen(struct text *text, const struct facts_screen *screen)
{
    text_addf(text, "\r%s   %s   ", screen->robot, screen->ready ? "READY" : "not ready");
    if (screen->status != NULL)
        facts_drive(text, screen->status);
    text_add(text, ERASE);
    add_link(text, screen);
    text_addf(text, "x %+.2f  y %+.2f  camera %+.2f %+.2f   speed %u %%" ERASE,
        screen->axes.value[AXIS_X], screen->axes.value[AXIS_Y], screen->axes.value[AXIS_CX],
        screen->axes.value[AXIS_CY], screen->speed);
    if (screen->status != NULL)
        facts_status(text, screen->status, screen->card);
    text_add(text, ERASE);
    text_addf(text, "%s" ERASE, screen->note);
    text_add(
        text, "w a s d drive  i j k l camera  + - speed  space STOP  c clear  q quit" ERASE);
}

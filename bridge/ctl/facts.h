/* What a robot says, in words for a line of a terminal. Pure. */
#ifndef BRIDGE_CTL_FACTS_H
#define BRIDGE_CTL_FACTS_H

#include "robot/base/text.h"
#include "robot/wire/message.h"

/* "battery 98 %  speed 0.4 m/s  at 1.2 3.4 90°"; card NULL = without units. */
void facts_status(struct text *text, const struct status *status, const struct card *card);
/* "stopped link_lost": the mode and why */
void facts_drive(struct text *text, const struct status *status);

/* What the driver's screen shows; five lines, each ended by "\r\n". */
struct facts_screen {
    const char *robot;
    bool ready; /* the robot heard us at rest and may move */
    bool has_link;
    uint32_t rtt_ms;
    uint32_t sent, received, lost, refused;
    struct axes axes;
    unsigned speed;              /* percent */
    const struct status *status; /* NULL = none came */
    const struct card *card;     /* NULL = none came */
    const char *note;            /* what happened last; "" = nothing */
};
#define FACTS_SCREEN_LINES 6
void facts_screen(struct text *text, const struct facts_screen *screen);

#endif

/* From what is said of a match and of a robot to what a brain sees. Pure. */
#ifndef ROBOT_BOT_SIGHT_H
#define ROBOT_BOT_SIGHT_H

#include "robot/bot/brain.h"
#include "robot/bot/matches.h"
#include "robot/wire/message.h"

/* The robot's own status. */
void sight_of_status(struct brain_sight *sight, const struct status *status, uint64_t now);

/* The others, and what the match says of the robot itself. `drive`: its lease lets it move. An
 * entry without document, or where the robot has no unit: it does not play. */
void sight_of_match(struct brain_sight *sight, const struct matches_entry *entry,
    const char *robot, bool drive);

#endif

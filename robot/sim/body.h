/* A simulated robot as the arena sees it: its card, its status fields, its actions, and how
 * they map onto the world. Used by arena-sim and by arena-robot's driver `sim`.
 */
#ifndef ROBOT_SIM_BODY_H
#define ROBOT_SIM_BODY_H

#include <stdbool.h>

#include "robot/sim/world.h"
#include "robot/wire/message.h"

/* Everything but the id and the name, which the caller has. */
void body_card(struct card *ret);

/* What the sensors say, as the fields of the card; returns their number (<= CARD_FIELDS). */
unsigned body_fields(const struct world_senses *senses, struct status_field *ret_fields);

/* Does it; returns the state of its ack and the word for it ("" = none). */
enum ack_state body_act(
    struct world *world, unsigned robot, const struct action *action, const char **ret_why);

const char *body_event_name(enum world_event_kind kind);

#endif

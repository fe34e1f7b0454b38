/* Wire structs become inputs: what was parsed, without an opinion. */
#ifndef BRIDGE_APP_TRANSLATE_H
#define BRIDGE_APP_TRANSLATE_H

#include <stdbool.h>

#include "bridge/app/ports.h"
#include "bridge/core/effect.h"
#include "bridge/core/input.h"
#include "robot/base/id.h"
#include "robot/wire/message.h"

/* Each returns an input that is complete but for wall and fresh. */
struct input input_from_robot_presence(
    const struct principal *from, const struct presence *presence, bool retained);
struct input input_from_presence(
    const struct principal *from, const struct presence *presence, bool retained);
struct input input_from_card(const struct card *card, bool retained);
struct input input_from_state(const struct principal *from, const struct state *state);
struct input input_from_status(const struct principal *from, const struct status *status);
struct input input_from_event(const struct principal *from, const struct event *event);
struct input input_from_ask(const struct principal *from, const struct ask *ask);

void telemetry_from_status(const struct principal *from, const struct status *status,
    uint64_t wall, struct telemetry *ret);

/* And the other way. */
void answer_from_kept(const char *id, const struct kept_answer *kept, struct answer *ret);
void me_from_core(const struct core_me *core, struct me *ret);

#endif

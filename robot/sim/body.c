#include "robot/sim/body.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "robot/base/text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
    const char *name;
    enum world_deed deed;
    bool has_value;
    double min, max;
    const char *unit;
    enum action_when when;
} deeds[] = {
    {"set_speed",      WORLD_SET_SPEED,      true,  1,             100,           "%",  WHEN_DRIVING},
    {"set_brightness", WORLD_SET_BRIGHTNESS, true,  1,             100,           "%",  WHEN_ALWAYS },
    {"set_leg_height", WORLD_SET_LEG_HEIGHT, true,  WORLD_LEG_MIN, WORLD_LEG_MAX, "mm",
     WHEN_DRIVING                                                                                   },
    {"lights",         WORLD_LIGHTS,         true,  0,             1,             "",   WHEN_ALWAYS },
    {"jump",           WORLD_JUMP,           false, 0,             0,             "",   WHEN_DRIVING},
    {"fire",           WORLD_SHOOT,          false, 0,             0,             "",   WHEN_DRIVING},
};

static const struct {
    const char *name, *unit;
    size_t offset; /* in struct world_senses */
} fields[] = {
    {"battery",     "%",   offsetof(struct world_senses, battery)      },
    {"cpu",         "%",   offsetof(struct world_senses, cpu)          },
    {"temperature", "°C", offsetof(struct world_senses, temperature)  },
    {"signal",      "%",   offsetof(struct world_senses, signal)       },
    {"speed",       "m/s", offsetof(struct world_senses, speed)        },
    {"yaw",         "deg", offsetof(struct world_senses, yaw)          },
    {"leg_height",  "mm",  offsetof(struct world_senses, leg_height)   },
    {"speed_limit", "%",   offsetof(struct world_senses, speed_setting)},
    {"brightness",  "%",   offsetof(struct world_senses, brightness)   },
    {"pan",         "deg", offsetof(struct world_senses, pan)          },
    {"tilt",        "deg", offsetof(struct world_senses, tilt)         },
};

static void add_actions(struct card *card)
{
    card->action_count = COUNT(deeds);
    for (unsigned i = 0; i < COUNT(deeds); i++) {
        struct card_action *action = &card->actions[i];
        (void)text_copy(action->name, sizeof(action->name), deeds[i].name);
        (void)text_copy(action->unit, sizeof(action->unit), deeds[i].unit);
        action->has_range = deeds[i].has_value;
        action->min = deeds[i].min;
        action->max = deeds[i].max;
        action->when = deeds[i].when;
    }
}

static void add_fields(struct card *card)
{
    card->field_count = COUNT(fields);
    for (unsigned i = 0; i < COUNT(fields); i++) {
        (void)text_copy(card->fields[i].name, sizeof(card->fields[i].name), fields[i].name);
        (void)text_copy(card->fields[i].unit, sizeof(card->fields[i].unit), fields[i].unit);
    }
}

void body_card(struct card *ret)
{
    memset(ret, 0, sizeof(*ret));
    (void)text_copy(ret->model, sizeof(ret->model), "simulated rover");
    (void)text_copy(ret->kind, sizeof(ret->kind), "rover");
    ret->axes[AXIS_X] = (struct axis_range){true, -1, 1};
    ret->axes[AXIS_Y] = (struct axis_range){true, -1, 1};
    ret->axes[AXIS_CX] = (struct axis_range){true, -WORLD_CAMERA_RATE, WORLD_CAMERA_RATE};
    ret->axes[AXIS_CY] = (struct axis_range){true, -WORLD_CAMERA_RATE, WORLD_CAMERA_RATE};
    add_actions(ret);
    add_fields(ret);
    ret->status_ms = STATUS_MS_DEFAULT;
    ret->deadman_ms = DEADMAN_MS_LIMIT;
    ret->max_age_ms = MAX_AGE_MS_LIMIT;
    ret->max_message = WIRE_PAYLOAD_MAX;
    (void)text_copy(ret->sdk, sizeof(ret->sdk), "arena-client 0.1");
}

unsigned body_fields(const struct world_senses *senses, struct status_field *ret_fields)
{
    for (unsigned i = 0; i < COUNT(fields); i++) {
        (void)text_copy(ret_fields[i].name, sizeof(ret_fields[i].name), fields[i].name);
        double value;
        memcpy(&value, (const char *)senses + fields[i].offset, sizeof(value));
        ret_fields[i].value = floor(value * 100 + 0.5) / 100; /* no sensor says more */
    }
    return COUNT(fields);
}

enum ack_state body_act(
    struct world *world, unsigned robot, const struct action *action, const char **ret_why)
{
    static const struct {
        enum ack_state state;
        const char *why;
    } outcomes[] = {
        [WORLD_DONE] = {ACK_DONE,     ""       },
        [WORLD_OUT_OF_RANGE] = {ACK_REJECTED, "range"  },
        [WORLD_BUSY] = {ACK_FAILED,   "busy"   },
        [WORLD_EMPTY] = {ACK_FAILED,   "battery"},
    };
    for (unsigned i = 0; i < COUNT(deeds); i++) {
        if (strcmp(deeds[i].name, action->action) != 0)
            continue;
        if (deeds[i].has_value && !action->has_value)
            break;
        enum world_answer answer =
            world_act(world, robot, deeds[i].deed, deeds[i].has_value ? action->value : 0);
        *ret_why = outcomes[answer].why;
        return outcomes[answer].state;
    }
    *ret_why = "form";
    return ACK_REJECTED;
}

const char *body_event_name(enum world_event_kind kind)
{
    static const char *const names[] = {
        [WORLD_FIRE] = "fire",
        [WORLD_HIT] = "hit",
        [WORLD_BUMP] = "bump",
        [WORLD_LOW_BATTERY] = "low_battery",
    };
    return names[kind];
}

#include "bridge/app/translate.h"

#include <math.h>
#include <string.h>

#include "bridge/app/app.h"
#include "robot/base/text.h"

#define POSE_MOST_M 1e6 /* what is farther away is no place in an arena */

static enum announced announced_from(enum presence_state state)
{
    switch (state) {
    case PRESENCE_ONLINE:
        return ANNOUNCED_ONLINE;
    case PRESENCE_OFFLINE:
        return ANNOUNCED_OFFLINE;
    case PRESENCE_LOST:
        return ANNOUNCED_LOST;
    }
    return ANNOUNCED_LOST;
}

static struct announcement announcement_from(const struct presence *presence, bool retained)
{
    return (struct announcement){
        .state = announced_from(presence->state),
        .boot = presence->boot,
        .conn = presence->conn,
        .page = presence->page,
        .retained = retained,
    };
}

static struct input input_of(enum input_kind kind)
{
    struct input input;
    memset(&input, 0, sizeof input);
    input.kind = kind;
    return input;
}

struct input input_from_robot_presence(
    const struct principal *from, const struct presence *presence, bool retained)
{
    struct input input = input_of(INPUT_ROBOT_PRESENCE);
    memcpy(input.robot_presence.id, from->id, sizeof from->id);
    input.robot_presence.said = announcement_from(presence, retained);
    return input;
}

struct input input_from_presence(
    const struct principal *from, const struct presence *presence, bool retained)
{
    struct input input = input_of(INPUT_PRESENCE);
    input.presence.principal = *from;
    input.presence.said = announcement_from(presence, retained);
    return input;
}

void robot_card_from_card(const struct card *card, struct robot_card *ret)
{
    memset(ret, 0, sizeof *ret);
    (void)text_copy(ret->name, sizeof ret->name, card->name[0] != '\0' ? card->name : card->id);
    (void)text_copy(ret->kind, sizeof ret->kind, card->kind); /* the same size on both sides */
    ret->status_ms = card->status_ms;
    ret->deadman_ms = card->deadman_ms;
    ret->max_age_ms = card->max_age_ms;
    ret->max_message = card->max_message;
    ret->camera_count =
        card->camera_count < ROSTER_CAMERAS ? card->camera_count : ROSTER_CAMERAS;
    for (unsigned i = 0; i < ret->camera_count; i++) {
        ret->cameras[i] = card->cameras[i].id;
    }
}

struct input input_from_card(const struct card *card, bool retained)
{
    struct input input = input_of(INPUT_ROBOT_CARD);
    memcpy(input.robot_card.id, card->id, sizeof card->id);
    robot_card_from_card(card, &input.robot_card.card);
    input.robot_card.retained = retained;
    return input;
}

struct input input_from_state(const struct principal *from, const struct state *state)
{
    struct input input = input_of(INPUT_ROBOT_STATE);
    struct input_robot_state *said = &input.robot_state;
    memcpy(said->id, from->id, sizeof from->id);
    said->c = state->c;
    said->number = state->number;
    said->highest = state->highest;
    said->mode = state->mode;
    said->idle_ms = state->idle_ms;
    said->stop_count = state->stop_count;
    memcpy(said->stops, state->stops, sizeof said->stops);
    return input;
}

/* Rounded to `parts` of one: what is said on from here is short, and the store has no more. */
static double rounded(double value, double parts)
{
    return round(value * parts) / parts;
}

static void pose_from(const struct status *status, struct robot_status *ret)
{
    ret->has_pose = status->has_pose && fabs(status->pose_x) < POSE_MOST_M &&
                    fabs(status->pose_y) < POSE_MOST_M &&
                    fabs(status->pose_heading) < POSE_MOST_M;
    if (ret->has_pose) {
        ret->x = rounded(status->pose_x, 1000);
        ret->y = rounded(status->pose_y, 1000);
        ret->heading = rounded(status->pose_heading, 10);
    }
}

static void speed_from(const struct status *status, struct robot_status *ret)
{
    for (unsigned i = 0; i < status->field_count; i++) {
        if (strcmp(status->fields[i].name, "speed") == 0) {
            ret->has_speed = true;
            ret->speed = status->fields[i].value;
        }
    }
}

struct input input_from_status(const struct principal *from, const struct status *status)
{
    struct input input = input_of(INPUT_ROBOT_WORD);
    struct robot_status *said = &input.robot_word.status;
    memcpy(input.robot_word.id, from->id, sizeof from->id);
    input.robot_word.has_status = true;
    pose_from(status, said);
    speed_from(status, said);
    said->has_drive = status->has_drive;
    if (status->has_drive) {
        said->n = status->drive_n;
        said->mode = status->drive_mode;
        memcpy(said->refused, status->drive_refused, sizeof said->refused);
    }
    return input;
}

static enum robot_event_kind event_kind_from(const char *word)
{
    if (strcmp(word, "fire") == 0) {
        return ROBOT_EVENT_FIRE;
    }
    return strcmp(word, "hit") == 0 ? ROBOT_EVENT_HIT : ROBOT_EVENT_OTHER;
}

struct input input_from_event(const struct principal *from, const struct event *event)
{
    struct input input = input_of(INPUT_ROBOT_EVENT);
    struct input_robot_event *said = &input.robot_event;
    memcpy(said->id, from->id, sizeof from->id);
    said->kind = event_kind_from(event->kind);
    said->event = event->id;
    said->by = event->by;
    said->ts = event->ts;
    return input;
}

struct input input_from_ask(const struct principal *from, const struct ask *ask)
{
    struct input input = input_of(INPUT_ASK);
    input.ask.asker = *from;
    memcpy(&input.ask.ask, ask, sizeof *ask);
    return input;
}

void telemetry_from_status(const struct principal *from, const struct status *status,
    uint64_t wall, struct telemetry *ret)
{
    memset(ret, 0, sizeof *ret);
    memcpy(ret->robot, from->id, sizeof ret->robot);
    ret->at = wall;
    ret->field_count = status->field_count;
    memcpy(ret->fields, status->fields, sizeof ret->fields);
    ret->has_pose = status->has_pose;
    ret->pose_x = status->pose_x;
    ret->pose_y = status->pose_y;
    ret->pose_heading = status->pose_heading;
}

/* "ann-x7 is not ready." */
static void message_from_missing(const struct kept_answer *kept, struct answer *ret)
{
    struct principal person;
    bool somebody = principal_from_text(kept->who, strlen(kept->who), &person);
    struct text text;
    text_init(&text, ret->message, sizeof ret->message);
    text_addf(
        &text, "%s %s.", somebody ? person.id : kept->who, missing_sentence(kept->missing));
}

void answer_from_kept(const char *id, const struct kept_answer *kept, struct answer *ret)
{
    memset(ret, 0, sizeof *ret);
    (void)text_copy(ret->id, sizeof ret->id, id); /* the same size on both sides */
    ret->rc = rc_public(kept->rc);
    memcpy(ret->robot, kept->robot, sizeof ret->robot);
    ret->n = kept->n;
    ret->session = kept->session;
    ret->place = kept->place;
    memcpy(ret->match, kept->match, sizeof ret->match);
    ret->has_seat = kept->has_seat;
    ret->seat = kept->seat;
    memcpy(ret->code, kept->code, sizeof ret->code);
    ret->expires = kept->expires;
    ret->before = kept->before;
    if (kept->who[0] != '\0') {
        message_from_missing(kept, ret);
    }
}

void me_from_core(const struct core_me *core, struct me *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->page = core->page;
    ret->lease_count = core->lease_count;
    for (unsigned i = 0; i < core->lease_count; i++) {
        memcpy(ret->leases[i].robot, core->leases[i].robot, ID_SIZE);
        ret->leases[i].n = core->leases[i].n;
        ret->leases[i].drive = core->leases[i].drive;
        ret->leases[i].session = core->leases[i].session;
    }
    ret->queue_count = core->queue_count;
    for (unsigned i = 0; i < core->queue_count; i++) {
        memcpy(ret->queue[i].robot, core->queue[i].robot, ID_SIZE);
        ret->queue[i].place = core->queue[i].place;
        ret->queue[i].offer_ms = core->queue[i].offer_ms;
    }
    memcpy(ret->seat, core->seat, sizeof ret->seat);
    memcpy(ret->why, core->why, sizeof ret->why);
}

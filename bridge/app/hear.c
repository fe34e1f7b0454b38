/* What the broker delivers: one row for each kind of message the bridge listens to. Parsing is
 * the wire's; here is only what may come from whom. The broker vouches for the sender, so a
 * message that its sender may not say to the bridge is dropped by the row that is missing.
 */
#include <string.h>

#include "bridge/app/fresh.h"
#include "bridge/app/inside.h"
#include "bridge/app/translate.h"
#include "robot/base/text.h"

#define BIT(kind) (1u << KIND_##kind)
#define DRIVERS   (BIT(PLAYER) | BIT(BOT) | BIT(REFEREE) | BIT(OPERATOR))

static void hear_malformed(struct app *app)
{
    app->counts.malformed++;
}

static void hear_robot_presence(struct app *app, const struct heard *heard)
{
    if (presence_from_json(heard->payload, heard->length, &app->in.presence, NULL) != RC_OK) {
        hear_malformed(app);
        return;
    }
    struct input input =
        input_from_robot_presence(&heard->topic.from, &app->in.presence, heard->retained);
    app_take(app, &input);
}

static void hear_presence(struct app *app, const struct heard *heard)
{
    if (presence_from_json(heard->payload, heard->length, &app->in.presence, NULL) != RC_OK) {
        hear_malformed(app);
        return;
    }
    struct input input =
        input_from_presence(&heard->topic.from, &app->in.presence, heard->retained);
    app_take(app, &input);
}

static void hear_card(struct app *app, const struct heard *heard)
{
    enum rc rc = card_from_json(heard->payload, heard->length, &app->in.card, NULL);
    if (rc != RC_OK || strcmp(app->in.card.id, heard->topic.from.id) != 0) {
        hear_malformed(app);
        return;
    }
    struct input input = input_from_card(&app->in.card, heard->retained);
    app_take(app, &input);
}

static void hear_state(struct app *app, const struct heard *heard)
{
    if (state_from_json(heard->payload, heard->length, &app->in.state, NULL) != RC_OK) {
        hear_malformed(app);
        return;
    }
    struct input input = input_from_state(&heard->topic.from, &app->in.state);
    app_take(app, &input);
}

static void hear_event(struct app *app, const struct heard *heard)
{
    if (event_from_json(heard->payload, heard->length, &app->in.event, NULL) != RC_OK) {
        hear_malformed(app);
        return;
    }
    struct input input = input_from_event(&heard->topic.from, &app->in.event);
    app_take(app, &input);
}

static void flush_telemetry(struct app *app)
{
    const struct port_store *store = &app->ports.store;
    if (app->telemetry_count > 0 &&
        store->add_telemetry(store->self, app->telemetry, app->telemetry_count) != RC_OK) {
        app->counts.store_failures++;
    }
    app->telemetry_count = 0;
    app->telemetry_at = UINT64_MAX;
}

void app_flush_telemetry(struct app *app, uint64_t now)
{
    if (now >= app->telemetry_at) {
        flush_telemetry(app);
    }
}

static void hear_status(struct app *app, const struct heard *heard)
{
    if (status_from_json(heard->payload, heard->length, &app->in.status, NULL) != RC_OK) {
        hear_malformed(app);
        return;
    }
    const struct port_clock *clock = &app->ports.clock;
    struct input input = input_from_status(&heard->topic.from, &app->in.status);
    app_take(app, &input);
    if (app->telemetry_count == 0) {
        app->telemetry_at = clock->now(clock->self) + APP_TELEMETRY_MS;
    }
    telemetry_from_status(&heard->topic.from, &app->in.status, clock->wall(clock->self),
        &app->telemetry[app->telemetry_count++]);
    app->counts.telemetry_rows++;
    if (app->telemetry_count == APP_TELEMETRY) {
        flush_telemetry(app);
    }
}

static void refuse_ask(struct app *app, const struct heard *heard, const struct fault *fault)
{
    struct answer *answer = &app->out.answer;
    memset(answer, 0, sizeof *answer);
    hear_malformed(app);
    if (!ask_id_from_json(heard->payload, heard->length, answer->id)) {
        return;
    }
    answer->rc = RC_BAD_REQUEST;
    struct text text;
    text_init(&text, answer->message, sizeof answer->message);
    text_addf(&text, "%s %s", fault->path, fault->sentence);
    const struct port_audience *audience = &app->ports.audience;
    if (audience->say_answer(audience->self, &heard->topic.from, answer) != RC_OK) {
        app->counts.say_failures++;
    }
}

static void hear_ask(struct app *app, const struct heard *heard)
{
    struct fault fault = {0};
    if (ask_from_json(heard->payload, heard->length, &app->in.ask, &fault) != RC_OK) {
        refuse_ask(app, heard, &fault);
        return;
    }
    struct input input = input_from_ask(&heard->topic.from, &app->in.ask);
    app_take(app, &input);
}

struct hear_row {
    enum what what;
    unsigned from;     /* bits of kinds */
    bool to_bridge;    /* said to the bridge, otherwise to all */
    bool retained_too; /* also what the broker remembered */
    void (*hear)(struct app *app, const struct heard *heard);
};

static const struct hear_row hear_rows[] = {
    {WHAT_PRESENCE, BIT(ROBOT),                          false, true,  hear_robot_presence},
    {WHAT_PRESENCE, DRIVERS | BIT(WATCHER),              false, false, hear_presence      },
    {WHAT_CARD,     BIT(ROBOT),                          false, true,  hear_card          },
    {WHAT_STATE,    BIT(ROBOT),                          true,  false, hear_state         },
    {WHAT_STATUS,   BIT(ROBOT),                          false, false, hear_status        },
    {WHAT_EVENT,    BIT(ROBOT),                          false, false, hear_event         },
    {WHAT_ASK,      DRIVERS | BIT(WATCHER) | BIT(ROBOT), true,  false, hear_ask           },
};

static const struct hear_row *hear_row_of(const struct heard *heard)
{
    for (size_t i = 0; i < sizeof hear_rows / sizeof hear_rows[0]; i++) {
        const struct hear_row *row = &hear_rows[i];
        bool to_bridge = heard->topic.to.kind == KIND_BRIDGE;
        bool to_all = principal_is_nobody(&heard->topic.to);
        if (row->what == heard->topic.what && row->from & 1u << heard->topic.from.kind &&
            (row->to_bridge ? to_bridge : to_all)) {
            return row;
        }
    }
    return NULL;
}

void app_hear(struct app *app, const struct heard *heard)
{
    const struct hear_row *row = hear_row_of(heard);
    app->counts.heard++;
    if (row == NULL) {
        app->counts.foreign++;
        return;
    }
    if (heard->length == 0 || (heard->retained && !row->retained_too)) {
        return; /* an emptied document; the broker's memory of something that is over */
    }
    row->hear(app, heard);
}

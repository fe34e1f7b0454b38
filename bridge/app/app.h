/* The app: turns what adapters hear into inputs, and the core's effects into calls of ports. It
 * owns the core's memory and the batch of effects. Thread: the loop's, for everything.
 *
 * The loop (adapters/loop) is: take what arrived (app_hear, app_take), then app_pass, then
 * sleep until what app_pass returned. Nothing in here calls back into an adapter's callback:
 * ports only queue.
 */
#ifndef BRIDGE_APP_APP_H
#define BRIDGE_APP_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bridge/app/ports.h"
#include "bridge/core/core.h"
#include "robot/wire/topic.h"

struct app;

/* NULL: no memory. The ports (and what they point to) outlive the app; they are called neither
 * by this nor by app_destroy. */
struct app *app_create(const struct core_config *config, const struct ports *ports);
void app_destroy(struct app *app); /* NULL is fine */

/* Loads what the store kept. Before anything else. RC_OK, RC_IO, RC_FULL, RC_BAD_REQUEST. */
ARENA_NODISCARD enum rc app_load(struct app *app);

/* One message from the broker, as it came: parses it by its topic's `what` and steps the core.
 * What is malformed is dropped and counted; a malformed ask with a readable id is answered.
 * `ear`: it came by bridge/ear (status: liveness and history, nothing that decides). */
struct heard {
    struct topic topic;
    const char *payload; /* not terminated */
    size_t length;
    bool retained;
    bool ear;
};
void app_hear(struct app *app, const struct heard *heard);

/* Everything else: link changes, HTTP requests, evictions, settings. Kind and its member are
 * set by the caller; wall and fresh are filled in here. */
void app_take(struct app *app, const struct input *input);

/* Lets time pass, settles. Returns when to call it again (monotonic ms; UINT64_MAX: on input
 * only); a time not after now means: again as soon as arrived messages have been taken. */
uint64_t app_pass(struct app *app);

/* For HTTP pages and metrics; valid as long as the app. */
const struct core *app_core(const struct app *app);

struct app_counts {
    uint64_t heard, malformed,
        foreign; /* foreign: a what its sender may not say to the bridge */
    uint64_t store_failures, say_failures;
    uint64_t telemetry_rows;
};
void app_count(const struct app *app, struct app_counts *ret);

/* A person's name as the beginning of an id: lower case, [a-z0-9-], "guest" when nothing is
 * left. */
void app_slug(const char *name, char ret[SLUG_SIZE]);

/* A card as the core keeps it. */
void robot_card_from_card(const struct card *card, struct robot_card *ret);

#endif

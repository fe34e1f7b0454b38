/* Farewells: emptying what a deregistered robot left in the broker.
 *
 * Only the robot itself may have written its retained card and presence, so the bridge logs in
 * as it, with a short token later than the revocation and without a will. That evicts whoever
 * is still in. It stays for a second (a late reconnect is refused by then), empties both
 * documents, waits until the broker has acknowledged, and leaves. Source:
 * broker-config/README.md, "HTTP", DELETE. Rejected: publishing as the bridge (the ACL rightly
 * forbids it), a privileged broker user (one more secret that may do everything).
 *
 * Thread: the loop's; nothing blocks.
 */
#ifndef BRIDGE_ADAPTERS_MQTT_FAREWELL_H
#define BRIDGE_ADAPTERS_MQTT_FAREWELL_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/adapters/mailbox.h"
#include "bridge/adapters/mqtt/connection.h"
#include "robot/base/rc.h"

#define FAREWELL_STAY_MS   1000
#define FAREWELL_GIVEUP_MS 10000

struct farewells_config {
    unsigned count;       /* at once */
    uint32_t source;      /* of its connections' letters */
    uint32_t first_index; /* theirs rise from here */
    const char *host;
    uint16_t port;
    const char *root;
    struct mailbox *mailbox;
    void *self;
    void (*done)(void *self, const char *robot, bool emptied);
};

struct farewells;

struct farewells *farewells_create(const struct farewells_config *config);
void farewells_destroy(struct farewells *farewells);

/* RC_OK: `done` follows exactly once. RC_FULL; RC_WRONG_STATE: one for this robot is under way.
 */
ARENA_NODISCARD enum rc farewells_begin(
    struct farewells *farewells, const char *robot, const char *token, uint64_t now);

/* Letters with an index of first_index or more. */
void farewells_read(struct farewells *farewells, const struct letter *letter, uint64_t now);
void farewells_pass_time(struct farewells *farewells, uint64_t now);
uint64_t farewells_next_deadline(const struct farewells *farewells);

#endif

/* Whose tokens are no longer good: principal -> before. A token with iat <= before is refused.
 *
 * Kept in a file, so that it outlives the broker: one line "kind/id before" each, written
 * aside, synchronised and renamed, only when something changed. A damaged file is not believed
 * in part: whoever opens it is told, and does not let anybody in.
 *
 * Owner: the guard. Thread: the broker's. Time: Unix seconds.
 */
#ifndef BROKER_CONFIG_GUARD_REVOKED_H
#define BROKER_CONFIG_GUARD_REVOKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "robot/base/id.h"
#include "robot/base/rc.h"

#define REVOKED_MAX       16384u
#define REVOKED_PATH_SIZE 512

struct revoked_list;

/* NULL without memory or when the path is too long. Reads nothing yet. */
struct revoked_list *revoked_create(const char *path);
void revoked_destroy(struct revoked_list *list);

/* RC_OK (a missing file is an empty list), RC_IO, RC_BAD_REQUEST when it is damaged. Blocks. */
ARENA_NODISCARD enum rc revoked_load(struct revoked_list *list);

/* Writes the file if the list changed since it was last read or written. RC_OK, RC_IO. Blocks.
 */
ARENA_NODISCARD enum rc revoked_store(struct revoked_list *list);

/* before 0 forgets. RC_OK, RC_BAD_REQUEST (no principal), RC_FULL. */
ARENA_NODISCARD enum rc revoked_set(
    struct revoked_list *list, const char *principal, uint64_t before);

/* 0 = not revoked. */
uint64_t revoked_before(const struct revoked_list *list, const char *principal);
unsigned revoked_count(const struct revoked_list *list);
bool revoked_changed(const struct revoked_list *list);

/* The text of the file, both ways; for revoked_load and its tests. Takes all of it or nothing.
 */
ARENA_NODISCARD enum rc revoked_read_text(
    struct revoked_list *list, const char *text, size_t length);

#endif

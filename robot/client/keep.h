/* What a robot keeps over a restart: a small text file, replaced as a whole (write, fsync,
 * rename, fsync of the directory), so that a cut at any moment leaves the old or the new one.
 *
 *     arena-robot 1
 *     highest N REV
 *     stop ID KIND/ID        (up to 5)
 *     cleared ID             (up to 32, oldest first)
 *     end
 */
#ifndef ROBOT_CLIENT_KEEP_H
#define ROBOT_CLIENT_KEEP_H

#include "robot/base/rc.h"
#include "robot/client/authority.h"

#define KEEP_PATH_SIZE 512

/* No file = all zero and RC_OK. RC_IO: it cannot be read, or is not of this form. */
ARENA_NODISCARD enum rc keep_load(const char *path, struct authority_saved *ret);
/* RC_OK, RC_IO. */
ARENA_NODISCARD enum rc keep_store(const char *path, const struct authority_saved *saved);

#endif

/* Driving, as its two ways (keys, script) share it. */
#ifndef BRIDGE_CTL_DRIVE_H
#define BRIDGE_CTL_DRIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/ctl/desk.h"

#define DRIVE_READY_MS 5000 /* a robot that is not ready by then is not driven by a script */

struct driving {
    struct desk desk;
    char robot[ID_SIZE];
    bool claimed;
    bool has_status, has_card;
    struct status status;
    struct card card;
    struct player_robot last; /* as the library saw it last */
    enum why why[LEASE_WHY];  /* of the last `me` */
    char note[160];           /* what happened last, for the screen */
};

/* One pass, not later than `until`; CTL_OK while it may go on, else the exit code, said
 * already. *ret_on is false when it was interrupted, too. */
enum ctl_exit driving_turn(struct driving *driving, uint64_t until, int fd, bool *ret_on);
void driving_set(struct driving *driving, const struct axes *axes);
enum ctl_exit driving_stop(struct driving *driving);
enum ctl_exit driving_clear(struct driving *driving);
bool driving_ready(const struct driving *driving);

enum ctl_exit drive_by_keys(struct driving *driving);
enum ctl_exit drive_by_script(struct driving *driving, int fd);

/* {"event":"ack","robot":…,"id":…,"action":…,"state":…,"why":…} */
void ack_to_line(FILE *out, const char *robot, const struct ack *ack);
const char *ack_state_word(enum ack_state state);

#endif

/* The post of a small robot: addresses, subscriptions, what is said and when. And the way back
 * into the rules for what is heard. For the library's own files only. */
#ifndef ARENA_POST_H
#define ARENA_POST_H

#include "arena_esp32.h"
#include "arena_json.h"

#ifdef __cplusplus
extern "C" {
#endif

/* arena_post.c */
/* A lease came: the bridge knows this robot. */
void arena_post_greeted(struct arena_robot *robot);
bool arena_post_card_fits(struct arena_robot *robot);
void arena_post_connected(struct arena_robot *robot); /* subscribes to what is always heard */
void arena_post_send(struct arena_robot *robot);      /* everything that is due */
void arena_post_me(const struct arena_robot *robot, char ret[ARENA_PRINCIPAL_SIZE]);

/* arena_esp32.c */
bool arena_has_driver(const struct arena_robot *robot);
void arena_settle(
    struct arena_robot *robot, uint32_t now_ms); /* time passes, then what is true */
void arena_hear_drive(struct arena_robot *robot, const char *from, struct arena_slice object);
void arena_hear_action(struct arena_robot *robot, const char *from, struct arena_slice object);
bool arena_from_driver(const struct arena_robot *robot, const char *from);
/* When it said e; false when it never did. */
bool arena_said_at(const struct arena_robot *robot, uint32_t e, uint64_t *ret);

/* arena_lease.c */
#define ARENA_LEASE_AGE_MS 3000
void arena_hear_stop(struct arena_robot *robot, const char *from, struct arena_slice object);
void arena_hear_lease(struct arena_robot *robot, const char *from, struct arena_slice object);
/* True when it stands afterwards. */
bool arena_adopt_stop(struct arena_robot *robot, const char *id, const char *by);

#ifdef __cplusplus
}
#endif

#endif

/* Principals: who speaks and who is spoken to. Source: broker-config/README.md, "Grammar".
 *
 * A principal is kind/id; the kind is the role. An id is [a-z0-9][a-z0-9-]{0,30}.
 * A tag is a short random or rising word of [A-Za-z0-9_-], 1..22 characters (128 bits in
 * base64url).
 */
#ifndef ROBOT_BASE_ID_H
#define ROBOT_BASE_ID_H

#include <stdbool.h>
#include <stddef.h>

#include "robot/base/rc.h"

#define ID_SIZE        32 /* 31 characters and the terminator */
#define PRINCIPAL_SIZE 42 /* "operator/" + id + terminator, rounded up */
#define TAG_SIZE       24 /* 22 characters, terminator, padding */
#define TAG_LENGTH_MAX 22

enum kind {
    KIND_NONE, /* a zeroed principal is nobody */
    KIND_ROBOT,
    KIND_PLAYER,
    KIND_WATCHER,
    KIND_REFEREE,
    KIND_BOT,
    KIND_OPERATOR,
    KIND_BRIDGE,
    KIND_MEDIA,
    KIND_COUNT_
};

struct principal {
    enum kind kind;
    char id[ID_SIZE];
};

struct tag {
    char text[TAG_SIZE]; /* "" = absent */
};

bool id_valid(const char *id);
bool tag_valid(const char *text);
/* min..max characters, all of a tag's alphabet: tags, ids of asks. */
bool tag_characters_only(const char *text, size_t min, size_t max);

/* Copies a valid tag; false (and *ret untouched) when it is not one. */
ARENA_API bool tag_from_text(const char *text, struct tag *ret);
bool tag_equal(const struct tag *a, const struct tag *b);

const char *kind_name(enum kind kind); /* "robot"; "" for KIND_NONE */
bool kind_from_name(const char *name, size_t length, enum kind *ret);
bool kind_may_drive(enum kind kind); /* player, bot, referee, operator */

/* "robot/scout1"; false when malformed. length excludes a terminator. */
ARENA_API bool principal_from_text(const char *text, size_t length, struct principal *ret);
/* Writes "kind/id" ("" for nobody); the buffer has PRINCIPAL_SIZE bytes. Returns buffer. */
ARENA_API char *principal_to_text(
    const struct principal *principal, char buffer[PRINCIPAL_SIZE]);
bool principal_equal(const struct principal *a, const struct principal *b);
bool principal_is_nobody(const struct principal *principal);

#endif

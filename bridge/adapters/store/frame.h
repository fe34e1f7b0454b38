/* What a match said live, as a row of the history, small: numbers of as many bytes as they need
 * (7 bits in each, the lowest first), poses in whole millimetres and tenths of a degree, states
 * as letters. Every row stands alone: rows are forgotten, and lost, one by one.
 */
#ifndef BRIDGE_ADAPTERS_STORE_FRAME_H
#define BRIDGE_ADAPTERS_STORE_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "robot/base/match.h"

#define FRAME_SIZE 8192 /* the largest */

/* All of it but `at`, which is the row's key. Returns its length. */
size_t frame_write(const struct match_live *live, unsigned char ret[FRAME_SIZE]);

/* False when the bytes are no such row; *ret is undefined then. `at` is left 0. */
bool frame_read(const unsigned char *bytes, size_t length, struct match_live *ret);

#endif

/* Values as people write them. Pure: the present is handed in. */
#ifndef BRIDGE_CTL_VALUES_H
#define BRIDGE_CTL_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "90", "90s", "15m", "12h", "30d" -> seconds, at least 1. */
bool duration_from_text(const char *text, uint32_t *ret_s);

/* "-15m" (so long ago), "2026-01-31T12:00:00Z", "2026-01-31", or Unix ms. UTC. */
bool moment_from_text(const char *text, uint64_t wall_ms, uint64_t *ret_ms);

#define MOMENT_SIZE 32
/* "2026-01-31T12:00:00.000Z" */
char *moment_to_text(uint64_t unix_ms, char ret[MOMENT_SIZE]);
/* "2026-01-31 12:00:00", for people */
char *moment_to_words(uint64_t unix_ms, char ret[MOMENT_SIZE]);

bool number_from_text(const char *text, uint64_t max, uint64_t *ret);

#endif

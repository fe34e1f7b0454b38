/* Is this text JSON as the arena takes it? Asked before any parser allocates for it.
 *
 * RFC 8259 to the letter, and stricter: nesting at most WIRE_JSON_DEPTH, well-formed UTF-8, no
 * byte order mark, no NUL (not even escaped), no lone surrogates, nothing behind the value.
 * Pure.
 */
#ifndef ROBOT_WIRE_SCAN_JSON_H
#define ROBOT_WIRE_SCAN_JSON_H

#include <stdbool.h>
#include <stddef.h>

bool json_scan(const char *json, size_t length);

#endif

/* RFC 9457 problem documents: code (robot/base/rc.h), title, detail, status. */
#ifndef BRIDGE_ADAPTERS_HTTP_PROBLEM_JSON_H
#define BRIDGE_ADAPTERS_HTTP_PROBLEM_JSON_H

#include <stddef.h>

#include "robot/base/rc.h"

/* Writes it, terminated, and returns its length; detail NULL: the code's sentence. A detail
 * that does not fit is left out. size >= 512. */
size_t problem_to_json(enum rc rc, int status, const char *detail, char *buffer, size_t size);

#endif

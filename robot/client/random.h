/* Random words and numbers from the kernel. Thread: any. */
#ifndef ROBOT_CLIENT_RANDOM_H
#define ROBOT_CLIENT_RANDOM_H

#include <stdint.h>

#include "robot/base/id.h"

struct tag random_tag(void); /* 96 bits, 16 characters */
uint32_t random_u32(void);
uint32_t random_below(uint32_t bound); /* 0..bound-1; bound > 0 */

#endif

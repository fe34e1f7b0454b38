/* The clocks the loops read. Everything else is handed the time. */
#ifndef ROBOT_CLIENT_CLOCK_H
#define ROBOT_CLIENT_CLOCK_H

#include <stdint.h>

uint64_t clock_now_ms(void);  /* monotonic, counts through suspend */
uint64_t clock_wall_ms(void); /* Unix ms: a label for people */

#endif

/* When what is said periodically is said next: every robot, and every lease, has turns of its
 * own.
 *
 * Robots that are leased, started or reconnected in one moment would otherwise speak in one
 * moment for ever after: two hundred `link` messages ten times a second, and whatever frame
 * comes behind them waits for all of them. So each has a phase, drawn or given once, and its
 * turns of a period are the moments t with t = phase modulo that period. What is said because
 * it changed is said at once; only the repetition falls on the next turn.
 *
 * Pure: time and phase are handed in. Thread: any.
 */
#ifndef ROBOT_BASE_PACING_H
#define ROBOT_BASE_PACING_H

#include <stdint.h>

/* The first turn after now (ms): 1..period later. period > 0; any phase. */
uint64_t pacing_next(uint64_t now, uint32_t period, uint32_t phase);

#endif

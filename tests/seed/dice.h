/* Chance by a seed: the same seed, the same throws. */
#ifndef TESTS_SEED_DICE_H
#define TESTS_SEED_DICE_H

#include <stdbool.h>
#include <stdint.h>

struct dice {
    uint64_t state;
};

uint64_t dice_roll(struct dice *dice);
/* 0..below-1, below > 0 */
uint32_t dice_below(struct dice *dice, uint32_t below);
/* low..high */
uint32_t dice_from(struct dice *dice, uint32_t low, uint32_t high);
/* so many times in 10000 */
bool dice_chance(struct dice *dice, uint32_t in_10000);

#endif

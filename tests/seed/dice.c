#include "tests/seed/dice.h"

/* splitmix64 */
uint64_t dice_roll(struct dice *dice)
{
    uint64_t z = dice->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint32_t dice_below(struct dice *dice, uint32_t below)
{
    return (uint32_t)(((dice_roll(dice) >> 32) * below) >> 32);
}

uint32_t dice_from(struct dice *dice, uint32_t low, uint32_t high)
{
    return low + dice_below(dice, high - low + 1);
}

bool dice_chance(struct dice *dice, uint32_t in_10000)
{
    return dice_below(dice, 10000) < in_10000;
}

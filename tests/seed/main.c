/* arena-seed --seed N --steps M [--runs K] [--rare] [-v]
 *
 * Runs K simulations of M steps with the seeds N, N+1, …; --rare fails when a rare state was
 * reached in none of them. Exit code 1 with the seed and step of the first broken invariant.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/seed/sim.h"

struct options {
    uint64_t seed, steps, runs;
    bool rare, verbose;
};

static bool take_number(uint64_t *target, const char *text)
{
    char *end = NULL;
    unsigned long long value = text == NULL ? 0 : strtoull(text, &end, 10);
    if (text == NULL || *text == '\0' || *end != '\0') {
        return false;
    }
    *target = value;
    return true;
}

static bool take_options(int count, char **values, struct options *ret)
{
    for (int i = 1; i < count; i++) {
        const char *next = i + 1 < count ? values[i + 1] : NULL;
        bool good = true;
        if (strcmp(values[i], "--seed") == 0) {
            good = take_number(&ret->seed, next);
            i++;
        } else if (strcmp(values[i], "--steps") == 0) {
            good = take_number(&ret->steps, next);
            i++;
        } else if (strcmp(values[i], "--runs") == 0) {
            good = take_number(&ret->runs, next);
            i++;
        } else {
            bool rare = strcmp(values[i], "--rare") == 0;
            bool verbose = strcmp(values[i], "-v") == 0;
            ret->rare |= rare;
            ret->verbose |= verbose;
            good = rare || verbose;
        }
        if (!good) {
            return false;
        }
    }
    return true;
}

static void run(const struct options *options, uint64_t seed, uint64_t rare[RARE_COUNT_])
{
    struct sim *sim = sim_create(seed, options->verbose);
    while (sim->steps < options->steps) {
        sim_step(sim);
    }
    for (unsigned i = 0; i < RARE_COUNT_; i++) {
        rare[i] += sim->rare[i];
    }
    sim_destroy(sim);
}

static unsigned report(const uint64_t rare[RARE_COUNT_])
{
    static const char *const names[RARE_COUNT_] = {
#define X(name) #name,
        RARE_LIST(X)
#undef X
    };
    unsigned missing = 0;
    for (unsigned i = 0; i < RARE_COUNT_; i++) {
        (void)printf("%-36s %llu\n", names[i], (unsigned long long)rare[i]);
        missing += rare[i] == 0;
    }
    return missing;
}

int main(int count, char **values)
{
    struct options options = {.seed = 1, .steps = 100000, .runs = 1};
    if (!take_options(count, values, &options)) {
        (void)fprintf(stderr, "arena-seed --seed N --steps M [--runs K] [--rare] [-v]\n");
        return 2;
    }
    uint64_t rare[RARE_COUNT_] = {0};
    for (uint64_t i = 0; i < options.runs; i++) {
        run(&options, options.seed + i, rare);
    }
    unsigned missing = report(rare);
    if (options.rare && missing > 0) {
        (void)fprintf(stderr, "%u rare states were never reached\n", missing);
        return 1;
    }
    (void)printf("soak: %llu simulated steps, every invariant held\n",
        (unsigned long long)options.steps * options.runs);
    return 0;
}

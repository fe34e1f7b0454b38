/* What every fuzz target defines: libFuzzer calls it, or replay.c does. Returns 0; aborts when
 * something does not hold. How to add one: tests/fuzz/CMakeLists.txt. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif

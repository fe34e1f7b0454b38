/* Feeds every file of the folders given to a fuzz target, without libFuzzer: each whole, and
 * cut off at every length, which is how most bad input looks. A folder without files is a
 * failure.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

#define INPUT_MAX (1 << 17)
#define CUTS_MAX  256 /* longer inputs are cut at so many places */

/* In a block of its exact size, so that a sanitizer sees a byte too many. */
static void feed(const uint8_t *data, size_t size)
{
    uint8_t *exact = malloc(size > 0 ? size : 1);
    if (!exact)
        abort();
    memcpy(exact, data, size);
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static size_t bytes_of_hex(uint8_t *data, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i + 1 < size; i += 2) {
        char digits[3] = {(char)data[i], (char)data[i + 1], '\0'};
        data[count++] = (uint8_t)strtoul(digits, NULL, 16);
    }
    return count;
}

static bool is_hex(const char *path)
{
    size_t length = strlen(path);
    return length > 4 && strcmp(path + length - 4, ".hex") == 0;
}

static bool replay_file(const char *path)
{
    static uint8_t data[INPUT_MAX];
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t size = fread(data, 1, sizeof data, file);
    bool good = ferror(file) == 0;
    (void)fclose(file);
    if (is_hex(path))
        size = bytes_of_hex(data, size);
    size_t step = size / CUTS_MAX + 1;
    for (size_t cut = 0; cut < size; cut += step)
        feed(data, cut);
    feed(data, size);
    return good;
}

static int replay_folder(const char *folder)
{
    DIR *files = opendir(folder);
    if (!files)
        return -1;
    int count = 0;
    const struct dirent *entry;
    while ((entry = readdir(files)) != NULL) {
        char path[4096];
        int length = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.' && length < (int)sizeof path && replay_file(path))
            count++;
    }
    (void)closedir(files);
    return count;
}

int main(int argc, char **argv)
{
    int total = 0;
    for (int i = 1; i < argc; i++) {
        int count = replay_folder(argv[i]);
        if (count <= 0) {
            (void)fprintf(stderr, "no inputs in %s\n", argv[i]);
            return 1;
        }
        total += count;
    }
    (void)printf("%d inputs replayed, whole and cut off\n", total);
    return total > 0 ? 0 : 1;
}

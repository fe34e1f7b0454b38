/* A sorted array: looked into at every login, changed rarely. What is lost by storing it a
 * moment after it is heard (the caller's tick) is said again by the bridge, which repeats its
 * retained documents after every connect; storing inside the message would let a burst of
 * revocations hold up everybody's commands for a disk's time each.
 */
#include "broker-config/guard/revoked.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "robot/base/text.h"

#define LINE_SIZE (PRINCIPAL_SIZE + 24)
#define FILE_MAX  ((size_t)REVOKED_MAX * LINE_SIZE)

struct entry {
    char principal[PRINCIPAL_SIZE];
    uint64_t before;
};

struct revoked_list {
    char path[REVOKED_PATH_SIZE], aside[REVOKED_PATH_SIZE];
    bool changed;
    unsigned count;
    struct entry entries[REVOKED_MAX];
};

struct revoked_list *revoked_create(const char *path)
{
    struct revoked_list *list = calloc(1, sizeof(*list));
    if (list == NULL) {
        return NULL;
    }
    struct text aside;
    text_init(&aside, list->aside, sizeof(list->aside));
    text_addf(&aside, "%s.new", path);
    if (aside.cut || !text_copy(list->path, sizeof(list->path), path)) {
        revoked_destroy(list);
        return NULL;
    }
    return list;
}

void revoked_destroy(struct revoked_list *list)
{
    free(list);
}

/* Where it is, or where it would have to be. */
static unsigned place_of(const struct revoked_list *list, const char *principal)
{
    unsigned low = 0;
    unsigned high = list->count;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        if (strcmp(list->entries[middle].principal, principal) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_at(const struct revoked_list *list, unsigned place, const char *principal)
{
    return place < list->count && strcmp(list->entries[place].principal, principal) == 0;
}

static void take_out(struct revoked_list *list, unsigned place)
{
    list->count--;
    memmove(&list->entries[place], &list->entries[place + 1],
        (list->count - place) * sizeof(list->entries[0]));
}

static void put_in(struct revoked_list *list, unsigned place, const char *principal)
{
    memmove(&list->entries[place + 1], &list->entries[place],
        (list->count - place) * sizeof(list->entries[0]));
    list->count++;
    (void)text_copy(
        list->entries[place].principal, PRINCIPAL_SIZE, principal); /* a principal */
}

enum rc revoked_set(struct revoked_list *list, const char *principal, uint64_t before)
{
    struct principal parsed;
    if (!principal_from_text(principal, strlen(principal), &parsed)) {
        return RC_BAD_REQUEST;
    }
    unsigned place = place_of(list, principal);
    bool known = is_at(list, place, principal);
    if (before == (known ? list->entries[place].before : 0)) {
        return RC_OK;
    }
    if (!known && list->count == REVOKED_MAX) {
        return RC_FULL;
    }
    if (before == 0) {
        take_out(list, place);
    } else {
        if (!known) {
            put_in(list, place, principal);
        }
        list->entries[place].before = before;
    }
    list->changed = true;
    return RC_OK;
}

uint64_t revoked_before(const struct revoked_list *list, const char *principal)
{
    unsigned place = place_of(list, principal);
    return is_at(list, place, principal) ? list->entries[place].before : 0;
}

unsigned revoked_count(const struct revoked_list *list)
{
    return list->count;
}

bool revoked_changed(const struct revoked_list *list)
{
    return list->changed;
}

/* "kind/id before", without its newline. */
static enum rc read_line(struct revoked_list *list, const char *line, size_t length)
{
    const char *space = memchr(line, ' ', length);
    char name[PRINCIPAL_SIZE];
    if (space == NULL || (size_t)(space - line) >= sizeof(name)) {
        return RC_BAD_REQUEST;
    }
    memcpy(name, line, (size_t)(space - line));
    name[space - line] = '\0';
    uint64_t before = 0;
    const char *digit = space + 1;
    if (digit == line + length || line + length - digit > 18) {
        return RC_BAD_REQUEST;
    }
    for (; digit < line + length; digit++) {
        if (*digit < '0' || *digit > '9') {
            return RC_BAD_REQUEST;
        }
        before = before * 10 + (uint64_t)(*digit - '0');
    }
    return before == 0 ? RC_BAD_REQUEST : revoked_set(list, name, before);
}

enum rc revoked_read_text(struct revoked_list *list, const char *text, size_t length)
{
    list->count = 0;
    while (length > 0) {
        const char *end = memchr(text, '\n', length);
        enum rc rc = end == NULL ? RC_BAD_REQUEST : read_line(list, text, (size_t)(end - text));
        if (rc != RC_OK) {
            list->count = 0;
            list->changed = false; /* or storing it would make the damage final */
            return rc;
        }
        length -= (size_t)(end + 1 - text);
        text = end + 1;
    }
    list->changed = false;
    return RC_OK;
}

static enum rc read_file(int file, char *ret, size_t size, size_t *ret_length)
{
    size_t length = 0;
    while (length < size) {
        ssize_t got = read(file, ret + length, size - length);
        if (got < 0) {
            return RC_IO;
        }
        if (got == 0) {
            *ret_length = length;
            return RC_OK;
        }
        length += (size_t)got;
    }
    return RC_BAD_REQUEST;
}

/* The one moment a whole file is held: the start. */
static char *buffer_create(void)
{
    return malloc(FILE_MAX);
}

enum rc revoked_load(struct revoked_list *list)
{
    int file = open(list->path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return errno == ENOENT ? revoked_read_text(list, "", 0) : RC_IO;
    }
    char *buffer = buffer_create();
    size_t length = 0;
    enum rc rc = RC_IO;
    if (buffer != NULL) {
        rc = read_file(file, buffer, FILE_MAX, &length);
    }
    if (rc == RC_OK) {
        rc = revoked_read_text(list, buffer, length);
    }
    free(buffer);
    (void)close(file); /* it was only read */
    return rc;
}

static bool write_lines(const struct revoked_list *list, FILE *file)
{
    for (unsigned i = 0; i < list->count; i++) {
        const struct entry *entry = &list->entries[i];
        if (fprintf(file, "%s %llu\n", entry->principal, (unsigned long long)entry->before) <
            0) {
            return false;
        }
    }
    return fflush(file) == 0 && fsync(fileno(file)) == 0;
}

/* A rename is durable once its directory is. */
static bool sync_directory(const char *path)
{
    char name[REVOKED_PATH_SIZE];
    (void)text_copy(name, sizeof(name), path); /* the same size */
    char *slash = strrchr(name, '/');
    if (slash == NULL) {
        return true;
    }
    *slash = '\0';
    int directory = open(name[0] == '\0' ? "/" : name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) {
        return false;
    }
    bool good = fsync(directory) == 0;
    return close(directory) == 0 && good;
}

enum rc revoked_store(struct revoked_list *list)
{
    if (!list->changed) {
        return RC_OK;
    }
    int descriptor = open(list->aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    if (file == NULL) {
        if (descriptor >= 0) {
            (void)close(descriptor); /* nothing was written */
        }
        return RC_IO;
    }
    bool written = write_lines(list, file);
    if (fclose(file) != 0 || !written || rename(list->aside, list->path) != 0 ||
        !sync_directory(list->path)) {
        return RC_IO;
    }
    list->changed = false;
    return RC_OK;
}

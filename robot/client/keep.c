#include "robot/client/keep.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "robot/base/text.h"

#define FILE_SIZE 8192 /* 5 stops and 32 ids take less than 1.5 KiB */
#define FORM      "arena-robot 1"

static enum rc read_file(const char *path, char *buffer, size_t size, bool *ret_found)
{
    *ret_found = false;
    FILE *file = fopen(path, "re");
    if (!file)
        return errno == ENOENT ? RC_OK : RC_IO;
    size_t length = fread(buffer, 1, size - 1, file);
    bool whole = !ferror(file) && length < size - 1;
    (void)fclose(file); /* it was only read */
    buffer[length] = '\0';
    *ret_found = whole;
    return whole ? RC_OK : RC_IO;
}

/* Cuts the next word off *rest, at one space; NULL when none is left. */
static char *word(char **rest)
{
    char *start = *rest;
    if (!start || *start == '\0')
        return NULL;
    char *space = strchr(start, ' ');
    if (space)
        *space++ = '\0';
    *rest = space;
    return start;
}

static bool number(char **rest, uint32_t *ret)
{
    const char *text = word(rest);
    if (!text || *text < '0' || *text > '9')
        return false;
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno != 0 || *end != '\0' || value > LEASE_NUMBER_MAX)
        return false;
    *ret = (uint32_t)value;
    return true;
}

static bool read_stop(char **rest, struct authority_saved *saved)
{
    const char *id = word(rest);
    const char *by = word(rest);
    if (!id || !by || saved->stop_count == LEASE_STOPS)
        return false;
    struct stop_entry *stop = &saved->stops[saved->stop_count++];
    return tag_from_text(id, &stop->id) && principal_from_text(by, strlen(by), &stop->by);
}

static bool read_cleared(char **rest, struct authority_saved *saved)
{
    const char *id = word(rest);
    return id && saved->cleared_count < LEASE_CLEARED &&
           tag_from_text(id, &saved->cleared[saved->cleared_count++]);
}

static bool read_line(char *line, struct authority_saved *saved)
{
    char *rest = line;
    const char *what = word(&rest);
    if (!what)
        return false;
    if (strcmp(what, "highest") == 0)
        return number(&rest, &saved->highest.n) && number(&rest, &saved->highest.rev);
    if (strcmp(what, "stop") == 0)
        return read_stop(&rest, saved);
    return strcmp(what, "cleared") == 0 && read_cleared(&rest, saved);
}

static bool parse(char *text, struct authority_saved *ret)
{
    struct authority_saved saved = {0};
    char *line = text;
    for (unsigned number_of_line = 0;; number_of_line++) {
        char *end = strchr(line, '\n');
        if (!end)
            return false;
        *end = '\0';
        if (strcmp(line, "end") == 0 && number_of_line > 0)
            break;
        if (number_of_line == 0 ? strcmp(line, FORM) != 0 : !read_line(line, &saved))
            return false;
        line = end + 1;
    }
    *ret = saved;
    return true;
}

enum rc keep_load(const char *path, struct authority_saved *ret)
{
    char buffer[FILE_SIZE];
    bool found;
    enum rc rc = read_file(path, buffer, sizeof buffer, &found);
    if (rc != RC_OK)
        return rc;
    if (!found) {
        memset(ret, 0, sizeof *ret);
        return RC_OK;
    }
    return parse(buffer, ret) ? RC_OK : RC_IO;
}

static void format(const struct authority_saved *saved, struct text *text)
{
    char by[PRINCIPAL_SIZE];
    text_addf(text, FORM "\nhighest %u %u\n", saved->highest.n, saved->highest.rev);
    for (unsigned i = 0; i < saved->stop_count; i++)
        text_addf(text, "stop %s %s\n", saved->stops[i].id.text,
            principal_to_text(&saved->stops[i].by, by));
    for (unsigned i = 0; i < saved->cleared_count; i++)
        text_addf(text, "cleared %s\n", saved->cleared[i].text);
    text_add(text, "end\n");
}

static bool write_file(const char *path, const char *bytes, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    bool done = write(fd, bytes, length) == (ssize_t)length && fsync(fd) == 0;
    return close(fd) == 0 && done;
}

static bool sync_directory(const char *path)
{
    char copy[KEEP_PATH_SIZE];
    if (!text_copy(copy, sizeof copy, path))
        return false;
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool done = fsync(fd) == 0;
    (void)close(fd); /* it was only synced */
    return done;
}

enum rc keep_store(const char *path, const struct authority_saved *saved)
{
    char buffer[FILE_SIZE], beside[KEEP_PATH_SIZE];
    struct text text, name;
    text_init(&text, buffer, sizeof buffer);
    text_init(&name, beside, sizeof beside);
    format(saved, &text);
    text_addf(&name, "%s.new", path);
    if (text.cut || name.cut || !write_file(beside, buffer, text.length))
        return RC_IO;
    if (rename(beside, path) != 0 || !sync_directory(path))
        return RC_IO;
    return RC_OK;
}

#include "bridge/adapters/http/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "robot/base/log.h"
#include "robot/base/text.h"

#define ROOM "files"

struct files {
    unsigned count;
    struct file items[FILES_MAX];
};

struct content_type {
    const char *ending;
    const char *type;
};

static const struct content_type TYPES[] = {
    {".html",        "text/html; charset=utf-8"      },
    {".js",          "text/javascript; charset=utf-8"},
    {".css",         "text/css; charset=utf-8"       },
    {".json",        "application/json"              },
    {".map",         "application/json"              },
    {".svg",         "image/svg+xml"                 },
    {".png",         "image/png"                     },
    {".jpg",         "image/jpeg"                    },
    {".webp",        "image/webp"                    },
    {".ico",         "image/x-icon"                  },
    {".woff2",       "font/woff2"                    },
    {".wasm",        "application/wasm"              },
    {".txt",         "text/plain; charset=utf-8"     },
    {".webmanifest", "application/manifest+json"     },
};

static bool ends_with(const char *text, const char *ending)
{
    size_t length = strlen(text), end = strlen(ending);
    return length > end && strcmp(text + length - end, ending) == 0;
}

static const char *content_type_of(const char *path)
{
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (ends_with(path, TYPES[i].ending))
            return TYPES[i].type;
    }
    return NULL;
}

static bool read_all(int fd, char *bytes, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t got = read(fd, bytes + done, length - done);
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

/* The bytes of a regular file that is not a link; NULL: it cannot be read. */
static char *content_create(int directory, const char *name, size_t *ret_length)
{
    int fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    char *bytes = NULL;
    if (fd < 0)
        return NULL;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size > FILES_BYTES)
        goto close_file;
    size_t length = (size_t)status.st_size;
    bytes = malloc(length + 1);
    if (bytes == NULL || !read_all(fd, bytes, length)) {
        free(bytes);
        bytes = NULL;
        goto close_file;
    }
    *ret_length = length;
close_file:
    (void)close(fd);
    return bytes;
}

static void write_etag(struct file *file)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a: tells versions apart, proves nothing */
    for (size_t i = 0; i < file->length; i++)
        hash = (hash ^ (unsigned char)file->bytes[i]) * 1099511628211u;
    (void)snprintf(file->etag, sizeof file->etag, "W/\"%016llx\"", (unsigned long long)hash);
}

bool files_name_lasts(const char *path)
{
    static const char ASSETS[] = "/assets/";
    const char *hyphen = strrchr(path, '-');
    if (strncmp(path, ASSETS, sizeof ASSETS - 1) != 0 || hyphen == NULL)
        return false;
    return strspn(hyphen + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == FILES_HASH_SIZE &&
           hyphen[1 + FILES_HASH_SIZE] == '.';
}

bool file_tag_matches(const struct file *file, const char *if_none_match)
{
    const char *opaque =
        file->etag + strlen("W/"); /* the quoted part: tags are compared weakly */
    return strcmp(if_none_match, "*") == 0 || strstr(if_none_match, opaque) != NULL;
}

static void add_file(struct files *files, int directory, const char *name, const char *path)
{
    const char *type = content_type_of(path);
    if (type == NULL)
        return;
    if (files->count == FILES_MAX) {
        log_warn(ROOM, "%s: more than %d files, this one is left out", path, FILES_MAX);
        return;
    }
    struct file *file = &files->items[files->count];
    memset(file, 0, sizeof *file);
    file->content_type = type;
    file->lasting = files_name_lasts(path);
    char packed[NAME_MAX + 4];
    (void)snprintf(packed, sizeof packed, "%s.gz", name);
    file->bytes = content_create(directory, name, &file->length);
    if (file->bytes == NULL || !text_copy(file->path, sizeof file->path, path)) {
        log_warn(ROOM, "%s: cannot be read, left out", path);
        free(file->bytes);
        return;
    }
    file->gzip = content_create(directory, packed, &file->gzip_length);
    write_etag(file);
    files->count++;
}

static void add_directory(struct files *files, int directory, const char *path, unsigned depth);

static void add_entry(
    struct files *files, int directory, const char *name, const char *parent, unsigned depth)
{
    char path[PATH_SIZE];
    int length = snprintf(path, sizeof path, "%s/%s", parent, name);
    if (length < 0 || (size_t)length >= sizeof path || !path_valid(path))
        return;
    int inner = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (inner < 0)
        add_file(files, directory, name, path);
    else if (depth < FILES_DEPTH)
        add_directory(files, inner, path, depth + 1);
    else
        (void)close(inner);
}

/* Takes the descriptor over. */
static void add_directory(struct files *files, int directory, const char *path, unsigned depth)
{
    DIR *listing = fdopendir(directory);
    if (listing == NULL) {
        (void)close(directory);
        return;
    }
    for (struct dirent *entry = readdir(listing); entry != NULL; entry = readdir(listing)) {
        if (entry->d_name[0] != '.')
            add_entry(files, directory, entry->d_name, path, depth);
    }
    (void)closedir(listing);
}

struct files *files_create(const char *directory)
{
    struct files *files = calloc(1, sizeof *files);
    if (files == NULL || directory[0] == '\0')
        return files;
    int root = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) {
        log_warn(ROOM, "web_root %s: %s; no page is served", directory, strerror(errno));
        return files;
    }
    add_directory(files, root, "", 0);
    log_info(ROOM, "%u files of the page from %s", files->count, directory);
    return files;
}

void files_destroy(struct files *files)
{
    if (files == NULL)
        return;
    for (unsigned i = 0; i < files->count; i++) {
        free(files->items[i].bytes);
        free(files->items[i].gzip);
    }
    free(files);
}

const struct file *files_find(const struct files *files, const char *path)
{
    bool page = strcmp(path, "/") == 0 || strcmp(path, "/screen") == 0;
    const char *wanted = page ? "/index.html" : path;
    for (unsigned i = 0; i < files->count; i++) {
        if (strcmp(files->items[i].path, wanted) == 0)
            return &files->items[i];
    }
    return NULL;
}

unsigned files_count(const struct files *files)
{
    return files->count;
}

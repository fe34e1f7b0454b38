/* The built page: every file of web_root, read into memory at start.
 *
 * What is not in the table is not there, so no path can lead anywhere else (rejected: opening
 * files by the path asked for, and checking it). Names that begin with '.' and links are left
 * out; kinds of file that are not known here are, too. A file beside it with .gz added is sent
 * to who accepts it. Thread: the loop's. Blocks while reading, at start.
 */
#ifndef BRIDGE_ADAPTERS_HTTP_FILES_H
#define BRIDGE_ADAPTERS_HTTP_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "bridge/adapters/http/path.h"

#define FILES_MAX       512
#define FILES_BYTES     (32u << 20) /* one file */
#define FILES_DEPTH     6
#define FILES_ETAG_SIZE 24
#define FILES_HASH_SIZE 8 /* characters A-Z and 2-7, as the page's build writes */

struct file {
    char path[PATH_SIZE]; /* "/assets/main.js" */
    const char *content_type;
    bool lasting;               /* its name changes with its content: may be kept for a year */
    char etag[FILES_ETAG_SIZE]; /* W/"…": the same for both encodings */
    char *bytes;
    size_t length;
    char *gzip; /* NULL = none */
    size_t gzip_length;
};

struct files;

/* Reads the directory; "" gives an empty table. NULL: no memory. What cannot be read is logged
 * and left out. */
struct files *files_create(const char *directory);
void files_destroy(struct files *files);

/* True for /assets/NAME-HASH.ending: the only names that change whenever their content does. */
bool files_name_lasts(const char *path);

/* Is one of the tags of an If-None-Match (or its "*") this file's? */
bool file_tag_matches(const struct file *file, const char *if_none_match);

/* "/" is "/index.html", and so is "/screen": the page looks at its own address. NULL: there is
 * none. */
const struct file *files_find(const struct files *files, const char *path);
unsigned files_count(const struct files *files);

#endif

/* One event is one write(2), so that lines of several threads or processes never mix, and what
 * peers chose (names, payloads) cannot forge a line: control characters become '?'. stdio was
 * rejected for its lock and its buffering; syslog because run-local and containers read stderr.
 */
#include "robot/base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "robot/base/text.h"

#define LINE_SIZE 1024

static _Atomic int level_shown = LOG_LEVEL_INFO;

static const char *const level_names[] = {
    [LOG_LEVEL_ERROR] = "ERROR",
    [LOG_LEVEL_WARN] = "WARN",
    [LOG_LEVEL_INFO] = "INFO",
    [LOG_LEVEL_DEBUG] = "DEBUG",
};

void log_set_level(enum log_level level)
{
    atomic_store(&level_shown, (int)level);
}

static void replace_controls(char *line)
{
    for (char *c = line; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            *c = '?';
    }
}

void log_line(enum log_level level, const char *room, const char *format, ...)
{
    if ((int)level > atomic_load(&level_shown))
        return;
    char line[LINE_SIZE];
    struct text text;
    text_init(&text, line, sizeof line - 1); /* the newline always fits */
    text_addf(&text, "%s %s: ", level_names[level], room);
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(line + text.length, sizeof line - 1 - text.length, format, arguments);
    va_end(arguments);
    replace_controls(line);
    size_t length = strlen(line);
    line[length] = '\n';
    ssize_t written = write(STDERR_FILENO, line, length + 1);
    (void)written; /* nobody is left to be told that telling failed */
}

/* Logging: one line an event on stderr, "LEVEL room: sentence". Lines name the id they speak
 * of. Thread: any. The only mutable globals besides main.c's live in log.c.
 */
#ifndef ROBOT_BASE_LOG_H
#define ROBOT_BASE_LOG_H

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

void log_set_level(enum log_level level); /* default: info */
void log_line(enum log_level level, const char *room, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#define log_error(room, ...) log_line(LOG_LEVEL_ERROR, room, __VA_ARGS__)
#define log_warn(room, ...)  log_line(LOG_LEVEL_WARN, room, __VA_ARGS__)
#define log_info(room, ...)  log_line(LOG_LEVEL_INFO, room, __VA_ARGS__)
#define log_debug(room, ...) log_line(LOG_LEVEL_DEBUG, room, __VA_ARGS__)

#endif

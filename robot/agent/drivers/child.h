/* A child process with a pipe to its stdin and one from its stdout; stderr is ours.
 *
 * It runs in a process group of its own, by /bin/sh -c, and ends when it sees the end of its
 * stdin: nobody but us holds the other end, so it sees that however we die. Nothing blocks but
 * child_end, for at most about 2 s.
 *
 * The program around it must ignore SIGPIPE. Thread: one.
 */
#ifndef ROBOT_AGENT_DRIVERS_CHILD_H
#define ROBOT_AGENT_DRIVERS_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct child {
    pid_t pid;  /* 0 = none */
    int input;  /* its stdin; -1 = none */
    int output; /* its stdout, not blocking; -1 = none */
};

/* False (logged) when it cannot be started. command is only read: spawning wants it so. */
bool child_start(struct child *child, char *command);

/* True when the line was taken whole; false when there is no room or it is gone. Lines are not
 * longer than PIPE_BUF, so that there is no half of one. */
bool child_write(struct child *child, const char *line, size_t length);

/* How much of what was written it has not read yet. */
size_t child_unread(const struct child *child);

/* Bytes read; 0 = none now; -1 = the end. */
ssize_t child_read(struct child *child, char *buffer, size_t size);

/* False once it has ended (and then nothing of it is left). */
bool child_alive(struct child *child);

/* Closes its stdin, lets it go for a while, then asks, then kills; the whole group. */
void child_end(struct child *child);
/* Kills the whole group now. */
void child_kill(struct child *child);

#endif

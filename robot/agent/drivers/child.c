#include "robot/agent/drivers/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "robot/base/log.h"

#define PATIENCE_MS 700 /* of each step of child_end */

extern char **environ;

struct ends {
    int in[2], out[2]; /* its stdin, its stdout: read end, write end */
};

static bool open_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    for (unsigned i = 0; i < 2; i++)
        (void)fcntl(ends[i], F_SETFD, FD_CLOEXEC); /* a fresh descriptor takes it */
    return true;
}

static void close_end(int *end)
{
    if (*end >= 0)
        (void)close(*end);
    *end = -1;
}

static int spawn(const struct ends *ends, char *command, pid_t *ret)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t signals, none;
    (void)sigfillset(&signals);
    (void)sigdelset(&signals, SIGKILL);
    (void)sigdelset(&signals, SIGSTOP);
    (void)sigemptyset(&none);
    if (posix_spawn_file_actions_init(&files) != 0)
        return ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0) {
        (void)posix_spawn_file_actions_destroy(&files);
        return ENOMEM;
    }
    char shell[] = "sh", option[] = "-c";
    char *arguments[] = {shell, option, command, NULL};
    int error = posix_spawn_file_actions_adddup2(&files, ends->in[0], STDIN_FILENO);
    error =
        error ? error : posix_spawn_file_actions_adddup2(&files, ends->out[1], STDOUT_FILENO);
    error = error ? error
                  : posix_spawnattr_setflags(&attributes,
                        POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    error = error ? error : posix_spawnattr_setsigdefault(&attributes, &signals);
    error = error ? error : posix_spawnattr_setsigmask(&attributes, &none);
    error =
        error ? error : posix_spawn(ret, "/bin/sh", &files, &attributes, arguments, environ);
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&files);
    return error;
}

bool child_start(struct child *child, char *command)
{
    struct ends ends = {
        {-1, -1},
        {-1, -1}
    };
    *child = (struct child){0, -1, -1};
    int error = ENFILE;
    if (open_pipe(ends.in) && open_pipe(ends.out))
        error = spawn(&ends, command, &child->pid);
    close_end(&ends.in[0]);
    close_end(&ends.out[1]);
    if (error != 0) {
        log_error("exec", "cannot start the child: %s", strerror(error));
        close_end(&ends.in[1]);
        close_end(&ends.out[0]);
        child->pid = 0;
        return false;
    }
    child->input = ends.in[1];
    child->output = ends.out[0];
    (void)fcntl(child->input, F_SETFL, O_NONBLOCK);
    (void)fcntl(child->output, F_SETFL, O_NONBLOCK);
    return true;
}

bool child_write(struct child *child, const char *line, size_t length)
{
    return child->input >= 0 && write(child->input, line, length) == (ssize_t)length;
}

size_t child_unread(const struct child *child)
{
    int bytes = 0;
    if (child->input < 0 || ioctl(child->input, FIONREAD, &bytes) != 0 || bytes < 0)
        return 0;
    return (size_t)bytes;
}

ssize_t child_read(struct child *child, char *buffer, size_t size)
{
    if (child->output < 0)
        return -1;
    ssize_t got = read(child->output, buffer, size);
    if (got > 0)
        return got;
    return got < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

static void forget(struct child *child)
{
    close_end(&child->input);
    close_end(&child->output);
    child->pid = 0;
}

bool child_alive(struct child *child)
{
    if (child->pid == 0)
        return false;
    pid_t ended = waitpid(child->pid, NULL, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR))
        return true;
    (void)kill(-child->pid, SIGKILL); /* what it left behind, if anything */
    forget(child);
    return false;
}

/* Until its stdout ends or the patience does; what it still says is not listened to. */
static void wait_for_end(struct child *child)
{
    char scrap[512];
    struct pollfd ear = {.fd = child->output, .events = POLLIN};
    for (unsigned i = 0; i < 64; i++) {
        if (poll(&ear, 1, PATIENCE_MS) <= 0)
            return;
        if (child_read(child, scrap, sizeof(scrap)) < 0)
            return;
    }
}

void child_end(struct child *child)
{
    if (child->pid == 0)
        return;
    close_end(&child->input);
    wait_for_end(child);
    if (!child_alive(child))
        return;
    (void)kill(-child->pid, SIGTERM);
    wait_for_end(child);
    if (child_alive(child))
        child_kill(child);
}

void child_kill(struct child *child)
{
    if (child->pid == 0)
        return;
    (void)kill(-child->pid, SIGKILL);
    while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    forget(child);
}

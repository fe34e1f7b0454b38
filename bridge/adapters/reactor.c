/* libwebsockets' own poll loop, with `pass` called after every round: a socket, the wake-up,
 * the timer and a signal all end a round, so there is one place where the bridge works and it
 * reads the clock once. Calling `pass` from each of libwebsockets' callbacks was rejected: it
 * would run in the middle of somebody else's work.
 *
 * What must stay true: the timer is armed anew after each pass; lws_cancel_service is the only
 * thing other threads call; EVENT_WAIT_CANCELLED reaches every protocol of every vhost and
 * nobody needs to answer it, because the round ends anyway.
 */
#include "bridge/adapters/reactor.h"

#include <errno.h>
#include <libwebsockets.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "robot/base/log.h"

#define ROOM              "reactor"
#define REACTOR_FDS       4096 /* sockets at once, of both listeners */
#define REACTOR_HEADER    8192 /* bytes of one request's headers */
#define REACTOR_HEADERS   256  /* requests whose headers are being read at once */
#define REACTOR_SLEEP_MAX 3600000u

struct reactor {
    struct reactor_work work;
    struct lws_context *context;
    struct lws_vhost *vhost;
    lws_sorted_usec_list_t timer;
    atomic_bool stopping;
    bool reload;
};

static int reactor_callback(
    struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len);

static const struct lws_protocols PROTOCOLS[] = {
    {.name = "reactor", .callback = reactor_callback},
    {.name = NULL                },
};

static void signals_of_reactor(sigset_t *ret)
{
    (void)sigemptyset(ret);
    (void)sigaddset(ret, SIGTERM);
    (void)sigaddset(ret, SIGINT);
    (void)sigaddset(ret, SIGHUP);
}

void reactor_block_signals(void)
{
    sigset_t set;
    signals_of_reactor(&set);
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL);
    (void)signal(SIGPIPE, SIG_IGN); /* writing to a closed socket is an error code here */
}

uint64_t reactor_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u;
}

static void take_signal(struct reactor *reactor, int fd)
{
    struct signalfd_siginfo info;
    while (read(fd, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo == SIGHUP) {
            reactor->reload = true;
        } else {
            log_info(ROOM, "asked to end by signal %u", info.ssi_signo);
            atomic_store(&reactor->stopping, true);
        }
    }
}

static int reactor_callback(
    struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len)
{
    (void)user;
    (void)in;
    (void)len;
    if (reason == LWS_CALLBACK_RAW_RX_FILE) {
        struct reactor *reactor = lws_context_user(lws_get_context(wsi));
        take_signal(reactor, (int)lws_get_socket_fd(wsi));
    }
    return 0;
}

static void emit_log(int level, const char *line)
{
    size_t length = strcspn(line, "\n");
    log_line(level == LLL_ERR ? LOG_LEVEL_ERROR : LOG_LEVEL_WARN, "libwebsockets", "%.*s",
        (int)length, line);
}

static bool listen_to_signals(struct reactor *reactor)
{
    sigset_t set;
    signals_of_reactor(&set);
    int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (fd < 0)
        return false;
    lws_sock_file_fd_type descriptor = {.filefd = fd};
    if (lws_adopt_descriptor_vhost(
            reactor->vhost, LWS_ADOPT_RAW_FILE_DESC, descriptor, "reactor", NULL) == NULL) {
        (void)close(fd);
        return false;
    }
    return true;
}

static bool open_context(struct reactor *reactor)
{
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN,
        .protocols = PROTOCOLS,
        .vhost_name = "reactor",
        .user = reactor,
        .uid = -1,
        .gid = -1,
        .options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS,
        .fd_limit_per_thread = REACTOR_FDS,
        .max_http_header_data = REACTOR_HEADER,
        .max_http_header_pool = REACTOR_HEADERS,
        .server_string = "arena",
    };
    lws_set_log_level(LLL_ERR | LLL_WARN, emit_log);
    reactor->context = lws_create_context(&info);
    if (reactor->context == NULL)
        return false;
    reactor->vhost = lws_create_vhost(reactor->context, &info);
    return reactor->vhost != NULL && listen_to_signals(reactor);
}

/* As many descriptors as the door may have connections, and some for files and the broker. */
static void raise_descriptors(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= REACTOR_FDS)
        return;
    limit.rlim_cur = limit.rlim_max < REACTOR_FDS ? limit.rlim_max : REACTOR_FDS;
    (void)setrlimit(RLIMIT_NOFILE, &limit); /* fewer is enough for most */
}

struct reactor *reactor_create(const struct reactor_work *work)
{
    struct reactor *reactor = calloc(1, sizeof *reactor);
    if (reactor == NULL)
        return NULL;
    reactor->work = *work;
    atomic_init(&reactor->stopping, false);
    raise_descriptors();
    if (!open_context(reactor)) {
        log_error(ROOM, "the event loop cannot be made: %s", strerror(errno));
        reactor_destroy(reactor);
        return NULL;
    }
    return reactor;
}

void reactor_destroy(struct reactor *reactor)
{
    if (reactor == NULL)
        return;
    if (reactor->context != NULL) {
        lws_sul_cancel(&reactor->timer);
        lws_context_destroy(reactor->context);
    }
    free(reactor);
}

struct lws_context *reactor_context(struct reactor *reactor)
{
    return reactor->context;
}

static void timer_rang(lws_sorted_usec_list_t *timer)
{
    (void)timer; /* the round ends: that is all it is for */
}

static void arm(struct reactor *reactor, uint64_t now, uint64_t deadline)
{
    uint64_t wait = deadline > now ? deadline - now : 0;
    if (wait > REACTOR_SLEEP_MAX)
        wait = REACTOR_SLEEP_MAX;
    lws_sul_schedule(
        reactor->context, 0, &reactor->timer, timer_rang, (lws_usec_t)wait * LWS_US_PER_MS + 1);
}

static uint64_t work_once(struct reactor *reactor, uint64_t now)
{
    if (reactor->reload && reactor->work.reload != NULL)
        reactor->work.reload(reactor->work.self, now);
    reactor->reload = false;
    return reactor->work.pass(reactor->work.self, now);
}

enum rc reactor_run_once(struct reactor *reactor, uint32_t timeout_ms)
{
    uint64_t now = reactor_now();
    uint64_t deadline = work_once(reactor, now);
    arm(reactor, now, deadline < now + timeout_ms ? deadline : now + timeout_ms);
    return lws_service(reactor->context, 0) < 0 ? RC_IO : RC_OK;
}

enum rc reactor_run(struct reactor *reactor)
{
    enum rc rc = RC_OK;
    do
        rc = reactor_run_once(reactor, REACTOR_SLEEP_MAX);
    while (rc == RC_OK && !atomic_load(&reactor->stopping));
    return rc;
}

void reactor_wake(struct reactor *reactor)
{
    lws_cancel_service(reactor->context);
}

void reactor_stop(struct reactor *reactor)
{
    atomic_store(&reactor->stopping, true);
    reactor_wake(reactor);
}

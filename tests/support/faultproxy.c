/* faultproxy: a TCP proxy that misbehaves on command, for tests of what a bad network does.
 *
 *     faultproxy --to PORT [--listen PORT] [--seed N]        everything on 127.0.0.1
 *
 * It prints "listening PORT" and then obeys lines on stdin, answering each with "ok" or a
 * sentence: delay MS [JITTER]   every byte waits MS plus 0..JITTER ms (order is kept, as in
 * TCP) stall [up|down|both]  nothing is delivered that way; bytes are kept (up: client to
 * broker) resume              delivers what was kept, at once, then goes on blackhole bytes of
 * both ways are lost from now on, connections stay open cut                 resets every
 * connection refuse on|off       resets new connections stats               "ok connections N
 * up BYTES down BYTES held BYTES" quit
 *
 * One thread around poll; delays are drawn from a seeded generator, so a run can be repeated.
 */
#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PAIRS_MAX  512
#define CHUNK_SIZE 16384
#define HELD_MAX   (64u << 20)
#define LINE_SIZE  128
#define FOREVER    UINT64_MAX

enum way { WAY_UP, WAY_DOWN, WAY_COUNT };

struct chunk {
    struct chunk *next;
    uint64_t due; /* ms */
    size_t length, sent;
    char bytes[CHUNK_SIZE];
};

struct pipe_end { /* one direction of one pair */
    struct chunk *first, *last;
    uint64_t last_due;
    bool ended; /* the source said end of file; the sink is shut once the queue is empty */
    bool shut;
};

struct pair {
    int fd[WAY_COUNT]; /* [WAY_UP] reads from the client, [WAY_DOWN] from the broker */
    struct pipe_end pipe[WAY_COUNT];
    bool used;
};

struct proxy {
    int listener;
    uint16_t to;
    uint32_t random;
    uint32_t delay, jitter;
    bool stalled[WAY_COUNT];
    bool blackhole, refuse, quit;
    uint64_t bytes[WAY_COUNT];
    size_t held;
    struct pair pairs[PAIRS_MAX];
    char line[LINE_SIZE];
    size_t line_length;
};

static uint64_t clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static uint32_t draw(struct proxy *proxy, uint32_t below)
{
    proxy->random ^= proxy->random << 13;
    proxy->random ^= proxy->random >> 17;
    proxy->random ^= proxy->random << 5;
    return below ? proxy->random % below : 0;
}

static struct sockaddr_in loopback(uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static void drop_queue(struct proxy *proxy, struct pipe_end *pipe)
{
    while (pipe->first) {
        struct chunk *chunk = pipe->first;
        pipe->first = chunk->next;
        proxy->held -= chunk->length - chunk->sent;
        free(chunk);
    }
    pipe->last = NULL;
}

static void pair_close(struct proxy *proxy, struct pair *pair, bool reset)
{
    for (enum way way = WAY_UP; way < WAY_COUNT; way++) {
        struct linger linger = {.l_onoff = reset, .l_linger = 0};
        (void)setsockopt(pair->fd[way], SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
        close(pair->fd[way]);
        drop_queue(proxy, &pair->pipe[way]);
    }
    memset(pair, 0, sizeof *pair);
}

static struct pair *pair_free(struct proxy *proxy)
{
    for (int i = 0; i < PAIRS_MAX; i++) {
        if (!proxy->pairs[i].used) {
            return &proxy->pairs[i];
        }
    }
    return NULL;
}

static int connect_to(uint16_t port)
{
    struct sockaddr_in address = loopback(port);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static void accept_one(struct proxy *proxy)
{
    int client = accept(proxy->listener, NULL, NULL);
    if (client < 0) {
        return;
    }
    struct pair *pair = pair_free(proxy);
    int broker = proxy->refuse || !pair ? -1 : connect_to(proxy->to);
    if (broker < 0) {
        struct linger linger = {.l_onoff = 1, .l_linger = 0};
        (void)setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
        close(client);
        return;
    }
    int one = 1;
    (void)setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    (void)setsockopt(broker, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    *pair = (struct pair){
        .used = true, .fd = {client, broker}
    };
}

static void enqueue(
    struct proxy *proxy, struct pipe_end *pipe, struct chunk *chunk, uint64_t now)
{
    uint64_t due = now + proxy->delay + draw(proxy, proxy->jitter + 1);
    chunk->due = due > pipe->last_due ? due : pipe->last_due;
    pipe->last_due = chunk->due;
    if (pipe->last) {
        pipe->last->next = chunk;
    } else {
        pipe->first = chunk;
    }
    pipe->last = chunk;
    proxy->held += chunk->length;
}

static struct chunk *chunk_create(void)
{
    struct chunk *chunk = calloc(1, sizeof *chunk);
    assert(chunk);
    return chunk;
}

/* False when the pair is to be closed. */
static bool take_bytes(struct proxy *proxy, struct pair *pair, enum way way, uint64_t now)
{
    struct chunk *chunk = chunk_create();
    ssize_t n = recv(pair->fd[way], chunk->bytes, sizeof chunk->bytes, MSG_DONTWAIT);
    if (n <= 0) {
        free(chunk);
        pair->pipe[way].ended = n == 0;
        return n == 0 || errno == EAGAIN || errno == EINTR;
    }
    proxy->bytes[way] += (uint64_t)n;
    if (proxy->blackhole) {
        free(chunk);
        return true;
    }
    chunk->length = (size_t)n;
    enqueue(proxy, &pair->pipe[way], chunk, now);
    return true;
}

/* Sends the first chunk of a queue: 1 = all of it, 0 = the sink is full, -1 = the sink is gone.
 */
static int send_first(struct proxy *proxy, struct pipe_end *pipe, int sink)
{
    struct chunk *chunk = pipe->first;
    ssize_t n = send(sink, chunk->bytes + chunk->sent, chunk->length - chunk->sent,
        MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n < 0) {
        return errno == EAGAIN || errno == EINTR ? 0 : -1;
    }
    chunk->sent += (size_t)n;
    proxy->held -= (size_t)n;
    if (chunk->sent < chunk->length) {
        return 0;
    }
    pipe->first = chunk->next;
    pipe->last = pipe->first ? pipe->last : NULL;
    free(chunk);
    return 1;
}

/* Delivers what is due; false when the pair is to be closed. */
static bool deliver(struct proxy *proxy, struct pair *pair, enum way way, uint64_t now)
{
    struct pipe_end *pipe = &pair->pipe[way];
    int sink = pair->fd[!way], sent = 1;
    while (sent > 0 && pipe->first && !proxy->stalled[way] && pipe->first->due <= now) {
        sent = send_first(proxy, pipe, sink);
    }
    if (sent < 0) {
        return false;
    }
    if (pipe->ended && !pipe->first && !pipe->shut) {
        pipe->shut = true;
        (void)shutdown(sink, SHUT_WR);
    }
    return !(pair->pipe[WAY_UP].shut && pair->pipe[WAY_DOWN].shut);
}

static uint64_t pair_deadline(const struct proxy *proxy, const struct pair *pair, enum way way)
{
    const struct pipe_end *pipe = &pair->pipe[way];
    return pipe->first && !proxy->stalled[way] ? pipe->first->due : FOREVER;
}

static void cut_all(struct proxy *proxy)
{
    for (int i = 0; i < PAIRS_MAX; i++) {
        if (proxy->pairs[i].used) {
            pair_close(proxy, &proxy->pairs[i], true);
        }
    }
}

static const char *do_delay(struct proxy *proxy, const char *first, const char *second)
{
    proxy->delay = (uint32_t)strtoul(first, NULL, 10);
    proxy->jitter = (uint32_t)strtoul(second, NULL, 10);
    return "ok";
}

static const char *do_stall(struct proxy *proxy, const char *first, const char *second)
{
    (void)second;
    proxy->stalled[WAY_UP] |= strcmp(first, "down") != 0;
    proxy->stalled[WAY_DOWN] |= strcmp(first, "up") != 0;
    return "ok";
}

static const char *do_resume(struct proxy *proxy, const char *first, const char *second)
{
    (void)first;
    (void)second;
    proxy->stalled[WAY_UP] = proxy->stalled[WAY_DOWN] = proxy->blackhole = false;
    return "ok";
}

static const char *do_blackhole(struct proxy *proxy, const char *first, const char *second)
{
    (void)first;
    (void)second;
    proxy->blackhole = true;
    return "ok";
}

static const char *do_cut(struct proxy *proxy, const char *first, const char *second)
{
    (void)first;
    (void)second;
    cut_all(proxy);
    return "ok";
}

static const char *do_refuse(struct proxy *proxy, const char *first, const char *second)
{
    (void)second;
    proxy->refuse = strcmp(first, "on") == 0;
    return "ok";
}

static const char *do_stats(struct proxy *proxy, const char *first, const char *second)
{
    (void)first;
    (void)second;
    unsigned count = 0;
    for (int i = 0; i < PAIRS_MAX; i++) {
        count += proxy->pairs[i].used;
    }
    printf("ok connections %u up %llu down %llu held %zu\n", count,
        (unsigned long long)proxy->bytes[WAY_UP], (unsigned long long)proxy->bytes[WAY_DOWN],
        proxy->held);
    return NULL;
}

static const char *do_quit(struct proxy *proxy, const char *first, const char *second)
{
    (void)first;
    (void)second;
    proxy->quit = true;
    return "ok";
}

static const struct {
    const char *word;
    const char *(*run)(struct proxy *proxy, const char *first, const char *second);
} commands[] = {
    {"delay",     do_delay    },
    {"stall",     do_stall    },
    {"resume",    do_resume   },
    {"blackhole", do_blackhole},
    {"cut",       do_cut      },
    {"refuse",    do_refuse   },
    {"stats",     do_stats    },
    {"quit",      do_quit     },
};

static void obey(struct proxy *proxy, const char *line)
{
    char word[16] = "", first[16] = "", second[16] = "";
    (void)sscanf(line, "%15s %15s %15s", word, first, second);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(word, commands[i].word) == 0) {
            const char *answer = commands[i].run(proxy, first, second);
            if (answer) {
                puts(answer);
            }
            fflush(stdout);
            return;
        }
    }
    printf("no such command: %s\n", word);
    fflush(stdout);
}

static void read_commands(struct proxy *proxy)
{
    ssize_t n = read(0, proxy->line + proxy->line_length, LINE_SIZE - 1 - proxy->line_length);
    if (n <= 0) {
        proxy->quit = true;
        return;
    }
    proxy->line_length += (size_t)n;
    proxy->line[proxy->line_length] = '\0';
    char *end;
    while ((end = strchr(proxy->line, '\n'))) {
        *end = '\0';
        obey(proxy, proxy->line);
        proxy->line_length -= (size_t)(end + 1 - proxy->line);
        memmove(proxy->line, end + 1, proxy->line_length + 1);
    }
    proxy->line_length = proxy->line_length == LINE_SIZE - 1 ? 0 : proxy->line_length;
}

/* Fills the poll set: stdin, the listener, then two for each pair. Returns its size. */
static nfds_t gather(struct proxy *proxy, struct pollfd *set, uint64_t *ret_deadline)
{
    nfds_t count = 0;
    set[count++] = (struct pollfd){.fd = 0, .events = POLLIN};
    set[count++] = (struct pollfd){.fd = proxy->listener, .events = POLLIN};
    for (int i = 0; i < PAIRS_MAX; i++) {
        const struct pair *pair = &proxy->pairs[i];
        for (enum way way = WAY_UP; pair->used && way < WAY_COUNT; way++) {
            bool wants = !pair->pipe[way].ended && proxy->held < HELD_MAX;
            set[count++] = (struct pollfd){.fd = wants ? pair->fd[way] : -1, .events = POLLIN};
            uint64_t due = pair_deadline(proxy, pair, way);
            *ret_deadline = due < *ret_deadline ? due : *ret_deadline;
        }
    }
    return count;
}

static void serve_pairs(struct proxy *proxy, const struct pollfd *set, uint64_t now)
{
    nfds_t at = 2;
    for (int i = 0; i < PAIRS_MAX; i++) {
        struct pair *pair = &proxy->pairs[i];
        if (!pair->used) {
            continue;
        }
        bool alive = true;
        for (enum way way = WAY_UP; way < WAY_COUNT; way++) {
            short events = set[at++].revents;
            if (alive && (events & (POLLIN | POLLHUP | POLLERR)) && !pair->pipe[way].ended) {
                alive = take_bytes(proxy, pair, way, now);
            }
        }
        for (enum way way = WAY_UP; alive && way < WAY_COUNT; way++) {
            alive = deliver(proxy, pair, way, now);
        }
        if (!alive) {
            pair_close(proxy, pair, false);
        }
    }
}

static void run(struct proxy *proxy)
{
    static struct pollfd set[2 + 2 * PAIRS_MAX];
    while (!proxy->quit) {
        uint64_t deadline = FOREVER, now = clock_ms();
        nfds_t count = gather(proxy, set, &deadline);
        int wait = deadline == FOREVER ? 1000 : deadline <= now ? 0 : (int)(deadline - now);
        if (poll(set, count, wait) < 0 && errno != EINTR) {
            return;
        }
        serve_pairs(proxy, set, clock_ms());
        if (set[1].revents) {
            accept_one(proxy);
        }
        if (set[0].revents) {
            read_commands(proxy);
        }
    }
}

static uint16_t listen_on(struct proxy *proxy, uint16_t port)
{
    struct sockaddr_in address = loopback(port);
    socklen_t size = sizeof address;
    int one = 1;
    proxy->listener = socket(AF_INET, SOCK_STREAM, 0);
    (void)setsockopt(proxy->listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(proxy->listener, (struct sockaddr *)&address, size) != 0 ||
        listen(proxy->listener, 64) != 0 ||
        getsockname(proxy->listener, (struct sockaddr *)&address, &size) != 0) {
        perror("faultproxy: cannot listen");
        exit(1);
    }
    return ntohs(address.sin_port);
}

int main(int argc, char **argv)
{
    static struct proxy proxy;
    uint16_t port = 0;
    proxy.random = 1;
    for (int i = 1; i + 1 < argc; i += 2) {
        unsigned long value = strtoul(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--to") == 0) {
            proxy.to = (uint16_t)value;
        } else if (strcmp(argv[i], "--listen") == 0) {
            port = (uint16_t)value;
        } else if (strcmp(argv[i], "--seed") == 0) {
            proxy.random = value ? (uint32_t)value : 1;
        }
    }
    if (proxy.to == 0) {
        fputs("usage: faultproxy --to PORT [--listen PORT] [--seed N]\n", stderr);
        return 2;
    }
    printf("listening %u\n", listen_on(&proxy, port));
    fflush(stdout);
    run(&proxy);
    cut_all(&proxy);
    close(proxy.listener);
    return 0;
}

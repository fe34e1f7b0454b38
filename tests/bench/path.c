#include "tests/bench/path.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "robot/client/link_paho.h"
#include "tests/bench/link_relay.h"

static void fail(const char *sentence)
{
    fprintf(stderr, "bench: %s\n", sentence);
    exit(2);
}

static void read_flag(struct path_options *options, const char *name, const char *value)
{
    unsigned number = (unsigned)strtoul(value, NULL, 10);
    const struct {
        const char *name;
        unsigned *target;
    } numbers[] = {
        {"--robots",    &options->robots   },
        {"--hz",        &options->hz       },
        {"--seconds",   &options->seconds  },
        {"--port",      &options->port     },
        {"--processes", &options->processes}
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (strcmp(name, numbers[i].name) == 0) {
            *numbers[i].target = number;
            return;
        }
    }
    if (strcmp(name, "--shared") == 0) {
        options->shared = value;
    } else if (strcmp(name, "--tokens") == 0) {
        options->tokens = value;
    } else if (strcmp(name, "--websocket") == 0) {
        options->websocket = number != 0;
    } else if (strcmp(name, "--bare") == 0) {
        options->bare = number != 0;
    } else if (strcmp(name, "--relay") == 0) {
        options->relay = number != 0;
    } else if (strcmp(name, "--back") == 0) {
        options->back = number != 0;
    } else {
        fail("an unknown option");
    }
}

struct path_options path_options_read(int argc, char **argv)
{
    struct path_options options = {.robots = 1, .hz = 20, .seconds = 5, .processes = 1};
    for (int i = 1; i + 1 < argc; i += 2) {
        read_flag(&options, argv[i], argv[i + 1]);
    }
    if (!options.shared || options.port == 0 || options.robots == 0 ||
        options.robots > PATH_ROBOTS || options.hz == 0 || options.processes == 0) {
        fail("--shared, --port, --robots 1..256 and --hz are needed");
    }
    return options;
}

struct path_shared *path_map(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT, 0600);
    if (fd < 0 || ftruncate(fd, sizeof(struct path_shared)) != 0) {
        fail("cannot make the shared file");
    }
    void *memory =
        mmap(NULL, sizeof(struct path_shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (memory == MAP_FAILED) {
        fail("cannot map the shared file");
    }
    return memory;
}

bool path_in_processes(const struct path_options *options, struct path_shared *shared,
    int (*work)(unsigned process))
{
    bool good = true;
    fflush(NULL);
    for (unsigned i = 0; i < options->processes; i++) {
        pid_t child = fork();
        if (child < 0) {
            fail("cannot make a process");
        }
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            exit(work(i));
        }
    }
    int status;
    while (wait(&status) > 0) {
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            good = false;
            atomic_store(&shared->quit, true);
        }
    }
    return good;
}

uint64_t path_now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

double path_axis_from_id(unsigned id)
{
    return ((double)id - PATH_IDS * 0.5) / PATH_IDS;
}

unsigned path_id_from_axis(double x)
{
    return (unsigned)(x * PATH_IDS + PATH_IDS * 0.5 + 0.5) % PATH_IDS;
}

const char *path_token(
    const struct path_options *options, const char *name, char *buffer, size_t size)
{
    char path[512];
    if (!options->tokens) {
        return NULL;
    }
    snprintf(path, sizeof path, "%s/%s.jwt", options->tokens, name);
    FILE *file = fopen(path, "r");
    if (!file) {
        fail("a token is missing");
    }
    size_t length = fread(buffer, 1, size - 1, file);
    fclose(file);
    buffer[length] = '\0';
    return buffer;
}

struct link *path_link_create(const struct path_options *options)
{
    return options->relay ? link_relay_create() : link_paho_create();
}

void path_must(enum rc rc, const char *what)
{
    if (rc != RC_OK) {
        fprintf(stderr, "bench: %s: %s\n", what, rc_sentence(rc));
        exit(1);
    }
}

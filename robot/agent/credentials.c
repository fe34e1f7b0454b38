#include "robot/agent/credentials.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "robot/base/log.h"
#include "robot/base/text.h"
#include "robot/client/enrol.h"

#define ENROL_PAUSE_MS 2000

/* The first line of the file. */
static bool read_token(const char *path, char *ret_token, size_t size)
{
    if (path[0] == '\0')
        return false;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        if (errno != ENOENT)
            log_error("agent", "cannot read %s: %s", path, strerror(errno));
        return false;
    }
    ssize_t length = read(file, ret_token, size - 1);
    (void)close(file); /* only read */
    if (length <= 0)
        return false;
    ret_token[length] = '\0';
    ret_token[strcspn(ret_token, "\r\n")] = '\0';
    return ret_token[0] != '\0';
}

static bool write_all(const char *path, const char *token)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    size_t length = strlen(token);
    bool good = write(file, token, length) == (ssize_t)length && fsync(file) == 0;
    return close(file) == 0 && good;
}

void credentials_keep(const struct credentials *credentials, const char *token)
{
    char beside[CREDENTIALS_PATH_SIZE + 4];
    if (credentials->kept[0] == '\0')
        return;
    (void)snprintf(beside, sizeof(beside), "%s.new", credentials->kept); /* fits: 4 more */
    if (!write_all(beside, token) || rename(beside, credentials->kept) != 0)
        log_error(
            "agent", "cannot keep the token in %s: %s", credentials->kept, strerror(errno));
}

static bool enrol(struct credentials *credentials, uint64_t now, char *ret_token, size_t size)
{
    struct enrolled enrolled;
    char sentence[ENROL_SENTENCE];
    const char *api = credentials->api, *code = credentials->enrolment;
    if (!api || api[0] == '\0' || !code || code[0] == '\0' || now < credentials->enrol_at)
        return false;
    credentials->enrol_at = now + ENROL_PAUSE_MS;
    enum rc rc = enrol_robot(api, code, credentials->card, &enrolled, sentence);
    if (rc != RC_OK || !text_copy(ret_token, size, enrolled.token)) {
        log_error("agent", "%s: not registered at %s: %s: %s", credentials->card->id, api,
            rc_name(rc), sentence);
        return false;
    }
    log_info("agent", "%s: registered at %s", credentials->card->id, api);
    credentials_keep(credentials, enrolled.token);
    return true;
}

bool credentials_token(
    struct credentials *credentials, uint64_t now, char *ret_token, size_t size)
{
    bool pass_over = credentials->attempts++ % 2 == 1;
    if (!pass_over && read_token(credentials->kept, ret_token, size))
        return true;
    if (read_token(credentials->given, ret_token, size))
        return true;
    if (enrol(credentials, now, ret_token, size))
        return true;
    return pass_over && read_token(credentials->kept, ret_token, size);
}

void credentials_good(struct credentials *credentials)
{
    credentials->attempts = 0;
}

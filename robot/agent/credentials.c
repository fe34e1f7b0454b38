#include "robot/agent/credentials.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "robot/base/log.h"
#include "robot/base/text.h"
#include "robot/client/enrol.h"
#include "robot/client/token_json.h"

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

void credentials_keep(struct credentials *credentials, const char *token)
{
    char beside[CREDENTIALS_PATH_SIZE + 4];
    (void)text_copy(credentials->held, sizeof(credentials->held), token); /* fits: as read */
    if (credentials->kept[0] == '\0')
        return;
    (void)snprintf(beside, sizeof(beside), "%s.new", credentials->kept); /* fits: 4 more */
    if (!write_all(beside, token) || rename(beside, credentials->kept) != 0)
        log_error(
            "agent", "cannot keep the token in %s: %s", credentials->kept, strerror(errno));
}

static bool expired(const char *token)
{
    struct token_times times;
    time_t now = time(NULL); /* a token's times are wall time */
    return token_times_from_jwt(token, &times) && now > 0 && times.exp <= (uint64_t)now;
}

static bool may_enrol(const struct credentials *credentials, uint64_t now)
{
    bool knows_where = credentials->api && credentials->api[0] != '\0' &&
                       credentials->enrolment && credentials->enrolment[0] != '\0';
    return knows_where && now >= credentials->enrol_at &&
           (!credentials->worked || expired(credentials->tried));
}

static bool enrol(struct credentials *credentials, uint64_t now, char *ret_token, size_t size)
{
    struct enrolled enrolled;
    char sentence[ENROL_SENTENCE];
    if (!may_enrol(credentials, now))
        return false;
    credentials->enrol_at = now + ENROL_PAUSE_MS;
    enum rc rc = enrol_robot(
        credentials->api, credentials->enrolment, credentials->card, &enrolled, sentence);
    if (rc != RC_OK || !text_copy(ret_token, size, enrolled.token)) {
        log_error("agent", "%s: not registered at %s: %s: %s", credentials->card->id,
            credentials->api, rc_name(rc), sentence);
        return false;
    }
    log_info("agent", "%s: registered at %s", credentials->card->id, credentials->api);
    credentials_keep(credentials, enrolled.token);
    return true;
}

/* A token of the file that was not just refused. */
static bool another(const struct credentials *credentials, const char *path, bool refused,
    char *ret_token, size_t size)
{
    return read_token(path, ret_token, size) &&
           !(refused && strcmp(ret_token, credentials->tried) == 0);
}

static bool held(
    const struct credentials *credentials, bool refused, char *ret_token, size_t size)
{
    return credentials->held[0] != '\0' &&
           !(refused && strcmp(credentials->held, credentials->tried) == 0) &&
           text_copy(ret_token, size, credentials->held);
}

bool credentials_token(
    struct credentials *credentials, uint64_t now, bool refused, char *ret_token, size_t size)
{
    bool found = another(credentials, credentials->kept, refused, ret_token, size) ||
                 held(credentials, refused, ret_token, size) ||
                 another(credentials, credentials->given, refused, ret_token, size) ||
                 enrol(credentials, now, ret_token, size) ||
                 read_token(credentials->kept, ret_token, size) ||
                 read_token(credentials->given, ret_token, size);
    if (found)
        (void)text_copy(
            credentials->tried, sizeof(credentials->tried), ret_token); /* else "" */
    return found;
}

void credentials_online(struct credentials *credentials, bool online, const char *reason)
{
    const char *said = online ? "online" : reason ? reason : "not online";
    if (online)
        credentials->worked = true;
    if (strncmp(said, credentials->reason, sizeof(credentials->reason) - 1) == 0)
        return; /* once is enough for as long as it lasts */
    (void)snprintf(credentials->reason, sizeof(credentials->reason), "%s", said);
    log_info("agent", "%s: %s%s", credentials->card->id, online ? "" : "not online: ", said);
}

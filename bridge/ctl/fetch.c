#include "bridge/ctl/fetch.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/base/ask.h"
#include "robot/base/text.h"

#define STALL_S 30 /* a file that does not grow for so long has ended */

struct catching {
    CURL *curl;
    const struct fetch_into *into; /* NULL = the body */
    struct fetched *fetched;
    enum rc fault; /* of ours */
};

static char *body_create(void)
{
    return calloc(1, FETCH_MAX + 1);
}

/* A refusal is no file's content. */
static bool is_for_file(const struct catching *catching)
{
    long status = 0;
    return catching->into != NULL &&
           curl_easy_getinfo(catching->curl, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK &&
           status == 200;
}

static size_t catch_file(struct catching *catching, const char *bytes, size_t length)
{
    if (*catching->into->interrupted != 0)
        return 0;
    if (fwrite(bytes, 1, length, catching->into->file) != length) {
        catching->fault = RC_IO;
        return 0;
    }
    catching->fetched->saved += length;
    return length;
}

static size_t catch_body(char *bytes, size_t size, size_t count, void *user)
{
    struct catching *catching = user;
    struct fetched *fetched = catching->fetched;
    size_t length = size * count;
    if (is_for_file(catching))
        return catch_file(catching, bytes, length);
    if (length > FETCH_MAX - fetched->length) {
        catching->fault = RC_TOO_LARGE;
        return 0;
    }
    memcpy(fetched->body + fetched->length, bytes, length);
    fetched->length += length;
    return length;
}

static enum rc perform(CURL *curl, struct catching *catching)
{
    CURLcode code = curl_easy_perform(curl);
    if (catching->fault != RC_OK)
        return catching->fault;
    if (code != CURLE_OK) {
        (void)text_copy(catching->fetched->reason, sizeof catching->fetched->reason,
            curl_easy_strerror(code));
        return RC_NOT_CONNECTED;
    }
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &catching->fetched->status);
    return RC_OK;
}

/* A file may take its time. */
static bool set_patience(CURL *curl, const struct catching *catching)
{
    if (catching->into == NULL)
        return curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)FETCH_S) == CURLE_OK;
    return curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)FETCH_S) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)STALL_S) == CURLE_OK;
}

static bool set_up(
    CURL *curl, const char *url, const struct curl_slist *headers, struct catching *catching)
{
    return curl_easy_setopt(curl, CURLOPT_URL, url) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           set_patience(curl, catching) &&
           curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, catch_body) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEDATA, catching) == CURLE_OK;
}

enum rc fetch(
    const char *url, const char *token, const struct fetch_into *into, struct fetched *ret)
{
    memset(ret, 0, sizeof *ret);
    CURL *curl = curl_easy_init();
    struct catching catching = {.curl = curl, .into = into, .fetched = ret};
    struct curl_slist *headers = NULL;
    ret->body = body_create();
    if (token != NULL) {
        char line[ASK_TOKEN_SIZE + 32];
        (void)snprintf(line, sizeof line, "Authorization: Bearer %s", token);
        headers = curl_slist_append(NULL, line);
    }
    enum rc rc = RC_NO_MEMORY;
    bool ready = ret->body != NULL && curl != NULL && (token == NULL || headers != NULL);
    if (ready && set_up(curl, url, headers, &catching))
        rc = perform(curl, &catching);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return rc;
}

void fetch_finish(struct fetched *fetched)
{
    free(fetched->body);
    fetched->body = NULL;
}

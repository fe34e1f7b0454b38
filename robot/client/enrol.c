#include "robot/client/enrol.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

#include "robot/base/text.h"
#include "robot/client/enrol_json.h"

struct body {
    char text[ENROL_BODY];
    size_t length;
};

static size_t take(char *bytes, size_t one, size_t count, void *user)
{
    struct body *body = user;
    size_t length = one * count;
    if (length >= sizeof body->text - body->length)
        return 0; /* longer than any answer: curl ends it */
    memcpy(body->text + body->length, bytes, length);
    body->length += length;
    return length;
}

static enum rc fail(enum rc rc, char sentence[ENROL_SENTENCE], const char *why)
{
    (void)snprintf(sentence, ENROL_SENTENCE, "%.200s", why);
    return rc;
}

static bool set(CURL *curl, const char *url, const char *posted, struct body *body)
{
    return curl_easy_setopt(curl, CURLOPT_URL, url) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)ENROL_TIMEOUT_MS) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_POSTFIELDS, posted) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEDATA, body) == CURLE_OK;
}

/* The answer's HTTP status; 0 = there was none. */
static long post(CURL *curl, const char *url, const char *posted, struct body *body)
{
    long status = 0;
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    if (headers && set(curl, url, posted, body) &&
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers) == CURLE_OK &&
        curl_easy_perform(curl) == CURLE_OK)
        (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status); /* then it stays 0 */
    curl_slist_free_all(headers);
    return status;
}

static enum rc judge(
    long status, const struct body *body, struct enrolled *ret, char sentence[ENROL_SENTENCE])
{
    struct fault fault;
    if (status == 0)
        return fail(RC_NOT_CONNECTED, sentence, "the bridge does not answer");
    if (status < 200 || status > 299)
        return problem_from_json(body->text, body->length, sentence);
    if (enrolled_from_json(body->text, body->length, ret, &fault) == RC_OK)
        return RC_OK;
    (void)snprintf(sentence, ENROL_SENTENCE, "%s: %s", fault.path, fault.sentence);
    return RC_INTERNAL;
}

static bool plain(const char *word)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    return word[0] != '\0' && word[strspn(word, letters)] == '\0';
}

enum rc enrol_robot(const char *api, const char *enrolment, const struct card *card,
    struct enrolled *ret, char ret_sentence[ENROL_SENTENCE])
{
    char url[URL_SIZE + 32], posted[WIRE_PAYLOAD_MAX + 256];
    struct body body = {.length = 0};
    size_t length = strlen(api);
    if (length == 0 || length >= URL_SIZE)
        return fail(RC_CONFIG, ret_sentence, "the URL of the bridge is malformed");
    if (!plain(enrolment) || !enrol_to_json(card, enrolment, posted, sizeof posted))
        return fail(RC_CONFIG, ret_sentence, "the enrolment code or the card is malformed");
    (void)snprintf(
        url, sizeof url, "%s%sapi/v1/robots", api, api[length - 1] == '/' ? "" : "/");
    CURL *curl = curl_easy_init();
    if (!curl)
        return fail(RC_CONFIG, ret_sentence, "curl cannot be started");
    long status = post(curl, url, posted, &body);
    curl_easy_cleanup(curl);
    return judge(status, &body, ret, ret_sentence);
}

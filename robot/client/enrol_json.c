#include "robot/client/enrol_json.h"

#include <string.h>

#include "robot/base/text.h"
#include "robot/wire/read_json.h"

bool enrol_to_json(const struct card *card, const char *enrolment, char *buffer, size_t size)
{
    char inner[WIRE_PAYLOAD_MAX];
    size_t length;
    struct text body;
    if (!card_to_json(card, inner, sizeof inner, &length))
        return false;
    text_init(&body, buffer, size);
    /* The code was checked to be a plain word: nothing in it needs escaping. */
    text_addf(&body, "{\"id\":\"%s\",\"enrolment\":\"%s\",\"card\":", card->id, enrolment);
    text_add_bytes(&body, inner, length);
    text_add(&body, "}");
    return !body.cut;
}

enum rc enrolled_from_json(
    const char *json, size_t length, struct enrolled *ret, struct fault *fault)
{
    struct json_reader reader;
    struct json_at broker;
    struct enrolled enrolled = {0};
    const struct json_at *at = json_open(&reader, json, length, ENROL_BODY);
    json_need_word(at, "token", sizeof enrolled.token, enrolled.token);
    json_may_word(at, "root", sizeof enrolled.root, enrolled.root);
    json_may_u64(at, "expires", &enrolled.expires);
    if (json_may_object(at, "broker", &broker)) {
        json_may_word(&broker, "host", sizeof enrolled.host, enrolled.host);
        json_may_u32(&broker, "port", 0, UINT16_MAX, &enrolled.port);
    }
    enum rc rc = json_close(&reader, fault);
    if (rc == RC_OK)
        *ret = enrolled;
    return rc;
}

enum rc problem_from_json(const char *json, size_t length, char ret_sentence[ENROL_SENTENCE])
{
    struct json_reader reader;
    const struct json_at *at = json_open(&reader, json, length, ENROL_BODY);
    const char *code = json_may_string(at, "code");
    const char *detail = json_may_string(at, "detail");
    const char *title = json_may_string(at, "title");
    enum rc rc = code ? rc_from_name(code) : RC_INTERNAL;
    struct text sentence;
    text_init(&sentence, ret_sentence, ENROL_SENTENCE);
    text_addf(&sentence, "%.200s", detail ? detail : title ? title : "no reason given");
    if (json_close(&reader, NULL) != RC_OK || rc == RC_OK)
        return RC_INTERNAL;
    return rc;
}

/* What the bridge says to all about itself and about logins: beat, revoked. */
#include "robot/wire/read_json.h"
#include "robot/wire/write_json.h"

static void read_beat(const struct json_at *at, struct beat *beat)
{
    json_need_tag(at, "boot", &beat->boot);
    json_need_tag(at, "conn", &beat->conn);
    json_may_u64(at, "ts", &beat->ts);
}

static void write_beat(struct json_writer *writer, const struct beat *beat)
{
    json_put_string(writer, "boot", beat->boot.text);
    json_put_string(writer, "conn", beat->conn.text);
    json_put_integer_if(writer, "ts", beat->ts);
}

JSON_MESSAGE(beat, beat, WIRE_PAYLOAD_MAX)

/* An empty payload is how a retained document is emptied: before = 0, both ways. */
enum rc revoked_from_json(
    const char *json, size_t length, struct revoked *ret, struct fault *fault)
{
    struct json_reader reader;
    struct revoked revoked = {0};
    if (length > 0) {
        const struct json_at *at = json_open(&reader, json, length, WIRE_PAYLOAD_MAX);
        json_need_u64(at, "before", &revoked.before);
        enum rc rc = json_close(&reader, fault);
        if (rc != RC_OK)
            return rc;
    }
    *ret = revoked;
    return RC_OK;
}

bool revoked_to_json(
    const struct revoked *revoked, char *buffer, size_t size, size_t *ret_length)
{
    struct json_writer writer;
    json_start(&writer, buffer, size);
    if (revoked->before != 0) {
        json_open_object(&writer, NULL);
        json_put_integer(&writer, "before", revoked->before);
        json_close_object(&writer);
    }
    return json_finish(&writer, ret_length);
}

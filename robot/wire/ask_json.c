/* Asks. Which members a deed has is a table: the others are unknown members of it and ignored,
 * so that two asks with the same meaning are the same bytes (robot/base/ask.h). What only the
 * deeds of matches have is in ask_match_json.c.
 */
#include <string.h>

#include "robot/wire/parts_json.h"

enum member {
    M_ROBOT = 1 << 0,
    M_MATCH = 1 << 1,
    M_ALL = 1 << 2,
    M_STOP = 1 << 3,
    M_IDS = 1 << 4,
    M_AFTER = 1 << 5,
    M_KIND = 1 << 6,
    M_USES = 1 << 7,
    M_TTL = 1 << 8,
    M_PRINCIPAL = 1 << 9,
    M_IN = 1 << 10,
    M_CODE = 1 << 11,
};

struct deed_members {
    unsigned need;
    unsigned may;
};

static const struct deed_members deed_table[DEED_COUNT_] = {
    [DEED_DRIVE_CLAIM] = {M_ROBOT,        0                                },
    [DEED_DRIVE_RELEASE] = {M_ROBOT,        0                                },
    [DEED_DRIVE_QUEUE] = {M_ROBOT,        0                                },
    [DEED_STOP] = {M_STOP,         M_ROBOT | M_MATCH | M_ALL        }, /* and exactly one of the three */
    [DEED_CLEAR] = {0,              M_ROBOT | M_MATCH | M_ALL | M_IDS}, /* and exactly one of the three */
    [DEED_ROSTER] = {0,              M_AFTER                          },
    [DEED_ROBOT_DEREGISTER] = {0,              M_ROBOT                          },
    [DEED_ROBOT_SERVICE] = {M_ROBOT | M_IN, 0                                },
    [DEED_LEASE_LIST] = {0,              M_AFTER                          },
    [DEED_INVITE_CREATE] = {M_KIND,         M_USES | M_TTL                   },
    [DEED_ENROLMENT_CREATE] = {0,              M_USES | M_TTL                   },
    [DEED_CODE_LIST] = {0,              M_AFTER                          },
    [DEED_CODE_WITHDRAW] = {M_CODE,         0                                },
    [DEED_REVOKE] = {M_PRINCIPAL,    0                                },
    [DEED_WATCH] = {M_ROBOT,        0                                },
    [DEED_MATCH_JOIN] = {M_MATCH,        0                                },
    [DEED_MATCH_LEAVE] = {M_MATCH,        0                                },
    [DEED_MATCH_READY] = {M_MATCH,        0                                },
    [DEED_MATCH_START] = {M_MATCH,        0                                },
    [DEED_MATCH_PAUSE] = {M_MATCH,        0                                },
    [DEED_MATCH_RESUME] = {M_MATCH,        0                                },
    [DEED_MATCH_ABORT] = {M_MATCH,        0                                },
    [DEED_MATCH_ASSIGN] = {M_MATCH,        0                                },
    [DEED_MATCH_SWAP] = {M_MATCH,        0                                },
    [DEED_MATCH_OVERTURN] = {M_MATCH,        0                                },
    [DEED_MATCH_PENALTY] = {M_MATCH,        0                                },
    [DEED_MATCH_BYPASS] = {M_MATCH,        0                                },
    [DEED_MATCH_AGAIN] = {M_MATCH,        0                                },
    [DEED_MATCH_REPORT] = {M_MATCH,        0                                },
};

static void read_places(const struct json_at *at, unsigned members, struct ask *ask)
{
    if (members & M_USES) {
        ask->uses = ASK_USES_DEFAULT;
        json_may_u32(at, "uses", 1, ASK_USES_MAX, &ask->uses);
    }
    if (members & M_TTL) {
        ask->ttl_s = ASK_TTL_DEFAULT_S;
        json_may_u32(at, "ttl_s", 1, ASK_TTL_MAX_S, &ask->ttl_s);
    }
}

static void read_codes(const struct json_at *at, unsigned members, struct ask *ask)
{
    if (members & M_AFTER)
        json_may_id(at, "after", ask->after);
    if (members & M_CODE)
        json_may_id(at, "code", ask->code);
}

static void read_members(const struct json_at *at, unsigned members, struct ask *ask)
{
    if (members & M_ROBOT)
        json_may_id(at, "robot", ask->robot);
    if (members & M_MATCH)
        json_may_id(at, "match", ask->match);
    if (members & M_ALL)
        json_may_bool(at, "all", &ask->all);
    if (members & M_STOP)
        json_may_tag(at, "stop", &ask->stop);
    if (members & M_IDS)
        ask->id_count = read_tags(at, "ids", ASK_CLEAR_IDS, ask->ids);
    if (members & M_KIND)
        read_kind(at, "kind", &ask->kind);
    if (members & M_PRINCIPAL)
        json_may_principal(at, "principal", &ask->principal);
    if (members & M_IN)
        json_may_bool(at, "in", &ask->in);
}

static void check_needed(const struct json_at *at, unsigned need)
{
    static const struct {
        enum member member;
        const char *name;
    } names[] = {
        {M_ROBOT,     "robot"    },
        {M_MATCH,     "match"    },
        {M_STOP,      "stop"     },
        {M_KIND,      "kind"     },
        {M_PRINCIPAL, "principal"},
        {M_IN,        "in"       },
        {M_CODE,      "code"     },
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if ((need & names[i].member) && !json_has(at, names[i].name))
            json_fault(at, names[i].name, "is missing");
    }
}

static void check_target(const struct json_at *at, const struct ask *ask)
{
    int targets = (ask->robot[0] != '\0') + (ask->match[0] != '\0') + ask->all;
    if (targets != 1)
        json_fault(at, NULL, "must name one of robot, match, all");
}

/* Everything that stands anywhere is never cleared by one ask: its stops are named. */
static void check_clear(const struct json_at *at, const struct ask *ask)
{
    check_target(at, ask);
    if (ask->all && ask->id_count == 0)
        json_fault(at, "ids", "is missing");
}

static void check_stop(const struct json_at *at, const struct ask *ask)
{
    check_target(at, ask);
    if (ask->game.has_team && ask->match[0] == '\0')
        json_fault(at, "team", "goes with match only");
}

static void read_ask(const struct json_at *at, struct ask *ask)
{
    read_ask_id(at, "id", ask->id);
    const char *word = json_need_string(at, "do");
    if (word && !deed_from_name(word, &ask->deed))
        json_fault(at, "do", "is not a deed that is known here");
    const struct deed_members *members = &deed_table[ask->deed];
    check_needed(at, members->need);
    read_members(at, members->need | members->may, ask);
    read_codes(at, members->need | members->may, ask);
    read_places(at, members->may, ask);
    read_match_ask(at, ask);
    if (ask->deed == DEED_STOP)
        check_stop(at, ask);
    if (ask->deed == DEED_CLEAR)
        check_clear(at, ask);
}

static void write_ask(struct json_writer *writer, const struct ask *ask)
{
    char text[PRINCIPAL_SIZE];
    const struct deed_members *members = &deed_table[ask->deed];
    json_put_string(writer, "id", ask->id);
    json_put_string(writer, "do", deed_name(ask->deed));
    json_put_string_if(writer, "robot", ask->robot);
    json_put_string_if(writer, "match", ask->match);
    if (ask->all)
        json_put_bool(writer, "all", true);
    json_put_string_if(writer, "stop", ask->stop.text);
    write_tags(writer, "ids", ask->ids, ask->id_count);
    json_put_string_if(writer, "after", ask->after);
    json_put_string_if(writer, "code", ask->code);
    json_put_string_if(writer, "kind", kind_name(ask->kind));
    json_put_integer_if(writer, "uses", ask->uses);
    json_put_integer_if(writer, "ttl_s", ask->ttl_s);
    json_put_string_if(writer, "principal", principal_to_text(&ask->principal, text));
    if (members->need & M_IN)
        json_put_bool(writer, "in", ask->in);
    write_match_ask(writer, ask);
}

/* A macro's zeroed initialiser does not reach padding, and asks are compared by memcmp. */
enum rc ask_from_json(const char *json, size_t length, struct ask *ret, struct fault *fault)
{
    struct json_reader reader;
    struct ask ask;
    memset(&ask, 0, sizeof ask);
    read_ask(json_open(&reader, json, length, WIRE_PAYLOAD_MAX), &ask);
    enum rc rc = json_close(&reader, fault);
    if (rc == RC_OK)
        memcpy(ret, &ask, sizeof ask);
    return rc;
}

bool ask_to_json(const struct ask *ask, char *buffer, size_t size, size_t *ret_length)
{
    struct json_writer writer;
    json_start(&writer, buffer, size);
    json_open_object(&writer, NULL);
    write_ask(&writer, ask);
    json_close_object(&writer);
    return json_finish(&writer, ret_length);
}

bool ask_id_from_json(const char *json, size_t length, char ret[ASK_ID_SIZE])
{
    struct json_reader reader;
    char id[ASK_ID_SIZE] = "";
    read_ask_id(json_open(&reader, json, length, WIRE_PAYLOAD_MAX), "id", id);
    bool good = json_close(&reader, NULL) == RC_OK;
    if (good)
        memcpy(ret, id, sizeof id);
    return good;
}

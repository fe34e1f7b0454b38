#include "bridge/adapters/store/shelf.h"

#include <string.h>

#include "bridge/adapters/store/shelf_match.h"

/* ---- robot ---- */

static void write_robot(struct row *row, const struct record *record)
{
    const struct record_robot *robot = &record->robot;
    row_put_text(row, robot->id);
    row_put_number(row, robot->registered);
    row_put_number(row, robot->out_of_service);
    row_put_text(row, robot->card.name);
    row_put_text(row, robot->card.kind);
    row_put_number(row, robot->card.status_ms);
    row_put_number(row, robot->card.deadman_ms);
    row_put_number(row, robot->card.max_age_ms);
    row_put_number(row, robot->card.max_message);
    row_put_tags(row, robot->card.cameras, robot->card.camera_count);
}

static void key_robot(struct row *row, const struct record *record)
{
    row_put_text(row, record->robot.id);
}

static void read_robot(struct row *row, struct record *ret)
{
    struct record_robot *robot = &ret->robot;
    row_get_text(row, robot->id, sizeof robot->id);
    robot->registered = row_get_bool(row);
    robot->out_of_service = row_get_bool(row);
    row_get_text(row, robot->card.name, sizeof robot->card.name);
    row_get_text(row, robot->card.kind, sizeof robot->card.kind);
    robot->card.status_ms = row_get_u32(row);
    robot->card.deadman_ms = row_get_u32(row);
    robot->card.max_age_ms = row_get_u32(row);
    robot->card.max_message = row_get_u32(row);
    robot->card.camera_count = row_get_tags(row, robot->card.cameras, ROSTER_CAMERAS);
}

/* ---- lease ---- */

static void write_lease(struct row *row, const struct record *record)
{
    const struct record_lease *lease = &record->lease;
    row_put_text(row, lease->robot);
    row_put_number(row, lease->number.n);
    row_put_number(row, lease->number.rev);
    row_put_principal(row, &lease->driver);
    row_put_text(row, lease->session.text);
    row_put_why(row, lease->why);
    row_put_stops(row, lease->stops, lease->stop_count);
    row_put_tags(row, lease->cleared, lease->cleared_count);
    row_put_principals(row, lease->queue, lease->queue_count);
}

static void key_lease(struct row *row, const struct record *record)
{
    row_put_text(row, record->lease.robot);
}

static void read_lease(struct row *row, struct record *ret)
{
    struct record_lease *lease = &ret->lease;
    row_get_text(row, lease->robot, sizeof lease->robot);
    lease->number.n = row_get_u32(row);
    lease->number.rev = row_get_u32(row);
    row_get_principal(row, &lease->driver);
    row_get_tag(row, &lease->session);
    row_get_why(row, lease->why);
    lease->stop_count = row_get_stops(row, lease->stops, LEASE_STOPS);
    lease->cleared_count = row_get_tags(row, lease->cleared, LEASE_CLEARED);
    lease->queue_count = row_get_principals(row, lease->queue, LEASE_QUEUE);
}

/* ---- invite, enrolment, slot ---- */

static void put_kind(struct row *row, enum kind kind)
{
    row_put_text(row, kind_name(kind));
}

static enum kind get_kind(struct row *row)
{
    char word[ID_SIZE];
    enum kind kind = KIND_NONE;
    row_get_text(row, word, sizeof word);
    if (!kind_from_name(word, strlen(word), &kind))
        row->bad = true;
    return kind;
}

static void write_invite(struct row *row, const struct record *record)
{
    row_put_text(row, record->invite.code);
    put_kind(row, record->invite.kind);
    row_put_number(row, record->invite.uses);
    row_put_number(row, record->invite.used);
    row_put_number(row, record->invite.expires);
}

static void key_invite(struct row *row, const struct record *record)
{
    row_put_text(row, record->invite.code);
}

static void read_invite(struct row *row, struct record *ret)
{
    row_get_text(row, ret->invite.code, sizeof ret->invite.code);
    ret->invite.kind = get_kind(row);
    ret->invite.uses = row_get_u32(row);
    ret->invite.used = row_get_u32(row);
    ret->invite.expires = row_get_number(row);
}

static void write_enrolment(struct row *row, const struct record *record)
{
    row_put_text(row, record->enrolment.code);
    row_put_number(row, record->enrolment.uses);
    row_put_number(row, record->enrolment.expires);
    row_put_number(row, record->enrolment.serial);
}

static void key_enrolment(struct row *row, const struct record *record)
{
    row_put_text(row, record->enrolment.code);
}

static void read_enrolment(struct row *row, struct record *ret)
{
    row_get_text(row, ret->enrolment.code, sizeof ret->enrolment.code);
    ret->enrolment.uses = row_get_u32(row);
    ret->enrolment.expires = row_get_number(row);
    ret->enrolment.serial = row_get_u32(row);
}

static void write_slot(struct row *row, const struct record *record)
{
    row_put_text(row, record->slot.code);
    row_put_text(row, record->slot.robot);
}

static void read_slot(struct row *row, struct record *ret)
{
    row_get_text(row, ret->slot.code, sizeof ret->slot.code);
    row_get_text(row, ret->slot.robot, sizeof ret->slot.robot);
}

/* ---- revocation ---- */

static void write_revocation(struct row *row, const struct record *record)
{
    row_put_principal(row, &record->revocation.principal);
    row_put_number(row, record->revocation.before);
    row_put_number(row, record->revocation.evict);
    row_put_number(row, record->revocation.bar);
}

static void key_revocation(struct row *row, const struct record *record)
{
    row_put_principal(row, &record->revocation.principal);
}

static void read_revocation(struct row *row, struct record *ret)
{
    row_get_principal(row, &ret->revocation.principal);
    ret->revocation.before = row_get_number(row);
    ret->revocation.evict = row_get_bool(row);
    ret->revocation.bar = row_get_u32(row);
}

/* ---- ask ---- */

static void key_ask(struct row *row, const struct record *record)
{
    row_put_principal(row, &record->ask.asker);
    row_put_text(row, record->ask.id);
}

static void write_ask(struct row *row, const struct record *record)
{
    const struct kept_answer *answer = &record->ask.answer;
    key_ask(row, record);
    row_put_text(row, deed_name(record->ask.deed));
    row_put_number(row, record->ask.digest);
    row_put_number(row, record->ask.at);
    row_put_text(row, rc_name(answer->rc));
    row_put_text(row, answer->robot);
    row_put_number(row, answer->n);
    row_put_text(row, answer->session.text);
    row_put_number(row, answer->place);
    row_put_text(row, answer->code);
    row_put_number(row, answer->expires);
    row_put_number(row, answer->before);
    row_put_text(row, answer->match);
    row_put_signed(row, answer->has_seat ? (int64_t)answer->seat : -1);
}

static enum deed get_deed(struct row *row)
{
    char word[ID_SIZE];
    enum deed deed = DEED_NONE;
    row_get_text(row, word, sizeof word);
    if (!deed_from_name(word, &deed))
        row->bad = true;
    return deed;
}

static void read_ask(struct row *row, struct record *ret)
{
    struct kept_answer *answer = &ret->ask.answer;
    char word[ID_SIZE];
    row_get_principal(row, &ret->ask.asker);
    row_get_text(row, ret->ask.id, sizeof ret->ask.id);
    ret->ask.deed = get_deed(row);
    ret->ask.digest = row_get_number(row);
    ret->ask.at = row_get_number(row);
    row_get_text(row, word, sizeof word);
    answer->rc = rc_from_name(word);
    row_get_text(row, answer->robot, sizeof answer->robot);
    answer->n = row_get_u32(row);
    row_get_tag(row, &answer->session);
    answer->place = row_get_u32(row);
    row_get_text(row, answer->code, sizeof answer->code);
    answer->expires = row_get_number(row);
    answer->before = row_get_number(row);
    row_get_text(row, answer->match, sizeof answer->match);
    int32_t seat = row_get_i32(row);
    answer->has_seat = seat >= 0;
    answer->seat = seat >= 0 ? (uint32_t)seat : 0;
}

/* ---- audit ---- */

static void write_audit(struct row *row, const struct record *record)
{
    const struct record_audit *audit = &record->audit;
    row_put_number(row, audit->at);
    row_put_text(row, audit_kind_name(audit->kind));
    row_put_text(row, audit->robot);
    row_put_principal(row, &audit->who);
    row_put_number(row, audit->n);
    row_put_text(row, why_name(audit->why));
    row_put_text(row, audit->tag.text);
}

static enum audit_kind get_audit_kind(struct row *row)
{
    char word[ID_SIZE];
    row_get_text(row, word, sizeof word);
    for (int kind = 0; kind < AUDIT_COUNT_; kind++)
        if (strcmp(audit_kind_name((enum audit_kind)kind), word) == 0)
            return (enum audit_kind)kind;
    row->bad = true;
    return AUDIT_CLAIMED;
}

void shelf_read_audit(struct row *row, struct record_audit *ret)
{
    char word[ID_SIZE];
    ret->at = row_get_number(row);
    ret->kind = get_audit_kind(row);
    row_get_text(row, ret->robot, sizeof ret->robot);
    row_get_principal(row, &ret->who);
    ret->n = row_get_u32(row);
    ret->why = WHY_NONE;
    row_get_text(row, word, sizeof word);
    if (word[0] != '\0' && !why_from_name(word, &ret->why))
        row->bad = true;
    row_get_tag(row, &ret->tag);
}

/* ---- the shelves ---- */

#define ROBOT_COLUMNS                                                                          \
    "id, registered, out_of_service, name, kind, status_ms, deadman_ms, max_age_ms, "          \
    "max_message, cameras"
#define LEASE_COLUMNS "robot, n, rev, driver, session, why, stops, cleared, queue"
#define ASK_COLUMNS                                                                            \
    "asker, id, deed, digest, at, rc, robot, n, session, place, code, expires, before, "       \
    "match, seat"

/* clang-format off */
const struct shelf shelves[RECORD_COUNT_] = {
    [RECORD_ROBOT] = {
        .table = "robot",
        .put = "REPLACE INTO robot (" ROBOT_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?)",
        .drop = "DELETE FROM robot WHERE id = ?",
        .load = "SELECT " ROBOT_COLUMNS " FROM robot ORDER BY id",
        .write = write_robot, .key = key_robot, .read = read_robot,
    },
    [RECORD_LEASE] = {
        .table = "lease",
        .put = "REPLACE INTO lease (" LEASE_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?)",
        .drop = "DELETE FROM lease WHERE robot = ?",
        .load = "SELECT " LEASE_COLUMNS " FROM lease ORDER BY robot",
        .write = write_lease, .key = key_lease, .read = read_lease,
    },
    [RECORD_MATCH] = {
        .table = "match",
        /* no REPLACE: it may count as a deletion, which takes the inputs along */
        .put = "INSERT INTO match (" MATCH_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
               " ON CONFLICT (id) DO UPDATE SET over = excluded.over, closed = excluded.closed,"
               " state = excluded.state, winner = excluded.winner, scores = excluded.scores,"
               " started = excluded.started, ended = excluded.ended, players = excluded.players",
        .drop = "DELETE FROM match WHERE id = ?",
        .load = "SELECT " MATCH_COLUMNS " FROM match WHERE closed = 0 ORDER BY created, id",
        .write = shelf_write_match, .key = shelf_key_match, .read = shelf_read_match,
    },
    [RECORD_MATCH_INPUT] = {
        .table = "match_input",
        .put = "REPLACE INTO match_input (" INPUT_COLUMNS ")"
               " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        .drop = "DELETE FROM match_input WHERE match = ? AND seq = ?",
        .load = "SELECT " INPUT_COLUMNS " FROM match_input"
                " WHERE match IN (SELECT id FROM match WHERE closed = 0) ORDER BY match, seq",
        .write = shelf_write_input, .key = shelf_key_input, .read = shelf_read_input,
    },
    [RECORD_TALLY] = {
        .table = "tally",
        .put = "REPLACE INTO tally (" TALLY_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?)",
        .drop = "DELETE FROM tally WHERE match = ? AND player = ?",
        .load = "SELECT " TALLY_COLUMNS " FROM tally"
                " WHERE match IN (SELECT id FROM match WHERE closed = 0) ORDER BY match, player",
        .write = shelf_write_tally, .key = shelf_key_tally, .read = shelf_read_tally,
    },
    [RECORD_INVITE] = {
        .table = "invite",
        .put = "REPLACE INTO invite (code, kind, uses, used, expires) VALUES (?,?,?,?,?)",
        .drop = "DELETE FROM invite WHERE code = ?",
        .load = "SELECT code, kind, uses, used, expires FROM invite ORDER BY code",
        .write = write_invite, .key = key_invite, .read = read_invite,
    },
    [RECORD_ENROLMENT] = {
        /* no REPLACE: it may count as a deletion, which takes the slots along */
        .table = "enrolment",
        .put = "INSERT INTO enrolment (code, uses, expires, serial) VALUES (?,?,?,?)"
               " ON CONFLICT (code) DO UPDATE SET uses = excluded.uses,"
               " expires = excluded.expires, serial = excluded.serial",
        .drop = "DELETE FROM enrolment WHERE code = ?",
        .load = "SELECT code, uses, expires, serial FROM enrolment ORDER BY code",
        .write = write_enrolment, .key = key_enrolment, .read = read_enrolment,
    },
    [RECORD_SLOT] = {
        .table = "slot",
        .put = "REPLACE INTO slot (code, robot) VALUES (?,?)",
        .drop = "DELETE FROM slot WHERE code = ? AND robot = ?",
        .load = "SELECT code, robot FROM slot ORDER BY code, robot",
        .write = write_slot, .key = write_slot, .read = read_slot,
    },
    [RECORD_REVOCATION] = {
        .table = "revocation",
        .put = "REPLACE INTO revocation (principal, before, evict, bar) VALUES (?,?,?,?)",
        .drop = "DELETE FROM revocation WHERE principal = ?",
        .load = "SELECT principal, before, evict, bar FROM revocation ORDER BY principal",
        .write = write_revocation, .key = key_revocation, .read = read_revocation,
    },
    [RECORD_ASK] = {
        .table = "ask",
        .put = "REPLACE INTO ask (" ASK_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        .drop = "DELETE FROM ask WHERE asker = ? AND id = ?",
        .load = "SELECT " ASK_COLUMNS " FROM ask WHERE at >= ? ORDER BY at",
        .write = write_ask, .key = key_ask, .read = read_ask,
    },
    [RECORD_AUDIT] = {
        .table = "audit",
        .put = "INSERT INTO audit (at, kind, robot, who, n, why, tag) VALUES (?,?,?,?,?,?,?)",
        .write = write_audit,
    },
};
/* clang-format on */

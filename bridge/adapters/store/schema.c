/* A migration that has been released is never edited: the next version is a new one behind it,
 * and tests/store/old/ gets a dump of what the version before it wrote.
 *
 * Codes are stored as the words of the wire (why, rc, do), never as numbers of an enum, so that
 * a list may grow in the middle and a person can read the file. Lists that live and die with
 * their row (stops, queue) are words with a blank between: they are never searched.
 */
#include "bridge/adapters/store/schema.h"

static const char bridge_1[] =
    "CREATE TABLE robot ("
    "  id TEXT PRIMARY KEY, registered INTEGER NOT NULL, out_of_service INTEGER NOT NULL,"
    "  name TEXT NOT NULL, kind TEXT NOT NULL, status_ms INTEGER NOT NULL,"
    "  deadman_ms INTEGER NOT NULL, max_age_ms INTEGER NOT NULL, max_message INTEGER NOT NULL,"
    "  cameras TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE lease ("
    "  robot TEXT PRIMARY KEY, n INTEGER NOT NULL, rev INTEGER NOT NULL, driver TEXT NOT NULL,"
    "  session TEXT NOT NULL, why TEXT NOT NULL, stops TEXT NOT NULL, cleared TEXT NOT NULL,"
    "  queue TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE invite ("
    "  code TEXT PRIMARY KEY, kind TEXT NOT NULL, uses INTEGER NOT NULL, used INTEGER NOT NULL,"
    "  expires INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE enrolment ("
    "  code TEXT PRIMARY KEY, uses INTEGER NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE slot ("
    "  code TEXT NOT NULL, robot TEXT NOT NULL, PRIMARY KEY (code, robot)) WITHOUT ROWID;"
    "CREATE TRIGGER enrolment_gone AFTER DELETE ON enrolment BEGIN"
    "  DELETE FROM slot WHERE code = OLD.code; END;"
    "CREATE TABLE revocation ("
    "  principal TEXT PRIMARY KEY, before INTEGER NOT NULL, evict INTEGER NOT NULL)"
    "  WITHOUT ROWID;"
    "CREATE TABLE ask ("
    "  asker TEXT NOT NULL, id TEXT NOT NULL, deed TEXT NOT NULL, digest INTEGER NOT NULL,"
    "  at INTEGER NOT NULL, rc TEXT NOT NULL, robot TEXT NOT NULL, n INTEGER NOT NULL,"
    "  session TEXT NOT NULL, place INTEGER NOT NULL, code TEXT NOT NULL,"
    "  expires INTEGER NOT NULL, before INTEGER NOT NULL,"
    "  PRIMARY KEY (asker, id)) WITHOUT ROWID;"
    "CREATE INDEX ask_at ON ask (at);"
    "CREATE TABLE audit ("
    "  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, robot TEXT NOT NULL,"
    "  who TEXT NOT NULL, n INTEGER NOT NULL, why TEXT NOT NULL, tag TEXT NOT NULL);"
    "CREATE INDEX audit_at ON audit (at);";

/* A robot whose access was withdrawn needs an enrolment of later. The audit is read by pages,
 * newest first, of one robot, of one who did it, or of both: without an index for that, too, a
 * page of a million entries would hold up the loop for 0.3 s. */
static const char bridge_2[] =
    "ALTER TABLE enrolment ADD COLUMN serial INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE revocation ADD COLUMN bar INTEGER NOT NULL DEFAULT 0;"
    "CREATE INDEX audit_robot ON audit (robot, at);"
    "CREATE INDEX audit_who ON audit (who, at);"
    "CREATE INDEX audit_robot_who ON audit (robot, who, at);";

/* Matches. Their lists are read newest first, of all, of those that are over, of those that are
 * not. An input is a row of its own: what happened, in words, for whoever has to judge it. */
static const char bridge_3[] =
    "ALTER TABLE ask ADD COLUMN match TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE ask ADD COLUMN seat INTEGER NOT NULL DEFAULT -1;"
    "CREATE TABLE match ("
    "  id TEXT PRIMARY KEY, name TEXT NOT NULL, host TEXT NOT NULL, created INTEGER NOT NULL,"
    "  rules TEXT NOT NULL, teams TEXT NOT NULL, session TEXT NOT NULL, over INTEGER NOT NULL,"
    "  closed INTEGER NOT NULL, state TEXT NOT NULL, winner INTEGER NOT NULL,"
    "  scores TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL,"
    "  players INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX match_created ON match (created, id);"
    "CREATE INDEX match_over ON match (over, created, id);"
    "CREATE INDEX match_unclosed ON match (created, id) WHERE closed = 0;"
    "CREATE TABLE match_input ("
    "  match TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, wall INTEGER NOT NULL,"
    "  act TEXT NOT NULL, who TEXT NOT NULL, player TEXT NOT NULL, team INTEGER NOT NULL,"
    "  seat INTEGER NOT NULL, unit INTEGER NOT NULL, other INTEGER NOT NULL,"
    "  robot TEXT NOT NULL, event INTEGER NOT NULL, ref INTEGER NOT NULL,"
    "  ms INTEGER NOT NULL, value INTEGER NOT NULL, missing TEXT NOT NULL,"
    "  about TEXT NOT NULL, PRIMARY KEY (match, seq)) WITHOUT ROWID;"
    "CREATE TABLE tally ("
    "  match TEXT NOT NULL, player TEXT NOT NULL, distance_mm INTEGER NOT NULL,"
    "  driven_ms INTEGER NOT NULL, frames_refused INTEGER NOT NULL, stops INTEGER NOT NULL,"
    "  delay_p50_ms INTEGER NOT NULL, delay_p99_ms INTEGER NOT NULL, refused TEXT NOT NULL,"
    "  PRIMARY KEY (match, player)) WITHOUT ROWID;"
    "CREATE TRIGGER match_gone AFTER DELETE ON match BEGIN"
    "  DELETE FROM match_input WHERE match = OLD.id;"
    "  DELETE FROM tally WHERE match = OLD.id; END;";

static const char *const bridge_migrations[] = {bridge_1, bridge_2, bridge_3};

const struct database_plan schema_bridge = {
    .application = 0x6172656e, /* "aren" */
    .migrations = bridge_migrations,
    .version = STORE_VERSION,
    .full = true,
};

/* One row is everything one robot said at once, or in one minute or hour: see pack.h. A row for
 * each field would make ten times the rows and an index as large as the data. */
static const char history_1[] =
    "CREATE TABLE raw ("
    "  robot TEXT NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL,"
    "  PRIMARY KEY (robot, at)) WITHOUT ROWID;"
    "CREATE TABLE minute ("
    "  robot TEXT NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL,"
    "  PRIMARY KEY (robot, at)) WITHOUT ROWID;"
    "CREATE TABLE hour ("
    "  robot TEXT NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL,"
    "  PRIMARY KEY (robot, at)) WITHOUT ROWID;";

/* What matches said live: frame.h. */
static const char history_2[] =
    "CREATE TABLE frame ("
    "  match TEXT NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL,"
    "  PRIMARY KEY (match, at)) WITHOUT ROWID;";

static const char *const history_migrations[] = {history_1, history_2};

const struct database_plan schema_history = {
    .application = 0x61726e68, /* "arnh" */
    .migrations = history_migrations,
    .version = HISTORY_VERSION,
    .full = false,
};

_Static_assert(sizeof bridge_migrations / sizeof bridge_migrations[0] == STORE_VERSION,
    "a version has its migration");
_Static_assert(sizeof history_migrations / sizeof history_migrations[0] == HISTORY_VERSION,
    "a version has its migration");

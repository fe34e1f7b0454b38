/* The table of commands: what arenactl can do, and all that --help knows. */
#include "bridge/ctl/ctl.h"

/* clang-format off */
const struct ctl_command ctl_commands[] = {
    {"robots", "", 0, 0, "", "Looking", "all robots: state, driver, queue", "", run_robots},
    {"leases", "", 0, 0, "", "Looking", "who drives what, and what is stopped", "", run_leases},
    {"watch", "[ROBOT]", 0, 1, "count for", "Looking", "live status of one robot, or of all",
        "A line for each status; on a terminal one robot's fields are kept on one line.\n"
        "--json prints {\"robot\",\"at\",\"status\"} for each.\n", run_watch},
    {"export", "ROBOT", 1, 1, "from to points", "Looking", "a robot's telemetry as CSV, by the bridge's HTTP",
        "Columns: time, field, count, min, mean, max. The last hour, if --from is not given.\n", run_export},
    {"audit", "", 0, 0, "robot who from to limit", "Looking", "who drove what, when, why it ended",
        "Read from the database in --state, beside a running bridge.\n", run_audit},

    {"drive", "ROBOT", 1, 1, "script hold", "Driving", "drive a robot by keys or by a script",
        "Keys: w a s d or arrows drive, i j k l turn the camera, + and - change the speed,\n"
        "any other key lets go, space stops, c clears your stop, q releases and ends.\n"
        "\n"
        "A script has a step a line: \"500 x=0 y=0.5\" (hold these axes for 500 ms; axes are\n"
        "x y z r cx cy, -1 to 1), \"stop\", \"clear\", \"action NAME [VALUE]\"; # comments.\n"
        "It begins once the robot has shown that it hears us; at its end the robot is released\n"
        "and the counts are printed.\n", run_drive},
    {"stop", "[ROBOT|all]", 0, 1, "match team", "Driving", "stop a robot, or everything, until cleared",
        "For one robot it waits until the robot itself shows the stop. With --match and without a\n"
        "robot it stops those of the match, or of one team of it.\n", run_stop},
    {"clear", "[ROBOT] [IDS...]", 0, 33, "match team", "Driving", "clear stops: the ones named, else all",
        "With --match all words are ids, and the robots are those of the match, or of one team.\n", run_clear},
    {"release", "ROBOT", 1, 1, "", "Driving", "take a robot from its driver", "", run_release},
    {"service", "ROBOT in|out", 2, 2, "", "Driving", "take a robot out of service, or back in",
        "Out of service it cannot be claimed; whoever drives it loses it.\n", run_service},

    {"match list", "", 0, 0, "only limit", "Matches", "matches, the newest first", "", run_match_list},
    {"match show", "MATCH", 1, 1, "", "Matches", "one match: seats, robots, scores, what it waits for",
        "--json prints {\"ok\",\"match\"}: the document as it is on the wire.\n", run_match_show},
    {"match watch", "MATCH", 1, 1, "count for", "Matches", "its log, live; on a terminal its clock and scores",
        "--json prints {\"what\",\"said\"} for each message: match, event or live.\n", run_match_watch},
    {"match export", "MATCH", 1, 1, "out", "Matches", "its record: all that happened, a JSON object a line",
        "What a replay shows: {\"what\":\"match\"|\"input\"|\"event\"|\"live\",\"at\":MS,\"said\":{...}}.\n", run_match_export},
    {"match rules", "", 0, 0, "", "Matches", "the rules there are, and their ranges", "", run_match_rules},
    {"match create", "NAME", 1, 1, "teams seats robots rule", "Matches", "make a match",
        "arenactl match create Friday --teams red,blue --seats 2 --rule duration_ms=120000\n", run_match_create},
    {"match join", "MATCH", 1, 1, "team who wait", "Matches", "take a seat, or give one to --who", "", run_match_join},
    {"match leave", "MATCH", 1, 1, "who", "Matches", "give the seat up, or take it from --who", "", run_match_leave},
    {"match ready", "MATCH", 1, 1, "not", "Matches", "say that you are ready, or with --not that you are not",
        "Only whoever has the seat can say it: log in as they with ARENA_TOKEN.\n", run_match_ready},
    {"match start", "MATCH", 1, 1, "", "Matches", "begin the countdown", "", run_match_start},
    {"match pause", "MATCH", 1, 1, "", "Matches", "let the clock stand, and the robots", "", run_match_pause},
    {"match resume", "MATCH", 1, 1, "", "Matches", "let it go on", "", run_match_resume},
    {"match abort", "MATCH", 1, 1, "", "Matches", "end it without a winner", "", run_match_abort},
    {"match again", "MATCH", 1, 1, "", "Matches", "the next one with the same teams and rules", "", run_match_again},
    {"match assign", "MATCH UNIT ROBOT|-", 3, 3, "", "Matches", "put a robot into a unit, or none",
        "Units are numbered team by team, seat by seat, from 0: in the order of arenactl match show.\n", run_match_assign},
    {"match swap", "MATCH ROBOT [SPARE]", 2, 3, "", "Matches", "let a spare take the place of a robot", "", run_match_swap},
    {"match overturn", "MATCH ENTRY", 2, 2, "", "Matches", "take back a hit that counted",
        "ENTRY is its number in the log, as arenactl match watch and the record show it.\n", run_match_overturn},
    {"match penalty", "MATCH ROBOT PERCENT", 3, 3, "for", "Matches", "limit a robot's speed",
        "100 lifts the limit. Without --for it lasts until the end.\n", run_match_penalty},
    {"match bypass", "MATCH REASON WHO", 3, 3, "", "Matches", "let it start although this is missing",
        "REASON and WHO as arenactl match show says what the match waits for: not_ready player/ann-x7\n", run_match_bypass},

    {"invite", "", 0, 0, "kind uses ttl", "Admitting", "a code for people to join with",
        "--kind operator makes somebody who may do all that arenactl asks for: hand it out with care.\n", run_invite},
    {"enrol", "", 0, 0, "uses ttl", "Admitting", "a code for robots to register with",
        "Each use is a place, bound to the robot that takes it: the same robot may register again.\n", run_enrol},
    {"codes", "", 0, 0, "", "Admitting", "the codes that still let somebody in",
        "Invites with a place left, and enrolments: those also whose robots may register again.\n", run_codes},
    {"withdraw", "CODE", 1, 1, "", "Admitting", "make a code good for nothing",
        "Nobody joins and no robot registers by it from then on. Who came in by it before keeps\n"
        "their token: see revoke.\n", run_withdraw},
    {"revoke", "KIND/ID", 1, 1, "", "Admitting", "end every token a principal has now",
        "It is disconnected. A person comes back by an invite, as somebody else. A robot needs an\n"
        "enrolment that is made afterwards: none made before lets it register any more. A token\n"
        "that arenactl signs afterwards lets either in again.\n", run_revoke},
    {"deregister", "ROBOT", 1, 1, "", "Admitting", "remove a robot from the arena",
        "Its lease ends, its tokens are revoked. It may register again.\n", run_deregister},

    {"keys", "", 0, 0, "new", "On this machine", "the keys that sign tokens; makes a pair if there is none",
        "Private keys are in STATE/keys, public ones in STATE/public-keys. The newest signs, all\n"
        "public ones verify: make a new one, wait until the last token of the old one is over,\n"
        "then remove the old files.\n", run_keys},
    {"token", "KIND/ID", 1, 1, "ttl aud", "On this machine", "sign a token for anybody, and print it alone",
        "Kinds: robot player watcher referee bot operator bridge media. Valid for 12h, if --ttl is\n"
        "not given. Nobody is asked: who can read STATE/keys can do this.\n", run_token},
};
/* clang-format on */

const size_t ctl_command_count = sizeof ctl_commands / sizeof ctl_commands[0];

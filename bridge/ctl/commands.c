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
    {"stop", "ROBOT|all", 1, 1, "", "Driving", "stop a robot, or everything, until cleared",
        "For one robot it waits until the robot itself shows the stop.\n", run_stop},
    {"clear", "ROBOT [IDS...]", 1, 33, "", "Driving", "clear stops: the ones named, else all",
        "", run_clear},
    {"release", "ROBOT", 1, 1, "", "Driving", "take a robot from its driver", "", run_release},
    {"service", "ROBOT in|out", 2, 2, "", "Driving", "take a robot out of service, or back in",
        "Out of service it cannot be claimed; whoever drives it loses it.\n", run_service},

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

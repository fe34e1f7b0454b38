"""Who may include whom: the rings of the house, and each library only in its own room."""
import re

MODES = ("quick", "all")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)

# A room and the rooms it may include from (itself always); the longest matching room counts.
ROOMS = {
    "robot/base/": [],
    "robot/wire/": ["robot/base/"],
    "robot/client/": ["robot/base/", "robot/wire/"],
    "robot/": ["robot/"],
    "bridge/core/": ["robot/base/"],
    "bridge/app/": ["bridge/core/", "robot/base/", "robot/wire/"],
    "bridge/adapters/": ["bridge/app/", "bridge/core/", "robot/base/", "robot/wire/"],
    "bridge/": ["bridge/", "robot/"],
    "broker-config/": ["broker-config/", "robot/base/", "robot/wire/"],
    "tests/": ["robot/", "bridge/", "broker-config/", "tests/"],
}
# Headers outside of any adapter's folder are shared among adapters: the loop, the mailbox.
ADAPTERS = re.compile(r"bridge/adapters/(\w+)/")
# A library's header and where it may be seen; tests may use what they test with.
LIBRARIES = {
    r"cjson/|cJSON": r".*_json\.c$",
    r"sqlite3": r"bridge/adapters/store/",
    r"MQTT(Async|Client)": r"bridge/adapters/mqtt/|robot/client/link_paho(_heard|_inner)?\.[ch]",
    r"libwebsockets|lws": r"bridge/adapters/(http/|reactor\.)",
    r"curl/": r"bridge/adapters/media/|robot/agent/|robot/sim/|robot/client/|bridge/ctl/",
    r"jwt": r"bridge/adapters/token/|broker-config/guard/",
    r"mosquitto": r"broker-config/guard/|robot/esp32/host/",
    r"gst/": r"robot/video/",
}
# What an Arduino finds as a library knows no root: its files include each other by their bare names.
ARDUINO = re.compile(r"robot/esp32/[^/]+$")
CORE_SYSTEM = {"assert.h", "limits.h", "stdalign.h", "stdbool.h", "stddef.h", "stdint.h", "string.h", "stdarg.h",
               "inttypes.h"}

BAD = {
    "bridge/adapters/http/http.c": '#include "bridge/adapters/store/store.h"\n#include <sqlite3.h>\n',
    "bridge/adapters/store/store.h": "",
    "bridge/core/core.c": "#include <time.h>\n",
    "robot/client/robot.c": '#include <string.h>\n#include "bridge/core/core.h"\n'
                            '#include "robot.h"\n#include "robot/client/robot.h"\n',
    "robot/client/robot.h": "",
    "robot/wire/topic.c": "#include <cjson/cJSON.h>\n",
}
FINDS = ["adapters do not include each other", "<sqlite3.h> does not belong", "<time.h> in the core",
         "may not include bridge/core/core.h", "robot.h is not given from the root",
         "own header", "<cjson/cJSON.h> does not belong"]
GOOD = {
    "robot/wire/topic_json.c": '#include "robot/wire/topic_json.h"\n\n#include <cjson/cJSON.h>\n\n'
                               '#include "robot/base/rc.h"\n',
    "robot/wire/topic_json.h": "",
}


def room_of(path):
    return max((room for room in ROOMS if path.startswith(room)), key=len, default=None)


def own_include(path, room, header):
    if ARDUINO.match(path) and header.startswith("arena_"):
        return None
    if "/" not in header:
        return f"{header} is not given from the root"
    allowed = [room, *ROOMS[room]]
    if not header.startswith(tuple(allowed)):
        return f"{room} may not include {header}"
    mine, theirs = ADAPTERS.match(path), ADAPTERS.match(header)
    if mine and theirs and mine.group(1) != theirs.group(1):
        return f"adapters do not include each other: {header}"
    return None


def system_include(path, header):
    if path.startswith("tests/"):
        return None
    if path.startswith("bridge/core/") and header not in CORE_SYSTEM:
        return f"<{header}> in the core"
    for library, places in LIBRARIES.items():
        if re.match(library, header) and not re.match(places, path):
            return f"<{header}> does not belong here"
    return None


def check(tree):
    findings = []
    for path in tree.c_files():
        room = room_of(path)
        includes = INCLUDE.findall(tree.text(path))
        for bracket, header in includes:
            fault = own_include(path, room, header) if bracket == '"' else system_include(path, header)
            if fault:
                findings.append(f"{path}: {fault}")
        own = path[:-2] + ".h"
        name = own.rpartition("/")[2] if ARDUINO.match(path) else own
        if path.endswith(".c") and (tree.root / own).exists() and ('"', name) != (includes or [0])[0]:
            findings.append(f"{path}: its own header comes first")
    return findings

"""Robots by hand, for a swarm: they log in with a will, listen to what a robot listens to, announce
presence and card, and show the number of every lease at once. They have no wheels.
"""
import json
import time

from tests.bench.swarm import Login

ROOT = "arena/v1"
BRIDGE = f"{ROOT}/bridge/main"
CARD = {"name": "Bench", "model": "none", "kind": "rover", "axes": {"x": [-1, 1], "y": [-1, 1]},
        "actions": {"set_speed": {"min": 1, "max": 100, "unit": "%"}, "fire": {}},
        "cameras": [{"id": "front", "via": ["relay", "direct"], "width": 640, "height": 480, "fps": 30}],
        "status": {"battery": "%", "cpu": "%", "temperature": "°C", "signal": "%", "speed": "m/s"},
        "status_ms": 1000, "deadman_ms": 250, "max_age_ms": 500, "max_message": 4096}
AT_ONCE = 40
STATE = '{"c":%d,"n":%d,"rev":%d,"highest":%d,"mode":"idle","why":[],"stops":[],"idle_ms":0}'


def presence(state):
    return json.dumps({"state": state, "boot": "boot-of-bench", "conn": "conn-of-bench",
                       "ts": int(time.time() * 1000)})


def login(name):
    """What a robot of that id logs in with: will and subscriptions as the library's."""
    me = f"robot/{name}"
    heard = [(f"{BRIDGE}/{me}/{what}", qos) for what, qos in (("lease", 0), ("video", 0), ("answer", 1))]
    heard += [(f"{BRIDGE}/all/beat", 0), (f"{ROOT}/{me}/all/presence", 1)]
    return Login(me, heard, (f"{ROOT}/{me}/all/presence", presence("lost"), 1, True))


def announce(swarm, name):
    """Presence and card, retained: two PUBACKs follow."""
    connection = swarm.by_name[f"robot/{name}"]
    document = json.dumps({"id": name, **CARD}, ensure_ascii=False)
    swarm.publish(connection, f"{ROOT}/robot/{name}/all/presence", presence("online"), 1, True)
    swarm.publish(connection, f"{ROOT}/robot/{name}/all/card", document, 1, True)


def announce_all(swarm, names, known):
    """All of them, as many at a time as the broker keeps for one who listens (100 messages); known()
    says of how many the bridge knows."""
    before = known()
    for first in range(0, len(names), AT_ONCE):
        wanted = before + min(first + AT_ONCE, len(names))
        for _attempt in range(30):
            for name in names[first:first + AT_ONCE]:
                announce(swarm, name)
            if swarm.try_serve(lambda: known() >= wanted, 1):
                break
        else:
            raise AssertionError(f"only {known()} of {wanted} robots became known")


def show(swarm, connection):
    """The `state` that says which lease it knows."""
    n, rev = connection.data or (0, 0)
    swarm.publish(connection, f"{ROOT}/{connection.name}/bridge/main/state",
                  STATE % (int(time.monotonic() * 1000) & 0x7FFFFFFF, n, rev, n))


def hear(swarm, connection, topic, payload):
    """What a swarm's hear does for robots."""
    if not topic.endswith(b"/lease"):
        return
    lease = json.loads(payload)
    number = (lease["n"], lease["rev"])
    if number != connection.data:
        connection.data = number
        show(swarm, connection)

"""An Arena for tests in another language: JSON lines on stdin, one JSON line back for each.

    {"do": "invite", "args": ["player"]}           -> {"ok": "CODE"}
    {"do": "freeze", "part": "bridge"}             -> {"ok": null}      kill start stop thaw restart likewise
    {"do": "moves", "args": ["scout1"]}            -> {"ok": [...]}
    {"do": "ctl", "args": ["stop", "scout1"]}      -> {"ok": "output"}
    {"do": "token", "args": ["player/ann", 20]}    -> {"ok": "JWT"}     valid for 20 s
    {"do": "wire", "args": ["cut"]}                -> {"ok": null}      the browsers' network, see below
    {"do": "robot.create", "id": "r", "card": {}}  -> {"ok": null}      a fake robot (puppet.py); `hz` of its status
    {"do": "robot.say", "id": "r", "what": "event", "payload": {}}      `to`: whom; a text goes as it is
    {"do": "robot.set", "id": "r", "status": {}, "ack": {}}             what it says from then on; ack null: nothing
    {"do": "robot.heard", "id": "r"}               -> {"ok": {"frames": [...], "actions": [...], "stops": [...]}}
    {"do": "robot.leave", "id": "r"}               with a goodbye; robot.kill: without; robot.back: after a death of
                                                   its own or the broker's, as a new program
    {"do": "load", "robots": 5, "hz": 10}          -> {"ok": null}      5 fake robots, 50 messages/s; robots 0: none
    {"do": "bots", "args": [2]}                    -> {"ok": null}      as many bots, on the map of the settings
    {"do": "joined", "args": [kind, name, ttl]}    -> {"ok": {…}}       a fresh person, as POST /players answers

Browsers reach bridge and broker through fault proxies (faultproxy.c): wire cut (connections reset, new ones
refused), stall (nothing passes, connections stay), delay MS JITTER, heal. Robots and the bridge do not.

Starts with the number of robots as its argument; the first line it prints is {"ok": {api, state}}.
Ends when stdin does.
"""
import json
import os
import secrets
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.support.arena import Arena  # noqa: E402  the path must be set first
from tests.support.broker import build_directory  # noqa: E402
from tests.support.faultproxy import FaultProxy  # noqa: E402
from tests.support.puppet import Load, Puppet  # noqa: E402

PARTS = ("bridge", "broker", "sim")
VERBS = ("start", "stop", "kill", "freeze", "thaw", "restart")
QUESTIONS = ("invite", "moves", "roster", "stands", "ctl")
WIRE = {"cut": ("refuse on", "cut"), "stall": ("stall both",), "heal": ("refuse off", "delay 0 0", "resume")}


class Served:
    """The arena with what stands around it; `obey` answers an order."""

    def __init__(self, robots, settings):
        sim = ("--map", settings["map"]) if "map" in settings else ()
        self.arena = Arena(robots=robots, settings=settings, sim=sim)
        self.proxies, self.puppets, self.load = [], {}, None

    def __enter__(self):
        arena = self.arena
        arena.broker.start()
        self.proxies = [FaultProxy(port, build_directory()) for port in (arena.http_port, arena.broker.ws_port)]
        self.api, self.ws = f"http://127.0.0.1:{self.proxies[0].port}", f"ws://127.0.0.1:{self.proxies[1].port}"
        arena.settings.setdefault("ws_url", self.ws)
        arena.__enter__()
        return self

    def __exit__(self, *failure):
        for puppet in [*self.puppets.values(), *(self.load.puppets if self.load else [])]:
            puppet.ended.set()
        self.arena.__exit__(*failure)
        for proxy in self.proxies:
            proxy.close()

    def obey(self, order):
        do, arguments = order["do"], order.get("args", [])
        if do in VERBS and order.get("part") in PARTS:
            getattr(getattr(self.arena, order["part"]), do)()
            return None
        if do in QUESTIONS:
            return getattr(self.arena, do)(*arguments)
        if do in ("wire", "token", "joined", "bots"):
            return getattr(self, do)(*arguments)
        if do == "load":
            return self.set_load(order["robots"], order.get("hz", 1))
        if do.startswith("robot."):
            return getattr(self, do.replace(".", "_"))(order)
        raise ValueError(f"no such order: {order}")

    def wire(self, command, *numbers):
        for proxy in self.proxies:
            for line in WIRE.get(command, (command,)):
                proxy(" ".join([line, *map(str, numbers)]))

    def bots(self, count):
        self.arena.start_bots(count, self.arena.settings["map"])

    def token(self, principal, lifetime=3600):
        return self.arena.broker.token(principal, lifetime=lifetime)

    def joined(self, kind, name, lifetime=3600):
        principal = f"{kind}/{name.lower()}-{secrets.token_hex(4)}"
        return {"principal": principal, "token": self.token(principal, lifetime), "root": "arena/v1",
                "broker": self.ws, "expires": int(time.time()) + lifetime}

    # --- fake robots ----------------------------------------------------------------------------

    def robot_create(self, order):
        robot = order["id"]
        self.puppets[robot] = Puppet(self.arena, robot, order.get("card"), order.get("hz")).come()
        self.arena.wait_state(robot, "online")

    def robot_say(self, order):
        self.puppets[order["id"]].say(order["what"], order["payload"], order.get("to"))

    def robot_set(self, order):
        for member in ("status", "ack"):
            if member in order:
                setattr(self.puppets[order["id"]], member, order[member])

    def robot_heard(self, order):
        return self.puppets[order["id"]].heard

    def robot_kill(self, order):
        puppet = self.puppets[order["id"]]
        puppet.ended.set()
        puppet.break_off()

    def robot_back(self, order):
        before = self.puppets[order["id"]]
        before.ended.set()
        puppet = Puppet(self.arena, order["id"], hz=1 / before.status_s)
        puppet.card, puppet.highest = before.card, before.highest
        self.puppets[order["id"]] = puppet.come()
        self.arena.wait_state(order["id"], "online")

    def robot_leave(self, order):
        self.puppets.pop(order["id"]).leave()

    def set_load(self, robots, hz):
        if self.load:
            self.load.end()
        self.load = Load(self.arena, robots, hz) if robots else None


def say(document):
    print(json.dumps(document), flush=True)


def main():
    settings = json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
    with Served(int(sys.argv[1]), settings) as served:
        say({"ok": {"api": served.api, "state": served.arena.state, "direct": served.arena.api,
                    "metrics": f"{served.arena.internal}/metrics"}})
        for line in sys.stdin:
            try:
                say({"ok": served.obey(json.loads(line))})
            except Exception as fault:  # pylint: disable=broad-except  the other side reports it
                say({"fault": repr(fault)})


if __name__ == "__main__":
    main()

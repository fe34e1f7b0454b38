"""A robot that shares no code with ours: python3-paho-mqtt and the rules of the wire that a claim needs.

    robot = PlainRobot(arena, "plain1").come()     # logs in, announces itself, says its card and a status
    robot.leave()                                  # with a goodbye; break_off() is a death

It obeys leases (so claims are granted) and repeats presence and card when a beat is new. It says
`status` only when told to: say_status() or keep_talking().
"""
import json
import secrets
import threading
import time

R = "arena/v1"
STATUS_MS = 200


def card(robot, **changes):
    return {"id": robot, "name": robot.title(), "kind": "rover", "axes": {"x": [-1, 1], "y": [-1, 1]},
            "status": {"battery": "%"}, "status_ms": STATUS_MS, "deadman_ms": 250, "max_age_ms": 500,
            "max_message": 4096, "sdk": "plain", **changes}


def clock():
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000 % 2**32


class PlainRobot:
    def __init__(self, arena, robot, token=None, will=True, **changes):
        self.arena, self.id, self.principal = arena, robot, f"robot/{robot}"
        self.token, self.will, self.card = token, will, card(robot, **changes)
        self.boot = secrets.token_urlsafe(6)
        self.conn = None
        self.lease = {"n": 0, "rev": 0, "driver": None}
        self.highest = 0
        self.beat = None
        self.client = self.keep = None
        self.talking = None

    def topic(self, to, what):
        return f"{R}/{self.principal}/{to}/{what}"

    def presence(self, state, **changes):
        return json.dumps({"state": state, "boot": self.boot, "conn": self.conn, **changes})

    # --- coming and going -----------------------------------------------------------------------

    def come(self, announce=True):
        self.conn = secrets.token_urlsafe(6)
        will = (self.topic("all", "presence"), self.presence("lost"), 1, True) if self.will else None
        self.client = self.arena.broker.client(self.principal, token=self.token, will=will)
        self.keep, self.client.paho.on_message = self.client.paho.on_message, self._on_message
        self.client.subscribe(f"{R}/bridge/main/{self.principal}/lease", f"{R}/bridge/main/all/beat",
                              f"{R}/bridge/main/{self.principal}/answer")
        if announce:
            self.announce()
            self.say_status()
        return self

    def announce(self):
        self.client.publish(self.topic("all", "presence"), self.presence("online"), 1, True)
        self.client.publish(self.topic("all", "card"), json.dumps(self.card), 1, True)

    def leave(self):
        self.hush()
        self.client.publish_acknowledged(self.topic("all", "presence"), self.presence("offline"), True)
        self.client.close()

    def break_off(self):
        self.hush()
        self.client.break_off()

    def gone(self):
        return self.client.disconnected is not None

    # --- saying ---------------------------------------------------------------------------------

    def say_status(self):
        self.client.publish(self.topic("all", "status"), json.dumps({"battery": 50}))

    def say_state(self):
        lease = self.lease
        mode = "ready" if lease["driver"] else "idle"
        self.client.publish(self.topic("bridge/main", "state"), json.dumps(
            {"c": clock(), "n": lease["n"], "rev": lease["rev"], "highest": self.highest, "mode": mode,
             "why": [] if lease["driver"] else ["no_lease"], "stops": [], "idle_ms": 0, "video_rev": 0}))

    def keep_talking(self):
        """A status every period, as long as it is connected, until hush()."""
        self.talking = threading.Event()
        threading.Thread(target=self._talk, args=(self.talking,), daemon=True).start()
        return self

    def _talk(self, quiet):
        while not quiet.wait(self.card["status_ms"] / 1000):
            self.say_status()

    def hush(self):
        if self.talking:
            self.talking.set()

    def ask(self, do, **members):
        """Its answer, or None when the robot was disconnected meanwhile."""
        number = secrets.token_urlsafe(12)
        self.client.publish(self.topic("bridge/main", "ask"), json.dumps({"id": number, "do": do, **members}), 1)

        def found():
            return self.client.found(lambda m: m.topic.endswith("/answer") and
                                     json.loads(m.payload)["id"] == number)
        self.client.wait_change(lambda: found() or self.gone(), what=f"an answer to {do}")
        return json.loads(found().payload) if found() else None

    # --- hearing --------------------------------------------------------------------------------

    def _on_message(self, client, data, message):
        what = message.topic.rsplit("/", 1)[1]
        document = json.loads(message.payload)
        if what == "lease":
            self._obey(document)
        elif what == "beat" and (document["boot"], document["conn"]) != self.beat:
            if self.beat:
                self.announce()
                self.say_status()
            self.beat = document["boot"], document["conn"]
        self.keep(client, data, message)

    def _obey(self, lease):
        if (lease["n"], lease["rev"]) >= (self.lease["n"], self.lease["rev"]):
            self.lease = {"n": lease["n"], "rev": lease["rev"], "driver": lease.get("driver")}
            self.highest = max(self.highest, lease["n"])
        self.say_state()

"""A fake robot on a string, for tests of what listens to robots: its card, status, events and acks are
whatever the test says, however absurd. It shares no code with ours and moves nothing.

    puppet = Puppet(arena, "puppet", {"name": "<b>", "actions": {…}}).come()
    puppet.say("event", {"id": 1, "kind": "<script>"})   # to whom that is said by the wire's rules
    puppet.heard["frames"][-1]                           # what its driver sent, with `mono` (ms)

It obeys the wire just enough to be claimed, driven, stopped and cleared: it hears its driver before it
shows the lease, says `link` at 10 Hz (ready once a neutral frame came), answers every action.
"""
import contextlib
import json
import threading
import time

from tests.support.plain import STATUS_MS, PlainRobot, R, clock

LINK_S = 0.1
KEPT = 4000
STATUS = {"battery": 50}
TO_ALL = ("presence", "card", "status", "event")
TO_DRIVER = ("link", "ack")


class Puppet(PlainRobot):
    def __init__(self, arena, robot, changes=None, hz=None):
        super().__init__(arena, robot)
        self.card = {**self.card, **(changes or {})}
        self.status_s = 1 / hz if hz else STATUS_MS / 1000
        self.status, self.ack = dict(STATUS), {"state": "done"}
        self.ready, self.stops, self.answered_to = False, {}, None
        self.heard = {"frames": [], "actions": [], "stops": []}
        self.counts = {"received": 0, "s": 0, "t": 0}
        self.ended = threading.Event()
        self.lock = threading.RLock()

    # --- coming and going -----------------------------------------------------------------------

    def come(self, announce=True):
        super().come(announce)
        for period, deed in ((LINK_S, self.say_link), (self.status_s, self.say_status), (0.5, self.say_state)):
            threading.Thread(target=self._repeat, args=(period, deed), daemon=True).start()
        return self

    def _repeat(self, period, deed):
        due = time.monotonic() + period
        while not self.ended.wait(max(0, due - time.monotonic())):
            due += period
            deed()

    def leave(self):
        self.ended.set()
        with contextlib.suppress(AssertionError):
            super().leave()

    # --- saying ---------------------------------------------------------------------------------

    def recipient(self, what):
        if what in TO_ALL:
            return "all"
        return self.lease["driver"] if what in TO_DRIVER else "bridge/main"

    def say(self, what, payload, to=None):
        """A document, or a text as it is; a card is kept: it is said again when the bridge is new."""
        text = payload if isinstance(payload, str) else json.dumps(payload)
        if what == "card" and not isinstance(payload, str):
            self.card = payload
        retained = what in ("presence", "card")
        self.client.publish_acknowledged(self.topic(to or self.recipient(what), what), text, retained)

    def say_status(self):
        drive = {"n": self.lease["n"], "mode": self.mode(), "why": [], "stops": list(self.stops), "refused": {}}
        self.client.publish(self.topic("all", "status"), json.dumps({"drive": drive, **self.status}))

    def mode(self):
        return "stopped" if self.stops else "ready" if self.lease["driver"] else "idle"

    def say_state(self):
        with self.lock:
            stops = [{"id": tag, "by": by} for tag, by in self.stops.items()]
            why = ["stopped"] if stops else [] if self.lease["driver"] else ["no_lease"]
            self.client.publish(self.topic("bridge/main", "state"), json.dumps(
                {"c": clock(), "n": self.lease["n"], "rev": self.lease["rev"], "highest": self.highest,
                 "mode": self.mode(), "why": why, "stops": stops, "idle_ms": 0, "video_rev": 0}))

    def say_link(self):
        with self.lock:
            if self.lease["driver"]:
                self.client.publish(self.topic(self.lease["driver"], "link"), json.dumps(
                    {"n": self.lease["n"], "c": clock(), "ready": self.ready and not self.stops, "lost": 0,
                     "refused": 0, **self.counts}))

    # --- hearing --------------------------------------------------------------------------------

    def _on_message(self, client, data, message):
        what = message.topic.rsplit("/", 1)[1]
        if what in ("drive", "action", "stop"):
            sender = "/".join(message.topic.removeprefix(f"{R}/").split("/")[:2])
            self._take(what, sender, {**json.loads(message.payload), "mono": time.monotonic_ns() // 1_000_000})
        else:
            super()._on_message(client, data, message)

    def _take(self, what, sender, document):
        with self.lock:
            kept = self.heard[{"drive": "frames"}.get(what, f"{what}s")]
            kept.append(document)
            del kept[:-KEPT]
            if what == "stop":
                self.stops[document["id"]] = sender
                self.ready = False
            elif what == "action" and self.ack is not None:
                self.client.publish(self.topic(sender, "ack"), json.dumps(
                    {"id": document["id"], "do": document["do"], **self.ack}), 1)
            elif what == "drive" and document["n"] == self.lease["n"]:
                self.counts = {"received": self.counts["received"] + 1, "s": document["s"], "t": document["t"]}
                self.ready = self.ready or not any(document.get(axis) for axis in ("x", "y", "z", "r", "cx", "cy"))

    def _obey(self, lease):
        # paho waits for no SUBACK in its own thread: the broker takes packets of one client in order.
        with self.lock:
            new = lease["n"] > self.lease["n"]
            for stop in lease.get("stops") or []:
                self.stops.setdefault(stop["id"], stop["by"])
            for tag in lease.get("cleared") or []:
                self.stops.pop(tag, None)
            driver = lease.get("driver")
            if driver and driver != self.answered_to:
                self.client.paho.subscribe([(f"{R}/{driver}/{self.principal}/{what}", 0 if what == "drive" else 1)
                                            for what in ("drive", "action", "stop")])
                self.answered_to = driver
            if new:
                self.ready, self.counts = False, {"received": 0, "s": 0, "t": 0}
            super()._obey(lease)


class Load:
    """Fake robots that say status, together so many messages a second."""

    def __init__(self, arena, robots, hz, prefix="load"):
        self.puppets = [Puppet(arena, f"{prefix}{i}", hz=hz).come() for i in range(1, robots + 1)]

    def end(self):
        for puppet in self.puppets:
            puppet.leave()

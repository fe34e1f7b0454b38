"""Bad input through the broker, at everything that listens: the bridge, a driven robot, the robot
library and the microcontroller's robot under a hostile bridge. Every field of every message x missing,
of a wrong type, at its limit, beyond it and what attackers do, from the stored vectors. After each
batch all are alive, no sanitizer complained, roster and leases are as before, and a person claims and
drives. The count is printed."""
import itertools
import json
import os
import secrets
import time
import unittest

from tests.support.arena import COMPLAINT, Arena, Part, binary, wait_until
from tests.support.broker import Broker
from tests.support.client import http
from tests.system.cases import accepted, broken, let_through, pace, refused, vectors
from tests.support.plain import PlainRobot
from tests.system.test_motion import BOUND_S, Stick, now_ms, speeds, wait_moving, wait_standing

R = "arena/v1"
FAST = 0.9              # only bad frames say it
ASKS = 25               # by one operator: the broker counts them
STEADY = ("arena_robots ", "arena_robots_driven ", "arena_robots_stopped ", "arena_invites ", "arena_enrolments ",
          "arena_revocations ", "arena_claims_granted_total ", "arena_stops_adopted_total ", "arena_leases_ended_total ")
LARGE = 4096            # the largest payload
SMALL = 900             # the largest of a drive, action or stop: a packet of 1 KiB
BAD = (None, True, "1", "", -1, 1.5, 2**31, 2**32, 1e300, [], {}, [1], "x" * 70)
COUNT = {"tried": 0}
ARENA = None
ANN = None


def setUpModule():
    """Ann holds scout1 throughout; scout2 is for whoever shows that all is well."""
    global ARENA, ANN
    ARENA = Arena(robots=2, settings={"idle_s": 3600}).start()
    ANN = ARENA.join("Ann").connect()
    ANN.claim("scout1")


def tearDownModule():
    print(f"{COUNT['tried']} bad messages were said", flush=True)
    ARENA.__exit__(None, None, None)


def metrics():
    _status, text = http("GET", f"{ARENA.internal}/metrics")
    return text.decode().splitlines()


def counted(name):
    return int(next(line.split()[1] for line in metrics() if line.startswith(name + " ")))


def known(*but):
    """What the bridge knows, but for those robots and for when somebody was heard."""
    robots = {name: {key: value for key, value in robot.items() if key != "state"}
              for name, robot in ARENA.roster().items() if name not in but}
    return [line for line in metrics() if line.startswith(STEADY) and not but], robots


def say_all(client, topic, payloads, qos=0, retain=False):
    """Says them as fast as the broker allows; returns how many."""
    count = 0
    for payload in pace(payloads):
        info = client.publish(topic, payload, qos, retain)
        count += 1
        if count % 50 == 0:
            info.wait_for_publish(BOUND_S)
    info.wait_for_publish(BOUND_S)
    COUNT["tried"] += count
    return count


class AllIsWell(unittest.TestCase):
    def tearDown(self):
        for part in (ARENA.bridge, ARENA.sim):
            self.assertTrue(part.running(), f"{part.name} has died:\n{part.log()[-3000:]}")
            self.assertIsNone(COMPLAINT.search(part.log()), part.log()[-3000:])
        self.assertTrue(ARENA.broker.running())
        self.assertEqual(ARENA.roster()["scout1"]["driver"], ANN.principal)
        with ARENA.join("Probe") as probe:
            since = now_ms()
            probe.claim("scout2")
            self.assertTrue(probe.drive("scout2", lambda: any(speeds(ARENA, "scout2", since)), y=0.4))
            probe.release("scout2")


class AtTheBridge(AllIsWell):
    """Each robot and person says what it may say, but badly."""

    def come(self, principal):
        client = ARENA.broker.client(principal, version=5)
        client.subscribe(f"{R}/bridge/main/{principal}/answer")
        return client

    def test_what_robots_say(self):
        rows = [("state", "bridge/main", "state", False), ("status", "all", "status", False),
                ("event", "all", "event", False), ("presence", "all", "presence", False),
                ("card", "all", "card", False), ("keptpres", "all", "presence", True), ("keptcard", "all", "card", True)]
        robots = [PlainRobot(ARENA, f"bad-{name}").come() for name, *_ in rows]
        wait_until(lambda: all(robot.id in ARENA.roster() for robot in robots), BOUND_S, "all registered")
        before, malformed = known(), counted("arena_messages_malformed_total")

        def run(robot, row):
            say_all(robot.client, robot.topic(row[1], row[2]), refused(row[2]), 1, row[3])
            return let_through(refused(row[2]), LARGE)
        sent = sum(map(run, robots, rows))
        wait_until(lambda: counted("arena_messages_malformed_total") >= malformed + sent, BOUND_S,
                   f"{sent} counted as malformed")
        self.assertEqual(counted("arena_messages_malformed_total"), malformed + sent)
        self.assertEqual(known(), before)
        for robot in robots:
            self.assertFalse(robot.gone(), f"{robot.id} was disconnected")
            robot.client.publish(robot.topic("all", "presence"), b"", 1, True)
            robot.leave()

    def test_what_robots_say_at_the_limits_touches_nobody_else(self):
        rows = [("state", "bridge/main"), ("status", "all"), ("event", "all"), ("presence", "all"), ("card", "all")]
        robots = [PlainRobot(ARENA, f"odd-{what}").come() for what, _ in rows]
        wait_until(lambda: all(robot.id in ARENA.roster() for robot in robots), BOUND_S, "all registered")
        names = [robot.id for robot in robots]
        before = known(*names)

        def run(robot, row):
            def own(document):
                return {**document, "id": robot.id} if row[0] == "card" else document
            return say_all(robot.client, robot.topic(row[1], row[0]),
                           itertools.chain(accepted(row[0], own), broken(row[0])), 1)
        for robot, row in zip(robots, rows):
            run(robot, row)
        for robot in robots:
            robot.client.publish_acknowledged(robot.topic("all", "presence"), robot.presence("online"))
            robot.say_status()
        wait_until(lambda: all(ARENA.roster_state(name) == "online" for name in names), BOUND_S, "all read")
        self.assertEqual(known(*names), before)
        for robot in robots:
            robot.leave()

    def ask_all(self, kind, payloads):
        """As many askers as it takes; each ends with a good ask, answered behind the bad ones."""
        for begin in range(0, len(payloads), ASKS):
            asker = self.come(f"{kind}/bad-{secrets.token_hex(4)}")
            say_all(asker, f"{R}/{asker.name}/bridge/main/ask", payloads[begin:begin + ASKS], 1)
            number = secrets.token_urlsafe(12)
            asker.publish(f"{R}/{asker.name}/bridge/main/ask", json.dumps({"id": number, "do": "roster"}), 1)
            asker.wait(lambda m, number=number: json.loads(m.payload)["id"] == number)
            for message in asker.messages:
                answer = json.loads(message.payload)
                self.assertTrue(answer["id"] == number or not answer["ok"], answer)
            asker.close()

    def test_asks(self):
        before, malformed = known(), counted("arena_messages_malformed_total")
        said = {kind: refused("ask") if kind == "operator" else refused("ask")[::4] for kind in
                ("operator", "player", "robot", "referee", "watcher", "bot")}
        for kind, payloads in said.items():
            self.ask_all(kind, payloads)
        self.assertEqual(counted("arena_messages_malformed_total") - malformed,
                         sum(let_through(payloads, LARGE) for payloads in said.values()))
        self.assertEqual(known(), before)

    def test_asks_that_are_cut_flipped_and_large(self):
        before = known()
        for kind in ("player", "bot"):
            self.ask_all(kind, list(broken("ask")))
        self.assertEqual(known(), before)

    def test_presence_of_people(self):
        eve = self.come("player/eve")
        before = known()
        say_all(eve, f"{R}/player/eve/all/presence", itertools.chain(refused("presence"), broken("presence")))
        self.assertEqual(known(), before)
        eve.close()

    def test_topics_that_are_not_of_the_grammar(self):
        eve, robot = self.come("player/eve"), PlainRobot(ARENA, "off-topic").come()
        wait_until(lambda: "off-topic" in ARENA.roster(), BOUND_S, "registered")
        before = known()
        tails = {case["topic"].split("/", 4)[-1] for case in vectors("topics") if case["topic"].count("/") >= 4}
        tails |= {f"{to}/{what}" for to in ("all", "bridge/main", "bridge/ear", "bridge", "all/all", "", "robot/scout1",
                                            "operator/x", "media/janus") for what in
                  ("lease", "beat", "roster", "me", "answer", "ask/ask", "state/", "/", "match/m1/live", "revoked/robot/scout1",
                   "presence/x", "Presence", "ask ", "admin", "api", "video", "card/card")}
        tails = [tail for tail in tails if tail and not set(tail) & set("+#\n") and tail.count("/") < 150]
        for client in (eve, robot.client):
            for payload in (b'{"state":"online","n":9,"rev":9,"driver":"player/eve"}', b"\xff" * 100):
                for tail in pace(tails):
                    client.publish(f"{R}/{client.name}/{tail}", payload, 1)
                    COUNT["tried"] += 1
        self.ask_all("player", [b"{}"])
        self.assertEqual(known(), before)
        self.assertFalse(robot.gone() or eve.disconnected)
        robot.leave()
        eve.close()


class AtADrivenRobot(AllIsWell):
    """Ann is its driver, so the robot hears her: nothing bad moves it, all of it is counted."""

    def setUp(self):
        self.since = now_ms()
        ANN.claim("scout1")
        with Stick(ANN, "scout1", y=0.3):
            wait_moving(ARENA, "scout1")
        ANN.frame("scout1")
        wait_standing(ARENA, "scout1")

    def counts(self):
        return (ANN.last("robot/scout1", "status") or {}).get("drive", {}).get("refused", {})

    def stops(self):
        return (ANN.last("robot/scout1", "status") or {}).get("drive", {}).get("stops", [])

    def unmoved(self):
        self.assertNotIn(FAST, speeds(ARENA, "scout1", self.since))
        with Stick(ANN, "scout1", y=0.3):
            wait_moving(ARENA, "scout1")

    def live(self, **changes):
        ANN.sequence["scout1"] += 1
        return {"n": ANN.leases["scout1"], "s": ANN.sequence["scout1"], "e": ANN.link["scout1"]["c"],
                "t": 1, "y": FAST, **changes}

    def test_malformed_frames_actions_and_stops(self):
        form = self.counts()["form"]
        sent = 0
        for what in ("drive", "action", "stop"):
            say_all(ANN.client, ANN.topic("robot/scout1", what), refused(what))
            sent += let_through(refused(what), SMALL)
        self.assertTrue(ANN.wait(lambda: self.counts().get("form", 0) >= form + sent, BOUND_S),
                        f"{sent} sent, {self.counts()} after {form}")
        self.assertEqual(self.counts()["form"], form + sent)
        self.assertEqual(self.stops(), [])
        self.unmoved()

    def test_frames_that_are_good_but_for_one_member(self):
        def bent():
            for name in ("n", "s", "e", "y"):
                if name != "y":
                    frame = self.live()
                    del frame[name]
                    yield frame
                yield from (self.live(**{name: bad}) for bad in BAD if not (name == "s" and bad == 2**31))
            for axis in ("x", "z", "r", "cx", "cy"):
                yield from (self.live(**{axis: bad}) for bad in BAD if bad != -1)
            yield from (self.live(y=beyond) for beyond in (1.0000001, -1.0000001, 2, -2, 1e308, -1e308))
        say_all(ANN.client, ANN.topic("robot/scout1", "drive"), (json.dumps(frame).encode() for frame in bent()))
        texts = [json.dumps(self.live())[:-1] + more for more in (',"y":0.9}', ',"n":1}', ',"x":NaN}', ',"x":Infinity}',
                                                                  ',"x":1e999}', ',"x":-1e999}', ',"x":0x1}', "", "}}", "}\0")]
        say_all(ANN.client, ANN.topic("robot/scout1", "drive"), (text.encode() for text in texts))
        self.unmoved()

    def test_frames_actions_and_stops_at_the_limits_cut_flipped_and_large(self):
        for what in ("drive", "action"):
            say_all(ANN.client, ANN.topic("robot/scout1", what), itertools.chain(accepted(what), broken(what)))
        self.unmoved()
        say_all(ANN.client, ANN.topic("robot/scout1", "stop"), itertools.chain(accepted("stop"), broken("stop")))
        ANN.client.publish(ANN.topic("robot/scout1", "stop"), '{"id":"the-last-stop"}', 1)
        self.assertTrue(ANN.wait(lambda: self.stops() == ["the-last-stop"], BOUND_S), "one a principal, the newest")
        wait_standing(ARENA, "scout1")
        ANN.ask("clear", robot="scout1", ids=["the-last-stop"])
        self.assertTrue(ANN.wait(lambda: self.stops() == [], BOUND_S))
        self.unmoved()

    def test_a_lease_cannot_be_forged(self):
        mallory = ARENA.broker.client("player/mallory", version=5)
        operator = ARENA.broker.client("operator/mallory", version=5)
        other = PlainRobot(ARENA, "rogue").come()
        number = ANN.leases["scout1"]
        clock = ANN.link["scout1"]["c"]

        def leases():
            for n, rev in ((number, 1), (number, 2**31 - 1), (number + 1, 1), (2**31 - 1, 1)):
                for driver in ("player/mallory", "operator/mallory", ANN.principal, None):
                    yield json.dumps({"n": n, "rev": rev, "e": clock, "driver": driver, "drive": driver is not None,
                                      "stoppers": ["player/mallory"], "cleared": ["x"]}).encode()
        for client in (mallory, operator, other.client):
            for path in (f"{R}/{client.name}/robot/scout1/lease", f"{R}/bridge/main/robot/scout1/lease",
                         f"{R}/{client.name}/all/lease", f"{R}/{client.name}/bridge/main/robot/scout1/lease"):
                for retain in (False, True):
                    say_all(client, path, leases(), 1, retain)
            for what in ("drive", "action", "stop", "video", "signal", "beat", "answer"):
                say_all(client, f"{R}/{client.name}/robot/scout1/{what}",
                        [json.dumps(self.live(id="x-x-x-x-x-x", do="fire")).encode()] * 5, 1)
        say_all(ANN.client, ANN.topic("robot/scout1", "lease"), leases(), 1)
        with Stick(mallory_person(mallory, number), "scout1", honest=False, y=FAST):
            self.unmoved()
        self.assertEqual(ANN.last("robot/scout1", "status")["drive"]["n"], number)
        self.assertEqual(self.stops(), [])
        for client in (mallory, operator):
            client.close()
        other.leave()


def mallory_person(client, number):
    """Frames as a driver would say them, by somebody who is none."""
    class Mallory:
        link = ANN.link
        leases = {"scout1": number}

        @staticmethod
        def frame(robot, **axes):
            client.publish(f"{R}/{client.name}/robot/{robot}/drive", json.dumps(
                {"n": number, "s": 2**31, "e": ANN.link[robot]["c"], "t": 1, **axes}))
    return Mallory()


class UnderAHostileBridge(unittest.TestCase):
    """Our robots without our bridge: a bridge/main that says bad things, then good ones."""

    def setUp(self):
        self.broker = Broker().start()
        self.addCleanup(self.broker.finish)
        self.bridge = self.broker.client("bridge/main", version=5)
        self.driver = self.broker.client("player/dan", version=5)
        self.n, self.unread = 0, ()

    def start(self, name, *command):
        with open(f"{self.broker.state}/{name}.token", "w", encoding="utf-8") as file:
            file.write(self.broker.token(f"robot/{name}"))
        self.moves_path = f"{self.broker.state}/{name}.moves"
        self.name = name
        self.bridge.subscribe(f"{R}/robot/{name}/bridge/main/state", f"{R}/robot/{name}/all/status")
        self.driver.subscribe(f"{R}/robot/{name}/player/dan/+")
        part = Part(name, [*command, "--state", self.broker.state, "--mqtt-port", str(self.broker.mqtt_port),
                           "--log-moves", self.moves_path], f"{self.broker.state}/{name}.log",
                    lambda: self.newest(self.bridge, "status"))
        self.addCleanup(self.end, part)
        self.part = part.start()

    def end(self, part):
        log, code = part.log(), part.stop()
        self.assertEqual(code, 0, log[-3000:])
        self.assertIsNone(COMPLAINT.search(part.log()), part.log()[-4000:])

    @staticmethod
    def newest(client, what):
        found = [m for m in list(client.messages) if m.topic.endswith(f"/{what}")]
        return json.loads(found[-1].payload) if found else None

    def moves(self):
        with open(self.moves_path, encoding="utf-8") as file:
            return [json.loads(line)["axes"] for line in file if line.endswith("\n")]

    def say(self, what, document):
        self.bridge.publish(f"{R}/bridge/main/robot/{self.name}/{what}", json.dumps(document), 1)

    def lease(self, **changes):
        state = self.newest(self.bridge, "state") or {"c": 0}
        return {"n": self.n, "rev": 1, "e": state["c"], "driver": "player/dan", "drive": True, **changes}

    def drives(self):
        """A good lease is obeyed, and a driver drives."""
        self.n += 1
        before, sequence = len(self.moves()), itertools.count(1)

        def moved():
            self.say("lease", self.lease())
            link = self.newest(self.driver, "link") or {}
            ready = link.get("n") == self.n and link.get("ready")
            self.driver.publish(f"{R}/player/dan/robot/{self.name}/drive", json.dumps(
                {"n": self.n, "s": next(sequence), "e": link.get("c", 0), "t": 1, **({"y": 0.3} if ready else {})}))
            time.sleep(0.05)
            return any(axes["y"] > 0 for axes in self.moves()[before:])
        wait_until(moved, BOUND_S, f"{self.name} is driven")
        for client in (self.bridge, self.driver):
            del client.messages[:-50]

    def states(self, rev):
        """All that it said, up to the state that shows that revision."""
        def found():
            states = [json.loads(m.payload) for m in list(self.bridge.messages) if m.topic.endswith("/state")]
            return states if states and states[-1]["rev"] == rev else None
        return self.bridge.wait_change(found, BOUND_S, f"revision {rev} shown")

    def bad_leases(self):
        """The stored ones, but with a number, a clock and a driver that would count."""
        clock = (self.newest(self.bridge, "state") or {"c": 0})["c"]

        def alive(document):
            """7 and 4000000000 are what stands in the good ones."""
            counts = {("n", 7): self.n + 1, ("e", 4_000_000_000): clock}
            return {name: counts.get((name, value), value) if isinstance(value, int) else value
                    for name, value in document.items()}
        return refused("lease", alive, self.unread)

    def batter(self):
        self.drives()
        moves = len(self.moves())
        say_all(self.bridge, f"{R}/bridge/main/robot/{self.name}/lease", self.bad_leases())
        self.say("lease", self.lease(rev=77))
        shown = {(state["n"], state["rev"]) for state in self.states(77)}
        self.assertEqual(shown - {(0, 0)}, {(self.n, 1), (self.n, 77)}, "none of them was taken for a lease")
        for what in ("video", "answer", "signal", "lease"):
            say_all(self.bridge, f"{R}/bridge/main/robot/{self.name}/{what}",
                    itertools.chain(refused(what)[::3], broken(what)))
        say_all(self.bridge, f"{R}/bridge/main/all/beat", itertools.chain(refused("beat"), broken("beat")))
        for what in ("drive", "action", "stop"):
            say_all(self.driver, f"{R}/player/dan/robot/{self.name}/{what}", itertools.chain(refused(what), broken(what)))
        self.assertTrue(self.part.running(), self.part.log()[-3000:])
        self.assertFalse([axes for axes in self.moves()[moves:] if any(axes.values())], "nobody moved it")
        self.lift_stops()
        self.drives()

    def lift_stops(self):
        """A cut stop may still be one."""
        def none():
            state = self.newest(self.bridge, "state") or {"stops": [], "n": self.n}
            self.n = max(self.n, state["n"])
            ids = [stop["id"] for stop in state.get("stops", [])]
            self.say("lease", self.lease(n=self.n + 1, rev=1, driver=None, drive=False, cleared=ids))
            self.n += 1
            time.sleep(0.1)
            return not ids and self.newest(self.bridge, "state")
        wait_until(none, BOUND_S, "no stop stands")

    def test_the_robot_library(self):
        self.start("lib1", binary("arena-sim"), "--robots", "1", "--prefix", "lib", "--token-dir", self.broker.state)
        self.batter()

    def test_the_microcontrollers_robot(self):
        self.unread = ("why", "session", "ghost/a", "all/a")  # it has no use for them, and does not know the kinds
        self.start("micro", binary("arena-esp32-host"), "--id", "micro", "--token-file", f"{self.broker.state}/micro.token")
        self.batter()


if __name__ == "__main__":
    unittest.main()

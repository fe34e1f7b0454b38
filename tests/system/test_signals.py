"""SIGTERM under load: everything ends with 0 and says goodbye, whoever is talking. SIGHUP: every setting
that may change is in force at once, every other is named as needing a restart, and a wrong one leaves
all as it was; who drives goes on driving."""
import json
import os
import re
import secrets
import threading
import time
import unittest

from tests.support.arena import Arena, wait_until
from tests.support.client import http
from tests.support.plain import PlainRobot
from tests.system.test_motion import BOUND_S, Stick, wait_moving, wait_standing
from tests.system.test_startup import settings
from tests.system.test_truth import presence_of, retained

R = "arena/v1"
TALKERS = 8
ENDS_S = 5.0         # the bridge's goodbye may take 3


class Load:
    """Robots that say status and state, people who ask, joins and lists by HTTP, all as fast as they
    may, until it is over."""

    def __init__(self, arena):
        self.arena, self.over, self.done = arena, threading.Event(), 0
        self.robots = [PlainRobot(arena, f"load-{i}").come() for i in range(TALKERS)]
        self.people = [arena.broker.client(f"player/load-{i}", version=5) for i in range(TALKERS)]
        jobs = [*((self.talk, robot) for robot in self.robots), *((self.ask, person) for person in self.people),
                (self.visit, "/api/v1/robots"), (self.visit, "/api/v1/robots/load-1/telemetry"), (self.visit, "/metrics")]
        self.threads = [threading.Thread(target=self.run, args=job, daemon=True) for job in jobs]
        for thread in self.threads:
            thread.start()

    def run(self, job, subject):
        while not self.over.wait(0.005):
            try:
                job(subject)
                self.done += 1
            except (OSError, ValueError):
                self.over.wait(0.02)  # nobody is there any more

    @staticmethod
    def talk(robot):
        robot.say_status()
        robot.say_state()

    @staticmethod
    def ask(person):
        person.publish(f"{R}/{person.name}/bridge/main/ask", json.dumps(
            {"id": secrets.token_urlsafe(12), "do": "drive.claim", "robot": f"load-{secrets.randbelow(TALKERS)}"}), 1)

    def visit(self, path):
        http("GET", self.arena.api + path, bound=2)

    def stop(self):
        self.over.set()
        for thread in self.threads:
            thread.join()


class Terms(unittest.TestCase):
    def test_everything_ends_cleanly_under_load(self):
        with Arena(robots=2) as arena:
            load = Load(arena)
            ann = arena.join("Ann").connect()
            ann.claim("scout1")
            with Stick(ann, "scout1", y=0.4):
                wait_moving(arena, "scout1")
                for again in range(3):
                    wait_until(lambda before=load.done: load.done > before + 300, BOUND_S, "load")
                    begun = time.monotonic()
                    self.assertEqual(arena.bridge.stop(), 0)
                    took = time.monotonic() - begun
                    print(f"the bridge ended in {took:.2f} s after {load.done} things that were said and asked")
                    self.assertLess(took, ENDS_S)
                    self.assertEqual(retained(arena, f"{R}/bridge/main/all/presence")["state"], "offline")
                    self.assertRegex(arena.bridge.log(), r"INFO bridge: ended\s*$")
                    arena.bridge.start()
                    arena.wait_state("scout1", "online")
                self.assertEqual(arena.sim.stop(), 0)
            self.assertEqual(retained(arena, presence_of("scout1"))["state"], "offline")
            arena.sim.start()
            self.assertEqual(arena.broker.stop(), 0)
            arena.broker.start()
            arena.wait_state("scout1", "online")
            load.stop()

    def test_a_bridge_that_has_no_broker_ends_cleanly_too(self):
        with Arena(robots=0) as arena:
            arena.broker.kill()
            wait_until(lambda: not arena.is_ready(), BOUND_S, "the bridge noticing")
            begun = time.monotonic()
            self.assertEqual(arena.bridge.stop(), 0)
            self.assertLess(time.monotonic() - begun, ENDS_S)
            arena.broker.start()
            arena.bridge.start()
            arena.broker.freeze()
            begun = time.monotonic()
            self.assertEqual(arena.bridge.stop(), 0)
            self.assertLess(time.monotonic() - begun, ENDS_S)
            arena.broker.thaw()
            arena.bridge.start()


class Reloads(unittest.TestCase):
    def setUp(self):
        self.arena = Arena(robots=1, settings={}).start()
        self.addCleanup(self.arena.__exit__, None, None, None)
        self.path = os.path.join(self.arena.state, "arena.conf")
        self.write({})
        self.arena.bridge.stop()
        self.arena.bridge.start(f"--config={self.path}")
        self.arena.wait_state("scout1", "online")

    def write(self, values):
        with open(self.path, "w", encoding="utf-8") as file:
            file.writelines(f"{key} = {value}\n" for key, value in values.items())

    def reload(self, values, expected):
        """Returns what the log says from then on, when it has said that."""
        self.write(values)
        begun = len(self.arena.bridge.log())
        self.arena.bridge.reload()
        wait_until(lambda: re.search(expected, self.arena.bridge.log()[begun:]), BOUND_S, expected)
        return self.arena.bridge.log()[begun:]

    def others(self):
        """Another good value for each setting that the command line does not hold."""
        texts = {"a host name or an address": "127.0.0.2", "a list without blanks, separated by commas": "a.example",
                 "a ws:// or wss:// address": "wss://a.example/", "a directory": "/tmp", "a file": "/dev/null",
                 "error, warn, info or debug": "debug"}
        held = {argument[2:].split("=")[0] for argument in self.arena.bridge_command()[1:]}
        for flag, words in settings():
            numbers = re.fullmatch(r"(\d+) to (\d+)", words)
            if flag not in held:
                yield flag.replace("-", "_"), str((int(numbers[1]) + int(numbers[2])) // 2) if numbers else texts[words]

    def test_every_setting_is_changed_at_once_or_named_as_needing_a_restart(self):
        values = dict(self.others())
        self.assertGreater(len(values), 20)
        begun, changed = len(self.arena.bridge.log()), re.compile(r"setting (\w+): changed, (in force now|needs a restart)")
        self.write(values)
        self.arena.bridge.reload()
        wait_until(lambda: dict(changed.findall(self.arena.bridge.log()[begun:])).keys() == values.keys(), BOUND_S,
                   "each is named")
        said = dict(changed.findall(self.arena.bridge.log()[begun:]))
        live = {key for key, what in said.items() if what == "in force now"}
        self.assertLessEqual({"max_age_ms", "deadman_ms", "idle_s", "queue_offer_s", "token_player_s", "audit_d"}, live)
        self.assertLessEqual({"max_robots", "http_bind", "mqtt_host"}, said.keys() - live)
        log = self.reload({}, f"setting {sorted(live)[0]}: changed")
        self.assertNotIn("ERROR", log)

    def test_what_changed_is_in_force_and_the_driver_drives_on(self):
        with self.arena.join("Ann") as ann, self.arena.join("Bea") as bea:
            ann.claim("scout1")
            with Stick(ann, "scout1", y=0.3):
                wait_moving(self.arena, "scout1")
                number = ann.leases["scout1"]
                self.reload({"deadman_ms": 120, "idle_s": 5, "token_player_s": 60}, "setting token_player_s: changed")
                answer = bea.ask("token.renew")
                self.assertLessEqual(answer["expires"], time.time() + 61)
                self.assertTrue(all(self.moving_on(ann) for _ in range(3)))
                log = self.reload({"deadman_ms": 9999, "idle_s": 77}, "the settings stay as they were")
                self.assertNotIn("idle_s", log)
                self.assertTrue(self.moving_on(ann))
                self.assertEqual(self.arena.roster()["scout1"]["driver"], ann.principal)
                self.assertEqual(ann.leases["scout1"], number)
            ann.frame("scout1")
            wait_standing(self.arena, "scout1")
            wait_until(lambda: not self.arena.roster()["scout1"].get("driver"), 5 + 2, "given back after idle_s")

    def moving_on(self, person):
        before = person.pose("scout1")
        return person.wait(lambda: person.pose("scout1") != before, BOUND_S)

    def test_a_file_that_is_gone_or_rubbish_changes_nothing(self):
        for content in ("nonsense = 1\n", "\0", "deadman_ms\n", "deadman_ms = \n"):
            with open(self.path, "w", encoding="utf-8") as file:
                file.write(content)
            begun = len(self.arena.bridge.log())
            self.arena.bridge.reload()
            wait_until(lambda b=begun: "the settings stay as they were" in self.arena.bridge.log()[b:], BOUND_S)
        os.unlink(self.path)
        begun = len(self.arena.bridge.log())
        for _ in range(50):  # a storm of them is one or some
            self.arena.bridge.reload()
        wait_until(lambda: "the settings stay as they were" in self.arena.bridge.log()[begun:], BOUND_S)
        self.assertTrue(self.arena.is_ready())


if __name__ == "__main__":
    unittest.main()

"""The rules for moving, through the broker: what is replayed, reordered, foreign, stale, out of range
or retained moves no robot; a stalled network drives no backlog; a stop holds through stalls, restarts
and suspends; and whatever dies on the way, the robot stands in time. The witness is the simulated
robot's own log of its outputs."""
import contextlib
import json
import threading
import time
import unittest

from tests.support.arena import Arena, wait_until
from tests.support.broker import build_directory
from tests.support.client import FRAME_S, Person, Refused
from tests.support.faultproxy import FaultProxy

BOUND_S = 20
STILL_MS = 300           # after the last accepted frame
BRIDGE_STILL_MS = 3300   # after the bridge's death
SYSTEM_MS = 500          # what a busy machine may add to that
AGE_MS = 800             # no frame older than this is ever driven (the limit of max_age_ms)


class Stick:
    """A driver in a thread: 20 frames a second with whatever axes are set, neutral until ready."""

    def __init__(self, person, robot, honest=True, **axes):
        self.person, self.robot, self.axes, self.honest = person, robot, axes, honest
        self.running = True
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        while self.running:
            link = self.person.link.get(self.robot, {})
            ready = link.get("ready") and link.get("n") == self.person.leases[self.robot]
            self.person.frame(self.robot, **(self.axes if ready or not self.honest else {}))
            time.sleep(FRAME_S)

    def stop(self):
        self.running = False
        self.thread.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def now_ms():
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1_000_000


def speeds(arena, robot, since_ms):
    """Every forward output since then."""
    return [move["axes"]["y"] for move in arena.moves(robot) if move["mono"] >= since_ms]


def moving(arena, robot):
    return not arena.stands(robot)


def wait_moving(arena, robot):
    wait_until(lambda: moving(arena, robot), BOUND_S, f"{robot} moves")


def wait_standing(arena, robot):
    wait_until(lambda: arena.stands(robot), BOUND_S, f"{robot} stands")


def refused(person, robot):
    status = person.last(f"robot/{robot}", "status") or {}
    return status.get("drive", {}).get("refused", {})


class BadFrames(unittest.TestCase):
    """One robot, one lease; each case sends frames that must not move it, and sees them counted."""

    @classmethod
    def setUpClass(cls):
        cls.arena = Arena(robots=1).start()
        cls.ann = cls.arena.join("Ann").connect()
        cls.mallory = cls.arena.join("Mallory").connect()

    @classmethod
    def tearDownClass(cls):
        cls.arena.__exit__(None, None, None)

    def setUp(self):
        self.ann.claim("scout1")
        with Stick(self.ann, "scout1", y=0.5):
            wait_moving(self.arena, "scout1")
        self.ann.frame("scout1")
        wait_standing(self.arena, "scout1")

    def send(self, frame, person=None, retain=False):
        sender = person or self.ann
        sender.client.publish(sender.topic("robot/scout1", "drive"), json.dumps(frame), retain=retain)

    def frame(self, **changes):
        self.ann.sequence["scout1"] += 1
        return {"n": self.ann.leases["scout1"], "s": self.ann.sequence["scout1"],
                "e": self.ann.link["scout1"]["c"], "t": 1, "y": 0.9, **changes}

    def neutral_still_works(self):
        before = self.ann.link["scout1"]["received"]
        self.ann.frame("scout1")
        self.assertTrue(self.ann.wait(lambda: self.ann.link["scout1"]["received"] > before))

    def never_moves(self, frames, reason=None, person=None, retain=False):
        since = now_ms()
        before = refused(self.ann, "scout1").get(reason, 0)
        for frame in frames:
            self.send(frame, person, retain)
        self.neutral_still_works()
        if reason:
            counted = self.ann.wait(
                lambda: refused(self.ann, "scout1").get(reason, 0) >= before + len(frames), BOUND_S)
            self.assertTrue(counted, f"{reason}: {refused(self.ann, 'scout1')}")
        self.assertNotIn(0.9, speeds(self.arena, "scout1", since))

    def test_replayed_frames(self):
        frame = self.frame(y=0)
        self.send(frame)
        self.neutral_still_works()
        self.never_moves([{**frame, "y": 0.9}] * 5, "order")

    def test_reordered_frames(self):
        sequence = self.ann.sequence["scout1"]
        self.ann.sequence["scout1"] += 10
        self.neutral_still_works()
        self.never_moves([self.frame(s=sequence + i) for i in range(1, 6)], "order")

    def test_frames_of_somebody_else(self):
        self.never_moves([self.frame() for _ in range(5)], person=self.mallory)

    def test_frames_of_another_lease(self):
        number = self.ann.leases["scout1"]
        self.never_moves([self.frame(n=number - 1), self.frame(n=number + 1)], "number")

    def test_stale_frames(self):
        old = (self.ann.link["scout1"]["c"] - AGE_MS - 50) % 2**32
        self.never_moves([self.frame(e=old) for _ in range(5)], "stale")

    def test_frames_from_the_robots_future(self):
        future = (self.ann.link["scout1"]["c"] + 60_000) % 2**32
        self.never_moves([self.frame(e=future) for _ in range(5)], "stale")

    def test_frames_out_of_range(self):
        self.never_moves([self.frame(x=1.5), self.frame(x=-1.01), self.frame(cx=2)], "range")

    def test_frames_without_form(self):
        frame = self.frame()
        self.never_moves([{k: v for k, v in frame.items() if k != "e"}, {**frame, "y": "0.9"},
                          {**frame, "n": None}, [], {}], "form")

    def test_retained_frames(self):
        self.never_moves([self.frame()], retain=True)


class Stalls(unittest.TestCase):
    """Every robot has a network of its own that stalls; what was sent meanwhile (at full speed) is
    never driven, what is sent afterwards (slower) is."""

    FAST, SLOW = 0.9, 0.3

    def drive_through(self, arena, robot, proxy, stall_s, first):
        person = arena.join(robot).connect()
        person.claim(robot)
        if first:
            proxy("stall down")
        with Stick(person, robot, y=self.SLOW) as stick:
            if not first:
                wait_moving(arena, robot)
                proxy("stall both")
            stalled_at = now_ms()
            stick.axes, stick.honest = {"y": self.FAST}, False
            time.sleep(stall_s)
            stick.axes, stick.honest = {"y": self.SLOW}, True
            time.sleep(FRAME_S * 2)
            proxy("resume")
            resumed_at = now_ms()
            wait_until(lambda: any(speed == self.SLOW for speed in speeds(arena, robot, resumed_at))
                       or self.reclaimed(person, robot), BOUND_S, f"{robot} is driven again")
        driven = [move for move in arena.moves(robot) if move["axes"]["y"] > self.SLOW * 1.01]
        late = [move for move in driven if move["mono"] > stalled_at + AGE_MS]
        self.assertEqual(late, [], "a frame that lay in a queue was driven")

    @staticmethod
    def reclaimed(person, robot):
        """After a long stall the lease may be over: then a person takes the robot again."""
        leases = (person.last("bridge/main", "me") or {}).get("leases", [])
        if all(lease["robot"] != robot for lease in leases):
            with contextlib.suppress(TimeoutError, Refused):
                person.claim(robot, bound=1)
        return False

    def test_a_stall_of_2_s_at_the_first_frame_in_mid_drive_and_of_60_s_drives_no_backlog(self):
        with Arena(robots=0) as arena:
            cases = (("first", 2, True), ("middle", 2, False), ("long", 60, False))
            proxies, threads, faults = [], [], []
            for prefix, _, _ in cases:
                proxy = FaultProxy(arena.broker.mqtt_port, build_directory())
                proxies.append(proxy)
                arena.start_sim(1, prefix, "--mqtt-port", str(proxy.port))

            def run(prefix, seconds, first, proxy):
                try:
                    self.drive_through(arena, f"{prefix}1", proxy, seconds, first)
                except BaseException as fault:  # pylint: disable=broad-except
                    faults.append(f"{prefix}: {fault!r}")
            for (prefix, seconds, first), proxy in zip(cases, proxies):
                threads.append(threading.Thread(target=run, args=(prefix, seconds, first, proxy)))
                threads[-1].start()
            for thread in threads:
                thread.join()
            for proxy in proxies:
                proxy.close()
            self.assertEqual(faults, [])

    def test_a_stop_during_a_stall_holds_when_the_network_comes_back(self):
        with Arena(robots=0) as arena:
            proxy = FaultProxy(arena.broker.mqtt_port, build_directory())
            arena.start_sim(1, "scout", "--mqtt-port", str(proxy.port))
            ann = arena.join().connect()
            ann.claim("scout1")
            with Stick(ann, "scout1", y=0.5):
                wait_moving(arena, "scout1")
                proxy("stall both")
                wait_standing(arena, "scout1")
                ann.ask("stop", robot="scout1", stop="stop-during-stall")
                proxy("resume")
                shown = ann.wait(lambda: "stop-during-stall" in
                                 (ann.last("robot/scout1", "status") or {})
                                 .get("drive", {}).get("stops", []), BOUND_S)
                self.assertTrue(shown, "the robot shows the stop")
                stopped = now_ms()
                before = refused(ann, "scout1").get("halted", 0)
                self.assertTrue(ann.wait(
                    lambda: refused(ann, "scout1").get("halted", 0) > before + 10, BOUND_S))
                self.assertTrue(arena.stands("scout1"))
                self.assertFalse(any(speeds(arena, "scout1", stopped)))
                ann.ask("clear", robot="scout1", ids=["stop-during-stall"])
                wait_moving(arena, "scout1")
            proxy.close()


class Sleep(unittest.TestCase):
    def test_a_robot_that_was_suspended_drives_nothing_that_lay_buffered(self):
        with Arena(robots=1) as arena, arena.join() as ann:
            ann.claim("scout1")
            with Stick(ann, "scout1", y=0.3) as stick:
                wait_moving(arena, "scout1")
                arena.sim.freeze()
                frozen = now_ms()
                stick.axes, stick.honest = {"y": 0.9}, False
                time.sleep(3)
                stick.axes, stick.honest = {"y": 0.3}, True
                time.sleep(FRAME_S * 2)
                arena.sim.thaw()
                wait_until(lambda: 0.3 in speeds(arena, "scout1", frozen), BOUND_S, "drives again")
            self.assertNotIn(0.9, speeds(arena, "scout1", frozen + STILL_MS))

    def test_a_robot_restarted_while_stopped_is_still_stopped(self):
        with Arena(robots=1) as arena, arena.join() as ann:
            ann.claim("scout1")
            ann.ask("stop", robot="scout1", stop="stop-to-be-kept")
            self.assertTrue(ann.wait(lambda: "stop-to-be-kept" in
                                     (ann.last("robot/scout1", "status") or {})
                                     .get("drive", {}).get("stops", []), BOUND_S))
            arena.sim.kill()
            arena.bridge.kill()
            arena.sim.start(wait=False)
            shown = ann.wait(lambda: (ann.last("robot/scout1", "status") or {})
                             .get("drive", {}).get("mode") == "stopped", BOUND_S)
            self.assertTrue(shown, "stopped although no bridge is there to say so")
            arena.bridge.start()
            arena.sim.wait_ready()
            ann.claim("scout1", bound=BOUND_S)
            with Stick(ann, "scout1", y=0.5):
                before = refused(ann, "scout1").get("halted", 0)
                self.assertTrue(ann.wait(
                    lambda: refused(ann, "scout1").get("halted", 0) > before + 5, BOUND_S))
                self.assertTrue(arena.stands("scout1"))
                ann.ask("clear", robot="scout1", ids=["stop-to-be-kept"])
                wait_moving(arena, "scout1")


class Deaths(unittest.TestCase):
    """Whatever dies, the robot stands within 300 ms of its last accepted frame."""

    def stands_in_time(self, arena, robot="scout1", bound=STILL_MS):
        wait_standing(arena, robot)
        last = arena.moves(robot)[-1]
        took = last["mono"] - last["frame"]
        self.assertLessEqual(took, bound)
        return took

    def driven(self, arena, person, act):
        person.claim("scout1")
        with Stick(person, "scout1", y=0.5):
            wait_moving(arena, "scout1")
            act()
            return self.stands_in_time(arena)

    def test_the_broker_is_killed(self):
        with Arena(robots=1) as arena:
            ann = arena.join().connect()
            print("broker killed: stood", self.driven(arena, ann, arena.broker.kill), "ms after")
            arena.broker.start()

    def test_the_broker_is_frozen(self):
        with Arena(robots=1) as arena:
            ann = arena.join().connect()
            print("broker frozen: stood", self.driven(arena, ann, arena.broker.freeze), "ms after")
            arena.broker.thaw()

    def test_the_drivers_network_is_cut_or_silent(self):
        for command in ("cut", "blackhole", "stall both"):
            with self.subTest(command=command), Arena(robots=1) as arena, \
                    FaultProxy(arena.broker.mqtt_port, build_directory()) as proxy:
                ann = arena.join("Ann", host="127.0.0.1", port=proxy.port).connect()
                print(f"{command}: stood", self.driven(arena, ann, lambda: proxy(command)), "ms after")
                proxy("resume")

    def test_the_robots_network_is_cut(self):
        with Arena(robots=0) as arena, FaultProxy(arena.broker.mqtt_port, build_directory()) as proxy:
            arena.start_sim(1, "scout", "--mqtt-port", str(proxy.port))
            ann = arena.join().connect()
            took = self.driven(arena, ann, lambda: (proxy("refuse on"), proxy("cut")))
            print("robot cut off: stood", took, "ms after")
            proxy("refuse off")

    def test_the_bridge_is_killed(self):
        with Arena(robots=1) as arena, arena.join() as ann:
            ann.claim("scout1")
            with Stick(ann, "scout1", y=0.2):
                wait_moving(arena, "scout1")
                arena.bridge.kill()
                died = now_ms()
                wait_standing(arena, "scout1")
                took = arena.moves("scout1")[-1]["mono"] - died
                print("bridge killed: stood", took, "ms after its death")
                self.assertLessEqual(took, BRIDGE_STILL_MS + SYSTEM_MS)
                arena.bridge.start()
                wait_until(lambda: Person.claim(ann, "scout1"), BOUND_S, "claimed again")
                wait_moving(arena, "scout1")


if __name__ == "__main__":
    unittest.main()

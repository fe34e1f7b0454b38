"""Every kind of robot program, as a process, at our real broker with the guard: simulated ones, the
agent with both drivers, and the microcontroller's protocol on a computer. All of them must behave
alike. The bridge is played by this test, so that what is seen is the robot's own doing."""
import contextlib
import json
import os
import re
import signal
import subprocess
import tempfile
import threading
import time
import unittest

from tests.support.broker import SOURCE, Broker, build_directory, die_with_parent, wait_until

ROOT = "arena/v1"
FRAME_S = 0.05
LEASE_FRAMES = 4  # a lease every so many frames
COMPLAINT = re.compile(r"AddressSanitizer|LeakSanitizer|runtime error:|ThreadSanitizer")


def binary(room, name):
    return os.path.join(build_directory(), "robot", room, name)


class Stage:
    """A bridge and a driver: whatever is set here is said at 5 and 20 Hz."""

    def __init__(self, broker, robot):
        self.broker, self.robot, self.number = broker, robot, 0
        self.lease, self.axes, self.sequence, self.running = None, None, 0, True
        self.bridge, self.driver = self._client("bridge/main"), self._client("player/ann")
        self.bridge.subscribe(f"{ROOT}/robot/{robot}/bridge/main/+")
        self.driver.subscribe(f"{ROOT}/robot/{robot}/all/+", f"{ROOT}/robot/{robot}/player/ann/+")
        self.thread = threading.Thread(target=self._pump, daemon=True)
        self.thread.start()

    def _client(self, principal):
        return self.broker.client(principal, version=5)

    def close(self):
        self.running = False
        self.thread.join()
        self.bridge.close()
        self.driver.close()

    def _pump(self):
        frames = 0
        while self.running:
            frames += 1
            c = (self.state() or {}).get("c")
            if c is not None and self.lease is not None and frames % LEASE_FRAMES == 0:
                self.bridge.publish(self.to("bridge/main", "lease"), json.dumps({**self.lease, "e": c}))
            if c is not None and self.axes is not None and self.lease is not None:
                self.sequence += 1
                frame = {"n": self.lease["n"], "s": self.sequence, "e": self.clock(), "t": 1}
                ready = (self.last("link") or {}).get("ready")
                frame.update(self.axes if ready else {})
                self.driver.publish(self.to("player/ann", "drive"), json.dumps(frame))
            time.sleep(FRAME_S)

    def to(self, sender, what):
        return f"{ROOT}/{sender}/robot/{self.robot}/{what}"

    @staticmethod
    def _last(client, what):
        for message in reversed(list(client.messages)):
            if message.topic.endswith("/" + what) and message.payload:
                return json.loads(message.payload)
        return None

    def state(self):
        return self._last(self.bridge, "state")

    def last(self, what):
        return self._last(self.driver, what)

    def clock(self):
        """The youngest c that was heard."""
        heard = [document["c"] for document in (self.state(), self.last("link")) if document]
        return max(heard, key=lambda c: (c - heard[0] + 2**31) % 2**32)

    def grant(self, **more):
        self.number += 1
        self.lease = {"n": self.number, "rev": 1, "driver": "player/ann", "drive": True,
                      "status_ms": 50, **more}
        wait_until(lambda: (self.state() or {}).get("n") == self.number, what="the number is shown")

    def revise(self, **more):
        self.lease = {**self.lease, "rev": self.lease["rev"] + 1, **more}
        wait_until(lambda: self.state()["rev"] == self.lease["rev"], what="the revision is shown")

    def act(self, name, value=None, number=None):
        order = {"id": f"a-{time.monotonic_ns()}", "n": number or self.number,
                 "e": self.clock(), "do": name}
        if value is not None:
            order["value"] = value
        self.driver.publish(self.to("player/ann", "action"), json.dumps(order), qos=1)
        return wait_until(lambda: self._outcome(order["id"]), what=f"the outcome of {name}")

    def _outcome(self, order):
        acks = [json.loads(message.payload) for message in list(self.driver.messages)
                if message.topic.endswith("/ack")]
        return next((ack for ack in acks if ack["id"] == order and ack["state"] != "accepted"), None)

    def stop(self, name):
        self.driver.publish(self.to("player/ann", "stop"), json.dumps({"id": name}), qos=1)

    def presence(self):
        return (self.last("presence") or {}).get("state")

    def stops(self):
        return [stop["id"] for stop in (self.state() or {}).get("stops", [])]

    def mode(self):
        return (self.state() or {}).get("mode")


class RobotProgram:
    """What must hold for each kind; a kind says how it is started and how it is seen to move."""

    robot = "tin1"

    def command(self):
        raise NotImplementedError

    def moves(self):
        return abs((self.stage.last("status") or {}).get("speed", 0)) > 0.01

    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.directory = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.broker = self.stack.enter_context(Broker())
        self.token_file = os.path.join(self.directory, f"{self.robot}.token")
        with open(self.token_file, "w", encoding="ascii") as file:
            file.write(self.broker.keys.mint(f"robot/{self.robot}") + "\n")
        self.stage = Stage(self.broker, self.robot)
        self.stack.callback(self.stage.close)
        self.process = None
        self.stack.callback(self.end)
        self.start()

    def start(self):
        log = self.stack.enter_context(open(os.path.join(self.directory, "log"), "ab"))
        self.process = subprocess.Popen(self.command(), cwd=SOURCE, stdin=subprocess.DEVNULL,
                                        stdout=log, stderr=log, preexec_fn=die_with_parent)
        wait_until(lambda: self.stage.presence() == "online", what=f"online: {self.log()}")
        wait_until(self.stage.state, what="a state")

    def end(self, number=signal.SIGTERM):
        if self.process is None:
            return None
        self.process.send_signal(number)
        code, self.process = self.process.wait(15), None
        self.assertIsNone(COMPLAINT.search(self.log()), self.log())
        return code

    def log(self):
        with open(os.path.join(self.directory, "log"), encoding="utf-8", errors="replace") as file:
            return file.read()

    def broker_arguments(self):
        return ["--mqtt-port", str(self.broker.mqtt_port), "--state", self.directory]

    def wait_moving(self):
        wait_until(self.moves, what=f"it moves: {self.stage.state()} {self.log()}")

    def wait_standing(self):
        wait_until(lambda: not self.moves(), what="it stands")

    def test_it_is_driven_stopped_and_leaves_with_a_goodbye(self):
        self.stage.grant()
        self.stage.axes = {"y": 1}
        self.wait_moving()
        self.assertEqual(self.stage.mode(), "driving")
        self.assertTrue(self.stage.last("link")["ready"])
        self.stage.axes = None  # no more frames: the deadman
        self.wait_standing()
        wait_until(lambda: self.stage.mode() == "deadman", what="deadman is said")
        self.stage.axes = {"y": -1}
        self.wait_moving()
        self.stage.revise(drive=False)
        self.wait_standing()
        self.stage.revise(drive=True)
        self.wait_moving()
        self.stage.stop("halt")
        self.wait_standing()
        wait_until(self.stage.stops, what="the stop is shown")
        self.assertEqual(self.stage.stops(), ["halt"])
        self.stage.revise(cleared=["halt"])
        self.wait_moving()
        self.stage.lease = None  # the bridge is gone
        self.wait_standing()
        self.assertEqual(self.end(), 0)
        wait_until(lambda: self.stage.presence() == "offline", what="its goodbye")

    def test_actions_are_done_and_answered(self):
        self.stage.grant()
        self.assertEqual(self.stage.act("set_speed", 80)["state"], "done")
        self.assertEqual(self.stage.act("set_speed", 101)["why"], "range")
        self.assertEqual(self.stage.act("fly")["why"], "form")
        self.assertEqual(self.stage.act("lights", 1, number=99)["why"], "number")
        self.stage.stop("halt")
        wait_until(lambda: self.stage.mode() == "stopped", what="it is stopped")
        self.assertEqual(self.stage.act("set_speed", 50)["why"], "halted")
        self.assertEqual(self.stage.act("lights", 1)["state"], "done")

    def test_killed_while_stopped_it_comes_back_stopped(self):
        self.stage.grant()
        self.stage.axes = {"y": 1}
        self.wait_moving()
        self.stage.stop("halt")
        wait_until(lambda: self.stage.mode() == "stopped", what="it is stopped")
        self.assertEqual(self.end(signal.SIGKILL), -signal.SIGKILL)
        wait_until(lambda: self.stage.presence() == "lost", what="its will")
        self.stage.bridge.messages.clear()
        self.start()
        wait_until(lambda: self.stage.mode() == "stopped", what="it is still stopped")
        self.assertEqual(self.stage.state()["highest"], self.stage.number)
        wait_until(lambda: self.stage.state()["n"] == self.stage.number, what="the lease again")
        self.stage.revise(cleared=["halt"])
        self.wait_moving()

    def test_it_comes_back_after_the_broker(self):
        self.stage.grant()
        self.broker.kill()
        self.stage.running = False
        self.stage.thread.join()
        self.broker.start()
        self.stage = Stage(self.broker, self.robot)
        self.stack.callback(self.stage.close)
        wait_until(lambda: self.stage.presence() == "online", what="online again")
        self.stage.number = 5
        self.stage.grant()
        self.stage.axes = {"y": 1}
        self.wait_moving()


class Witnessed(RobotProgram):
    """Kinds whose outputs are written down by the program itself."""

    def moves(self):
        path = os.path.join(self.directory, "moves")
        with contextlib.suppress(FileNotFoundError), open(path, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file if line.endswith("\n")]
            return bool(lines) and any(lines[-1]["axes"].values())
        return False

    def log_arguments(self):
        return ["--log-moves", os.path.join(self.directory, "moves")]


class Simulated(Witnessed, unittest.TestCase):
    def command(self):
        return [binary("sim", "arena-sim"), "--robots", "1", "--prefix", "tin",
                *self.broker_arguments(), *self.log_arguments()]


class Microcontroller(Witnessed, unittest.TestCase):
    def command(self):
        return [binary("esp32", "arena-esp32-host"), "--id", self.robot, "--token-file",
                self.token_file, *self.broker_arguments(), *self.log_arguments()]

    def test_the_largest_lease_fits_its_buffer(self):
        principal = "operator/abcdefghijklmnopqrstuvwxyz0123"
        self.stage.grant(stops=[{"id": f"stop-{i}", "by": f"{principal}{i}"} for i in range(5)])
        self.assertEqual(len(self.stage.stops()), 5)
        self.assertNotIn("too many", self.log())


class AgentWithASimulation(RobotProgram, unittest.TestCase):
    def command(self):
        return [binary("agent", "arena-robot"), "--id", self.robot, *self.broker_arguments()]


class AgentWithAChild(RobotProgram, unittest.TestCase):
    def command(self):
        return [binary("agent", "arena-robot"), "--id", self.robot, "--driver", "exec",
                "--exec", "exec /usr/bin/python3 robot/examples/python_robot.py",
                *self.broker_arguments()]

    def children(self):
        path = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        with open(path, encoding="ascii") as file:
            return [int(child) for child in file.read().split()]

    def test_without_its_child_it_is_offline_and_with_the_next_it_drives_on(self):
        self.stage.grant()
        self.stage.axes = {"y": 1}
        self.wait_moving()
        child, = self.children()
        os.kill(child, signal.SIGKILL)
        wait_until(lambda: self.stage.presence() == "offline", what="without a body it is offline")
        wait_until(lambda: self.stage.presence() == "online", what="it is back")
        self.wait_moving()

    def test_the_child_of_a_killed_agent_ends(self):
        child, = self.children()
        self.assertEqual(self.end(signal.SIGKILL), -signal.SIGKILL)
        wait_until(lambda: not os.path.exists(f"/proc/{child}"), what="the child's end")


if __name__ == "__main__":
    unittest.main()

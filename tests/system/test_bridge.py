"""The bridge as a process: its beginning, its end, its settings, and itself without a broker."""
import os
import signal
import socket
import subprocess
import threading
import time
import unittest

from tests.support.arena import Arena, binary, wait_until

AGAIN = 5.0  # s: until all is true again after a restart
SLACK = 1.0  # s: this machine's own


class Driver:
    """Drives on as a page does: 20 frames a second, neutral until the robot is ready, and announces
    itself again when the bridge has a new boot or connection."""

    def __init__(self, person, robot):
        self.person, self.robot = person, robot
        self.number = person.claim(robot)
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.bridge = None

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.ended.set()
        self.thread.join()

    def _run(self):
        while not self.ended.wait(0.05):
            bridge = self.person.last("bridge/main", "presence")
            if bridge != self.bridge and self.person.connected:
                self.bridge = bridge
                self.person.announce()
            link = self.person.link.get(self.robot, {})
            ready = link.get("ready") and link.get("n") == self.number
            self.person.frame(self.robot, **({"y": 0.3, "x": 0.1} if ready else {}))


def took(condition, bound, what):
    """Seconds until the condition is true."""
    began = time.monotonic()
    wait_until(condition, bound, what)
    return time.monotonic() - began


class Bridge(unittest.TestCase):
    def setUp(self):
        self.arena = Arena(robots=3)
        self.arena.__enter__()
        self.addCleanup(self.arena.__exit__, None, None, None)

    def states(self):
        try:
            return {name: robot["state"] for name, robot in self.arena.roster().items()}
        except OSError:
            return {}

    def all_are(self, **states):
        def match():
            now = self.states()
            return all(now.get(name) == state for name, state in states.items())
        return match

    def moves_on(self, person, robot):
        """Whether the robot is elsewhere than at this call, and not standing."""
        before = person.pose(robot)
        return lambda: person.pose(robot) != before and not self.arena.stands(robot)

    def test_without_a_broker_nobody_is_called_online(self):
        self.arena.broker.kill()
        took(lambda: "online" not in self.states().values() and self.states(), 10, "nobody online")
        self.arena.broker.start()
        took(self.all_are(scout1="online", scout2="online", scout3="online"), AGAIN + SLACK, "all online")

    def test_the_bridge_ends_cleanly_and_says_so(self):
        watcher = self.arena.broker.client("player/watcher-1")
        watcher.subscribe("arena/v1/bridge/main/all/presence")
        self.assertEqual(self.arena.bridge.stop(), 0)
        watcher.wait(lambda message: b'"offline"' in message.payload)
        self.arena.bridge.start()
        watcher.wait(lambda message: b'"online"' in message.payload and not message.retain)
        self.arena.bridge.kill()
        watcher.wait(lambda message: b'"lost"' in message.payload)
        self.arena.bridge.start()

    def test_a_second_bridge_does_not_start_beside_the_first(self):
        done = subprocess.run(self.arena.bridge.command, capture_output=True, text=True, timeout=20, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("another bridge", done.stderr)
        self.assertTrue(self.arena.is_ready())

    def test_a_taken_port_and_a_wrong_setting_are_one_sentence(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            command = [binary("arena-bridge"), f"--state={self.arena.state}/other", f"--http-port={port}",
                       "--internal-port=0", f"--mqtt-port={self.arena.broker.mqtt_port}"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, f"cannot listen on 127.0.0.1 port {port}.*set another port")
        done = subprocess.run([binary("arena-bridge"), "--http-port=99999"], capture_output=True, text=True, timeout=20,
                              check=False)
        self.assertEqual((done.returncode, done.stderr.count("\n")), (2, 1), done.stderr)

    def test_a_reload_changes_what_can_change_and_drops_nobody(self):
        path = os.path.join(self.arena.state, "arena.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write("deadman_ms = 250\n")
        self.arena.bridge.stop()
        self.arena.bridge.start(f"--config={path}")
        took(self.all_are(scout1="online"), 10, "scout1 online")
        with self.arena.join("Ann", port=self.arena.broker.mqtt_port) as ann, Driver(ann, "scout1"):
            wait_until(self.moves_on(ann, "scout1"), what="scout1 moving")
            with open(path, "w", encoding="utf-8") as file:
                file.write("deadman_ms = 300\nmax_robots = 7\n")
            self.arena.bridge.process.send_signal(signal.SIGHUP)
            wait_until(lambda: "setting deadman_ms: changed, in force now" in self.arena.bridge.log(), what="the reload")
            wait_until(lambda: "setting max_robots: changed, needs a restart" in self.arena.bridge.log(), what="the warning")
            wait_until(self.moves_on(ann, "scout1"), what="scout1 moving on")
            with open(path, "w", encoding="utf-8") as file:
                file.write("deadman_ms = 9999\n")
            self.arena.bridge.process.send_signal(signal.SIGHUP)
            wait_until(lambda: "the settings stay as they were" in self.arena.bridge.log(), what="the refusal")
            wait_until(self.moves_on(ann, "scout1"), what="scout1 moving on")


if __name__ == "__main__":
    unittest.main()

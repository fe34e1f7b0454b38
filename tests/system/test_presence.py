"""Presence, told truthfully: who is there, who is lost, who is only silent, and that all is true again
after the broker or the bridge was away. A driver whose robot, page and lease live on drives again.
"""
import os
import signal
import socket
import subprocess
import threading
import time
import unittest

from tests.support.arena import Arena, binary, wait_until

AGAIN = 5.0  # s: until all is true again after a restart
DRIVES_AGAIN = 3.0  # s: until a driver drives again after a restart
LOST = 1.0  # s: until a killed robot is called lost
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


class Presence(unittest.TestCase):
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

    def test_a_killed_robot_is_lost_and_comes_back(self):
        other = self.arena.start_sim(1, "lone")
        other.kill()
        self.assertLess(took(self.all_are(lone1="lost", scout1="online"), 10, "lone1 lost"), LOST + SLACK)
        other.start()
        self.assertEqual(self.states()["lone1"], "online")

    def test_a_robot_that_says_goodbye_is_offline(self):
        other = self.arena.start_sim(1, "lone")
        self.assertEqual(other.stop(), 0)
        took(self.all_are(lone1="offline"), 5, "lone1 offline")

    def test_a_frozen_robot_is_stale_and_then_lost_and_lives_again(self):
        other = self.arena.start_sim(1, "lone")
        other.freeze()
        self.assertLess(took(self.all_are(lone1="stale"), 10, "lone1 stale"), 3 * 1.0 + SLACK)
        took(self.all_are(lone1="lost"), 20, "lone1 lost")  # the broker notices in 5 to 12 s
        other.thaw()
        took(self.all_are(lone1="online"), 10, "lone1 online")

    def test_after_the_bridge_was_killed_all_is_true_again(self):
        other = self.arena.start_sim(1, "lone")
        gone = self.arena.start_sim(1, "gone")
        with self.arena.join("Ann", port=self.arena.broker.mqtt_port) as ann, Driver(ann, "scout1") as driver:
            wait_until(self.moves_on(ann, "scout1"), what="scout1 moving")
            self.arena.bridge.kill()
            other.kill()  # while nobody looks
            gone.stop()
            self.arena.bridge.start(wait=False)
            moving = self.moves_on(ann, "scout1")
            began = time.monotonic()
            wait_until(moving, what="scout1 moving again")
            self.assertLess(time.monotonic() - began, DRIVES_AGAIN)
            took(self.all_are(scout1="online", scout2="online", scout3="online", lone1="lost", gone1="offline"),
                 AGAIN, "all true again")
            self.assertLess(time.monotonic() - began, AGAIN + SLACK)
            self.assertEqual(self.arena.roster()["scout1"]["driver"], ann.principal)
            self.assertEqual(driver.number, ann.leases["scout1"])

    def test_a_driver_drives_again_after_the_bridge_was_away_for_long(self):
        with self.arena.join("Ann", port=self.arena.broker.mqtt_port) as ann, Driver(ann, "scout1"):
            wait_until(self.moves_on(ann, "scout1"), what="scout1 moving")
            self.arena.bridge.kill()
            wait_until(lambda: self.arena.stands("scout1"), what="scout1 standing without a bridge")
            self.arena.bridge.start(wait=False)
            self.assertLess(took(self.moves_on(ann, "scout1"), 10, "scout1 moving again"), DRIVES_AGAIN)

    def test_after_the_broker_was_killed_all_is_true_again(self):
        other = self.arena.start_sim(1, "lone")
        with self.arena.join("Ann", port=self.arena.broker.mqtt_port) as ann, Driver(ann, "scout1"):
            wait_until(self.moves_on(ann, "scout1"), what="scout1 moving")
            self.arena.broker.kill()
            other.kill()
            wait_until(lambda: not self.arena.is_ready(), what="the bridge noticing")
            self.arena.broker.start()
            began = time.monotonic()
            wait_until(self.moves_on(ann, "scout1"), what="scout1 moving again")
            self.assertLess(time.monotonic() - began, DRIVES_AGAIN + SLACK)
            took(self.all_are(scout1="online", scout2="online", scout3="online"), AGAIN, "all true again")
            self.assertNotEqual(self.states()["lone1"], "online")
            self.assertLess(time.monotonic() - began, AGAIN + SLACK)

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

"""Tokens that run out in the middle of a drive. A robot that renews its token logs in again before
the old one ends: it stands for a moment, is never called lost, and moves again after a neutral frame.
Where the driver's token ends, the robot stands in time."""
import os
import threading
import time
import unittest

from tests.support.arena import Arena, Part, binary, wait_until
from tests.support.client import FRAME_S, Person

BOUND_S = 20
LIFE_S = 12
STILL_MS = 300  # after the last accepted frame …
SYSTEM_MS = 500  # … and what a busy machine may add


class Stick:
    """Full speed in a thread; neutral until the robot is ready."""

    def __init__(self, person, robot):
        self.person, self.robot, self.running = person, robot, True
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self):
        while self.running:
            link = self.person.link.get(self.robot, {})
            ready = link.get("ready") and link.get("n") == self.person.leases[self.robot]
            self.person.frame(self.robot, **({"y": 1} if ready else {}))
            time.sleep(FRAME_S)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.running = False
        self.thread.join()


def short_lived(arena):
    """A robot whose token ends in LIFE_S, from now on; it keeps the one it gets instead."""
    directory = os.path.join(arena.state, "robots-brief")
    os.mkdir(directory)
    with open(os.path.join(directory, "brief1.token"), "w", encoding="ascii") as file:
        file.write(arena.broker.keys.mint("robot/brief1", LIFE_S))
    sim = Part("sim brief", [
        binary("arena-sim"), "--robots", "1", "--prefix", "brief", "--state", directory,
        "--mqtt-host", "127.0.0.1", "--mqtt-port", str(arena.broker.mqtt_port),
        "--log-moves", arena.moves_path("brief")],
        f"{arena.state}/sim-brief.log", lambda: arena.roster_state("brief1") == "online")
    arena.sims.append(sim)
    return sim.start()


def presences(person, robot):
    return [said for who, what, said in list(person.said) if who == f"robot/{robot}" and what == "presence"]


class Tokens(unittest.TestCase):
    def test_a_robot_that_is_driven_logs_in_with_the_new_token_in_time(self):
        with Arena(robots=0) as arena, arena.join() as ann:
            began = time.monotonic()
            short_lived(arena)
            ann.claim("brief1")
            with Stick(ann, "brief1"):
                wait_until(lambda: not arena.stands("brief1"), BOUND_S, "it moves")
                first = presences(ann, "brief1")[-1]["conn"]
                wait_until(lambda: presences(ann, "brief1")[-1]["conn"] != first, LIFE_S + 5,
                           "another connection")
                self.assertLess(time.monotonic() - began, LIFE_S, "before the old token's end")
                again = len(arena.moves("brief1"))
                wait_until(lambda: not arena.stands("brief1"), BOUND_S, "it moves again")
                self.assertTrue(ann.wait(lambda: time.monotonic() - began > LIFE_S + 4, 2 * LIFE_S))
            wait_until(lambda: arena.stands("brief1"), BOUND_S, "it stands without frames")
            self.assertEqual({said["state"] for said in presences(ann, "brief1")}, {"online"})
            self.assertEqual(len({said["conn"] for said in presences(ann, "brief1")}), 2)
            outputs = [move["axes"]["y"] for move in arena.moves("brief1")]
            self.assertGreaterEqual(outputs[1:].count(0), 2, "it stood in between, and stands now")
            self.assertLess(again, len(outputs))

    def test_a_robot_stands_in_time_when_its_drivers_token_ends(self):
        with Arena(robots=1) as arena:
            principal, keys = "player/ann-brief", arena.broker.keys
            with Person(principal, keys.mint(principal, 6), "127.0.0.1", arena.broker.mqtt_port) as ann:
                ann.claim("scout1")
                with Stick(ann, "scout1"):
                    wait_until(lambda: not arena.stands("scout1"), BOUND_S, "it moves")
                    self.assertTrue(ann.wait(lambda: not ann.connected, BOUND_S), "the token ends")
                    wait_until(lambda: arena.stands("scout1"), BOUND_S, "it stands")
                    stood = arena.moves("scout1")[-1]
                    self.assertLess(stood["mono"] - stood["frame"], STILL_MS + SYSTEM_MS)
                    ann.client.username_pw_set(principal, keys.mint(principal))
                    self.assertTrue(ann.wait(lambda: ann.connected, BOUND_S), "another token, another login")
                    ann.claim("scout1")
                    wait_until(lambda: not arena.stands("scout1"), BOUND_S, "it moves again")


if __name__ == "__main__":
    unittest.main()

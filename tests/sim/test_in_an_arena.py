"""Robots that are not arena-sim, in a whole arena: a child process in Python that comes by an enrolment
code over HTTP, and a microcontroller that comes with a token over MQTT alone."""
import os
import unittest

from tests.support.arena import Arena, Part, binary, wait_until

ARENA = None


def setUpModule():
    global ARENA
    ARENA = Arena(robots=0).start()


def tearDownModule():
    ARENA.__exit__(None, None, None)


class InAnArena(unittest.TestCase):
    def begin(self, robot, program, *arguments):
        command = [binary(program), "--id", robot, "--mqtt-port", str(ARENA.broker.mqtt_port),
                   "--state", ARENA.state, *arguments]
        part = Part(robot, command, os.path.join(ARENA.state, f"{robot}.log"),
                    lambda: ARENA.roster_state(robot) == "online")
        ARENA.sims.append(part)
        return part.start()

    def is_driven(self, robot, part):
        with ARENA.join("Ann") as ann:
            ann.claim(robot)
            self.assertTrue(ann.drive(robot, lambda: self.received(ann, robot) > 20, y=0.5))
            self.assertTrue(ann.link[robot]["ready"])
            ann.release(robot)
            part.stop()
            ARENA.wait_state(robot, "offline")

    @staticmethod
    def received(ann, robot):
        return ann.link.get(robot, {}).get("received", 0)

    def test_a_robot_in_python_comes_with_a_code(self):
        child = os.path.join(os.path.dirname(__file__), "../../robot/examples/python_robot.py")
        part = self.begin("snake", "arena-robot", "--api", ARENA.api, "--enrolment",
                          ARENA.enrolment(), "--driver", "exec", "--exec",
                          f"exec /usr/bin/python3 {os.path.abspath(child)}")
        self.is_driven("snake", part)

    def test_a_microcontroller_comes_with_a_token(self):
        path = os.path.join(ARENA.state, "chip.token")
        with open(path, "w", encoding="ascii") as file:
            file.write(ARENA.ctl("token", "robot/chip"))
        part = self.begin("chip", "arena-esp32-host", "--token-file", path)
        self.is_driven("chip", part)

    def test_a_robot_that_is_revoked_stays_away(self):
        part = self.begin("rogue", "arena-robot", "--api", ARENA.api, "--enrolment",
                          ARENA.enrolment())
        ARENA.ctl("revoke", "robot/rogue")
        wait_until(lambda: "not online: CONNACK" in part.log(), what="its login is refused")
        self.assertEqual(part.log().count("registered at"), 1)
        self.assertNotEqual(ARENA.roster_state("rogue"), "online")


if __name__ == "__main__":
    unittest.main()

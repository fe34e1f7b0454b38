"""Claim, drive, link, release with clients that share no code with ours: mosquitto's command-line
clients, paho-mqtt in Python and mqtt.js, native and WebSocket, MQTT 3.1.1 and 5."""
import itertools
import json
import os
import subprocess
import unittest

import paho.mqtt.client as mqtt

from tests.support.arena import Arena, wait_until
from tests.support.client import Refused, http

HERE = os.path.dirname(os.path.abspath(__file__))
BOUND_S = 20
ARENA = None


def setUpModule():
    global ARENA
    ARENA = Arena(robots=2).start()


def tearDownModule():
    ARENA.__exit__(None, None, None)


def moved(robot, since):
    return any(move["axes"]["y"] > 0 for move in ARENA.moves(robot)[since:])


class Paho(unittest.TestCase):
    def path(self, protocol, websocket):
        port = ARENA.broker.ws_port if websocket else ARENA.broker.mqtt_port
        ann = ARENA.join("Ann", protocol=protocol, websocket=websocket, host="127.0.0.1", port=port)
        with ann:
            since = len(ARENA.moves("scout1"))
            ann.claim("scout1")
            self.assertTrue(ann.drive("scout1", lambda: moved("scout1", since), y=0.5))
            self.assertTrue(ann.wait(lambda: ann.link["scout1"]["received"] > 0))
            ann.release("scout1")
            wait_until(lambda: ARENA.stands("scout1"), BOUND_S, "the robot stands")
            with self.assertRaises(Refused) as refused:
                ann.release("scout1")
            self.assertEqual(refused.exception.code, "not_your_lease")

    def test_every_protocol_over_every_listener_claims_drives_and_releases(self):
        for protocol, websocket in itertools.product((mqtt.MQTTv311, mqtt.MQTTv5), (False, True)):
            with self.subTest(protocol=protocol, websocket=websocket):
                self.path(protocol, websocket)


class MqttJs(unittest.TestCase):
    def test_mqtt_js_claims_drives_and_releases(self):
        for url, version in itertools.product(
                (f"mqtt://127.0.0.1:{ARENA.broker.mqtt_port}", f"ws://127.0.0.1:{ARENA.broker.ws_port}"),
                (4, 5)):
            with self.subTest(url=url, version=version):
                since = len(ARENA.moves("scout2"))
                done = subprocess.run(
                    ["node", os.path.join(HERE, "stock_mqttjs.mjs"), ARENA.api, ARENA.invite(), url,
                     str(version), "scout2"], capture_output=True, text=True, timeout=60, check=False)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertTrue(moved("scout2", since))


class CommandLine(unittest.TestCase):
    """mosquitto_rr asks, mosquitto_sub looks, mosquitto_pub -l streams: one after the other, for
    two of them with one principal would evict each other."""

    def setUp(self):
        status, self.me = http("POST", f"{ARENA.api}/api/v1/players",
                               {"name": "Cleo", "invite": ARENA.invite()})
        self.assertLess(status, 300, self.me)

    def client(self, program, version, *arguments):
        return [program, "-h", "127.0.0.1", "-p", str(ARENA.broker.mqtt_port), "-V", version,
                "-i", self.me["principal"], "-u", self.me["principal"], "-P", self.me["token"],
                *arguments]

    def topic(self, rest):
        return f"{self.me['root']}/{rest}"

    def ask(self, identity, do, **members):
        mine = self.me["principal"]
        done = subprocess.run(
            self.client("mosquitto_rr", "5", "-q", "1", "-W", "10",
                        "-t", self.topic(f"{mine}/bridge/main/ask"),
                        "-e", self.topic(f"bridge/main/{mine}/answer"),
                        "-m", json.dumps({"id": identity, "do": do, **members})),
            capture_output=True, text=True, timeout=30, check=True)
        return json.loads(done.stdout)

    def link(self, robot):
        done = subprocess.run(
            self.client("mosquitto_sub", "311", "-C", "1", "-W", "10",
                        "-t", self.topic(f"robot/{robot}/{self.me['principal']}/link")),
            capture_output=True, text=True, timeout=30, check=True)
        return json.loads(done.stdout)

    def stream(self, robot, number, sequence):
        """A burst that echoes the clock heard a moment ago: neutral, then forward. It ends by
        itself when that clock is older than max_age_ms."""
        clock = self.link(robot)["c"]
        frames = [{"n": number, "s": sequence, "e": clock, "t": 0},
                  {"n": number, "s": sequence + 1, "e": clock, "t": 0, "y": 0.5}]
        subprocess.run(
            self.client("mosquitto_pub", "311", "-l",
                        "-t", self.topic(f"{self.me['principal']}/robot/{robot}/drive")),
            input="".join(json.dumps(frame) + "\n" for frame in frames), text=True, timeout=30,
            check=True)

    def test_the_command_line_clients_claim_drive_and_release(self):
        since = len(ARENA.moves("scout1"))
        answer = self.ask("command-line-claim-1", "drive.claim", robot="scout1")
        self.assertTrue(answer["ok"], answer)
        sequence = itertools.count(1, 2)

        def driven():
            self.stream("scout1", answer["n"], next(sequence))
            return moved("scout1", since)
        wait_until(driven, BOUND_S, "the robot moves")
        again = self.ask("command-line-claim-1", "drive.claim", robot="scout1")
        self.assertEqual(again, answer, "the same id repeats the answer, not the deed")
        other = self.ask("command-line-claim-1", "drive.claim", robot="scout2")
        self.assertEqual(other["error"]["code"], "bad_request")
        self.assertTrue(self.ask("command-line-release", "drive.release", robot="scout1")["ok"])
        wait_until(lambda: ARENA.stands("scout1"), BOUND_S, "the robot stands")


if __name__ == "__main__":
    unittest.main()

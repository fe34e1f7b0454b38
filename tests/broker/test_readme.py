"""The examples of broker-config/README.md do what they say. The arena behind them is a few lines
here: this tests the examples and the broker, tests/system tests the arena."""
import json
import os
import re
import shlex
import subprocess
import tempfile
import threading
import unittest

from tests.support.broker import SOURCE, Broker

R = "arena/v1"


def blocks(language):
    with open(os.path.join(SOURCE, "broker-config", "README.md"), encoding="utf-8") as file:
        return re.findall(rf"```{language}\n(.*?)```", file.read(), re.DOTALL)


class Stage:
    """A bridge that says yes, and a robot that reports 10 times a second."""

    def __init__(self, broker):
        self.broker = broker
        self.bridge = broker.client("bridge/main")
        self.robot = broker.client("robot/scout1")
        self.frames = []
        self.asks = []
        self.done = threading.Event()
        self.bridge.paho.on_message = self.answer
        self.robot.paho.on_message = lambda _c, _u, m: self.frames.append(json.loads(m.payload))
        self.bridge.subscribe(f"{R}/+/+/bridge/main/ask")
        self.robot.subscribe(f"{R}/player/ann-1/robot/scout1/drive", qos=0)
        self.reporter = threading.Thread(target=self.report)
        self.reporter.start()

    def answer(self, _client, _user, message):
        asker = "/".join(message.topic.split("/")[2:4])
        ask = json.loads(message.payload)
        self.asks.append((asker, ask))
        result = {"id": ask["id"], "ok": True, "robot": "scout1", "n": 7}
        self.bridge.publish(f"{R}/bridge/main/{asker}/answer", json.dumps(result), 1)

    def report(self):
        clock = 4000000000
        while not self.done.wait(0.1):
            clock += 100
            ready = any("y" not in frame for frame in self.frames)
            link = {"n": 7, "c": clock, "ready": ready}
            self.robot.publish(f"{R}/robot/scout1/player/ann-1/link", json.dumps(link))

    def close(self):
        self.done.set()
        self.reporter.join()


class Examples(unittest.TestCase):
    def test_the_python_program_claims_waits_for_ready_and_drives(self):
        (program,) = blocks("python")
        program = program.replace("range(1, 200)", "range(1, 40)")
        with Broker() as broker:
            stage = Stage(broker)
            environment = {**os.environ, "ARENA_TOKEN": broker.token("player/ann-1")}
            program = program.replace('"127.0.0.1", 1883', f'"127.0.0.1", {broker.mqtt_port}')
            done = subprocess.run(["/usr/bin/python3", "-c", program], env=environment, text=True,
                                  capture_output=True, timeout=60)
            stage.close()
            self.assertEqual((0, ""), (done.returncode, done.stderr))
            self.assertIn("'ok': True", done.stdout)
            frames = stage.frames
            self.assertNotIn("y", frames[0])
            self.assertEqual(0.3, frames[-1]["y"])
            self.assertEqual(sorted(frame["s"] for frame in frames), [f["s"] for f in frames])
            self.assertTrue(all(frame["n"] == 7 for frame in frames))
            self.assertGreater(frames[-1]["e"], 4000000000)

    def test_the_command_lines_look_ask_announce_and_stop(self):
        (script,) = blocks("bash")
        script = re.sub(r"(?m)^mosquitto_sub .*$", lambda found: found.group(0) + " -C 1", script)
        with Broker() as broker, tempfile.TemporaryDirectory() as directory:
            stage = Stage(broker)
            script = script.replace("-p 1883", f"-p {broker.mqtt_port}")
            self.put_arenactl(broker, directory)
            stage.robot.publish_acknowledged(f"{R}/robot/scout1/all/card", b'{"id":"scout1"}', True)
            environment = {**os.environ, "PATH": directory + ":" + os.environ["PATH"]}
            watcher = broker.client("watcher/other")
            watcher.subscribe(f"{R}/robot/+/all/presence", f"{R}/robot/+/all/card")
            done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], env=environment,
                                  capture_output=True, text=True, timeout=60)
            stage.close()
            self.assertEqual(0, done.returncode, done.stderr)
            self.assertIn('/robot/scout1/all/card {"id":"scout1"}', done.stdout)
            self.assertEqual(2, done.stdout.count('"ok": true'))
            self.assertEqual([("player/ann-1", "drive.claim"), ("referee/ref-1", "stop")],
                             [(asker, ask["do"]) for asker, ask in stage.asks])
            watcher.wait(lambda m: m.topic == f"{R}/robot/paper/all/presence")
            watcher.wait(lambda m: m.topic == f"{R}/robot/paper/all/card")

    @staticmethod
    def put_arenactl(broker, directory):
        """What `arenactl token kind/id` prints, for those in the examples."""
        path = os.path.join(directory, "arenactl")
        cases = "".join(f"{name}) echo {shlex.quote(broker.token(name))} ;;\n" for name in (
            "watcher/me", "player/ann-1", "robot/paper", "referee/ref-1"))
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\ncase $2 in\n{cases}*) exit 1 ;;\nesac\n")
        os.chmod(path, 0o755)


class Facts(unittest.TestCase):
    """Numbers of the page against the code's."""

    def test_limits_are_those_of_the_headers(self):
        with open(os.path.join(SOURCE, "broker-config", "README.md"), encoding="utf-8") as file:
            page = file.read()
        meter = self.defines("broker-config/guard/meter.h")
        limits = self.defines("robot/wire/limits.h")
        self.assertIn(f"| messages (publishes, subscriptions) | {meter['METER_MESSAGES']} | "
                      f"{meter['METER_MESSAGES_BURST']} |", page)
        self.assertIn(f"| bytes (topic and payload) | {meter['METER_BYTES'] // 1024} KiB | "
                      f"{meter['METER_BYTES_BURST'] // 1024} KiB |", page)
        self.assertIn(f"| asks | {meter['METER_ASKS']} | {meter['METER_ASKS_BURST']} |", page)
        self.assertIn(f"more than {meter['METER_OFFENCE_LIMIT']} messages", page)
        self.assertIn(f"| payload | {limits['WIRE_PAYLOAD_MAX']} bytes; "
                      f"{limits['WIRE_PAYLOAD_LARGE']} for", page)
        self.assertIn(f"{limits['WIRE_DRIVE_RATE']} a second, burst {limits['WIRE_DRIVE_BURST']}",
                      page)

    def test_rules_are_those_of_the_header(self):
        with open(os.path.join(SOURCE, "broker-config", "README.md"), encoding="utf-8") as file:
            page = file.read()
        with open(os.path.join(SOURCE, "robot/base/match.h"), encoding="utf-8") as file:
            rules = re.findall(r'X\(\w+, "(\w+)", (\d+), (\d+), (\d+), "', file.read())
        self.assertEqual(len(rules), 21)
        for name, least, most, standard in rules:
            self.assertRegex(page, rf"(?m)^\| `{name}` \|[^|]*\| {least} \| {most} \| {standard} \|$")

    @staticmethod
    def defines(path):
        with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
            found = re.findall(r"(?m)^#define (\w+)\s+(\d+)u?\b", file.read())
        return {name: int(value) for name, value in found}

    def test_every_word_of_the_code_stands_on_the_page(self):
        with open(os.path.join(SOURCE, "broker-config", "README.md"), encoding="utf-8") as file:
            page = file.read()
        count = 0
        for path in ("robot/base/lease.h", "robot/base/rc.h", "robot/base/ask.h", "robot/wire/topic.h",
                     "robot/base/match.h"):
            with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
                words = re.findall(r'X\(\w+,[\s\\]*"([^"]+)"', file.read())
            for word in words:
                if path == "robot/base/rc.h" and word in INTERNAL:
                    continue
                for part in re.split(r"[. ]", word) if path != "robot/base/lease.h" else [word]:
                    self.assertIn(part, page, f"{word} of {path}")
                count += 1
        self.assertGreater(count, 80)


INTERNAL = ("ok", "io", "no_memory", "not_connected", "config", "version", "stale", "internal")


if __name__ == "__main__":
    unittest.main(verbosity=2)

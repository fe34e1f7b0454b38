"""deploy/run-local as a person meets it: started, used, stopped, and when something is in its way."""
import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

from tests.support.client import http as call
from tests.support.ports import free_port

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
START_S = 300  # the first start builds
READY = "Ctrl-C stops everything."
AVAHI_STUB = """#!/bin/sh
# A stub of Avahi's program: says what the real one says, announces nothing.
echo "$@" >>{directory}/asked
if [ "$STUB_AVAHI" = silent ]; then
    exec sleep 1000
elif [ "$STUB_AVAHI" = none ]; then
    echo "Failed to create client object: Daemon not running" >&2
    exit 1
elif [ "$2" = "$STUB_AVAHI" ]; then
    echo "Name collision, picking new name '(null)'." >&2
    kill -ABRT $$
else
    echo "Established under name '$2'" >&2
fi
exec sleep 1000
"""


def wait_until(condition, bound, what):
    end = time.monotonic() + bound
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come true within {bound} s")
        time.sleep(0.02)


def listening(port):
    """The addresses somebody listens on at a port."""
    out = subprocess.run(["ss", "-Hltn", f"sport = :{port}"], capture_output=True, text=True,
                         check=True).stdout
    return {line.split()[3].rsplit(":", 1)[0] for line in out.splitlines()}


class RunLocal:
    """A run of deploy/run-local on free ports; out and err grow as it speaks."""

    def __init__(self, state, *arguments, ports=None, robots=2, environment=None):
        self.state = state
        self.ports = ports or [free_port() for _ in range(3)]
        self.command = [f"{SOURCE}/deploy/run-local", "--state", state, "--robots", str(robots),
                        *(f"--{name}-port={port}"
                          for name, port in zip(("http", "mqtt", "ws"), self.ports)), *arguments]
        self.out, self.err = [], []
        self.begin = time.monotonic()
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("ARENA_")}
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        env={**inherited, **(environment or {})},
                                        start_new_session=True)
        self.readers = [threading.Thread(target=lambda kept, pipe: kept.extend(pipe), args=pair)
                        for pair in ((self.out, self.process.stdout), (self.err, self.process.stderr))]
        for reader in self.readers:
            reader.start()

    def ready(self):
        wait_until(lambda: self.process.poll() is not None or any(READY in line for line in self.out),
                   START_S, "the arena's start")
        if self.process.poll() is not None:
            raise AssertionError("".join(self.out + self.err))
        self.seconds = time.monotonic() - self.begin
        return self

    def text(self):
        return "".join(self.out)

    def pids(self):
        found = {}
        for name in ("broker", "bridge", "sim", "bots", "mdns"):
            with contextlib.suppress(OSError), open(f"{self.state}/run/{name}.pid",
                                                    encoding="ascii") as file:
                found[name] = int(file.read().split()[0])
        return found

    def end(self, number=signal.SIGINT, bound=15):
        """What Ctrl-C does: the signal goes to the whole foreground group. Returns the exit code."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        return self.ended(bound)

    def ended(self, bound=15):
        code = self.process.wait(bound)
        for reader in self.readers:
            reader.join(bound)
        self.process.stdout.close()
        self.process.stderr.close()
        return code


class RunLocalTest(unittest.TestCase):
    def setUp(self):
        self.state = tempfile.mkdtemp(prefix="arena-local-")
        self.addCleanup(shutil.rmtree, self.state, True)

    def run_local(self, *arguments, **options):
        run = RunLocal(self.state, *arguments, **options)

        def stop():
            if run.process.poll() is None:
                run.end()

        self.addCleanup(stop)
        return run

    def assert_nothing_left(self, run, pids):
        wait_until(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in pids.values()), 10,
                   f"the end of {pids}")
        for port in run.ports:
            self.assertEqual(listening(port), set())

    def assert_one_sentence(self, run, *words):
        self.assertNotEqual(run.ended(START_S), 0)
        self.assertEqual(len(run.err), 1, run.err)
        for word in words:
            self.assertIn(word, run.err[0])
        self.assert_nothing_left(run, run.pids())

    def test_it_starts_is_used_and_stops_and_starts_again_in_five_seconds(self):
        run = self.run_local().ready()
        address = f"http://127.0.0.1:{run.ports[0]}"
        self.assertIn(f"{address}/", run.text())
        for kind in ("player", "referee", "operator"):
            invite = re.search(rf"^  {kind} +{address}/#invite=(\S+)$", run.text(), re.MULTILINE).group(1)
            status, answer = call("POST", f"{address}/api/v1/players", {"name": "Ann", "invite": invite})
            self.assertLess(status, 300, answer)
            self.assertTrue(answer["principal"].startswith(f"{kind}/"))
        invite = re.search(rf"^  screen +{address}/screen#invite=(\S+)$", run.text(), re.MULTILINE).group(1)
        status, watcher = call("POST", f"{address}/api/v1/players", {"name": "Screen", "invite": invite})
        self.assertTrue(watcher["principal"].startswith("watcher/"), watcher)
        self.assertIn("2 simulated on The Yard", run.text())
        with open(f"{SOURCE}/robot/sim/maps/yard.map", "rb") as file:
            self.assertEqual(call("GET", f"{address}/api/v1/map", token=watcher["token"]), (200, file.read()))
        self.assertEqual([listening(port) for port in run.ports], [{"127.0.0.1"}] * 3)
        pids = run.pids()
        self.assertEqual(sorted(pids), ["bots", "bridge", "broker", "sim"])
        self.assertEqual(run.end(), 0)
        self.assert_nothing_left(run, pids)

        again = self.run_local(ports=run.ports).ready()
        print(f"the second start took {again.seconds:.1f} s")
        self.assertLess(again.seconds, 5)
        pids = again.pids()
        self.assertEqual(again.end(signal.SIGTERM), 0)
        self.assert_nothing_left(again, pids)

    def test_it_starts_though_a_robot_was_revoked_and_though_its_code_was_withdrawn(self):
        run = self.run_local().ready()
        self.ctl(run, "revoke", "robot/scout1")
        self.assertEqual(run.end(), 0)
        again = self.run_local(ports=run.ports).ready()
        self.assertIn("(scout1: not let in", again.text())
        self.assertEqual(self.online(again), ["scout2"])
        with open(f"{self.state}/enrolment", encoding="ascii") as file:
            self.ctl(again, "withdraw", file.read().strip())
        self.assertEqual(again.end(), 0)
        third = self.run_local(ports=run.ports, robots=3).ready()
        self.assertNotIn("not let in", third.text())
        self.assertEqual(self.online(third), ["scout1", "scout2", "scout3"])
        self.assertEqual(third.end(), 0)

    def online(self, run):
        robots = json.loads(self.ctl(run, "--json", "robots"))["robots"]
        return [robot["id"] for robot in robots if robot["state"] == "online"]

    def ctl(self, run, *words):
        path = re.search(r"^  terminal  (\S+)", run.text(), re.MULTILINE).group(1)
        return subprocess.run([os.path.join(SOURCE, path), "--state", self.state, "--mqtt-port", str(run.ports[1]),
                               *words], capture_output=True, text=True, check=True).stdout

    def test_a_second_arena_on_the_same_state_is_refused(self):
        run = self.run_local(robots=0).ready()
        self.assert_one_sentence_of_other(self.run_local(), "already runs")
        self.assertEqual(run.end(), 0)

    def assert_one_sentence_of_other(self, other, word):
        self.assertNotEqual(other.ended(), 0)
        self.assertEqual(len(other.err), 1, other.err)
        self.assertIn(word, other.err[0])

    def test_a_port_in_use_is_named(self):
        for index, name in enumerate(("http", "mqtt", "ws")):
            with self.subTest(name), socket.create_server(("127.0.0.1", 0)) as taken:
                ports = [free_port() for _ in range(3)]
                ports[index] = taken.getsockname()[1]
                run = RunLocal(self.state, ports=ports)
                self.assertNotEqual(run.ended(START_S), 0)
                self.assertEqual(len(run.err), 1, run.err)
                self.assertIn(f"port {ports[index]} is in use", run.err[0])
                self.assertIn(f"--{name}-port", run.err[0])
                self.assertEqual(run.pids(), {})

    def test_a_wrong_value_is_named_with_its_range(self):
        self.assert_one_sentence(self.run_local("--robots", "many"), "--robots 'many'", "0 to 200")
        self.assert_one_sentence(self.run_local("--bots", "65"), "--bots '65'", "0 to 64")

    def test_a_map_that_is_none_is_named_with_the_place_of_the_fault(self):
        self.assert_one_sentence(self.run_local("--map", "garden"), "'garden'", "keep lanes yard")
        path = os.path.join(self.state, "garden.map")
        with open(path, "w", encoding="ascii") as file:
            file.write("name: Garden\n\n1...\n..x.\n....\n....\n")
        self.assert_one_sentence(self.run_local("--map", path), "garden.map:4:3: 'x'")

    @unittest.skipUnless(os.geteuid() == 0, "mounting a small disk needs root")
    def test_a_full_disk_is_said_in_one_sentence(self):
        disk = tempfile.mkdtemp(prefix="arena-full-")
        self.addCleanup(os.rmdir, disk)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=True)
        self.addCleanup(subprocess.run, ["umount", disk], check=True)
        run = RunLocal(f"{disk}/state")
        self.assert_one_sentence(run, "full", "make room")

    def test_with_lan_it_listens_everywhere_and_shows_a_code(self):
        run = self.run_local("--lan", robots=0).ready()
        self.assertEqual([listening(port) for port in run.ports], [{"0.0.0.0"}] * 3)
        own = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=True).stdout
        for address in [word for word in own.split() if ":" not in word]:
            self.assertIn(f"http://{address}:{run.ports[0]}/", run.text())
        self.assertRegex(run.text(), r"  player    http://[0-9.]+:\d+/#invite=\S+\n")
        self.assertIn("█", run.text())
        self.assertEqual(run.end(), 0)

    # With a stub in the place of Avahi's program: what is announced cannot be seen here.

    def run_with_avahi(self, taken):
        directory = tempfile.mkdtemp(prefix="arena-avahi-")
        self.addCleanup(shutil.rmtree, directory, True)
        path = os.path.join(directory, "avahi-publish-address")
        with open(path, "w", encoding="ascii") as file:
            file.write(AVAHI_STUB.format(directory=directory))
        os.chmod(path, 0o755)
        run = self.run_local("--lan", robots=0, environment={
            "PATH": f"{directory}:{os.environ['PATH']}", "STUB_AVAHI": taken}).ready()
        with open(os.path.join(directory, "asked"), encoding="ascii") as file:
            return run, file.read().splitlines()

    def status_as(self, run, host):
        connection = http.client.HTTPConnection("127.0.0.1", run.ports[0], timeout=5)
        self.addCleanup(connection.close)
        connection.request("GET", "/", headers={"Host": host, "Origin": f"http://{host}"})
        return connection.getresponse().status

    def test_with_avahi_it_is_called_arena_local_and_by_no_other_name(self):
        run, asked = self.run_with_avahi(taken="")
        self.assertRegex(asked[0], r"^-R arena\.local [0-9.]+$")
        port = run.ports[0]
        self.assertIn(f"http://arena.local:{port}/", run.text())
        self.assertEqual(self.status_as(run, f"arena.local:{port}"), 200)
        for other in (f"arena-2.local:{port}", f"evil.example:{port}", f"arena.local.evil.example:{port}"):
            self.assertEqual(self.status_as(run, other), 403, other)
        pids = run.pids()
        self.assertIn("mdns", pids)
        os.kill(pids["mdns"], signal.SIGKILL)
        wait_until(lambda: "no longer published" in run.text(), 5, "the word that the name is gone")
        self.assertEqual(self.status_as(run, f"127.0.0.1:{port}"), 200)
        self.assertEqual(run.end(), 0)
        self.assert_nothing_left(run, pids)

    def test_when_arena_local_is_taken_it_is_the_next_one(self):
        run, asked = self.run_with_avahi(taken="arena.local")
        self.assertEqual([line.split()[1] for line in asked], ["arena.local", "arena-2.local"])
        self.assertEqual(run.err, [])
        port = run.ports[0]
        self.assertNotIn("http://arena.local", run.text())
        self.assertIn(f"http://arena-2.local:{port}/", run.text())
        self.assertEqual([self.status_as(run, f"{name}.local:{port}") for name in ("arena-2", "arena")], [200, 403])
        pids = run.pids()
        self.assertEqual(run.end(), 0)
        self.assert_nothing_left(run, pids)

    def test_without_a_running_avahi_it_says_so_and_goes_on(self):
        run, asked = self.run_with_avahi(taken="none")
        self.assertEqual(len(asked), 1)
        self.assertNotIn(".local:", run.text())
        self.assertIn("no name: Failed to create client object: Daemon not running", run.text())
        self.assertNotIn("mdns", run.pids())
        self.assertEqual(run.end(), 0)

    def test_with_an_avahi_that_does_not_answer_it_says_so_and_goes_on(self):
        run, _ = self.run_with_avahi(taken="silent")
        self.assertNotIn(".local:", run.text())
        self.assertIn("no name: Avahi does not answer", run.text())
        self.assertNotIn("mdns", run.pids())
        self.assertEqual(run.end(), 0)

    def test_a_part_that_dies_is_noticed_and_said(self):
        run = self.run_local().ready()
        pids = run.pids()
        os.kill(pids["bridge"], signal.SIGKILL)
        self.assertEqual(run.ended(), 1)
        self.assertIn("the bridge was ended by SIGKILL", "".join(run.err))
        self.assert_nothing_left(run, pids)

    def test_nothing_is_left_when_it_is_killed_itself(self):
        run = self.run_local().ready()
        pids = run.pids()
        run.process.kill()
        run.ended()
        self.assert_nothing_left(run, pids)
        self.assertEqual(self.run_local(ports=run.ports).ready().end(), 0)


if __name__ == "__main__":
    unittest.main()

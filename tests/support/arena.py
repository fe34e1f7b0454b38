"""A whole arena for tests: broker, bridge and simulated robots on free ports, in a directory of its
own, from the build that ARENA_BUILD names; every part can be killed, frozen and started again.

    with Arena(robots=2) as arena:
        with arena.join("Ann") as ann:             # tests.support.client.Person, connected
            ann.claim("scout1")
            ann.drive("scout1", lambda: arena.moves("scout1")[-1]["axes"]["y"] > 0, y=0.5)
        arena.bridge.kill()
        arena.bridge.start()

Leaving the block stops all parts and fails if one does not end with 0 or has left a sanitizer's
report. Nothing here waits without a condition and a bound.
"""
import contextlib
import glob
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile

from tests.support.broker import (PATIENCE, ROOT, Broker, build_directory, die_with_parent,
                                  wait_until)
from tests.support.client import Person, http
from tests.support.ports import free_port

__all__ = ["Arena", "Part", "wait_until", "http"]

PAGE = os.path.join(os.path.dirname(__file__), "..", "..", "bridge", "web", "dist")
COMPLAINT = re.compile(r"ERROR: \w+Sanitizer|runtime error:|WARNING: ThreadSanitizer")


class Part:
    """A process of ours with a log; `ready` is waited for after each start."""

    def __init__(self, name, command, log, ready=lambda: True, environment=None):
        self.name, self.command, self.log_path, self.ready = name, command, log, ready
        self.environment = {**os.environ, **(environment or {})}
        self.process = None

    def start(self, *more, wait=True):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen([*self.command, *more], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log, env=self.environment,
                                            preexec_fn=die_with_parent)
        if wait:
            self.wait_ready()
        return self

    def wait_ready(self, bound=PATIENCE):
        wait_until(lambda: not self.running() or self.ready(), bound, f"{self.name} ready")
        if not self.running():
            raise AssertionError(f"{self.name} ended at its start:\n{self.log()[-4000:]}")

    def running(self):
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self):
        return self.process.pid

    def _end(self, number):
        if self.process is None:
            return None
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)
            self.process.send_signal(signal.SIGCONT)
        code = self.process.wait(PATIENCE)
        self.process = None
        return code

    def stop(self):
        """SIGTERM; the exit code (negative: a signal)."""
        return self._end(signal.SIGTERM)

    def kill(self):
        return self._end(signal.SIGKILL)

    def restart(self, kill=False):
        code = self.kill() if kill else self.stop()
        self.start()
        return code

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def log(self):
        with contextlib.suppress(FileNotFoundError), open(self.log_path, encoding="utf-8",
                                                          errors="replace") as file:
            return file.read()
        return ""


def binary(name):
    """The path of one of our programs in the build."""
    found = [path for path in glob.glob(f"{build_directory()}/**/{name}", recursive=True)
             if os.path.isfile(path) and os.access(path, os.X_OK)]
    if not found:
        raise RuntimeError(f"{name} is not built in {build_directory()}")
    return found[0]


class Arena:
    """`settings`: the bridge's, by key; `sim`: further arguments of arena-sim."""

    def __init__(self, robots=2, settings=None, sim=(), broker=None):
        self.state = tempfile.mkdtemp(prefix="arena-test-")
        self.robots = robots
        self.broker = Broker(self.state, **(broker or {}))
        self.http_port, self.internal_port = free_port(), free_port()
        self.api = f"http://127.0.0.1:{self.http_port}"
        self.internal = f"http://127.0.0.1:{self.internal_port}"
        self.settings = {"joins_per_minute": 100000, **(settings or {})}
        self.sim_arguments = list(sim)
        self.bridge = None
        self.sims = []
        self.people = []
        self._enrolment = None

    # --- life -----------------------------------------------------------------------------------

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self._tear_down()
            raise

    def __exit__(self, kind, _value, _trace):
        faults = self._tear_down()
        if kind is None and faults:
            raise AssertionError("\n".join(faults))

    def start(self):
        if not self.broker.running():
            self.broker.start()
        self.bridge = Part("bridge", self.bridge_command(), f"{self.state}/bridge.log", self.is_ready)
        self.bridge.start()
        if self.robots:
            self.start_sim(self.robots)
        return self

    def bridge_command(self):
        settings = {"state": self.state, "root": ROOT, "http_port": self.http_port,
                    "internal_port": self.internal_port, "mqtt_port": self.broker.mqtt_port,
                    "ws_port": self.broker.ws_port, "web_root": PAGE, **self.settings}
        return [binary("arena-bridge"),
                *(f"--{key.replace('_', '-')}={value}" for key, value in settings.items())]

    def is_ready(self):
        try:
            return http("GET", f"{self.api}/readyz", bound=2)[0] == 200
        except OSError:
            return False

    def start_sim(self, robots=1, prefix="scout", *more):
        """One process with that many robots, {prefix}1 and so on; returns its Part when the bridge
        calls them all online."""
        names = [f"{prefix}{i}" for i in range(1, robots + 1)]
        directory = os.path.join(self.state, f"robots-{prefix}")
        os.makedirs(directory, exist_ok=True)
        command = [binary("arena-sim"), "--robots", str(robots), "--prefix", prefix,
                   "--state", directory, "--mqtt-host", "127.0.0.1",
                   "--mqtt-port", str(self.broker.mqtt_port), "--api", self.api,
                   "--enrolment", self.enrolment(), "--log-moves", self.moves_path(prefix),
                   *self.sim_arguments, *more]
        sim = Part(f"sim {prefix}", command, f"{self.state}/sim-{prefix}.log",
                   lambda: all(self.roster_state(name) == "online" for name in names))
        self.sims.append(sim)
        return sim.start()

    def start_bots(self, count, map_path):
        """One process with bot1, bot2 and so on, who know their way on that map; returns its Part when
        all are online."""
        tokens = os.path.join(self.state, "bots")
        os.makedirs(tokens, exist_ok=True)
        for i in range(1, count + 1):
            with open(os.path.join(tokens, f"bot{i}.token"), "w", encoding="ascii") as file:
                file.write(self.ctl("token", f"bot/bot{i}"))
        bots = Part("bots", [binary("arena-bot"), "--bots", str(count), "--token-dir", tokens,
                             "--mqtt-port", str(self.broker.mqtt_port), "--map", map_path],
                    f"{self.state}/bots.log")
        bots.ready = lambda: bots.log().count("online") >= count
        self.sims.append(bots)
        return bots.start()

    @property
    def sim(self):
        return self.sims[0]

    def _tear_down(self):
        for person in self.people:
            with contextlib.suppress(Exception):
                person.close()
        faults = []
        for part in [*self.sims, self.bridge]:
            if part is None:
                continue
            with contextlib.suppress(Exception):
                code = part.stop()
                if code not in (None, 0):
                    faults.append(f"{part.name} ended with {code}:\n{part.log()[-4000:]}")
            if COMPLAINT.search(part.log()):
                faults.append(f"{part.name} has a sanitizer's report:\n{part.log()[-8000:]}")
        self.broker.finish()
        if not faults or not os.environ.get("ARENA_KEEP"):
            shutil.rmtree(self.state, ignore_errors=True)
        return faults

    # --- arenactl -------------------------------------------------------------------------------

    def ctl(self, *arguments, check=True, bound=PATIENCE):
        """arenactl's output as text; CalledProcessError when it fails."""
        command = [binary("arenactl"), "--state", self.state, "--mqtt-host", "127.0.0.1",
                   "--mqtt-port", str(self.broker.mqtt_port), "--api", self.api, *map(str, arguments)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=bound,
                              stdin=subprocess.DEVNULL)
        if check and done.returncode != 0:
            raise AssertionError(f"arenactl {arguments}: {done.returncode}\n{done.stderr}")
        return done.stdout

    def ctl_json(self, *arguments):
        return json.loads(self.ctl("--json", *arguments))

    def enrolment(self):
        if self._enrolment is None:
            self._enrolment = self.ctl_json("enrol", "--uses", 1000)["code"]
        return self._enrolment

    def invite(self, kind="player", uses=1):
        return self.ctl_json("invite", "--kind", kind, "--uses", uses)["code"]

    # --- people and robots ----------------------------------------------------------------------

    def join(self, name="Ann", kind="player", **options):
        """Somebody who came by HTTP with an invite, connected by WebSocket (port=… for TCP)."""
        person = Person.join(self.api, name, self.invite(kind), **options)
        self.people.append(person)
        return person

    def roster(self):
        """All robots by id, as HTTP shows them."""
        robots, after = {}, ""
        while True:
            status, page = http("GET", f"{self.api}/api/v1/robots{after}")
            if status != 200:
                raise AssertionError(f"the roster answered {status}: {page}")
            robots.update((robot["id"], robot) for robot in page["robots"])
            if not page.get("next"):
                return robots
            after = f"?after={page['next']}"

    def roster_state(self, robot):
        try:
            return self.roster().get(robot, {}).get("state")
        except OSError:
            return None

    def wait_state(self, robot, state, bound=PATIENCE):
        wait_until(lambda: self.roster_state(robot) == state, bound, f"{robot} {state}")

    # --- the witness ----------------------------------------------------------------------------

    def moves_path(self, prefix="scout"):
        return f"{self.state}/moves-{prefix}.jsonl"

    def moves(self, robot):
        """Every change of the robot's outputs, written by the simulated robot itself: dicts with
        mono (ms), unix, why, frame, axes (robot/sim/moves.h)."""
        path = self.moves_path(re.sub(r"\d+$", "", robot))
        with contextlib.suppress(FileNotFoundError), open(path, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file if line.endswith("\n")]
            return [line for line in lines if line["robot"] == robot]
        return []

    def stands(self, robot):
        """True when the last thing the robot did was to stand."""
        moves = self.moves(robot)
        return not moves or not any(moves[-1]["axes"].values())

"""The command path: publisher -> broker -> the robot's accepted-command callback, against a bare
Mosquitto without plugin, ACL, lease or checks, against the same with what driven robots say besides
(link, state, status), and against a relay of Node ws. Same generator, same client library, the same
frames; runs are interleaved, the result is the ratio of each pair: median and spread.

    python3 -m tests.bench.path [--pairs 5] [--seconds 5] [--loads 40x50,200x20] [--processes 40]

The generator is open-loop with an absolute schedule; a latency counts from when the frame was due.
Ends with 1 where an aim against the bare Mosquitto is missed. README.md says how to read it.
"""
import argparse
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile

from tests.support.arena import Arena, Part, binary
from tests.support.broker import ROOT, die_with_parent
from tests.support.ports import free_port

LOADS = "40x50,200x20"
FIGURES = ("p50", "p99", "p999")
AIMS = {"p50": 1.1, "p99": 1.3}  # of the bare Mosquitto
BARE = """\
listener {tcp} 127.0.0.1
listener {ws} 127.0.0.1
protocol websockets
socket_domain ipv4
allow_anonymous true
set_tcp_nodelay true
persistence false
max_queued_messages 100
"""


class Bare:
    """Debian's Mosquitto with nothing but two listeners."""

    def __init__(self):
        self.directory = tempfile.TemporaryDirectory(prefix="arena-bench-")
        self.tcp, self.ws = free_port(), free_port()
        path = os.path.join(self.directory.name, "mosquitto.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write(BARE.format(tcp=self.tcp, ws=self.ws))
        self.part = Part("bare mosquitto", ["/usr/sbin/mosquitto", "-c", path],
                         os.path.join(self.directory.name, "log"), self._answers)

    def _answers(self):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.tcp), 1).close()
            return True

    def __enter__(self):
        self.part.start()
        return self

    def __exit__(self, *_):
        self.part.stop()
        self.directory.cleanup()


def tokens(arena, robots):
    directory = os.path.join(arena.state, "bench-tokens")
    os.makedirs(directory, exist_ok=True)
    for i in range(robots):
        for kind in ("robot", "player"):
            with open(f"{directory}/{kind}-bench{i}.jwt", "w", encoding="ascii") as file:
                file.write(arena.broker.keys.mint(f"{kind}/bench{i}"))
    return directory


class Relay:
    """Node's ws, passing text on by topic."""

    def __enter__(self):
        self.tcp = self.ws = free_port()
        here = os.path.dirname(os.path.abspath(__file__))
        if not os.path.exists(os.path.join(here, "node_modules")):
            subprocess.run(["npm", "ci", "--silent"], cwd=here, check=True)
        self.process = subprocess.Popen(["node", os.path.join(here, "relay.mjs"), str(self.tcp)],
                                        stdout=subprocess.PIPE, text=True,
                                        preexec_fn=die_with_parent)
        self.process.stdout.readline()
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def measure(given, load, ports, websocket, directory=None, relay=False, back=False):
    robots, rate = load
    tcp, drivers_port = ports
    with tempfile.NamedTemporaryFile(dir="/dev/shm") as shared:
        common = ["--shared", shared.name, "--robots", str(robots), "--hz", str(rate),
                  "--seconds", str(given.seconds), "--bare", "0" if directory else "1",
                  "--relay", "1" if relay else "0", "--back", "1" if back else "0",
                  "--processes", str(given.processes)]
        if directory:
            common += ["--tokens", directory]
        listener = subprocess.Popen([binary("arena-bench-robots"), *common, "--port", str(tcp)],
                                    stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent)
        try:
            subprocess.run([binary("arena-bench-drivers"), *common, "--port", str(drivers_port),
                            "--websocket", "1" if websocket else "0"], check=True, timeout=180,
                           preexec_fn=die_with_parent)
            return json.loads(listener.communicate(timeout=60)[0])
        finally:
            with contextlib.suppress(ProcessLookupError):
                listener.kill()
            listener.wait()


@contextlib.contextmanager
def bridge_ears(port):
    """Who hears state and status, on two connections as the bridge does."""
    ears = [subprocess.Popen(["mosquitto_sub", "-p", str(port), "-t", f"{ROOT}/robot/+/{what}"],
                             stdout=subprocess.DEVNULL, preexec_fn=die_with_parent)
            for what in ("bridge/main/state", "all/status")]
    try:
        yield
    finally:
        for ear in ears:
            ear.kill()
            ear.wait()


def contenders(given, servers, load, websocket):
    """Name -> one run. The arena is first."""
    arena, bare, relay = servers
    directory = tokens(arena, load[0])

    def ports(tcp, ws):
        return tcp, ws if websocket else tcp

    def run(server, **more):
        return measure(given, load, ports(server.tcp, server.ws), websocket, **more)

    def run_with_back():
        with bridge_ears(bare.tcp):
            return run(bare, back=True)

    broker = arena.broker
    runs = {"arena": lambda: measure(given, load, ports(broker.mqtt_port, broker.ws_port), websocket,
                                     directory),
            "bare": lambda: run(bare),
            "bare+back": run_with_back}
    if websocket:
        runs["relay"] = lambda: run(relay, relay=True)
    return runs


def interleaved(runs, pairs):
    """Every contender once a round; the order turns with each."""
    names, results = list(runs), {name: [] for name in runs}
    for turn in range(pairs):
        order = names if turn % 2 == 0 else names[::-1]
        shift = turn // 2 % len(names)
        for name in order[shift:] + order[:shift]:
            results[name].append(runs[name]())
    return results


def ratios(results, name, figure):
    return [a[f"{figure}_us"] / b[f"{figure}_us"] for a, b in zip(results["arena"], results[name])]


def tell(load, websocket, results):
    lost = ", ".join(f"{name} {sum(r['lost'] for r in runs)}" for name, runs in results.items())
    print(f"\n{load[0]} robots x {load[1]} Hz, {'WebSocket' if websocket else 'native'}: "
          f"{sum(r['sent'] for r in results['arena'])} frames each, lost: {lost}")
    print(f"  {'us':>10}" + "".join(f"{figure:>8}" for figure in FIGURES)
          + "    the arena's ratio to it: median (least to most)")
    for name, runs in results.items():
        line = "".join(f"{statistics.median(r[f'{figure}_us'] for r in runs):8.0f}" for figure in FIGURES)
        if name != "arena":
            for figure in FIGURES:
                found = ratios(results, name, figure)
                line += f"   {statistics.median(found):5.2f} ({min(found):.2f} to {max(found):.2f})"
        print(f"  {name:>10}{line}", flush=True)


def missed(load, websocket, results):
    """The aims that were missed, as words."""
    way = "WebSocket" if websocket else "native"
    for figure, aim in AIMS.items():
        found = statistics.median(ratios(results, "bare", figure))
        if found > aim:
            yield f"{load[0]} x {load[1]} {way}: {figure} is {found:.2f} x the bare broker's, aim {aim}"
    if any(r["lost"] for r in results["arena"]):
        yield f"{load[0]} x {load[1]} {way}: frames were lost"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pairs", type=int, default=5)
    arguments.add_argument("--seconds", type=int, default=5)
    arguments.add_argument("--loads", default=LOADS)
    arguments.add_argument("--processes", type=int, default=40,
                           help="that robots, and as many that drivers, share out")
    given = arguments.parse_args()
    faults = []
    with Bare() as bare, Relay() as relay, Arena(robots=0, settings={"max_robots": 512}) as arena:
        for load in (tuple(map(int, word.split("x"))) for word in given.loads.split(",")):
            for websocket in (False, True):
                runs = contenders(given, (arena, bare, relay), load, websocket)
                results = interleaved(runs, given.pairs)
                tell(load, websocket, results)
                faults += missed(load, websocket, results)
    print("\naims: " + ("met" if not faults else "missed: " + "; ".join(faults)))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

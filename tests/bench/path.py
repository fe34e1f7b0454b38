"""The command path: publisher -> broker -> the robot's accepted-command callback, against a bare
Mosquitto without plugin, ACL, lease or checks. Same generator, same client library, the same frames;
runs are interleaved and paired, the result is the ratio of each pair: median and spread.

    python3 -m tests.bench.path [--pairs 5] [--seconds 5]

The generator is open-loop with an absolute schedule; a latency counts from when the frame was due.
"""
import argparse
import contextlib
import json
import os
import socket
import statistics
import subprocess
import tempfile

from tests.support.arena import Arena, Part, binary
from tests.support.broker import free_port

LOADS = ((40, 50), (200, 20))
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
                                        stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def measure(load, seconds, tcp, drivers_port, websocket, directory=None, relay=False):
    robots, rate = load
    with tempfile.NamedTemporaryFile(dir="/dev/shm") as shared:
        common = ["--shared", shared.name, "--robots", str(robots), "--hz", str(rate),
                  "--seconds", str(seconds), "--bare", "0" if directory else "1",
                  "--relay", "1" if relay else "0"]
        if directory:
            common += ["--tokens", directory]
        listener = subprocess.Popen([binary("arena-bench-robots"), *common, "--port", str(tcp)],
                                    stdout=subprocess.PIPE, text=True)
        try:
            subprocess.run([binary("arena-bench-drivers"), *common, "--port", str(drivers_port),
                            "--websocket", "1" if websocket else "0"], check=True, timeout=180)
            return json.loads(listener.communicate(timeout=60)[0])
        finally:
            with contextlib.suppress(ProcessLookupError):
                listener.kill()
            listener.wait()


def compare(arena, control, load, websocket, given):
    """Pairs of runs, the order of each pair alternating; prints a row a figure."""
    directory = tokens(arena, load[0])
    relay = isinstance(control, Relay)
    name = "relay" if relay else "bare"
    ours, theirs = [], []

    def run_ours():
        ours.append(measure(load, given.seconds, arena.broker.mqtt_port,
                            arena.broker.ws_port if websocket else arena.broker.mqtt_port,
                            websocket, directory))

    def run_theirs():
        theirs.append(measure(load, given.seconds, control.tcp,
                              control.ws if websocket else control.tcp, websocket, relay=relay))
    for pair in range(given.pairs):
        for run in (run_ours, run_theirs) if pair % 2 == 0 else (run_theirs, run_ours):
            run()
    print(f"\n{load[0]} robots x {load[1]} Hz, {'WebSocket' if websocket else 'native'}, against "
          f"{'a relay of Node ws' if relay else 'a bare Mosquitto'}: frames {sum(r['sent'] for r in ours)}, "
          f"lost {sum(r['lost'] for r in ours)} ({name}: {sum(r['lost'] for r in theirs)})")
    for figure in ("p50_us", "p99_us", "p999_us"):
        ratios = [a[figure] / b[figure] for a, b in zip(ours, theirs)]
        print(f"  {figure[:-3]:>5}  arena {statistics.median(r[figure] for r in ours):8.0f} us"
              f"   {name} {statistics.median(r[figure] for r in theirs):8.0f} us"
              f"   ratio {statistics.median(ratios):5.2f}  ({min(ratios):.2f} to {max(ratios):.2f})",
              flush=True)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pairs", type=int, default=5)
    arguments.add_argument("--seconds", type=int, default=5)
    given = arguments.parse_args()
    with Bare() as bare, Relay() as relay, Arena(robots=0, settings={"max_robots": 512}) as arena:
        for load in LOADS:
            compare(arena, bare, load, False, given)
            compare(arena, bare, load, True, given)
            compare(arena, relay, load, True, given)


if __name__ == "__main__":
    main()

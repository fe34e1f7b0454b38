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
import statistics
import subprocess
import tempfile

from tests.support.arena import Arena, Part, binary, wait_until
from tests.support.broker import free_port
from tests.support.client import http

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
                         os.path.join(self.directory.name, "log"))

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


def measure(load, seconds, tcp, drivers_port, websocket, directory=None):
    robots, rate = load
    with tempfile.NamedTemporaryFile(dir="/dev/shm") as shared:
        common = ["--shared", shared.name, "--robots", str(robots), "--hz", str(rate),
                  "--seconds", str(seconds), "--bare", "0" if directory else "1"]
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


def compare(arena, bare, load, websocket, pairs, seconds):
    """Pairs of runs, the order of each pair alternating; prints a row a figure."""
    directory = tokens(arena, load[0])
    ours, control = [], []
    for pair in range(pairs):
        runs = [
            lambda: ours.append(measure(load, seconds, arena.broker.mqtt_port,
                                        arena.broker.ws_port if websocket else arena.broker.mqtt_port,
                                        websocket, directory)),
            lambda: control.append(measure(load, seconds, bare.tcp,
                                           bare.ws if websocket else bare.tcp, websocket))]
        for run in runs if pair % 2 == 0 else reversed(runs):
            run()
    transport = "WebSocket" if websocket else "native"
    print(f"\n{load[0]} robots x {load[1]} Hz, {transport}: "
          f"sent {sum(r['sent'] for r in ours)}, lost {sum(r['lost'] for r in ours)} "
          f"(bare: {sum(r['lost'] for r in control)})")
    for figure in ("p50_us", "p99_us", "p999_us"):
        ratios = [a[figure] / b[figure] for a, b in zip(ours, control)]
        print(f"  {figure[:-3]:>5}  arena {statistics.median(r[figure] for r in ours):8.0f} us"
              f"   bare {statistics.median(r[figure] for r in control):8.0f} us"
              f"   ratio {statistics.median(ratios):5.2f}  ({min(ratios):.2f} to {max(ratios):.2f})")



def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pairs", type=int, default=5)
    arguments.add_argument("--seconds", type=int, default=5)
    given = arguments.parse_args()
    with Bare() as bare, Arena(robots=0, settings={"max_robots": 512}) as arena:
        assert http("GET", f"{arena.api}/healthz")[0] == 200
        for load in LOADS:
            for websocket in (False, True):
                compare(arena, bare, load, websocket, given.pairs, given.seconds)


if __name__ == "__main__":
    main()

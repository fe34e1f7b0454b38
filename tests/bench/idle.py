"""What the arena costs while nobody drives, and how large its parts are: processor time and memory of
broker, bridge and simulated robots (4, then 200 in one process) against a bare Mosquitto that nobody
uses, over the same seconds; stripped sizes of library and programs; memory of one small robot.

    python3 -m tests.bench.idle [--seconds 10]
"""
import argparse
import glob
import os
import shutil
import subprocess
import tempfile
import time

from tests.bench.path import Bare
from tests.bench.process import cpu, private, rss
from tests.support.arena import Arena, Part, binary
from tests.support.broker import build_directory

KIB = 1024
SETTLE_S = 3
FILES = (("library, shared", "libarena-client.so.*.*.*", "--strip-unneeded"),
         ("library, static", "libarena-client.a", "--strip-debug"),
         ("minimal_robot (static library)", "minimal_robot", "--strip-all"),
         ("arena-robot", "arena-robot", "--strip-all"),
         ("arena-sim", "arena-sim", "--strip-all"),
         ("arenactl", "arenactl", "--strip-all"),
         ("arena-bridge", "arena-bridge", "--strip-all"),
         ("arena_guard.so", "arena_guard.so", "--strip-unneeded"))


def watch(title, parts, seconds):
    """Prints what each part, by name a process id, used in that time."""
    time.sleep(SETTLE_S)
    before = {name: cpu(pid) for name, pid in parts.items()}
    begin = time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - begin
    print(f"{title}, {took:.0f} s:")
    for name, pid in parts.items():
        print(f"  {name:<32} {100 * (cpu(pid) - before[name]) / took:6.2f} % of a core"
              f"   {rss(pid) / KIB:8.0f} KiB, {private(pid) / KIB:8.0f} its own", flush=True)


def sizes():
    print("stripped:")
    with tempfile.TemporaryDirectory(prefix="arena-bench-") as directory:
        for title, name, how in FILES:
            found = glob.glob(f"{build_directory()}/**/{name}", recursive=True)[0]
            copy = shutil.copy(found, os.path.join(directory, "file"))
            subprocess.run(["strip", how, copy], check=True)
            print(f"  {title:<32} {os.path.getsize(copy) / KIB:8.0f} KiB")


def small_robot(arena):
    """The example robot, with a minted token; it lives until the arena ends."""
    token = arena.broker.keys.mint("robot/rover1")
    directory = os.path.join(arena.state, "rover1")
    os.mkdir(directory)
    program = os.path.abspath(binary("minimal_robot"))
    robot = Part("minimal_robot", ["env", "-C", directory, program, "127.0.0.1",
                                   str(arena.broker.mqtt_port)], f"{arena.state}/rover1.log",
                 lambda: arena.roster_state("rover1") == "online", {"ARENA_TOKEN": token})
    return robot.start()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10)
    given = parser.parse_args()
    with Bare() as bare, Arena(robots=4, settings={"max_robots": 512}) as arena:
        robot = small_robot(arena)
        parts = {"broker": arena.broker.process.pid, "bridge": arena.bridge.pid,
                 "4 simulated robots, one process": arena.sim.pid, "minimal_robot": robot.pid,
                 "bare Mosquitto, nobody there": bare.part.pid}
        watch("4 simulated robots and a small one", parts, given.seconds)
        robot.stop()
        many = arena.start_sim(200, "many")
        parts = {"broker": arena.broker.process.pid, "bridge": arena.bridge.pid,
                 "200 simulated robots, one process": many.pid,
                 "bare Mosquitto, nobody there": bare.part.pid}
        watch("204 simulated robots", parts, given.seconds)
    sizes()


if __name__ == "__main__":
    main()

"""Matches in the core: sessions of two teams of five made a second, with their p50 and p99, and steps a
second while ten robots fight; each against the least that could be done, in interleaved pairs.

    python3 -m tests.bench.match [--pairs 5] [--ms 1000]
"""
import argparse
import subprocess
import tempfile

from tests.bench.pairs import interleave, tell
from tests.support.arena import binary


def run(*words):
    line = [binary("arena-bench-match"), *map(str, words)]
    output = subprocess.run(line, check=True, capture_output=True, text=True).stdout
    return [float(word) for word in output.split()]


def on_disk(what, milliseconds):
    with tempfile.TemporaryDirectory() as state:
        return run(what, milliseconds, state)


def tell_times(title, runs):
    times = [tuple(figures[1:3]) for figures in runs]
    print(f"{title}: p50 and p99 in ms of each run: " +
          ", ".join(f"{p50 / 1000:.2f} {p99 / 1000:.2f}" for p50, p99 in times), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--ms", type=int, default=1000)
    options = parser.parse_args()
    runs = interleave(options.pairs, lambda: run("fight", options.ms)[0],
                      lambda: run("drive", options.ms)[0])
    tell("steps/s, ten robots fight", "ten are driven freely", runs)
    kept = []

    def sessions():
        kept.append(on_disk("sessions", options.ms))
        return kept[-1][0]

    runs = interleave(options.pairs, sessions, lambda: on_disk("commits", options.ms)[0])
    tell("sessions made/s, on this disk", "as many commits of one row", runs, digits=1)
    tell_times("on this disk", kept)
    tell_times("in memory (the processor's time)",
               [run("sessions", options.ms) for _ in range(options.pairs)])


if __name__ == "__main__":
    main()

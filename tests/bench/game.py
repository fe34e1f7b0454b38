"""The game: inputs of a match of two teams of ten folded a second, and documents told of it, each against
the least that could be done with them; interleaved pairs, median and spread of the ratios.

    python3 -m tests.bench.game [--pairs 5] [--ms 1000]
"""
import argparse
import subprocess

from tests.bench.pairs import interleave, tell
from tests.support.arena import binary

PAIRS = (("inputs", "looks", "inputs of a match folded/s", "inputs made, each byte looked at/s"),
         ("documents", "copies", "documents told/s", "documents copied/s"))


def measure(what, milliseconds):
    line = [binary("arena-bench-game"), what, str(milliseconds)]
    return float(subprocess.run(line, check=True, capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--ms", type=int, default=1000)
    options = parser.parse_args()
    for ours, control, title, control_title in PAIRS:
        runs = interleave(options.pairs, lambda what=ours: measure(what, options.ms),
                          lambda what=control: measure(what, options.ms))
        tell(title, control_title, runs)


if __name__ == "__main__":
    main()

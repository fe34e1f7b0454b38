"""The store: claims a second with durable numbers, and telemetry rows a second, each against plain SQLite
doing the least that could be called the same; interleaved pairs, median and spread of the ratios.

    python3 -m tests.bench.store [--pairs 5] [--ms 1500]
"""
import argparse
import statistics
import subprocess
import tempfile

from tests.support.arena import binary

PAIRS = (("claims", "row", "claims/s (lease, answer, audit; durable)", "durable one-row transactions/s"),
         ("inputs", "sixteen", "inputs of matches/s (16 a transaction; durable)", "plain rows/s, 16 a durable transaction"),
         ("telemetry", "rows", "telemetry rows/s (10 fields each)", "plain rows/s of the same size"))


def measure(what, milliseconds):
    with tempfile.TemporaryDirectory(prefix="arena-bench-") as directory:
        line = [binary("arena-bench-store"), what, str(milliseconds), directory]
        return float(subprocess.run(line, check=True, capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--ms", type=int, default=1500)
    options = parser.parse_args()
    for ours, control, title, control_title in PAIRS:
        runs = [(measure(ours, options.ms), measure(control, options.ms)) for _ in range(options.pairs)]
        ratios = sorted(mine / plain for mine, plain in runs)
        print(f"{title}: {statistics.median(run[0] for run in runs):.0f}; "
              f"{control_title}: {statistics.median(run[1] for run in runs):.0f}; "
              f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})")


if __name__ == "__main__":
    main()

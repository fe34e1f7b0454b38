"""The console in a browser: weight of the first load, time to interactive, processor time while driving,
from a key to the wire, the period of the drive frames, and memory over an hour of status (console.mjs).

    python3 -m tests.bench.console [weight tti cpu input period memory]

Exit code 1: an aim is missed.
"""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BROWSER = ROOT / "tests/browser"


def main():
    subprocess.run([ROOT / "deploy/page"], check=True, stdout=subprocess.DEVNULL)
    if not (BROWSER / "node_modules").exists():
        subprocess.run(["npm", "ci", "--silent"], cwd=BROWSER, check=True)
    script = pathlib.Path(__file__).with_suffix(".mjs")
    return subprocess.run(["node", script, *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

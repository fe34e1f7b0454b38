"""A match told again: MB/s of its record over HTTP against a file of the same bytes, the longest that a piece of
it holds the bridge's loop, and what the bridge's other visitors wait while four records are read.

    python3 -m tests.bench.record [--pairs 5] [--minutes 10]

The match is one of 2 x 10 robots, each firing once a second. The bridge needs no broker for this.
"""
import argparse
import contextlib
import os
import socket
import statistics
import subprocess
import tempfile
import threading
import time

from tests.bench.pairs import interleave, tell
from tests.support.arena import Part, binary, http
from tests.support.ports import free_port

READERS = 4
PINGS = 400


def run(*line):
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout


class Bridge:
    """A bridge that has a stored match, its record as a file of the page, and no broker."""

    def __init__(self, directory, minutes):
        self.state, self.web = os.path.join(directory, "state"), os.path.join(directory, "web")
        os.makedirs(self.web)
        inputs, frames = run(binary("arena-bench-record"), "make", str(minutes), self.state).split()
        self.port, internal = free_port(), free_port()
        self.token = run(binary("arenactl"), "--state", self.state, "token", "watcher/bench").strip() if self.keys() else ""
        self.part = Part("bridge", [binary("arena-bridge"), "--state", self.state, "--web-root", self.web, "--mqtt-port", str(free_port()),
                                    "--http-port", str(self.port), "--internal-port", str(internal)],
                         os.path.join(directory, "log"), self.ready)
        self.told = run(binary("arena-bench-record"), "tell", "0", self.state).split()
        self.part.start()
        with open(os.path.join(self.web, "record.txt"), "wb") as file:
            file.write(self.get("/api/v1/matches/m-1/record"))
        self.part.restart()
        print(f"{minutes} min of 2 x 10 robots: {inputs} inputs, {frames} live messages, a record of "
              f"{int(self.told[0]) / 1e6:.1f} MB", flush=True)

    def keys(self):
        return run(binary("arenactl"), "--state", self.state, "keys")

    def ready(self):
        with contextlib.suppress(OSError):
            return http("GET", f"http://127.0.0.1:{self.port}/healthz")[0] == 200
        return False

    def open(self, path):
        connection = socket.create_connection(("127.0.0.1", self.port), 30)
        connection.sendall((f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                            f"Authorization: Bearer {self.token}\r\n\r\n").encode())
        return connection

    def get(self, path):
        pieces = []
        with self.open(path) as connection:
            while piece := connection.recv(1 << 20):
                pieces.append(piece)
        head, _, body = b"".join(pieces).partition(b"\r\n\r\n")
        assert b" 200 " in head.splitlines()[0], head
        return body

    def rate(self, path):
        begun = time.monotonic()
        return len(self.get(path)) / 1e6 / (time.monotonic() - begun)

    def pings(self):
        """ms of answers to a visitor on one connection."""
        took = []
        with socket.create_connection(("127.0.0.1", self.port), 30) as connection:
            for _ in range(PINGS):
                begun = time.monotonic()
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                received = b""
                while b"ok\n" not in received:
                    received += connection.recv(4096)
                took.append((time.monotonic() - begun) * 1000)
                time.sleep(0.002)
        return sorted(took)

    def pings_beside(self, path):
        ended = threading.Event()

        def read():
            while not ended.is_set():
                with contextlib.suppress(AssertionError):
                    self.get(path)
        readers = [threading.Thread(target=read) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        try:
            return self.pings()
        finally:
            ended.set()
            for reader in readers:
                reader.join()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--minutes", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="arena-bench-") as directory:
        bridge = Bridge(directory, options.minutes)
        try:
            runs = interleave(options.pairs, lambda: bridge.rate("/api/v1/matches/m-1/record"), lambda: bridge.rate("/record.txt"))
            tell("MB/s of a record", "MB/s of a file of the same bytes", runs, 1)
            print(f"told without HTTP: {int(bridge.told[0]) / 1e3 / float(bridge.told[1]):.1f} MB/s, the longest piece "
                  f"{int(bridge.told[2]) / 1000:.2f} ms of the processor's time", flush=True)
            for name, took in (("alone", bridge.pings()), ("beside four files", bridge.pings_beside("/record.txt")),
                               ("beside four records", bridge.pings_beside("/api/v1/matches/m-1/record"))):
                print(f"an answer {name:<22} p50 {statistics.median(took):6.2f} ms  p99 {took[int(PINGS * 0.99)]:6.2f} ms  "
                      f"most {took[-1]:6.2f} ms", flush=True)
        finally:
            bridge.part.stop()


if __name__ == "__main__":
    main()

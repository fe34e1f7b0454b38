"""The fault proxy as an object: FaultProxy(port) stands between clients and what listens there."""

import os
import subprocess


class FaultProxy:
    """Obeys: proxy("stall both"), proxy("resume"), proxy("cut"), … (see faultproxy.c)."""

    def __init__(self, to, build, seed=1):
        program = os.path.join(build, "tests", "support", "faultproxy")
        self.process = subprocess.Popen(
            [program, "--to", str(to), "--seed", str(seed)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.port = int(self.process.stdout.readline().split()[1])

    def __call__(self, command):
        self.process.stdin.write(command + "\n")
        answer = self.process.stdout.readline().strip()
        if not answer.startswith("ok"):
            raise RuntimeError(f"faultproxy: {answer}")
        return answer

    def close(self):
        if self.process.poll() is None:
            self("quit")
        self.process.wait(5)
        self.process.stdin.close()
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

"""A door to knock at: tests/http/door in a process of its own, requests as bytes, and what comes back.

The program's first argument is the door.
"""
import gzip
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

DOOR = os.path.abspath(sys.argv.pop(1))
MAP = "name: The Yard\ncell: 0.5\n\n####\n#..#\n####\n"
BOUND = 10  # s: for anything that should happen at once
COUNT = {"cases": 0}
KINDS = {"a.js": "text/javascript; charset=utf-8", "a.css": "text/css; charset=utf-8", "a.svg": "image/svg+xml",
         "a.woff2": "font/woff2", "a.png": "image/png", "a.webmanifest": "application/manifest+json",
         "a.json": "application/json"}


def unchunked(body):
    """The bytes of all chunks; False when the last one is missing."""
    pieces = []
    while body:
        size, separator, body = body.partition(b"\r\n")
        length = int(size, 16)
        if length == 0:
            return b"".join(pieces), body == b"\r\n"
        if len(body) < length + 2 or body[length:length + 2] != b"\r\n":
            break
        pieces.append(body[:length])
        body = body[length + 2:]
    return b"".join(pieces), False


class Answer:
    """status 0: the connection ended without one."""

    def __init__(self, raw):
        self.raw = raw
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        parts = lines[0].split(b" ")
        self.status = int(parts[1]) if len(parts) > 1 and parts[0].startswith(b"HTTP/1.") else 0
        self.headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(b":")
            self.headers[name.decode().lower()] = value.strip().decode("latin-1")
        self.whole = True
        if self.headers.get("transfer-encoding") == "chunked":
            self.body, self.whole = unchunked(self.body)

    @property
    def code(self):
        return json.loads(self.body).get("code") if self.body.startswith(b"{") else None


class AtTheDoor(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        top = pathlib.Path(cls.directory.name)
        (top / "secret.txt").write_text("secret")
        web = top / "web"
        (web / "assets").mkdir(parents=True)
        (web / "index.html").write_text("<!doctype html><title>arena</title>")
        (web / "assets" / "main.js").write_text("console.log(1)")
        (web / "assets" / "big-ABCD2345.js").write_text("/*" + "x" * 3_000_000 + "*/")
        (web / "style.css").write_text("a {}")
        (web / "style.css.gz").write_bytes(gzip.compress(b"a {}"))
        for name in KINDS:
            (web / name).write_bytes(b"x")
        (web / ".hidden.txt").write_text("secret")
        (web / "key.pem").write_text("secret")
        (web / "out.txt").symlink_to(top / "secret.txt")
        cls.log = open(top / "log", "w+")
        (top / "arena.map").write_text(MAP)
        cls.process = subprocess.Popen([DOOR, str(web), "https://friend.example", str(top / "arena.map")],
                                       stdout=subprocess.PIPE, stderr=cls.log)
        cls.public, cls.internal = map(int, cls.process.stdout.readline().split())

    @classmethod
    def tearDownClass(cls):
        cls.process.terminate()
        cls.process.communicate(timeout=BOUND)
        cls.log.seek(0)
        text = cls.log.read()
        cls.log.close()
        cls.directory.cleanup()
        assert cls.process.returncode == 0, f"the door ended with {cls.process.returncode}:\n{text[-3000:]}"

    def setUp(self):
        self.before = self.reached()

    def tearDown(self):
        self.assertIsNone(self.process.poll(), "the door has died")
        self.assertEqual(self.get("/healthz").status, 200)

    def reached(self):
        """How many joins, registrations, deregistrations the core has seen."""
        self.process.send_signal(signal.SIGHUP)
        return list(map(int, self.process.stdout.readline().split()))

    def assert_nothing_reached(self):
        self.assertEqual(self.reached(), self.before)

    def connect(self, port=None):
        connection = socket.create_connection(("127.0.0.1", port or self.public), timeout=BOUND)
        self.addCleanup(connection.close)
        return connection

    def raw(self, text, port=None, finish=True):
        """Sends bytes, reads one answer or to the end of the connection."""
        COUNT["cases"] += 1
        connection = self.connect(port)
        received = b""
        try:
            connection.sendall(text)
            if finish:
                connection.shutdown(socket.SHUT_WR)
            while not complete(received):
                piece = connection.recv(65536)
                if not piece:
                    break
                received += piece
        except OSError:
            pass  # hung up on: what was received until then counts
        finally:
            connection.close()
        return Answer(received)

    def request(self, method, path, headers=None, body=b"", port=None, host=True):
        lines = [f"{method} {path} HTTP/1.1".encode("latin-1")]
        if host:
            lines.append(b"Host: 127.0.0.1:%d" % (port or self.public))
        for name, value in (headers or {}).items():
            lines.append(f"{name}: {value}".encode("latin-1"))
        if body:
            lines.append(b"Content-Length: %d" % len(body))
        return self.raw(b"\r\n".join(lines) + b"\r\n\r\n" + body, port, finish=False)

    def get(self, path, **headers):
        return self.request("GET", path, {k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path, body, content_type="application/json", **headers):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        headers = {k.replace("_", "-"): v for k, v in headers.items()}
        if content_type:
            headers["Content-Type"] = content_type
        return self.request("POST", path, headers, body)

    def assert_problem(self, answer, status, code=None, note=""):
        self.assertEqual(answer.status, status, f"{note} {answer.raw[:300]}")
        self.assertEqual(answer.headers["content-type"], "application/problem+json", note)
        if code:
            self.assertEqual(answer.code, code, note)


def complete(received):
    head, separator, body = received.partition(b"\r\n\r\n")
    if not separator:
        return False
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return len(body) >= int(line.split(b":")[1])
        if line.lower() == b"transfer-encoding: chunked":
            return body.endswith(b"0\r\n\r\n")
    return head.split(b" ")[1:2] in ([b"204"], [b"304"])


def knock():
    """Runs the tests of the program; its exit code."""
    program = unittest.main(exit=False)
    print(f"{COUNT['cases']} requests were tried", flush=True)
    return not program.result.wasSuccessful()

"""What the bridge refuses to start with: every setting of its --help with wrong values, in the file, the
environment and the flags; and state directories that are damaged, foreign, newer or not to be written.
Each refusal is one sentence that names what is wrong, a code that is not 0, and nothing is touched.
The counts are printed."""
import concurrent.futures
import hashlib
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import unittest

from tests.support.arena import COMPLAINT, Arena, Part, binary
from tests.support.ports import free_port

BOUND_S = 30
WRONG_SETTING, CANNOT_START = 2, 1
ROW = re.compile(r"^  --([a-z-]+) +.* \(([^()]*)\)$")
NOT_NUMBERS = ["", "x", "1.5", "+5", "0x10", "1e3", "5 5", "99999999999999999999", "\u0663", "-1", "--", "5;", "NaN"]
HOSTS = ["a b", "ä", "a/b", "x" * 256, "a\tb", "host;rm", "\x7f"]
LISTS = [",a", "a,", "a,,b", "a b", 'a"b', "<a>", "x" * 1024]
# By the words that --help has for what it takes: (refused, taken).
TEXTS = {
    "a directory": (["x" * 512, "a\x01b", b"\xff\xfe"], ["elsewhere"]),
    "a file": (["x" * 512, "a\x01b", b"\xff\xfe"], ["elsewhere"]),
    "one to four levels of a-z, 0-9 and -": (["", "/a", "a/", "a//b", "A", "a/b/c/d/e", "x" * 64, "a b", "+", "#", "ä"],
                                             ["a", "a/b/c/d"]),
    "error, warn, info or debug": (["", "INFO", "verbose", "info,debug", "0"], ["error", "debug"]),
    "a host name or an address": (HOSTS, ["::1", "arena.example"]),
    "a list without blanks, separated by commas": (LISTS, ["a,b"]),
    "a ws:// or wss:// address": (["http://x", "x", "ws:/x", "ws://a b", "WS://x", "ws://" + "x" * 300], ["ws://x:1", "wss://x/y"]),
}
MAY_BE_EMPTY = {"web-root", "map", "allowed-hosts", "allowed-origins", "ws-url", "public-mqtt-host"}


def run(arguments, environment=None, bound=BOUND_S):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ARENA_")}
    clean.update({"ASAN_OPTIONS": "detect_leaks=0", **(environment or {})})
    return subprocess.run([binary("arena-bridge"), *arguments], env=clean, capture_output=True, timeout=bound,
                          stdin=subprocess.DEVNULL, check=False)


def settings():
    """(flag, range in words) of every setting, from --help itself."""
    found = [ROW.match(line) for line in run(["--help"]).stdout.decode().splitlines()]
    return [(row[1], row[2].split(";")[0].strip()) for row in found if row]


class OneSentence(unittest.TestCase):
    def assert_refused(self, done, code, note, *words):
        """One sentence; what was done before may be told, too."""
        text = done.stderr.decode("utf-8", "replace")
        self.assertEqual(done.returncode, code, f"{note}: {text}")
        self.assertIsNone(COMPLAINT.search(text), text)
        text = "".join(line for line in text.splitlines(True) if not line.startswith("INFO"))
        self.assertEqual(text.count("\n"), 1, f"{note} is one sentence: {text}")
        for word in words:
            self.assertIn(word, text, note)


class Settings(OneSentence):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.settings = settings()
        assert len(cls.settings) > 25, "the rows of --help are not understood"

    @classmethod
    def tearDownClass(cls):
        cls.directory.cleanup()

    def values(self, flag, words):
        """(refused, taken, what the sentence says of the range)."""
        numbers = re.fullmatch(r"(\d+) to (\d+)", words)
        if numbers:
            low, high = map(int, numbers.groups())
            return NOT_NUMBERS + [str(low - 1), str(high + 1)], [str(low), str(high)], f"from {low} to {high}"
        refused, taken = TEXTS[words]
        if words in ("a directory", "a host name or an address") and flag not in MAY_BE_EMPTY:
            refused = [*refused, ""]
        return refused, taken + ([""] if flag in MAY_BE_EMPTY else []), words

    def write(self, name, content):
        path = os.path.join(self.directory.name, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def ways(self, number, flag, value):
        """How that value may come: (name, arguments, environment)."""
        key = flag.replace("-", "_")
        raw = value if isinstance(value, bytes) else value.encode()
        yield "flag", [b"--check", b"--" + flag.encode() + b"=" + raw], {}
        yield "two arguments", [b"--check", b"--" + flag.encode(), raw], {}
        if raw:  # an empty variable is none
            yield "environment", [b"--check"], {f"ARENA_{key.upper()}".encode(): raw}
        if raw.strip() == raw and not raw.startswith(b"#"):
            path = self.write(f"{number}.conf", f"# a file\n{key} = ".encode() + raw + b"\n")
            yield "file", ["--check", f"--config={path}"], {}

    def test_every_setting_with_every_wrong_value_from_every_source_is_refused(self):
        def attempts():
            number = 0
            for flag, words in self.settings:
                refused, _taken, says = self.values(flag, words)
                for value in refused:
                    for way, arguments, environment in self.ways(number := number + 1, flag, value):
                        yield flag, value, way, arguments, environment, says

        def attempt(row):
            flag, value, way, arguments, environment, says = row
            return row, run(arguments, environment), f"{flag} = {value!r} by {way} ({says})"
        count = 0
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for row, done, note in pool.map(attempt, attempts()):
                count += 1
                self.assert_refused(done, WRONG_SETTING, note, row[0].replace("-", "_"), "must be", row[5])
        print(f"{count} wrong settings were refused")

    def test_every_setting_takes_its_limits_from_every_source(self):
        number = 10_000
        for flag, words in self.settings:
            _refused, taken, _says = self.values(flag, words)
            for value in taken:
                for way, arguments, environment in self.ways(number := number + 1, flag, value):
                    done = run(arguments, environment)
                    self.assertEqual(done.returncode, 0, f"{flag}={value} by {way}: {done.stderr}")
                    shown = dict(line.split("=", 1) for line in done.stdout.decode().splitlines() if "=" in line)
                    shown = {name.strip(): text.strip() for name, text in shown.items()}
                    self.assertEqual(shown[flag.replace("-", "_")], value, way)

    def test_what_is_no_setting_is_refused(self):
        for arguments in (["--nonsense", "1"], ["--nonsense=1"], ["--http_port=1"], ["-p", "1"], ["1"], ["--"], ["--="],
                          ["--HTTP-PORT=1"], ["--check=yes"], ["--help=1"], ["--config"], ["--config", "x" * 600],
                          ["--config=/nowhere/arena.conf"], ["--config=/"], ["--" + "x" * 300 + "=1"]):
            self.assert_refused(run(["--check", *arguments]), WRONG_SETTING, arguments)
        for flag, _words in self.settings:
            self.assert_refused(run(["--check", f"--{flag}"]), WRONG_SETTING, flag, flag, "missing")

    def test_malformed_files_are_refused_with_their_line(self):
        rows = {"nonsense = 1\n": ":1:", "\n\nhttp_port\n": ":3:", "http_port = 1\nhttp_port = 2\n": ":2:",
                "HTTP_PORT = 1\n": ":1:", "[bridge]\nhttp_port = 1\n": ":1:", "= 5\n": ":1:", "http_port = 5 6\n": ":1:",
                "http_port: 5\n": ":1:", "a" * 3000 + "\n": ":1:", "\0\n": ":1:", "http_port = 1\0\n": ":1:",
                "http_port = \"8090\"\n": ":1:", "\ufeffhttp_port = 1\n": ":1:", "# x\n" * 20_000: "64 KiB",
                "\x1b[2Jx = 1\n": ":1:", "{\"http_port\": 1}\n": ":1:"}
        for i, (text, where) in enumerate(rows.items()):
            path = self.write(f"malformed-{i}.conf", text.encode())
            done = run(["--check", f"--config={path}"])
            self.assert_refused(done, WRONG_SETTING, repr(text[:40]), where)
            self.assertNotIn(b"\x1b", done.stderr)

    def test_a_variable_that_no_setting_has_is_said_but_is_no_fault(self):
        done = run(["--check"], {"ARENA_HTPP_PORT": "1"})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b"ARENA_HTPP_PORT", done.stderr)


class Databases(OneSentence):
    """A state directory that a bridge has used, spoiled in one place."""

    FILES = ("bridge.db", "history.db")

    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.good = os.path.join(cls.directory.name, "good")
        with Arena(robots=1) as arena, arena.join() as ann:
            ann.claim("scout1")
            ann.ask("stop", robot="scout1", stop="kept-stop")
            arena.ctl("revoke", "player/eve")
            arena.bridge.stop()
            os.mkdir(cls.good)
            for name in (*cls.FILES, "keys", "public-keys"):
                copy = shutil.copytree if os.path.isdir(f"{arena.state}/{name}") else shutil.copy
                copy(f"{arena.state}/{name}", f"{cls.good}/{name}")
            arena.bridge.start()
        cls.count = 0

    @classmethod
    def tearDownClass(cls):
        print(f"{cls.count} spoiled states were refused")
        cls.directory.cleanup()

    @staticmethod
    def arguments(state):
        return [f"--state={state}", "--http-port=0", "--internal-port=0", f"--mqtt-port={free_port()}"]

    def copy(self):
        type(self).count += 1
        path = os.path.join(self.directory.name, f"copy-{self.count}")
        shutil.copytree(self.good, path)
        return path

    @staticmethod
    def digest(state):
        """Of every file, but for what only a running bridge has."""
        found = {}
        for directory, _names, files in os.walk(state):
            for name in files:
                if not name.endswith((".lock", "-wal", "-shm")):
                    with open(os.path.join(directory, name), "rb") as file:
                        found[name] = hashlib.sha256(file.read()).hexdigest()
        return found

    def refuse(self, state, *words):
        before = self.digest(state)
        try:
            done = run(self.arguments(state), bound=5)
        except subprocess.TimeoutExpired:
            self.fail(f"it runs although {words}")
        self.assert_refused(done, CANNOT_START, words, *words)
        self.assertEqual(self.digest(state), before, "it was touched")

    def each(self, spoil, *words):
        for name in self.FILES:
            with self.subTest(name=name, words=words):
                state = self.copy()
                spoil(os.path.join(state, name))
                self.refuse(state, name, *words)

    @staticmethod
    def sql(*statements):
        def spoil(path):
            db = sqlite3.connect(path)
            for statement in statements:
                db.execute(statement)
            db.commit()
            db.close()
        return spoil

    @staticmethod
    def bytes(change):
        def spoil(path):
            with open(path, "rb") as file:
                content = file.read()
            with open(path, "wb") as file:
                file.write(change(bytearray(content)))
        return spoil

    def test_the_good_one_is_taken_and_keeps_what_it_has(self):
        state = self.copy()
        part = Part("bridge", [binary("arena-bridge"), *self.arguments(state)], f"{state}.log",
                    lambda: "running" in part.log())
        part.start()
        self.assertEqual(part.stop(), 0)
        with sqlite3.connect(os.path.join(state, "bridge.db")) as db:
            self.assertEqual(db.execute("SELECT n FROM lease").fetchall(), [(1,)])
        db.close()

    def test_a_newer_version(self):
        self.each(self.sql("PRAGMA user_version = 99"), "newer version")
        self.each(self.sql("PRAGMA user_version = 2147483647"), "newer version")

    def test_somebody_elses_database(self):
        self.each(self.sql("PRAGMA application_id = 1234"), "no database of ours")
        self.each(self.sql("PRAGMA application_id = 0"), "no database of ours")

    def test_no_database_at_all(self):
        dice = random.Random(1)
        for change in (lambda content: b"hello\n" * 500, lambda content: dice.randbytes(8192),
                       lambda content: dice.randbytes(16) + content[16:], lambda content: content[1:]):
            self.each(self.bytes(change), "damaged or no database of ours")

    def test_a_truncated_database(self):
        for change in (lambda content: content[:1], lambda content: content[:100], lambda content: content[:4096],
                       lambda content: content[:len(content) // 2 // 4096 * 4096]):
            self.each(self.bytes(change), "damaged")

    def test_a_damaged_page(self):
        dice = random.Random(2)
        for at in (100, 4096, 3 * 4096):
            for change in (lambda content, at=at: content[:at] + dice.randbytes(512) + content[at + 512:],
                           lambda content, at=at: content[:at] + b"\0" * 512 + content[at + 512:]):
                if at == 100:
                    self.each(self.bytes(change), "damaged")
                    continue
                state = self.copy()  # what only the history holds decides nothing
                self.bytes(change)(os.path.join(state, "bridge.db"))
                self.refuse(state, "bridge.db", "damaged")

    def test_tables_that_are_missing_or_others(self):
        for table in ("robot", "lease", "invite", "enrolment", "revocation", "ask", "audit"):
            state = self.copy()
            self.sql(f"DROP TABLE {table}")(os.path.join(state, "bridge.db"))
            self.refuse(state, "bridge.db")
            state = self.copy()
            column = {"robot": "name", "lease": "rev", "invite": "used", "enrolment": "uses", "revocation": "before",
                      "ask": "rc", "audit": "why"}[table]
            self.sql(f"ALTER TABLE {table} RENAME COLUMN {column} TO other")(os.path.join(state, "bridge.db"))
            self.refuse(state, "bridge.db")
        for table in ("raw", "minute", "hour"):
            state = self.copy()
            self.sql(f"DROP TABLE {table}")(os.path.join(state, "history.db"))
            self.refuse(state, "history.db")

    def test_rows_that_say_what_cannot_be(self):
        rows = [("lease", column, value) for column, value in (
            ("n", -1), ("n", 2**31), ("n", 2**40), ("n", "'seven'"), ("rev", -1), ("rev", "x'00'"), ("driver", "'king/x'"),
            ("driver", "'player/'"), ("driver", "'" + "x" * 500 + "'"), ("session", "'a b'"), ("why", "'grue'"),
            ("stops", "'x'"), ("stops", "'a b c'"), ("cleared", "'" + "a " * 100 + "'"), ("queue", "'king/x'"),
            ("queue", "'" + "player/a " * 300 + "'"))]
        rows += [("robot", column, value) for column, value in (
            ("id", "'A'"), ("id", "''"), ("id", "'" + "x" * 40 + "'"), ("name", "'" + "x" * 500 + "'"), ("status_ms", -1),
            ("max_message", 2**40), ("cameras", "'a b c d e f g h i j'"))]
        rows += [("invite", column, value) for column, value in (
            ("code", "'" + "x" * 99 + "'"), ("kind", "'king'"), ("uses", -1), ("used", -5))]
        for table, column, value in rows:
            with self.subTest(table=table, column=column, value=value):
                state = self.copy()
                self.sql(f"UPDATE {table} SET {column} = {value}")(os.path.join(state, "bridge.db"))
                self.refuse(state, "bridge.db")

    def test_a_directory_in_its_place(self):
        def replace(path):
            os.unlink(path)
            os.mkdir(path)
        self.each(replace, "cannot be opened")

    def test_places_where_nothing_can_be_written(self):
        for place in ("/proc/arena", "/dev/null/arena", "/nowhere/at/all", os.path.join(self.good, "bridge.db"), "/sys/arena"):
            type(self).count += 1
            done = run(self.arguments(place))
            self.assert_refused(done, CANNOT_START, place, place)
        state = self.copy()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "none", state], check=False, capture_output=True)
        if os.path.ismount(state):
            try:
                self.assert_refused(run(self.arguments(state)), CANNOT_START, "read-only", state)
            finally:
                subprocess.run(["umount", state], check=True)

    def test_keys_that_are_none(self):
        for secrecy in ("keys", "public-keys"):
            for content in (b"", b"hello\n", b"-----BEGIN PRIVATE " + b"KEY-----\nAAAA\n-----END PRIVATE " + b"KEY-----\n",
                            b"\xff" * 5000, b"-----BEGIN PUBLIC KEY-----\n" * 500):
                with self.subTest(secrecy=secrecy, content=content[:20]):
                    state = self.copy()
                    name = next(name for name in os.listdir(f"{state}/{secrecy}") if name.endswith(".pem"))
                    path = os.path.join(state, secrecy, name)
                    with open(path, "wb") as file:
                        file.write(content)
                    self.refuse(state, path)
        state = self.copy()
        path = next(os.path.join(state, "keys", name) for name in os.listdir(f"{state}/keys") if name.endswith(".pem"))
        os.chmod(path, 0o644)
        self.refuse(state, path, "chmod 600")

    def test_one_that_another_bridge_has(self):
        state = self.copy()
        first = Part("bridge", [binary("arena-bridge"), *self.arguments(state)], f"{state}.log",
                     lambda: "running" in first.log())
        first.start()
        done = run(self.arguments(state))
        self.assert_refused(done, CANNOT_START, "a second one", "another bridge")
        self.assertEqual(first._end(signal.SIGTERM), 0)


if __name__ == "__main__":
    unittest.main()

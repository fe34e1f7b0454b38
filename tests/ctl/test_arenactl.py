#!/usr/bin/python3
"""arenactl as people run it, as far as it needs no broker: help, usage, keys, tokens, audit, exit codes.

    test_arenactl.py BINARY
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import jwt

from tests.support.ports import free_port

BINARY = sys.argv.pop(1)
NOW = 1750000000000


class Arenactl(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.state = os.path.join(self.directory.name, "state")

    def tearDown(self):
        self.directory.cleanup()

    def run_it(self, *words, env=None, code=0, state=True):
        line = [BINARY, *(["--state", self.state] if state else []), *words]
        clean = {"PATH": os.environ["PATH"], **(env or {})}
        clean.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        done = subprocess.run(line, capture_output=True, text=True, env=clean, timeout=30)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def test_help_names_every_command_and_each_has_its_own(self):
        text = self.run_it("--help", state=False).stdout
        commands = re.findall(r"^  ([a-z]+) ", text.split("\nOptions")[0], re.M)
        self.assertEqual(set(commands), {"robots", "leases", "watch", "export", "audit", "drive", "stop", "clear", "release",
                                         "service", "invite", "enrol", "codes", "withdraw", "revoke", "deregister", "keys", "token", "match"})
        for command in commands:
            own = self.run_it(command, "--help", state=False).stdout
            self.assertTrue(own.startswith(f"usage: arenactl {command}"), own)
        matches = re.findall(r"^  (match [a-z]+) ", text, re.M)
        self.assertEqual(len(matches), 19)
        group = self.run_it("match", "--help", state=False).stdout
        for command in matches:
            own = self.run_it(*command.split(), "--help", state=False).stdout
            self.assertTrue(own.startswith(f"usage: arenactl {command}"), own)
            self.assertIn(f"  {command} ", group)
        self.assertIn("Exit codes", text)
        self.assertLessEqual(max(len(line) for line in text.splitlines()), 110)

    def test_wrong_use_is_told_on_stderr_with_code_2(self):
        for words in ((), ("fly",), ("token",), ("token", "a", "b"), ("robots", "x"), ("robots", "--uses", "2"), ("robots", "--nope"),
                      ("token", "scout1"), ("token", "emperor/x"), ("release", "Scout"), ("service", "scout1"),
                      ("service", "scout1", "sideways"), ("clear", "scout1", "not a tag"), ("clear", "scout1", *"abcdef"),
                      ("keys", "--ttl", "5m"), ("export", "../x"), ("revoke", "x"), ("drive",), ("watch", "a", "b"), ("stop",),
                      ("match",), ("match", "fly"), ("match", "--uses", "2"), ("fly", "--help"), ("match", "show"), ("match", "show", "M-1"),
                      ("match", "list", "--only", "none"), ("match", "create"), ("match", "create", ""), ("match", "create", "x" * 65),
                      ("match", "create", "x", "--teams", "a,,b"), ("match", "create", "x", "--teams", "a,b,c,d,e"),
                      ("match", "create", "x", "--teams", "a" * 32), ("match", "create", "x", "--seats", "11"),
                      ("match", "create", "x", "--robots", "5"), ("match", "create", "x", "--rule", "damage"),
                      ("match", "create", "x", "--rule", "damage=1001"), ("match", "create", "x", "--rule", "dance=1"),
                      ("match", "create", "x", "--rule", "damage=-1"), ("match", "join", "m-1", "--team", "4"),
                      ("match", "assign", "m-1", "64", "scout1"), ("match", "assign", "m-1", "0", "Scout"),
                      ("match", "overturn", "m-1", "x"), ("match", "penalty", "m-1", "scout1", "101"),
                      ("match", "penalty", "m-1", "scout1", "50", "--for", "2h"), ("match", "bypass", "m-1", "lazy", "player/ann"),
                      ("match", "bypass", "m-1", "not_ready", "x" * 42), ("match", "export", "m-1", "-o"), ("robots", "-o", "x"),
                      ("stop", "scout1", "--match", "m-1"), ("stop", "--match", "M"), ("clear",), ("clear", "--match", "m-1", "a b")):
            done = self.run_it(*words, code=2)
            self.assertEqual(done.stdout, "", words)
            self.assertRegex(done.stderr, r"\Aarenactl: .+\n\Z")

    def test_keys_are_made_once_and_added_when_asked(self):
        first = json.loads(self.run_it("--json", "keys").stdout)
        again = json.loads(self.run_it("--json", "keys").stdout)
        self.assertEqual(first, again)
        self.assertEqual([key["signs"] for key in first["keys"]], [True])
        more = json.loads(self.run_it("--json", "keys", "--new").stdout)
        self.assertEqual([key["signs"] for key in more["keys"]], [False, True])
        private = pathlib.Path(self.state, "keys", more["keys"][1]["kid"] + ".pem")
        self.assertEqual(private.stat().st_mode & 0o777, 0o600)
        self.assertIn("KEY", self.run_it("keys").stdout)

    def test_a_token_is_printed_alone_and_is_what_was_asked_for(self):
        kid = json.loads(self.run_it("--json", "keys").stdout)["keys"][0]["kid"]
        public = pathlib.Path(self.state, "public-keys", kid + ".pem").read_text()
        token = self.run_it("token", "robot/scout1", "--ttl", "5m").stdout
        self.assertRegex(token, r"\A[\w.-]+\n\Z")
        self.assertEqual(jwt.get_unverified_header(token.strip())["kid"], kid)
        claims = jwt.decode(token.strip(), public, algorithms=["ES256"], audience="mqtt")
        self.assertEqual(claims["sub"], "robot/scout1")
        self.assertEqual(claims["iss"], "arena/v1")
        self.assertEqual(claims["aud"], ["mqtt", "http"])
        self.assertEqual(claims["exp"] - claims["iat"], 300)
        answer = json.loads(self.run_it("token", "media/janus", "--aud", "mqtt", "--root", "x/y", "--json").stdout)
        self.assertTrue(answer["ok"])
        claims = jwt.decode(answer["token"], public, algorithms=["ES256"], audience="mqtt")
        self.assertEqual((claims["aud"], claims["iss"]), (["mqtt"], "x/y"))
        self.assertEqual(answer["expires"], claims["exp"] * 1000)
        self.assertEqual(claims["exp"] - claims["iat"], 12 * 3600)

    def test_without_keys_there_is_no_token_and_the_reason_is_said(self):
        done = self.run_it("token", "robot/scout1", code=1)
        self.assertRegex(done.stderr, r"\Aarenactl: unavailable: there is no key")
        answer = json.loads(self.run_it("--json", "token", "robot/scout1", code=1).stdout)
        self.assertEqual((answer["ok"], answer["error"]["code"]), (False, "unavailable"))
        done = self.run_it("robots", code=1)
        self.assertRegex(done.stderr, r"\Aarenactl: unauthorized: .*holds no key")

    def test_a_private_key_for_all_to_read_is_refused(self):
        kid = json.loads(self.run_it("--json", "keys").stdout)["keys"][0]["kid"]
        pathlib.Path(self.state, "keys", kid + ".pem").chmod(0o644)
        self.assertIn("chmod 600", self.run_it("token", "robot/a", code=1).stderr)

    def test_a_broker_that_is_not_there_is_named_with_code_3(self):
        self.run_it("keys")
        port = str(free_port())
        done = self.run_it("--mqtt-port", port, "robots", code=3)
        self.assertIn(f"127.0.0.1:{port}", done.stderr)
        answer = json.loads(self.run_it("--mqtt-port", port, "--json", "leases", code=3).stdout)
        self.assertEqual(answer["error"]["code"], "not_connected")
        done = self.run_it("export", "scout1", "--api", f"http://127.0.0.1:{port}", code=3)
        self.assertIn(f"http://127.0.0.1:{port}", done.stderr)

    def test_a_token_from_outside_is_taken_from_the_environment(self):
        done = self.run_it("robots", env={"ARENA_TOKEN": "nonsense"}, code=1)
        self.assertIn("ARENA_TOKEN is no token", done.stderr)
        done = self.run_it("robots", env={"ARENA_TOKEN": "x" * 2000}, code=2)
        self.assertIn("ARENA_TOKEN", done.stderr)

    def fill_audit(self):
        os.makedirs(self.state)
        dump = pathlib.Path("tests/store/old/bridge-3.sql").read_text()
        import sqlite3
        with sqlite3.connect(os.path.join(self.state, "bridge.db")) as base:
            base.executescript(dump)
            base.execute("INSERT INTO audit (at, kind, robot, who, n, why, tag) VALUES (?, 'claimed', 'scout1', 'player/ann', 7, '', '')",
                         (NOW + 1000,))
        base.close()

    def test_the_audit_is_read_from_the_state_directory(self):
        self.fill_audit()
        entries = json.loads(self.run_it("--json", "audit").stdout)["audit"]
        self.assertEqual(len(entries), 2)
        self.assertEqual(entries[1], {"at": NOW + 1000, "kind": "claimed", "robot": "scout1", "who": "player/ann", "n": 7, "why": None,
                                      "tag": None})
        entries = json.loads(self.run_it("--json", "audit", "--robot", "scout1", "--from", str(NOW)).stdout)["audit"]
        self.assertEqual(len(entries), 1)
        self.assertEqual(json.loads(self.run_it("--json", "audit", "--who", "player/bob").stdout)["audit"], [])
        lines = self.run_it("audit").stdout.splitlines()
        self.assertTrue(lines[0].startswith("WHEN (UTC)"))
        self.assertIn("2025-06-15 15:06:41  claimed  scout1", re.sub(r" {2,}", "  ", lines[2]))

    def test_an_audit_that_is_not_there_is_named(self):
        self.assertIn("bridge.db", self.run_it("audit", code=1).stderr)

    def test_values_of_the_environment_are_checked_too(self):
        done = self.run_it("robots", env={"ARENA_MQTT_PORT": "x"}, code=2)
        self.assertIn("ARENA_MQTT_PORT x: must be a number from 1 to 65535", done.stderr)

    def test_version(self):
        self.assertRegex(self.run_it("--version").stdout, r"\Aarenactl \d+\.\d+\.\d+\n\Z")


if __name__ == "__main__":
    unittest.main()

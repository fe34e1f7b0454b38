"""arenactl and matches against a whole arena: making one, seats, everything a referee does, its log live, its
record; refusals by name and exit code. Robots are on strings (tests/support/puppet.py)."""
import json
import os
import pty
import select
import signal
import subprocess
import time
import unittest

from tests.support.arena import binary, http, wait_until
from tests.system import test_match

DONE, REFUSED, USAGE, NO_CONNECTION = range(4)
BOUND_S = 30
RULES = [f"--rule={name}={value}" for name, value in test_match.QUICK.items()]


class ArenactlMatch(test_match.MatchTest):
    ROBOTS = 3
    PEOPLE = ("Ann", "Bob")

    def command(self, *words):
        arena = self.arena
        return [binary("arenactl"), "--state", arena.state, "--mqtt-port", str(arena.broker.mqtt_port), "--api", arena.api, *words]

    def run_it(self, *words, code=DONE, **environment):
        done = subprocess.run(self.command(*words), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=BOUND_S,
                              env={**os.environ, **environment}, check=False)
        self.assertEqual(done.returncode, code, f"{words}: {done.stdout}{done.stderr}")
        return done

    def json_of(self, *words, **options):
        return json.loads(self.run_it("--json", *words, **options).stdout.splitlines()[-1])

    def match_of(self, *words):
        answer = self.json_of("match", *words)
        self.assertIs(answer["ok"], True)
        return answer["match"]

    def error_of(self, *words, **options):
        answer = self.json_of("match", *words, code=REFUSED, **options)
        self.assertTrue(answer["error"]["message"])
        return answer["error"]["code"]

    def begun(self, *more):
        """Ann and Bob in a match that arenactl made, which runs."""
        match = self.match_of("create", "Friday night", "--teams", "red ones,blue", "--seats", "1", *RULES, *more)
        ann, bob = self.people()
        self.run_it("match", "join", match, "--who", ann.principal, "--team", "0")
        bob.ask("match.join", match=match, team=1)
        for person in (ann, bob):
            person.ask("match.ready", match=match, ready=True)
            person.hold()
        for person in (ann, bob):
            person.wait_state(match, "running")
        return match, ann, bob

    def shown(self, match):
        return self.json_of("match", "show", match)["match"]

    # --- making and looking ---------------------------------------------------------------------

    def test_a_match_is_made_by_its_rules_and_shown(self):
        self.assertEqual(self.run_it("match", "list").stdout, "no matches: arenactl match create makes one\n")
        match = self.match_of("create", "Friday night", "--teams", "red ones,blue", "--seats", "2", "--robots", "1",
                              "--rule", "damage=25", "--rule", "bots=0")
        document = self.shown(match)
        self.assertEqual([(team["name"], len(team["seats"])) for team in document["teams"]], [("red ones", 2), ("blue", 2)])
        self.assertEqual((document["rules"]["damage"], document["rules"]["bots"], document["rules"]["lives"]), (25, 0, 0))
        row = self.json_of("match", "list")["matches"][0]
        self.assertEqual((row["id"], row["name"], row["state"], row["score"], row["winner"], row["players"]),
                         (match, "Friday night", "lobby", "red ones 0, blue 0", None, 0))
        self.assertTrue(row["host"].startswith("operator/ctl-"))
        self.assertAlmostEqual(row["created"] / 1000, time.time(), delta=30)
        text = self.run_it("match", "show", match).stdout
        for words in ("Friday night", "lobby", "3:00.0", "red ones 0, blue 0", "empty_seat: red ones"):
            self.assertIn(words, text)
        self.assertEqual(len(self.json_of("match", "rules")["rules"]), 21)
        self.assertIn("duration_ms", self.run_it("match", "rules").stdout)

    def test_refusals_have_their_names(self):
        match = self.match_of("create", "One", "--seats", "1", "--rule", "bots=0")
        for words, code in ((("show", "m-none"), "unknown_match"), (("export", "m-none"), "unknown_match"),
                            (("start", "m-none"), "unknown_match"), (("pause", match), "wrong_state"),
                            (("join", match, "--who", "player/nobody"), None), (("overturn", match, "999"), None),
                            (("swap", match, "p9"), None), (("again", match), "wrong_state")):
            found = self.error_of(*words)
            self.assertTrue(code is None or found == code, (words, found))
        answer = self.json_of("match", "start", match, code=REFUSED)
        self.assertIn("free seat", answer["error"]["message"])
        watcher = self.person("Walt", "watcher")
        self.assertEqual(self.error_of("abort", match, ARENA_TOKEN=watcher.token), "not_allowed")
        self.assertEqual(self.shown(match)["state"], "lobby")

    # --- what a referee does --------------------------------------------------------------------

    def test_everything_that_a_referee_does(self):
        match, ann, bob = self.begun()
        self.shoot(match, ann, bob)
        hit = ann.wait_entry(match, "hit")
        self.assertEqual(self.shown(match)["teams"][0]["score"], 1)
        self.run_it("match", "overturn", match, str(hit["seq"]))
        self.assertEqual(self.shown(match)["teams"][0]["score"], 0)
        robot = self.robot_of(match, bob)
        self.run_it("match", "penalty", match, robot, "40", "--for", "30s")
        self.assertEqual(ann.wait_entry(match, "penalty")["value"], 40)
        self.run_it("match", "pause", match)
        self.assertEqual(self.shown(match)["state"], "paused")
        self.assertTrue(bob.wait(lambda: not bob.may_drive(), BOUND_S))
        self.run_it("match", "resume", match)
        self.assertTrue(bob.wait(bob.may_drive, BOUND_S))
        self.run_it("match", "swap", match, robot)
        self.assertTrue(bob.wait(lambda: robot not in bob.may_drive() and bob.may_drive(), BOUND_S))
        done = self.json_of("stop", "--match", match, "--team", "1")
        self.assertEqual((done["match"], done["done"]), (match, "stopped"))
        spare = self.robot_of(match, bob)
        wait_until(lambda: self.robots[spare].stops, BOUND_S, "bob's robot is stopped")
        self.assertFalse(self.robots[self.robot_of(match, ann)].stops)
        self.run_it("clear", "--match", match)
        wait_until(lambda: not self.robots[spare].stops, BOUND_S, "it is cleared")
        self.run_it("match", "abort", match)
        ann.wait_state(match, "aborted")
        again = self.match_of("again", match)
        self.assertEqual(self.shown(match)["next"], again)
        self.assertEqual(self.shown(again)["name"], "Friday night")
        rows = self.json_of("match", "list", "--only", "over")["matches"]
        self.assertEqual([row["id"] for row in rows], [match])
        self.assertEqual(len(self.json_of("match", "list", "--limit", "1")["matches"]), 1)

    def test_seats_robots_and_conditions_before_it_begins(self):
        match = self.match_of("create", "Slow", "--seats", "1", "--rule", "bots=0", "--rule", "auto_start=0", "--rule", "countdown_ms=500")
        ann, bob = self.people()
        self.run_it("match", "join", match, "--who", ann.principal, "--team", "1")
        self.run_it("match", "join", match, "--who", bob.principal)
        self.run_it("match", "assign", match, "0", "-")
        self.run_it("match", "assign", match, "0", "p3")
        self.assertEqual(self.shown(match)["teams"][0]["seats"][0]["units"][0]["robot"], "p3")
        waiting = self.json_of("match", "join", match, "--wait", ARENA_TOKEN=self.person("Cleo").token)
        self.assertEqual((waiting["place"], waiting["done"]), (1, "waits for a seat"))
        ann.break_off()  # one connection of a principal at a time
        self.run_it("match", "ready", match, ARENA_TOKEN=ann.token)
        self.run_it("match", "ready", match, "--not", ARENA_TOKEN=ann.token)
        self.run_it("match", "ready", match, ARENA_TOKEN=ann.token)
        ann.connect()
        self.assertEqual(self.error_of("start", match), "wrong_state")
        self.run_it("match", "bypass", match, "not_ready", bob.principal)
        for person in (ann, bob):
            person.hold()
        ann.wait_state(match, "ready")
        self.run_it("match", "start", match)
        ann.wait_state(match, "running")
        self.run_it("match", "leave", match, "--who", bob.principal)
        ann.wait_entry(match, "left")

    def test_what_is_counted_can_be_read(self):
        match, ann, bob = self.begun()
        self.robots[self.robot_of(match, bob)].say("event", {"id": 1, "kind": "hit"})  # by nobody
        self.shoot(match, ann, bob)
        ann.wait_entry(match, "hit")
        _status, text = http("GET", f"{self.arena.internal}/metrics")
        for line in ('arena_matches{state="running"} 1', 'arena_matches{state="lobby"} 0',
                     'arena_match_events_ignored_total{reason="no_shooter"} 1',
                     'arena_match_events_ignored_total{reason="future"} 0', 'arena_match_spares_total 0'):
            self.assertIn(f"\n{line}\n".encode(), text)
        self.assertRegex(text, rb"\narena_match_inputs_total [1-9]\d*\n")

    # --- its log, live and afterwards -----------------------------------------------------------

    def watch(self, *words):
        return subprocess.Popen(self.command(*words), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def test_the_log_is_watched_and_the_record_holds_what_was_watched(self):
        match, ann, bob = self.begun("--rule", "score_limit=1")
        with self.watch("--json", "match", "watch", match) as watching:
            first = json.loads(watching.stdout.readline())
            self.assertIn(first["what"], ("match", "live"))
            self.running(ann, match)
            self.shoot(match, ann, bob)
            seen = [first]
            while not (seen[-1]["what"] == "event" and seen[-1]["said"]["kind"] == "finished"):
                seen.append(json.loads(watching.stdout.readline()))
            watching.send_signal(signal.SIGINT)
            self.assertEqual(watching.wait(BOUND_S), DONE)
        lines = [json.loads(line) for line in self.run_it("match", "export", match).stdout.splitlines()]
        told = [line["said"] for line in lines if line["what"] == "event"]
        self.assertEqual([entry["seq"] for entry in told], list(range(1, len(told) + 1)))
        self.maxDiff = None
        self.assertTrue(ann.wait(lambda: ann.log[match][-1] == told[-1], BOUND_S))
        self.assertEqual(told[ann.log[match][0]["seq"] - 1:], ann.log[match])
        heard = [one["said"] for one in seen if one["what"] == "event"]
        self.assertEqual(told[-len(heard):], heard)
        path = os.path.join(self.arena.state, "record.ndjson")
        saved = self.json_of("match", "export", match, "-o", path)
        self.assertEqual((saved["match"], saved["file"], saved["bytes"]), (match, path, os.path.getsize(path)))
        with open(path, encoding="utf-8") as file:
            self.assertEqual([json.loads(line) for line in file], lines)
        player = {one["player"]: one for one in self.shown(match)["players"]}[ann.principal]
        self.assertEqual((player["shots"], player["hits"]), (1, 1))
        text = self.run_it("match", "show", match).stdout
        self.assertIn("winner: red ones", text)
        self.assertIn(ann.principal, text)
        nowhere = self.run_it("match", "export", match, "--out", "/nowhere/x", code=REFUSED)
        self.assertIn("/nowhere/x", nowhere.stderr)
        gone = os.path.join(self.arena.state, "gone")
        self.run_it("match", "export", "m-none", "-o", gone, code=REFUSED)
        self.assertFalse(os.path.exists(gone))

    def test_the_record_is_one_story_although_the_bridge_was_killed_in_it(self):
        match, ann, bob = self.begun("--rule", "score_limit=3", "--rule", "damage=10")
        for count in range(1, 4):
            self.running(ann, match)
            self.shoot(match, ann, bob)
            ann.wait_entry(match, "hit", count, BOUND_S)
            if count < 3:
                begun = ann.live[match]["at"]  # so that there are frames behind it
                self.assertTrue(ann.wait(lambda at=begun: ann.live[match]["at"] >= at + 2500, BOUND_S))
                self.arena.bridge.kill()
                ann.live.clear()
                self.arena.bridge.start()
        ann.wait_state(match, "finished")
        lines = [json.loads(line) for line in self.run_it("match", "export", match).stdout.splitlines()]
        self.assertEqual([line["at"] for line in lines], sorted(line["at"] for line in lines))
        said = {entry["seq"]: entry for entry in ann.log[match]}  # some twice: after a kill it is said again
        told = {line["said"]["seq"]: line["said"] for line in lines if line["what"] == "event"}
        self.assertEqual(list(told), list(range(1, len(told) + 1)))
        self.assertEqual({seq: told[seq] for seq in said}, said)
        seq = 0
        for line in lines:
            if line["what"] == "event":
                seq = line["said"]["seq"]
            elif line["what"] == "live":
                self.assertEqual(line["said"]["seq"], seq, line)
        self.assertGreater(sum(line["what"] == "live" for line in lines), 10)

    def test_on_a_terminal_one_line_is_written_over(self):
        match, ann, bob = self.begun()
        master, slave = pty.openpty()
        watching = subprocess.Popen(self.command("match", "watch", match), stdout=slave, stderr=slave)
        os.close(slave)
        text = b""
        shot = False
        until = time.monotonic() + BOUND_S
        while b"hit" not in text:
            self.assertLess(time.monotonic(), until, text)
            if select.select([master], [], [], 0.2)[0]:
                text += os.read(master, 65536)
            if text.count(b"\r\x1b[K") > 3 and not shot:
                shot = True
                self.shoot(match, ann, bob)
        watching.send_signal(signal.SIGINT)
        self.assertEqual(watching.wait(BOUND_S), DONE)
        os.close(master)
        self.assertIn(f'{match} "Friday night" is in state running'.encode(), text)
        self.assertIn(b"0 : 0", text)

    def test_a_bridge_that_is_not_there_is_code_3(self):
        match = self.match_of("create", "Lost", "--seats", "1")
        self.arena.bridge.kill()
        for words in (("match", "list"), ("match", "show", match), ("match", "export", match), ("match", "rules")):
            self.run_it(*words, code=NO_CONNECTION)
        self.arena.bridge.start()
        self.assertEqual(self.shown(match)["name"], "Lost")


if __name__ == "__main__":
    unittest.main()

"""arenactl against a whole arena: every command, in words and as JSON, with its exit code; driving by
script and by keys on a real terminal; and what it says when it loses robot, seat or broker."""
import contextlib
import csv
import io
import json
import os
import pty
import re
import select
import signal
import subprocess
import time
import unittest

from tests.support.arena import Arena, binary, wait_until
from tests.support.client import http

DONE, REFUSED, USAGE, NO_CONNECTION = range(4)
BOUND_S = 30


class ArenactlTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        cls.arena = cls.stack.enter_context(Arena(robots=2))

    @classmethod
    def tearDownClass(cls):
        cls.stack.close()

    def setUp(self):
        self.addCleanup(self.calm)

    def calm(self):
        """Every test begins with robots that are free and not stopped."""
        for lease in self.json_of("leases")["leases"]:
            if lease["driver"]:
                self.run_it("release", lease["robot"])
            if lease["stops"]:
                self.run_it("clear", lease["robot"])

    def command(self, *words):
        arena = self.arena
        return [binary("arenactl"), "--state", arena.state, "--mqtt-port", str(arena.broker.mqtt_port), "--api", arena.api, *words]

    def run_it(self, *words, code=DONE, stdin="", **environment):
        done = subprocess.run(self.command(*words), input=stdin, capture_output=True, text=True, timeout=BOUND_S,
                              env={**os.environ, **environment})
        if code is not None:
            self.assertEqual(done.returncode, code, f"{words}: {done.stdout}{done.stderr}")
        return done

    def json_of(self, *words, **options):
        lines = self.run_it("--json", *words, **options).stdout.splitlines()
        return json.loads(lines[-1])

    def error_of(self, *words, **options):
        answer = self.json_of(*words, code=REFUSED, **options)
        self.assertIs(answer["ok"], False)
        self.assertTrue(answer["error"]["message"])
        return answer["error"]["code"]

    def lease(self, robot):
        return {lease["robot"]: lease for lease in self.json_of("leases")["leases"]}.get(robot)

    # --- looking and admitting ------------------------------------------------------------------

    def test_robots_are_listed_for_people_and_programs(self):
        robots = {robot["id"]: robot for robot in self.json_of("robots")["robots"]}
        self.assertEqual(set(robots), {"scout1", "scout2"})
        self.assertEqual((robots["scout1"]["state"], robots["scout1"]["driver"], robots["scout1"]["service"]), ("online", None, True))
        lines = self.run_it("robots").stdout.splitlines()
        self.assertEqual(lines[0].split(), ["ROBOT", "NAME", "KIND", "STATE", "DRIVER", "QUEUE", "SERVICE"])
        self.assertEqual(lines[1].index("online"), lines[0].index("STATE"))

    def test_an_invite_lets_as_many_in_as_it_says(self):
        invite = self.json_of("invite", "--kind", "referee", "--uses", "2", "--ttl", "5m")
        self.assertEqual((invite["kind"], invite["uses"]), ("referee", 2))
        self.assertAlmostEqual(invite["expires"] / 1000, time.time() + 300, delta=5)
        answers = [http("POST", f"{self.arena.api}/api/v1/players", {"name": "Rita", "invite": invite["code"]}) for _ in range(3)]
        self.assertEqual([status < 300 for status, _ in answers], [True, True, False])
        self.assertTrue(answers[0][1]["principal"].startswith("referee/rita-"))
        self.assertEqual(answers[2][1]["code"], "used_up")

    def test_a_robot_leaves_and_comes_back_and_its_place_is_kept(self):
        code = self.json_of("enrol")["code"]
        card = {"id": "rex", "name": "Rex"}
        body = {"id": "rex", "card": card, "enrolment": code}
        for _ in range(2):
            wait_until(lambda: http("POST", f"{self.arena.api}/api/v1/robots", body)[0] < 300, BOUND_S,
                       "rex is registered: what it left behind is emptied first")
            self.assertIn("rex", [robot["id"] for robot in self.json_of("robots")["robots"]])
            self.assertEqual(self.json_of("deregister", "rex")["robot"], "rex")
            self.assertNotIn("rex", [robot["id"] for robot in self.json_of("robots")["robots"]])
        self.assertEqual(http("POST", f"{self.arena.api}/api/v1/robots", {**body, "id": "fido", "card": {**card, "id": "fido"}})[1]["code"],
                         "used_up")

    def test_a_withdrawn_code_lets_nobody_in_any_more(self):
        invite = self.json_of("invite", "--kind", "referee", "--uses", "3")
        enrolment = self.json_of("enrol", "--uses", "2")
        player = {"name": "Rita", "invite": invite["code"]}
        robot = {"id": "rolf", "card": {"id": "rolf"}, "enrolment": enrolment["code"]}
        status, joined = http("POST", f"{self.arena.api}/api/v1/players", player)
        self.assertEqual(status, 201)
        self.assertEqual(http("POST", f"{self.arena.api}/api/v1/robots", robot)[0], 201)
        codes = {row["code"]: row for row in self.json_of("codes")["codes"]}
        self.assertEqual(codes[invite["code"]], {"code": invite["code"], "type": "invite", "kind": "referee", "uses": 3, "left": 2,
                                                 "expires": invite["expires"]})
        self.assertEqual(codes[enrolment["code"]], {"code": enrolment["code"], "type": "enrolment", "kind": None, "uses": 2, "left": 1,
                                                    "expires": enrolment["expires"]})
        for code in (invite["code"], enrolment["code"]):
            self.assertEqual(self.json_of("withdraw", code)["done"], "withdrawn")
            self.assertEqual(self.error_of("withdraw", code), "unknown_code")
            self.assertNotIn(code, [row["code"] for row in self.json_of("codes")["codes"]])
        self.assertEqual(http("POST", f"{self.arena.api}/api/v1/players", player)[1]["code"], "unknown_code")
        self.assertEqual(http("POST", f"{self.arena.api}/api/v1/robots", robot)[1]["code"], "unknown_code")
        token = joined["token"]
        self.assertIn("scout1", [row["id"] for row in self.json_of("robots", ARENA_TOKEN=token)["robots"]])  # who is in stays in
        self.assertEqual(self.error_of("codes", ARENA_TOKEN=token), "not_allowed")
        self.assertEqual(self.error_of("withdraw", "abc", ARENA_TOKEN=token), "not_allowed")
        self.json_of("deregister", "rolf")

    def test_a_robot_whose_access_was_withdrawn_needs_a_later_enrolment_also_after_a_restart(self):
        def register(enrolment):
            body = {"id": "rudi", "card": {"id": "rudi"}, "enrolment": enrolment}
            return http("POST", f"{self.arena.api}/api/v1/robots", body)
        old = self.json_of("enrol", "--uses", "2")["code"]
        self.assertEqual(register(old)[0], 201)
        self.json_of("revoke", "robot/rudi")
        for _ in range(2):
            status, problem = register(old)
            self.assertEqual((status, problem["code"]), (403, "not_allowed"))
            self.assertEqual(problem["detail"], "Its access was withdrawn: ask an operator for a new enrolment.")
            self.arena.bridge.restart(kill=True)
        new = self.json_of("enrol")["code"]
        self.assertEqual(register(new)[0], 201)
        self.assertEqual(register(old)[0], 403)
        self.json_of("deregister", "rudi")

    def test_a_revoked_player_is_out_until_it_has_a_new_token(self):
        ann = self.arena.join("Ann")
        ann.connect()
        before = self.json_of("revoke", ann.principal)["before"]
        self.assertLessEqual(before / 1000, time.time() + 5)
        wait_until(lambda: not ann.connected, BOUND_S, "the revoked player is disconnected")
        ann.close()

    def test_what_is_refused_is_said_with_its_code(self):
        self.assertEqual(self.error_of("release", "nobody"), "unknown_robot")
        self.assertEqual(self.error_of("deregister", "nobody"), "unknown_robot")
        self.assertEqual(self.error_of("clear", "nobody"), "unknown_robot")
        self.assertEqual(self.error_of("drive", "nobody", "--script", "-"), "unknown_robot")
        self.assertEqual(self.error_of("export", "nobody"), "unknown_robot")
        done = self.run_it("release", "nobody", code=REFUSED)
        self.assertRegex(done.stderr, r"\Aarenactl: unknown_robot: There is no such robot.*\n\Z")
        self.assertEqual(done.stdout, "")

    def test_a_players_token_may_do_what_players_may(self):
        status, answer = http("POST", f"{self.arena.api}/api/v1/players", {"name": "Pia", "invite": self.arena.invite()})
        self.assertLess(status, 300)
        token = answer["token"]
        self.assertEqual(self.error_of("invite", ARENA_TOKEN=token), "not_allowed")
        self.assertEqual(self.error_of("service", "scout1", "out", ARENA_TOKEN=token), "not_allowed")
        result = self.json_of("drive", "scout1", "--script", "-", stdin="300 y=0.3\n", ARENA_TOKEN=token)
        self.assertGreater(result["received"], 0)

    # --- driving --------------------------------------------------------------------------------

    def drive(self, script, robot="scout1", **options):
        return self.json_of("drive", robot, "--script", "-", stdin=script, **options)

    def test_a_script_moves_the_robot_and_releases_it(self):
        result = self.drive("# forward, then turn\n600 y=1\n300 x=0.5\n0\n")
        self.assertGreaterEqual(result["received"], 10)
        self.assertEqual(result["lost"], 0)
        forward = [move["axes"]["y"] for move in self.arena.moves("scout1")]
        self.assertGreater(max(forward), 0)
        wait_until(lambda: self.arena.stands("scout1"), BOUND_S, "it stands")
        self.assertIsNone(self.lease("scout1"))

    def test_actions_and_their_acknowledgements_are_printed(self):
        done = self.run_it("--json", "drive", "scout1", "--script", "-", stdin="100 y=0.1\naction jump\naction nonsense\n600\n")
        events = [json.loads(line) for line in done.stdout.splitlines()][:-1]
        states = [(event["action"], event["state"]) for event in events]
        self.assertIn(("jump", "accepted"), states)
        self.assertIn(("jump", "done"), states)
        self.assertTrue(any(state == "rejected" for action, state in states if action == "nonsense"), states)

    def test_a_script_that_is_wrong_ends_with_its_line(self):
        done = self.run_it("drive", "scout1", "--script", "-", stdin="100 y=0.1\n\nfly\n", code=REFUSED)
        self.assertIn("line 3 of the script", done.stderr)
        self.assertIsNone(self.lease("scout1"))
        self.assertIn("No such file", self.run_it("drive", "scout1", "--script", "/nowhere", code=REFUSED).stderr)

    def test_a_stop_in_a_script_holds_until_it_is_cleared(self):
        self.drive("300 y=0.5\nstop\n300\n")
        stops = self.lease("scout1")["stops"]
        self.assertEqual(len(stops), 1)
        self.assertEqual(self.error_of("drive", "scout1", "--script", "-", stdin="300 y=0.5\n"), "wrong_state")
        self.drive("clear\n300 y=0.5\n")
        self.assertIsNone(self.lease("scout1"))

    def test_a_robot_that_is_driven_is_taken_and_can_be_taken_away(self):
        driving = subprocess.Popen(self.command("--json", "drive", "scout1", "--script", "-"), stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        driving.stdin.write("20000 y=0.1\n")
        driving.stdin.flush()
        wait_until(lambda: self.lease("scout1") is not None, BOUND_S, "it drives")
        self.assertEqual(self.error_of("drive", "scout1", "--script", "-"), "robot_taken")
        lease = self.lease("scout1")
        self.assertTrue(lease["driver"].startswith("operator/ctl-") and lease["drive"])
        self.run_it("release", "scout1")
        out, _ = driving.communicate(timeout=BOUND_S / 3) # long before the script's end
        self.assertEqual(driving.returncode, REFUSED)
        self.assertEqual(json.loads(out.splitlines()[-1])["error"]["code"], "not_your_lease")

    def test_an_interrupt_releases_the_robot(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            driving = subprocess.Popen(self.command("drive", "scout1", "--script", "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       text=True)
            driving.stdin.write("20000 y=0.1\n")
            driving.stdin.flush()
            wait_until(lambda: self.lease("scout1") is not None, BOUND_S, "it drives")
            driving.send_signal(number)
            out, _ = driving.communicate(timeout=BOUND_S)
            self.assertEqual(driving.returncode, DONE)
            self.assertIn("received", out)
            self.assertIsNone(self.lease("scout1"))

    def test_keys_drive_on_a_terminal(self):
        leader, follower = pty.openpty()
        driving = subprocess.Popen(self.command("drive", "scout1"), stdin=follower, stdout=follower, stderr=subprocess.PIPE)
        os.close(follower)
        seen = Screen(leader)
        seen.wait_for(r"READY")
        since = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1_000_000
        os.write(leader, b"+++w")
        seen.wait_for(r"y \+0\.80 .*speed 80 %")
        os.write(leader, b"\x1b[D")
        seen.wait_for(r"x -0\.80")
        os.write(leader, b" ")
        seen.wait_for(r"stopped|not ready")
        wait_until(lambda: (self.lease("scout1") or {}).get("stops"), BOUND_S, "the stop is known")
        os.write(leader, b"c")
        seen.wait_for(r"READY")
        os.write(leader, b"q")
        seen.wait_for(r"received +\d+")
        self.assertEqual(driving.wait(BOUND_S), DONE)
        driving.stderr.close()
        os.close(leader)
        moved = [move["axes"] for move in self.arena.moves("scout1") if move["mono"] >= since]
        self.assertGreater(max(axes["y"] for axes in moved), 0)

    def test_keys_need_a_terminal(self):
        self.assertIn("--script", self.run_it("drive", "scout1", code=USAGE).stderr)
        self.assertIsNone(self.lease("scout1"))

    # --- stopping and service -------------------------------------------------------------------

    def test_a_stop_is_said_once_the_robot_shows_it_and_cleared_by_its_id(self):
        answer = self.json_of("stop", "scout1")
        self.assertIs(answer["shown"], True)
        self.assertEqual([stop.split("=")[0] for stop in self.lease("scout1")["stops"]], [answer["stop"]])
        self.run_it("clear", "scout1", answer["stop"])
        wait_until(lambda: self.lease("scout1") is None, BOUND_S, "the stop is gone")

    def test_everything_stops_at_once(self):
        answer = self.json_of("stop", "all")
        self.assertEqual(answer["robot"], "all")
        for robot in ("scout1", "scout2"):
            self.assertTrue(self.lease(robot)["stops"])

    def test_out_of_service_nobody_gets_it(self):
        self.run_it("service", "scout2", "out")
        self.addCleanup(self.run_it, "service", "scout2", "in")
        self.assertIs({r["id"]: r for r in self.json_of("robots")["robots"]}["scout2"]["service"], False)
        self.assertTrue(self.error_of("drive", "scout2", "--script", "-"))
        self.run_it("service", "scout2", "in")
        self.drive("100 y=0.1\n", robot="scout2")

    # --- watching and history -------------------------------------------------------------------

    def test_watch_ends_after_its_count_or_time(self):
        lines = self.run_it("--json", "watch", "scout1", "--count", "2").stdout.splitlines()
        said = [json.loads(line) for line in lines]
        self.assertEqual([one["robot"] for one in said], ["scout1", "scout1"])
        self.assertIn("battery", said[0]["status"])
        lines = self.run_it("watch", "--count", "4").stdout.splitlines()
        self.assertEqual({re.split(r" +", line)[1] for line in lines}, {"scout1", "scout2"})
        begin = time.monotonic()
        self.run_it("watch", "nobody", "--for", "1s")
        self.assertGreaterEqual(time.monotonic() - begin, 1)

    def test_the_history_is_exported_as_csv(self):
        def rows():
            text = self.run_it("export", "scout1", "--from", "-10m", "--points", "50").stdout
            return list(csv.DictReader(io.StringIO(text)))
        wait_until(lambda: any(row["field"] == "battery" for row in rows()), BOUND_S, "telemetry is stored")
        row = rows()[0]
        self.assertRegex(row["time"], r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")
        self.assertLessEqual(float(row["min"]), float(row["mean"]))
        self.assertLessEqual(float(row["mean"]), float(row["max"]))
        answer = self.json_of("export", "scout1", "--points", "5")
        self.assertIn("battery", answer["fields"])

    def test_the_audit_tells_who_drove_and_why_it_ended(self):
        self.drive("100 y=0.1\n")
        entries = [entry for entry in self.json_of("audit", "--robot", "scout1", "--limit", "2")["audit"]]
        self.assertEqual([entry["kind"] for entry in entries], ["claimed", "ended"])
        self.assertEqual(entries[0]["who"], entries[1]["who"])
        self.assertEqual(entries[1]["why"], "released")


class Screen:
    """What a program drew on our terminal since the last thing waited for."""

    def __init__(self, leader):
        self.leader, self.text = leader, ""

    def wait_for(self, pattern):
        deadline = time.monotonic() + BOUND_S
        while time.monotonic() < deadline:
            found = re.search(pattern, self.text)
            if found:
                self.text = self.text[found.end():]
                return
            if select.select([self.leader], [], [], 0.2)[0]:
                with contextlib.suppress(OSError):
                    self.text += os.read(self.leader, 4096).decode(errors="replace")
        raise AssertionError(f"{pattern!r} was not drawn; last: {self.text[-800:]!r}")


class LosingTheArena(unittest.TestCase):
    def test_a_broker_that_dies_is_named_and_so_is_a_bridge_that_is_silent(self):
        with Arena(robots=1) as arena:
            command = [binary("arenactl"), "--state", arena.state, "--mqtt-port", str(arena.broker.mqtt_port), "--json"]
            watching = subprocess.Popen([*command, "watch"], stdout=subprocess.PIPE, text=True)
            watching.stdout.readline()
            arena.bridge.stop()
            done = subprocess.run([*command, "robots"], capture_output=True, text=True, timeout=BOUND_S)
            self.assertIn(done.returncode, (REFUSED, NO_CONNECTION))
            self.assertIn(json.loads(done.stdout)["error"]["code"], ("unavailable", "not_connected"))
            arena.broker.stop()
            out, _ = watching.communicate(timeout=BOUND_S)
            self.assertEqual(watching.returncode, NO_CONNECTION)
            self.assertEqual(json.loads(out.splitlines()[-1])["error"]["code"], "not_connected")
            arena.broker.start()
            arena.bridge.start()


if __name__ == "__main__":
    unittest.main()

"""Matches through the doors of people and robots: a real broker and bridge, people by MQTT over WebSocket,
robots on strings (tests/support/puppet.py) that report what the test says. From the lobby to the result;
seats, spares, referees; who is refused and why; what a robot may not make count; restarts in mid-match."""
import contextlib
import itertools
import json
import time
import unittest

from tests.support.arena import Arena, http, wait_until
from tests.support.client import Refused
from tests.support.fighter import Fighter
from tests.support.puppet import Puppet

BOUND_S = 20
SPARE_S = 2.0
GOES_ON_S = 3.0
SYSTEM_S = 0.5  # what a busy machine may add
QUICK = {"countdown_ms": 500, "duration_ms": 60000, "respawn_ms": 1000, "shield_ms": 0, "heat_shot": 0,
         "bots": 0, "hit_points": 100, "damage": 50, "hit_score": 1, "elimination_score": 3, "grace_ms": 3000}


class MatchTest(unittest.TestCase):
    ROBOTS = 5
    PEOPLE = ("Ann", "Bob", "Cleo", "Dan")

    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.arena = self.stack.enter_context(Arena(robots=0))
        self.robots = {f"p{i}": Puppet(self.arena, f"p{i}", hz=5).come() for i in range(1, self.ROBOTS + 1)}
        for robot in self.robots:
            self.arena.wait_state(robot, "online")
        self.numbers = itertools.count(1)

    def tearDown(self):
        for robot in self.robots.values():
            robot.ended.set()

    def person(self, name, kind="player"):
        person = Fighter.join(self.arena.api, name, self.arena.invite(kind))
        self.arena.people.append(person)
        person.connect()
        return person

    def people(self):
        return [self.person(name) for name in self.PEOPLE]

    def create(self, person, seats=2, **rules):
        teams = [{"name": "red", "seats": seats}, {"name": "blue", "seats": seats}]
        match = person.ask("match.create", name="Final", teams=teams, rules={**QUICK, **rules})["match"]
        person.wait_state(match, "lobby")
        return match

    def fight(self, people, **rules):
        """A running match of all of them, two teams, everybody holding the sticks still."""
        match = self.create(people[0], len(people) // 2, **rules)
        for i, person in enumerate(people):
            person.ask("match.join", match=match, team=i % 2)
        for person in people:
            person.ask("match.ready", match=match, ready=True)
            person.hold()
        for person in people:
            person.wait_state(match, "running")
        return match

    def robot_of(self, match, person):
        self.assertTrue(person.wait(lambda: person.seat(match)), person.document(match))
        return person.seat(match)["units"][0]["robot"]

    def shoot(self, match, shooter, victim):
        """Both robots report it, as infrared ones do."""
        by, at = self.robot_of(match, shooter), self.robot_of(match, victim)
        self.robots[by].say("event", {"id": next(self.numbers), "kind": "fire"})
        self.robots[at].say("event", {"id": next(self.numbers), "kind": "hit", "by": f"robot/{by}"})

    def running(self, person, match):
        """Live messages say that it runs, and the clock does."""
        self.assertTrue(person.wait(lambda: (person.live.get(match) or {}).get("state") == "running" and
                                    not person.document(match)["held"], BOUND_S), person.document(match))

    def refused(self, person, do, **members):
        with self.assertRaises(Refused) as refused:
            person.ask(do, **members)
        return refused.exception.code

    def leases(self):
        return {lease["robot"]: lease for lease in self.arena.ctl_json("leases")["leases"]}


class FromLobbyToResult(MatchTest):
    def test_a_match_is_created_joined_started_fought_and_won(self):
        ann, bob, cleo, dan = people = self.people()
        match = self.fight(people, score_limit=6)
        self.assertEqual(len({self.robot_of(match, person) for person in people}), 4)
        for person in people:  # everybody drives their own robot, which moves
            robot = self.robot_of(match, person)
            person.hold(y=0.3)
            wait_until(lambda r=robot: any(frame.get("y") for frame in self.robots[r].heard["frames"]), BOUND_S,
                       f"{robot} is driven")
        self.shoot(match, ann, bob)
        hit = ann.wait_entry(match, "hit")
        self.assertEqual((hit["verdict"], hit["points"], hit["value"]), ("counted", 1, 50))
        self.shoot(match, ann, bob)
        ann.wait_entry(match, "eliminated")
        robot = self.robot_of(match, bob)
        bob.wait(lambda: robot not in bob.may_drive(), BOUND_S)
        self.assertNotIn(robot, bob.may_drive())
        ann.wait_entry(match, "respawned")
        bob.wait(lambda: robot in bob.may_drive(), BOUND_S)
        self.assertIn(robot, bob.may_drive())
        self.assertEqual(ann.scores(match), [5, 0])
        self.shoot(match, ann, bob)
        for person in people:
            person.wait_state(match, "finished")
        document = ann.document(match)
        self.assertEqual(document["winner"], 0)
        self.assertEqual({player["player"]: player["hits"] for player in document["players"]},
                         {ann.principal: 3, bob.principal: 0, cleo.principal: 0, dan.principal: 0})
        wait_until(lambda: not any(lease["driver"] for lease in self.leases().values()), BOUND_S,
                   "a finished match holds no lease")

    def test_nobody_drives_before_it_runs_and_everybody_after(self):
        people = self.people()
        ann = people[0]
        match = self.create(ann, countdown_ms=2000)
        for i, person in enumerate(people):
            person.ask("match.join", match=match, team=i % 2)
            person.hold(y=0.5)
        self.assertEqual([person.may_drive() for person in people], [[]] * 4)
        for person in people:
            person.ask("match.ready", match=match, ready=True)
        ann.wait_state(match, "countdown")
        for person in people:
            self.assertTrue(person.wait(person.given, BOUND_S))
            self.assertEqual(person.may_drive(), [])
        ann.wait_state(match, "running")
        for person in people:
            self.assertTrue(person.wait(person.may_drive, BOUND_S))

    def test_what_is_missing_is_said_with_whom_it_concerns(self):
        ann, bob = self.person("Ann"), self.person("Bob")
        match = self.create(ann, seats=1)
        ann.ask("match.join", match=match, team=0)
        bob.ask("match.join", match=match, team=1)
        ann.ask("match.ready", match=match, ready=True)
        self.assertTrue(ann.wait(lambda: {"why": "not_ready", "who": bob.principal} in ann.document(match)["missing"]))
        robot = self.robot_of(match, bob)
        self.robots[robot].ended.set()
        self.robots[robot].break_off()
        self.assertTrue(ann.wait(lambda: any(one["who"] == robot for one in ann.document(match)["missing"]) or
                                 self.robot_of(match, bob) != robot, BOUND_S), ann.document(match))

    def test_a_page_that_comes_late_knows_everything_at_once(self):
        ann, bob, *_ = people = self.people()
        match = self.fight(people)
        self.shoot(match, ann, bob)
        ann.wait_entry(match, "hit")
        late = self.person("Late", "watcher")
        self.assertTrue(late.wait(lambda: late.state(match) == "running" and match in late.live, 5))
        self.assertTrue(late.wait(lambda: late.live[match]["scores"] == [1, 0], 5), late.live[match])
        self.assertEqual(late.unit(match, self.robot_of(match, bob))["health"], 50)
        status, page = http("GET", f"{self.arena.api}/api/v1/matches/{match}/events", token=late.token)
        self.assertEqual(status, 200)
        self.assertEqual([entry for entry in page["entries"] if entry["kind"] == "hit"], ann.entries(match, "hit"))


class Faults(MatchTest):
    def test_a_dead_robot_is_replaced_by_a_spare_within_two_seconds(self):
        ann, bob, *_ = people = self.people()
        match = self.fight(people)
        self.shoot(match, ann, bob)
        ann.wait_entry(match, "hit")
        robot = self.robot_of(match, bob)
        begun = time.monotonic()
        self.robots[robot].ended.set()
        self.robots[robot].break_off()
        self.assertTrue(bob.wait(lambda: [r for r in bob.may_drive() if r != robot], BOUND_S))
        self.assertLess(time.monotonic() - begun, SPARE_S + SYSTEM_S)
        spare = self.robot_of(match, bob)
        self.assertNotEqual(spare, robot)
        self.assertEqual(bob.unit(match, spare)["health"], 50)
        self.assertEqual(bob.scores(match), [1, 0])

    def test_a_seat_waits_for_who_was_cut_off_and_goes_to_who_waits_after_the_grace(self):
        ann, bob, *_ = people = self.people()
        match = self.fight(people)
        eve = self.person("Eve")
        self.assertEqual(eve.ask("match.join", match=match, wait=True)["place"], 1)
        robot = self.robot_of(match, bob)
        bob.break_off()
        ann.wait_entry(match, "away")
        wait_until(lambda: not (self.leases().get(robot) or {}).get("driver"), BOUND_S, "bob's lease ended")
        bob.connect()
        ann.wait_entry(match, "back")
        self.assertTrue(bob.wait(lambda: robot in bob.may_drive(), BOUND_S))
        bob.ended.set()
        bob.break_off()
        self.assertTrue(eve.wait(lambda: robot in eve.may_drive(), BOUND_S), eve.document(match))
        self.assertIsNone(eve.seat(match, bob.principal))

    def test_the_bridge_killed_in_mid_match_goes_on_with_clock_and_score(self):
        ann, bob, *_ = people = self.people()
        match = self.fight(people)
        self.shoot(match, ann, bob)
        ann.wait_entry(match, "hit")
        self.running(ann, match)
        clock = ann.live[match]["clock"]
        self.arena.bridge.kill()
        self.arena.bridge.start()
        begun = time.monotonic()
        ann.live.clear()
        for person in people:
            self.assertTrue(person.wait(lambda p=person: p.may_drive(), BOUND_S))
        self.running(ann, match)
        self.assertLess(time.monotonic() - begun, GOES_ON_S + SYSTEM_S)
        self.assertLessEqual(abs(ann.live[match]["clock"] - clock), 5000)
        self.assertEqual(ann.live[match]["scores"], [1, 0])
        self.shoot(match, ann, bob)
        ann.wait_entry(match, "eliminated", bound=BOUND_S)

    def test_the_broker_killed_in_mid_match_holds_the_clock_until_it_is_back(self):
        ann, bob, *_ = people = self.people()
        match = self.fight(people)
        self.running(ann, match)
        clock = ann.live[match]["clock"]
        self.arena.broker.kill()
        ann.live.clear()
        self.arena.broker.start()
        for robot in list(self.robots):  # these robots do not come back by themselves
            self.robots[robot].ended.set()
            self.robots[robot] = Puppet(self.arena, robot, hz=5)
            self.robots[robot].highest = 1000
            self.robots[robot].come()
        for person in people:
            self.assertTrue(person.wait(lambda p=person: p.connected and p.may_drive(), BOUND_S))
        self.running(ann, match)
        self.assertLessEqual(abs(ann.live[match]["clock"] - clock), 6000)


class Entitled(MatchTest):
    def test_who_may_not_is_refused_by_name_of_the_reason(self):
        ann, bob, *_ = people = self.people()
        match = self.fight(people)
        walt, rita = self.person("Walt", "watcher"), self.person("Rita", "referee")
        for do in ("match.join", "match.start", "match.pause", "match.abort"):
            self.assertEqual(self.refused(walt, do, match=match), "not_allowed", do)
        self.assertEqual(self.refused(walt, "match.create", name="x", teams=[{"name": "a", "seats": 1}]), "not_allowed")
        for do, more in (("match.pause", {}), ("match.abort", {}), ("match.overturn", {"seq": 1}),
                         ("match.swap", {"robot": "p1"}), ("match.assign", {"unit": 0, "robot": "p5"}),
                         ("match.penalty", {"robot": "p1", "value": 10, "ms": 1000}),
                         ("match.bypass", {"missing": "not_ready", "who": ann.principal}),
                         ("stop", {"stop": "all-of-it"})):
            self.assertEqual(self.refused(ann, do, match=match, **more), "not_allowed", do)
        self.assertEqual(self.refused(bob, "drive.claim", robot=self.robot_of(match, ann)), "robot_taken")
        self.assertEqual(self.refused(self.person("Eve"), "match.join", match=match), "match_full")
        self.assertEqual(ann.ask("match.join", match=match)["seat"], 0)  # where they are
        self.assertEqual(self.refused(ann, "match.start", match="m-nothing"), "unknown_match")
        rita.ask("match.pause", match=match)
        for person in people:
            self.assertTrue(person.wait(lambda p=person: not p.may_drive(), BOUND_S))
        rita.ask("match.resume", match=match)
        for person in people:
            self.assertTrue(person.wait(lambda p=person: p.may_drive(), BOUND_S))

    def test_a_referee_stops_a_team_clears_overturns_and_aborts(self):
        ann, bob, *_ = people = self.people()
        match = self.fight(people)
        rita = self.person("Rita", "referee")
        self.shoot(match, ann, bob)
        hit = ann.wait_entry(match, "hit")
        rita.ask("match.overturn", match=match, seq=hit["seq"])
        self.assertTrue(ann.wait(lambda: ann.document(match)["teams"][0]["score"] == 0, BOUND_S))
        self.assertEqual(self.refused(rita, "match.overturn", match=match, seq=hit["seq"]), "wrong_state")
        rita.ask("stop", match=match, team=0, stop="red-stop-1")
        red = [self.robots[self.robot_of(match, person)] for person in (ann, people[2])]
        wait_until(lambda: all("red-stop-1" in robot.stops for robot in red), BOUND_S, "the red robots are stopped")
        self.assertNotIn("red-stop-1", self.robots[self.robot_of(match, bob)].stops)
        self.assertEqual(self.refused(ann, "clear", robot=self.robot_of(match, ann)), "not_allowed")
        rita.ask("clear", match=match, ids=["red-stop-1"])
        wait_until(lambda: not any(robot.stops for robot in red), BOUND_S, "they are cleared")
        rita.ask("match.abort", match=match)
        ann.wait_state(match, "aborted")
        wait_until(lambda: not any(lease["driver"] for lease in self.leases().values()), BOUND_S, "no lease is left")


class BadEvents(MatchTest):
    def test_what_robots_may_not_report_changes_nothing(self):
        ann, bob, cleo, _dan = people = self.people()
        match = self.fight(people)
        a, b = self.robot_of(match, ann), self.robot_of(match, bob)
        now = int(time.time() * 1000)
        for robot, event in (
                (b, {"id": 9001, "kind": "hit"}),                                    # by nobody
                (b, {"id": 9002, "kind": "hit", "by": f"robot/{b}"}),                # by itself
                (b, {"id": 9003, "kind": "hit", "by": "robot/p99"}),                 # by who is not there
                (b, {"id": 9004, "kind": "hit", "by": ann.principal}),               # by no robot
                (b, {"id": 9005, "kind": "hit", "by": f"robot/{a}", "ts": now + 600000}),
                (b, {"id": 9006, "kind": "hit", "by": f"robot/{a}", "ts": now - 600000}),
                (b, {"id": 9004, "kind": "hit", "by": f"robot/{a}"}),                # number of an earlier one
                ("p5", {"id": 9001, "kind": "hit", "by": f"robot/{a}"})):            # in no seat
            self.robots[robot].say("event", event)
        self.robots[b].say("event", {"id": 9010, "kind": "hit", "by": f"robot/{a}"})  # a shot nobody fired
        entry = ann.wait_entry(match, "hit")
        self.assertEqual((entry["verdict"], entry.get("points", 0), entry["hit"]), ("no_fire", 0, 9010))
        self.robots[a].say("event", {"id": 9001, "kind": "fire"})
        self.robots[b].say("event", {"id": 9011, "kind": "hit", "by": f"robot/{a}"})
        self.robots[b].say("event", {"id": 9011, "kind": "hit", "by": f"robot/{a}"})  # the same twice
        self.assertEqual(ann.wait_entry(match, "hit", 2)["verdict"], "counted")
        self.robots[self.robot_of(match, cleo)].say("event", {"id": 9001, "kind": "fire"})
        self.robots[a].say("event", {"id": 9012, "kind": "hit", "by": f"robot/{self.robot_of(match, cleo)}"})
        self.assertEqual(ann.wait_entry(match, "hit", 3)["verdict"], "friendly")
        self.assertEqual(len(ann.entries(match, "hit")), 3)
        self.assertTrue(ann.wait(lambda: ann.live[match]["scores"] == [1, 0], BOUND_S))
        self.assertEqual(ann.unit(match, b)["health"], 50)

    def test_bad_matches_are_refused_with_the_member_that_is_wrong(self):
        ann = self.person("Ann")
        team = {"name": "red", "seats": 1}
        for members in ({"teams": []}, {"teams": [team] * 5}, {"teams": [{"name": "", "seats": 1}]},
                        {"teams": [{"name": "red", "seats": 0}]}, {"teams": [{"name": "red", "seats": 11}]},
                        {"teams": [team, team]}, {"teams": [team], "rules": {"damage": -1}},
                        {"teams": [team], "rules": {"damage": 1e9}}, {"teams": [team], "rules": {"cheat": 1}},
                        {"teams": [team], "rules": {"duration_ms": "long"}}, {"teams": "red"}, {}):
            self.assertEqual(self.refused(ann, "match.create", name="Bad", **members), "bad_request", members)
        self.assertEqual(self.refused(ann, "match.create", name="x\x07y", teams=[team]), "bad_request")


class Recorded(MatchTest):
    def test_the_record_tells_what_was_said_and_no_secret(self):
        ann, bob, *_ = people = self.people()
        match = self.fight(people, score_limit=1)
        self.running(ann, match)
        self.shoot(match, ann, bob)
        for person in people:
            person.wait_state(match, "finished")
        status, text = http("GET", f"{self.arena.api}/api/v1/matches/{match}/record", token=ann.token)
        self.assertEqual(status, 200)
        lines = [json.loads(line) for line in (text if isinstance(text, bytes) else b"").splitlines()]
        self.assertEqual(lines[0]["what"], "match")
        self.assertEqual([line["said"] for line in lines if line["what"] == "event"], ann.log[match])
        times = [line["at"] for line in lines[1:]]
        self.assertEqual(times, sorted(times))
        self.assertTrue(any(line["what"] == "live" for line in lines))
        for person in people:
            self.assertNotIn(person.token.encode(), text)
        last = [line["said"] for line in lines if line["what"] == "match"][-1]
        self.assertEqual([team["score"] for team in last["teams"]], [1, 0])


if __name__ == "__main__":
    unittest.main()

"""A match over the wire, by programs that share no code with ours: two players, a referee and a
watcher with paho, two simulated robots, a real broker. What is asked, given, said and refused."""
import json
import threading
import time
import unittest

from tests.support.arena import Arena
from tests.support.client import Refused

BOUND_S = 30
TEAMS = [{"name": "red", "seats": 1}, {"name": "blue", "seats": 1}]
RULES = {"countdown_ms": 1000, "bots": 0, "duration_ms": 60000}


class Follower:
    """What is said to all of one match, to somebody who begins to listen now."""

    def __init__(self, person):
        self.person, self.lock = person, threading.Lock()
        self.documents, self.lives, self.entries, self.retained = [], [], [], []
        base = f"{person.root}/bridge/main/all/match"
        for tail in ("+", "+/live", "+/event"):
            person.client.message_callback_add(f"{base}/{tail}", self.hear)
            person.client.subscribe(f"{base}/{tail}", 1)

    def hear(self, _client, _data, message):
        levels = message.topic.split("/")
        kept = {"live": self.lives, "event": self.entries}.get(levels[-1], self.documents)
        with self.person.condition:
            kept.append(json.loads(message.payload or b"null"))
            if message.retain:
                self.retained.append(message.topic)
            self.person.condition.notify_all()

    def wait(self, predicate, what):
        if not self.person.wait(lambda: predicate(self), BOUND_S):
            raise AssertionError(f"never: {what}; the document: {self.documents[-1:]}")

    def wait_state(self, state):
        self.wait(lambda me: me.documents and me.documents[-1] and me.documents[-1]["state"] == state,
                  f"the match is {state}")
        return self.documents[-1]


def lease_of(person, robot=None):
    """(robot, lease) that `me` lists; (None, None) when there is none."""
    me = person.last("bridge/main", "me") or {}
    found = [lease for lease in me.get("leases", []) if robot in (None, lease["robot"])]
    return (found[0]["robot"], found[0]) if found else (None, None)


def wait_given(person, drive=True):
    """Until `me` gives a robot; then it is driven by that number."""
    if not person.wait(lambda: (lease_of(person)[1] or {}).get("drive") is drive, BOUND_S):
        raise AssertionError(f"{person.principal}: {person.last('bridge/main', 'me')}")
    robot, lease = lease_of(person)
    if person.leases.get(robot) != lease["n"]:
        person.leases[robot], person.sequence[robot] = lease["n"], 0
    return robot


class OneMatch(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.arena = Arena(robots=2).start()
        cls.ann = cls.arena.join("Ann").connect()
        cls.bob = cls.arena.join("Bob").connect()
        cls.eve = cls.arena.join("Eve", "watcher").connect()
        cls.ref = cls.arena.join("Ref", "referee").connect()

    @classmethod
    def tearDownClass(cls):
        cls.arena.__exit__(None, None, None)

    def setUp(self):
        self.match = None
        self.follower = Follower(self.bob)

    def tearDown(self):
        if self.match:
            try:
                self.ref.ask("match.abort", match=self.match)
            except Refused as why:
                self.assertEqual(why.code, "wrong_state")

    def refuses(self, code, part, person, do, **members):
        with self.assertRaises(Refused) as caught:
            person.ask(do, **members)
        self.assertEqual(caught.exception.code, code)
        self.assertIn(part, str(caught.exception))

    def create(self, **rules):
        self.match = self.ann.ask("match.create", name="Duel", teams=TEAMS,
                                  rules={**RULES, **rules})["match"]

    def play(self):
        self.create()
        for team, person in enumerate((self.ann, self.bob)):
            self.assertEqual(person.ask("match.join", match=self.match, team=team)["seat"], team)
        for person in (self.ann, self.bob):
            person.ask("match.ready", match=self.match, ready=True)
        self.follower.wait_state("running")
        return wait_given(self.ann), wait_given(self.bob)

    def test_robots_are_given_and_obey_and_stand_when_it_is_paused(self):
        mine, theirs = self.play()
        self.assertNotEqual(mine, theirs)
        self.assertEqual(self.ann.last("bridge/main", "me")["seat"], self.match)
        before = self.ann.pose(mine)
        self.assertTrue(self.ann.drive(mine, lambda: self.ann.pose(mine) != before, BOUND_S, y=0.5))
        self.refuses("robot_taken", "", self.bob, "drive.claim", robot=mine)
        self.refuses("not_allowed", "", self.bob, "match.pause", match=self.match)
        self.ref.ask("match.pause", match=self.match)
        self.follower.wait_state("paused")
        wait_given(self.ann, drive=False)
        self.assertFalse(self.ann.drive(mine, lambda: not self.arena.stands(mine), 1, y=0.5))
        self.ref.ask("match.resume", match=self.match)
        wait_given(self.ann)
        self.assertTrue(self.ann.drive(mine, lambda: not self.arena.stands(mine), BOUND_S, y=0.5))

    def test_what_is_live_comes_ten_times_a_second_with_shots_and_places(self):
        mine, _ = self.play()
        begin, have = time.monotonic(), len(self.follower.lives)
        self.follower.wait(lambda me: len(me.lives) >= have + 30, "thirty live messages")
        self.assertTrue(2 <= time.monotonic() - begin <= 6, time.monotonic() - begin)
        self.ann.drive(mine, lambda: True, BOUND_S)
        self.ann.client.publish(self.ann.topic(f"robot/{mine}", "action"), json.dumps(
            {"id": "shot1", "n": self.ann.leases[mine], "e": self.ann.link[mine]["c"],
             "do": "fire"}), qos=1)

        def unit(live):
            return next(unit for unit in live["units"] if unit["robot"] == mine)

        self.follower.wait(lambda me: any(unit(live).get("shots") for live in me.lives[have:]),
                           "a shot is shown")
        shown = next(live for live in self.follower.lives[have:] if unit(live).get("shots"))
        self.assertEqual(shown["state"], "running")
        self.assertIn("pose", unit(shown))
        self.assertGreater(unit(shown)["heat"], 0)

    def test_the_log_has_no_gap_and_who_comes_late_is_right_at_once(self):
        self.play()
        late = Follower(self.eve)
        late.wait_state("running")
        self.assertIn(f"arena/v1/bridge/main/all/match/{self.match}", late.retained)
        self.assertEqual(late.documents[-1]["rules"]["duration_ms"], 60000)
        self.assertEqual([team["seats"][0]["player"] for team in late.documents[-1]["teams"]],
                         [self.ann.principal, self.bob.principal])
        self.ref.ask("match.abort", match=self.match)
        document = self.follower.wait_state("aborted")
        self.follower.wait(lambda me: me.entries and me.entries[-1]["seq"] >= document["seq"],
                           "the whole log")
        entries = [entry["seq"] for entry in self.follower.entries]
        first = next(i for i, entry in enumerate(self.follower.entries) if entry["kind"] == "created")
        self.assertEqual(entries[first:], list(range(1, len(entries) - first + 1)))
        self.assertEqual(self.follower.entries[-1]["kind"], "aborted")
        self.assertEqual(self.follower.entries[-1]["who"], self.ref.principal)
        self.assertEqual(len(document["players"]), 2)
        for person in (self.ann, self.bob):
            self.assertTrue(person.wait(lambda who=person: lease_of(who) == (None, None), BOUND_S))

    def test_who_may_not_and_what_is_malformed_is_refused_by_name(self):
        create = {"name": "Duel", "teams": TEAMS}
        self.refuses("not_allowed", "", self.eve, "match.create", **create)
        self.refuses("bad_request", "rules.grue", self.ann, "match.create", **create,
                     rules={"grue": 1})
        self.refuses("bad_request", "rules.damage", self.ann, "match.create", **create,
                     rules={"damage": 1001})
        self.refuses("bad_request", "teams[0].seats", self.ann, "match.create", name="Duel",
                     teams=[{"name": "red", "seats": 11}])
        self.refuses("bad_request", "", self.ann, "match.create", name="Duel",
                     teams=[{"name": "red", "seats": 1}, {"name": "red", "seats": 1}])
        self.refuses("unknown_match", "", self.ann, "match.join", match="m-nowhere")
        self.create()
        self.refuses("wrong_state", "free seat", self.ann, "match.start", match=self.match)
        self.refuses("wrong_state", "", self.ann, "match.create", **create)
        self.refuses("not_allowed", "", self.bob, "match.start", match=self.match)
        self.refuses("not_allowed", "", self.bob, "match.join", match=self.match,
                     principal=self.ann.principal)
        self.ann.ask("match.join", match=self.match, team=0)
        self.refuses("match_full", "", self.bob, "match.join", match=self.match, team=0)
        self.assertEqual(self.bob.ask("match.join", match=self.match, team=0, wait=True)["place"], 1)
        self.bob.ask("match.leave", match=self.match)


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""Bad payloads through the broker: every field of what robots and people say to the bridge, missing,
of another type, at its limit and beyond it, and what attackers send. None may change anything that
the bridge knows, none may stop it, and a malformed ask with a readable id is answered. The count is
printed.
"""
import json
import secrets
import unittest

from tests.support.arena import Arena, http, wait_until

ROOT = "arena/v1"
STEADY = ("arena_robots ", "arena_robots_driven ", "arena_robots_stopped ", "arena_invites ", "arena_enrolments ",
          "arena_revocations ", "arena_claims_granted_total ", "arena_stops_adopted_total ", "arena_leases_ended_total ")
OTHERS = (None, True, -1, 1.5, 1e300, "", "a b", "x" * 70, [], [1], {}, {"x": 1})
CARD = {"id": "scout1", "name": "Scout", "kind": "rover", "axes": {"x": [-1, 1]}, "status_ms": 1000,
        "deadman_ms": 250, "max_age_ms": 500, "max_message": 4096}
STATE = {"c": 1, "n": 0, "rev": 0, "highest": 0, "mode": "idle", "why": ["no_lease"], "stops": [], "idle_ms": 0,
         "video_rev": 0}
STATUS = {"battery": 90, "pose": {"x": 1, "y": 2, "heading": 3},
          "drive": {"n": 0, "mode": "idle", "why": [], "stops": [], "refused": {"form": 0}}}
PRESENCE = {"state": "online", "boot": "b1", "conn": "c1", "ts": 1}
EVENT = {"id": 1, "kind": "fire", "by": "player/ann", "t": 1, "ts": 1}
# What is no document at all, for every what.
RUBBISH = [b"", b" ", b"{", b"}", b"[]", b"null", b"1", b'"x"', b"{}x", b"\xff\xfe", b"\x00", b'{"a":\x00}', b'{"c":NaN}',
           b'{"c":1e999}', b"{" * 500, b'{"a":' * 20 + b"1" + b"}" * 20, b'{"id":"\\ud800"}', b'{"id":"\\u0000"}',
           b"\xef\xbb\xbf{}", b'{"x":"' + b"y" * 5000 + b'"}', b"[" * 4000]


def bent(document):
    """The document with each member missing, and with other things in its place."""
    for name in document:
        yield {key: value for key, value in document.items() if key != name}
        for other in OTHERS:
            if other != document[name]:
                yield {**document, name: other}


class Payloads(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.arena = Arena(robots=0)
        cls.arena.__enter__()
        cls.tried = 0
        cls.operators = 0

    @classmethod
    def tearDownClass(cls):
        print(f"{cls.tried} bad payloads were tried", flush=True)
        cls.arena.__exit__(None, None, None)

    def come(self, principal):
        client = self.arena.broker.client(principal, version=5)
        client.subscribe(f"{ROOT}/bridge/main/{principal}/answer")
        return client

    def operator(self):
        """A new one each time: asks are metered for each."""
        type(self).operators += 1
        return self.come(f"operator/op-{self.operators}")

    def ask(self, client, **members):
        members = {"id": secrets.token_urlsafe(12), **members}
        client.publish(f"{ROOT}/{client.name}/bridge/main/ask", json.dumps(members), 1)
        return self.answer(client, members["id"])

    def answer(self, client, number):
        return json.loads(client.wait(lambda message: json.loads(message.payload)["id"] == number).payload)

    def robot(self):
        """scout1, registered by its own card, online, idle."""
        robot = self.come("robot/scout1")
        robot.publish(f"{ROOT}/robot/scout1/all/card", json.dumps(CARD), 1, retain=True)
        robot.publish(f"{ROOT}/robot/scout1/all/presence", json.dumps(PRESENCE), 1, retain=True)
        robot.publish(f"{ROOT}/robot/scout1/bridge/main/state", json.dumps(STATE), 0)
        robot.publish(f"{ROOT}/robot/scout1/all/status", json.dumps(STATUS), 0)
        self.addCleanup(robot.close)
        return robot

    def known(self):
        """What the bridge knows, but for whether the robot was heard lately."""
        _status, text = http("GET", f"{self.arena.internal}/metrics")
        counts = [line for line in text.decode().splitlines() if line.startswith(STEADY)]
        robots = {name: {key: value for key, value in robot.items() if key != "state"}
                  for name, robot in self.arena.roster().items()}
        return counts, robots

    def counted(self, name):
        _status, text = http("GET", f"{self.arena.internal}/metrics")
        return int(next(line.split()[1] for line in text.decode().splitlines() if line.startswith(name + " ")))

    def say_all(self, client, topic, payloads, qos=0):
        """All of them, slower than the broker's meter; returns when the bridge has read the last."""
        for i, payload in enumerate(payloads):
            type(self).tried += 1
            info = client.publish(topic, payload, qos)
            if i % 100 == 99:
                info.wait_for_publish(15)
        self.ask(client, do="roster")  # whatever it is answered: it came behind them
        self.assertTrue(self.arena.bridge.running())

    def documents(self, good):
        return [json.dumps(document).encode() for document in bent(good)] + RUBBISH

    def robot_says(self, what, to, good):
        robot = self.robot()
        wait_until(lambda: "scout1" in self.arena.roster(), what="scout1 in the roster")
        before = self.known()
        malformed = self.counted("arena_messages_malformed_total")
        documents = self.documents(good)
        heard = self.counted("arena_messages_heard_total") + len(documents)
        self.say_all(robot, f"{ROOT}/robot/scout1/{to}/{what}", documents)
        wait_until(lambda: self.counted("arena_messages_heard_total") >= heard, what="all of them heard")
        self.assertEqual(self.known(), before)
        return self.counted("arena_messages_malformed_total") - malformed

    def test_malformed_states_change_nothing(self):
        self.assertGreater(self.robot_says("state", "bridge/main", STATE), 50)

    def test_malformed_statuses_change_nothing(self):
        bad = self.robot_says("status", "all", STATUS)
        self.assertGreater(bad, 10)

    def test_malformed_presences_change_nothing(self):
        self.assertGreater(self.robot_says("presence", "all", PRESENCE), 20)

    def test_malformed_events_change_nothing(self):
        self.robot_says("event", "all", EVENT)

    def test_malformed_cards_are_not_believed(self):
        robot = self.robot()
        wait_until(lambda: "scout1" in self.arena.roster(), what="scout1 in the roster")
        broken = [json.dumps({**CARD, name: other}).encode() for name in ("id", "axes", "status_ms", "deadman_ms", "max_message")
                  for other in OTHERS if not (name == "axes" and other == {})] + RUBBISH
        before = self.known()
        self.say_all(robot, f"{ROOT}/robot/scout1/all/card", broken)
        self.assertEqual(self.known(), before)

    def test_a_card_for_another_robot_makes_none(self):
        robot = self.robot()
        self.say_all(robot, f"{ROOT}/robot/scout1/all/card", [json.dumps({**CARD, "id": "scout2"})])
        self.assertNotIn("scout2", self.arena.roster())

    def test_malformed_asks_are_answered_and_do_nothing(self):
        asks = [{"do": word} for word in ("", "drive", "drive.claim", "DRIVE.CLAIM", "robot.service", "revoke", "x" * 100, 3, None, [])]
        asks += [{"do": "drive.claim", "robot": other} for other in (*OTHERS, "../x", "#", "+", "a" * 32, "SCOUT1")]
        asks += [{"do": "revoke", "principal": other} for other in (*OTHERS, "robot", "robot/", "/x", "king/x", "robot/X", "robot/a/b")]
        asks += [{"do": "invite.create", "kind": other} for other in (*OTHERS, "bridge", "media", "robot", "king")]
        asks += [{"do": "invite.create", "kind": "player", "uses": other} for other in (0, *OTHERS, 1001)]
        asks += [{"do": "enrolment.create", "ttl_s": other} for other in (0, *OTHERS, 366 * 86400 + 1)]
        asks += [{"do": "clear", "robot": "scout1", "ids": other} for other in (3, "x", {}, [1], [""], ["a b"], ["x"] * 6)]
        asks += [{"do": "stop", "robot": "scout1", "stop": other} for other in (None, 3, "", "a b", "x" * 23)]
        asks += [{"do": "roster", "after": other} for other in (3, "A", "a" * 32)]
        asks += [{"do": "robot.service", "robot": "scout1", "in": other} for other in (1, "yes", None)]
        asks += [{"do": "code.list", "after": other} for other in (3, "A", "a" * 32, "a b", [], None)]
        asks += [{"do": "code.withdraw", **other} for other in ({}, {"code": None}, {"code": 3}, {"code": ""}, {"code": "A"},
                                                                {"code": "a" * 32}, {"code": "a/b"}, {"code": ["a"]})]
        self.robot()
        wait_until(lambda: "scout1" in self.arena.roster(), what="scout1 in the roster")
        before = self.known()
        for begin in range(0, len(asks), 25):
            operator = self.operator()
            for ask in asks[begin:begin + 25]:
                type(self).tried += 1
                answer = self.ask(operator, **ask)
                self.assertFalse(answer["ok"], f"{ask} {answer}")
                self.assertIn(answer["error"]["code"], ("bad_request", "not_allowed"), f"{ask} {answer}")
            operator.close()
        self.assertEqual(self.known(), before)

    def test_asks_without_a_good_id_are_passed_over(self):
        before = self.known()
        texts = [json.dumps({"id": other, "do": "invite.create", "kind": "player"}).encode()
                 for other in (*OTHERS, "short", "x" * 40, "a/b-c-d-e-f-g-h")]
        texts += [b'{"do":"invite.create","kind":"player"}', *RUBBISH]
        for begin in range(0, len(texts), 20):
            operator = self.operator()
            self.say_all(operator, f"{ROOT}/{operator.name}/bridge/main/ask", texts[begin:begin + 20], qos=1)
            operator.close()
        self.assertEqual(self.known(), before)

    def test_the_same_id_with_other_content_is_refused(self):
        operator = self.operator()
        number = secrets.token_urlsafe(12)
        self.assertTrue(self.ask(operator, id=number, do="enrolment.create", uses=1)["ok"])
        operator.messages.clear()
        self.assertEqual(self.ask(operator, id=number, do="enrolment.create", uses=2)["error"]["code"], "bad_request")
        operator.close()

    def test_whats_that_are_not_for_the_bridge_are_passed_over(self):
        robot = self.robot()
        before = self.known()
        for what in ("drive", "lease", "video", "answer", "me", "beat", "roster", "card", "presence", "status", "revoked/robot/scout1",
                     "match/m", "match/m/live", "api", "admin", "nothing", "ask/x", ""):
            type(self).tried += 1
            robot.publish(f"{ROOT}/robot/scout1/bridge/main/{what}", json.dumps(STATE), 0)
        self.say_all(robot, f"{ROOT}/robot/scout1/all/nothing", [b"{}"])
        self.assertEqual(self.known(), before)

    def test_asks_and_states_that_carry_the_retain_flag_are_not_even_kept(self):
        operator = self.operator()
        operator.publish(f"{ROOT}/{operator.name}/bridge/main/ask",
                         json.dumps({"id": secrets.token_urlsafe(12), "do": "invite.create", "kind": "player"}), 1, True)
        before = self.counted("arena_invites")
        operator.close()
        operator = self.operator()
        self.assertTrue(self.ask(operator, do="roster")["ok"])
        self.assertEqual(self.counted("arena_invites"), before)
        operator.close()


if __name__ == "__main__":
    unittest.main()

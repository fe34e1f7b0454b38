"""Operators and referees who came by a browser's way: an invite over HTTP, a token, MQTT over WebSocket.
What an operator's page asks for, and that a referee gets no further than a referee may."""
import contextlib
import time
import unittest

from tests.support.arena import Arena, wait_until
from tests.support.client import Refused, http

BOUND_S = 20


class OperatorsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        cls.arena = cls.stack.enter_context(Arena(robots=2))
        cls.olga = cls.stack.enter_context(cls.arena.join("Olga", "operator"))
        cls.rita = cls.stack.enter_context(cls.arena.join("Rita", "referee"))

    @classmethod
    def tearDownClass(cls):
        cls.stack.close()

    def setUp(self):
        for robot in ("scout1", "scout2"):
            self.arena.wait_state(robot, "online")

    def tearDown(self):
        """Every test begins with robots that are free, in service and not stopped."""
        for robot, lease in self.leases().items():
            if lease["driver"]:
                self.olga.ask("drive.release", robot=robot)
            if lease.get("stops"):
                self.olga.ask("clear", robot=robot)
        for robot in self.arena.roster().values():
            if robot.get("out_of_service"):
                self.olga.ask("robot.service", robot=robot["id"], **{"in": True})

    def driver(self, robot="scout1", name="Ann"):
        """Somebody who drives; the robot has moved."""
        person = self.stack.enter_context(self.arena.join(name))
        person.claim(robot)
        begun = len(self.arena.moves(robot))
        moved = lambda: any(any(move["axes"].values()) for move in self.arena.moves(robot)[begun:])
        self.assertTrue(person.drive(robot, moved, BOUND_S, y=0.4), f"{robot} moves")
        return person

    def refused(self, person, do, **members):
        with self.assertRaises(Refused) as refused:
            person.ask(do, **members)
        return refused.exception.code

    def leases(self):
        return {lease["robot"]: lease for lease in self.olga.ask("lease.list")["leases"]}

    def shows(self, robot, *stops):
        """The robot itself shows these stops, and no other."""
        def same():
            status = self.olga.last(f"robot/{robot}", "status") or {}
            return set((status.get("drive") or {}).get("stops", [])) == set(stops)
        self.assertTrue(self.olga.wait(same, BOUND_S), f"{robot} shows {stops}")

    # --- coming in ------------------------------------------------------------------------------

    def test_an_invite_makes_an_operator_whom_broker_and_http_accept(self):
        status, answer = http("POST", f"{self.arena.api}/api/v1/players", {"name": "Otto", "invite": self.arena.invite("operator")})
        self.assertEqual(status, 201)
        self.assertTrue(answer["principal"].startswith("operator/otto-"))
        self.assertTrue(self.olga.principal.startswith("operator/olga-"))
        self.assertEqual(http("GET", f"{self.arena.api}/api/v1/audit?limit=1", token=answer["token"])[0], 200)
        code = self.olga.ask("invite.create", kind="operator")["code"]  # operators make operators
        status, answer = http("POST", f"{self.arena.api}/api/v1/players", {"name": "Ole", "invite": code})
        self.assertEqual((status, answer["principal"].split("/")[0]), (201, "operator"))

    def test_nobody_else_makes_one(self):
        ann = self.stack.enter_context(self.arena.join("Ann"))
        for person in (ann, self.rita):
            for kind in ("operator", "player"):
                self.assertEqual(self.refused(person, "invite.create", kind=kind), "not_allowed")

    def test_an_operators_page_hears_all_it_shows(self):
        self.driver().release("scout1")
        for who, what in (("robot/scout1", "status"), ("robot/scout1", "presence"), ("robot/scout1", "card"), ("bridge/main", "beat")):
            self.assertTrue(self.olga.wait(lambda who=who, what=what: self.olga.last(who, what), BOUND_S), f"{what} of {who}")
        self.olga.claim("scout1")
        self.assertTrue(self.olga.wait(lambda: (self.olga.last("bridge/main", "me") or {}).get("leases"), BOUND_S), "me")
        self.olga.release("scout1")

    # --- codes and the audit --------------------------------------------------------------------

    def test_codes_are_listed_and_withdrawn_from_the_page(self):
        made = self.olga.ask("invite.create", kind="player", uses=3, ttl_s=600)
        codes = {row["code"]: row for row in self.pages("code.list", "codes")}
        self.assertEqual(codes[made["code"]], {"code": made["code"], "type": "invite", "kind": "player", "uses": 3, "left": 3,
                                               "expires": made["expires"]})
        self.assertEqual(self.olga.ask("code.withdraw", code=made["code"])["code"], made["code"])
        self.assertNotIn(made["code"], [row["code"] for row in self.pages("code.list", "codes")])
        self.assertEqual(self.refused(self.olga, "code.withdraw", code=made["code"]), "unknown_code")
        for do in ("code.list", "lease.list"):
            self.assertEqual(self.refused(self.rita, do), "not_allowed")

    def test_many_codes_come_in_pages(self):
        made = set()
        for _ in range(40):
            made.add(self.olga.ask("enrolment.create")["code"])
            self.olga.wait(lambda: False, 0.11)  # the broker lets ten asks a second through
        self.assertLessEqual(made, {row["code"] for row in self.pages("code.list", "codes")})

    def pages(self, do, name):
        rows, after = [], {}
        while True:
            page = self.olga.ask(do, **after)
            self.assertLessEqual(len(page[name]), 32)
            rows += page[name]
            if "next" not in page:
                return rows
            after = {"after": page["next"]}

    def audit(self, query=""):
        status, page = http("GET", f"{self.arena.api}/api/v1/audit?{query}", token=self.olga.token)
        self.assertEqual(status, 200, page)
        return page

    def test_the_audit_is_read_over_http_newest_first_and_by_pages(self):
        begun = int(time.time() * 1000) - 1
        ann = self.driver(name="Anna")
        ann.release("scout1")
        entries = self.audit(f"robot=scout1&who={ann.principal}")["entries"]
        self.assertEqual([entry["kind"] for entry in entries[:2]], ["ended", "claimed"])
        self.assertEqual(entries[0]["why"], "released")
        self.assertGreater(entries[0]["n"], 0)
        self.assertGreater(entries[0]["at"], begun)
        whole = self.audit("limit=500")["entries"]
        pages, after = [], ""
        while True:
            page = self.audit(f"limit=3{after}")
            pages += page["entries"]
            if "next" not in page:
                break
            after = f"&after={page['next']}"
        self.assertEqual(pages[-len(whole):], whole)
        self.assertEqual(self.audit(f"from={begun + 3600_000}"), {"entries": []})
        for person in (ann, self.rita):
            status, problem = http("GET", f"{self.arena.api}/api/v1/audit", token=person.token)
            self.assertEqual((status, problem["code"]), (403, "not_allowed"))

    # --- what a page has buttons for ------------------------------------------------------------

    def test_operator_and_referee_stop_one_and_clear_it(self):
        for number, person in enumerate((self.olga, self.rita)):
            self.driver(name=f"Bob{number}")
            stop = f"stop-one-{number}"
            person.ask("stop", robot="scout1", stop=stop)
            self.shows("scout1", stop)
            wait_until(lambda: self.arena.stands("scout1"), BOUND_S, "scout1 stands")
            self.assertEqual([entry["by"] for entry in self.leases()["scout1"]["stops"]], [person.principal])
            self.assertEqual(self.refused(person, "clear", robot="scout1", ids=["no-such-stop"]), "wrong_state")
            self.shows("scout1", stop)
            person.ask("clear", robot="scout1", ids=[stop])
            person.ask("clear", robot="scout1", ids=[stop])  # again: it is as wanted
            self.shows("scout1")
            self.olga.ask("drive.release", robot="scout1")  # another's
            self.assertNotIn("scout1", self.leases())

    def test_operator_and_referee_stop_everything(self):
        for number, person in enumerate((self.olga, self.rita)):
            stop = f"stop-all-{number}"
            person.ask("stop", all=True, stop=stop)
            for robot in ("scout1", "scout2"):
                self.shows(robot, stop)
                person.ask("clear", robot=robot)
                self.shows(robot)

    def test_a_referee_takes_no_robot_from_anybody_and_revokes_nobody(self):
        ann = self.driver(name="Carl")
        for do, members in (("drive.release", {"robot": "scout1"}), ("revoke", {"principal": ann.principal}),
                            ("robot.service", {"robot": "scout1", "in": False}), ("robot.deregister", {"robot": "scout1"}),
                            ("enrolment.create", {}), ("code.withdraw", {"code": "abc"})):
            self.assertIn(self.refused(self.rita, do, **members), ("not_allowed", "not_your_lease"), do)
        self.assertEqual(self.leases()["scout1"]["driver"], ann.principal)
        ann.release("scout1")

    def test_an_operator_takes_a_robot_out_of_service_and_back_in(self):
        self.driver(name="Dora")
        self.olga.ask("robot.service", robot="scout1", **{"in": False})
        self.assertTrue(self.arena.roster()["scout1"].get("out_of_service"))
        self.assertNotIn("scout1", self.leases())
        self.assertEqual(self.refused(self.olga, "drive.claim", robot="scout1"), "wrong_state")
        self.olga.ask("robot.service", robot="scout1", **{"in": True})
        self.assertFalse(self.arena.roster()["scout1"].get("out_of_service"))

    def test_an_operator_revokes_a_driver(self):
        ann = self.driver(name="Emil")
        self.assertGreater(self.olga.ask("revoke", principal=ann.principal)["before"], 0)
        self.assertTrue(ann.wait(lambda: not ann.connected, BOUND_S), "the revoked one is disconnected")
        wait_until(lambda: "scout1" not in self.leases(), BOUND_S, "the lease is over")
        wait_until(lambda: self.arena.stands("scout1"), BOUND_S, "scout1 stands")


if __name__ == "__main__":
    unittest.main()

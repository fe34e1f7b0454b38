"""Registering and deregistering, by MQTT alone and by HTTP, again and again: what an enrolment code
allows, who may deregister whom, and that nothing of a robot remains: its lease is over, its retained
documents are gone from the broker, its token is refused, and it may come back at once."""
import concurrent.futures
import json
import os
import secrets
import time
import unittest

from tests.support.arena import Arena, Part, binary, wait_until
from tests.support.client import Refused, http
from tests.support.plain import PlainRobot, card
from tests.system.test_motion import BOUND_S, Stick, wait_moving
from tests.system.test_truth import Roster, retained

R = "arena/v1"
ROBOTS, CYCLES = 4, 6        # at once, each
TELL_S = 2.0                 # until a driver knows
FREE_S = 5.0                 # until an id may be registered again
ARENA = None


def setUpModule():
    global ARENA
    ARENA = Arena(robots=0).start()


def tearDownModule():
    ARENA.__exit__(None, None, None)


def register(robot, code=None, token=None, body=None):
    """(status, answer) of POST /api/v1/robots."""
    document = {"id": robot, "card": card(robot), **({"enrolment": code} if code else {}), **(body or {})}
    return http("POST", f"{ARENA.api}/api/v1/robots", document, token)


def registered(robot, code=None, token=None):
    """The answer of a registration that must succeed, as soon as the id is free."""
    end = time.monotonic() + FREE_S
    while True:
        status, answer = register(robot, code, token)
        if status != 503 or time.monotonic() > end:
            break
        time.sleep(0.05)
    if status >= 300:
        raise AssertionError(f"{robot}: {status} {answer}")
    return answer


def delete(robot, token=None):
    return http("DELETE", f"{ARENA.api}/api/v1/robots/{robot}", token=token)


def enrolment(*more):
    return ARENA.ctl_json("enrol", *more)["code"]


class Operator:
    """An operator who asks by MQTT."""

    def __init__(self):
        self.name = f"operator/test-{secrets.token_hex(4)}"
        self.token = ARENA.broker.token(self.name)
        self.client = ARENA.broker.client(self.name, version=5, token=self.token)
        self.client.subscribe(f"{R}/bridge/main/{self.name}/answer")

    def ask(self, do, **members):
        number = secrets.token_urlsafe(12)
        self.client.publish(f"{R}/{self.name}/bridge/main/ask", json.dumps({"id": number, "do": do, **members}), 1)
        return json.loads(self.client.wait(lambda m: json.loads(m.payload)["id"] == number).payload)

    def close(self):
        self.client.close()


def documents(robot):
    """What the broker keeps of it."""
    return [retained(ARENA, f"{R}/robot/{robot}/all/{what}") for what in ("presence", "card")]


class Codes(unittest.TestCase):
    def refused(self, status, code, answer):
        self.assertEqual((answer[0], answer[1].get("code")), (status, code), answer)

    def test_a_code_has_places_that_are_bound_to_who_took_them(self):
        code = enrolment("--uses", 2)
        for robot in ("slot-a", "slot-b"):
            answer = registered(robot, code)
            self.assertEqual(answer["principal"], f"robot/{robot}")
            self.assertEqual(answer["root"], R)
            self.assertGreater(answer["expires"], time.time())
            self.assertEqual(ARENA.broker.dial(f"robot/{robot}", token=answer["token"]).connack, 0)
        self.refused(403, "used_up", register("slot-c", code))
        self.assertNotIn("slot-c", ARENA.roster())
        self.assertIn("token", registered("slot-a", code), "the same robot may register again")
        self.refused(403, "not_allowed", register("slot-b", enrolment("--uses", 1)))

    def test_a_registered_robot_may_register_again_with_its_own_token_and_no_other(self):
        mine = registered("owner-a", enrolment("--uses", 1))["token"]
        other = registered("owner-b", enrolment("--uses", 1))["token"]
        again = registered("owner-a", token=mine)
        self.assertEqual(ARENA.broker.dial("robot/owner-a", token=again["token"]).connack, 0)
        self.refused(401, "unauthorized", register("owner-a"))
        self.refused(401, "unauthorized", register("owner-a", token=other))
        self.refused(401, "unauthorized", register("owner-a", token=ARENA.broker.token("player/eve")))
        self.refused(401, "unauthorized", register("owner-a", token=mine[:-4] + "AAAA"))
        self.refused(401, "unauthorized", register("owner-a", token=ARENA.broker.token(
            "robot/owner-a", iat=int(time.time()) - 100, exp=int(time.time()) - 50)))

    def test_an_unknown_an_expired_and_a_foreign_code_are_refused(self):
        begun = int(time.time()) + 1
        short = enrolment("--uses", 5, "--ttl", "2s")
        registered("expiry-a", short)
        self.refused(403, "unknown_code", register("expiry-b", "ABCDEFGHIJKLMNOPQRST"))
        self.refused(403, "unknown_code", register("expiry-b", ARENA.invite()))
        wait_until(lambda: time.time() >= begun + 2, BOUND_S, "the code's expiry")
        self.refused(403, "expired", register("expiry-c", short))
        self.assertIn("token", registered("expiry-a", short), "its place is taken for good")
        self.assertNotIn("expiry-c", ARENA.roster())

    def test_a_card_of_another_robot_registers_nobody(self):
        code = enrolment("--uses", 5)
        self.refused(400, "bad_request", register("card-a", code, body={"card": card("card-b")}))
        self.refused(400, "bad_request", register("Card A", code))
        self.assertEqual([name for name in ARENA.roster() if name.startswith("card")], [])


class ByMqttAlone(unittest.TestCase):
    def test_a_token_a_presence_and_a_card_are_enough(self):
        token = ARENA.ctl("token", "robot/alone").strip()
        robot = PlainRobot(ARENA, "alone", token, name="All Alone").come().keep_talking()
        wait_until(lambda: ARENA.roster_state("alone") == "online", BOUND_S, "in the roster")
        self.assertEqual(ARENA.roster()["alone"]["name"], "All Alone")
        with ARENA.join("Ann") as ann:
            self.assertGreater(ann.claim("alone"), 0)
            wait_until(lambda: robot.lease["driver"] == ann.principal, BOUND_S, "the lease")
        robot.leave()

    def test_our_agent_registers_with_a_token_in_a_file_and_drives(self):
        path = os.path.join(ARENA.state, "agent.token")
        with open(path, "w", encoding="utf-8") as file:
            file.write(ARENA.ctl("token", "robot/agent-a"))
        agent = Part("agent", [binary("arena-robot"), "--id", "agent-a", "--driver", "sim", "--token-file", path,
                               "--mqtt-port", str(ARENA.broker.mqtt_port), "--state", ARENA.state],
                     f"{ARENA.state}/agent.log", lambda: ARENA.roster_state("agent-a") == "online").start()
        with ARENA.join("Ann") as ann:
            ann.claim("agent-a")
            start = ann.pose("agent-a")
            self.assertTrue(ann.drive("agent-a", lambda: ann.pose("agent-a") != start, y=0.5))
        self.assertEqual(agent.stop(), 0)
        ARENA.wait_state("agent-a", "offline")

    def test_either_document_registers_and_the_card_may_change(self):
        robot = PlainRobot(ARENA, "bare").come(announce=False)
        robot.say_status()
        robot.client.publish_acknowledged(robot.topic("all", "presence"), robot.presence("online"), True)
        wait_until(lambda: "bare" in ARENA.roster(), BOUND_S, "registered by its presence")
        robot.card["name"] = "Renamed"
        robot.client.publish_acknowledged(robot.topic("all", "card"), json.dumps(robot.card), True)
        wait_until(lambda: ARENA.roster()["bare"]["name"] == "Renamed", BOUND_S, "the card's name")
        robot.leave()


class Leaving(unittest.TestCase):
    """Who may deregister whom, and what is left."""

    def setUp(self):
        self.operator = Operator()
        self.addCleanup(self.operator.close)

    def test_only_the_robot_itself_and_operators_deregister_it(self):
        robot = PlainRobot(ARENA, "coveted").come().keep_talking()
        ARENA.wait_state("coveted", "online")
        other = PlainRobot(ARENA, "envious").come()
        for token, status, code in ((None, 401, "unauthorized"), ("rubbish", 401, "unauthorized"),
                                    (ARENA.broker.token("player/eve"), 403, "not_allowed"),
                                    (ARENA.broker.token("referee/eve"), 403, "not_allowed"),
                                    (ARENA.broker.token("robot/envious"), 403, "not_allowed"),
                                    (ARENA.broker.token("robot/coveted", aud=["mqtt"]), 401, "unauthorized")):
            answer = delete("coveted", token)
            self.assertEqual((answer[0], answer[1]["code"]), (status, code))
        self.assertEqual(other.ask("robot.deregister", robot="coveted")["error"]["code"], "not_allowed")
        with ARENA.join("Ann") as ann, self.assertRaises(Refused) as refused:
            ann.ask("robot.deregister", robot="coveted")
        self.assertEqual(refused.exception.code, "not_allowed")
        self.assertEqual(self.operator.ask("robot.deregister", robot="nobody")["error"]["code"], "unknown_robot")
        self.assertEqual(delete("nobody", self.operator.token)[1]["code"], "unknown_robot")
        self.assertEqual(ARENA.roster_state("coveted"), "online")
        self.assertNotIn(None, documents("coveted"))
        robot.leave()
        other.leave()

    def test_the_driver_and_who_waits_are_told_why(self):
        robot = PlainRobot(ARENA, "taken").come().keep_talking()
        ARENA.wait_state("taken", "online")
        roster = Roster(ARENA, "watcher/told")
        with ARENA.join("Ann") as ann, ARENA.join("Bea") as bea:
            ann.claim("taken")
            bea.ask("drive.queue", robot="taken")
            self.assertTrue(self.operator.ask("robot.deregister", robot="taken")["ok"])

            def told():
                me = ann.last("bridge/main", "me") or {}
                return me.get("leases") == [] and "deregistered" in me.get("why", [])
            self.assertTrue(ann.wait(told, TELL_S), ann.last("bridge/main", "me"))
            self.assertTrue(bea.wait(lambda: not (bea.last("bridge/main", "me") or {}).get("queue"), TELL_S))
            roster.client.wait_change(lambda: any("taken" in said.get("gone", []) for said in roster.said()),
                                      TELL_S, "the roster says that it is gone")
            for do in ("drive.claim", "drive.queue"):
                with self.assertRaises(Refused) as refused:
                    ann.ask(do, robot="taken")
                self.assertEqual(refused.exception.code, "unknown_robot")
        robot.client.wait_gone(FREE_S)
        wait_until(lambda: documents("taken") == [None, None], FREE_S, "the broker has forgotten it")

    def test_a_bridge_that_dies_in_the_middle_finishes_it_after_its_restart(self):
        robot = PlainRobot(ARENA, "halfway").come().keep_talking()
        ARENA.wait_state("halfway", "online")
        self.assertTrue(self.operator.ask("robot.deregister", robot="halfway")["ok"])
        ARENA.bridge.restart(kill=True)
        robot.client.wait_gone(FREE_S)
        wait_until(lambda: documents("halfway") == [None, None], 2 * FREE_S, "the broker has forgotten it")
        self.assertNotIn("halfway", ARENA.roster())
        self.assertNotEqual(ARENA.broker.dial("robot/halfway", token=robot.token or ARENA.broker.token(
            "robot/halfway", iat=int(time.time()) - 60)).connack, 0)
        robot.hush()

    def test_a_simulated_robot_that_is_deregistered_while_driven_stops(self):
        ARENA.start_sim(1, "sim")
        ann = ARENA.join("Ann").connect()
        ann.claim("sim1")
        with Stick(ann, "sim1", y=0.5):
            wait_moving(ARENA, "sim1")
            status, answer = delete("sim1", self.operator.token)
            self.assertLess(status, 300, answer)
            wait_until(lambda: ARENA.stands("sim1"), BOUND_S, "it stands")
            self.assertIn("deregistered", (ann.last("bridge/main", "me") or {}).get("why", []))
        ann.close()
        self.assertEqual(ARENA.sims.pop().stop(), 0)


class AgainAndAgain(unittest.TestCase):
    """Each cycle: register (by HTTP or MQTT alone), be driven, deregister (by the robot's or an
    operator's ask or DELETE), and nothing is left."""

    WAYS = ("robot asks", "operator asks", "robot DELETEs", "operator DELETEs")

    def deregister(self, way, robot, operator):
        begun = time.monotonic()
        if way == "robot asks":
            answer = robot.ask("robot.deregister")
            self.assertTrue(answer is None or answer["ok"], answer)
        elif way == "operator asks":
            answer = operator.ask("robot.deregister", robot=robot.id)
            self.assertTrue(answer["ok"], answer)
        else:
            status, answer = delete(robot.id, robot.token if way == "robot DELETEs" else operator.token)
            self.assertLess(status, 300, answer)
            self.assertEqual(documents(robot.id), [None, None], "DELETE answers when all is gone")
        robot.hush()
        return time.monotonic() - begun

    def come(self, robot, by_http, code):
        if by_http:
            robot.token = registered(robot.id, code)["token"]
        else:
            robot.token = ARENA.ctl("token", f"robot/{robot.id}").strip()
        robot.lease = {"n": 0, "rev": 0, "driver": None}
        robot.highest = 0  # as if all it had kept were gone
        robot.come().keep_talking()
        ARENA.wait_state(robot.id, "online")

    def nothing_is_left(self, robot, ann):
        old = robot.token
        robot.client.wait_gone(FREE_S)
        self.assertNotIn(robot.id, ARENA.roster())
        self.assertTrue(ann.wait(lambda: (ann.last("bridge/main", "me") or {}).get("leases") == [], TELL_S))
        self.assertIn("deregistered", ann.last("bridge/main", "me")["why"])
        self.assertNotEqual(ARENA.broker.dial(robot.principal, token=old).connack, 0, "its token is refused")
        self.assertEqual(register(robot.id, token=old)[0], 401, "by HTTP, too")
        wait_until(lambda: documents(robot.id) == [None, None], FREE_S, "the broker has forgotten it")

    def cycles(self, index, code):
        operator, ann = Operator(), ARENA.join(f"Ann {index}").connect()
        robot, numbers, took = PlainRobot(ARENA, f"again-{index}"), [0], []
        for cycle in range(CYCLES):
            self.come(robot, (index + cycle) % 2, code)
            numbers.append(ann.claim(robot.id))
            wait_until(lambda: robot.lease["driver"] == ann.principal, BOUND_S, "the lease")
            took.append(self.deregister(self.WAYS[(index + cycle // 2) % 4], robot, operator))
            self.nothing_is_left(robot, ann)
        ann.close()
        operator.close()
        self.assertEqual(numbers, sorted(set(numbers)), "numbers rise through all that")
        return took

    def test_robots_come_and_go_again_and_again(self):
        code = enrolment("--uses", ROBOTS)
        with concurrent.futures.ThreadPoolExecutor(ROBOTS) as pool:
            took = sum(pool.map(lambda index: self.cycles(index, code), range(ROBOTS)), [])
        print(f"{len(took)} registrations and deregistrations, "
              f"each deregistration {min(took):.2f} to {max(took):.2f} s")
        self.assertGreaterEqual(len(took), 20)


if __name__ == "__main__":
    unittest.main()

"""Who is there, in strict time and against appearances: killed robots are lost within a second, frozen
ones stale in time, and after restarts all is true within 5 s. Late wills, second logins, retained
documents and slander make nobody appear who is not there, and hide nobody who is; whoever has gone
for good is forgotten."""
import json
import secrets
import threading
import time
import unittest

from tests.support.arena import Arena, wait_until
from tests.support.broker import build_directory
from tests.support.faultproxy import FaultProxy
from tests.support.client import Refused
from tests.support.plain import STATUS_MS, PlainRobot
from tests.system.test_motion import BOUND_S, Stick, moving, now_ms, wait_moving, wait_standing

R = "arena/v1"
LOST_S = 1.0
TRUE_S = 5.0         # after a restart
DRIVES_S = 3.0       # after a restart, whose lease lives on
STALE_S = 1.0        # at least, and three periods of its status
GONE_S = 60          # `me` is emptied so long after its reader has left
SYSTEM_S = 0.25      # what a busy machine may add


class Roster:
    """What `roster` said, in the order in which it came; a watcher's view."""

    def __init__(self, arena, name="watcher/roster"):
        self.client = arena.broker.client(name, version=5)
        self.client.subscribe(f"{R}/bridge/main/all/roster", f"{R}/bridge/main/{name}/answer")
        self.name = name

    def said(self):
        return [json.loads(m.payload) for m in list(self.client.messages) if m.topic.endswith("/roster")]

    def states(self, robot, since=0):
        """Every state in which that robot was shown, from that message on."""
        return [entry["state"] for said in self.said()[since:] for entry in said.get("changed", [])
                if entry["id"] == robot]

    def wait_state(self, robot, state, bound=BOUND_S, since=0):
        self.client.wait_change(lambda: self.states(robot, since)[-1:] == [state], bound, f"{robot} {state}")

    def ask_all(self):
        """The whole roster by asking, page by page: (rev, {id: entry})."""
        robots, after = {}, {}
        while True:
            number = secrets.token_urlsafe(12)
            self.client.publish(f"{R}/{self.name}/bridge/main/ask",
                                json.dumps({"id": number, "do": "roster", **after}), 1)
            page = json.loads(self.client.wait(lambda m: m.topic.endswith("/answer") and
                                               json.loads(m.payload)["id"] == number).payload)
            robots.update((entry["id"], entry) for entry in page["robots"])
            if not page.get("next"):
                return page["rev"], robots
            after = {"after": page["next"]}


def retained(arena, topic, name=None):
    """What the broker keeps there, or None: each subscription is told anew. One connection a thread."""
    name = name or f"watcher/look-{threading.get_native_id()}"
    client = next((known for known in arena.broker.clients if known.name == name and known.connected()), None)
    client = client or arena.broker.client(name)
    client.messages.clear()
    client.subscribe(topic)
    client.unsubscribe(topic)  # when that is acknowledged, what was kept has come
    found = client.found(lambda m: m.topic == topic and m.retain)
    return json.loads(found.payload) if found else None


def presence_of(robot):
    return f"{R}/robot/{robot}/all/presence"


class OneArena(unittest.TestCase):
    ROBOTS = 1

    @classmethod
    def setUpClass(cls):
        cls.arena = Arena(robots=cls.ROBOTS).start()
        cls.roster = Roster(cls.arena)

    @classmethod
    def tearDownClass(cls):
        cls.arena.__exit__(None, None, None)


class Losses(OneArena):
    def test_a_killed_robot_is_lost_within_a_second(self):
        killed = time.monotonic()
        self.arena.sim.kill()
        self.arena.wait_state("scout1", "lost", LOST_S)
        self.roster.wait_state("scout1", "lost", LOST_S)
        print(f"killed: lost after {time.monotonic() - killed:.3f} s")
        self.assertLessEqual(time.monotonic() - killed, LOST_S)
        self.assertEqual(retained(self.arena, presence_of("scout1"))["state"], "lost")
        self.arena.sim.start()

    def test_a_frozen_robot_is_stale_after_three_of_its_periods_and_comes_back(self):
        period = retained(self.arena, f"{R}/robot/scout1/all/card")["status_ms"] / 1000
        self.arena.sim.freeze()
        frozen = time.monotonic()
        self.arena.wait_state("scout1", "stale", 3 * period + SYSTEM_S)
        took = time.monotonic() - frozen
        print(f"frozen with a status every {period} s: stale after {took:.3f} s")
        self.assertGreaterEqual(took, max(2 * period, STALE_S) - SYSTEM_S, "it spoke a period ago at most")
        self.arena.sim.thaw()
        self.arena.wait_state("scout1", "online", period + SYSTEM_S)

    def test_a_robot_that_speaks_often_is_not_stale_before_a_second(self):
        robot = PlainRobot(self.arena, "often").come().keep_talking()
        self.arena.wait_state("often", "online")
        robot.hush()
        silent = time.monotonic()
        self.roster.wait_state("often", "stale")
        took = time.monotonic() - silent
        self.assertGreaterEqual(took, STALE_S - STATUS_MS / 1000 - SYSTEM_S)
        self.assertLessEqual(took, STALE_S + 2 * SYSTEM_S + STATUS_MS / 1000)
        self.assertNotIn("lost", self.roster.states("often"), "nobody said that it is lost")
        robot.say_status()
        self.roster.wait_state("often", "online")
        robot.leave()

    def test_a_clean_goodbye_says_offline(self):
        robot = PlainRobot(self.arena, "polite").come()
        self.roster.wait_state("polite", "online")
        robot.leave()
        self.roster.wait_state("polite", "offline", LOST_S)
        self.arena.start_sim(1, "leaver")
        self.assertEqual(self.arena.sims.pop().stop(), 0)
        self.roster.wait_state("leaver1", "offline", LOST_S)
        for name in ("polite", "leaver1"):
            self.assertNotIn("lost", self.roster.states(name))
            self.assertEqual(retained(self.arena, presence_of(name))["state"], "offline")
            self.assertEqual(self.arena.roster_state(name), "offline")

    def test_a_driver_is_told_why_when_the_robot_dies(self):
        robot = PlainRobot(self.arena, "mortal").come().keep_talking()
        with self.arena.join("Ann") as ann:
            ann.claim("mortal")
            robot.break_off()
            self.assertTrue(ann.wait(lambda: "robot_offline" in
                                     (ann.last("bridge/main", "me") or {}).get("why", []), LOST_S + SYSTEM_S))


class Takeovers(OneArena):
    def quiet(self, robot, since):
        """Nobody was told that the robot is away."""
        self.assertEqual([state for state in self.roster.states(robot, since) if state != "online"], [])
        self.assertEqual(self.arena.roster_state(robot), "online")

    def test_a_second_login_whose_predecessors_will_comes_late_hides_no_robot(self):
        first = PlainRobot(self.arena, "twice").come().keep_talking()
        self.roster.wait_state("twice", "online")
        since = len(self.roster.said())
        second = PlainRobot(self.arena, "twice").come().keep_talking()
        first.client.wait_gone()
        first.hush()
        # The broker said the first one's will when the second logged in; now it comes once more, late.
        for _ in range(3):
            second.client.publish_acknowledged(presence_of("twice"), first.presence("lost"), True)
        second.announce()
        with self.arena.join("Ann") as ann:
            ann.claim("twice")
            ann.release("twice")
        states = self.roster.states("twice", since)
        self.assertEqual(states[-1:] or ["online"], ["online"])
        since = len(self.roster.said())
        second.client.publish_acknowledged(presence_of("twice"), first.presence("lost"), True)
        with self.arena.join("Bea") as bea:  # the bridge has read that will when it answers
            bea.claim("twice")
        self.quiet("twice", since)
        second.leave()

    def test_a_robot_whose_network_is_cut_is_online_again_and_stays_so(self):
        with FaultProxy(self.arena.broker.mqtt_port, build_directory()) as proxy:
            sim = self.arena.start_sim(1, "quick", "--mqtt-port", str(proxy.port))
            for _ in range(3):
                proxy("cut")
                self.arena.wait_state("quick1", "lost")
                begun = time.monotonic()
                self.arena.wait_state("quick1", "online", TRUE_S)
                print(f"cut: online again after {time.monotonic() - begun:.3f} s")
            # The old connection lives on in the broker until the new one takes it over.
            proxy("blackhole")
            self.arena.wait_state("quick1", "stale")
            proxy("resume")
            proxy("cut")
            self.arena.wait_state("quick1", "online", TRUE_S)
            said = retained(self.arena, presence_of("quick1"))
            self.assertEqual(said["state"], "online")
            since = len(self.roster.said())
            with self.arena.join("Ann") as ann:
                ann.claim("quick1")
                self.assertTrue(ann.drive("quick1", lambda: moving(self.arena, "quick1"), y=0.5))
            self.quiet("quick1", since)
            self.assertEqual(sim.stop(), 0)

    def page(self, name, token):
        """A driver's connection that says `conn`, as a page does."""
        conn = secrets.token_urlsafe(6)
        topic = f"{R}/{name}/all/presence"
        will = (topic, json.dumps({"state": "lost", "conn": conn}), 1, False)
        client = self.arena.broker.client(name, version=5, transport="ws", token=token, will=will)
        client.subscribe(f"{R}/bridge/main/{name}/+")
        client.lost = json.dumps({"state": "lost", "conn": conn})
        client.publish(topic, json.dumps({"state": "online", "page": conn, "conn": conn}), 1)
        client.page = conn
        return client

    @staticmethod
    def told(client):
        """The newest `me`."""
        me = [json.loads(m.payload) for m in list(client.messages) if m.topic.endswith("/me") and m.payload]
        return me[-1] if me else {}

    def test_a_second_page_of_a_driver_keeps_the_lease_whatever_the_first_ones_will_says(self):
        name = "player/zoe"
        token = self.arena.broker.token(name)
        first = self.page(name, token)
        first.publish(f"{R}/{name}/bridge/main/ask", json.dumps(
            {"id": secrets.token_urlsafe(12), "do": "drive.claim", "robot": "scout1"}), 1)
        first.wait_change(lambda: self.told(first).get("leases"), what="the lease")
        second = self.page(name, token)
        first.wait_gone()
        second.wait_change(lambda: self.told(second).get("page") == second.page, what="me with its own page")
        second.publish(f"{R}/{name}/all/presence", first.lost, 1)
        held = time.monotonic() + 2 * LOST_S
        wait_until(lambda: time.monotonic() > held or not self.told(second).get("leases"))
        self.assertEqual([lease["robot"] for lease in self.told(second)["leases"]], ["scout1"])
        self.assertEqual(self.arena.roster()["scout1"]["driver"], name)
        second.break_off()
        wait_until(lambda: not self.arena.roster()["scout1"].get("driver"), 3 * LOST_S,
                   "the lease ends with the last page")


class Restarts(unittest.TestCase):
    """scout1 is driven, scout2 stands by; `dead` was killed, `left` said goodbye, `silent` has left a
    retained `online` behind that nobody takes back, `doomed1` dies while nobody looks."""

    def setUp(self):
        self.arena = Arena(robots=2).start()
        self.addCleanup(self.arena.__exit__, None, None, None)
        PlainRobot(self.arena, "dead").come().break_off()
        PlainRobot(self.arena, "left").come().leave()
        PlainRobot(self.arena, "silent", will=False).come().break_off()
        self.doomed = self.arena.start_sim(1, "doomed")
        self.arena.wait_state("dead", "lost")
        self.arena.wait_state("left", "offline")
        self.ann = self.arena.join("Ann").connect()
        self.ann.claim("scout1")

    def truth(self):
        """Whether the roster shows who is there, and nobody else."""
        try:
            roster = self.arena.roster()
        except OSError:
            return False
        return (roster["scout1"]["state"] == roster["scout2"]["state"] == "online" and
                not {roster[name]["state"] for name in ("dead", "left", "silent", "doomed1")} & {"online", "stale"})

    def restart(self, part, starts):
        """Kills the part while scout1 is driven; starts it when the robot stands. How long until all
        was true and until it was driven again, in s."""
        with Stick(self.ann, "scout1", y=0.5):
            wait_moving(self.arena, "scout1")
            number = self.ann.leases["scout1"]
            part.kill()
            self.doomed.kill()
            wait_standing(self.arena, "scout1")
            begun, begun_ms = time.monotonic(), now_ms()
            starts()
            wait_moving(self.arena, "scout1")
            moved = next(move["mono"] - begun_ms for move in self.arena.moves("scout1")
                         if move["mono"] > begun_ms and move["axes"]["y"] > 0) / 1000
            wait_until(self.truth, BOUND_S, "the roster tells the truth")
            true = time.monotonic() - begun
        self.assertEqual(self.arena.roster()["scout1"]["driver"], self.ann.principal)
        self.assertEqual(self.ann.leases["scout1"], number, "it is the same lease")
        self.assertTrue(self.truth(), "and goes on telling it")
        return true, moved

    def check(self, what, true, moved):
        print(f"{what} restarted: all true after {true:.3f} s, driven again after {moved:.3f} s")
        self.assertLessEqual(true, TRUE_S)
        self.assertLessEqual(moved, DRIVES_S)

    def test_after_the_brokers_restart_all_is_true_again(self):
        self.check("broker", *self.restart(self.arena.broker, self.arena.broker.start))

    def test_after_the_bridges_death_and_restart_all_is_true_again(self):
        self.check("bridge", *self.restart(self.arena.bridge, lambda: self.arena.bridge.start(wait=False)))
        states = {name: self.arena.roster()[name]["state"] for name in ("dead", "left", "silent", "doomed1")}
        self.assertEqual(states, {"dead": "lost", "left": "offline", "silent": "unverified", "doomed1": "lost"})

    def test_both_at_once(self):
        def both():
            self.arena.broker.start()
            self.arena.bridge.start(wait=False)
        self.arena.bridge.kill()
        true, moved = self.restart(self.arena.broker, both)
        print(f"both restarted: all true after {true:.3f} s, driven again after {moved:.3f} s")
        self.assertLessEqual(true, TRUE_S)


class Proof(OneArena):
    ROBOTS = 0

    def test_a_retained_presence_proves_nothing_until_something_live_arrives(self):
        robot = PlainRobot(self.arena, "ghost", will=False).come()
        self.arena.wait_state("ghost", "online")
        robot.break_off()
        self.assertEqual(retained(self.arena, presence_of("ghost"))["state"], "online")
        self.arena.bridge.restart(kill=True)
        self.arena.wait_state("ghost", "unverified")
        with self.arena.join("Ann") as ann:
            with self.assertRaises(Refused) as refused:
                ann.ask("drive.claim", robot="ghost")
            self.assertEqual(refused.exception.code, "robot_offline")
            self.assertEqual(self.arena.roster_state("ghost"), "unverified")
            robot.come(announce=False)
            robot.say_status()
            self.arena.wait_state("ghost", "online")
            ann.claim("ghost")
        robot.leave()

    def test_a_status_that_comes_after_its_robots_death_raises_nobody(self):
        robot = PlainRobot(self.arena, "zombie").come()
        robot.break_off()
        self.arena.wait_state("zombie", "lost")
        again = PlainRobot(self.arena, "zombie").come(announce=False)
        roster = Roster(self.arena, "watcher/zombie")
        for _ in range(3):
            again.say_status()
        roster.ask_all()
        self.assertEqual(self.arena.roster_state("zombie"), "lost", "only a new presence ends it")
        again.announce()
        self.arena.wait_state("zombie", "online")
        again.leave()

    def test_after_a_gap_in_rev_the_whole_list_can_be_asked_for(self):
        robots = [PlainRobot(self.arena, f"many-{i}").come() for i in range(40)]
        wait_until(lambda: len(self.arena.roster()) >= 40, BOUND_S, "40 robots")
        reader = Roster(self.arena, "watcher/gap")
        rev, _ = reader.ask_all()
        robots[0].leave()
        reader.wait_state("many-0", "offline")
        robots[1].leave()
        reader.wait_state("many-1", "offline")
        revs = [said["rev"] for said in reader.said()]
        self.assertEqual(revs, list(range(revs[0], revs[0] + len(revs))), "each message is one more")
        self.assertLessEqual(revs[0], rev + 1, "nothing lies between the list and the first message")
        reader.client.close()
        witness = Roster(self.arena, "watcher/witness")
        for robot in robots[2:20]:
            robot.leave()
            if robot.id in ("many-10", "many-15", "many-19"):  # three messages at least
                witness.wait_state(robot.id, "offline")
        reader = Roster(self.arena, "watcher/gap")
        robots[20].leave()
        reader.wait_state("many-20", "offline")
        self.assertGreater(reader.said()[0]["rev"], revs[-1] + 1, "the gap shows")
        rev, whole = reader.ask_all()
        self.assertGreaterEqual(rev, reader.said()[-1]["rev"])
        self.assertEqual({name: entry["state"] for name, entry in whole.items()},
                         {name: entry["state"] for name, entry in self.arena.roster().items()})
        away = sum(entry["state"] == "offline" for name, entry in whole.items() if name.startswith("many-"))
        self.assertEqual(away, 21)
        for robot in robots[21:]:
            robot.leave()


class Corrections(unittest.TestCase):
    """A broker that lets anybody say anything, so that a robot can be slandered."""

    def test_a_robot_that_reads_a_wrong_presence_of_its_own_corrects_it(self):
        with Arena(robots=1, broker={"plugin": False}) as arena:
            right = retained(arena, presence_of("scout1"))
            self.assertEqual(right["state"], "online")
            slander = arena.broker.client("watcher/slander")
            for wrong in ({"state": "lost", "boot": "other", "conn": "other"},
                          {"state": "offline", "boot": right["boot"], "conn": right["conn"]},
                          {"state": "online", "boot": "other", "conn": "other"}):
                with self.subTest(wrong=wrong):
                    slander.publish_acknowledged(presence_of("scout1"), json.dumps(wrong), True)

                    def corrected():
                        said = retained(arena, presence_of("scout1"))
                        return {**right, "ts": 0} == {**said, "ts": 0}
                    wait_until(corrected, 2 * LOST_S, "the right presence")
                    arena.wait_state("scout1", "online", 2 * LOST_S)


class Kept(OneArena):
    """The broker forgets what it kept when it is restarted; whoever said it says it again."""

    def test_after_the_brokers_restart_all_that_is_kept_is_there_again(self):
        with self.arena.join("Ann") as ann:
            ann.claim("scout1")
            ann.wait(lambda: (ann.last("bridge/main", "me") or {}).get("leases"))
            ann.release("scout1")
        self.arena.ctl("revoke", "player/bob")
        kept = {presence_of("scout1"): None, f"{R}/robot/scout1/all/card": None,
                f"{R}/bridge/main/all/presence": None, f"{R}/bridge/main/all/revoked/player/bob": None,
                f"{R}/bridge/main/{ann.principal}/me": ann.principal}
        before = {topic: retained(self.arena, topic, name) for topic, name in kept.items()}
        self.assertNotIn(None, before.values())
        self.arena.broker.restart(kill=True)
        for topic, name in kept.items():
            wait_until(lambda t=topic, n=name: self.still(t, n, before[t]), BOUND_S, f"{topic} is kept again")

    def still(self, topic, name, before):
        """There again, and the same but for the connection and the time."""
        said = retained(self.arena, topic, name)
        return said and {**said, "conn": 0, "ts": 0} == {**before, "conn": 0, "ts": 0}


class Vanished(unittest.TestCase):
    """Runs last: setUpModule made its arena, so that its minute passes meanwhile."""

    def test_me_is_emptied_a_minute_after_its_reader_has_gone_for_good(self):
        def kept():
            return [person for person in VANISHED.people if VANISHED.me(person)]
        if time.monotonic() < VANISHED.since + GONE_S - 2:
            self.assertEqual(kept(), VANISHED.people, "they may yet come back")
        left = VANISHED.since + GONE_S - time.monotonic()
        wait_until(lambda: time.monotonic() > VANISHED.since + GONE_S, max(left, 0) + 1)
        wait_until(lambda: kept() == [], BOUND_S, "both are emptied")


class Leavers:
    """Two drivers who have gone: one said goodbye, one was lost."""

    def __init__(self):
        self.arena = Arena(robots=1).start()
        self.people = [self.arena.join(name).connect() for name in ("Left", "Lost")]
        for person in self.people:
            person.claim("scout1")
            person.wait(lambda p=person: (p.last("bridge/main", "me") or {}).get("leases"))
            person.release("scout1")
        self.people[0].close()
        self.people[1].break_off()
        self.since = time.monotonic()

    def me(self, person):
        """What the broker keeps for them; to log in is not yet to come back."""
        topic = f"{R}/bridge/main/{person.principal}/me"
        return retained(self.arena, topic, person.principal)


VANISHED = None


def setUpModule():
    global VANISHED
    VANISHED = Leavers()


def tearDownModule():
    VANISHED.arena.__exit__(None, None, None)


if __name__ == "__main__":
    unittest.main()

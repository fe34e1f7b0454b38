"""Lease numbers: one winner among a crowd, "ok" only when it is true, and numbers that rise through
kill -9 at any point and through a restored older database. ARENA_KILLS: how many kills (20)."""
import collections
import os
import random
import shutil
import sqlite3
import threading
import unittest

from tests.support.arena import Arena, wait_until
from tests.support.client import Refused
from tests.system.crowd import Crowd

KILLS = int(os.environ.get("ARENA_KILLS", "20"))
CROWD = 1000
BOUND_S = 20


def database(arena):
    return os.path.join(arena.state, "bridge.db")


def stored_numbers(arena):
    """{robot: n}, after the database has said that it is whole."""
    with sqlite3.connect(f"file:{database(arena)}?mode=ro", uri=True) as db:
        whole = db.execute("PRAGMA integrity_check").fetchone()[0]
        if whole != "ok":
            raise AssertionError(f"integrity_check: {whole}")
        return dict(db.execute("SELECT robot, n FROM lease"))


class OneWinner(unittest.TestCase):
    def test_of_a_thousand_simultaneous_claims_exactly_one_wins(self):
        with Arena(robots=1, settings={"max_principals": 4096}) as arena:
            crowd = Crowd(CROWD, arena.broker.mqtt_port, arena.broker.keys.mint)
            answers = crowd.ask_all("drive.claim", robot="scout1")
            outcomes = collections.Counter(
                "ok" if answer["ok"] else answer["error"]["code"] for answer in answers.values())
            crowd.close()
            print(f"claims: {dict(outcomes)}")
            self.assertEqual(outcomes, {"ok": 1, "robot_taken": CROWD - 1})


class Truth(unittest.TestCase):
    def test_ok_is_not_said_before_the_robot_shows_the_number(self):
        with Arena(robots=1) as arena, arena.join() as ann:
            first = ann.claim("scout1")
            ann.release("scout1")
            arena.sim.freeze()
            with self.assertRaises(Refused) as refused:
                ann.ask("drive.claim", robot="scout1")
            arena.sim.thaw()
            self.assertEqual(refused.exception.code, "robot_offline")
            self.assertGreaterEqual(ann.claim("scout1"), first + 2, "the number was burnt")


class Durable(unittest.TestCase):
    def test_numbers_rise_through_kills_of_the_bridge_at_any_point(self):
        seed = int(os.environ.get("ARENA_SEED", "1"))
        dice = random.Random(seed)
        print(f"soak: {KILLS} kills of the bridge, seed {seed}")
        with Arena(robots=1) as arena, arena.join() as ann:
            highest, granted = 0, 0
            for _ in range(KILLS):
                killer = threading.Timer(dice.uniform(0, 0.15), arena.bridge.kill)
                killer.start()
                try:
                    number = ann.ask("drive.claim", bound=3, robot="scout1")["n"]
                    self.assertGreater(number, highest)
                    highest, granted = number, granted + 1
                except (Refused, TimeoutError):
                    pass
                killer.join()
                stored = stored_numbers(arena).get("scout1", 0)
                self.assertGreaterEqual(stored, highest, "what was acknowledged is stored")
                highest = max(highest, stored)
                arena.bridge.start()
                wait_until(lambda: arena.roster_state("scout1") == "online", BOUND_S, "scout1 online")
            print(f"soak: {granted} of {KILLS} claims were granted before the kill, the last number is {highest}; "
                  "the database was whole and no lower than what was said after each")
            self.assertGreater(ann.claim("scout1", bound=BOUND_S), highest)

    def test_numbers_rise_through_a_restored_older_database(self):
        with Arena(robots=1) as arena, arena.join() as ann:
            ann.claim("scout1")
            ann.release("scout1")
            arena.bridge.stop()
            shutil.copy(database(arena), database(arena) + ".old")
            arena.bridge.start()
            number = 0
            for _ in range(5):
                number = ann.claim("scout1", bound=BOUND_S)
                ann.release("scout1")
            arena.bridge.stop()
            for suffix in ("-wal", "-shm"):
                if os.path.exists(database(arena) + suffix):
                    os.unlink(database(arena) + suffix)
            shutil.move(database(arena) + ".old", database(arena))
            self.assertLess(stored_numbers(arena)["scout1"], number)
            arena.bridge.start()
            self.assertGreater(ann.claim("scout1", bound=BOUND_S), number)


if __name__ == "__main__":
    unittest.main()

"""arena-bot in a whole arena on a map: bots take the free seats of a match, find each other, and hit."""
import os
import unittest

from tests.support.arena import Arena, wait_until

MAP = os.path.join(os.path.dirname(__file__), "../../robot/sim/maps/yard.map")
BOTS = 2


class BotsInAnArena(unittest.TestCase):
    @staticmethod
    def listen(person):
        root = person.root
        person.client.subscribe([(f"{root}/bridge/main/all/match/+", 1),
                                 (f"{root}/bridge/main/all/match/+/live", 0),
                                 (f"{root}/bridge/main/all/match/+/event", 1)])

    @staticmethod
    def entries(person, kind):
        return [entry for who, what, entry in list(person.said)
                if who == "bridge/main" and what == "event" and entry and entry.get("kind") == kind]

    def test_bots_take_free_seats_find_each_other_and_hit(self):
        with Arena(robots=BOTS, sim=("--map", MAP)) as arena:
            bots = arena.start_bots(BOTS, MAP)
            with arena.join("Rita", kind="referee") as rita:
                self.listen(rita)
                match = rita.ask("match.create", name="Bots", robots_per_seat=1,
                                 teams=[{"name": "red", "seats": 1}, {"name": "blue", "seats": 1}],
                                 rules={"countdown_ms": 0, "bots": 3})["match"]
                rita.ask("match.start", match=match)
                self.assertTrue(rita.wait(lambda: self.entries(rita, "started"), 10), "it does not start")
                counted = lambda: [entry for entry in self.entries(rita, "hit")
                                   if entry["verdict"] == "counted"]
                self.assertTrue(rita.wait(counted, 40), f"nobody hits anybody\n{bots.log()}")
                for entry in counted():
                    self.assertTrue(entry["fire"] and entry["hit"], entry)
                rita.ask("match.abort", match=match)
                wait_until(lambda: bots.log().count("leaves " + match) == BOTS, what="the bots leave")


if __name__ == "__main__":
    unittest.main()

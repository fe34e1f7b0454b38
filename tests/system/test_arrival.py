"""Many robots that nobody has registered appear at once, by MQTT alone. What they say exceeds the
bridge's queue at the broker, which drops the rest silently: all become known nevertheless, with
their cards. ARENA_ARRIVALS: how many (600)."""
import contextlib
import http.client
import os
import time
import unittest

from tests.support.arena import Arena, Part, binary, wait_until

ARRIVALS = int(os.environ.get("ARENA_ARRIVALS", "600"))
PER_PROCESS = 100
BOUND_S = 90


class Arrival(unittest.TestCase):
    def test_all_robots_that_appear_at_once_become_known(self):
        with Arena(robots=0, settings={"max_robots": max(256, ARRIVALS)}) as arena:
            tokens = os.path.join(arena.state, "tokens")
            os.mkdir(tokens)
            for begin in range(0, ARRIVALS, PER_PROCESS):
                arena.sims.append(self.process(arena, tokens, f"new{begin // PER_PROCESS}x",
                                               min(PER_PROCESS, ARRIVALS - begin)))
            began = time.monotonic()
            for sim in arena.sims:
                sim.start(wait=False)
            self.watch(arena, began)

    def process(self, arena, tokens, prefix, robots):
        for i in range(1, robots + 1):
            with open(os.path.join(tokens, f"{prefix}{i}.token"), "w", encoding="ascii") as file:
                file.write(arena.broker.keys.mint(f"robot/{prefix}{i}"))
        return Part(f"sim {prefix}", [
            binary("arena-sim"), "--robots", str(robots), "--prefix", prefix, "--token-dir", tokens,
            "--mqtt-host", "127.0.0.1", "--mqtt-port", str(arena.broker.mqtt_port)],
            f"{arena.state}/sim-{prefix}.log")

    def watch(self, arena, began):
        known = set()

        def everybody():
            with contextlib.suppress(OSError, http.client.HTTPException):  # a busy bridge may hang up
                known.update(robot["id"] for robot in arena.roster().values()
                             if robot["state"] == "online" and robot.get("kind"))
            return len(known) == ARRIVALS

        try:
            wait_until(everybody, BOUND_S, "all robots online, with their cards")
        finally:
            print(f"arrival: {len(known)} of {ARRIVALS} known after {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    unittest.main()

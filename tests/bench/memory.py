"""What a robot costs in memory: resident bytes of the broker and of the bridge at 1,000 and 10,000
presences, against the same connections, wills, subscriptions and retained documents at a bare
Mosquitto; and how many logins a second each of them takes (ours checks an ES256 signature for each).

    python3 -m tests.bench.memory [--robots 10000]

The bridge takes the memory of its tables at its start, for as many robots as it is told there may be:
a robot's cost is counted from a bridge that has room for next to none. Exit code 1: 4 KiB exceeded.
"""
import argparse

from tests.bench import robots
from tests.bench.path import Bare
from tests.bench.process import cpu, rss
from tests.bench.rates import count
from tests.bench.swarm import Swarm, raise_descriptors
from tests.support.arena import Arena

AIM = 4096  # bytes of the bridge for each robot
KIB = 1024
SETTLE_S = 3.0


class Crowd:
    """Robots that come some at a time, and what each then costs the broker."""

    def __init__(self, broker_pid, port, mint=None, known=None):
        self.pid, self.known, self.names = broker_pid, known, []
        self.swarm = Swarm(port, mint, lambda *heard: robots.hear(self.swarm, *heard))
        self.before = rss(broker_pid)

    def grow(self, total):
        """Until there are so many: a row of bytes each, logins/s, seconds of the broker a login."""
        fresh = [f"r{i}" for i in range(len(self.names), total)]
        used = cpu(self.pid)
        took = self.swarm.add([robots.login(name) for name in fresh])
        used = cpu(self.pid) - used
        self.names += fresh
        if self.known:
            robots.announce_all(self.swarm, fresh, self.known)
        else:
            for name in fresh:
                robots.announce(self.swarm, name)
        self.swarm.serve(lambda: self.swarm.acknowledged >= 2 * total, 60)
        self.swarm.serve_for(SETTLE_S)
        each = (rss(self.pid) - self.before) / total
        return each, len(fresh) / took, used / len(fresh)


def bare_rows(totals):
    with Bare() as bare:
        crowd = Crowd(bare.part.pid, bare.tcp)
        rows = [crowd.grow(total) for total in totals]
        crowd.swarm.close()
    return rows


def arena_rows(totals):
    """The broker's rows, the bridge's bytes at each total, and what it took empty."""
    with Arena(robots=0, settings={"max_robots": totals[-1]}) as arena:
        empty = rss(arena.bridge.pid)
        crowd = Crowd(arena.broker.process.pid, arena.broker.mqtt_port, arena.broker.keys.mint,
                      lambda: count(arena, "robots"))
        rows, bridge = [], []
        for total in totals:
            rows.append(crowd.grow(total))
            bridge.append(rss(arena.bridge.pid))
        crowd.swarm.close()
    return rows, bridge, empty


def smallest_bridge():
    with Arena(robots=0, settings={"max_robots": 1}) as arena:
        return rss(arena.bridge.pid)


def tell(title, ours, bare, unit):
    print(f"  {title:<32} {ours:>9.1f} {unit:<4}  bare Mosquitto {bare:>9.1f} {unit:<4}  "
          f"ratio {ours / bare:5.2f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--robots", type=int, default=10000)
    given = parser.parse_args()
    raise_descriptors()
    totals = (given.robots // 10, given.robots)
    smallest = smallest_bridge()
    ours, bridge, empty = arena_rows(totals)
    bare = bare_rows(totals)
    print(f"bridge with room for 1 robot {smallest / KIB:.0f} KiB, for {given.robots} {empty / KIB:.0f} "
          f"KiB, with {totals[0]} of them here {bridge[0] / KIB:.0f}, with all {bridge[1] / KIB:.0f}")
    for total, mine, other in zip(totals, ours, bare):
        print(f"{total} robots, presence and card retained:")
        tell("broker, for each robot", mine[0] / KIB, other[0] / KIB, "KiB")
        tell("logins/s", mine[1], other[1], "")
        tell("broker's time for a login", mine[2] * 1e6, other[2] * 1e6, "us")
    each = (bridge[1] - smallest) / given.robots
    print(f"bridge, for each of {given.robots} robots: {each / KIB:.2f} KiB; the aim of {AIM / KIB:.0f} "
          f"KiB is {'met' if each < AIM else 'MISSED'}")
    return 0 if each < AIM else 1


if __name__ == "__main__":
    raise SystemExit(main())

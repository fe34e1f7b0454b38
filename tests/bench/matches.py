"""What matches cost: creating them, telling watchers what goes on, and the command path of everybody else
while 2 x 10 robots fight; each beside a control in the same run.

    python3 -m tests.bench.matches [--pairs 5] [--minutes 2] [--watchers 100]

Sessions: one referee creates a match of two teams, seats ten players and hears of their ten robots (11
asks, each stored before it is answered). Control: the same referee asking eleven times for an empty page of
the roster, which stores nothing. Then eight referees at once create and abort matches, as fast as the guard
lets them ask. Live: `match/{id}/live` to many watchers of one running match; how far the last of them lies
behind the first, beside a bare Mosquitto's publisher of the same bytes at the same pace. Path: tests.bench.path's
generator with 20 robots x 20 Hz beside a match of 20 bots in the same arena, and in an arena without.
"""
import argparse
import contextlib
import json
import socket
import statistics
import threading
import time

from tests.bench import path
from tests.bench.pairs import tell
from tests.bench.process import cpu
from tests.bench.swarm import Login, Swarm, raise_descriptors
from tests.support.arena import Arena
from tests.support.broker import ROOT, SOURCE
from tests.support.client import Refused
from tests.support.fighter import Fighter

MAP = f"{SOURCE}/robot/sim/maps/yard.map"
SEATS, TEAMS = 5, ("red", "blue")
RULES = {"countdown_ms": 0, "auto_start": 0, "bots": 0, "duration_ms": 3600000}
FIGHT = {"countdown_ms": 1000, "bots": 2, "duration_ms": 3600000, "auto_start": 0}
REFEREES, STORM_S = 8, 5


def milliseconds(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


def referee(arena, name="Rita"):
    person = Fighter.join(arena.api, name, arena.invite("referee"), port=arena.broker.mqtt_port)
    arena.people.append(person)
    person.connect()
    person.client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return person


def teams(seats):
    return [{"name": name, "seats": seats} for name in TEAMS]


def session(rita, players):
    """Seconds from the first ask until all ten robots are known to be assigned."""
    begun = time.monotonic()
    match = rita.ask("match.create", name="Bench", teams=teams(SEATS), rules=RULES)["match"]
    for i, player in enumerate(players):
        rita.ask("match.join", match=match, team=i % 2, principal=player)
    seated = lambda: sum(bool(seat["units"][0]["robot"]) for team in rita.document(match).get("teams", [])
                         for seat in team["seats"]) == len(players)
    assert rita.wait(seated, 10), rita.document(match)
    took = time.monotonic() - begun
    rita.ask("match.abort", match=match)
    return took


def roster_asks(rita, count):
    begun = time.monotonic()
    for _ in range(count):
        rita.ask("roster", after="zzz")
    return time.monotonic() - begun


def measure_sessions(arena, pairs):
    people = [arena.join(f"Seated{i}").connect() for i in range(2 * SEATS)]
    players = [person.principal for person in people]
    ours, control = [], []
    for _ in range(pairs):
        with contextlib.closing(referee(arena)) as rita:  # a fresh one has its burst of asks
            ours.append(session(rita, players))
        with contextlib.closing(referee(arena)) as rita:
            control.append(roster_asks(rita, 1 + 2 * SEATS))
    tell("session of 10 robots, ms (11 asks)", "11 asks for an empty page, ms",
         [(a * 1000, b * 1000) for a, b in zip(ours, control)], 1)
    print(f"  a session of 10 robots: p99 {milliseconds(ours, 0.99):.1f} ms of {len(ours)}")


def storm(rita, until, times):
    while time.monotonic() < until:
        begun = time.monotonic()
        try:
            match = rita.ask("match.create", name="Storm", teams=teams(SEATS), rules=RULES, bound=3)["match"]
            times.append(time.monotonic() - begun)
            rita.ask("match.abort", match=match, bound=3)
        except (Refused, TimeoutError):
            time.sleep(0.1)  # the guard's meter


def measure_storm(arena):
    times, people = [], [referee(arena, f"R{i}") for i in range(REFEREES)]
    until = time.monotonic() + STORM_S
    threads = [threading.Thread(target=storm, args=(rita, until, times)) for rita in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for rita in people:
        rita.close()
    print(f"  {REFEREES} referees: {len(times) / STORM_S:.0f} matches/s created and aborted (their asks are metered), "
          f"p50 {milliseconds(times, 0.5):.1f} p99 {milliseconds(times, 0.99):.1f} ms", flush=True)


class Audience:
    """Watchers of one topic: for each payload, when the first and when the last of them heard it."""

    def __init__(self, port, mint, topic, count):
        self.first, self.last, self.heard, self.count = {}, {}, {}, count
        self.swarm = Swarm(port, mint, self._hear)
        self.swarm.add([Login(f"watcher/w{i}", [(topic, 0)]) for i in range(count)])

    def _hear(self, _connection, _topic, payload):
        now = time.monotonic()
        self.first.setdefault(payload, now)
        self.last[payload] = now
        self.heard[payload] = self.heard.get(payload, 0) + 1

    def spread(self, seconds):
        """ms between first and last, of each message that all heard; and how many were not heard by all."""
        self.swarm.serve_for(seconds)
        whole = [one for one, count in self.heard.items() if count == self.count]
        missing = len(self.heard) - len(whole)
        return [(self.last[one] - self.first[one]) * 1000 for one in whole], missing


def measure_live(arena, bare, match, count):
    topic = f"{ROOT}/bridge/main/all/match/{match}/live"
    ours, control = [], []
    audience = Audience(arena.broker.mqtt_port, arena.broker.keys.mint, topic, count)
    spreads, cut = audience.spread(5)
    size = max(len(payload) for payload in audience.heard)
    audience.swarm.close()
    ours.append(statistics.median(spreads))
    plain = Audience(bare.tcp, None, topic, count)
    source = Swarm(bare.tcp, None, lambda *_: None)
    source.add([Login("bridge/bench", [("none", 0)])])
    ended = threading.Event()

    def publish():
        number = 0
        while not ended.wait(0.1):
            number += 1
            source.publish(source.by_name["bridge/bench"], topic, str(number).ljust(size))
    thread = threading.Thread(target=publish)
    thread.start()
    plain_spreads, plain_cut = plain.spread(5)
    ended.set()
    thread.join()
    plain.swarm.close()
    source.close()
    control.append(statistics.median(plain_spreads))
    tell(f"live to {count} watchers, first to last, ms", "the same bytes through a bare broker, ms",
         list(zip(ours, control)), 2)
    print(f"  {len(spreads)} live messages of {size} bytes in 5 s, not heard by all: {cut} (bare: {plain_cut})", flush=True)


def measure_path(given, fighting, idle):
    """The command path beside a match, and in an arena without one: the ratio of each pair."""
    load, results = (20, 20), {"p50_us": [], "p99_us": []}
    lost = 0
    directories = {arena: path.tokens(arena, load[0]) for arena in (fighting, idle)}
    for pair in range(given.pairs):
        order = (fighting, idle) if pair % 2 == 0 else (idle, fighting)
        found = {}
        for arena in order:
            ports = (arena.broker.mqtt_port, arena.broker.mqtt_port)
            found[arena] = path.measure(given, load, ports, False, directories[arena])
            lost += found[arena]["lost"]
        for figure, runs in results.items():
            runs.append((found[fighting][figure], found[idle][figure]))
    for figure, runs in results.items():
        tell(f"command path beside a match, {figure[:3]}, us", "in an arena without one, us", runs)
    print(f"  frames lost: {lost}", flush=True)


def fight_of_bots(arena):
    rita = referee(arena)
    match = rita.ask("match.create", name="Bots", teams=teams(10), rules=FIGHT)["match"]
    rita.ask("match.start", match=match)
    rita.wait_state(match, "running", bound=30)
    return rita, match


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pairs", type=int, default=5)
    arguments.add_argument("--seconds", type=int, default=5)
    arguments.add_argument("--minutes", type=float, default=2)
    arguments.add_argument("--watchers", type=int, default=100)
    arguments.add_argument("--processes", type=int, default=10)
    given = arguments.parse_args()
    raise_descriptors()
    with path.Bare() as bare, Arena(robots=10) as idle, Arena(robots=20, settings={"map": MAP}, sim=("--map", MAP)) as fighting:
        measure_sessions(idle, max(given.pairs, 5) * 4)
        measure_storm(idle)
        part = fighting.start_bots(20, MAP)
        rita, match = fight_of_bots(fighting)
        measure_live(fighting, bare, match, given.watchers)
        begun, spent = time.monotonic(), cpu(part.pid)
        bridge = cpu(fighting.bridge.pid)
        while time.monotonic() - begun < given.minutes * 60:
            measure_path(given, fighting, idle)
        took = time.monotonic() - begun
        print(f"  20 bots: {100 * (cpu(part.pid) - spent) / took:.1f} % of a core; the bridge: "
              f"{100 * (cpu(fighting.bridge.pid) - bridge) / took:.1f} %; after {took:.0f} s: "
              f"{json.dumps(rita.live[match]['scores'])}, {rita.state(match)}", flush=True)


if __name__ == "__main__":
    main()

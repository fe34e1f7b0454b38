"""What the bridge does in a second: claims with durable numbers through the real broker, registrations
over HTTP, telemetry rows stored; each against a control in the same run.

    python3 -m tests.bench.rates [--pairs 5]

Claims: 600 players claim 600 robots again and again (a claim by the holder makes a new number: the old
lease's end, the new lease, the answer and two lines of audit are stored before anybody hears of it),
64 under way at a time, never more than the guard lets one person ask. Robots show each number at once.
Controls: the same players asking for a page of the roster that is empty (nothing is stored, no robot is
asked), and the same ask and answer through a bare Mosquitto and the least program that answers.
Everything that asks and drives here is one Python thread that shares two cores with what it measures.
"""
import argparse
import collections
import secrets
import select
import socket
import subprocess
import time

from tests.bench import robots
from tests.bench.pairs import tell
from tests.bench.path import Bare
from tests.bench.robots import ROOT
from tests.bench.store import measure as measure_store
from tests.bench.swarm import Login, Swarm, raise_descriptors
from tests.support.arena import Arena, binary, http
from tests.support.broker import die_with_parent

PLAYERS = 600
ROUNDS = 10  # asks of each player in a run
WINDOW = 64
PATIENCE = 2.0  # until an ask is repeated under the same id
CONNECTIONS = 32
REGISTRATIONS = 600
STORE_MS = 1000
ASK_TOPIC = ROOT + "/player/p{0}/bridge/main/ask"


class Players:
    """`answered` is what an answer must hold; asks are repeated until they are answered."""

    def __init__(self, port, mint=None):
        self.swarm = Swarm(port, mint, self._hear)
        self.swarm.add([Login(f"player/p{i}", [(f"{ROOT}/bridge/main/player/p{i}/answer", 0)])
                        for i in range(PLAYERS)])
        self.waiting, self.queue, self.answered, self.ask = {}, collections.deque(), 0, None
        self.repeated = self.refused = 0

    def _hear(self, connection, topic, payload):
        waiting = self.waiting.get(connection.name)
        if connection.name.startswith("robot/"):
            robots.hear(self.swarm, connection, topic, payload)
        elif waiting and waiting[1] in payload:
            del self.waiting[connection.name]
            self.answered += 1
            self.refused += b'"ok":true' not in payload
            self._next()

    def _next(self):
        if not self.queue:
            return
        i = self.queue.popleft()
        identity = secrets.token_hex(8)
        document = self.ask.format(id=identity, i=i).replace("<", "{").replace(">", "}")
        self.waiting[f"player/p{i}"] = (document, identity.encode())
        self._say(i, document)

    def _say(self, i, document):
        self.swarm.publish(self.swarm.by_name[f"player/p{i}"], ASK_TOPIC.format(i), document, 1)

    def _repeat(self, before):
        for name, (document, identity) in list(self.waiting.items()):
            if (document, identity) in before:
                self.repeated += 1
                self._say(int(name.removeprefix("player/p")), document)

    def run(self, ask, rounds=ROUNDS):
        """Everybody asks so often, WINDOW at a time: answers a second."""
        self.ask, self.answered, self.refused = ask, 0, 0
        self.queue.extend(i for _ in range(rounds) for i in range(PLAYERS))
        begin = time.monotonic()
        for _ in range(WINDOW):
            self._next()
        while self.answered < rounds * PLAYERS:
            before = set(self.waiting.values())
            if not self.swarm.try_serve(lambda: self.answered == rounds * PLAYERS, PATIENCE):
                self._repeat(before)
        if self.refused:
            raise AssertionError(f"{self.refused} asks were refused")
        return rounds * PLAYERS / (time.monotonic() - begin)


CLAIM = '<"id":"{id}","do":"drive.claim","robot":"r{i}">'
RELEASE = '<"id":"{id}","do":"drive.release","robot":"r{i}">'
READ = '<"id":"{id}","do":"roster","after":"zzzz{i}">'
ECHO = '<"id":"{id}","ok":true,"do":"drive.claim","robot":"r{i}">'


class Claims:
    """Players and robots of the arena, and the players of the bare broker."""

    def __init__(self, arena, bare):
        self.arena = arena
        self.here = Players(arena.broker.mqtt_port, arena.broker.keys.mint)
        self.bare = Players(bare.tcp)
        swarm = self.here.swarm
        swarm.add([robots.login(f"r{i}") for i in range(PLAYERS)])
        robots.announce_all(swarm, [f"r{i}" for i in range(PLAYERS)], lambda: count(arena, "robots"))

    def _everybody_online(self):
        swarm, connections = self.here.swarm, self.here.swarm.by_name
        for i in range(PLAYERS):
            robots.show(swarm, connections[f"robot/r{i}"])
        swarm.serve(lambda: count(self.arena, "robots_online") >= PLAYERS, 5)

    def claim(self):
        self._everybody_online()
        rate = self.here.run(CLAIM)
        self.here.run(RELEASE, 1)
        return rate

    def read(self):
        return self.here.run(READ)

    def echo(self):
        return self.bare.run(ECHO)

    def close(self):
        self.here.swarm.close()
        self.bare.swarm.close()


def count(arena, name):
    _status, text = http("GET", f"{arena.internal}/metrics")
    lines = text.decode().splitlines()
    return int(next(line for line in lines if line.startswith(f"arena_{name} ")).split()[1])


class Web:
    """Keep-alive connections, one request under way on each; new ones for each run, because the bridge
    ends those that idle."""

    def __init__(self, port):
        self.port, self.poll, self.sockets, self.host = port, None, {}, f"127.0.0.1:{port}"

    def _open(self):
        self.poll = select.epoll()
        for _ in range(CONNECTIONS):
            each = socket.create_connection(("127.0.0.1", self.port), 10)
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.sockets[each.fileno()] = each
            self.poll.register(each, select.EPOLLIN)

    def request(self, line, body="", kind="application/json"):
        head = f"{line} HTTP/1.1\r\nHost: {self.host}\r\n"
        if body:
            head += f"Content-Type: {kind}\r\nContent-Length: {len(body.encode())}\r\n"
        return f"{head}\r\n{body}".encode()

    def run(self, requests, status):
        """All of them; answers a second. Each must have that status."""
        self._open()
        waiting, answered, wanted = iter(requests), 0, len(requests)
        rest = dict.fromkeys(self.sockets, b"")
        begin = time.monotonic()
        for each, request in zip(list(self.sockets.values()), waiting):
            each.sendall(request)
        while answered < wanted:
            events = self.poll.poll(10)
            if not events:
                raise AssertionError(f"{answered} of {wanted} answers came")
            for fd, _events in events:
                data = self.sockets[fd].recv(65536)
                if not data:
                    raise AssertionError("the bridge closed a connection")
                rest[fd] += data
                if self._is_whole(rest[fd], status):
                    rest[fd], answered = b"", answered + 1
                    request = next(waiting, None)
                    if request:
                        self.sockets[fd].sendall(request)
        rate = wanted / (time.monotonic() - begin)
        self._close()
        return rate

    @staticmethod
    def _is_whole(data, status):
        head, split, body = data.partition(b"\r\n\r\n")
        if not split:
            return False
        if not head.startswith(b"HTTP/1.1 %d" % status):
            raise AssertionError(data[:400].decode(errors="replace"))
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
        return len(body) >= int(length.split(b":")[1])

    def _close(self):
        for each in self.sockets.values():
            each.close()
        self.sockets.clear()
        self.poll.close()


class Registrations:
    def __init__(self, arena):
        self.arena, self.web, self.made = arena, Web(arena.http_port), 0

    def register(self):
        code = self.arena.ctl_json("enrol", "--uses", 1000)["code"]
        requests = []
        for _ in range(REGISTRATIONS):
            self.made += 1
            card = robots.json.dumps({"id": f"h{self.made}", **robots.CARD}, ensure_ascii=False)
            requests.append(self.web.request(
                "POST /api/v1/robots", f'{{"id":"h{self.made}","card":{card},"enrolment":"{code}"}}'))
        return self.web.run(requests, 201)

    def healthz(self):
        return self.web.run([self.web.request("GET /healthz")] * REGISTRATIONS * 4, 200)


class Echo:
    """The least that answers, on the bare broker."""

    def __init__(self, bare):
        self.process = subprocess.Popen([binary("arena-bench-echo"), str(bare.tcp)],
                                        stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent)
        if self.process.stdout.readline() != "ready\n":
            raise AssertionError("arena-bench-echo does not hear")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def one_pair(claims, registrations, order):
    """Every figure once, the order turned round in every other pair."""
    steps = {"claim": claims.claim, "read": claims.read, "echo": claims.echo,
             "register": registrations.register, "healthz": registrations.healthz,
             "telemetry": lambda: measure_store("telemetry", STORE_MS),
             "single": lambda: measure_store("single", STORE_MS)}
    return {name: steps[name]() for name in list(steps)[::order]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=5)
    given = parser.parse_args()
    raise_descriptors()
    settings = {"max_robots": 10000, "idle_s": 3600}
    with Bare() as bare, Echo(bare), Arena(robots=0, settings=settings) as arena:
        claims, registrations = Claims(arena, bare), Registrations(arena)
        runs = [one_pair(claims, registrations, 1 if pair % 2 == 0 else -1)
                for pair in range(given.pairs)]
        granted = count(arena, "claims_granted_total")
        repeated = claims.here.repeated + claims.bare.repeated
        claims.close()

    def pairs(name, control):
        return [(run[name], run[control]) for run in runs]
    tell("claims/s, durable, shown by the robot", "asks/s that store nothing", pairs("claim", "read"))
    tell("claims/s, durable, shown by the robot", "echoes/s, bare Mosquitto", pairs("claim", "echo"))
    tell("asks/s that store nothing", "echoes/s, bare Mosquitto", pairs("read", "echo"))
    tell("registrations/s over HTTP", "GET /healthz/s", pairs("register", "healthz"))
    tell("telemetry rows/s, 256 a transaction", "rows/s, each a transaction", pairs("telemetry", "single"))
    print(f"numbers granted {granted}, registrations {registrations.made}, asks repeated {repeated}")


if __name__ == "__main__":
    main()

"""Thousands of MQTT 3.1.1 connections in one thread, by hand: what a measurement can have without
paying for a client library in every connection.

    swarm = Swarm(port, mint, hear)                  # hear(connection, topic, payload), both bytes
    swarm.add([Login("robot/a", [("arena/v1/bridge/main/robot/a/lease", 0)], will)])
    swarm.publish(swarm.by_name["robot/a"], topic, payload, qos=1)
    swarm.serve(lambda: done, 30)

`mint(principal)` makes a password; None: logs in without one. Sockets block when written to, so
nothing here may send more than a kernel's buffer at a time. A connection that the broker ends is
an error, always.
"""
import collections
import resource
import select
import socket
import struct
import time

from tests.broker.raw import (CONNACK, PINGREQ, PUBACK, PUBLISH, SUBACK, SUBSCRIBE, connect_packet,
                              packet, publish_packet, text)

KEEPALIVE = 60
PING_AFTER = 20.0
LOGINS_AT_ONCE = 64

Login = collections.namedtuple("Login", "name filters will", defaults=(None,))


def raise_descriptors():
    """As many descriptors as may be; how many those are. Children inherit it."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


class Connection:
    __slots__ = ("name", "socket", "rest", "ready", "puback", "data")

    def __init__(self, name, port):
        self.name, self.rest, self.ready, self.puback, self.data = name, b"", False, 0, None
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Swarm:
    def __init__(self, port, mint=None, hear=None):
        self.port, self.mint, self.hear = port, mint, hear
        self.by_name, self.by_fd = {}, {}
        self.poll = select.epoll()
        self.ready = self.acknowledged = 0
        self.pinged_at = time.monotonic()

    def add(self, logins, bound=120):
        """Connects and subscribes them all; returns the seconds it took."""
        tokens = [self.mint(login.name) if self.mint else None for login in logins]
        begin, wanted = time.monotonic(), self.ready + len(logins)
        for i, (login, token) in enumerate(zip(logins, tokens)):
            self._open(login, token)
            if i % LOGINS_AT_ONCE == LOGINS_AT_ONCE - 1:
                least = wanted - len(logins) + i + 1 - LOGINS_AT_ONCE // 2
                self.serve(lambda: self.ready >= least, bound)
        self.serve(lambda: self.ready == wanted, bound)
        return time.monotonic() - begin

    def _open(self, login, token):
        connection = Connection(login.name, self.port)
        filters = b"".join(text(name) + bytes([qos]) for name, qos in login.filters)
        connection.socket.sendall(
            connect_packet(login.name, login.name if token else None, token, keepalive=KEEPALIVE,
                           will=login.will)
            + packet(SUBSCRIBE, struct.pack(">H", 1) + filters))
        self.by_name[login.name] = connection
        self.by_fd[connection.socket.fileno()] = connection
        self.poll.register(connection.socket, select.EPOLLIN)

    @staticmethod
    def publish(connection, topic, payload, qos=0, retain=False):
        connection.socket.sendall(publish_packet(topic, payload.encode(), qos, retain))

    def serve(self, condition, bound):
        """Reads for everybody until the condition holds; AssertionError after `bound` seconds."""
        if not self.try_serve(condition, bound):
            raise AssertionError(f"not within {bound} s: {self.ready} of {len(self.by_fd)} are ready")

    def serve_for(self, seconds):
        end = time.monotonic() + seconds
        self.serve(lambda: time.monotonic() > end, seconds + 10)

    def try_serve(self, condition, bound):
        """As serve; False instead of an error."""
        end = time.monotonic() + bound
        while not condition():
            now = time.monotonic()
            if now > end:
                return False
            if now - self.pinged_at > PING_AFTER:
                self._ping(now)
            for fd, _events in self.poll.poll(0.02, 512):
                self._read(self.by_fd[fd])
        return True

    def _ping(self, now):
        self.pinged_at = now
        for connection in self.by_fd.values():
            connection.socket.sendall(bytes([PINGREQ, 0]))

    def _read(self, connection):
        data = connection.socket.recv(65536)
        if not data:
            raise AssertionError(f"the broker closed {connection.name}")
        data = connection.rest + data
        at, end = 0, len(data)
        while end - at >= 2:
            length, shift, start = data[at + 1] & 0x7F, 7, at + 2
            while data[start - 1] & 0x80 and start < end:
                length |= (data[start] & 0x7F) << shift
                shift, start = shift + 7, start + 1
            if data[start - 1] & 0x80 or end - start < length:
                break
            self._take(connection, data[at], data[start:start + length])
            at = start + length
        connection.rest = data[at:]

    def _take(self, connection, first, body):
        kind = first & 0xF0
        if kind == PUBLISH:
            split = 2 + (body[0] << 8 | body[1])
            payload = split
            if first & 6:
                payload += 2
                connection.socket.sendall(packet(PUBACK, body[split:payload]))
            self.hear(connection, body[2:split], body[payload:])
        elif kind == PUBACK:
            self.acknowledged += 1
        elif kind == SUBACK:
            connection.ready = True
            self.ready += 1
        elif kind == CONNACK and body[1] != 0:
            raise AssertionError(f"{connection.name} may not log in: {body[1]}")

    def close(self):
        for connection in self.by_fd.values():
            connection.socket.close()
        self.poll.close()
        self.by_name.clear()
        self.by_fd.clear()

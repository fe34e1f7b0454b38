"""A person (or a program with a seat) that shares no code with ours: HTTP join and paho-mqtt.

    ann = Person.join("http://127.0.0.1:8090", "Ann", invite)
    with ann:                                  # connects, announces itself
        n = ann.claim("scout1")
        ann.drive("scout1", lambda: ann.pose("scout1") != before, y=0.5)
        ann.release("scout1")

Every wait has a bound and ends on a condition; Refused carries the bridge's error code.
"""
import json
import os
import secrets
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import paho.mqtt.client as mqtt

FRAME_S = 0.05  # 20 Hz
RECONNECT_S = 0.5


class Refused(Exception):
    def __init__(self, code, message=""):
        super().__init__(f"{code}: {message}")
        self.code = code


def http(method, url, body=None, token=None, bound=10):
    """(status, document) of a call; problems are documents, too."""
    request = urllib.request.Request(url, method=method)
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request, timeout=bound) as answer:
            text, status, kind = answer.read(), answer.status, answer.headers.get_content_type()
    except urllib.error.HTTPError as problem:
        text, status, kind = problem.read(), problem.code, "problem"
    plain = "ndjson" in kind or not text.startswith((b"{", b"["))
    return status, text if plain else json.loads(text)


class Person:
    def __init__(self, principal, token, host, port, root="arena/v1", websocket=False,
                 protocol=mqtt.MQTTv5):
        self.principal, self.token, self.root = principal, token, root
        self.host, self.port = host, port
        self.page = secrets.token_urlsafe(12)
        self.condition = threading.Condition()
        self.answers, self.said, self.link, self.connected = {}, [], {}, False
        self.leases, self.sequence = {}, {}
        self.beat = None
        self.client = mqtt.Client(client_id=principal, protocol=protocol,
                                  transport="websockets" if websocket else "tcp")
        self.client.username_pw_set(principal, token)
        self.client.will_set(self.topic("all", "presence"), json.dumps({"state": "lost"}), qos=1)
        self.client.on_connect = self._on_connect
        self.client.on_disconnect = self._on_disconnect
        self.client.on_message = self._on_message
        self.client.reconnect_delay_set(RECONNECT_S, RECONNECT_S)

    @classmethod
    def join(cls, api, name, invite, **options):
        """By HTTP with an invite; connects to the WebSocket address the answer names."""
        status, answer = http("POST", f"{api}/api/v1/players", {"name": name, "invite": invite})
        if status >= 300:
            raise Refused(answer.get("code", status), answer.get("detail", ""))
        broker = urllib.parse.urlsplit(answer["broker"])
        options.setdefault("host", broker.hostname)
        if "port" not in options:
            options.update(port=broker.port, websocket=True)
        return cls(answer["principal"], answer["token"], root=answer["root"], **options)

    # --- connection -----------------------------------------------------------------------------

    def topic(self, to, what):
        return f"{self.root}/{self.principal}/{to}/{what}"

    def _on_connect(self, client, _data, _flags, code, *_properties):
        if code != 0:
            return
        client.subscribe([(f"{self.root}/+/+/{self.principal}/+", 1),
                          (f"{self.root}/+/+/all/status", 0),
                          (f"{self.root}/+/+/all/presence", 1),
                          (f"{self.root}/+/+/all/card", 1),
                          (f"{self.root}/bridge/main/all/beat", 0)])
        self.announce()
        with self.condition:
            self.connected = True
            self.condition.notify_all()

    def _on_disconnect(self, *_details):
        with self.condition:
            self.connected = False
            self.condition.notify_all()

    def announce(self):
        self.client.publish(self.topic("all", "presence"),
                            json.dumps({"state": "online", "page": self.page,
                                        "ts": int(time.time() * 1000)}), qos=1)

    def _on_message(self, _client, _data, message):
        levels = message.topic.removeprefix(self.root + "/").split("/")
        try:
            document = json.loads(message.payload or b"null")
        except (ValueError, RecursionError):
            return
        with self.condition:
            what = levels[-1]
            if what == "answer":
                self.answers[document["id"]] = document
            elif what == "link":
                self.link[levels[1]] = document
            elif what == "beat":
                self._on_beat(document)
            self.said.append(("/".join(levels[:2]), what, document))
            del self.said[:-2000]
            self.condition.notify_all()

    def _on_beat(self, beat):
        """Announces itself again when the bridge is another one, or has come back."""
        begun = beat["boot"], beat["conn"]
        if self.beat and begun != self.beat:
            self.announce()
        self.beat = begun

    def connect(self, bound=10):
        self.client.connect(self.host, self.port, keepalive=10)
        self.client.loop_start()
        if not self.wait(lambda: self.connected, bound):
            raise TimeoutError(f"{self.principal} was not let in by {self.host}:{self.port}")
        return self

    def close(self):
        if self.connected:
            goodbye = self.client.publish(self.topic("all", "presence"),
                                          json.dumps({"state": "offline"}), qos=1)
            goodbye.wait_for_publish(2)
        self.client.disconnect()
        self.client.loop_stop()

    def break_off(self):
        """Goes as if killed: the will is said."""
        self.client.loop_stop()
        with socket.socket(fileno=os.dup(self.client.socket().fileno())) as wire:
            wire.shutdown(socket.SHUT_RDWR)

    def __enter__(self):
        return self.connect()

    def __exit__(self, *_failure):
        self.close()

    def wait(self, predicate, bound=10):
        """True as soon as the predicate is, looked at after every message; False after bound s."""
        with self.condition:
            return self.condition.wait_for(predicate, bound)

    # --- what was said --------------------------------------------------------------------------

    def last(self, principal, what):
        """The newest document of that kind from that principal, or None."""
        return next((document for who, kind, document in reversed(self.said)
                     if who == principal and kind == what), None)

    def pose(self, robot):
        status = self.last(f"robot/{robot}", "status")
        return (status or {}).get("pose")

    # --- asking and driving ---------------------------------------------------------------------

    def ask(self, do, bound=10, **members):
        """The answer's document; Refused when it is not ok."""
        identity = secrets.token_urlsafe(12)
        self.client.publish(self.topic("bridge/main", "ask"),
                            json.dumps({"id": identity, "do": do, **members}), qos=1)
        if not self.wait(lambda: identity in self.answers, bound):
            raise TimeoutError(f"nobody answered {do}")
        answer = self.answers.pop(identity)
        if not answer.get("ok"):
            raise Refused(answer["error"]["code"], answer["error"].get("message", ""))
        return answer

    def claim(self, robot, bound=10):
        """Claims until it is granted or the bound is over; the lease's number."""
        end = time.monotonic() + bound
        while True:
            try:
                self.leases[robot] = self.ask("drive.claim", robot=robot)["n"]
                self.sequence[robot] = 0
                return self.leases[robot]
            except (Refused, TimeoutError) as why:
                passing = isinstance(why, TimeoutError) or why.code in (
                    "robot_offline", "unknown_robot", "unavailable", "too_many_requests")
                if not passing or time.monotonic() > end:
                    raise
            self.wait(lambda: False, 0.2)

    def frame(self, robot, **axes):
        self.sequence[robot] += 1
        link = self.link.get(robot, {})
        self.client.publish(self.topic(f"robot/{robot}", "drive"), json.dumps(
            {"n": self.leases[robot], "s": self.sequence[robot], "e": link.get("c", 0),
             "t": int(time.monotonic() * 1000), **axes}))

    def drive(self, robot, done, bound=10, **axes):
        """20 frames a second, neutral until the robot is ready, until done(); False on the bound."""
        end = time.monotonic() + bound
        while time.monotonic() < end:
            link = self.link.get(robot, {})
            ready = link.get("ready") and link.get("n") == self.leases[robot]
            self.frame(robot, **(axes if ready else {}))
            if self.wait(lambda: ready and done(), FRAME_S):
                self.frame(robot)
                return True
        return False

    def release(self, robot):
        return self.ask("drive.release", robot=robot)

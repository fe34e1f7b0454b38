"""Many MQTT clients in one thread: paho-mqtt by hand, for crowds of claims."""
import contextlib
import json
import selectors
import time

import paho.mqtt.client as mqtt


class Crowd:
    """`count` players with tokens minted by `mint(principal)`, connected and subscribed."""

    def __init__(self, count, port, mint, root="arena/v1", bound=120):
        self.root, self.answers, self.ready = root, {}, set()
        self.selector = selectors.DefaultSelector()
        self.clients = []
        for i in range(count):
            self._add(f"player/crowd-{i}", port, mint)
            if i % 50 == 49:
                self.run(lambda wanted=i + 1: len(self.ready) == wanted, bound)
        self.run(lambda: len(self.ready) == count, bound)

    def _add(self, principal, port, mint):
        client = mqtt.Client(client_id=principal, protocol=mqtt.MQTTv311)
        client.username_pw_set(principal, mint(principal))
        client.on_connect = lambda c, *_: c.subscribe(f"{self.root}/bridge/main/{principal}/answer", 1)
        client.on_subscribe = lambda *_: self.ready.add(principal)
        client.on_message = lambda _c, _d, m: self._answered(principal, m)
        client.connect("127.0.0.1", port, keepalive=60)
        client.principal = principal
        self.clients.append(client)
        self.selector.register(client.socket(), selectors.EVENT_READ, client)

    def _answered(self, principal, message):
        self.answers[principal] = json.loads(message.payload)

    def run(self, condition, bound):
        """Serves everybody until the condition holds."""
        end = time.monotonic() + bound
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"only {len(self.ready)} ready, {len(self.answers)} answered")
            for key, _ in self.selector.select(0.05):
                key.data.loop_read()
            for client in self.clients:
                if client.want_write():
                    client.loop_write()

    def ask_all(self, do, **members):
        """Everybody asks at once, and again each second under the same id until answered: a broker
        drops what exceeds a client's queue. The answers by principal."""
        self.answers.clear()
        asks = {client: json.dumps({"id": f"ask-of-{client.principal.split('/')[1]}-{time.time_ns()}",
                                    "do": do, **members}) for client in self.clients}
        for _ in range(60):
            waiting = [client for client in self.clients if client.principal not in self.answers]
            for client in waiting:
                client.publish(f"{self.root}/{client.principal}/bridge/main/ask", asks[client], qos=1)
            with contextlib.suppress(AssertionError):
                self.run(lambda: len(self.answers) == len(self.clients), 1)
                return dict(self.answers)
        raise AssertionError(f"only {len(self.answers)} of {len(self.clients)} were answered")

    def close(self):
        for client in self.clients:
            client.disconnect()
        self.selector.close()

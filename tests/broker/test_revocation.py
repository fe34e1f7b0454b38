"""The end of a login: its token's, or a revocation, which outlives the broker."""
import json
import os
import re
import time
import unittest

from tests.support.broker import Broker, wait_until

R = "arena/v1"
ANN = "player/ann"


def revoke(bridge, principal, before):
    payload = b"" if before is None else json.dumps({"before": before}).encode()
    bridge.publish_acknowledged(f"{R}/bridge/main/all/revoked/{principal}", payload, retain=True)


def content(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


class Revocation(unittest.TestCase):
    def test_a_connection_ends_with_its_token_and_its_will_is_said(self):
        with Broker() as broker:
            eve = broker.client("watcher/eve")
            eve.subscribe(f"{R}/+/+/all/presence")
            for transport in ("tcp", "ws"):
                name = f"player/short-{transport}"
                token = broker.token(name, lifetime=3)
                exp = time.time() + 3
                will = (f"{R}/{name}/all/presence", b"lost", 1, False)
                client = broker.client(name, transport=transport, token=token, will=will)
                client.wait_gone()
                self.assertGreaterEqual(time.time(), exp - 1.1)
                self.assertLess(time.time(), exp + 3)
                broker.wait_log(f"guard: {name} is disconnected: its token has expired")
                eve.wait(lambda m, name=name: m.topic == f"{R}/{name}/all/presence")

    def test_after_a_takeover_the_second_login_s_token_counts(self):
        with Broker() as broker:
            seats = []
            for transport in ("tcp", "ws"):
                for first, second in ((60, 3), (3, 60)):
                    name = f"player/{transport}-{second}"
                    broker.client(name, transport=transport, token=broker.token(name, lifetime=first))
                    seats.append((second, broker.client(
                        name, transport=transport, token=broker.token(name, lifetime=second))))
            for second, client in seats:
                if second == 3:
                    client.wait_gone(8)
            for second, client in seats:
                if second == 60:
                    client.publish_acknowledged(f"{R}/{client.name}/all/here")
                    self.assertTrue(client.connected(), client.name)

    def test_a_revoked_token_is_refused_and_its_holder_disconnected(self):
        with Broker() as broker:
            bridge = broker.client("bridge/main")
            now = int(time.time())
            for transport in ("tcp", "ws"):
                holder = broker.client(ANN, transport=transport, token=broker.token(ANN, iat=now))
                begun = time.monotonic()
                revoke(bridge, ANN, now)
                holder.wait_gone()
                self.assertLess(time.monotonic() - begun, 2)
                broker.wait_log(f"guard: {ANN} is disconnected: its token was revoked")
                self.assertNotEqual(0, broker.dial(ANN, token=broker.token(ANN, iat=now)).connack)
                revoke(bridge, ANN, None)

    def test_a_token_issued_later_is_good(self):
        with Broker() as broker:
            bridge = broker.client("bridge/main")
            now = int(time.time())
            revoke(bridge, ANN, now)
            later = broker.client(ANN, token=broker.token(ANN, iat=now + 1))
            revoke(bridge, ANN, now)
            later.publish_acknowledged(f"{R}/{ANN}/all/here")
            self.assertTrue(later.connected())

    def test_a_revocation_survives_the_broker(self):
        with Broker() as broker:
            now = int(time.time())
            old = broker.token(ANN, iat=now)
            file = broker.revoked_path
            revoke(broker.client("bridge/main"), ANN, now)
            wait_until(lambda: os.path.exists(file), what="the file of revocations")
            for kill in (False, True):
                broker.restart(kill=kill)
                self.assertNotEqual(0, broker.dial(ANN, token=old).connack)
                self.assertEqual(0, broker.dial(ANN, token=broker.token(ANN, iat=now + 1)).connack)
            bridge = broker.client("bridge/main")
            revoke(bridge, ANN, None)
            wait_until(lambda: os.path.getsize(file) == 0, what="the emptied file")
            broker.restart(kill=True)
            self.assertEqual(0, broker.dial(ANN, token=old).connack)

    def test_the_file_is_written_only_when_something_changed(self):
        with Broker() as broker:
            bridge = broker.client("bridge/main")
            file = broker.revoked_path
            revoke(bridge, ANN, 100)
            before = wait_until(lambda: os.path.exists(file) and os.stat(file), what="the file")
            revoke(bridge, ANN, 100)
            revoke(bridge, "player/bob", None)
            revoke(bridge, "player/carl", 200)
            wanted = "player/ann 100\nplayer/carl 200\n"
            wait_until(lambda: content(file) == wanted, what="the next change")
            self.assertNotEqual(before.st_ino, os.stat(file).st_ino)

    def test_only_the_bridge_revokes(self):
        with Broker() as broker:
            now = int(time.time())
            ann = broker.client(ANN, token=broker.token(ANN, iat=now))
            for speaker in ("operator/eve", "media/eve", "robot/eve", "player/eve"):
                client = broker.client(speaker)
                payload = json.dumps({"before": now}).encode()
                for topic in (f"{R}/bridge/main/all/revoked/{ANN}", f"{R}/{speaker}/all/revoked/{ANN}"):
                    client.publish_acknowledged(topic, payload)
                    client.publish_acknowledged(topic, payload, retain=True)
            broker.client("bridge/main").publish_acknowledged(f"{R}/bridge/main/all/beat")
            ann.publish_acknowledged(f"{R}/{ANN}/all/here")
            self.assertTrue(ann.connected())
            self.assertEqual([], re.findall("was revoked", broker.log()))

    def test_what_is_no_revocation_changes_nothing(self):
        with Broker() as broker:
            bridge = broker.client("bridge/main")
            ann = broker.client(ANN)
            topic = f"{R}/bridge/main/all/revoked/{ANN}"
            for payload in (b"{", b"[]", b"{}", b'{"before":"x"}', b'{"before":-1}', b'{"before":1e99}',
                            b'{"before":null}', b"\xff\xff", b"0", b"[" * 4000):
                bridge.publish_acknowledged(topic, payload, retain=True)
            for subject in ("", "x", "player", "player/", "player/ann/x", "king/ann", "player/ANN"):
                bridge.publish_acknowledged(f"{R}/bridge/main/all/revoked/{subject}",
                                            b'{"before":4000000000}', retain=True)
            ann.publish_acknowledged(f"{R}/{ANN}/all/here")
            self.assertTrue(ann.connected())
            self.assertTrue(broker.running())

    def test_a_damaged_file_keeps_everybody_out_and_says_what_to_do(self):
        broker = Broker()
        os.makedirs(os.path.join(broker.state, "broker"))
        with open(broker.revoked_path, "w", encoding="utf-8") as file:
            file.write("player/ann 17\nplayer/bo")
        self.assertIn("is damaged or cannot be read", broker.start_fails() or "it starts")
        self.assertIn("Remove it", broker.log())
        self.assertEqual("player/ann 17\nplayer/bo", content(broker.revoked_path))
        broker.finish()


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""Logging in: tokens as PyJWT, attackers and clumsy programs write them, at the running broker."""
import base64
import hashlib
import hmac
import json
import os
import random
import time
import unittest

from cryptography.hazmat.primitives.asymmetric import ec

from tests.broker import raw
from tests.support.broker import Broker, public_pem, wait_until, write_aside

ANN = "player/ann"


def encode(value):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def hs256(header, claims, secret):
    signed = encode(header) + "." + encode(claims)
    return signed + "." + encode(hmac.new(secret, signed.encode(), hashlib.sha256).digest())


def claims_of(**changes):
    now = int(time.time())
    claims = {"sub": ANN, "iss": "arena/v1", "aud": ["mqtt"], "iat": now, "exp": now + 60}
    claims.update(changes)
    return claims


class Login(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.broker = Broker().start()

    @classmethod
    def tearDownClass(cls):
        cls.broker.finish()

    def code(self, password, version=4, name=ANN, client_id=None, **options):
        client = raw.Raw(self.broker.host, self.broker.mqtt_port)
        try:
            return client.login(name if client_id is None else client_id, name, password,
                                version=version, **options)
        finally:
            client.close()

    def assert_in(self, password, **options):
        self.assertEqual(0, self.code(password, **options))

    def assert_refused(self, password, reason, **options):
        """Not let in, in both versions, and the log names the reason."""
        for version, code in ((4, 5), (5, 0x87)):
            after = len(self.broker.log())
            with self.subTest(reason=reason, version=version):
                self.assertEqual(code, self.code(password, version=version, **options))
                self.broker.wait_log(reason, after=after)

    def test_a_good_token_is_let_in_by_both_listeners_and_versions(self):
        for version in (4, 5):
            self.assert_in(self.broker.token(ANN), version=version)
            self.assert_in(self.broker.token(ANN, aud="mqtt"), version=version)
            for transport in ("tcp", "ws"):
                client = self.broker.client(ANN, version=version, transport=transport)
                client.close()

    def test_algorithms_other_than_es256_are_refused(self):
        kid = self.broker.keys.kid
        public = public_pem(self.broker.keys.key)
        header = {"typ": "JWT", "kid": kid}
        none = encode({**header, "alg": "none"}) + "." + encode(claims_of()) + "."
        self.assert_refused(none, "not signed with ES256")
        for spelling in ("None", "NONE", "nOnE"):
            token = encode({**header, "alg": spelling}) + "." + encode(claims_of()) + "."
            self.assert_refused(token, "may not log in")
        self.assert_refused(hs256({**header, "alg": "HS256"}, claims_of(), public), "ES256")
        self.assert_refused(hs256({**header, "alg": "ES256"}, claims_of(), public), "signature")
        unsigned = self.broker.token(ANN).rsplit(".", 1)[0]
        self.assert_refused(unsigned + ".", "may not log in")
        self.assert_refused(unsigned, "may not log in")

    def test_a_zero_signature_is_refused(self):
        unsigned = self.broker.token(ANN).rsplit(".", 1)[0]
        self.assert_refused(unsigned + "." + encode(bytes(64)), "signature")

    def test_keys_that_are_not_ours_are_refused(self):
        other = ec.generate_private_key(ec.SECP256R1())
        self.assert_refused(self.broker.token(ANN, key=other), "signature")
        for kid in ("unknown", "", "../keys/x", "a" * 500, None):
            self.assert_refused(self.broker.token(ANN, headers={"kid": kid}), r"\(kid\)")
        jwk = {"jku": "http://127.0.0.1/keys", "jwk": {"kty": "EC"}, "x5u": "http://127.0.0.1/"}
        token = self.broker.token(ANN, key=other, headers=jwk)
        self.assert_refused(token, "signature")

    def test_claims_are_checked_one_by_one(self):
        now = int(time.time())
        cases = (
            ({"sub": "player/bob"}, r"\(sub\)"),
            ({"sub": "bridge/main"}, r"\(sub\)"),
            ({"sub": None}, "lacks sub"),
            ({"iss": "arena/v2"}, r"\(iss\)"),
            ({"iss": None}, "lacks sub"),
            ({"aud": ["http"]}, r"\(aud\)"),
            ({"aud": "mqtt2"}, r"\(aud\)"),
            ({"aud": []}, r"\(aud\)"),
            ({"aud": None}, "lacks sub"),
            ({"exp": now - 1}, r"\(exp\)"),
            ({"exp": now}, r"\(exp\)"),
            ({"exp": None}, "lacks sub"),
            ({"iat": now + 30}, r"\(iat\)"),
            ({"iat": None}, "lacks sub"),
        )
        for changes, reason in cases:
            self.assert_refused(self.broker.token(ANN, **changes), reason)

    def test_wrong_types_that_no_library_would_sign_are_refused(self):
        for name in ("sub", "iss", "aud", "iat", "exp"):
            for value in ("1", 1.5, -1, True, {}, [[]], 1e300):
                self.assertNotEqual(0, self.code(self.forged(**{name: value})), (name, value))

    def forged(self, **changes):
        """A well signed token whose claims no library checks beforehand."""
        from jwt.api_jws import PyJWS  # pylint: disable=import-outside-toplevel

        payload = json.dumps(claims_of(**changes)).encode()
        header = {"kid": self.broker.keys.kid}
        return PyJWS().encode(payload, self.broker.keys.key, "ES256", header)

    def test_a_token_from_a_clock_five_seconds_ahead_is_let_in(self):
        self.assert_in(self.broker.token(ANN, iat=int(time.time()) + 4))

    def test_huge_and_garbled_passwords_are_refused(self):
        garbage = (b"", b"x", b"a.b.c", b"." * 1023, b"e30.e30.e30", b"a" * 1024, b"a" * 65535,
                   b"\xff" * 200, b"{}", b"null", b"\0", self.broker.token(ANN).encode() + b"A" * 900)
        for password in garbage:
            self.assertNotEqual(0, self.code(password), password[:20])

    def test_every_cut_of_a_good_token_is_refused(self):
        token = self.broker.token(ANN)
        for length in range(0, len(token), 7):
            self.assertNotEqual(0, self.code(token[:length]), length)

    def test_a_foreign_client_id_is_replaced_by_the_user_name(self):
        victim = self.broker.client("robot/victim")
        self.assert_in(self.broker.token(ANN), client_id="robot/victim")
        victim.publish_acknowledged("arena/v1/robot/victim/all/here")
        self.assertTrue(victim.connected())
        victim.close()

    def test_who_sends_no_client_id_gets_the_user_name_and_its_place(self):
        for version in (4, 5):
            first = raw.Raw(self.broker.host, self.broker.mqtt_port)
            self.assertEqual(0, first.login("", ANN, self.broker.token(ANN), version=version))
            self.assert_in(self.broker.token(ANN))
            self.assertTrue(first.closed())

    def test_reloading_the_configuration_throws_nobody_out_and_lets_nobody_more_in(self):
        ann = self.broker.client(ANN, version=5)
        bob = self.broker.client("player/bob", transport="ws")
        ann.subscribe("arena/v1/player/+/all/+", qos=0)
        after = len(self.broker.log())
        self.broker.reload()
        self.broker.wait_log("Reloading config", after=after)
        bob.publish("arena/v1/player/bob/all/kept", b"x", retain=True)
        bob.publish("arena/v1/player/eve/all/forged", b"x")
        bob.publish_acknowledged("arena/v1/player/bob/all/here", b"x")
        ann.wait(lambda m: m.topic == "arena/v1/player/bob/all/here")
        self.assertEqual(1, len(ann.messages))
        self.assertTrue(ann.connected() and bob.connected())
        self.assertNotEqual(0, self.code("a.b.c"))
        self.assert_in(self.broker.token("robot/x"), name="robot/x")
        ann.close()
        bob.close()

    def test_a_keepalive_of_none_or_hours_is_refused_on_mqtt_3(self):
        for keepalive in (0, 121, 65535):
            self.assertEqual(5, self.code(self.broker.token(ANN), keepalive=keepalive))
        self.assert_in(self.broker.token(ANN), keepalive=120)

    def test_mqtt_5_is_told_the_longest_keepalive(self):
        client = raw.Raw(self.broker.host, self.broker.mqtt_port)
        client.send(raw.connect_packet(ANN, ANN, self.broker.token(ANN), version=5, keepalive=0))
        body = client.receive_kind(raw.CONNACK)
        self.assertEqual(0, body[1])
        self.assertIn(b"\x13\x00\x3c", body)  # server keep alive 60
        client.close()

    def test_other_ways_to_authenticate_are_refused(self):
        """MQTT 5's enhanced authentication, at CONNECT and later."""
        method = b"\x15" + raw.text("TOKEN")
        self.assertNotEqual(0, self.code(self.broker.token(ANN), version=5, properties=method))
        client = raw.Raw(self.broker.host, self.broker.mqtt_port)
        self.assertEqual(0, client.login(ANN, ANN, self.broker.token(ANN), version=5))
        client.send(raw.packet(raw.AUTH, b"\x19" + raw.length_of(len(method)) + method))
        self.assertTrue(client.closed())

    def test_who_says_connect_twice_is_thrown_out(self):
        client = raw.Raw(self.broker.host, self.broker.mqtt_port)
        self.assertEqual(0, client.login(ANN, ANN, self.broker.token(ANN)))
        name = "bridge/main"
        client.send(raw.connect_packet(name, name, self.broker.token(ANN)))
        self.assertTrue(client.closed())


class Garbage(unittest.TestCase):
    SEED = 20240611
    PACKETS = 1500

    def test_no_packet_however_mangled_harms_the_broker(self):
        """Good packets with flipped, cut, doubled and foreign bytes; a fixed seed."""
        chance = random.Random(self.SEED)
        with Broker() as broker:
            token = broker.token(ANN)
            whole = [
                raw.connect_packet(ANN, ANN, token), raw.connect_packet(ANN, ANN, token, version=5),
                raw.connect_packet(ANN, ANN, token, will=("arena/v1/player/ann/all/presence", b"{}", 1, True)),
                raw.connect_packet(ANN, ANN, token) + raw.subscribe_packet("arena/v1/+/+/all/#")
                + raw.publish_packet("arena/v1/player/ann/all/presence", b"{}", 1),
                raw.connect_packet(ANN, ANN, token, version=5)
                + raw.publish_packet("arena/v1/player/ann/bridge/main/ask", b"{}", 1, True, version=5),
            ]
            for number in range(self.PACKETS):
                client = raw.Raw(broker.host, broker.mqtt_port)
                try:
                    client.send(self.mangle(chance, chance.choice(whole)))
                except OSError:
                    pass
                client.close()
                if number % 500 == 0:
                    self.assertTrue(broker.running(), f"after packet {number} of seed {self.SEED}")
            self.assertEqual(0, broker.dial(ANN).connack)
            self.assertTrue(broker.running())

    @staticmethod
    def mangle(chance, data):
        data = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            where = chance.randrange(len(data))
            how = chance.randrange(4)
            if how == 0:
                data[where] = chance.randrange(256)
            elif how == 1:
                del data[where:where + chance.randint(1, 20)]
            elif how == 2:
                data[where:where] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 20)))
            else:
                data[where] ^= 1 << chance.randrange(8)
            if not data:
                data = bytearray(b"\0")
        return bytes(data)


class Keys(unittest.TestCase):
    def test_a_new_key_is_good_within_seconds_and_a_removed_one_no_longer(self):
        with Broker() as broker:
            key = broker.keys.add("9-later")
            token = broker.token(ANN, key=key, headers={"kid": "9-later"})
            old = broker.token(ANN)
            self.wait_code(broker, token, 0)
            os.remove(os.path.join(broker.keys.public_directory, broker.keys.kid + ".pem"))
            self.wait_code(broker, old, 5)
            self.wait_code(broker, token, 0)

    def test_a_broker_that_starts_before_its_first_key_takes_it_when_it_comes(self):
        with Broker() as broker:
            path = os.path.join(broker.keys.public_directory, broker.keys.kid + ".pem")
            with open(path, "rb") as file:
                content = file.read()
            broker.stop()
            os.remove(path)
            os.rmdir(broker.keys.public_directory)
            broker.start()
            self.wait_code(broker, broker.token(ANN), 5)
            os.mkdir(broker.keys.public_directory)
            write_aside(path, content, 0o644)
            self.wait_code(broker, broker.token(ANN), 0)

    @staticmethod
    def wait_code(broker, token, code):
        def tried():
            client = raw.Raw(broker.host, broker.mqtt_port)
            try:
                return client.login(ANN, ANN, token) == code
            finally:
                client.close()

        wait_until(tried, what=f"the answer {code}")


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""broker-config/render: what it writes, and the sentence for every wrong value."""
import datetime
import ipaddress
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import unittest

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.broker import raw
from tests.support.broker import SOURCE, Broker

RENDER = os.path.join(SOURCE, "broker-config", "render")


def self_signed(directory):
    """Lines for --listener-extra with a certificate made for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "arena")])
    now = datetime.datetime.utcnow()
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(1))
        .not_valid_after(now + datetime.timedelta(1)).add_extension(address, False)
        .sign(key, hashes.SHA256()))
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                serialization.NoEncryption())
    lines = ""
    for option, content in (("certfile", pem), ("keyfile", private)):
        path = os.path.join(directory, option + ".pem")
        with open(path, "wb") as file:
            file.write(content)
        lines += f"{option} {path}\n"
    return lines


class Render(unittest.TestCase):
    def setUp(self):
        self.state = tempfile.mkdtemp(prefix="arena-render-")
        self.plugin = os.path.join(self.state, "arena_guard.so")
        with open(self.plugin, "w", encoding="utf-8"):
            pass

    def tearDown(self):
        shutil.rmtree(self.state)

    def run_render(self, *arguments, state=None, plugin=None):
        command = [RENDER, "--state", state or self.state, "--plugin", plugin or self.plugin]
        return subprocess.run([*command, *arguments], capture_output=True, text=True)

    def extra(self, text):
        path = os.path.join(self.state, "extra")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def test_every_wrong_value_is_refused_with_a_sentence_and_nothing_is_written(self):
        cases = [("--mqtt-port", value) for value in ("0", "65536", "x", "", "-1", "1.5", "99999999")]
        cases += [("--ws-port", value) for value in ("0", "70000", "9001; log_type all")]
        cases += [("--bind", value) for value in
                  ("localhost", "::", "1.2.3", "256.0.0.1", "127.0.0.1 x", "", "1.2.3.4\nuser root")]
        cases += [("--root", value) for value in
                  ("", "A", "a//b", "/a", "a/", "a/b/c/d/e", "a b", "+", "#", "a" * 64, "%u")]
        cases += [("--user", value) for value in ("", "x y", "root\nlistener 1", "UPPER")]
        cases += [("--max-clients", value) for value in ("3", "131073", "many")]
        cases += [("--memory-mib", value) for value in ("31", "x")]
        cases += [("--public-keys", "/a b"), ("--listener-extra", "/nonexistent"), ("--nothing", "x")]
        for line in ("use_identity_as_username true", "allow_anonymous true", "listener 1",
                     "protocol mqtt", "mount_point x", "certfile", "http_dir /"):
            cases.append(("--listener-extra", self.extra_of(line)))
        for option, value in cases:
            with self.subTest(option=option, value=value):
                done = self.run_render(option, value)
                self.assertEqual(2, done.returncode)
                self.assertRegex(done.stderr, r"^broker-config/render: [^\n]*")
                self.assertIn(option, done.stderr)
                self.assertFalse(os.path.exists(os.path.join(self.state, "broker")))
        print(f"render: {len(cases)} wrong values")

    def extra_of(self, line):
        path = os.path.join(self.state, "extra-" + line.split()[0])
        with open(path, "w", encoding="utf-8") as file:
            file.write(line + "\n")
        return path

    def test_a_missing_directory_or_plugin_is_named(self):
        self.assertIn("make it first", self.run_render(state="/nonexistent").stderr)
        self.assertIn("build it", self.run_render(plugin="/nonexistent.so").stderr)
        self.assertIn("both 1883", self.run_render("--ws-port", "1883").stderr)
        self.assertEqual(2, subprocess.run([RENDER], capture_output=True).returncode)
        self.assertEqual(2, self.run_render("--bind").returncode)

    def test_what_it_writes_is_private_and_whole(self):
        self.assertEqual(0, self.run_render("--root", "hall/v2", "--mqtt-port", "01883").returncode)
        for name in ("mosquitto.conf", "acl"):
            path = os.path.join(self.state, "broker", name)
            self.assertEqual(0o600, os.stat(path).st_mode & 0o777)
            with open(path, encoding="utf-8") as file:
                text = file.read()
            self.assertNotRegex(text, "@[A-Z_]+@")
            self.assertIn("hall/v2", text)
        with open(os.path.join(self.state, "broker", "acl"), encoding="utf-8") as file:
            lines = [line for line in file.read().splitlines() if not line.startswith("#")]
        self.assertEqual(["pattern write hall/v2/%u/#", "pattern read hall/v2/+/+/%u/#",
                          "pattern read hall/v2/+/+/all/#"], lines)
        self.assertEqual(["acl", "mosquitto.conf"],
                         sorted(os.listdir(os.path.join(self.state, "broker"))))

    def test_help_names_every_option(self):
        text = subprocess.run([RENDER, "--help"], capture_output=True, text=True, check=True).stdout
        with open(RENDER, encoding="utf-8") as file:
            options = [line.strip().split(")")[0] for line in file if line.startswith("    --")]
        self.assertGreater(len(options), 8)
        for option in options:
            self.assertIn(option, text)

    def test_tls_lines_make_both_listeners_speak_tls(self):
        extra = self.extra(self_signed(self.state))
        with Broker(render=["--listener-extra", extra]) as broker:
            context = ssl.create_default_context(cafile=os.path.join(self.state, "certfile.pem"))
            for port in (broker.mqtt_port, broker.ws_port):
                with socket.create_connection((broker.host, port)) as plain:
                    with context.wrap_socket(plain, server_hostname="127.0.0.1") as wrapped:
                        self.assertIn("TLS", wrapped.version())
            client = raw.Raw(broker.host, broker.mqtt_port)
            client.socket = context.wrap_socket(client.socket, server_hostname="127.0.0.1")
            for _ in range(3):  # a refused token leaves nothing behind that ends a TLS connection
                self.refused_beside(broker, context)
            self.assertEqual(0, client.login("robot/a", "robot/a", broker.token("robot/a")))
            self.refused_beside(broker, context)
            self.assertEqual(0, client.publish("arena/v1/robot/a/all/status", b"{}"))
            client.close()

    @staticmethod
    def refused_beside(broker, context):
        other = raw.Raw(broker.host, broker.mqtt_port)
        other.socket = context.wrap_socket(other.socket, server_hostname="127.0.0.1")
        bad = broker.token("robot/b")[:-8] + "AAAAAAAA"
        assert other.login("robot/b", "robot/b", bad) != 0
        other.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""Our broker with our configuration and our plugin, for tests: started on free ports in a directory
of its own, stopped, killed, frozen, started again; tokens minted without a line of our C; and
clients of python3-paho-mqtt, over TCP and WebSocket, MQTT 3.1.1 and 5.

    with Broker() as broker:
        ann = broker.client("player/ann", version=5, transport="ws")
        ann.subscribe("arena/v1/robot/+/all/presence")
        message = ann.wait(lambda m: m.topic.endswith("/presence"))

Nothing here sleeps to be in time: everything waits for a condition, with a bound. The binaries are
those of ARENA_BUILD, or of the build directory that was built last.
"""
import contextlib
import ctypes
import functools
import glob
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

import jwt
import paho.mqtt.client as paho
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.ports import free_port

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROOT = "arena/v1"
PATIENCE = 15.0  # seconds: how long anything may take before a test gives up
PR_SET_PDEATHSIG = 1


def build_directory():
    """Where the binaries are."""
    if os.environ.get("ARENA_BUILD"):
        return os.environ["ARENA_BUILD"]
    plugins = glob.glob(os.path.join(SOURCE, "build", "*", PLUGIN))
    if not plugins:
        raise RuntimeError("nothing is built: cmake -S . -B build/dev -G Ninja && ninja -C build/dev")
    newest = max(plugins, key=os.path.getmtime)
    return newest[: -len(PLUGIN) - 1]


PLUGIN = os.path.join("broker-config", "guard", "arena_guard.so")


def wait_until(condition, timeout=PATIENCE, what="the condition"):
    """Polls until condition() is true and returns what it returned; AssertionError otherwise."""
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= deadline:
            raise AssertionError(f"{what} did not come true within {timeout} s")
        time.sleep(0.005)


def die_with_parent():
    """For preexec_fn: a test that is killed leaves no process behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


@functools.lru_cache(maxsize=None)
def sanitizer_preload(binary):
    """The sanitizer runtime a shared object needs in a program that was built without: or ""."""
    needed = subprocess.run(["readelf", "-d", binary], capture_output=True, text=True).stdout
    for name in ("libasan", "libtsan"):
        if name in needed:
            path = subprocess.run(
                ["gcc", f"-print-file-name={name}.so"], capture_output=True, text=True
            ).stdout.strip()
            return os.path.realpath(path)
    return ""


class Keys:
    """A key pair in {state}/keys and {state}/public-keys, and tokens signed with it."""

    def __init__(self, state, root=ROOT):
        self.state = state
        self.root = root
        self.private_directory = os.path.join(state, "keys")
        self.public_directory = os.path.join(state, "public-keys")
        present = sorted(glob.glob(os.path.join(self.private_directory, "*.pem")))
        if present:
            with open(present[-1], "rb") as file:
                self.key = serialization.load_pem_private_key(file.read(), None)
            self.kid = os.path.basename(present[-1])[:-4]
        else:
            self.kid = f"{int(time.time())}-test"
            self.key = self.add(self.kid)

    def add(self, kid):
        """Makes one more pair and returns its private key."""
        key = ec.generate_private_key(ec.SECP256R1())
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        os.makedirs(self.private_directory, mode=0o700, exist_ok=True)
        os.makedirs(self.public_directory, mode=0o755, exist_ok=True)
        write_aside(os.path.join(self.private_directory, kid + ".pem"), private, 0o600)
        write_aside(os.path.join(self.public_directory, kid + ".pem"), public_pem(key), 0o644)
        return key

    def mint(self, principal, lifetime=3600, headers=None, key=None, algorithm="ES256", **claims):
        """A token. Claims given by name replace the usual ones; None leaves one out."""
        now = int(time.time())
        usual = {"sub": principal, "iss": self.root, "aud": ["mqtt", "http"], "iat": now}
        usual["exp"] = now + lifetime
        usual.update(claims)
        payload = {name: value for name, value in usual.items() if value is not None}
        header = {"kid": self.kid}
        header.update(headers or {})
        header = {name: value for name, value in header.items() if value is not None}
        return jwt.encode(payload, self.key if key is None else key, algorithm, headers=header)


def public_pem(key):
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def write_aside(path, content, mode):
    """Writes a file as whoever makes keys must: aside, then renamed."""
    descriptor = os.open(path + ".new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    os.rename(path + ".new", path)


class Client:
    """A stock MQTT client whose messages are kept in the order of arrival."""

    def __init__(self, name, version=4, transport="tcp", clean=True, client_id=None):
        self.name = name
        self.messages = []
        self.changed = threading.Condition()
        self.connack = None
        self.disconnected = None
        self.acknowledged = {}
        options = {"protocol": version, "transport": transport, "reconnect_on_failure": False}
        if version != paho.MQTTv5:
            options["clean_session"] = clean
        self.version = version
        self.paho = paho.Client(name if client_id is None else client_id, **options)
        self.paho.on_connect = self._on_connect
        self.paho.on_disconnect = self._on_disconnect
        self.paho.on_message = self._on_message
        self.paho.on_subscribe = self._on_subscribe
        self.paho.on_unsubscribe = self._on_unsubscribe
        self.paho.on_publish = self._on_publish
        self.paho.on_socket_open = self._on_socket_open

    @staticmethod
    def _on_socket_open(_client, _userdata, sock):
        with contextlib.suppress(OSError, AttributeError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _tell(self, change):
        with self.changed:
            change()
            self.changed.notify_all()

    def _on_connect(self, _client, _userdata, _flags, reason, _properties=None):
        code = reason.value if hasattr(reason, "value") else reason
        self._tell(lambda: setattr(self, "connack", code))

    def _on_disconnect(self, _client, _userdata, reason, _properties=None):
        code = reason.value if hasattr(reason, "value") else reason
        self._tell(lambda: setattr(self, "disconnected", code))

    def _on_message(self, _client, _userdata, message):
        self._tell(lambda: self.messages.append(message))

    def _on_subscribe(self, _client, _userdata, mid, granted, _properties=None):
        codes = [code.value if hasattr(code, "value") else code for code in granted]
        self._tell(lambda: self.acknowledged.__setitem__(("sub", mid), codes))

    def _on_unsubscribe(self, _client, _userdata, mid, *_rest):
        self._tell(lambda: self.acknowledged.__setitem__(("unsub", mid), True))

    def _on_publish(self, _client, _userdata, mid):
        self._tell(lambda: self.acknowledged.__setitem__(("pub", mid), True))

    def wait_change(self, condition, timeout=PATIENCE, what="the condition"):
        with self.changed:
            if not self.changed.wait_for(condition, timeout):
                raise AssertionError(f"{self.name}: {what} did not come true within {timeout} s")
        return condition()

    def open(self, host, port, token, keepalive=30, will=None, username=None):
        """Starts connecting; `will` is (topic, payload, qos, retain)."""
        if token is not None or username is not None:
            self.paho.username_pw_set(self.name if username is None else username, token)
        if will is not None:
            self.paho.will_set(*will)
        self.paho.connect(host, port, keepalive)
        self.paho.loop_start()

    def answered(self):
        return self.connack is not None or self.disconnected is not None

    def connected(self):
        return self.connack == 0 and self.disconnected is None

    def subscribe(self, *filters, qos=1):
        """Waits for the SUBACK; returns its codes."""
        _rc, mid = self.paho.subscribe([(each, qos) for each in filters])
        key = ("sub", mid)
        self.wait_change(lambda: key in self.acknowledged, what=f"subscription to {filters}")
        return self.acknowledged.pop(key)

    def unsubscribe(self, *filters):
        _rc, mid = self.paho.unsubscribe(list(filters))
        key = ("unsub", mid)
        self.wait_change(lambda: key in self.acknowledged, what=f"end of {filters}")

    def publish(self, topic, payload=b"", qos=0, retain=False, properties=None):
        return self.paho.publish(topic, payload, qos, retain, properties)

    def publish_acknowledged(self, topic, payload=b"", retain=False, properties=None):
        """QoS 1; waits for the PUBACK (whose code paho does not tell)."""
        info = self.paho.publish(topic, payload, 1, retain, properties)
        key = ("pub", info.mid)
        self.wait_change(lambda: key in self.acknowledged, what=f"PUBACK for {topic}")

    def found(self, predicate):
        return next((message for message in list(self.messages) if predicate(message)), None)

    def wait(self, predicate, timeout=PATIENCE, what="a message"):
        """The first message, also of those that came before, that the predicate likes."""
        return self.wait_change(lambda: self.found(predicate), timeout, what)

    def wait_gone(self, timeout=PATIENCE):
        self.wait_change(lambda: self.disconnected is not None, timeout, "the disconnection")

    def close(self):
        """Goes with a DISCONNECT: no will."""
        self.paho.disconnect()
        self.paho.loop_stop()

    def break_off(self):
        """Goes as if killed: the will is said."""
        self.paho.loop_stop()
        sock = self.paho.socket()
        if sock is not None:
            with contextlib.suppress(OSError), socket.socket(fileno=os.dup(sock.fileno())) as wire:
                wire.shutdown(socket.SHUT_RDWR)
            sock.close()


class Broker:
    """Mosquitto with broker-config/render's configuration. `edit` may change its text; `render`
    holds further arguments of render; `plugin` False leaves the guard and the acl out."""

    def __init__(self, state=None, root=ROOT, bind="127.0.0.1", render=(), edit=None, plugin=True):
        self.own_state = state is None
        self.state = state or tempfile.mkdtemp(prefix="arena-broker-")
        self.root = root
        self.bind = bind
        self.host = "127.0.0.1"
        self.render_arguments = list(render)
        self.edit = edit
        self.guarded = plugin
        self.plugin = os.path.join(build_directory(), PLUGIN)
        self.keys = Keys(self.state, root)
        self.process = None
        self.clients = []
        self.log_path = os.path.join(self.state, "broker.log")
        self.mqtt_port = self.ws_port = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_error):
        self.finish()

    @property
    def config_path(self):
        return os.path.join(self.state, "broker", "mosquitto.conf")

    @property
    def revoked_path(self):
        return os.path.join(self.state, "broker", "revoked")

    def render(self):
        command = [os.path.join(SOURCE, "broker-config", "render"), "--state", self.state]
        command += ["--plugin", self.plugin, "--root", self.root, "--bind", self.bind]
        command += ["--mqtt-port", str(self.mqtt_port), "--ws-port", str(self.ws_port)]
        subprocess.run(command + self.render_arguments, check=True)
        with open(self.config_path, encoding="utf-8") as file:
            text = file.read()
        if not self.guarded:
            text = re.sub(r"(?m)^(plugin|acl_file).*\n", "", text)
            text = text.replace("allow_anonymous false", "allow_anonymous true")
            text = text.replace("use_username_as_clientid true", "use_username_as_clientid false")
        if self.edit is not None:
            text = self.edit(text)
        with open(self.config_path, "w", encoding="utf-8") as file:
            file.write(text)

    def environment(self):
        environment = dict(os.environ)
        preload = sanitizer_preload(self.plugin) if self.guarded else ""
        if preload:
            environment["LD_PRELOAD"] = preload
            options = environment.get("ASAN_OPTIONS", "")
            environment["ASAN_OPTIONS"] = options + ":detect_leaks=0:abort_on_error=1"
        return environment

    def start(self):
        """Starts it on its ports, or on free ones the first time; returns when both answer."""
        for _attempt in range(5):
            fresh = self.mqtt_port is None
            if fresh:
                self.mqtt_port, self.ws_port = free_port(), free_port()
                self.render()
            if self._launch():
                return self
            if not fresh:
                break
            self.mqtt_port = self.ws_port = None
        raise AssertionError("the broker does not start:\n" + self.log()[-4000:])

    def _launch(self):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                ["mosquitto", "-c", self.config_path],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment(),
                preexec_fn=die_with_parent,
            )
        wait_until(
            lambda: self.process.poll() is not None or self.answers(), what="the broker's start"
        )
        if self.process.poll() is None:
            return True
        self.process = None
        return False

    def start_fails(self):
        """Starts it once on free ports; the log when it ended by itself, None when it runs."""
        self.mqtt_port, self.ws_port = free_port(), free_port()
        self.render()
        return None if self._launch() else self.log()

    def answers(self):
        for port in (self.mqtt_port, self.ws_port):
            try:
                socket.create_connection((self.host, port), 1).close()
            except OSError:
                return False
        return True

    def running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """SIGTERM; returns the exit code (negative: a signal)."""
        return self._end(signal.SIGTERM)

    def kill(self):
        return self._end(signal.SIGKILL)

    def _end(self, number):
        if self.process is None:
            return None
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)
            self.process.send_signal(signal.SIGCONT)
        code = self.process.wait(PATIENCE)
        self.process = None
        return code

    def restart(self, kill=False):
        """Stops or kills it and starts it again on the same ports with the same state."""
        code = self.kill() if kill else self.stop()
        self.start()
        return code

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def log(self):
        with contextlib.suppress(FileNotFoundError), open(
            self.log_path, encoding="utf-8", errors="replace"
        ) as file:
            return file.read()
        return ""

    def wait_log(self, pattern, timeout=PATIENCE, after=0):
        """The match of a regular expression in the log beyond its first `after` characters."""
        expression = re.compile(pattern)
        return wait_until(
            lambda: expression.search(self.log(), after), timeout, f"{pattern!r} in the broker's log"
        )

    def token(self, principal, **claims):
        return self.keys.mint(principal, **claims)

    def port(self, transport):
        return self.ws_port if transport in ("ws", "websockets") else self.mqtt_port

    def dial(self, principal, version=4, transport="tcp", token=None, clean=True, client_id=None,
             keepalive=30, will=None, username=None):
        """A client that was answered, one way or the other: look at its connack."""
        transport = "websockets" if transport == "ws" else transport
        client = Client(principal, version, transport, clean, client_id)
        self.clients.append(client)
        if token is None:
            token = self.token(username or principal)
        client.open(self.host, self.port(transport), token, keepalive, will, username)
        client.wait_change(client.answered, what="an answer to its login")
        return client

    def client(self, principal, **options):
        """A client that is logged in."""
        client = self.dial(principal, **options)
        if client.connack != 0:
            client.paho.loop_stop()
            raise AssertionError(f"{principal} may not log in: {client.connack}")
        return client

    def finish(self):
        """Ends clients and broker and removes its directory; fails on what a sanitizer said."""
        for client in self.clients:
            with contextlib.suppress(Exception):
                client.close()
        self.clients.clear()
        code = self.stop()
        text = self.log()
        if self.own_state:
            shutil.rmtree(self.state, ignore_errors=True)
        if "Sanitizer" in text or "runtime error:" in text:
            raise AssertionError("a sanitizer complained:\n" + text[-8000:])
        if code not in (None, 0):
            raise AssertionError(f"the broker ended with {code}:\n" + text[-4000:])

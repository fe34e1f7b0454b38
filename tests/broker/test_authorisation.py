"""Who may say and hear what: every kind of principal against every form of topic.

The matrix is generated: publishing, retaining, wills, subscribing, logging in and taking over, over
both listeners, with MQTT 3.1.1 and 5. Each cell says beforehand what must happen, and an eye that may
read everything (a principal the test adds to the acl; nobody has it in an arena) or the addressed
client itself says what did. The number of cells is printed. That the matrix can fail is shown with
two acl files that leak.
"""
import os
import re
import unittest

import paho.mqtt.client as paho

from tests.broker import raw
from tests.support.broker import Broker, wait_until

R = "arena/v1"
KINDS = ("robot", "player", "watcher", "referee", "bot", "operator", "bridge", "media")
EYE = "operator/eye"
WAYS = ((4, "tcp", 0), (5, "ws", 1))  # version, listener, QoS


def with_eye(broker, acl=None):
    """Lets the eye see: the acl for everybody else is the one that is rendered (or the given one)."""
    path = os.path.join(broker.state, "broker", "acl")
    with open(path, encoding="utf-8") as file:
        rendered = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write((acl or rendered) + f"user {EYE}\ntopic read #\ntopic read $SYS/#\n")


class Watched(Broker):
    """A broker with an eye."""

    def __init__(self, acl=None):
        super().__init__()
        self.acl = acl

    def render(self):
        super().render()
        with_eye(self, self.acl)


class Matrix:
    """Collects cells: what was expected, and what came true."""

    def __init__(self, broker):
        self.broker = broker
        self.count = 0
        self.faults = []
        self.expected = {}  # payload -> (allowed, description)
        self.eye = broker.client(EYE, version=5)
        self.eye.subscribe("#", "$SYS/#", qos=0)

    def cell(self, good, description):
        self.count += 1
        if not good:
            self.faults.append(description)

    def payload(self, allowed, description):
        name = f"cell-{len(self.expected)}"
        self.expected[name] = (allowed, description)
        return name.encode()

    def settle(self, *clients):
        """Everything the clients said has reached the eye: each says a last word and it came."""
        for client in clients:
            mark = f"mark-{client.name}-{self.count}-{len(self.expected)}".encode()
            client.publish_acknowledged(f"{R}/{client.name}/all/mark", mark)
            self.eye.wait(lambda m, mark=mark: m.payload == mark, what="the mark")

    def judge(self):
        seen = {message.payload.decode("latin-1") for message in list(self.eye.messages)}
        for name, (allowed, description) in self.expected.items():
            self.cell((name in seen) == allowed,
                      ("not delivered: " if allowed else "LEAK: ") + description)
        self.expected.clear()
        self.eye.messages.clear()


def publish_forms(subject):
    """(topic, may it be said) for everything a principal might try to write to."""
    kind = subject.split("/")[0]
    return (
        (f"{R}/{subject}/robot/victim/drive", True),
        (f"{R}/{subject}/bridge/main/ask", True),
        (f"{R}/{subject}/all/presence", True),
        (f"{R}/{subject}/all/a/word/of/its/own", True),
        (f"{R}/{subject}", True),
        (f"{R}/robot/victim/all/presence", False),
        (f"{R}/player/victim/robot/victim/drive", False),
        (f"{R}/bridge/main/{subject}/answer", False),
        (f"{R}/bridge/main/player/victim/me", False),
        (f"{R}/bridge/main/robot/victim/lease", False),
        (f"{R}/bridge/main/all/revoked/{subject}", False),
        (f"{R}/media/janus/bridge/main/event", False),
        (f"{R}/{kind}/other/all/presence", False),
        (f"{R}/{subject}x/all/presence", False),
        (f"{R}/{kind}/all/presence", False),
        (f"{R}/{subject.upper()}/all/presence", False),
        (f"{R}//{subject}/all/presence", False),
        (f"/{R}/{subject}/all/presence", False),
        (f"{subject}/all/presence", False),
        (f"arena/v2/{subject}/all/presence", False),
        (f"{R}", False),
        ("$SYS/broker/uptime", False),
        (f"$SYS/broker/connection/{subject}/state", False),
        (f"$share/group/{R}/{subject}/all/presence", False),
        ("$CONTROL/dynamic-security/v1", False),
        (f"$other/{R}/{subject}/all/presence", False),
    )


def retain_forms(subject):
    kind = subject.split("/")[0]
    any_of_its_own = kind in ("bridge", "media")
    robots = any_of_its_own or kind == "robot"
    return (
        (f"{R}/{subject}/all/presence", robots),
        (f"{R}/{subject}/all/card", robots),
        (f"{R}/{subject}/all/status", any_of_its_own),
        (f"{R}/{subject}/all/match/m1", any_of_its_own),
        (f"{R}/{subject}/player/victim/me", any_of_its_own),
        (f"{R}/{subject}/robot/victim/drive", any_of_its_own),
        (f"{R}/{subject}/bridge/main/state", any_of_its_own),
        (f"{R}/robot/victim/all/card", False),
        (f"{R}/bridge/main/player/victim/me", False),
        (f"{R}/bridge/main/all/revoked/player/victim", False),
    )


def will_forms(subject):
    """(topic, retained, may it be said)."""
    kind = subject.split("/")[0]
    return (
        (f"{R}/{subject}/all/presence", False, True),
        (f"{R}/{subject}/bridge/main/ask", False, True),
        (f"{R}/{subject}/all/presence", True, kind in ("robot", "bridge", "media")),
        (f"{R}/{subject}/robot/victim/drive", True, kind in ("bridge", "media")),
        (f"{R}/robot/victim/all/presence", False, False),
        (f"{R}/bridge/main/player/victim/me", False, False),
        (f"{R}/{kind}/other/all/presence", True, False),
        ("$SYS/broker/uptime", False, False),
    )


def filters(subject):
    """Filters somebody might listen with; what may come follows from the topic alone."""
    return (
        "#", "+/#", f"{R}/#", "+/+/+/+/+/+/+", f"{R}/+/+/+/+/+", f"{R}/+/+/all/#",
        f"{R}/+/+/{subject}/#", f"{R}/robot/+/all/presence", f"{R}/robot/victim/#",
        f"{R}/player/victim/#", f"{R}/player/victim/robot/victim/drive", f"{R}/bridge/main/#",
        f"{R}/bridge/main/player/victim/answer", f"{R}/+/+/player/victim/#",
        f"{R}/+/+/robot/victim/#", f"{R}/+/+/bridge/main/#", f"{R}/bridge/main/+/+/lease",
        "$share/{group}/#", "$share/{group}/" + f"{R}/#", "$share/{group}/" + f"{R}/+/+/{subject}/#",
        "$share/{group}/" + f"{R}/bridge/main/player/victim/answer", "$SYS/#", "$CONTROL/#",
    )


def chorus_topics(subjects):
    """What is said while the subjects listen: (speaker, topic)."""
    said = [
        ("robot/victim", "bridge/main/state"), ("robot/victim", "player/victim/link"),
        ("robot/victim", "all/status"), ("robot/victim", "all/presence"),
        ("player/victim", "robot/victim/drive"), ("player/victim", "bridge/main/ask"),
        ("player/victim", "all/presence"), ("bridge/main", "player/victim/answer"),
        ("bridge/main", "player/victim/me"), ("bridge/main", "robot/victim/lease"),
        ("bridge/main", "all/roster"), ("media/janus", "bridge/main/event"),
    ]
    said += [(speaker, f"{subject}/note") for subject in subjects
             for speaker in ("bridge/main", "robot/victim")]
    return [(speaker, f"{R}/{speaker}/{rest}") for speaker, rest in said]


def may_hear(subject, topic):
    levels = topic.split("/")
    return levels[4] == "all" or "/".join(levels[4:6]) == subject


def fill_publish(matrix, kinds=KINDS):
    for version, transport, qos in WAYS:
        for kind in kinds:
            client = matrix.broker.client(f"{kind}/subject", version=version, transport=transport)
            for topic, allowed in publish_forms(client.name):
                mark = matrix.payload(allowed, f"{client.name} says {topic} (MQTT {version})")
                client.publish(topic, mark, qos)
            matrix.settle(client)
            client.close()
    matrix.judge()


def fill_puback(matrix):
    """MQTT 5 tells a QoS 1 publisher: 0x87 where it may not."""
    for kind in KINDS:
        client = raw.Raw(matrix.broker.host, matrix.broker.mqtt_port)
        name = f"{kind}/teller"
        assert client.login(name, name, matrix.broker.token(name), version=5) == 0
        for topic, allowed in publish_forms(name):
            code = client.publish(topic, b"code")
            matrix.cell((code == 0x87) != allowed, f"{name} says {topic}: PUBACK {code:#x}")
        client.close()


def fill_retain(matrix):
    broker = matrix.broker
    kept = {}
    for version, transport, qos in WAYS:
        for kind in KINDS:
            client = broker.client(f"{kind}/keeper{version}", version=version, transport=transport)
            for topic, allowed in retain_forms(client.name):
                what = f"{client.name} retains {topic} (MQTT {version})"
                mark = matrix.payload(allowed, what)
                kept[mark] = (allowed, what)
                client.publish(topic, mark, qos, retain=True)
            matrix.settle(client)
            client.close()
    matrix.judge()
    matrix.eye.unsubscribe("#")
    matrix.eye.subscribe("#", qos=0)
    bridge = broker.client("bridge/settler")
    matrix.settle(bridge)
    found = {m.payload for m in list(matrix.eye.messages) if m.retain}
    for mark, (allowed, what) in kept.items():
        matrix.cell((mark in found) == allowed, f"{what}: afterwards")
    matrix.eye.messages.clear()


def fill_wills(matrix):
    broker = matrix.broker
    clients = []
    for version in (4, 5):
        for kind in KINDS:
            for number in range(len(will_forms("x/y"))):
                name = f"{kind}/will{version}-{number}"
                topic, retain, allowed = will_forms(name)[number]
                mark = matrix.payload(
                    allowed, f"the will of {name} on {topic} (retained: {retain}, MQTT {version})")
                client = raw.Raw(broker.host, broker.mqtt_port)
                code = client.login(name, name, broker.token(name), version=version,
                                    will=(topic, mark, 1, retain))
                assert code == 0, (name, code)
                clients.append(client)
    for client in clients:
        client.close()
    wait_until(lambda: len(re.findall(r"Client \w+/will\d-\d+ closed", broker.log()))
               >= len(clients), what="the end of those with a will")
    bridge = broker.client("bridge/settler")
    matrix.settle(bridge)
    matrix.judge()


def fill_subscribe(matrix):
    for version, transport, _qos in WAYS:
        names = [f"{kind}/listener" for kind in KINDS]
        subjects = [matrix.broker.client(name, version=version, transport=transport)
                    for name in names]
        speakers = {name: matrix.broker.client(name) for name in
                    ("robot/victim", "player/victim", "bridge/main", "media/janus")}
        for subject in subjects:
            subject.subscribe(f"{R}/bridge/main/{subject.name}/end", qos=1)
        for number in range(len(filters("x/y"))):
            listen_once(matrix, subjects, speakers, number)
        for client in (*subjects, *speakers.values()):
            client.close()
    matrix.eye.messages.clear()


def listen_once(matrix, subjects, speakers, number):
    """All subjects listen with the same form of filter while the chorus speaks."""
    chosen = {}
    for subject in subjects:
        group = subject.name.replace("/", "-")
        chosen[subject] = filters(subject.name)[number].replace("{group}", group)
        subject.messages.clear()
        subject.subscribe(chosen[subject], qos=0)
    said = chorus_topics([subject.name for subject in subjects])
    for speaker, topic in said:
        speakers[speaker].publish(topic, topic.encode())
    for speaker in speakers.values():
        speaker.publish_acknowledged(f"{R}/{speaker.name}/{speaker.name}/done")
    for subject in subjects:
        end = f"{R}/bridge/main/{subject.name}/end"
        speakers["bridge/main"].publish(end, b"end", 1)
        subject.wait(lambda m, end=end: m.topic == end, what="the end of the chorus")
    for subject in subjects:
        judge_listener(matrix, subject, chosen[subject], [topic for _speaker, topic in said])
        subject.unsubscribe(chosen[subject])


def judge_listener(matrix, subject, chosen, said):
    plain = re.sub(r"^\$share/[^/]+/", "", chosen)
    heard = {m.topic for m in list(subject.messages)} - {f"{R}/bridge/main/{subject.name}/end"}
    wanted = {topic for topic in said
              if may_hear(subject.name, topic) and paho.topic_matches_sub(plain, topic)}
    foreign = {topic for topic in heard if not may_hear(subject.name, topic)}
    matrix.cell(not foreign, f"LEAK: {subject.name} with {chosen} hears {sorted(foreign)}")
    matrix.cell(wanted <= heard, f"{subject.name} with {chosen} misses {sorted(wanted - heard)}")


def fill_takeover(matrix):
    """Another client id than one's own takes nobody's place; another's name needs another's token."""
    broker = matrix.broker
    for victim_way in ("tcp", "ws"):
        for kind in KINDS:
            victim = broker.client(f"{kind}/seat", version=5, transport=victim_way)
            for version in (4, 5):
                for transport in ("tcp", "ws"):
                    way = f"over {transport} with MQTT {version}, victim {kind} over {victim_way}"
                    thief = broker.dial("player/thief", version=version, transport=transport,
                                        client_id=victim.name)
                    matrix.cell(thief.connack == 0 and victim.connected(), f"foreign id {way}")
                    liar = broker.dial(victim.name, version=version, transport=transport,
                                       token=broker.token("player/thief"))
                    matrix.cell(liar.connack not in (0, None), f"foreign name {way}")
                    thief.close()
                    liar.close()
            victim.publish_acknowledged(f"{R}/{victim.name}/all/still-here")
            matrix.cell(victim.connected(), f"{victim.name} over {victim_way} still has its place")
            victim.close()


def fill_replacement(matrix):
    """One principal, one connection: the second login takes the first one's place."""
    for first_way in ("tcp", "ws"):
        for second_way in ("tcp", "ws"):
            for version in (4, 5):
                name = f"player/twin-{first_way}-{second_way}-{version}"
                first = matrix.broker.client(name, version=version, transport=first_way)
                second = matrix.broker.client(name, version=version, transport=second_way)
                first.wait_gone()
                second.publish_acknowledged(f"{R}/{name}/all/here")
                matrix.cell(second.connected(), f"{name}: the second one stays")
                first.close()
                second.close()


BAD_NAMES = (
    "+/+", "#", "robot/#", "robot/+", "+/victim", "%u", "robot/%u", "robot", "robot/", "/victim",
    "robot/a/b", "robot/../bridge", "Robot/victim", "robot/Victim", "king/arthur", "robot/-a",
    "robot/a_b", "robot/a b", "robot/" + "a" * 32, "all/all", "$SYS/x", "robot/é",
)


def fill_names(matrix):
    """Even with a token that says so, these are nobody."""
    broker = matrix.broker
    for version in (4, 5):
        for name in BAD_NAMES:
            client = raw.Raw(broker.host, broker.mqtt_port)
            code = client.login(name, name, broker.token(name), version=version)
            matrix.cell(code != 0, f"the user name {name!r} with MQTT {version} is let in")
            client.close()
        for username, password in ((None, None), ("player/ann", None), ("", "")):
            client = raw.Raw(broker.host, broker.mqtt_port)
            code = client.login("player/ann", username, password, version=version)
            matrix.cell(code != 0, f"user name {username!r}, password {password!r} is let in")
            client.close()


class Authorisation(unittest.TestCase):
    def test_every_kind_against_every_form_of_topic(self):
        with Watched() as broker:
            matrix = Matrix(broker)
            for fill in (fill_publish, fill_puback, fill_retain, fill_wills, fill_subscribe,
                         fill_takeover, fill_replacement, fill_names):
                before = matrix.count
                fill(matrix)
                print(f"{fill.__name__[5:]}: {matrix.count - before} cells")
            print(f"authorisation matrix: {matrix.count} cells, {len(matrix.faults)} faults")
            self.assertEqual([], matrix.faults)
            self.assertGreaterEqual(matrix.count, 300)

    def test_an_acl_that_lets_everybody_write_everywhere_is_found_out(self):
        acl = f"pattern write #\npattern read {R}/+/+/%u/#\npattern read {R}/+/+/all/#\n"
        with Watched(acl) as broker:
            matrix = Matrix(broker)
            fill_publish(matrix, kinds=("player",))
            self.assertTrue([fault for fault in matrix.faults if "LEAK" in fault])

    def test_an_acl_that_lets_everybody_read_everything_is_found_out(self):
        acl = f"pattern write {R}/%u/#\npattern read {R}/#\n"
        with Watched(acl) as broker:
            matrix = Matrix(broker)
            fill_subscribe(matrix)
            self.assertTrue([fault for fault in matrix.faults if "LEAK" in fault])


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""MQTT by hand, over TCP: for what no well-bred client library would send, and for the reason codes
that they keep to themselves. Blocking, with a bound; one connection is one object.
"""
import socket
import struct

PATIENCE = 15.0
CONNECT, CONNACK, PUBLISH, PUBACK, SUBSCRIBE, SUBACK = 0x10, 0x20, 0x30, 0x40, 0x82, 0x90
PINGREQ, PINGRESP, DISCONNECT, AUTH = 0xC0, 0xD0, 0xE0, 0xF0


class Closed(Exception):
    """The broker closed the connection."""


def text(value):
    data = value.encode() if isinstance(value, str) else value
    return struct.pack(">H", len(data)) + data


def length_of(number):
    out = bytearray()
    while True:
        number, digit = divmod(number, 128)
        out.append(digit | (0x80 if number else 0))
        if not number:
            return bytes(out)


def packet(kind, body):
    return bytes([kind]) + length_of(len(body)) + body


def connect_packet(client_id, username=None, password=None, version=4, keepalive=30, will=None,
                   clean=True, properties=b""):
    """will: (topic, payload, qos, retain)."""
    flags = 2 if clean else 0
    payload = text(client_id)
    if will is not None:
        topic, message, qos, retain = will
        flags |= 4 | qos << 3 | (0x20 if retain else 0)
        payload += (b"\0" if version == 5 else b"") + text(topic) + text(message)
    if username is not None:
        flags |= 0x80
        payload += text(username)
    if password is not None:
        flags |= 0x40
        payload += text(password)
    head = text("MQTT") + bytes([version, flags]) + struct.pack(">H", keepalive)
    if version == 5:
        head += length_of(len(properties)) + properties
    return packet(CONNECT, head + payload)


def publish_packet(topic, payload=b"", qos=0, retain=False, mid=1, version=4):
    body = text(topic) + (struct.pack(">H", mid) if qos else b"")
    body += b"\0" if version == 5 else b""
    return packet(PUBLISH | qos << 1 | (1 if retain else 0), body + payload)


def subscribe_packet(topic_filter, qos=0, mid=1, version=4):
    body = struct.pack(">H", mid) + (b"\0" if version == 5 else b"")
    return packet(SUBSCRIBE, body + text(topic_filter) + bytes([qos]))


class Raw:
    def __init__(self, host, port):
        self.socket = socket.create_connection((host, port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.version = 4

    def send(self, data):
        self.socket.sendall(data)

    def _exactly(self, count):
        data = b""
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                raise Closed()
            data += part
        return data

    def receive(self):
        """(first byte, body) of the next packet; Closed when there is none any more."""
        try:
            first = self._exactly(1)[0]
            length = shift = 0
            while True:
                digit = self._exactly(1)[0]
                length |= (digit & 0x7F) << shift
                shift += 7
                if not digit & 0x80:
                    return first, self._exactly(length)
        except (ConnectionError, TimeoutError) as error:
            raise Closed() from error

    def receive_kind(self, kind):
        """The body of the next packet of this kind; others are skipped."""
        while True:
            first, body = self.receive()
            if first & 0xF0 == kind & 0xF0:
                return body

    def login(self, client_id, username=None, password=None, **options):
        """The CONNACK's code, or "closed"."""
        self.version = options.get("version", 4)
        self.send(connect_packet(client_id, username, password, **options))
        try:
            return self.receive_kind(CONNACK)[1]
        except Closed:
            return "closed"

    def publish(self, topic, payload=b"", retain=False):
        """QoS 1; the PUBACK's code (0 on MQTT 3.1.1)."""
        self.send(publish_packet(topic, payload, 1, retain, 7, self.version))
        body = self.receive_kind(PUBACK)
        return body[2] if len(body) > 2 else 0

    def subscribe(self, topic_filter):
        self.send(subscribe_packet(topic_filter, 0, 9, self.version))
        return self.receive_kind(SUBACK)[-1]

    def closed(self):
        """True once the broker closed it; waits for that."""
        try:
            while True:
                self.receive()
        except Closed:
            self.socket.close()
            return True

    def close(self):
        """Without a DISCONNECT: the will is said."""
        self.socket.close()

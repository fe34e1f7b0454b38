#!/usr/bin/env python3
"""A robot in Python, as a child of arena-robot: JSON lines on stdin and stdout.

    arena-robot --id rover1 --driver exec --exec "python3 robot/examples/python_robot.py" …

The protocol is in robot/agent/README.md. Only the standard library is used; put your motors where
`Motors` is. Three things keep it safe: it reads all the time, it stands still when stdin ends, and
it stands still when no command came for half a second, whatever else is wrong.
"""
import json
import select
import sys
import time

WATCHDOG_S = 0.5
STATUS_S = 0.5

CARD = {
    "name": "Python rover",
    "model": "example",
    "kind": "rover",
    "axes": {"x": [-1, 1], "y": [-1, 1]},
    "actions": {
        "set_speed": {"min": 1, "max": 100, "unit": "%"},
        "lights": {"min": 0, "max": 1, "when": "always"},
        "honk": {},
    },
    "status": {"battery": "%", "speed": "m/s"},
}


class Motors:
    """Yours: here they only remember."""

    def __init__(self):
        self.left = self.right = 0.0
        self.limit = 0.5

    def drive(self, x, y):
        self.left = self.limit * max(-1, min(1, y + x))
        self.right = self.limit * max(-1, min(1, y - x))

    def stop(self):
        self.left = self.right = 0.0

    @property
    def speed(self):
        return (self.left + self.right) / 2


def say(**message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def act(motors, order):
    """Does an action and acknowledges it; answers what it cannot do, too."""
    name, value = order["do"], order.get("value", 0)
    if name == "set_speed":
        motors.limit = value / 100
    elif name == "honk":
        say(event={"kind": "honk"})
    elif name != "lights":
        say(ack={"id": order["id"], "state": "rejected", "why": "unknown"})
        return
    say(ack={"id": order["id"], "state": "done"})


def hear(motors, line):
    """One line of the agent. True: a command that feeds the watchdog."""
    message = json.loads(line)
    if "drive" in message:
        motors.drive(message["drive"].get("x", 0), message["drive"].get("y", 0))
        return True
    if "neutral" in message:
        motors.stop()
    elif "action" in message:
        act(motors, message["action"])
    return False


def lines():
    """The lines of stdin as they come, and None every so often in between."""
    rest = b""
    while True:
        ready, _, _ = select.select([sys.stdin], [], [], 0.05)
        if not ready:
            yield None
            continue
        chunk = sys.stdin.buffer.raw.read(4096)
        if not chunk:
            return
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole


def main():
    motors, battery = Motors(), 100.0
    fed = told = time.monotonic()
    say(hello={"card": CARD})
    for line in lines():
        now = time.monotonic()
        if line and hear(motors, line):
            fed = now
        if now - fed > WATCHDOG_S:
            motors.stop()
        if now - told > STATUS_S:
            battery = max(0, battery - 0.01)
            told = now
            say(status={"battery": round(battery, 2), "speed": round(motors.speed, 3)})
    motors.stop()  # the agent is gone


if __name__ == "__main__":
    main()

"""An Arena for tests in another language: JSON lines on stdin, one JSON line back for each.

    {"do": "invite", "args": ["player"]}           -> {"ok": "CODE"}
    {"do": "freeze", "part": "bridge"}             -> {"ok": null}      kill start stop thaw likewise
    {"do": "moves", "args": ["scout1"]}            -> {"ok": [...]}
    {"do": "ctl", "args": ["stop", "scout1"]}      -> {"ok": "output"}

Starts with the number of robots as its argument; the first line it prints is {"ok": {api, state}}.
Ends when stdin does; the last line says {"faults": [...]}.
"""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.support.arena import Arena  # noqa: E402  the path must be set first

PARTS = ("bridge", "broker", "sim")
VERBS = ("start", "stop", "kill", "freeze", "thaw", "restart")
QUESTIONS = ("invite", "moves", "roster", "stands", "ctl")


def obey(arena, order):
    do = order["do"]
    if do in VERBS and order.get("part") in PARTS:
        getattr(getattr(arena, order["part"]), do)()
        return None
    if do in QUESTIONS:
        return getattr(arena, do)(*order.get("args", []))
    raise ValueError(f"no such order: {order}")


def say(document):
    print(json.dumps(document), flush=True)


def main():
    settings = json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
    with Arena(robots=int(sys.argv[1]), settings=settings) as arena:
        say({"ok": {"api": arena.api, "state": arena.state}})
        for line in sys.stdin:
            try:
                say({"ok": obey(arena, json.loads(line))})
            except Exception as fault:  # pylint: disable=broad-except  the other side reports it
                say({"fault": repr(fault)})


if __name__ == "__main__":
    main()

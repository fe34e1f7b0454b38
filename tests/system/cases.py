"""The stored vectors (tests/vectors) as bytes to be said through a real door, slower than the broker's
meter allows, and what no file holds: truncated, flipped and very large documents."""
import functools
import json
import os
import random
import time

from tests.support.broker import SOURCE

MESSAGES_S, BYTES_S = 250, 60_000      # below the meter's 300 and 65536
MESSAGES_BURST, BYTES_BURST = 50, 200_000  # a hundred wait for the bridge, at most: the broker drops more


def payload_of(case, change=None):
    if "hex" in case:
        return bytes.fromhex(case["hex"])
    document = case["json"]
    if change and isinstance(document, dict):
        document = change(document)
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass").ljust(case.get("pad", 0))


@functools.lru_cache(maxsize=None)
def vectors(name):
    with open(os.path.join(SOURCE, "tests", "vectors", f"{name}.json"), encoding="ascii") as file:
        return json.load(file)


def refused(name, change=None, but=()):
    """What nobody may take for that message; without the cases that have such a word in their name."""
    cases = [case for case in vectors(name) if "refused" in case and not any(word in case["name"] for word in but)]
    cases += vectors("hostile")
    return [payload_of(case, change) for case in cases if payload_of(case, change)]


def accepted(name, change=None):
    return [payload_of(case, change) for case in vectors(name) if "canonical" in case and payload_of(case)]


def broken(name, seed=1):
    """A good one cut at every byte, with bits flipped, and very large: whatever that then is."""
    dice = random.Random(seed)
    full = payload_of(vectors(name)[0])
    yield from (full[:length] for length in range(1, len(full)))
    for _ in range(100):
        at = dice.randrange(len(full))
        yield full[:at] + bytes([full[at] ^ 1 << dice.randrange(8)]) + full[at + 1:]
    yield b"[" * 60_000
    yield b'{"a":' * 12_000
    yield b'{"zz":"' + b"y" * 64_000 + b'",' + full[1:]


def let_through(payloads, most):
    """How many of them the broker does not refuse for their size."""
    return sum(len(payload) <= most for payload in payloads)


def pace(items):
    """Yields them as fast as the meter allows, counted in messages and bytes."""
    begun, messages, size = time.monotonic(), 0, 0
    for item in items:
        messages, size = messages + 1, size + len(item) + 64
        due = max((messages - MESSAGES_BURST) / MESSAGES_S, (size - BYTES_BURST) / BYTES_S)
        ahead = begun + due - time.monotonic()
        if ahead > 0:
            time.sleep(ahead)
        yield item

#!/usr/bin/python3
"""Writes the golden vectors: what every implementation of the wire takes, refuses and writes.

    tests/vectors/generate.py           writes the *.json beside it
    tests/vectors/generate.py --check   says whether they are what it would write

The tables in fields.py, messages.py and odd.py say, independently of any implementation, what a
message looks like: a full and a minimal one, and for each member what it may hold. From them come
the cases: each member missing, of a wrong type, at its limit and beyond it. A case is one line:

    {"name", "json" (an object, or the text itself) or "hex" (the bytes), "pad" (spaces are added at
     the end up to so many bytes), "canonical" (what is written again, compared as JSON; a string:
     as text) or "refused" (the path of the fault), "code" ("too_large"; otherwise bad_request)}

hostile.json holds what every message refuses alike. topics.json has cases of its own form:
{"name", "root", "topic", "parsed": {from, to, what, match, subject} or null}.
"""
import copy
import json
import pathlib
import re
import sys

from fields import ABSENT
from messages import LARGE, MESSAGES, STATUS
from odd import HOSTILE, HOSTILE_HEX, OWN, short, topic_cases

HERE = pathlib.Path(__file__).resolve().parent


def steps_of(path):
    return [int(word[1:-1]) if word[0] == "[" else word for word in re.findall(r"\[\d+\]|[^.\[]+", path)]


def parent_of(document, path):
    steps = steps_of(path)
    for step in steps[:-1]:
        document = document[step]
    return document, steps[-1]


def changed(document, path, value):
    document = copy.deepcopy(document)
    parent, last = parent_of(document, path)
    parent[last] = value
    return document


def without(document, path, fill=ABSENT):
    document = copy.deepcopy(document)
    parent, last = parent_of(document, path)
    del parent[last]
    if fill is not ABSENT:
        parent[last] = fill
    return document


def same(a, b):
    return type(a) is type(b) and a == b


def canonical_of(document, path, value, field):
    if same(value, field.drop) or (value == 0 and field.drop == 0 and value is not False):
        return without(document, path)
    return changed(document, path, value)


def field_cases(base, filled, path, field):
    """base: what is said; filled: base as it is written again."""
    element = isinstance(steps_of(path)[-1], int)
    if field.need:
        yield {"name": f"{path} missing", "json": without(base, path), "refused": path}
    elif field.need is False and not element:
        yield {"name": f"{path} absent", "json": without(base, path), "canonical": without(filled, path, field.fill)}
    for value in field.wrong:
        yield {"name": f"{path} of a wrong type: {short(value)}", "json": changed(base, path, value), "refused": path}
    for value in field.bad:
        yield {"name": f"{path} beyond: {short(value)}", "json": changed(base, path, value), "refused": path}
    for value in field.good:
        yield {"name": f"{path} at a limit: {short(value)}", "json": changed(base, path, value),
               "canonical": canonical_of(filled, path, value, field)}


def variant_cases(label, full, minimal, canonical, fields):
    if minimal is None:
        minimal = canonical = full
    yield {"name": "full", "json": full, "canonical": full}
    yield {"name": "minimal", "json": minimal, "canonical": canonical}
    noise = {"zz": {"a": [None, True, 1.5, "x", {}]}, "Id": 1, "N": "x", "state ": None, "": 0}
    deep = {"zz": [[[[[[[]]]]]]]}
    members = {"zz": {f"k{i}": i for i in range(256)}}
    if full is not STATUS:
        yield {"name": "unknown members", "json": {**noise, **full}, "canonical": full}
    yield {"name": "nested as deep as allowed", "json": {**full, **deep}, "canonical": full}
    yield {"name": "as many members as allowed", "json": {**full, **members}, "canonical": full}
    for path, field in fields.items():
        keep = set(minimal) | {str(steps_of(path)[0])}
        base = {key: value for key, value in full.items() if key in keep}
        filled = {key: value for key, value in full.items() if key in keep}
        filled.update({key: value for key, value in canonical.items() if key not in base})
        yield from field_cases(base, filled, path, field)


def message_cases(what):
    most = 65536 if what in LARGE else 4096
    for label, *variant in MESSAGES[what]:
        for case in variant_cases(label, *variant):
            yield {**case, "name": f"{label}: {case['name']}" if label else case["name"]}
    yield from OWN.get(what, [])
    full = MESSAGES[what][0][1]
    yield {"name": "as large as allowed", "json": full, "pad": most, "canonical": full}
    yield {"name": "one byte too large", "json": full, "pad": most + 1, "refused": "", "code": "too_large"}
    if what != "revoked":
        yield {"name": "nothing", "json": "", "refused": ""}


def hostile_cases():
    for text, path in HOSTILE:
        yield {"name": short(text), "json": text, "refused": path}
    for name, code in HOSTILE_HEX:
        yield {"name": name, "hex": code, "refused": ""}


def printed_exactly(value):
    """Whether a test that prints this value with 15 digits, as cJSON does, says the same."""
    if isinstance(value, dict):
        return all(map(printed_exactly, value.values()))
    if isinstance(value, list):
        return all(map(printed_exactly, value))
    return not isinstance(value, (int, float)) or float(f"{value:.15g}") == value


def as_said(case):
    """The text instead of the object where printing the object again might say something else."""
    if printed_exactly(case.get("json")):
        return case
    return {**case, "json": json.dumps(case["json"], ensure_ascii=False)}


def render(cases):
    cases = map(as_said, cases)
    lines = [json.dumps(case, ensure_ascii=True, separators=(",", ":")) for case in cases]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def files():
    yield "hostile.json", render(hostile_cases())
    yield "topics.json", render(topic_cases())
    for what in MESSAGES:
        yield what.replace(" ", "_") + ".json", render(message_cases(what))


def main():
    stale = []
    for name, content in files():
        path = HERE / name
        if "--check" not in sys.argv[1:]:
            path.write_text(content, encoding="ascii")
        elif not path.exists() or path.read_text(encoding="ascii") != content:
            stale.append(name)
    if stale:
        sys.exit(f"tests/vectors: generate.py would write these anew: {' '.join(stale)}")


if __name__ == "__main__":
    main()

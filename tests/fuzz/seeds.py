"""Turns the golden vectors and the corpora's *.hex into seeds for the fuzzer: seeds.py FOLDER."""
import hashlib
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
VECTORS = ROOT / "tests/vectors"
KINDS = re.findall(r"^ *X\((\w+), \w+, \w+\)", (ROOT / "tests/wire/kinds.c").read_text(), re.MULTILINE)


def payload(case):
    if "hex" in case:
        return bytes.fromhex(case["hex"])
    text = case["json"] if isinstance(case["json"], str) else json.dumps(case["json"])
    return text.encode("utf-8", "surrogatepass")


def write(folder, content):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha1(content).hexdigest()).write_bytes(content)


def main():
    target = pathlib.Path(sys.argv[1])
    for index, kind in enumerate(KINDS):
        for case in json.loads((VECTORS / f"{kind}.json").read_text()):
            if len(payload(case)) < 4096:
                write(target / "message", bytes([index]) + payload(case))
    for case in json.loads((VECTORS / "topics.json").read_text()):
        write(target / "topic", case["topic"][:512].encode())
    for path in (ROOT / "tests/fuzz/corpus").glob("*/*.hex"):
        write(target / path.parent.name, bytes.fromhex(path.read_text()))
    for case in json.loads((VECTORS / "hostile.json").read_text()):
        write(target / "words", payload(case)[:4096])


if __name__ == "__main__":
    main()

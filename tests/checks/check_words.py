"""Words that do not belong in the project, and files that are no text."""
import re

MODES = ("quick", "all")
PICTURES = (".png", ".jpg", ".ico", ".svg", ".woff2")


def word(*parts):
    """Put together here, so that this file does not contain what it looks for."""
    return "".join(parts)


WORDS = {
    word("registry", r"\.npm"): "a registry's host",
    word("deb", r"\.debian\.org"): "a registry's host",
    word("pypi", r"\.(org|python)"): "a registry's host",
    word('"resolved"', r"\s*:"): "a registry's address in a lock file",
    word(r"(^|[^\w.])", "/wo", "rk/"): "a path of one machine",
    word(r"\.\./", "shared/"): "a path of one machine",
    word(r"\b(TO", r"DO|FIX", r"ME|XX", r"X)\b"): "what is not done is not in the code",
    word(r"\b[Ii]ssue ", r"#?\d"): "a source does not speak of its history",
    word("@", "author"): "an author tag",
    word("BEGIN (EC |RSA |)PRIVATE", " KEY-----\n[A-Za-z0-9+/]{20}"): "a private key",
}

BAD = {
    "a.json": '{"resol' + 'ved": "https://regis' + 'try.npmjs.org/x"}\n',
    "b.c": "/* TO" + "DO: see iss" + "ue #3 in /wo" + "rk/main */\n",
    "c.bin": "a\0b",
}
FINDS = ["a.json:1: a registry's host", "lock file", "b.c:1: what is not done",
         "b.c:1: a source", "b.c:1: a path", "c.bin: not a text"]


def check(tree):
    findings = []
    patterns = [(re.compile(pattern, re.MULTILINE), why) for pattern, why in WORDS.items()]
    for path in tree.files():
        if path.endswith(PICTURES):
            continue
        text = tree.text(path)
        if "\0" in text:
            findings.append(f"{path}: not a text")
            continue
        for pattern, why in patterns:
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.end()) + 1
                findings.append(f"{path}:{line}: {why}: {match.group().strip()[:40]}")
    return findings

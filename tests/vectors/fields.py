"""What a member of a message may hold: good values at its limits, bad ones beyond, wrong types."""
import copy

U31 = 2**31 - 1
U32 = 2**32 - 1
SAFE = 2**53 - 1
BIG = 1.7976931348623157e308
ABSENT = object()


class Field:
    """What a member may hold: good values at its limits, bad ones beyond, wrong types."""

    def __init__(self, good, bad, wrong, need=False, fill=ABSENT, drop=ABSENT):
        self.good, self.bad, self.wrong = good, bad, wrong
        self.need = need  # None: whether it may be absent depends on other members
        self.fill, self.drop = fill, drop

    def but(self, **changes):
        other = copy.copy(self)
        for name, value in changes.items():
            setattr(other, name, value)
        return other

    @property
    def needed(self):
        return self.but(need=True)


NOT_NUMBER = [None, True, "1", [], {}]
NOT_STRING = [None, False, 1, [], {}]
NOT_LIST = [None, True, 1, "x", {}]
NOT_OBJECT = [None, True, 1, "x", []]


def integer(low, high):
    bad = [low - 1, low + 0.5, high + 1, 1e300, -1e300]
    return Field([low, high], bad, NOT_NUMBER)


def number(low=-BIG, high=BIG, bad=()):
    good = [low, high, 0.1] + ([5e-324, -1e-7, 123456789.12345679] if low == -BIG else [])
    return Field(good, list(bad), NOT_NUMBER)


def text(least, most, control=False):
    good = ["x" * least, "y" * most, "ä" * (most // 2), "€" * (most // 3), "🤖" * (most // 4),
            "\"\\/ <>&'"[:most], "%s%n", "\u00a0\u2028\ufeff"[: most // 3]]
    bad = ["x" * (most + 1), "ä" * (most // 2) + "xx"] + ([""] if least else [])
    lines = ["a\nb", "\u007f", "\t", "\u0085"]
    return Field(good + (lines if control else []), bad + ([] if control else lines), NOT_STRING)


def choice(*words):
    return Field(list(words), ["", words[0] + "x", words[0].upper(), " " + words[0]], NOT_STRING)


i32 = integer(-(2**31), U31)
u31, u32, time = integer(0, U31), integer(0, U32), integer(0, SAFE)
boolean = Field([True, False], [], [None, 0, 1, "true", [], {}])
tag = Field(["a", "A-_9" * 5 + "zZ"], ["", "a" * 23, "a b", "ä", "a/b", "a.", "a\n"], NOT_STRING)
ident = Field(["a", "0", "a" + "-9" * 15], ["", "a" * 32, "-a", "A", "a_b", "a/b", "a\n", "ä"], NOT_STRING)
principal = Field(
    [k + "/a-1" for k in "robot player watcher referee bot operator bridge media".split()] +
    ["operator/" + "z" * 31],
    ["", "a", "robot", "robot/", "/a", "robot/a/b", "robot/" + "a" * 32, "ghost/a", "Robot/a", "all/a",
     "robot/+", "robot/#", "robot//a", "robot/a\n"], NOT_STRING)
driver = principal.but(good=principal.good + [None], wrong=[False, 1, [], {}])
ask_id = Field(["abcdefghijk", "A-_9" * 9 + "abc"], ["a" * 10, "a" * 40, "abcdefghij k"], NOT_STRING)
mode = choice("idle", "ready", "driving", "deadman", "stopped")
finite = number()


def listing(limit, item):
    """A list of at most so many of the item."""
    return Field([[item] * limit], [[item] * (limit + 1)], NOT_LIST, drop=[])


def obj(drop=ABSENT, fill=ABSENT):
    return Field([], [], NOT_OBJECT, drop=drop, fill=fill)

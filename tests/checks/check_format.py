"""clang-format decides how C looks."""
import pathlib
import re
import shutil

MODES = ("quick", "all")
STYLE = pathlib.Path(__file__).resolve().parents[2] / ".clang-format"

BAD = {"robot/base/a.c": "int a( void ){return 1;}\n"}
FINDS = ["robot/base/a.c:1: not as clang-format has it"]
GOOD = {"robot/base/a.c": "int a(void)\n{\n    return 1;\n}\n"}


def check(tree):
    if not (tree.root / ".clang-format").exists():
        shutil.copy(STYLE, tree.root)
    paths = [path for path in tree.c_files() if not path.endswith(".ino")]
    faults = tree.run("clang-format", "--dry-run", "-Werror", paths=paths) if paths else []
    places = dict.fromkeys(re.findall(r"^(\S+?:\d+):", "\n".join(faults), re.MULTILINE))
    first = {place.split(":")[0]: place for place in reversed(places)}
    return [f"{place}: not as clang-format has it" for place in first.values()]

"""A function is at most 60 lines and of complexity 10, a file at most 600 lines."""
import subprocess

MODES = ("quick", "all")
FUNCTION_LINES = 60
COMPLEXITY = 10
FILE_LINES = 600
SOURCES = (".c", ".h", ".ino", ".js", ".jsx", ".mjs", ".py", ".css", ".html")

BAD = {
    "robot/base/long.c": "int long_one(int x)\n{\n" + "    x++;\n" * 60 + "    return x;\n}\n",
    "robot/base/deep.c": "int deep_one(int x)\n{\n"
                         + "".join(f"    if (x == {i})\n        return {i};\n" for i in range(11))
                         + "    return 0;\n}\n",
    "robot/base/big.h": "\n" * 601,
}
FINDS = ["long_one: 64 lines", "deep_one: complexity 12", "big.h: 601 lines"]


def functions(tree):
    paths = [path for path in tree.c_files() if path.endswith(".c")]
    if not paths:
        return
    output = subprocess.run(["pmccabe", *paths], cwd=tree.root, capture_output=True, text=True,
                            check=True).stdout
    for line in output.splitlines():
        complexity, _, _, _, length, place = line.split("\t", 5)
        where, _, name = place.rpartition(": ")
        yield where, name, int(length), int(complexity)


def check(tree):
    findings = []
    for where, name, length, complexity in functions(tree):
        if length > FUNCTION_LINES:
            findings.append(f"{where}: {name}: {length} lines, {FUNCTION_LINES} are allowed")
        if complexity > COMPLEXITY:
            findings.append(f"{where}: {name}: complexity {complexity}, {COMPLEXITY} is allowed")
    for path in tree.files(*SOURCES):
        lines = tree.text(path).count("\n")
        if lines > FILE_LINES:
            findings.append(f"{path}: {lines} lines, {FILE_LINES} are allowed")
    return findings

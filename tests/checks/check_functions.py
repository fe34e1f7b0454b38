"""A function of the page and of its tests is at most 60 lines and of complexity 10."""
import pathlib
import subprocess

from tree import Skip

MODES = ("quick", "all")
LINES = 60
COMPLEXITY = 10
HERE = pathlib.Path(__file__).resolve().parent
COMPILER = HERE.parents[1] / "bridge/web/node_modules/typescript/lib/typescript.js"

BAD = {
    "a.js": "export function longOne(x) {\n" + "  x += 1;\n" * 60 + "  return x;\n}\n",
    "b.jsx": "export const deepOne = (x) => (\n  <p>{" + " && ".join(f"x.a{i}" for i in range(11))
             + "}</p>\n);\n",
    "c.mjs": "class Chooser {\n  choose(x) {\n"
             + "".join(f"    if (x === {i}) return {i};\n" for i in range(10)) + "    return 0;\n  }\n}\n",
}
FINDS = ["a.js:1: longOne: 63 lines", "b.jsx:1: deepOne: complexity 11", "c.mjs:2: choose: complexity 11"]
GOOD = {
    "a.js": "export function longOne(x) {\n" + "  x += 1;\n" * 57 + "  return x;\n}\n",
    "b.jsx": "export const outer = (x) => {\n  const inner = (y) => "
             + " || ".join(f"y.a{i}" for i in range(10)) + ";\n  return x ? inner(x) : <p />;\n};\n",
}


def check(tree):
    if not COMPILER.exists():
        raise Skip("the page's packages are not installed")
    paths = tree.files(".js", ".jsx", ".mjs")
    output = subprocess.run(["node", str(HERE / "functions.mjs"), str(COMPILER)], cwd=tree.root,
                            input="\n".join(paths), capture_output=True, text=True, check=True).stdout
    findings = []
    for line in output.splitlines():
        where, name, lines, complexity = line.split("\t")
        if int(lines) > LINES:
            findings.append(f"{where}: {name}: {lines} lines, {LINES} are allowed")
        if int(complexity) > COMPLEXITY:
            findings.append(f"{where}: {name}: complexity {complexity}, {COMPLEXITY} is allowed")
    return findings

"""clang-tidy on every source of the clang build, remembered by content so that it is quick.

A verdict depends on the source, the headers of ours it includes, the command and the settings; the
hash of these is the name of an empty file in the cache when the verdict was "clean".
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess

from tree import Skip

MODES = ("all",)
CONFIG = pathlib.Path(__file__).resolve().parents[2] / ".clang-tidy"
HOME_CACHE = os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")

BAD = {
    "robot/base/a.c": "int a(int x);\nint a(int x)\n{\n    int *p = 0;\n    if (x)\n"
                      "        return *p;\n    return x;\n}\n",
    "build/clang/compile_commands.json": '[{"directory": "@TREE@", "command": "clang -c '
                                         'robot/base/a.c", "file": "@TREE@/robot/base/a.c"}]',
}
FINDS = ["clang-analyzer-core.NullDereference"]


def headers_of_objects(build):
    """Object -> headers, as the build recorded them; empty where there was no build."""
    headers, current = {}, None
    if not (build / "build.ninja").exists():
        return headers
    for line in subprocess.run(["ninja", "-C", str(build), "-t", "deps"], capture_output=True,
                               text=True, check=True).stdout.splitlines():
        found = re.match(r"(\S+): #deps", line)
        if found:
            current = headers.setdefault(found.group(1), [])
        elif line.startswith("    ") and current is not None:
            current.append(line.strip())
    return headers


def fingerprint(tree, entry, headers):
    digest = hashlib.sha256((tree.root / ".clang-tidy").read_bytes())
    digest.update(entry["command"].replace(str(tree.root), "").encode())
    for path in [entry["file"], *headers]:
        # What Debian installed does not change under us; ours does.
        full = (pathlib.Path(entry["directory"]) / path).resolve()
        if full.is_relative_to(tree.root.resolve()) or path == entry["file"]:
            digest.update(full.read_bytes())
    return digest.hexdigest()


def examine(tree, build, entry, clean):
    done = subprocess.run(["clang-tidy", "--quiet", "-p", str(build), entry["file"]],
                          cwd=tree.root, capture_output=True, text=True)
    if done.returncode == 0 and "Skipping" not in done.stderr:
        clean.touch()
        return []
    lines = (done.stdout + done.stderr).replace(str(tree.root) + "/", "").splitlines()
    return [line for line in lines if re.search(r": (error|warning):", line)] or lines[-3:]


def check(tree):
    build = tree.root / "build/clang"
    if not (build / "compile_commands.json").exists():
        raise Skip("there is no clang build")
    if not (tree.root / ".clang-tidy").exists():
        shutil.copy(CONFIG, tree.root)
    real = (tree.root / ".git").exists()
    cache = pathlib.Path(HOME_CACHE, "arena-tidy") if real else build
    cache.mkdir(parents=True, exist_ok=True)
    headers = headers_of_objects(build)
    todo = []
    for entry in json.loads((build / "compile_commands.json").read_text()):
        compiled = re.search(r" -o (\S+)", entry["command"])
        known = headers.get(compiled.group(1), []) if compiled else []
        clean = cache / fingerprint(tree, entry, known)
        if not clean.exists():
            todo.append((tree, build, entry, clean))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda work: examine(*work), todo))
    return sorted({line for lines in found for line in lines})

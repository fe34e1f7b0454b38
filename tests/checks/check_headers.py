"""A header stands alone: it includes what it uses and may be included twice."""
import concurrent.futures
import os
import subprocess

MODES = ("all",)
FLAGS = ["-fsyntax-only", "-std=c11", "-D_POSIX_C_SOURCE=200809L", "-I.", "-isystem", "/usr/include/cjson",
         "-Wall", "-Wextra", "-Werror", "-x", "c", "-"]

BAD = {
    "robot/base/a.h": "#ifndef A_H\n#define A_H\nbool a_is(void);\n#endif\n",
    "robot/base/b.h": "struct b {\n    int x;\n};\n",
}
FINDS = ["a.h: unknown type name 'bool'", "b.h: redefinition of 'b'"]
GOOD = {"robot/base/a.h": "#ifndef A_H\n#define A_H\n#include <stdbool.h>\nbool a_is(void);\n#endif\n"}


def faults(tree, path):
    done = subprocess.run(["clang", *FLAGS], cwd=tree.root, capture_output=True, text=True,
                          input=f'#include "{path}"\n#include "{path}"\n')
    return [f"{path}: {line.split('error: ')[1]}" for line in done.stderr.splitlines()
            if "error: " in line][:2]


def check(tree):
    paths = [path for path in tree.c_files() if path.endswith(".h")]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return [line for found in pool.map(lambda path: faults(tree, path), paths) for line in found]

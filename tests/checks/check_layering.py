"""What the pure parts call: the undefined symbols of the merged object, not the includes.

A stray time, malloc, cJSON_ or pthread_ in the core or the authority fails here.
"""
import re
import subprocess
import tempfile

from tree import Skip

MODES = ("all",)
BUILD = "build/clang"
# Libc that neither waits, allocates, prints, nor remembers; __ names are the compiler's own.
LIBC = re.compile(r"^(mem(cpy|cmp|set|move|chr)|str(len|cmp|ncmp|chr|nlen)|snprintf|vsnprintf|abort|"
                  r"qsort|bsearch|l?labs|abs|isfinite|fabs|floor|round|fmin|fmax|__assert_fail|"
                  r"__stack_chk_fail|__(mem|str|snprintf|vsnprintf)\w*_chk|"
                  r"_GLOBAL_OFFSET_TABLE_|__(asan|ubsan|tsan)_\w+|bcmp)$")
# The pure part and the libraries it may call.
PURE = {
    "bridge/core/libarena_core.a": ["robot/base/libarena_base.a"],
    "robot/client/libarena_authority.a": ["robot/base/libarena_base.a"],
}
# base also holds the log, which prints: not for the pure.
IMPURE = re.compile(r"^(log_\w+)$")

BAD = {
    "core.c": "#include <stdlib.h>\n#include <time.h>\nlong core_step(void);\n"
              "long core_step(void) { return time(0) + (long)malloc(3); }\n",
}
FINDS = ["time", "malloc"]


def symbols(path, *flags):
    output = subprocess.run(["nm", *flags, str(path)], capture_output=True, text=True,
                            check=True).stdout
    return {line.split()[-1] for line in output.splitlines() if len(line.split()) > 1}


def strays(path, libraries):
    with tempfile.NamedTemporaryFile(suffix=".o") as merged:
        subprocess.run(["ld", "-r", "-o", merged.name, "--whole-archive", str(path)], check=True)
        undefined = symbols(merged.name, "-u")
    for library in libraries:
        undefined -= {name for name in symbols(library, "-g", "--defined-only")
                      if not IMPURE.match(name)}
    return sorted(name for name in undefined if not LIBC.match(name))


def sample_strays(tree):
    compiled = tree.root / "core.o"
    subprocess.run(["cc", "-c", "-o", str(compiled), str(tree.root / "core.c")], check=True)
    return [f"core.c calls {name}" for name in strays(compiled, [])]


def check(tree):
    if (tree.root / "core.c").exists():
        return sample_strays(tree)
    build = tree.root / BUILD
    findings = []
    seen = 0
    for path, libraries in PURE.items():
        if not (build / path).exists():
            continue
        seen += 1
        libraries = [build / library for library in libraries if (build / library).exists()]
        findings += [f"{path} calls {name}" for name in strays(build / path, libraries)]
    if not seen:
        raise Skip(f"the pure parts are not built in {BUILD}")
    return findings

"""Every shell script is bash, strict and shellcheck clean."""
MODES = ("quick", "all")

BAD = {"a": "#!/usr/bin/env bash\nset -euo pipefail\nrm $1\n", "b": "#!/bin/bash\necho\n"}
FINDS = ["SC2086", "b: set -euo pipefail"]
GOOD = {"a": '#!/usr/bin/env bash\nset -euo pipefail\nrm "$1"\n'}


def scripts(tree):
    for path in tree.files():
        if path.endswith((".sh", ".bash")):
            yield path
        elif not tree.root.joinpath(path).suffix or path.endswith(".in"):
            first = tree.text(path).split("\n", 1)[0]
            if first.startswith("#!") and ("bash" in first or first.endswith("/sh")):
                yield path


def check(tree):
    paths = list(scripts(tree))
    findings = [f"{path}: set -euo pipefail is missing" for path in paths
                if tree.text(path).startswith("#!") and "set -euo pipefail" not in tree.text(path)]
    return findings + (tree.run("shellcheck", "-x", paths=paths) if paths else [])

"""The tree under examination: which files it has and what is in them."""
import pathlib
import re
import subprocess

C_ROOMS = ("robot/", "bridge/", "broker-config/", "tests/")


class Skip(Exception):
    """Raised by a check that has nothing to look at yet; says why."""


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root)

    def files(self, *suffixes):
        """Paths relative to the root, tracked or not yet, without what git ignores."""
        if (self.root / ".git").exists():
            command = ["git", "-C", str(self.root), "ls-files", "-co", "--exclude-standard"]
            listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            paths = listed.splitlines()
        else:
            paths = [str(path.relative_to(self.root)) for path in self.root.rglob("*")]
        wanted = [path for path in sorted(set(paths))
                  if (self.root / path).is_file() and not (self.root / path).is_symlink()]
        return [path for path in wanted if not suffixes or path.endswith(suffixes)]

    def c_files(self):
        return [path for path in self.files(".c", ".h", ".ino") if path.startswith(C_ROOMS)]

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def run(self, *command, paths=()):
        """Runs a tool in the root over the paths; its output when it failed, else nothing."""
        done = subprocess.run([*command, *paths], cwd=self.root, capture_output=True, text=True)
        if done.returncode == 0:
            return []
        output = (done.stdout + done.stderr).strip().splitlines()
        return output or [f"{command[0]} failed with {done.returncode}"]


TOKENS = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def without_comments_and_strings(source):
    """The same lines with comments and literals blanked, so that words in them do not count."""
    return TOKENS.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), source)


FUNCTION = re.compile(r"^(?!(?:static )?struct \w+ \w+ =)\w[\w\s*]*?\b(\w+)\(", re.ASCII)


def functions_of_lines(source):
    """For each line the name of the function it stands in, "" outside of any."""
    name, candidate, names = "", "", []
    for line in source.splitlines():
        found = FUNCTION.match(line)
        if found:
            candidate = found.group(1)
        if line.startswith("{"):
            name = candidate
        names.append(name)
        if line.startswith("}"):
            name = ""
    return names

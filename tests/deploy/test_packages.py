"""deploy/packages: quick where nothing is missing, one sentence where it cannot help, no services."""
import os
import shutil
import subprocess
import tempfile
import time
import unittest

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
POLICY = "/usr/sbin/policy-rc.d"

# In place of the real ones: nothing is installed, and apt-get tells what it saw.
NOTHING_INSTALLED = "#!/bin/sh\nexit 0\n"
APT_GET = """#!/bin/sh
case "$*" in *update*) exit 0 ;; esac
{ policy-rc.d mosquitto start; echo "policy $?"; echo "asked for $*"; } >> "$(dirname "$0")/seen" 2>&1
if [ -e "$(dirname "$0")/fail" ]; then cat "$(dirname "$0")/fail"; exit 100; fi
"""


def run(*arguments, user=None, path=None, script=f"{SOURCE}/deploy/packages"):
    command = [script, *arguments]
    if user:
        command = ["/usr/bin/setpriv", "--reuid", user, "--clear-groups", *command]
    environment = {**os.environ, "PATH": path} if path else None
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


class PackagesTest(unittest.TestCase):
    def setUp(self):
        self.tools = tempfile.mkdtemp(prefix="arena-tools-")
        os.chmod(self.tools, 0o755)
        self.addCleanup(shutil.rmtree, self.tools)
        self.script = shutil.copy(f"{SOURCE}/deploy/packages", self.tools)
        self.tool("dpkg-query", NOTHING_INSTALLED)
        self.tool("apt-get", APT_GET)
        self.path = f"{self.tools}:/usr/sbin:/usr/bin:/sbin:/bin"

    def tool(self, name, text):
        path = os.path.join(self.tools, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, 0o755)

    def seen(self):
        with open(f"{self.tools}/seen", encoding="utf-8") as file:
            return file.read()

    def install(self):
        return run("run-sim", path=self.path, script=self.script)

    def test_nothing_to_do_is_silent_and_takes_no_time(self):
        durations = []
        for _ in range(5):  # the best of these: others use this machine, too
            begin = time.monotonic()
            done = run("test")
            durations.append(time.monotonic() - begin)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertLess(min(durations), 0.3)

    def test_an_unknown_purpose_is_refused(self):
        self.assertIn("no group of packages called breakfast", run("breakfast").stderr)

    @unittest.skipUnless(os.geteuid() == 0, "becoming nobody needs root")
    def test_neither_root_nor_sudo_is_one_sentence(self):
        for name in ("bash", "id", "paste", "sort", "realpath", "cat", "env"):
            os.symlink(shutil.which(name), os.path.join(self.tools, name))
        done = run("run-sim", user="nobody", path=self.tools, script=self.script)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn("need root or sudo", done.stderr)

    @unittest.skipUnless(os.geteuid() == 0, "installing needs root")
    def test_services_are_forbidden_meanwhile_and_the_policy_is_put_back(self):
        kept = os.path.exists(POLICY)
        if not kept:
            with open(POLICY, "w", encoding="utf-8") as file:
                file.write("#!/bin/sh\n# somebody's own\nexit 0\n")
            os.chmod(POLICY, 0o755)
            self.addCleanup(os.remove, POLICY)
        with open(POLICY, encoding="utf-8") as file:
            before = file.read()
        done = self.install()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("policy 101", self.seen())
        self.assertIn("libcjson1", self.seen())
        with open(POLICY, encoding="utf-8") as file:
            self.assertEqual(file.read(), before)

    @unittest.skipUnless(os.geteuid() == 0, "installing needs root")
    def test_a_failure_is_one_sentence_that_says_what_to_do(self):
        there = os.path.exists(POLICY)
        for output, sentence in (
                ("E: You don't have enough free space in /var/cache/apt/archives/.", "disk is full"),
                ("E: Failed to fetch http://x/y  Could not connect", "check the network"),
                ("E: Unable to locate package libcjson1", "Debian does not offer libcjson1")):
            with self.subTest(sentence):
                self.tool("fail", output + "\n")
                done = self.install()
                self.assertEqual(done.returncode, 1)
                self.assertIn(sentence, done.stderr.splitlines()[-1])
                self.assertEqual(os.path.exists(POLICY), there)


if __name__ == "__main__":
    unittest.main()

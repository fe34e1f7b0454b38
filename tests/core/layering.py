"""The core calls nothing but base and a short list of libc: by the symbols of what was just built."""
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "checks"))
import check_layering  # noqa: E402

BUILD = pathlib.Path(os.environ["ARENA_BUILD"])


class Layering(unittest.TestCase):
    def test_the_core_calls_only_base_and_a_little_libc(self):
        strays = check_layering.strays(BUILD / "bridge/core/libarena_core.a",
                                       [BUILD / "robot/base/libarena_base.a"])
        self.assertEqual(strays, [])

    def test_a_stray_call_would_be_seen(self):
        strays = check_layering.strays(BUILD / "bridge/app/libarena_app.a",
                                       [BUILD / "robot/base/libarena_base.a"])
        self.assertIn("malloc", strays)


if __name__ == "__main__":
    unittest.main()

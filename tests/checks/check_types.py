"""The page's JavaScript is typed by its comments: tsc --checkJs has nothing to say."""
import pathlib

from tree import Skip

MODES = ("quick", "all")
TSC = pathlib.Path(__file__).resolve().parents[2] / "bridge/web/node_modules/.bin/tsc"

BAD = {
    "bridge/web/tsconfig.json": '{"compilerOptions": {"allowJs": true, "checkJs": true, "strict": '
                                'true, "noEmit": true, "types": []}, "include": ["*.js"]}',
    "bridge/web/a.js": "/** @type {number} */\nexport const a = 'text';\n",
}
FINDS = ["TS2322"]


def check(tree):
    project = next((name for name in ("tsconfig.json", "jsconfig.json")
                    if (tree.root / "bridge/web" / name).exists()), None)
    if not project:
        raise Skip("the page is not there yet")
    if not TSC.exists():
        raise Skip("the page's packages are not installed")
    return tree.run(str(TSC), "--noEmit", "-p", f"bridge/web/{project}")

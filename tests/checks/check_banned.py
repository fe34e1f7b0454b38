"""Functions nobody calls here, malloc outside of *_create, typedef'd structs."""
import re

from tree import functions_of_lines, without_comments_and_strings

MODES = ("quick", "all")
CALL = re.compile(r"(?<![\w.>])(strcpy|strcat|sprintf|vsprintf|strncpy|strncat|strtok|atoi|atol|"
                  r"atof|gets|alloca|sleep|usleep|system)\s*\(")
ALLOCATION = re.compile(r"(?<![\w.>])(malloc|calloc|realloc|strdup|strndup)\s*\(")
TYPEDEF = re.compile(r"^\s*typedef\s+(struct|union)\b")

BAD = {
    "robot/base/a.c": "void a_do(char *t)\n{\n    strcpy(t, \"x\");\n    usleep(1);\n}\n",
    "bridge/core/b.c": "void b_step(void)\n{\n    char *p = malloc(4);\n}\n",
    "robot/base/c.h": "typedef struct {\n    int x;\n} c_t;\n",
}
FINDS = ["strcpy", "usleep", "malloc outside of a *_create", "typedef"]
GOOD = {
    "robot/base/a.c": "/* strcpy( is banned */\nint *a_create(void)\n{\n    return malloc(4);\n}\n"
                      "void b(struct s *s)\n{\n    s->sleep(\"atoi(\");\n}\n",
}


def check(tree):
    findings = []
    for path in tree.c_files():
        source = without_comments_and_strings(tree.text(path))
        names = functions_of_lines(source)
        for number, line in enumerate(source.splitlines(), 1):
            place = f"{path}:{number}"
            for match in CALL.finditer(line):
                findings.append(f"{place}: {match.group(1)} is banned")
            if TYPEDEF.match(line):
                findings.append(f"{place}: a typedef hides a struct")
            inside = names[number - 1]
            if path.startswith("tests/") or inside.endswith("_create"):
                continue
            for match in ALLOCATION.finditer(line):
                findings.append(f"{place}: {match.group(1)} outside of a *_create ({inside})")
    return findings

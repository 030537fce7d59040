"""Executes code blocks, unchanged and in order, in one namespace; run by a client's interpreter.

Arguments: files to execute. Anything after ``--`` is Python that then prints what a test looks at.
"""

import sys

arguments = sys.argv[1:]
split = arguments.index("--") if "--" in arguments else len(arguments)
namespace: dict[str, object] = {"__name__": "__main__"}
for path in arguments[:split]:
    with open(path) as file:
        exec(compile(file.read(), path, "exec"), namespace)
for code in arguments[split + 1 :]:
    exec(code, namespace)

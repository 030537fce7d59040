"""The ``armillary`` command.

Importing it must stay cheap: every child process and every shell completion does. Each command
imports what it needs when it runs.
"""

from __future__ import annotations

import importlib.util
import sys

_NEEDED = ("click", "rich", "fastapi", "sqlalchemy", "aiohttp")


def main() -> None:
    """Entry point of the console script."""
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        print(
            "The services are an extra. Install them with: pip install 'armillary[services]'",
            file=sys.stderr,
        )
        raise SystemExit(1)
    from armillary.cli.commands import cli

    cli()

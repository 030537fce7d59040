"""Services below a prefix."""

from __future__ import annotations

import re

from starlette.routing import Mount
from starlette.types import ASGIApp


class ServiceMount(Mount):
    """A mount that takes every path below its prefix.

    Starlette's leaves out those with a line break in them; the services refuse these themselves,
    each in its own error document.
    """

    def __init__(self, path: str, app: ASGIApp) -> None:
        super().__init__(path, app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)

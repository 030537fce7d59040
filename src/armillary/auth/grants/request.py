"""A token request, as grants see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from armillary.auth.clients.authentication import KnownClient
from armillary.auth.parts import Parameters, Parts


@dataclass(frozen=True)
class TokenRequest:
    """The form of a token request, from an authenticated client."""

    parts: Parts
    client: KnownClient
    form: Parameters


# The answer's JSON document; that of a dependent grant is a list.
Answer = dict[str, Any] | list[dict[str, Any]]
Grant = Callable[[TokenRequest], Answer]

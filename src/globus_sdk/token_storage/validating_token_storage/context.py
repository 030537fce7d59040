"""What validators know beside the tokens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class TokenValidationContext:
    """Whose tokens these are.

    :param prior_identity_id: whose tokens are stored, as far as known.
    :param token_data_identity_id: whose tokens are being stored or read, as far as known.
    """

    prior_identity_id: str | None
    token_data_identity_id: str | None

"""Token documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def token_document(
    access_token: str,
    *,
    scopes: Sequence[str],
    lifetime: int,
    resource_server: str,
    refresh_token: str | None,
) -> dict[str, Any]:
    """The token of one resource server (RFC 6749 section 5.1, and Globus' ``resource_server``)."""
    document = {
        "access_token": access_token,
        "scope": " ".join(scopes),
        "expires_in": lifetime,
        "token_type": "Bearer",
        "resource_server": resource_server,
    }
    return document if refresh_token is None else {**document, "refresh_token": refresh_token}


def token_answer(documents: Sequence[dict[str, Any]], **extra: Any) -> dict[str, Any]:
    """The token endpoint's answer: the first document at the root, the others in ``other_tokens``.

    :param extra: further keys of the root, such as ``id_token`` and ``state``
    """
    root, *others = documents
    return {**root, **extra, "other_tokens": others}

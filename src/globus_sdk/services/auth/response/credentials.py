"""Lists of credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....response import IterableResponse

if TYPE_CHECKING:
    from ....documents import CredentialDocument  # noqa: F401 - in quotes


class GetClientCredentialsResponse(IterableResponse["CredentialDocument"]):
    """Credentials of a client, without their secrets."""

    default_iter_key = "credentials"

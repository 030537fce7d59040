"""How JSON bodies of the Auth API are read."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Body(BaseModel):
    """A JSON object; keys that we don't know are ignored, as newer clients may send them."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


# One line of text.
Name = Annotated[str, StringConstraints(max_length=255, pattern=r"^[^\x00-\x1f\x7f]+$")]
Url = Annotated[str, StringConstraints(max_length=2048, pattern=r"^https?://\S+$")]
Email = Annotated[str, StringConstraints(max_length=255, pattern=r"^[^@\s]+@[^@\s]+$")]
UuidText = Annotated[
    str,
    StringConstraints(
        to_lower=True, pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
    ),
]
Description = Annotated[str, StringConstraints(min_length=1, max_length=4096)]
_LABEL = "[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?"
DOMAIN = rf"{_LABEL}(\.{_LABEL})+"
# The part of a username after its "@".
Domain = Annotated[str, StringConstraints(to_lower=True, max_length=255, pattern=f"^{DOMAIN}$")]

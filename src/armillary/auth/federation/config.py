"""Which identity providers a deployment trusts: a TOML file that its operator writes.

Each ``[[provider]]`` table has the keys of :class:`UpstreamProvider`; ``client_secret_file`` may
stand for ``client_secret``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from armillary.auth.bodies import Domain, Name, UuidText
from armillary.core.errors import UsageError

_SHORT = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]


class ConfigurationError(UsageError):
    """The file of identity providers makes no sense; the message says where."""


class UpstreamProvider(BaseModel):
    """An OpenID provider that vouches for the people of some domains.

    :param id: a UUID made once; identities remember it
    :param short_name: stands in our redirect URI for it
    :param issuer: where its discovery document is, below ``/.well-known/openid-configuration``
    :param domains: those of the usernames that it may give; the first completes a bare name
    :param username_claim: the claim that is the username
    :param scope: what to ask for
    :param private_network: whether it may be at a private address, and without TLS on loopback
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UuidText
    name: Name
    short_name: _SHORT
    issuer: str
    client_id: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    client_secret: SecretStr
    domains: tuple[Domain, ...] = Field(min_length=1)
    username_claim: str = "preferred_username"
    scope: str = "openid email profile"
    private_network: bool = False

    @field_validator("issuer")
    @classmethod
    def _is_url(cls, issuer: str) -> str:
        parts = urlsplit(issuer)
        if parts.scheme not in ("https", "http") or not parts.hostname or parts.query:
            raise ValueError("must be an https URL without a query")
        return issuer

    @model_validator(mode="before")
    @classmethod
    def _read_secret(cls, values: Any) -> Any:
        if isinstance(values, dict) and "client_secret_file" in values:
            path = Path(values.pop("client_secret_file"))
            values["client_secret"] = path.read_text(encoding="utf-8").strip()
        return values


def load_providers(path: Path) -> Mapping[str, UpstreamProvider]:
    """The providers by short name; none if there is no such file.

    :raises ConfigurationError: the file is malformed, or names something twice
    """
    if not path.exists():
        return {}
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        found = [UpstreamProvider.model_validate(t) for t in document.get("provider", [])]
    except (tomllib.TOMLDecodeError, ValidationError, OSError, TypeError) as error:
        raise ConfigurationError(f"{path}: {_told(error)}") from error
    _check_distinct(path, found)
    return {provider.short_name: provider for provider in found}


def _check_distinct(path: Path, providers: list[UpstreamProvider]) -> None:
    names = [
        name for p in providers for name in (p.id, f"the name {p.short_name}", *sorted(p.domains))
    ]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ConfigurationError(f"{path}: {', '.join(twice)} can belong to one provider only.")


def _told(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    # Not what was given: it may be a secret.
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())

"""Identities, and who vouches for them."""

from __future__ import annotations

from ...models import ResponseSet
from .._people import (
    EMAIL,
    IDENTITY_ID,
    NAME,
    ORGANIZATION,
    OTHER_IDENTITY_ID,
    OTHER_USERNAME,
    USERNAME,
    made_id,
)
from .shapes import Document, answer, refused

_PATH = "/v2/api/identities"
_PROVIDERS = "/v2/api/identity_providers"


def provider(name: str, short_name: str, *domains: str) -> Document:
    """An organization that signs its people in."""
    return {
        "id": made_id(f"{name} identity provider"),
        "name": name,
        "short_name": short_name,
        "alternative_names": [],
        "domains": list(domains),
    }


LAB_PROVIDER: Document = {
    **provider(ORGANIZATION, "lab", "lab.example.org"),
    "id": made_id("identity provider"),
}
GLOBUS_ID = provider("Globus ID", "globusid", "globusid.org")
STAFF = provider("Example Staff", "staff", "staff.example.org")


def identity(
    identity_id: str = IDENTITY_ID,
    username: str = USERNAME,
    *,
    name: str | None = NAME,
    email: str | None = EMAIL,
    organization: str | None = ORGANIZATION,
    provider_id: str = LAB_PROVIDER["id"],
) -> Document:
    """An identity; what its person keeps from others is null."""
    return {
        "id": identity_id,
        "username": username,
        "name": name,
        "email": email,
        "organization": organization,
        "status": "used",
        "identity_provider": provider_id,
        "identity_type": "login",
    }


RESERVED = identity(name=None, email=None, organization=None)
OTHER_RESERVED = identity(
    OTHER_IDENTITY_ID, OTHER_USERNAME, name=None, email=None, organization=None
)
OF_GLOBUS_ID = identity(
    made_id("globus id"),
    "ada@globusid.org",
    email="ada@home.example.org",
    organization="Analytical Engines",
    provider_id=GLOBUS_ID["id"],
)
OF_STAFF = identity(
    made_id("staff"),
    "grace@staff.example.org",
    name="Grace Hopper",
    email="grace@staff.example.org",
    organization="Example Staff",
    provider_id=STAFF["id"],
)


ANSWERS: dict[str, ResponseSet] = {
    "get_identities": ResponseSet(
        default=answer(
            path=_PATH,
            json={"identities": [RESERVED]},
            metadata={"id": IDENTITY_ID, "username": USERNAME},
        ),
        empty=answer(path=_PATH, json={"identities": []}),
        multiple=answer(
            path=_PATH,
            json={"identities": [RESERVED, OTHER_RESERVED]},
            metadata={
                "ids": [IDENTITY_ID, OTHER_IDENTITY_ID],
                "usernames": [USERNAME, OTHER_USERNAME],
            },
        ),
        globusid=answer(
            path=_PATH,
            json={"identities": [OF_GLOBUS_ID]},
            metadata={
                "id": OF_GLOBUS_ID["id"],
                "username": OF_GLOBUS_ID["username"],
                "short_username": OF_GLOBUS_ID["username"].partition("@")[0],
                "org": OF_GLOBUS_ID["organization"],
            },
        ),
        sirosen=answer(
            path=_PATH,
            json={"identities": [OF_STAFF]},
            metadata={
                "id": OF_STAFF["id"],
                "username": OF_STAFF["username"],
                "org": OF_STAFF["organization"],
            },
        ),
        unauthorized=refused(_PATH, 401, "UNAUTHORIZED", "Call must be authenticated"),
    ),
    "get_identity_providers": ResponseSet(
        default=answer(
            path=_PROVIDERS,
            json={"identity_providers": [GLOBUS_ID, STAFF]},
            metadata={
                "ids": [GLOBUS_ID["id"], STAFF["id"]],
                "domains": [*GLOBUS_ID["domains"], *STAFF["domains"]],
            },
        ),
        globusid=answer(
            path=_PROVIDERS,
            json={"identity_providers": [GLOBUS_ID]},
            metadata={"id": GLOBUS_ID["id"], "domains": GLOBUS_ID["domains"]},
        ),
        globus_staff=answer(
            path=_PROVIDERS,
            json={"identity_providers": [STAFF]},
            metadata={"id": STAFF["id"], "domains": STAFF["domains"]},
        ),
    ),
}

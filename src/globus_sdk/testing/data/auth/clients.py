"""Clients: apps and services that are registered."""

from __future__ import annotations

import uuid
from typing import Any

from ...models import RegisteredResponse, ResponseSet
from .._people import CLIENT_ID, PROJECT_ID, made_id
from .credentials import SECRET, credential
from .identities import LAB_PROVIDER
from .shapes import Document, answer, as_text, echo, of_cases, without

NAME = "Image viewer"
FQDN = "viewer.lab.example.org"
OTHER_CLIENT_ID = made_id("other client")
TEMPLATE_ID = made_id("template")
_PATH = "/v2/api/clients"
_ONE = f"{_PATH}/{CLIENT_ID}"

PUBLIC_GRANTS = ["authorization_code", "refresh_token"]
CONFIDENTIAL_GRANTS = [
    *PUBLIC_GRANTS,
    "client_credentials",
    "urn:globus:auth:grant_type:dependent_token",
]
_PUBLIC_TYPES = {"public_installed_client", "public_webapp_client"}
_TYPES = (
    "confidential_client",
    "public_installed_client",
    "client_identity",
    "resource_server",
    "globus_connect_server",
    "hybrid_confidential_client_resource_server",
    "public_webapp_client",
)
_LINKS = {
    "terms_and_conditions": "https://lab.example.org/terms",
    "privacy_policy": "https://lab.example.org/privacy",
}

# case -> what the method is called with beyond the case's beginning
_CHANGES: dict[str, Document] = {
    "publicly_visible": {"visibility": "public"},
    "not_publicly_visible": {"visibility": "private"},
    "redirect_uris": {"redirect_uris": ["https://viewer.lab.example.org/callback"]},
    "links": _LINKS,
    "required_idp": {"required_idp": LAB_PROVIDER["id"]},
    "preselect_idp": {"preselect_idp": LAB_PROVIDER["id"]},
}
_CREATED: dict[str, Document] = {
    "default": {},
    "name": {"name": "Image browser"},
    "public_client": {"public_client": True},
    "private_client": {"public_client": False},
}


def client(client_type: str = "public_installed_client", **changes: Any) -> Document:
    """A client."""
    public = client_type in _PUBLIC_TYPES
    return {
        "id": CLIENT_ID,
        "name": NAME,
        "client_type": client_type,
        "public_client": public,
        "grant_types": PUBLIC_GRANTS if public else CONFIDENTIAL_GRANTS,
        "redirect_uris": [],
        "scopes": [],
        "fqdns": [],
        "links": {"terms_and_conditions": None, "privacy_policy": None},
        "parent_client": None,
        "project": PROJECT_ID,
        "visibility": "private",
        "required_idp": None,
        "preselect_idp": None,
        "prompt_for_named_grant": True,
        "userinfo_from_effective_identity": True,
        **changes,
    }


INCLUDED: Document = {"client_credential": credential(secret=SECRET)}
KNOWN = client("confidential_client", fqdns=[FQDN])
CLIENTS = [KNOWN, client(id=OTHER_CLIENT_ID, name="Image browser", fqdns=["old.example.org"])]


def sent(args: Document) -> Document:
    """What is sent for arguments: those of links are by themselves."""
    links = {name: args[name] for name in _LINKS if name in args}
    return {**without(args, *_LINKS), **({"links": links} if links else {})}


def told(args: Document, **changes: Any) -> Document:
    """A client that was made of arguments, or changed by them."""
    public = args.get("public_client", True)
    client_type = "public_installed_client" if public else "confidential_client"
    fields = without(sent(args), "public_client")
    return client(**{"client_type": client_type, **fields, **changes})


def _created(
    beginning: Document,
    more: dict[str, Document],
    *,
    beside: Document | None = None,
    **changes: Any,
) -> ResponseSet:
    public = {**beginning, "public_client": True}
    cases = {case: {**public, **args} for case, args in (_CREATED | more | _CHANGES).items()}
    of_types = {f"client_type_{one}": {**beginning, "client_type": one} for one in _TYPES}
    return of_cases(
        {
            case: echo(
                "client",
                _PATH,
                method="POST",
                args=args,
                sent=sent(args),
                response=told(args, **changes),
                beside=beside,
            )
            for case, args in (cases | of_types).items()
        }
    )


def _updated() -> ResponseSet:
    cases: dict[str, Document] = {"default": {}, "name": {"name": "Image browser"}, **_CHANGES}
    return of_cases(
        {
            case: echo(
                "client",
                _ONE,
                method="PUT",
                args={**args, "client_id": CLIENT_ID},
                sent=sent(args),
                response=told(args),
            )
            for case, args in cases.items()
        }
    )


def _instance(template_id: str | uuid.UUID = TEMPLATE_ID, name: str = NAME) -> RegisteredResponse:
    """A copy of a template; the metadata tell what is below ``client``, twice."""
    args = {"template_id": template_id, "name": name}
    response = {
        "client": client("confidential_client", name=name, project=None, parent_client=TEMPLATE_ID),
        "included": INCLUDED,
    }
    return echo(
        "client",
        _PATH,
        method="POST",
        args=args,
        sent=as_text(args, "template_id"),
        response=response,
    )


ANSWERS: dict[str, ResponseSet] = {
    "create_client": _created(
        {"name": NAME, "project": PROJECT_ID},
        {"project_id": {"project": made_id("other project")}},
    ),
    "create_child_client": _created(
        {"name": NAME, "visibility": "private"},
        {},
        beside={"included": INCLUDED},
        project=None,
        parent_client=OTHER_CLIENT_ID,
    ),
    "create_native_app_instance": ResponseSet(
        default=_instance(),
        template_id_str=_instance(),
        template_id_uuid=_instance(uuid.UUID(TEMPLATE_ID)),
        name=_instance(name="Image browser"),
    ),
    "get_client": ResponseSet(
        default=answer(path=_ONE, json={"client": KNOWN}, metadata={"client_id": CLIENT_ID}),
        fqdn=answer(
            path=_PATH, json={"client": KNOWN}, metadata={"client_id": CLIENT_ID, "fqdn": FQDN}
        ),
    ),
    "get_clients": ResponseSet(
        metadata={"client_ids": [one["id"] for one in CLIENTS]},
        default=answer(path=_PATH, json={"clients": CLIENTS}),
    ),
    "update_client": _updated(),
    "delete_client": ResponseSet(
        metadata={"client_id": CLIENT_ID},
        default=answer(path=_ONE, method="DELETE", json={"client": KNOWN}),
    ),
}

"""Random calls of the Transfer API on real services, nodes and files; see ``tests.fuzz``."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import schemathesis
from schemathesis import Case
from schemathesis.specs.openapi.checks import (
    response_schema_conformance,
    status_code_conformance,
)

from armillary.auth.identities.store import create_identity
from armillary.cli.tutorial.signin import authorization_code
from armillary.core.ids import new_id
from armillary.db.engine import Database
from armillary.transfer.model import Collection
from globus_sdk import TransferClient, TransferData
from tests.e2e.services import Services
from tests.fuzz import Belongings, Fuzz, Tenant

SECRET = "canary-4711"
PASSWORD = "correct horse battery"
_PLACES = ("/", "/share/", "/share/godata/", "/share/godata/file1.txt", "/made/", "/made/x")
# Ways round the collection's root; ``way-out`` is a link to the directory beside it.
_TRICKS = (
    *("/way-out", "/way-out/", "/way-out/secret", "/../outside/secret", "/share/../../outside/"),
    *("/~/", "//share//godata/", "/%2e%2e/outside/", "/a\\..\\b", "/\u202e", "/new\nline"),
    *("/nul\0", "/" + "n" * 255, "/" + "n" * 256, "/" + "deep/" * 60, "/ä/é", "/.", "/..", "share"),
)
_ANSWERS = {200, 201, 202, 400, 401, 403, 404, 405, 409, 413, 429, 501, 502}
_PATH_FIELDS = {
    *("path", "old_path", "new_path", "symlink_target", "source_path", "destination_path"),
    *("base_path", "host_path", "default_directory"),
}


class TransferFuzz(Fuzz):
    """Calls of collections, permissions, operations and tasks."""

    checks: ClassVar[list[Any]] = [
        *Fuzz.checks,
        status_code_conformance,
        response_schema_conformance,
    ]

    def make_sensible(self, case: Case[Any], tenant: Tenant) -> None:
        """Paths that mean something, own collections, people who exist."""
        for document in _documents(case.body):
            for name in document.keys() & _PATH_FIELDS:
                document[name] = self._path()
            for name in document:
                if name.endswith(("endpoint", "endpoint_id")):
                    document[name] = tenant.made["endpoint_id"]
            if "principal" in document and document.get("principal_type") == "identity":
                document["principal"] = tenant.identity_id
            if "submission_id" in document:
                document["submission_id"] = str(UUID(int=self.random.getrandbits(128)))
                document |= dict.fromkeys(("deadline", "filter_rules"))
            if case.path.endswith("/webhook"):
                document |= {"url": "https://hooks.invalid/", "task_id": None}
            if "task_id_list" in document:
                document["task_id_list"] = [tenant.made.get("task_id", new_id())]
        if isinstance(case.query, dict) and "path" in case.query:
            case.query["path"] = self._path()

    def _path(self) -> str:
        return self.random.choice(_PLACES if self.random.random() < 0.6 else _TRICKS)

    def point_at_belongings(self, case: Case[Any]) -> None:
        """Everywhere where an id may stand, that of the first tenant."""
        ids = self.belongings.ids
        for name in case.path_parameters.keys() & ids.keys():
            case.path_parameters[name] = ids[name]
        for document in _documents(case.body):
            for name in document:
                if name.endswith(("endpoint", "endpoint_id")):
                    document[name] = ids["endpoint_id"]
                if name == "task_id_list":
                    document[name] = [ids["task_id"]]

    def remember(self, case: Case[Any], response: schemathesis.Response, tenant: Tenant) -> None:
        """The id stands in the document, and the path tells of what it is."""
        document = response.json() if response.status_code in (201, 202) else {}
        for name in ("access_id", "task_id", "id"):
            if name in document:
                tenant.made[_parameter(case.path, name)] = document[name]

    def mend(self, case: Case[Any]) -> None:
        """No stream may last, and nobody may saw off the branch on which they sit."""
        if case.path.endswith("event_stream"):
            case.query["timeout"] = "0"
        own = {tenant.made["endpoint_id"] for tenant in self.tenants}
        if case.method == "DELETE" and own & {*case.path_parameters.values()}:
            case.path_parameters["endpoint_id"] = new_id()

    def check(self, case: Case[Any], response: schemathesis.Response, tenant: Tenant) -> None:
        """Errors are the service's own documents, and nobody learns of what lies outside."""
        status = response.status_code
        assert status in _ANSWERS, (status, response.text)
        assert SECRET not in response.text
        if status >= 400 and "/nodes/" not in case.path:
            document = response.json()
            for name in ("code", "message", "request_id", "resource"):
                assert isinstance(document[name], str), document
        if status != 502:  # what a node refused
            super().check(case, response, tenant)


def _documents(body: Any) -> list[dict[str, Any]]:
    """A body and what lies in it, as far as they are documents."""
    if not isinstance(body, dict):
        return []
    inner = body.get("DATA")
    items = inner if isinstance(inner, list) else []
    return [body, *(item for item in items if isinstance(item, dict))]


def _parameter(path: str, name: str) -> str:
    """What routes call the id of something that a call made."""
    if name == "task_id":
        return name
    kinds = {
        "bookmark": "bookmark_id",
        "role": "role_id",
        "shared_endpoint": "endpoint_id",
        "endpoint": "personal_id",  # which no route takes: no node serves it
        "webhook": "webhook_id",
    }
    return kinds.get(path.rsplit("/", 1)[-1], "rule_id")


@dataclass
class Stage:
    """Two people, each with a collection and a guest collection on it, and what they must not see.

    :param outside: the directory beside the first collection's root
    """

    services: Services
    fuzz: TransferFuzz
    outside: Path
    clients: list[TransferClient]

    def belongings(self) -> dict[str, Any]:
        """What the first tenant has by now."""
        return _documents_of(self.clients[0], self.fuzz.belongings.ids)

    def files_outside(self) -> dict[str, bytes]:
        """Everything that lies beside the collection, but for its root."""
        return {p.name: p.read_bytes() for p in sorted(self.outside.iterdir())}

    def beside(self) -> list[str]:
        return sorted(os.listdir(self.outside.parent))


def new_stage(services: Services, database_url: str, examples: int) -> Stage:
    """Prepare services on a database of their own."""
    mine, theirs = services.collections
    database = Database(database_url)
    with database.write() as session:
        eve = create_identity(
            session, username="eve", password=PASSWORD, name="Eve", email="e@example.org"
        )
        eve_id = eve.id
        session.get_one(Collection, theirs["id"]).owner_identity_id = eve_id
        own = session.get_one(Collection, mine["id"])
        me = own.owner_identity_id
        private = Collection(
            id=new_id(),
            entity_type=own.entity_type,
            display_name="private",
            owner_identity_id=me,
            owner_string=own.owner_string,
            mapped_collection_id=own.mapped_collection_id,
            base_path=f"{own.base_path}/share",
            public=False,
        )
        session.add(private)
        guest = private.id
    database.close()
    outside = Path(mine["path"]).parent / "outside"
    outside.mkdir()
    (outside / "secret").write_text(SECRET)
    for collection in (mine, theirs):
        (Path(collection["path"]) / "way-out").symlink_to(outside)
    tokens = [services.access_token(), _token_of(services, "eve")]
    clients = [services.transfer_client(token) for token in tokens]
    tenants = [
        Tenant("ada", me, _bearer(tokens[0]), owner=True),
        Tenant("eve", eve_id, _bearer(tokens[1])),
        Tenant("nobody", eve_id, {}),
    ]
    for tenant, collection in zip(tenants, (mine, theirs, theirs), strict=True):
        tenant.made["endpoint_id"] = collection["id"]
    belongings = _new_belongings(clients[0], guest)
    url = services.state["env"]["GLOBUS_SDK_SERVICE_URL_TRANSFER"].rstrip("/")
    return Stage(services, TransferFuzz(url, tenants, belongings, examples), outside, clients)


def _token_of(services: Services, username: str) -> str:
    with services.auth_client() as auth:
        auth.oauth2_start_flow()
        code = authorization_code(auth.oauth2_get_authorize_url(), username, PASSWORD)
        tokens = auth.oauth2_exchange_code_for_tokens(code).by_resource_server
    token: str = tokens["transfer.api.globus.org"]["access_token"]
    return token


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _new_belongings(client: TransferClient, guest: str) -> Belongings:
    rule = {
        "DATA_TYPE": "access",
        "principal_type": "identity",
        "principal": new_id(),
        "path": "/",
        "permissions": "r",
    }
    role = {"principal_type": "identity", "principal": new_id(), "role": "activity_monitor"}
    data = TransferData(guest, guest)
    data.add_item("/godata/file1.txt", "/godata/copy.txt")
    task = client.submit_transfer(data)["task_id"]
    assert client.task_wait(task, timeout=60, polling_interval=1)
    ids = {
        "endpoint_id": guest,
        "rule_id": client.add_endpoint_acl_rule(guest, rule)["access_id"],
        "role_id": client.add_endpoint_role(guest, role)["id"],
        "bookmark_id": client.create_bookmark({"endpoint_id": guest, "path": "/", "name": "mine"})[
            "id"
        ],
        "task_id": task,
    }
    return Belongings(ids, _documents_of(client, ids))


def _documents_of(client: TransferClient, ids: dict[str, str]) -> dict[str, Any]:
    paths = (
        "endpoint/{endpoint_id}",
        "endpoint/{endpoint_id}/access_list",
        "endpoint/{endpoint_id}/role_list",
        "bookmark/{bookmark_id}",
        "task/{task_id}",
        "task/{task_id}/event_list",
    )
    found = {}
    for path in paths:
        document = dict(client.get(f"/v0.10/{path.format(**ids)}").data)
        found[path] = {k: v for k, v in document.items() if k != "request_id"}
    return found

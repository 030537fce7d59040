"""Apps, Auth and Transfer together: a high assurance collection has people sign in again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette

from armillary.auth import introspection
from armillary.auth.identities.model import Account, Identity
from armillary.auth.introspection import caller_of
from armillary.auth.operator.retention import apply_retention
from armillary.auth.sessions.assurance import goes_on, last_sign_in
from armillary.auth.sessions.model import Authentication, BrowserSession
from armillary.auth.sessions.store import end_session
from armillary.auth.tokens.model import Grant
from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.people import KnownPeople
from armillary.transfer import outcome
from armillary.transfer.app import create_app
from armillary.transfer.model import Collection, EntityType, Task
from armillary.web.mount import ServiceMount
from globus_sdk import TransferAPIError, TransferClient, TransferData
from globus_sdk.gare import to_gare
from tests.armillary.auth.conftest import AuthServer, Person, Stage
from tests.armillary.auth.test_step_up import _app, _make_old, age, colleague

__all__ = ["colleague"]


@pytest.fixture
def collection(
    server: AuthServer, person: Person, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The id of a collection of the person's that wants a sign-in of the last half hour."""
    row = Collection(
        id=new_id(),
        entity_type=EntityType.MAPPED,
        display_name="vault",
        owner_identity_id=person.id,
        owner_string=person.username,
        endpoint_id=new_id(),
        base_path="/",
        authentication_timeout_mins=30,
    )
    with server.database.write() as session:
        session.add(row)
    database = server.database
    # Tests do not wait until what was known of a token is looked up again.
    monkeypatch.setattr(introspection, "CACHE_SECONDS", 0.0)
    app = create_app(server.settings, database, caller_of(database), KnownPeople())
    assert isinstance(stage.app, Starlette)
    stage.app.routes.append(ServiceMount("/transfer", app))
    monkeypatch.setenv("GLOBUS_SDK_SERVICE_URL_AUTH", f"{server.url}/")
    monkeypatch.setenv("GLOBUS_SDK_SERVICE_URL_TRANSFER", f"{stage.base_url}/transfer/")
    return row.id


def session_of(server: AuthServer, person: Person) -> BrowserSession:
    """The person's newest session."""
    with server.database.read() as session:
        query = session.query(BrowserSession).join(Authentication)
        mine = query.filter(Authentication.identity_id == person.id)
        return mine.order_by(BrowserSession.created.desc()).first()  # type: ignore[return-value]


def end(server: AuthServer, session_id: str) -> None:
    with server.database.write() as session:
        end_session(session.get_one(BrowserSession, session_id))


def listed(client: TransferClient, collection: str) -> tuple[int, str]:
    """What ``ls`` answers; no node serves the collection, which only those learn who may look."""
    with pytest.raises(TransferAPIError) as caught:
        client.operation_ls(collection)
    return caught.value.http_status, str(caught.value.code)


ALLOWED = (502, "EndpointError")
REFUSED = (403, "AuthorizationRequired")


def test_an_app_signs_in_again_by_itself(
    server: AuthServer, person: Person, collection: str
) -> None:
    app = _app(server, person, redrive=True)
    somebody: Any = app.config.login_flow_manager
    with app, TransferClient(app=app) as client:
        assert listed(client, collection) == ALLOWED
        assert not somebody.messages
        _make_old(server)
        assert listed(client, collection) == ALLOWED
        (page,) = somebody.messages
        # Its browser was still signed in, and that was not enough.
        assert "<h1>Sign in</h1>" in page
        assert "&#39;vault&#39; needs a sign-in of the last 30 minutes." in page


def test_an_app_is_told_what_to_do(server: AuthServer, person: Person, collection: str) -> None:
    app = _app(server, person, redrive=False)
    with app, TransferClient(app=app) as client:
        assert listed(client, collection) == ALLOWED
        end(server, session_of(server, person).id)
        assert listed(client, collection) == REFUSED
        with pytest.raises(TransferAPIError) as caught:
            client.operation_mkdir(collection, "/x")
        wanted = to_gare(caught.value)
        assert wanted is not None
        app.login(auth_params=wanted.authorization_parameters)
        assert listed(client, collection) == ALLOWED


def test_a_task_goes_on_after_a_new_sign_in(
    server: AuthServer, person: Person, collection: str
) -> None:
    app = _app(server, person, redrive=False)
    with app, TransferClient(app=app) as client:
        data = TransferData(source_endpoint=collection, destination_endpoint=collection)
        data.add_item("/a", "/b")
        task_id = client.submit_transfer(data)["task_id"]
        first = session_of(server, person)
        with server.database.write() as session:
            task = session.get_one(Task, task_id)
            assert task.session_id == first.id
            outcome.wait_for_owner(session, task, "SESSION_REQUIRED", "Sign in.", None)
        end(server, first.id)
        assert client.get_task(task_id)["status"] == "INACTIVE"
        with pytest.raises(TransferAPIError) as caught:
            client.post(f"/v0.10/task/{task_id}/resume")
        wanted = to_gare(caught.value)
        assert wanted is not None
        app.login(auth_params=wanted.authorization_parameters)
        assert client.get_task(task_id)["status"] == "ACTIVE"
        with server.database.read() as session:
            second = session.get_one(Task, task_id).session_id
    assert second == session_of(server, person).id != first.id


def test_what_workers_ask_of_sessions(
    server: AuthServer, person: Person, colleague: Person
) -> None:
    server.log_in(person)
    found, database = session_of(server, person).id, server.database
    for identity in (person, colleague):
        signed_in = last_sign_in(database, identity.id, found)
        assert signed_in is not None
        assert abs(utcnow() - signed_in) < timedelta(minutes=1)
    assert last_sign_in(database, new_id(), found) is None
    assert last_sign_in(database, person.id, new_id()) is None
    age(server, seconds=3600)
    older = last_sign_in(database, person.id, found)
    assert older is not None
    assert utcnow() - older > timedelta(minutes=59)
    with database.write() as session:
        # Who leaves the account is not its session's any more.
        alone = Account(id=new_id())
        session.add(alone)
        session.flush()
        session.get_one(Identity, person.id).account_id = alone.id
    assert last_sign_in(database, person.id, found) is None
    assert goes_on(database, found)
    end(server, found)
    assert not goes_on(database, found)
    assert last_sign_in(database, colleague.id, found) is None


def test_sessions_on_which_apps_live_are_kept(server: AuthServer, person: Person) -> None:
    server.log_in(person, access_type="offline")
    server.log_in(person, access_type="offline")
    with server.database.write() as session:
        kept, gone = (row.id for row in session.query(BrowserSession))
        for row in session.query(BrowserSession):
            row.expires_at = utcnow() - timedelta(days=3)
        grants = session.query(Grant).filter(Grant.session_id == gone)
        grants.update({"session_id": None})
    apply_retention(server.database, server.settings, audit_days=0, dry_run=False)
    assert goes_on(server.database, kept)
    assert not goes_on(server.database, gone)

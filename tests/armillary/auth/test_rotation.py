"""Refresh tokens that are replaced at each use, where a deployment wants that."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import func, select, update

from armillary.auth.audit import AuditEvent
from armillary.auth.seed import TUTORIAL_CLIENT_ID
from armillary.auth.tokens.model import RefreshToken
from armillary.core.clock import utcnow
from tests.armillary.auth.conftest import TRANSFER_ALL, AuthServer, MakeServer, Person


@pytest.fixture
def rotating(server: AuthServer, make_server: MakeServer) -> AuthServer:
    """After ``server``, in whose place it comes."""
    return make_server(refresh_rotation=True)


def first_token(server: AuthServer, person: Person) -> str:
    token: str = server.log_in(person, scope=TRANSFER_ALL, access_type="offline")["refresh_token"]
    return token


def renewed(server: AuthServer, token: str) -> dict[str, Any]:
    answer = server.refresh(token)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def let_the_grace_pass(server: AuthServer) -> None:
    then = utcnow() - timedelta(seconds=server.settings.refresh_grace + 1)
    with server.database.write() as session:
        session.execute(
            update(RefreshToken).where(RefreshToken.rotated_at.is_not(None)).values(rotated_at=then)
        )


def is_active(server: AuthServer, token: str) -> bool:
    form = {"token": token, "client_id": TUTORIAL_CLIENT_ID}
    active: bool = server.post("token/validate", form).json()["active"]
    return active


def test_it_is_off_by_default(server: AuthServer, person: Person) -> None:
    token = first_token(server, person)
    assert renewed(server, token)["refresh_token"] == token
    assert renewed(server, token)["refresh_token"] == token


def test_each_use_gives_another(rotating: AuthServer, person: Person) -> None:
    tokens = [first_token(rotating, person)]
    for _ in range(3):
        tokens.append(renewed(rotating, tokens[-1])["refresh_token"])
    assert len(set(tokens)) == 4
    # Whoever still has the former one is not told to log in again, as long as it leads on.
    assert [is_active(rotating, token) for token in tokens] == [True, True, True, True]
    let_the_grace_pass(rotating)
    assert [is_active(rotating, token) for token in tokens] == [False, False, False, True]


def test_within_the_grace_the_same_successor_comes(rotating: AuthServer, person: Person) -> None:
    first = first_token(rotating, person)
    second = renewed(rotating, first)
    again = renewed(rotating, first)
    assert again["refresh_token"] == second["refresh_token"]
    assert again["access_token"] != second["access_token"]
    # Even if the successor has been replaced meanwhile: what comes is the one that is good.
    third = renewed(rotating, second["refresh_token"])["refresh_token"]
    assert renewed(rotating, first)["refresh_token"] == third


def test_requests_at_the_same_moment_agree(rotating: AuthServer, person: Person) -> None:
    first = first_token(rotating, person)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(rotating.refresh, [first] * 8))
    assert {answer.status_code for answer in answers} == {200}
    (second,) = {answer.json()["refresh_token"] for answer in answers}
    assert is_active(rotating, second)
    with rotating.database.read() as session:
        assert session.scalar(select(func.count()).select_from(RefreshToken)) == 2


def test_reuse_after_the_grace_voids_the_login(rotating: AuthServer, person: Person) -> None:
    first = first_token(rotating, person)
    second = renewed(rotating, first)
    let_the_grace_pass(rotating)
    assert rotating.refresh(first).status_code == 401
    assert rotating.refresh(second["refresh_token"]).status_code == 401
    assert not is_active(rotating, second["access_token"])
    with rotating.database.read() as session:
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.event, event.actor) == ("refresh.reused", person.id)


def test_another_client_learns_and_destroys_nothing(rotating: AuthServer, person: Person) -> None:
    first = first_token(rotating, person)
    second = renewed(rotating, first)["refresh_token"]
    let_the_grace_pass(rotating)
    form = {"grant_type": "refresh_token", "refresh_token": first}
    cli = {"client_id": "b1629e83-00e8-4036-a3bd-8a21dc2f9dce"}
    assert rotating.token({**form, **cli}).json()["error"] == "invalid_grant"
    assert is_active(rotating, second)


def test_an_old_one_still_revokes(rotating: AuthServer, person: Person) -> None:
    first = first_token(rotating, person)
    second = renewed(rotating, first)["refresh_token"]
    form = {"token": first, "client_id": TUTORIAL_CLIENT_ID}
    assert rotating.post("token/revoke", form).status_code == 200
    assert not is_active(rotating, second)
    answer: requests.Response = rotating.refresh(second)
    assert answer.status_code == 401


def test_successors_are_stored_as_hashes(rotating: AuthServer, person: Person) -> None:
    second = renewed(rotating, first_token(rotating, person))["refresh_token"]
    with rotating.database.read() as session:
        assert second not in str(session.execute(select(RefreshToken.__table__)).all())

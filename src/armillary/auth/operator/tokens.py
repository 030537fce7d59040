"""Taking tokens back, for operators."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from armillary.auth.clients.store import find_client
from armillary.auth.errors import NotFound
from armillary.auth.identities.store import find_by_username, find_identity
from armillary.auth.operator.record import record_operation
from armillary.auth.tokens.store import revoke_grants, revoke_grants_of_account


def revoke_tokens(session: Session, *, identity: str | None, client: str | None) -> dict[str, Any]:
    """Void every token that a client holds, or that is somebody's, or both together.

    Consents stay: the next login is not asked anew.

    :param identity: username or id; all identities of that account count
    :raises NotFound: one of them does not exist
    """
    app = None if client is None else find_client(session, client)
    if client is not None and app is None:
        raise NotFound(f"There is no client {client}.")
    person = None
    if identity is not None:
        person = find_by_username(session, identity) or find_identity(session, identity)
        if person is None:
            raise NotFound(f"There is no identity {identity!r}.")
    if person is None and app is not None:
        revoked = revoke_grants(session, client_id=app.id)
    else:
        assert person is not None
        revoked = revoke_grants_of_account(
            session, person.account_id, client_id=None if app is None else app.id
        )
    record_operation(
        session,
        "token.revoked",
        target=None if person is None else person.id,
        client=None if app is None else app.id,
        grants=revoked,
    )
    return {"revoked": revoked}

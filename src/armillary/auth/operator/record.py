"""That an operator did something, in the audit trail."""

from __future__ import annotations

import getpass
from typing import Any

from sqlalchemy.orm import Session

from armillary.auth.audit import record

ACTOR = "operator"


def record_operation(
    session: Session, event: str, *, target: str | None, client: str | None = None, **detail: Any
) -> None:
    """Add what an operator did to the trail, with the user of this machine who did it."""
    record(
        session,
        event=event,
        actor=ACTOR,
        client=client,
        target=target,
        detail={"by": _user(), **detail},
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return "unknown"

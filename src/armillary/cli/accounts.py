"""What an operator does for a person who can't help themselves."""

from __future__ import annotations

from pathlib import Path

from armillary.auth.audit import record
from armillary.auth.factors.store import forget_factors
from armillary.auth.identities.store import find_by_username
from armillary.auth.sessions.store import end_sessions
from armillary.cli.deployment import Deployment
from armillary.core.errors import UsageError
from armillary.core.settings import Settings
from armillary.db.engine import Database


def remove_factors(data_dir: Path, username: str) -> int:
    """Remove a person's second factors and recovery codes, and sign their browsers out.

    :returns: how many factors there were
    :raises UsageError: there is no such account, or nothing was ever started there
    """
    config = Deployment(data_dir).config
    if config is None:
        raise UsageError(f"{data_dir} is no data directory of ours. Give another one.")
    settings = Settings(data_dir.absolute(), base_url="", database_url=config.database_url)
    database = Database(settings.effective_database_url)
    try:
        with database.write() as session:
            identity = find_by_username(session, username)
            if identity is None:
                raise UsageError(f"There is no account {username}.")
            removed = forget_factors(session, identity.id)
            end_sessions(session, identity.account_id)
            record(
                session,
                event="second_factor.removed_by_operator",
                actor=None,
                client=None,
                target=identity.id,
                detail={"removed": removed},
            )
            return removed
    finally:
        database.close()

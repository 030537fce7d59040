"""Server-side sessions: the browser has a secret, the tokens stay here, encrypted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
from cryptography.fernet import Fernet
from sqlalchemy import delete

from armillary.console.model import ConsoleSession
from armillary.core.clock import utcnow
from armillary.core.files import private_dir, write_private
from armillary.core.ids import new_secret, secret_hash
from armillary.db.engine import Database

_LIFETIME = timedelta(hours=8)
_REMEMBERED_FORMS = 20


@dataclass
class BrowserSession:
    """What one browser is doing in the console.

    :param secret: what the browser's cookie holds
    :param token: access token for Auth, once signed in
    :param username: who is signed in
    :param state: ``state`` of the login that is under way (RFC 6749 section 10.12)
    :param return_to: path below the console to which that login leads back
    :param draft: what registering an app has collected so far
    :param flash: what the next page says at first
    :param typed: what was typed into a form that waits for a login, and the form's path
    :param spent: the forms that have done what they ask for, and the path to which each led
    """

    secret: str = field(default_factory=new_secret)
    token: str | None = None
    username: str | None = None
    state: str | None = None
    return_to: str = ""
    draft: dict[str, Any] = field(default_factory=dict)
    flash: str | None = None
    typed: dict[str, Any] = field(default_factory=dict)
    spent: dict[str, str] = field(default_factory=dict)

    def keep_typed(self, path: str, values: dict[str, str]) -> None:
        """Remember what was typed into the form at a path."""
        self.typed = {"path": path, "values": values}

    def take_typed(self, path: str) -> dict[str, str] | None:
        """What was typed into the form at a path, once."""
        if self.typed.get("path") != path:
            return None
        values: dict[str, str] = self.typed["values"]
        self.typed = {}
        return values

    def take_flash(self) -> str | None:
        """What the page says at first, once."""
        flash, self.flash = self.flash, None
        return flash

    def spend(self, once: str, path: str) -> None:
        """Remember that a form has done what it asks for."""
        kept = list(self.spent.items())[1 - _REMEMBERED_FORMS :]
        self.spent = dict([*kept, (once, path)])


class SessionStore:
    """Keeps sessions in the database.

    :param key_file: key of their encryption, made (mode 0600) when absent
    """

    def __init__(self, database: Database, key_file: Path) -> None:
        self._database = database
        if not key_file.exists():
            private_dir(key_file.parent)
            write_private(key_file, Fernet.generate_key())
        self._cipher = Fernet(key_file.read_bytes())

    def load(self, secret: str | None) -> BrowserSession:
        """The session of a browser, or a new one."""
        if secret is None:
            return BrowserSession()
        with self._database.read() as session:
            row = session.get(ConsoleSession, secret_hash(secret))
        if row is None or row.expires_at < utcnow():
            return BrowserSession()
        return BrowserSession(secret, **orjson.loads(self._cipher.decrypt(row.content)))

    def save(self, browser: BrowserSession) -> None:
        """Keep a session, for eight hours from now."""
        content = {name: value for name, value in vars(browser).items() if name != "secret"}
        row = ConsoleSession(
            id_hash=secret_hash(browser.secret),
            content=self._cipher.encrypt(orjson.dumps(content)),
            expires_at=utcnow() + _LIFETIME,
        )
        with self._database.write() as session:
            session.execute(delete(ConsoleSession).where(ConsoleSession.expires_at < utcnow()))
            session.merge(row)

    def renew(self, browser: BrowserSession) -> BrowserSession:
        """The same session under a new secret, so that one planted before a login is worthless."""
        self.drop(browser)
        browser.secret = new_secret()
        return browser

    def drop(self, browser: BrowserSession) -> None:
        """End a session."""
        with self._database.write() as session:
            session.execute(
                delete(ConsoleSession).where(ConsoleSession.id_hash == secret_hash(browser.secret))
            )

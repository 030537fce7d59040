"""Where an administrator's command works, and how it answers."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from armillary.cli.deployment import Deployment, default_data_dir
from armillary.core.errors import UsageError
from armillary.core.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from armillary.db.engine import Database


@dataclass(frozen=True)
class Place:
    """The deployment that a command is about, and whether it answers in JSON."""

    data_dir: Path
    database_url: str
    as_json: bool

    @property
    def deployment(self) -> Deployment:
        """Its files.

        :raises UsageError: there are none
        """
        deployment = Deployment(self.data_dir)
        if deployment.config is None:
            raise UsageError(
                f"{self.data_dir} is not a data directory of Armillary. Name it with --data-dir."
            )
        return deployment

    @property
    def settings(self) -> Settings:
        """Its settings: the variables that are set here, else those it was started with.

        :raises UsageError: there is no deployment, or a variable makes no sense
        """
        config = self.deployment.config
        assert config is not None
        # Commands name no addresses, so any will do.
        base_url = config.public_url or f"http://localhost:{config.port}"
        place = {"ARMILLARY_BASE_URL": base_url, "ARMILLARY_DATA_DIR": ""}
        settings = Settings.from_env({**self.deployment.environment, **os.environ, **place})
        url = self.database_url or config.database_url
        return replace(settings, data_dir=self.deployment.data_dir, database_url=url)

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Its database.

        :raises UsageError: it is not there, or of another version
        """
        from sqlalchemy.exc import DBAPIError

        from armillary.db.engine import Database

        url = self.settings.effective_database_url
        path = Path(url.removeprefix("sqlite:///"))
        if url.startswith("sqlite:///") and not path.exists():
            raise UsageError(f"There is no database at {path} yet: `armillary up` makes it.")
        database = Database(url)
        try:
            _check_schema(database)
            yield database
        except DBAPIError as error:
            shown = database.engine.url.render_as_string(hide_password=True)
            raise UsageError(f"The database {shown} can't be used: {error.orig}") from error
        finally:
            database.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that changes nothing."""
        with self.database() as database, database.read() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that commits at the end of the block."""
        with self.database() as database, database.write() as session:
            yield session

    def answer(self, document: Mapping[str, Any]) -> None:
        """Print one thing: JSON, or a line for each of its fields."""
        if self.as_json:
            click.echo(to_json(document))
            return
        width = max((len(name) for name in document), default=0)
        for name, value in document.items():
            for number, text in enumerate(_lines(value)):
                click.echo(f"{'' if number else name:{width}}  {text}".rstrip())

    def answer_list(
        self, name: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], **more: Any
    ) -> None:
        """Print many things: JSON with all fields, or a table of some.

        :param name: what they are called in the JSON document
        :param more: further keys of the JSON document
        """
        if self.as_json:
            click.echo(to_json({name: rows, **more}))
            return
        table = [list(columns), *([_text(row[column]) for column in columns] for row in rows)]
        widths = [max(len(line[i]) for line in table) for i in range(len(columns))]
        for line in table:
            cells = (f"{cell:{width}}" for cell, width in zip(line, widths, strict=True))
            click.echo("  ".join(cells).rstrip())


def with_place(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say where it works, and :class:`Place` as first argument."""

    @click.option(
        "--data-dir",
        type=click.Path(file_okay=False, path_type=Path),
        default=default_data_dir,
        show_default="$ARMILLARY_DATA_DIR or ~/.local/share/armillary",
        help="Where keys and database of the deployment live.",
    )
    @click.option(
        "--database-url",
        default="",
        envvar="ARMILLARY_DATABASE_URL",
        help="SQLAlchemy URL, if it is another than `armillary up` remembered.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Answer with a JSON document.")
    @functools.wraps(command)
    def placed(
        *args: Any, data_dir: Path, database_url: str, as_json: bool, **options: Any
    ) -> None:
        command(Place(data_dir, database_url, as_json), *args, **options)

    return placed


def to_json(document: Any) -> str:
    """JSON text; times in ISO 8601."""
    return json.dumps(document, default=_plain, ensure_ascii=False)


def _check_schema(database: Database) -> None:
    from armillary.db.migrate import is_current

    with database.engine.connect():
        pass  # raises here, not as "another version", when nobody answers
    if not is_current(database):
        raise UsageError(
            "The database has the tables of another version. Start `armillary up` of this "
            "version once, which brings them up to date."
        )


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _lines(value: Any) -> list[str]:
    if isinstance(value, list):
        return [_text(item) for item in value] or ["-"]
    return [_text(value)]


def _text(value: Any) -> str:
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return to_json(value) if isinstance(value, (dict, list)) else str(value)

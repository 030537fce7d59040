"""``armillary admin backup`` and ``restore``."""

from __future__ import annotations

from pathlib import Path

import click

from armillary.cli.admin.place import Place, to_json, with_place

_ARCHIVE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_ARCHIVE)
@with_place
def backup(place: Place, file: Path) -> None:
    """Write database, keys and settings to FILE (mode 0600), also while the services run.

    FILE holds the keys: who has it can sign id_tokens. What storage nodes serve is not in it.
    On PostgreSQL the database is dumped with pg_dump, if that is installed.

    \b
    Example:
      armillary admin backup /backups/armillary-$(date +%F).tar.gz
    """
    from armillary.auth.operator.record import record_operation
    from armillary.cli.backup import NO_DUMP, make_backup

    with place.writing() as session:
        record_operation(session, "backup.started", target=str(file.absolute()))
    manifest = make_backup(place.deployment, place.settings.effective_database_url, file)
    if manifest["database"] == NO_DUMP:
        click.echo(
            "Warning: pg_dump is not installed here, so the database is NOT in the file. "
            "Dump it yourself: pg_dump --format=custom --file=armillary.dump ...",
            err=True,
        )
    place.answer({name: manifest[name] for name in ("created", "schema", "database", "files")})


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="A new data directory, or an empty one.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer with a JSON document.")
def restore(file: Path, data_dir: Path, as_json: bool) -> None:
    """Make a data directory of the backup FILE; every part is checked by its hash.

    \b
    Example:
      armillary admin restore armillary.tar.gz --data-dir /srv/armillary
      armillary up --data-dir /srv/armillary
    """
    from armillary.cli.backup import DUMP, restore_backup

    manifest = restore_backup(file, data_dir)
    if as_json:
        click.echo(to_json({"data_dir": data_dir.absolute(), "created": manifest["created"]}))
        return
    click.echo(f"{data_dir} is as it was at {manifest['created']}.")
    if manifest["database"] == DUMP:
        click.echo(
            f"Now load the database: pg_restore --no-owner --dbname=... {data_dir / DUMP}\n"
            "and start with: armillary up --database-url ..."
        )

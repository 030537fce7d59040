"""``armillary admin retention``."""

from __future__ import annotations

import click

from armillary.cli.admin.place import Place, with_place


@click.command()
@click.option("--dry-run", is_flag=True, help="Only count.")
@click.option(
    "--audit-days",
    type=click.IntRange(0, 36500),
    show_default="$ARMILLARY_AUDIT_RETENTION",
    help="Move events older than this to files; 0 keeps all.",
)
@with_place
def retention(place: Place, dry_run: bool, audit_days: int | None) -> None:
    """Delete what has expired and ended; move old audit events to files.

    Codes, tokens and sessions go a day after their end. Events of the audit trail are written to
    `audit-archive` in the data directory before the database lets go of them. Run it daily.

    \b
    Examples:
      armillary admin retention --dry-run
      armillary admin retention --audit-days 365 --json
    """
    from armillary.auth.operator.retention import apply_retention

    settings = place.settings
    days = settings.audit_retention if audit_days is None else audit_days
    with place.database() as database:
        report = apply_retention(database, settings, audit_days=days, dry_run=dry_run)
    if place.as_json:
        place.answer(report)
        return
    place.answer({**report.pop("deleted"), **report})

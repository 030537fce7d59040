"""``armillary admin audit``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from armillary.cli.admin.place import Place, with_place

_TIME = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
_COLUMNS = ("id", "at", "event", "actor", "client", "target", "detail")


@click.group()
def audit() -> None:
    """The audit trail: what happened, to whom, by whom."""


@audit.command("list")
@click.option("--event", help="Name of an event, or its beginning with a *: 'login.*'.")
@click.option("--actor", help="Id of the identity that acted, or operator.")
@click.option("--client", help="Id of the app.")
@click.option("--target", help="What it was done to.")
@click.option("--since", type=_TIME, help="From this moment on (UTC).")
@click.option("--until", type=_TIME, help="Before this moment (UTC).")
@click.option("--after", type=click.IntRange(0), default=0, help="Go on after this id.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@with_place
def list_(
    place: Place,
    after: int,
    limit: int,
    since: datetime | None,
    until: datetime | None,
    **named: Any,
) -> None:
    """List events, oldest first.

    `next` in the JSON document is what to give to --after for the events that follow, also for
    those that are yet to come.

    \b
    Examples:
      armillary admin audit list --event 'login.*' --since 2026-01-31
      armillary admin audit list --after 1200 --json
    """
    from armillary.auth.operator.audit import Filter, list_events

    wanted = Filter(**named, since=_utc(since), until=_utc(until))
    with place.reading() as session:
        found = list_events(session, wanted, after=after, limit=limit)
    following = found[-1]["id"] if found else after
    place.answer_list("events", found, _COLUMNS, next=following)
    if len(found) == limit:
        click.echo(f"There may be more: --after {following}", err=True)


def _utc(given: datetime | None) -> datetime | None:
    return None if given is None else given.replace(tzinfo=UTC)

"""The commands and their options; what they do lies in the modules beside this one."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from armillary import __version__
from armillary.cli.admin import admin
from armillary.cli.client import COMMANDS
from armillary.cli.deployment import DEFAULT_PORT, default_data_dir
from armillary.cli.node import node
from armillary.core.errors import ArmillaryError, UsageError


class _FriendlyGroup(click.Group):
    """Shows our errors as click shows its own: one sentence, no traceback.

    The exit code is 2 when the command was called wrongly, 1 when it can't do what it shall.
    """

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise click.UsageError(error.message) from error
        except ArmillaryError as error:
            raise click.ClickException(error.message) from error


@click.group(cls=_FriendlyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="armillary")
def cli() -> None:
    """Move research data with login, permission and proof, on your own machines."""


def _data_dir_option(command: Callable[..., None]) -> Callable[..., None]:
    option = click.option(
        "--data-dir",
        type=click.Path(file_okay=False, path_type=Path),
        default=default_data_dir,
        show_default="$ARMILLARY_DATA_DIR or ~/.local/share/armillary",
        help="Where keys, database and logs live.",
    )
    return option(command)


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=int, help="Port to listen on; 0 picks a free one. Remembered.  [default: 8080]"
)
@_data_dir_option
@click.option("--database-url", default="", help="SQLAlchemy URL; SQLite in the data directory.")
@click.option("--public-url", default="", help="https:// URL under which a proxy serves us.")
@click.option("--tls-cert", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--tls-key", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--demo/--no-demo", default=None, help="Demonstration user and collections, or not.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON once ready.")
def up(**options: Any) -> None:
    """Start everything in the foreground; Ctrl-C stops it.

    The first start of a data directory makes its keys, database, a demonstration user and two
    storage nodes with a collection each. Later starts find them again.
    """
    from armillary.cli.up import Options, run_up

    raise SystemExit(run_up(Options(**options)))


@cli.command()
@_data_dir_option
def env(data_dir: Path) -> None:
    """Print variables that point any Globus client at the running services.

    Use it as: eval "$(armillary env)"
    """
    from armillary.cli.env import export_lines

    for line in export_lines(data_dir):
        click.echo(line)


@cli.command()
@click.option("--auto", is_flag=True, help="Do it all without a person; fail on any error.")
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Use (or start) the services of this data directory.  [default: a temporary one]",
)
def tutorial(auto: bool, data_dir: Path | None) -> None:
    """Walk through login, tokens, listing and a verified transfer, step by step."""
    from armillary.cli.tutorial import run_tutorial

    raise SystemExit(run_tutorial(auto=auto, data_dir=data_dir))


@cli.command()
@click.option("--fd", type=int, hidden=True, help="A listening socket.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=int, default=DEFAULT_PORT, show_default=True)
@click.option("--tls-cert", type=click.Path(exists=True, dir_okay=False))
@click.option("--tls-key", type=click.Path(exists=True, dir_okay=False))
def serve(fd: int | None, host: str, port: int, tls_cert: str | None, tls_key: str | None) -> None:
    """Serve the API alone: one of the processes that `up` starts, for more than one machine.

    ARMILLARY_BASE_URL, ARMILLARY_DATABASE_URL and ARMILLARY_DATA_DIR say for which deployment;
    docs/scale.md how several work together.
    """
    from armillary.cli.processes import serve_api

    if bool(tls_cert) != bool(tls_key):
        raise UsageError("--tls-cert and --tls-key go together.")
    serve_api(fd, host=host, port=port, tls_cert=tls_cert, tls_key=tls_key)


@cli.command()
@click.option(
    "--name",
    default=socket.gethostname,
    show_default="this host's",
    help="Unlike any other worker's, and the same after a restart.",
)
@click.option(
    "--tasks", type=click.IntRange(1, 64), default=8, show_default=True, help="Run so many at once."
)
def worker(name: str, tasks: int) -> None:
    """Run transfer tasks: one of the processes that `up` starts, for more than one machine.

    Finds its deployment as `serve` does, and needs a copy of its keys.
    """
    from armillary.cli.processes import run_worker

    run_worker(name, tasks)


for command in (admin, node, *COMMANDS):
    cli.add_command(command)

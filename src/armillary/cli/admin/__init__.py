"""``armillary admin``: what those who run a deployment do to it from its machine.

Commands work on the database and the files of a data directory, whether or not the services run.
Everything that changes something is in the audit trail, with the actor ``operator``.
"""

from __future__ import annotations

import click

from armillary.cli.admin.accounts import accounts
from armillary.cli.admin.audit import audit
from armillary.cli.admin.backup import backup, restore
from armillary.cli.admin.clients import clients
from armillary.cli.admin.keys import keys
from armillary.cli.admin.nodes import nodes
from armillary.cli.admin.retention import retention
from armillary.cli.admin.tokens import tokens


@click.group()
def admin() -> None:
    """Run a deployment: accounts, apps, keys, tokens, nodes, audit, retention, backup.

    Works on the data directory of this machine, also while the services run. What changes
    something is recorded in the audit trail.

    \b
    Examples:
      armillary admin accounts list
      armillary admin keys rotate
      armillary admin backup /backups/armillary.tar.gz
    """


for command in (accounts, clients, keys, tokens, nodes, audit, retention, backup, restore):
    admin.add_command(command)

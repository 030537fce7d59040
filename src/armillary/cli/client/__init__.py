"""``armillary ls``, ``cp``, ``transfer``, ``task``: using the services, ours or the hosted ones.

All of it goes through ``globus_sdk``, as any program of a user would.
"""

from __future__ import annotations

from armillary.cli.client.listing import ls
from armillary.cli.client.login import login, logout
from armillary.cli.client.tasks import task
from armillary.cli.client.transfers import cp, transfer

COMMANDS = (login, logout, ls, cp, transfer, task)

"""Calls whose requests are compared with those of the official library: name -> expression.

The names that expressions use are those of ``perform.namespace``; each service has a file.
"""

from . import auth, compute, experimental, gcs, groups, three_x, transfer

SERVICES = (auth, compute, experimental, gcs, groups, transfer)
ROWS = {name: row for service in SERVICES for name, row in service.ROWS.items()}
THREE_X = three_x.ROWS

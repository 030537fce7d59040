"""Calls whose requests are compared with those of the official library: name -> expression.

The names that expressions use are those of ``perform.namespace``; each service has a file. A file's
``answer``, if it has one, says what its service answers to a path and the parameters asked for.
"""

from . import auth, compute, experimental, flows, gcs, groups, search, three_x, timers, transfer

SERVICES = (auth, compute, experimental, flows, gcs, groups, search, timers, transfer)
ROWS = {name: row for service in SERVICES for name, row in service.ROWS.items()}
THREE_X = three_x.ROWS
ANSWERS = (auth.answer, flows.answer, search.answer)

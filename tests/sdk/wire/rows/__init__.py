"""Calls whose requests are compared with those of the official library: name -> expression.

The names that expressions use are those of ``perform.namespace``; each service has a file.
"""

from . import auth, compute, experimental, gcs, groups, three_x, transfer

ROWS = {
    **auth.ROWS,
    **compute.ROWS,
    **experimental.ROWS,
    **gcs.ROWS,
    **groups.ROWS,
    **transfer.ROWS,
}
THREE_X = three_x.ROWS

"""What service and node, and node and node, say to each other: pure data, no input or output.

``ticket`` is the statement a node trusts, ``frames`` the binary envelope between two nodes,
``messages`` what travels in it, ``source`` and ``destination`` the bookkeeping of each side.
"""

"""The storage node: one process a storage host, which serves and moves that host's files.

``control`` answers the transfer service, ``send`` other nodes that read from here, ``pull``
fetches from other nodes; ``connectors`` reach the storage; ``config`` keeps the node's own state.
"""

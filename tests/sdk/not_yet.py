"""What the official library has and this one does not have yet; the list only shrinks."""

# public names
NAMES: set[str] = set()

# public members of classes that are there
METHODS: set[str] = set()

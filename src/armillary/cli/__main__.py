"""``python -m armillary.cli``: how the supervisor starts its children."""

from armillary.cli import main

main()

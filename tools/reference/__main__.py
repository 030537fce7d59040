"""``python -m tools.reference``: write all pages, and remove what is no page."""

from __future__ import annotations

from tools.reference.pages import FOLDER
from tools.reference.write import render


def main() -> None:
    """Bring the folder up to date."""
    pages = render()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (FOLDER / name).write_text(text)
    for file in FOLDER.iterdir():
        if file.name not in pages:
            file.unlink()


main()

"""The committed reference is what the docstrings and signatures say, and leaves nothing out."""

from __future__ import annotations

import re
from importlib import import_module

from tools.reference.pages import FOLDER, PAGES, Index, anchor
from tools.reference.write import render

import globus_sdk

SDK = FOLDER.parent
LINK = re.compile(r"\]\(([^)#\s]*)#([^)]+)\)")


def test_the_reference_is_up_to_date() -> None:
    committed = {file.name: file.read_text() for file in FOLDER.iterdir()}
    assert committed == render(), "write it anew with: make docs"


def test_every_public_name_has_a_place() -> None:
    placed = Index().page_of
    assert set(globus_sdk.__all__) - set(placed) == {"__version__"}
    for package in {page.source.partition(".")[0] for page in PAGES} - {"services"}:
        names = getattr(import_module(f"globus_sdk.{package}"), "__all__", ())
        assert set(names) <= set(placed), package


def test_every_public_name_stands_where_the_index_says() -> None:
    for name, page in Index().page_of.items():
        text = (FOLDER / f"{page}.md").read_text()
        assert f"## {name}\n" in text or f"**`{name}`**" in text, name


def test_links_within_the_documentation_lead_to_a_heading() -> None:
    for document in SDK.rglob("*.md"):
        for file, target in LINK.findall(document.read_text()):
            aim = (document.parent / file).resolve() if file else document
            headings = re.findall(r"^#+ (.+)$", aim.read_text(), re.MULTILINE)
            assert target in [anchor(heading) for heading in headings], (document.name, target)


def test_the_index_names_every_page() -> None:
    index = (SDK / "README.md").read_text()
    for page in [*FOLDER.iterdir(), *(SDK / "howto").iterdir()]:
        assert f"({page.parent.name}/{page.name})" in index, page.name

"""The committed reference is what the docstrings and signatures say, and leaves nothing out."""

from __future__ import annotations

import re
from importlib import import_module

from tools.reference.pages import FOLDER, PAGES, Index, anchor
from tools.reference.write import render

import globus_sdk
from tests.docs.fences import fences

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


def test_signatures_are_those_that_users_write() -> None:
    for file in FOLDER.iterdir():
        code = "\n".join(fence.code for fence in fences(file))
        assert not re.search(r"\b_[A-Z]|\btyping\.|ForwardRef|<| at 0x", code), file.name
    timers = _page("TimersClient")
    assert "start: str | datetime.datetime | MissingType = MISSING" in timers
    assert "get_job(\n    job_id: uuid.UUID | str,\n    *," in timers
    now, former = re.findall(r"^TransferData\(\n    (\w+)", _page("TransferClient"), re.MULTILINE)
    assert (now, former) == ("source_endpoint", "transfer_client")


def test_a_method_says_its_request_parameters_and_errors() -> None:
    text = _page("TransferClient").partition("### TransferClient.get_endpoint\n")[2]
    section = text.partition("\n### ")[0]
    for part in (
        "`GET /v0.10/endpoint/<endpoint_id>`",
        "- `endpoint_id`: its id.",
        "EndpointNotFound",
    ):
        assert part in section
    assert "(documents.md#transferendpointdocument)" in section


def _page(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text()

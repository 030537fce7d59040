"""What the documents say holds: links lead somewhere, commands exist, examples run."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
MAKE = re.compile(r"(?:^ *|`)make ([a-z-]+)", re.MULTILINE)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text()):
        if "://" not in target:
            assert (document.parent / target).exists(), target


def test_every_chore_is_listed_by_help() -> None:
    chores = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    printed = subprocess.run(
        ["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert set(MAKE.findall(printed)) == chores
    promised = "format lint types test browser bench bench-check soak docs run tutorial setup"
    assert chores >= set(promised.split())


def test_the_readme_names_chores_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for chore in MAKE.findall((ROOT / "README.md").read_text()):
        assert re.search(rf"^{chore}:", makefile, re.MULTILINE), chore


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text()
    for record in folder.glob("0*.md"):
        assert record.name in index, record.name


def test_every_dependency_has_its_reason() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(name for extra in extras for name in extra)]
    reasons = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text()
    for requirement in wanted:
        package = re.split(r"[<>=\[ ]", requirement)[0]
        assert package == "armillary" or package in reasons, package

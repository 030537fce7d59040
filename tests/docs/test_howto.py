"""The examples of the documents run: each page's blocks in order, as they are printed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from armillary.cli.tutorial.signin import authorization_code
from tests.docs.answered import ANSWERS
from tests.docs.fences import DOCUMENTS, HOSTED, ROOT, SHOWN, fences, python_blocks, written
from tests.e2e.services import Services
from tests.e2e.terminal import converse

PAGES = [document for document in DOCUMENTS if python_blocks(document)]
HOSTED_PAGES = [page for page in PAGES if page.stem in ANSWERS]
# Recorded answers are those of the public services: no variable may say that they are elsewhere.
OFFLINE_PAGES = [ROOT / "docs/sdk/howto/testing.md"]
SERVED_PAGES = [page for page in PAGES if page not in (*HOSTED_PAGES, *OFFLINE_PAGES)]
# Signatures, and what was measured once.
LOOKED_AT = (ROOT / "docs/sdk/reference", ROOT / "docs/decisions")
# What it shows is done to a real task by the tests of receipts.
LOOKED_AT_PAGES = (ROOT / "docs/receipts.md",)
RUN_BLOCKS = str(ROOT / "tests/e2e/run_blocks.py")

# What a page prints, besides not failing.
SAYS = {
    "first-script": "3 files transferred",
    "refresh-tokens": "2 endpoints",
    "apps": "demo@armillary.example",
    "async": "1 files so far",
    "errors": "404 EndpointNotFound",
    "sandbox": "Armillary Tutorial Collection 1 share",
    "service-account": "0 tasks of mine",
    "moving": "/v2/oauth2/authorize?",
    "groups": "administered by Microscopy",
    "README": "/v2/oauth2/authorize?",
}


def name(page: Path) -> str:
    return page.stem


def printed_by(command: list[str], home: Path) -> str:
    """What a program prints where nothing says that services are elsewhere."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        command, env=environment, cwd=home, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@pytest.mark.parametrize("page", SERVED_PAGES, ids=name)
def test_a_page_runs_against_the_services(page: Path, services: Services, tmp_path: Path) -> None:
    demo = services.state["demo"]
    printed = converse(
        [sys.executable, "-Werror", "-u", RUN_BLOCKS, *map(str, written(page, tmp_path))],
        {**services.client_environment(), "HOME": str(tmp_path)},
        lambda url: authorization_code(url, demo["username"], demo["password"]),
    )
    assert SAYS[page.stem] in printed, printed


def test_the_first_scripts_files_arrive(services: Services) -> None:
    source, destination = (Path(one["path"]) for one in services.collections)
    for name in ("file1.txt", "file2.txt", "file3.txt"):
        sent = (source / "share/godata" / name).read_bytes()
        assert (destination / "copies" / name).read_bytes() == sent
    assert (destination / "from-first-script.txt").exists()
    assert (destination / "from-minimal-script.txt").exists()


@pytest.mark.parametrize("page", OFFLINE_PAGES, ids=name)
def test_a_page_runs_without_services(page: Path, tmp_path: Path) -> None:
    blocks = map(str, written(page, tmp_path))
    printed = printed_by([sys.executable, "-Werror", RUN_BLOCKS, *blocks], tmp_path)
    assert "default" in printed


@pytest.mark.parametrize("page", HOSTED_PAGES, ids=name)
def test_a_page_about_hosted_services_runs_against_answers(page: Path, tmp_path: Path) -> None:
    blocks = map(str, written(page, tmp_path))
    harness = [sys.executable, "-Werror", "-m", "tests.docs.answered", page.stem]
    assert printed_by([*harness, *blocks], tmp_path)


def test_each_block_is_run_where_its_mark_says() -> None:
    for document in DOCUMENTS:
        marks = {fence.mark for fence in fences(document) if fence.language.startswith("py")}
        hosted = {HOSTED} if document in HOSTED_PAGES else {""}
        to_look_at = document.parent in LOOKED_AT or document in LOOKED_AT_PAGES
        assert marks <= ({SHOWN} if to_look_at else hosted), document


def test_blocks_are_typed(tmp_path: Path) -> None:
    for page in PAGES:
        code = "".join(fence.code for fence in python_blocks(page))
        (tmp_path / f"{page.stem.replace('-', '_')}_page.py").write_text(code)
    mypy = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(ROOT / ".mypy_cache")]
    checked = subprocess.run(
        [*mypy, *map(str, tmp_path.iterdir())], cwd=ROOT, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout

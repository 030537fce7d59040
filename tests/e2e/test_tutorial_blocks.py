"""The tutorial's code blocks run as they are printed, on three client libraries."""

from __future__ import annotations

import ast
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.pages import log_in
from tests.e2e.services import Services
from tests.e2e.terminal import converse

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OURS = sys.executable
OFFICIAL_3 = str(ROOT / ".venvs/official-3/bin/python")
OFFICIAL_4 = str(ROOT / ".venvs/official-4/bin/python")


@dataclass(frozen=True)
class Blocks:
    """Code blocks, in order: a login and its use, then one with refresh tokens."""

    basic: list[Path]
    refresh: list[Path]


def _blocks(folder: Path, basic: Sequence[str], refresh: Sequence[str]) -> Blocks:
    return Blocks([folder / f"{n}.py" for n in basic], [folder / f"{n}.py" for n in refresh])


# The document's blocks where they are at hand, and our own tutorial's always.
BLOCKS = [
    pytest.param(
        _blocks(
            ROOT / "src/armillary/cli/tutorial/steps",
            ("login", "endpoints", "tokens"),
            ("login", "refresh_login", "refresh_use"),
        ),
        id="our tutorial",
    )
]
if "TUTORIAL_DIR" in os.environ:
    BLOCKS.append(
        pytest.param(
            _blocks(
                Path(os.environ["TUTORIAL_DIR"]),
                ("step2_login", "step3_use_tokens", "step4_recap"),
                ("step2_login", "step5_refresh_login", "step5_refresh_use"),
            ),
            id="the document",
        )
    )

DEFAULT_SCOPES = "openid profile email urn:globus:auth:scope:transfer.api.globus.org:all"

SHOW_TOKENS = """
import time
print("\\nRESULT", repr({
    "shown": str(token_response.by_resource_server),
    "expires_at": {k: v["expires_at_seconds"] for k, v in
                   token_response.by_resource_server.items()},
    "now": time.time(),
}))
"""


@pytest.fixture
def answer(page: Page, services: Services) -> Callable[[str], str]:
    """A person who signs in, allows, and pastes the code."""
    demo = services.state["demo"]
    return lambda url: log_in(page, url, demo["username"], demo["password"])


def for_version_4(files: list[Path], folder: Path) -> list[Path]:
    """The blocks with the scopes that the official 4.x wants to be given."""
    changed = []
    for file in files:
        code = file.read_text()
        code = code.replace("oauth2_start_flow()", f"oauth2_start_flow('{DEFAULT_SCOPES}')")
        code = code.replace("oauth2_start_flow(r", f"oauth2_start_flow('{DEFAULT_SCOPES}', r")
        changed.append(folder / file.name)
        changed[-1].write_text(code)
    return changed


@pytest.mark.browser
@pytest.mark.parametrize("blocks", BLOCKS)
@pytest.mark.parametrize(
    "python", [OURS, OFFICIAL_3, OFFICIAL_4], ids=["ours", "official 3", "official 4"]
)
def test_blocks_run_verbatim(
    blocks: Blocks,
    python: str,
    services: Services,
    answer: Callable[[str], str],
    tmp_path: Path,
) -> None:
    def run(files: list[Path], *then: str) -> str:
        if python == OFFICIAL_4:
            files = for_version_4(files, tmp_path)
        command = [python, "-u", str(HERE / "run_blocks.py"), *map(str, files), "--", *then]
        return converse(command, services.client_environment(), answer)

    printed = run(blocks.basic, SHOW_TOKENS)
    for collection in services.collections:
        assert f"[{collection['id']}] {collection['display_name']}" in printed
    check_tokens(printed, refresh=False)

    printed = run(blocks.refresh, USE, SHOW_TOKENS)
    assert f"FOUND {[c['id'] for c in services.collections]}" in printed
    check_tokens(printed, refresh=True)


USE = "print('FOUND', [e['id'] for e in tc.endpoint_search(filter_scope='my-endpoints')])"


def check_tokens(printed: str, *, refresh: bool) -> None:
    """Step 4: the fields that the document lists, and times that are right."""
    result = ast.literal_eval(printed.rpartition("RESULT ")[2].splitlines()[0])
    shown = ast.literal_eval(result["shown"])
    assert set(shown) == {"auth.globus.org", "transfer.api.globus.org"}
    assert set(shown["auth.globus.org"]["scope"].split()) == {"openid", "profile", "email"}
    assert shown["transfer.api.globus.org"]["scope"] == DEFAULT_SCOPES.split()[-1]
    for tokens in shown.values():
        assert tokens.keys() >= {
            "access_token",
            "scope",
            "token_type",
            "expires_at_seconds",
            "refresh_token",
        }
        assert tokens["token_type"] == "Bearer"
        assert (tokens["refresh_token"] is not None) == refresh
    for expires_at in result["expires_at"].values():
        # To the second: the printed time was taken just after the answer came.
        assert 0 <= result["now"] + 48 * 3600 - expires_at < 2
    assert abs(result["now"] - time.time()) < 120

"""``armillary node``, as the owner of a storage uses it."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from armillary.cli.commands import cli
from armillary.core.ids import new_id
from armillary.node.config import NodeState


def setup(folder: Path, *collections: str, url: str = "https://lab.example/") -> Result:
    named = [part for each in collections for part in ("--collection", each)]
    return CliRunner().invoke(
        cli,
        ["node", "setup", str(folder), "--service-url", url, *named, "--json"],
        env={"ARMILLARY_ENROLLMENT_TOKEN": "token"},
    )


def test_a_folder_is_set_up_once(tmp_path: Path) -> None:
    known = new_id()
    done = setup(tmp_path / "node", f"Project data={tmp_path}", f"{known}={tmp_path}")
    assert done.exit_code == 0, done.output
    collections = json.loads(done.stdout)["collections"]
    assert {each["display_name"] for each in collections} == {"Project data", known}
    assert known in {each["id"] for each in collections}
    assert {each["root"] for each in collections} == {str(tmp_path)}
    with closing(NodeState(tmp_path / "node")) as state:
        config = state.config()
    assert (config.service_url, config.token) == ("https://lab.example", "token")
    assert not config.allow_root
    again = setup(tmp_path / "node", f"Project data={tmp_path}")
    assert (again.exit_code, "holds a node already" in again.output) == (2, True)


@pytest.mark.parametrize(
    ("collection", "url", "advice"),
    [
        ("data", "https://lab.example", "NAME=DIRECTORY"),
        ("data=/nowhere/at/all", "https://lab.example", "NAME=DIRECTORY"),
        ("=/tmp", "https://lab.example", "NAME=DIRECTORY"),
        ("data=/tmp", "http://lab.example", "must be https://"),
    ],
)
def test_what_makes_no_sense_is_refused(
    tmp_path: Path, collection: str, url: str, advice: str
) -> None:
    refused = setup(tmp_path / "node", collection, url=url)
    assert (refused.exit_code, advice in refused.output) == (2, True)
    assert not (tmp_path / "node").exists()


def test_a_collection_is_made_a_high_assurance_one(tmp_path: Path) -> None:
    folder = tmp_path / "node"
    setup(folder, f"data={tmp_path}")

    def said(command: str, *how: str) -> str:
        done = CliRunner().invoke(cli, ["node", command, str(folder), *how])
        assert done.exit_code == 0, done.output
        (line,) = (each for each in done.output.splitlines() if "authentication_timeout" in each)
        return line.split()[1]

    def kept() -> int | None:
        with closing(NodeState(folder)) as state:
            (collection,) = state.collections().values()
        return collection.policy.authentication_timeout_mins

    assert (said("show"), kept()) == ("-", None)
    assert (said("set", "--high-assurance", "30"), kept()) == ("30", 30)
    assert (said("set", "--fsync"), kept()) == ("30", 30)
    for nonsense in ("0", "525601", "soon"):
        refused = CliRunner().invoke(
            cli, ["node", "set", str(folder), "--high-assurance", nonsense]
        )
        assert refused.exit_code == 2
    assert (said("set", "--no-high-assurance"), kept()) == ("-", None)

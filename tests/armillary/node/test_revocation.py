"""A node that is trusted no longer: others neither give to it nor take from it."""

from __future__ import annotations

from contextlib import closing

import pytest

from armillary.core.ids import new_id
from armillary.core.pki import Authority
from armillary.core.signing import SignatureInvalid
from armillary.datalink.revocation import Revocations
from armillary.node.config import NodeState
from armillary.node.settings import change
from tests.armillary.node.conftest import NodeProcess, StartNode
from tests.armillary.node.test_limits import QUICK, beats
from tests.armillary.node.transfers import (
    faults,
    fetch,
    fetch_lines,
    file_unit,
    finished,
    random_file,
)


@pytest.fixture
def source(start_node: StartNode) -> NodeProcess:
    return start_node("source", entry=QUICK)


@pytest.fixture
def destination(start_node: StartNode) -> NodeProcess:
    return start_node("destination", entry=QUICK)


def revoke(node: NodeProcess, *told: NodeProcess) -> None:
    """Tell some nodes of a list with this one on it."""
    service = node.service
    signed = Revocations(frozenset({node.client.node})).encode(service.authority.key)
    service.revocations = {one.client.node: signed for one in told}
    beats(*told)


@pytest.mark.parametrize("who_is_told", ["source", "destination"])
def test_either_side_refuses_the_other(
    source: NodeProcess, destination: NodeProcess, who_is_told: str
) -> None:
    """Only the honest one knows; the revoked one does as it likes."""
    honest, revoked = (source, destination) if who_is_told == "source" else (destination, source)
    unit = file_unit(random_file(source.root / "original", 2_000_000))
    assert finished(fetch(source, destination, [unit]))
    revoke(revoked, honest)
    (destination.root / "copy").unlink()
    assert faults(fetch(source, destination, [unit])) == ["AUTH"]
    assert not (destination.root / "copy").exists()
    honest.kill()
    honest.restart()
    honest.service.revocations.clear()
    beats(honest)
    assert faults(fetch(source, destination, [unit])) == ["AUTH"]


@pytest.mark.parametrize("who_is_told", ["source", "destination"])
def test_what_is_under_way_is_cut(
    source: NodeProcess, destination: NodeProcess, who_is_told: str
) -> None:
    honest, revoked = (source, destination) if who_is_told == "source" else (destination, source)
    change(honest.folder / "node", None, limits=["in=1MB out=1MB"])
    beats(honest)
    original = random_file(source.root / "original", 30_000_000)
    lines = iter(fetch_lines(source, destination, [file_unit(original)]))
    next(line for line in lines if line.get("bytes"))
    revoke(revoked, honest)
    assert faults(lines) == ["AUTH"]
    assert not (destination.root / "copy").exists()


def test_lists_are_the_authoritys_and_only_grow(source: NodeProcess) -> None:
    assert source.client.node
    key = source.service.authority.key
    first, second = new_id(), new_id()
    with closing(NodeState(source.folder / "node")) as state:
        both = state.learn_revocations(Revocations(frozenset({first, second})).encode(key))
        assert both.nodes == {first, second}
        assert state.learn_revocations(Revocations(frozenset({first})).encode(key)) == both
        forged = Revocations(frozenset({"a", "b", "c"})).encode(Authority.create().key)
        with pytest.raises(SignatureInvalid):
            state.learn_revocations(forged)
    with closing(NodeState(source.folder / "node")) as state:
        assert state.revocations() == both

import pytest

from armillary.transfer.nodes.client import NodeFault
from armillary.transfer.work.faults import (
    FAULTS,
    SKIPPABLE,
    FaultClass,
    backoff,
    classify,
    sentence,
)


def test_every_fault_says_what_to_do() -> None:
    assert all(advice.endswith(".") for _, advice in FAULTS.values())
    assert FAULTS.keys() >= SKIPPABLE


@pytest.mark.parametrize(
    ("code", "transient", "expected"),
    [
        ("FILE_NOT_FOUND", True, FaultClass.PERMANENT),
        ("CONNECT_FAILED", False, FaultClass.TRANSIENT),
        ("SOMETHING_NEW", True, FaultClass.TRANSIENT),
        ("SOMETHING_NEW", False, FaultClass.PERMANENT),
    ],
)
def test_the_table_decides_and_else_the_node(
    code: str, transient: bool, expected: FaultClass
) -> None:
    assert classify(NodeFault(code, "", transient=transient)) is expected


def test_sentence_names_the_path_once() -> None:
    fault = NodeFault("FILE_NOT_FOUND", "No such file.", path="/a/b")
    assert sentence(fault).count("/a/b") == 1
    named = NodeFault("FILE_NOT_FOUND", "No such file: /a/b.", path="/a/b")
    assert sentence(named).count("/a/b") == 1


def test_backoff_grows_and_is_bounded() -> None:
    waits = [backoff(n) for n in range(20)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (0.5, 30.0)

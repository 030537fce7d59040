import ast
import re
from pathlib import Path

import pytest

import armillary.node
from armillary.transfer.nodes import client
from armillary.transfer.nodes.client import NodeFault
from armillary.transfer.work.faults import (
    FAULTS,
    QUOTA,
    SKIPPABLE,
    FaultClass,
    backoff,
    classify,
    distinct,
    sentence,
)

NODE = Path(armillary.node.__file__).parent
# Capitals that are no event codes: a member of documents, a reason of OpenSSL.
OTHERS = {"DATA_TYPE", "UNKNOWN_CA"}
CODE = re.compile(r"[A-Z]+(?:_[A-Z]+)+|AUTH|EXISTS|TIMEOUT")


def codes_in(path: Path) -> set[str]:
    """The event codes that a module names: first arguments, table entries, keyword values."""
    constants = (node for node in ast.walk(ast.parse(path.read_text())))
    texts = (n.value for n in constants if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return {text for text in texts if CODE.fullmatch(text)}


def test_the_table_has_every_code_that_a_node_can_report() -> None:
    found = {code for path in NODE.rglob("*.py") for code in codes_in(path)}
    found |= codes_in(Path(client.__file__))
    assert {"FILE_NOT_FOUND", "QUOTA_EXCEEDED", "VERIFY_CHECKSUM"} <= found
    assert found - OTHERS <= FAULTS.keys()


def test_every_fault_says_what_to_do() -> None:
    assert all(advice.endswith(".") for _, advice in FAULTS.values())
    assert FAULTS.keys() >= SKIPPABLE


@pytest.mark.parametrize(
    ("code", "transient", "expected"),
    [
        ("FILE_NOT_FOUND", True, FaultClass.PERMANENT),
        ("CONNECT_FAILED", False, FaultClass.TRANSIENT),
        ("NO_CREDENTIALS", True, FaultClass.NEEDS_USER),
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


def test_quota_errors_are_fatal_where_that_was_asked_for() -> None:
    for code in QUOTA:
        assert classify(NodeFault(code, "")) is FaultClass.TRANSIENT
        assert classify(NodeFault(code, ""), QUOTA) is FaultClass.PERMANENT


def test_what_every_unit_tells_is_one_trouble() -> None:
    broken = [NodeFault("CONNECTION_BROKEN", "It broke.", path="/a") for _ in range(60)]
    other = NodeFault("CONNECTION_BROKEN", "It broke.", path="/b")
    assert [each.path for each in distinct([*broken, other])] == ["/a", "/b"]

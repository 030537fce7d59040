"""Plans do no input or output, and never call an operation."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import globus_sdk

PACKAGE = Path(globus_sdk.__file__).parent
FORBIDDEN = {"requests", "aiohttp", "asyncio", "socket", "threading", "time", "urllib3"}
MODULES = [path for path in sorted(PACKAGE.rglob("*/*/*.py")) if "@operation" in path.read_text()]


def operations(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and "operation" in map(
            ast.unparse, node.decorator_list
        ):
            yield node


def calls_on_self(function: ast.FunctionDef) -> list[str]:
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return [
        target.attr
        for target in calls
        if isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self"
    ]


def names_called(function: ast.FunctionDef) -> set[str]:
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {target.id for target in calls if isinstance(target, ast.Name)}


def test_there_are_operations() -> None:
    assert len(MODULES) >= 8


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_an_operation_calls_no_other(path: Path) -> None:
    tree = ast.parse(path.read_text())
    names = {function.name for function in operations(tree)}
    for function in operations(tree):
        assert calls_on_self(function) == [], function.name
        assert names_called(function) & names == set(), function.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_with_operations_import_nothing_that_does_input_or_output(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            imported.add(str(node.module).partition(".")[0])
    assert imported & FORBIDDEN == set()


def test_a_call_on_self_would_be_found() -> None:
    tree = ast.parse("@operation\ndef a(self):\n    return self.b(1)\n")
    assert [calls_on_self(function) for function in operations(tree)] == [["b"]]

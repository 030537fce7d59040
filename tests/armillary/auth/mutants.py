"""Defences of Auth switched off one at a time: each ``if`` that raises an error or returns one,
and each answer yes or no.

A mutant is made from the source: the condition (or one side of its ``or``) becomes False, or the
function's answer True. The code object of the function itself is exchanged, so that whoever has
imported it before gets the mutant too.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from types import CodeType, FunctionType, ModuleType
from typing import Any, TypeGuard

from armillary.auth import errors

PREFIX = "armillary."


@dataclass(frozen=True)
class Mutant:
    """One defence that is off.

    :param module: without the package in front
    :param function: its qualified name
    :param condition: what no longer counts; empty if the whole function says yes
    """

    module: str
    function: str
    condition: str

    def __str__(self) -> str:
        return f"{self.module}.{self.function}: {self.condition or 'True'}"


def mutants_of(module_name: str) -> Iterator[Mutant]:
    """Every mutant of a module."""
    tree = _tree(importlib.import_module(PREFIX + module_name))
    for name, function in _functions(tree):
        for condition in _conditions(function):
            yield Mutant(module_name, name, ast.unparse(condition))
        if isinstance(function.returns, ast.Name) and function.returns.id == "bool":
            yield Mutant(module_name, name, "")


@contextmanager
def alive(mutant: Mutant) -> Iterator[None]:
    """The mutant instead of the function, for the length of a block."""
    module = importlib.import_module(PREFIX + mutant.module)
    function = _function(module, mutant.function)
    original = function.__code__
    function.__code__ = _mutated(module, mutant)
    try:
        yield
    finally:
        function.__code__ = original


@contextmanager
def nothing_done(function: Any) -> Iterator[None]:
    """The function returns None at once, for the length of a block."""
    original = function.__code__
    function.__code__ = (lambda *_args, **_kwargs: None).__code__
    try:
        yield
    finally:
        function.__code__ = original


def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{node.name}.{inner.name}", inner


def _conditions(function: ast.AST) -> Iterator[ast.expr]:
    """What makes the function refuse: each side of an ``or`` by itself."""
    for node in ast.walk(function):
        if isinstance(node, ast.If) and _refuses(node):
            test = node.test
            yield from test.values if _is_or(test) else [test]


def _refuses(node: ast.If) -> bool:
    return any(isinstance(each, ast.Raise) or _returns_error(each) for each in node.body)


def _returns_error(statement: ast.stmt) -> bool:
    called = statement.value if isinstance(statement, ast.Return) else None
    name = called.func if isinstance(called, ast.Call) else None
    return isinstance(name, ast.Name) and isinstance(getattr(errors, name.id, None), type)


def _is_or(test: ast.expr) -> TypeGuard[ast.BoolOp]:
    return isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or)


def _mutated(module: ModuleType, mutant: Mutant) -> CodeType:
    tree = _tree(module)
    (function,) = (each for name, each in _functions(tree) if name == mutant.function)
    if mutant.condition:
        _Without(mutant.condition).visit(function)
    else:
        function.body = [ast.Return(ast.Constant(True))]
    ast.fix_missing_locations(tree)
    code = compile(tree, str(module.__file__), "exec")
    return _code(code, mutant.function.split("."))


class _Without(ast.NodeTransformer):
    """Makes False of a condition that makes the function raise."""

    def __init__(self, condition: str) -> None:
        self._condition = condition

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        if _refuses(node):
            node.test = self._without(node.test)
        return node

    def _without(self, test: ast.expr) -> ast.expr:
        if ast.unparse(test) == self._condition:
            # Not a constant, which the compiler would take out together with local variables.
            return ast.parse("not __name__", mode="eval").body
        if _is_or(test):
            rest = deepcopy(test)
            rest.values = [self._without(value) for value in test.values]
            return rest
        return test


def _code(code: CodeType, names: list[str]) -> CodeType:
    (inner,) = (c for c in code.co_consts if isinstance(c, CodeType) and c.co_name == names[0])
    return inner if len(names) == 1 else _code(inner, names[1:])


def _function(module: ModuleType, qualified: str) -> FunctionType:
    found: Any = module
    for name in qualified.split("."):
        found = inspect.getattr_static(found, name)
    if isinstance(found, classmethod | property):
        found = found.__func__ if isinstance(found, classmethod) else found.fget
    found = inspect.unwrap(found)
    assert isinstance(found, FunctionType), qualified
    return found

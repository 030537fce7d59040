"""The grammar of scope strings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armillary.auth.errors import InvalidScope
from armillary.auth.scopes.rules import ScopeTree, parse, paths, text_of


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("a", "a"),
        ("a b", "a b"),
        ("  a   b ", "a b"),
        ("a a", "a"),
        ("a[b]", "a[b]"),
        ("a[*b c]", "a[*b c]"),
        ("a[b[c[d]]] e", "a[b[c[d]]] e"),
        ("a a[b]", "a[b]"),
        ("a[b] a[c]", "a[b c]"),
        ("a[*b] a[b]", "a[b]"),
        ("*a a", "a"),
        ("*a *a", "*a"),
        ("urn:x:all[*https://x/y]", "urn:x:all[*https://x/y]"),
    ],
)
def test_parsing(text: str, canonical: str) -> None:
    assert text_of(parse(text)) == canonical


@pytest.mark.parametrize(
    "text",
    ["", " ", "*", "a[", "a]", "[a]", "a[]", "a [b]", "a[b]c", "* a", "**a", "a*b", "a[b", "a[[b]]",
     "a[a]", "a[b[a]]", "a b[c[b]]", "[" * 5000, "a[" * 5000, "a " * 50_000, "a[b]]"],
)  # fmt: skip
def test_malformed(text: str) -> None:
    with pytest.raises(InvalidScope):
        parse(text)


def test_paths_name_parents_first() -> None:
    trees = parse("a[*b[c]] d")
    assert list(paths(trees)) == [
        (("a",), False),
        (("a", "b"), True),
        (("a", "b", "c"), False),
        (("d",), False),
    ]


NAMES = st.text("abcd:/-_.", min_size=1, max_size=5)


@given(st.lists(st.tuples(NAMES, st.booleans(), st.lists(NAMES, max_size=3)), min_size=1))
def test_what_is_written_is_read_back(items: list[tuple[str, bool, list[str]]]) -> None:
    trees = tuple(
        ScopeTree(name, optional, tuple(ScopeTree(n) for n in below if n != name))
        for name, optional, below in items
    )
    once = parse(text_of(trees))
    assert parse(text_of(once)) == once
    assert {tree.name for tree in once} == {name for name, _, _ in items}


@given(st.text("ab*[] ", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        trees = parse(text)
    except InvalidScope:
        return
    assert parse(text_of(trees)) == trees

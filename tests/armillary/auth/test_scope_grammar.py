"""The scope grammar with random scopes: what is written is read again, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from armillary.auth.errors import InvalidScope
from armillary.auth.scopes.rules import ScopeTree, merge, parse, paths, text_of
from tests.scope_oracle import NAMES, TEXTS, depth_of, is_scope_list, repeats_itself

Forest = tuple[ScopeTree, ...]


@st.composite
def forests(draw: st.DrawFn, above: tuple[str, ...] = ()) -> Forest:
    """Scopes of different names, none below itself."""
    free = [name for name in NAMES if name not in above]
    least = 0 if above else 1
    most = 3 if len(above) < 3 else 0
    names = draw(st.lists(st.sampled_from(free), min_size=least, max_size=most, unique=True))
    return tuple(
        ScopeTree(name, draw(st.booleans()), draw(forests((*above, name)))) for name in names
    )


def as_sets(forest: Forest) -> Any:
    """Without the order."""
    return {tree.name: (tree.optional, as_sets(tree.dependencies)) for tree in forest}


@given(forests())
def test_what_is_written_is_read_again(forest: Forest) -> None:
    assert parse(text_of(forest)) == forest


@given(forests(), st.sampled_from([" ", "  ", "\t", "\n", "\u00a0 "]))
def test_any_space_does(forest: Forest, space: str) -> None:
    assert parse(f"{space}{text_of(forest).replace(' ', space)}{space}") == forest


@given(TEXTS)
@example("a [b]")
@example("a[b]c")
@example("a[ b]")
@example("a[]")
@example("**a")
@example("a*")
@example("")
@example("[" * 20)
@example("a[" * 11 + "b" + "]" * 11)
def test_exactly_what_follows_the_grammar_is_read(text: str) -> None:
    right = is_scope_list(text.strip(), space=r"\s", loose=False)
    right = right and depth_of(text) <= 10 and not repeats_itself(text)
    if not right:
        with pytest.raises(InvalidScope):
            parse(text)
        return
    forest = parse(text)
    assert parse(text_of(forest)) == forest
    assert {name for path, _ in paths(forest) for name in path} <= set(
        text.replace("*", " ").replace("[", " ").replace("]", " ").split()
    )


@given(forests())
def test_merging_with_itself_changes_nothing(forest: Forest) -> None:
    assert merge(forest) == forest
    assert merge((*forest, *forest)) == forest


@given(forests(), forests())
def test_the_order_of_merging_does_not_matter(left: Forest, right: Forest) -> None:
    assert as_sets(merge((*left, *right))) == as_sets(merge((*right, *left)))


@given(forests(), forests(), forests())
def test_merging_is_associative(first: Forest, second: Forest, third: Forest) -> None:
    one = merge((*merge((*first, *second)), *third))
    assert one == merge((*first, *merge((*second, *third))))
    assert one == merge((*first, *second, *third))


@given(forests(), forests())
def test_merging_keeps_every_path_and_adds_none(left: Forest, right: Forest) -> None:
    before = {path for forest in (left, right) for path, _ in paths(forest)}
    assert {path for path, _ in paths(merge((*left, *right)))} == before


@given(forests(), forests())
def test_a_star_lasts_only_if_all_have_it(left: Forest, right: Forest) -> None:
    stars: dict[tuple[str, ...], list[bool]] = {}
    for forest in (left, right):
        for path, optional in paths(forest):
            stars.setdefault(path, []).append(optional)
    merged = dict(paths(merge((*left, *right))))
    assert merged == {path: all(found) for path, found in stars.items()}


@given(forests(), forests())
def test_reading_merges(left: Forest, right: Forest) -> None:
    text = f"{text_of(left)} {text_of(right)}"
    assume(not repeats_itself(text))
    assert parse(text) == merge((*left, *right))

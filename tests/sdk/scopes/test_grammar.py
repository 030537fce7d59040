"""The SDK's scope grammar, with random texts."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given

from globus_sdk.scopes import Scope, ScopeCycleError, ScopeParseError, ScopeParser
from tests.scope_oracle import TEXTS, is_scope_list


@given(TEXTS)
@example("a[ b ]")
@example("a [b]")
@example("a[b]c")
@example("a[b]*c")
@example("a[*]")
@example("")
def test_exactly_what_follows_the_grammar_is_read(text: str) -> None:
    if not is_scope_list(text, space=" ", loose=True):
        with pytest.raises(ScopeParseError):
            ScopeParser.parse(text)
        return
    try:
        ScopeParser.parse(text)
    except ScopeCycleError:
        pass  # well spelled, and still refused


@given(TEXTS)
def test_what_was_read_is_read_again(text: str) -> None:
    scopes = _read(text)
    written = " ".join(map(str, scopes))
    assert ScopeParser.parse(written) == scopes
    assert ScopeParser.serialize(scopes, reject_empty=False) == written


@given(TEXTS, TEXTS)
def test_merging_is_reading_both(left: str, right: str) -> None:
    one, other = _read(left), _read(right)
    try:
        merged = ScopeParser.merge_scopes(one, other)
    except ScopeCycleError:
        return
    assert ScopeParser.merge_scopes(merged, merged) == merged
    turned = ScopeParser.merge_scopes(other, one)
    assert {scope.scope_string for scope in turned} == {scope.scope_string for scope in merged}


def _read(text: str) -> list[Scope]:
    try:
        return ScopeParser.parse(text)
    except ScopeParseError:
        assume(False)
        raise

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from globus_sdk import GlobusSDKUsageError, Scope, ScopeCycleError, ScopeParseError
from globus_sdk.scopes import (
    AuthScopes,
    GCSCollectionScopes,
    GCSEndpointScopes,
    ScopeConstant,
    ScopeParser,
    SpecificFlowScopes,
    TransferScopes,
)

TRANSFER_ALL = "urn:globus:auth:scope:transfer.api.globus.org:all"


def test_a_constant_is_a_string_and_an_object() -> None:
    scope = TransferScopes.all
    assert scope == TRANSFER_ALL
    assert (scope.scope_string, scope.optional, scope.dependencies) == (TRANSFER_ALL, False, ())
    assert " ".join(["openid", scope]) == f"openid {TRANSFER_ALL}"
    assert json.dumps([scope]) == f'["{TRANSFER_ALL}"]'
    assert type(str(scope)) is str
    assert f"{scope}[x]" == TRANSFER_ALL + "[x]"


def test_scopes_and_strings_are_equal_whichever_stands_first() -> None:
    scope = Scope(TransferScopes.all)
    assert scope == TransferScopes.all
    assert TransferScopes.all == scope
    assert scope == TRANSFER_ALL
    assert len({scope, TransferScopes.all, TRANSFER_ALL}) == 1
    assert scope != Scope(TransferScopes.all, optional=True)
    assert scope != 1
    assert repr(TransferScopes.all) == f"Scope({TRANSFER_ALL!r})"
    again = pickle.loads(pickle.dumps(TransferScopes.all))
    assert (again, type(again)) == (TransferScopes.all, ScopeConstant)


def test_the_parts_of_a_scope() -> None:
    scope = Scope("a").with_dependency(Scope("b", optional=True)).with_optional(True)
    assert str(scope) == "*a[*b]"
    assert repr(scope) == "Scope('a', optional=True, dependencies=(Scope('b', optional=True),))"
    assert scope == Scope.parse("*a[*b]")
    assert hash(scope) == hash(Scope.parse("*a[*b]"))
    assert Scope("a").with_dependencies([Scope("b"), Scope("c")]).serialize() == "a[b c]"


def test_a_scope_never_changes_and_survives_pickling() -> None:
    scope = Scope.parse("a[b *c[d]]")
    with pytest.raises(AttributeError):
        scope.optional = True
    again = pickle.loads(pickle.dumps(scope))
    assert (again, again.dependencies) == (scope, scope.dependencies)


@pytest.mark.parametrize("name", ["a b", "a[b]", "*a", "a]"])
def test_a_name_has_no_special_characters(name: str) -> None:
    with pytest.raises(ValueError, match=r"Scope\.parse"):
        Scope(name)


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("", []),
        ("a", ["a"]),
        (" a  b ", ["a", "b"]),
        ("a a[b]", ["a[b]"]),
        ("a[b] a[c]", ["a[b c]"]),
        ("a[b] *a", ["a[b]", "*a[b]"]),
        ("a[b] b[c]", ["a[b[c]]", "b[c]"]),
        ("*a[*b[c d] e]", ["*a[*b[c d] e]"]),
    ],
)
def test_reading_merges_what_belongs_together(text: str, scopes: list[str]) -> None:
    assert ScopeParser.parse(text) == scopes


@pytest.mark.parametrize(
    "text",
    ["a [b]", "a[]", "a[ ]", "a[b", "* a", "*", "a*", "a[b]c", "a[b]*c", "a]", "[a]", "a[[b]]",
     "**a", "a[*]", "a[b]]", "*[a]"],
)  # fmt: skip
def test_the_grammar_is_kept(text: str) -> None:
    with pytest.raises(ScopeParseError):
        ScopeParser.parse(text)


@pytest.mark.parametrize("text", ["a[a]", "a[b[a]]", "a[b] b[a]", "x a[b[c[b]]]"])
def test_a_scope_does_not_depend_on_itself(text: str) -> None:
    with pytest.raises(ScopeCycleError):
        ScopeParser.parse(text)


@pytest.mark.parametrize("text", ["", "a b"])
def test_one_scope_is_one_scope(text: str) -> None:
    with pytest.raises(ValueError, match="exactly one"):
        Scope.parse(text)


def test_merging_and_writing() -> None:
    assert ScopeParser.merge_scopes([Scope("a")], [Scope.parse("a[b]")]) == ["a[b]"]
    assert ScopeParser.serialize(["a", Scope.parse("b[c]")]) == "a b[c]"
    assert ScopeParser.serialize(Scope.parse("b[c]")) == "b[c]"
    assert ScopeParser.serialize([], reject_empty=False) == ""
    with pytest.raises(GlobusSDKUsageError):
        ScopeParser.serialize([])


names = st.text(st.characters(exclude_characters="[]* "), min_size=1)
trees = st.recursive(
    st.builds(Scope, names, st.booleans()),
    lambda inner: st.builds(Scope, names, st.booleans(), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)


@given(trees)
def test_what_is_written_is_read_back_or_refused(scope: Scope) -> None:
    try:
        parsed = ScopeParser.parse(str(scope))
    except ScopeCycleError:
        return
    assert [one.scope_string for one in parsed] == [scope.scope_string]
    assert ScopeParser.parse(ScopeParser.serialize(parsed)) == parsed


@given(st.text("ab[]* ", max_size=12))
def test_any_text_is_read_or_refused_with_the_right_error(text: str) -> None:
    try:
        parsed = ScopeParser.parse(text)
    except ScopeParseError:
        return
    assert ScopeParser.parse(ScopeParser.serialize(parsed, reject_empty=False)) == parsed


def test_collections_know_their_resource_server_and_their_scopes() -> None:
    assert TransferScopes.resource_server == "transfer.api.globus.org"
    assert list(TransferScopes) == [TransferScopes.all, TransferScopes.gcp_install]
    assert AuthScopes.manage_projects == "urn:globus:auth:scope:auth.globus.org:manage_projects"
    collection = GCSCollectionScopes("c-id")
    assert list(collection) == [
        "https://auth.globus.org/scopes/c-id/data_access",
        "https://auth.globus.org/scopes/c-id/https",
    ]
    assert GCSEndpointScopes("e").manage_collections == "urn:globus:auth:scope:e:manage_collections"
    flow = SpecificFlowScopes("a-b")
    assert (flow.resource_server, flow.user) == (
        "a-b", "https://auth.globus.org/scopes/a-b/flow_a_b_user",
    )  # fmt: skip

"""Scopes as version 3 of the API has them."""

from __future__ import annotations

import pytest

from globus_sdk import Scope
from globus_sdk.scopes import (
    GCSCollectionScopeBuilder,
    GCSCollectionScopes,
    MutableScope,
    ScopeBuilder,
    SpecificFlowScopeBuilder,
    TimerScopes,
    TimersScopes,
    TransferScopes,
    scopes_to_scope_list,
    scopes_to_str,
)

TRANSFER_ALL = "urn:globus:auth:scope:transfer.api.globus.org:all"


def test_data_access_as_a_dependency() -> None:
    scope = Scope(TransferScopes.all)
    needed = Scope(GCSCollectionScopeBuilder("c").data_access, optional=True)
    assert scope.add_dependency(needed) is scope
    expected = f"{TRANSFER_ALL}[*https://auth.globus.org/scopes/c/data_access]"
    assert str(scope) == scope.serialize() == expected


def test_dependencies_may_be_strings_and_made_optional() -> None:
    scope = Scope("a").add_dependency("b[c]").add_dependency("d", optional=True)
    scope.add_dependency(Scope("e", optional=True), optional=False)
    assert str(scope) == "a[b[c] *d e]"


def test_a_constant_keeps_its_dependencies_to_itself() -> None:
    with pytest.raises(TypeError, match=r"with_dependency\(\)"):
        TransferScopes.all.add_dependency("x")
    assert TransferScopes.all.dependencies == ()


def test_a_mutable_scope() -> None:
    scope = TransferScopes.make_mutable("all", optional=True)
    assert isinstance(scope, MutableScope)
    scope.optional = False
    scope.add_dependency(MutableScope("b", optional=True))
    assert str(scope) == f"{TRANSFER_ALL}[*b]"
    assert repr(MutableScope("b", dependencies=None or ())) == "MutableScope('b')"
    assert MutableScope.scopes2str([scope, "z"]) == f"{TRANSFER_ALL}[*b] z"
    with pytest.raises(AttributeError, match="no scope 'nope'"):
        TransferScopes.make_mutable("nope")


def test_reading_and_merging_under_their_former_names() -> None:
    assert Scope.deserialize("a[b]") == Scope.parse("a[b]")
    assert Scope.merge_scopes([Scope("a")], [Scope("b"), Scope("a")]) == ["a", "b"]
    assert scopes_to_str(["a", Scope("b")]) == "a b"
    assert scopes_to_scope_list(["a b", Scope("c")]) == [Scope("a"), Scope("b"), Scope("c")]
    assert scopes_to_scope_list("a b") == [Scope("a"), Scope("b")]


def test_a_builder() -> None:
    builder = ScopeBuilder("rs", known_scopes=["a", ("b", "b2")], known_url_scopes="c")
    assert builder.scope_names == ["a", "b", "c"]
    assert [getattr(builder, name) for name in builder.scope_names] == [
        "urn:globus:auth:scope:rs:a",
        "urn:globus:auth:scope:rs:b2",
        "https://auth.globus.org/scopes/rs/c",
    ]
    assert str(builder).splitlines()[:2] == ["ScopeBuilder[rs]", "  a:"]
    assert builder.urn_scope_string("x") == "urn:globus:auth:scope:rs:x"
    assert builder.url_scope_string("x") == "https://auth.globus.org/scopes/rs/x"


def test_former_names_of_collections() -> None:
    assert GCSCollectionScopeBuilder is GCSCollectionScopes
    assert TimerScopes is TimersScopes
    assert (
        SpecificFlowScopeBuilder("f-1").make_mutable("user").serialize().endswith("flow_f_1_user")
    )

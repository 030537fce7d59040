from __future__ import annotations

import datetime
import pickle
from typing import Any

import pytest

from globus_sdk import AuthClient, Scope
from globus_sdk.scopes.consents import (
    Consent,
    ConsentForest,
    ConsentParseError,
    ConsentTree,
    ConsentTreeConstructionError,
)

from ..recording import RecordingServer


def document(name: str, *path: int, **more: Any) -> dict[str, Any]:
    """A consent for a scope, at the end of a path."""
    return {
        "id": path[-1],
        "dependency_path": [*path],
        "scope_name": name,
        "client": f"client-{path[-1]}",
        "scope": f"scope-{path[-1]}",
        "effective_identity": "me",
        "created": "2022-09-21T17:10:14.270581+00:00",
        "updated": "2022-09-21T17:10:14+02:00",
        "last_used": "2024-03-18T17:34:04.719126Z",
        "status": "approved",
        "allows_refresh": True,
        "auto_approved": False,
        "atomically_revocable": False,
        **more,
    }


# transfer needs two data_access, the first of which needs more; the second transfer is by itself
DOCUMENTS = [
    document("more", 1, 2, 3),
    document("transfer", 1),
    document("access1", 1, 2),
    document("groups", 4),
    document("access2", 1, 5),
    document("transfer", 6),
    document("access3", 6, 7),
]


@pytest.fixture
def forest() -> ConsentForest:
    return ConsentForest(DOCUMENTS)


def test_a_consent_is_read() -> None:
    consent = Consent.load({**DOCUMENTS[0], "further": 1})
    assert consent == Consent.load(DOCUMENTS[0])
    assert consent.dependency_path == [1, 2, 3]
    assert consent.created == datetime.datetime(
        2022, 9, 21, 17, 10, 14, 270581, tzinfo=datetime.UTC
    )
    assert consent.last_used.utcoffset() == datetime.timedelta(0)


@pytest.mark.parametrize("key", DOCUMENTS[0])
def test_a_consent_without_something_is_refused(key: str) -> None:
    broken = {name: value for name, value in DOCUMENTS[0].items() if name != key}
    with pytest.raises(ConsentParseError, match=f"lacks {key}.") as caught:
        ConsentForest([broken])
    assert caught.value.raw_consent == broken


@pytest.mark.parametrize("time", [None, "yesterday"])
def test_a_consent_with_a_time_that_is_none_is_refused(time: Any) -> None:
    with pytest.raises(ConsentParseError, match="unreadable time"):
        Consent.load(document("a", 1, last_used=time))


def test_the_trees(forest: ConsentForest) -> None:
    assert [tree.root.id for tree in forest.trees] == [1, 4, 6]
    assert [tree.max_depth for tree in forest.trees] == [3, 1, 2]
    assert [node.id for node in forest.trees[0].nodes] == [1, 2, 5, 3]
    assert forest.edges[1] == forest.trees[0].edges[1] == {2, 5}
    assert forest.get_node(3).scope_name == forest.trees[0].get_node(3).scope_name == "more"
    assert ConsentTree(2, forest).edges == {2: {3}, 3: set()}
    for missing in (forest.get_node, forest.trees[1].get_node):
        with pytest.raises(KeyError):
            missing(8)


def test_shown_to_people(forest: ConsentForest) -> None:
    assert str(forest.trees[0]).splitlines() == [
        "- Consent [1]: Client [client-1] -> Scope [transfer]",
        "  - Consent [2]: Client [client-2] -> Scope [access1]",
        "    - Consent [3]: Client [client-3] -> Scope [more]",
        "  - Consent [5]: Client [client-5] -> Scope [access2]",
    ]
    for node in forest.nodes:
        assert str(forest).count(f"{node}\n") + str(forest).endswith(str(node)) == 2


@pytest.mark.parametrize(
    ("scopes", "enough"),
    [
        ("transfer", True),
        ("transfer[access1 access2]", True),
        ("*transfer[*access1[*more] access2]", True),
        ("transfer[access3]", True),
        ("transfer[access1 access3]", False),
        ("transfer[more]", False),
        ("transfer groups", True),
        ("transfer other", False),
        ("access1", False),
        ("groups[transfer]", False),
        (["transfer[access1]", "transfer[access3] groups"], True),
        (["transfer", Scope("other")], False),
        (Scope("transfer").with_dependency(Scope("access2", optional=True)), True),
        ((Scope("transfer", dependencies=(Scope("other"),)),), False),
        ([], True),
        ("", True),
    ],
)
def test_what_is_consented_to(forest: ConsentForest, scopes: Any, enough: bool) -> None:
    assert forest.meets_scope_requirements(scopes) is enough


def test_a_scope_may_stand_twice_below_another() -> None:
    twice = [document("a", 1), document("b", 1, 2), document("b", 1, 3), document("c", 1, 3, 4)]
    assert ConsentForest(twice).meets_scope_requirements("a[b[c]]")


@pytest.mark.parametrize("path", [(1, 2), (1, 2, 3)])
def test_a_missing_consent_is_noticed(path: tuple[int, ...]) -> None:
    with pytest.raises(ConsentTreeConstructionError, match="missing") as caught:
        ConsentForest([document("a", *path)])
    assert [node.id for node in caught.value.consents] == [path[-1]]


def test_circles_do_not_go_on_for_ever() -> None:
    circle = [document("a", 1), document("a", 2, 1), document("b", 1, 2)]
    assert not ConsentForest(circle).meets_scope_requirements("a[b]")


def test_errors_can_be_pickled() -> None:
    error = ConsentParseError("m", {"id": 1})
    assert pickle.loads(pickle.dumps(error)).raw_consent == {"id": 1}
    broken = ConsentTreeConstructionError("m", [Consent.load(DOCUMENTS[0])])
    assert pickle.loads(pickle.dumps(broken)).consents == broken.consents


def test_the_forest_of_a_response(server: RecordingServer) -> None:
    server.respond = lambda request: {"consents": DOCUMENTS}
    forest = AuthClient(base_url=server.url).get_consents("me").to_forest()
    assert forest.meets_scope_requirements("transfer[access1]")

"""Check tokens with whatever ``globus_sdk`` this interpreter has; writes what came of each case."""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from globus_sdk import Scope
from globus_sdk.token_storage import (
    HasRefreshTokensValidator,
    MemoryTokenStorage,
    NotExpiredValidator,
    ScopeRequirementsValidator,
    TokenDataValidator,
    TokenStorageData,
    TokenValidationContext,
    UnchangingIdentityIDValidator,
    ValidatingTokenStorage,
)

PEOPLE = (None, "me", "you")
SCOPES = ("a", "c", "*a", "*c", "a[d]", "a[*d]", "c[d]", "a c")


def token(name: str = "rs", **values: Any) -> TokenStorageData:
    usual = {"identity_id": "me", "scope": "a b", "access_token": "at", "refresh_token": "rt"}
    return TokenStorageData.from_dict(
        {"resource_server": name, "expires_at_seconds": int(time.time()) + 99, **usual, **values}
    )


def outcome(function: Callable[[], Any]) -> Any:
    try:
        result = function()
    except Exception as error:
        return [kind.__name__ for kind in type(error).__mro__ if kind is not object]
    return result if isinstance(result, (bool, int, list, type(None))) else "something"


class Consents:
    """Has none; notes for whom it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def get_consents(self, identity_id: str) -> Any:
        self.asked.append(identity_id)
        raise LookupError

    def after(self) -> list[str]:
        asked, self.asked = self.asked, []
        return asked


def both_ways(validator: Any, tokens: Any, context: Any) -> list[Any]:
    ways = (validator.before_store, validator.after_retrieve)
    return [outcome(lambda way=way: way(tokens, context)) for way in ways]  # type: ignore[misc]


def validators() -> Iterator[Any]:
    for prior, new in itertools.product(PEOPLE, PEOPLE):
        context = TokenValidationContext(prior_identity_id=prior, token_data_identity_id=new)
        yield both_ways(UnchangingIdentityIDValidator(), {"rs": token()}, context)
        for required in SCOPES:
            consents: Any = Consents()
            requirements = {"rs": [Scope.parse(one) for one in required.split()]}
            validator = ScopeRequirementsValidator(requirements, consents)
            yield [both_ways(validator, {"rs": token()}, context), consents.after()]
            yield [both_ways(validator, {"other": token("other")}, context), consents.after()]
    nobody = TokenValidationContext(None, None)
    for seconds in (-99, -2, 2, 50, 99):
        expiring = {"rs": token(expires_at_seconds=int(time.time()) + seconds)}
        yield both_ways(NotExpiredValidator(), expiring, nobody)
    for refresh_token in (None, "", "rt"):
        yield both_ways(
            HasRefreshTokensValidator(), {"rs": token(refresh_token=refresh_token)}, nobody
        )


class Noting(TokenDataValidator):
    """Notes what it is given."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    def before_store(self, token_data_by_resource_server: Any, context: Any) -> None:
        self.seen.append(["before", sorted(token_data_by_resource_server), *vars(context).values()])

    def after_retrieve(self, token_data_by_resource_server: Any, context: Any) -> None:
        self.seen.append(["after", sorted(token_data_by_resource_server), *vars(context).values()])


def storage() -> Iterator[Any]:
    first, second = Noting(), Noting()
    inner = MemoryTokenStorage(namespace="ns")
    checked = ValidatingTokenStorage(inner, validators=[first, second])
    steps: list[Callable[[], Any]] = [
        lambda: checked.namespace == "ns",
        checked.get_token_data_by_resource_server,
        lambda: checked.get_token_data("a"),
        lambda: checked.store_token_data_by_resource_server({"a": token("a")}),
        lambda: checked.get_token_data("a"),
        lambda: checked.store_token_data_by_resource_server({}),
        lambda: checked.store_token_data_by_resource_server({"b": token("b", identity_id=None)}),
        lambda: checked.store_token_data_by_resource_server(
            {"c": token("c", identity_id=None), "d": token("d", identity_id="you")}
        ),
        lambda: checked.store_token_data_by_resource_server(
            {"e": token("e"), "f": token("f", identity_id="you")}
        ),
        checked.get_token_data_by_resource_server,
        lambda: checked.remove_token_data("a"),
        lambda: checked.remove_token_data("nothing"),
        checked.close,
    ]
    for step in steps:
        yield [outcome(step), first.seen == second.seen, first.seen]
        first.seen, second.seen = [], []


def cases() -> list[Any]:
    return [*validators(), *storage()]


if __name__ == "__main__":
    json.dump(cases(), sys.stdout)

"""What Groups answers has the shape of what `globus_sdk.testing` recorded of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from globus_sdk import (
    AccessTokenAuthorizer,
    AuthClient,
    BatchMembershipActions,
    GroupsAPIError,
    GroupsClient,
    testing,
)
from globus_sdk.scopes import AuthScopes, GroupsScopes
from tests.contract.test_auth import auth_url, differences, signed_in
from tests.e2e.services import Services
from tests.sdk.testing.calls import GROUPS

# Answered with 501; what gets built has to leave the list, and then has to be in the table.
NOT_BUILT = {
    "get_group_by_subscription_id",
    "get_identity_preferences",
    "set_identity_preferences",
    "get_membership_fields",
    "set_membership_fields",
    "set_subscription_admin_verified",
}
POLICIES = {
    "is_high_assurance": False,
    "group_visibility": "private",
    "group_members_visibility": "managers",
    "join_requests": False,
    "signup_fields": [],
}


@dataclass
class Place:
    """A client of the demo user, a group of theirs, and somebody else."""

    groups: GroupsClient
    group: str
    other: str


def adding(at: Place) -> Any:
    return at.groups.batch_membership_action(
        at.group, BatchMembershipActions().add_members([at.other])
    )


# method -> how to call it so that it succeeds
GIVEN: dict[str, Callable[[Place], Any]] = {
    "create_group": lambda at: at.groups.create_group({"name": "x", "description": "x"}),
    "get_group": lambda at: at.groups.get_group(at.group),
    "get_my_groups": lambda at: at.groups.get_my_groups(),
    "update_group": lambda at: at.groups.update_group(at.group, {"name": "y"}),
    "get_group_policies": lambda at: at.groups.get_group_policies(at.group),
    "set_group_policies": lambda at: at.groups.set_group_policies(at.group, POLICIES),
    "batch_membership_action": adding,
    "delete_group": lambda at: at.groups.delete_group(at.group),
}


@pytest.fixture
def place(services: Services) -> Iterator[Place]:
    with services.auth_client() as login:
        login.oauth2_start_flow([AuthScopes.openid, GroupsScopes.all])
        tokens = signed_in(services, login).by_resource_server
    authorizers = {
        name: AccessTokenAuthorizer(each["access_token"]) for name, each in tokens.items()
    }
    with AuthClient(authorizer=authorizers["auth.globus.org"], base_url=auth_url(services)) as auth:
        name = f"u{uuid.uuid4()}@lab.example.org"
        other = auth.get_identities(usernames=name, provision=True)["identities"][0]["id"]
    url = services.state["env"]["GLOBUS_SDK_SERVICE_URL_GROUPS"]
    with GroupsClient(authorizer=authorizers["groups.api.globus.org"], base_url=url) as groups:
        made = groups.create_group({"name": f"Lab {uuid.uuid4()}", "description": "x"})
        yield Place(groups, made["id"], other)


@pytest.mark.parametrize("method", GIVEN)
def test_the_recorded_answer_has_the_shape_of_the_services(method: str, place: Place) -> None:
    document = GIVEN[method](place).data
    recorded: Any = testing.get_response_set(f"groups.{method}").lookup("default").json  # type: ignore[union-attr]
    if method == "get_my_groups":
        recorded, document = recorded[:1], document[:1]
    assert differences(recorded, document) == []


def test_every_call_is_in_a_table_or_not_built(place: Place) -> None:
    methods = {name for name in GROUPS if " " not in name}
    assert methods - NOT_BUILT == set(GIVEN) & methods
    for name in sorted(NOT_BUILT):
        metadata = testing.get_response_set(f"groups.{name}").lookup("default").metadata
        with pytest.raises(GroupsAPIError) as raised:
            GROUPS[name](getattr(place.groups, name), metadata)
        assert (raised.value.http_status, raised.value.code) == (501, "NOT_IMPLEMENTED"), name

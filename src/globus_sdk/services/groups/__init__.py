"""Groups: people who are given permission together."""

from .client import AsyncGroupsClient, GroupsClient
from .data import (
    BatchMembershipActions,
    GroupMemberVisibility,
    GroupPolicies,
    GroupRequiredSignupFields,
    GroupRole,
    GroupVisibility,
)
from .errors import GroupsAPIError
from .manager import AsyncGroupsManager, GroupsManager

__all__ = (
    "AsyncGroupsClient",
    "AsyncGroupsManager",
    "BatchMembershipActions",
    "GroupMemberVisibility",
    "GroupPolicies",
    "GroupRequiredSignupFields",
    "GroupRole",
    "GroupVisibility",
    "GroupsAPIError",
    "GroupsClient",
    "GroupsManager",
)

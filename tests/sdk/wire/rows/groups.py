"""Calls of the Groups clients."""

POLICIES = (
    "is_high_assurance=True, group_visibility=g.GroupVisibility.private,"
    " group_members_visibility='managers', join_requests=False,"
    " signup_fields=[g.GroupRequiredSignupFields.address1, 'zip']"
)

GROUPS = {
    "further query wins: my groups": (
        "groups.get_my_groups(statuses='active', query_params={'statuses': 'invited'})"
    ),
    "further query wins: group": (
        "groups.get_group('g', include='policies', query_params={'include': 'memberships'})"
    ),
    "my groups": "groups.get_my_groups()",
    "my groups by status": "groups.get_my_groups(statuses=['active', 'left'])",
    "my groups query": "groups.get_my_groups(query_params={'a': 'b'})",
    "group": "groups.get_group('g')",
    "group include": "groups.get_group(uuid.UUID(int=1), include=['memberships', 'policies'])",
    "group include one": "groups.get_group('g', include='policies', query_params={'a': 'b'})",
    "group of subscription": "groups.get_group_by_subscription_id('s')",
    "delete group": "groups.delete_group('g')",
    "create group": "groups.create_group({'name': 'x'}, query_params={'a': 'b'})",
    "update group": "groups.update_group('g', {'name': 'y', 'description': None})",
    "group policies": "groups.get_group_policies('g')",
    "set group policies": f"groups.set_group_policies('g', g.GroupPolicies({POLICIES}))",
    "set group policies dict": "groups.set_group_policies('g', {'x': g.GroupRole.admin})",
    "preferences": "groups.get_identity_preferences()",
    "set preferences": "groups.set_identity_preferences({'i': {'allow_add': True}})",
    "fields": "groups.get_membership_fields('g')",
    "set fields": "groups.set_membership_fields('g', {'a': 'b'})",
    "verified": "groups.set_subscription_admin_verified('g', uuid.UUID(int=1))",
    "not verified": "groups.set_subscription_admin_verified('g', None)",
    "batch": "groups.batch_membership_action('g', batch())",
    "manager create": "manager.create_group('n', 'd')",
    "manager create child": "manager.create_group('n', 'd', parent_id='p')",
    "manager policies": f"manager.set_group_policies('g', {POLICIES})",
    "manager add": "manager.add_member('g', uuid.UUID(int=1), role=g.GroupRole.manager)",
    "manager invite": "manager.invite_member('g', 'i')",
    "manager change": "manager.change_role('g', 'i', 'admin')",
    **{
        f"manager {action}": f"manager.{action}('g', 'i')"
        for action in (
            "accept_invite",
            "approve_pending",
            "decline_invite",
            "join",
            "leave",
            "reject_join_request",
            "remove_member",
            "request_join",
        )
    },
}

QUERIES = {
    f"groups {name} query": f"groups.{name}({arguments}query_params={{'a': 'b', 'n': None}})"
    for name, arguments in {
        "batch_membership_action": "'g', {}, ",
        "create_group": "{}, ",
        "delete_group": "uuid.UUID(int=1), ",
        "get_group_policies": "uuid.UUID(int=1), ",
        "get_identity_preferences": "",
        "get_membership_fields": "uuid.UUID(int=1), ",
        "set_group_policies": "'g', {}, ",
        "set_identity_preferences": "{}, ",
        "set_membership_fields": "'g', {}, ",
        "set_subscription_admin_verified": "'g', 's', ",
        "update_group": "'g', {}, ",
    }.items()
}
MORE = {
    "assured policies": (
        f"groups.set_group_policies('g', g.GroupPolicies({POLICIES},"
        " authentication_assurance_timeout=5))"
    ),
    "policies without assurance": (
        f"groups.set_group_policies('g', g.GroupPolicies({POLICIES},"
        " authentication_assurance_timeout=None))"
    ),
    "manager assured policies": (
        f"manager.set_group_policies('g', {POLICIES}, authentication_assurance_timeout=5)"
    ),
    "manager invite role": "manager.invite_member('g', 'i', role='admin')",
    "batch invite role": (
        "groups.batch_membership_action('g', g.BatchMembershipActions()"
        ".invite_members(['a', uuid.UUID(int=1)], role=g.GroupRole.manager))"
    ),
    "batch named": (
        "groups.batch_membership_action(group_id='g', actions=g.BatchMembershipActions()"
        ".add_members(identity_ids=('a',), role='admin').change_roles('member', iter(['b']))"
        ".add_members(['c']))"
    ),
    "statuses": "groups.get_my_groups(statuses='active')",
}

ROWS = {**GROUPS, **QUERIES, **MORE}

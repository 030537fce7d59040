"""Calls of the Flows clients."""

from __future__ import annotations

from typing import Any

_PEOPLE = (
    "flow_viewers=['v'], flow_starters=('s', 't'), flow_administrators=[], run_managers=['m'],"
    " run_monitors=['n']"
)

FLOWS = {
    "create flow": "flows.create_flow('t', {'States': {'a': g.MISSING}}, {})",
    "create flow with everything": (
        "flows.create_flow(title='t', definition={}, input_schema={'a': None}, subtitle='s',"
        f" description='d', {_PEOPLE}, keywords=['k'], subscription_id=uuid.UUID(int=1),"
        " authentication_policy_id=uuid.UUID(int=2), additional_fields={'title': 'u', 'x': 1})"
    ),
    "create flow by position": (
        "flows.create_flow('t', {}, {}, 's', 'd', ['v'], ['s'], ['a'], ['m'], ['n'], ['k'], 'i',"
        " 'p', {'x': g.MISSING})"
    ),
    "create flow with null": (
        "flows.create_flow('t', {}, {}, subtitle=None, subscription_id=None,"
        " authentication_policy_id=None)"
    ),
    "flow": "flows.get_flow(uuid.UUID(int=1), query_params={'a': 'b'})",
    "flows": "flows.list_flows()",
    "flows by one": (
        "flows.list_flows(filter_roles='owner', filter_fulltext='a b', orderby='title ASC',"
        " marker='m')"
    ),
    "flows by several": (
        "flows.list_flows(filter_roles=['a', 'b'], orderby=(o for o in ['title ASC', 'id DESC']),"
        " query_params={'filter_roles': 'c', 'x': 1})"
    ),
    "flows by null": "flows.list_flows(filter_roles=None, orderby=None, marker=None)",
    "update flow": "flows.update_flow(uuid.UUID(int=1))",
    "update flow with everything": (
        "flows.update_flow('f', title='t', definition={}, input_schema={}, subtitle='s',"
        f" description='d', flow_owner='o', {_PEOPLE}, keywords=[], subscription_id='DEFAULT',"
        " authentication_policy_id=uuid.UUID(int=2), additional_fields={'title': 'u', 'x': None})"
    ),
    "delete flow": "flows.delete_flow('f', query_params={'a': 'b'})",
    "validate flow": "flows.validate_flow({'States': {}})",
    "validate flow and schema": "flows.validate_flow(definition={}, input_schema={'a': g.MISSING})",
    "validate flow and null": "flows.validate_flow({}, None)",
}

RUNS = {
    "runs": "flows.list_runs()",
    "runs of a flow": (
        "flows.list_runs(filter_flow_id=uuid.UUID(int=1), filter_roles='r', marker='m',"
        " query_params={'a': 'b'})"
    ),
    "runs of flows": (
        "flows.list_runs(filter_flow_id=[uuid.UUID(int=1), 'f'], filter_roles=('r', 's'))"
    ),
    "run logs": "flows.get_run_logs(uuid.UUID(int=1))",
    "run logs page": (
        "flows.get_run_logs('r', limit=3, reverse_order=True, marker='m', query_params={'a': 'b'})"
    ),
    "run": "flows.get_run(uuid.UUID(int=1))",
    "run with flow": ("flows.get_run('r', include_flow_description=True, query_params={'a': 'b'})"),
    "run without flow": "flows.get_run(run_id='r', include_flow_description=False)",
    "run definition": "flows.get_run_definition('r')",
    "cancel run": "flows.cancel_run(uuid.UUID(int=1))",
    "update run": "flows.update_run('r')",
    "update run with everything": (
        "flows.update_run(uuid.UUID(int=1), label='l', tags=('t',), run_monitors=['n'],"
        " run_managers=[], additional_fields={'label': 'm', 'x': 1})"
    ),
    "delete run": "flows.delete_run('r')",
}

_START = (
    "label='l', tags=['t'], run_monitors=['n'], run_managers=('m',),"
    " activity_notification_policy=g.RunActivityNotificationPolicy(status=['FAILED']),"
    " additional_fields={'label': 'm', 'x': g.MISSING}"
)
_MINE = "authorizer=g.AccessTokenAuthorizer('mine')"
ONE_FLOW = {
    "run flow": "flow.run_flow({'a': g.MISSING})",
    "run flow with everything": f"flow.run_flow(body={{'a': None}}, {_START})",
    "run flow with defaults": (
        "flow.run_flow({}, label=None,"
        " activity_notification_policy=g.RunActivityNotificationPolicy())"
    ),
    "validate run": "flow.validate_run({'a': 1})",
    "validate run with everything": f"flow.validate_run(body={{}}, {_START})",
    "validate run dict": "flow.validate_run({}, activity_notification_policy={'status': []})",
    "resume run": "flow.resume_run(uuid.UUID(int=1))",
    "one flow": (
        f"client('SpecificFlowClient', flow_id=uuid.UUID(int=1), {_MINE}, transport=transport(),"
        " environment='preview', app_name='x',"
        " retry_config=module('globus_sdk.transport').RetryConfig()).run_flow({})"
    ),
    "one flow with an app": (
        "client('SpecificFlowClient', 'f', app=app(), transport=transport()).resume_run('r')"
    ),
    "one flow with app scopes": (
        "(lambda mine: (client('SpecificFlowClient', 'f', app=mine, app_scopes=[g.Scope('a')]),"
        " flow.run_flow(mine.requirements))[-1])(app())"
    ),
    "one flow and collections": (
        "(lambda mine: (client('SpecificFlowClient', uuid.UUID(int=9), app=mine)"
        ".add_app_transfer_data_access_scope([uuid.UUID(int=1), str(uuid.UUID(int=2))])"
        ".add_app_transfer_data_access_scope(collection_ids=uuid.UUID(int=3)),"
        " flow.run_flow(mine.requirements))[-1])(app())"
    ),
    "one flow and no collection": (
        "client('SpecificFlowClient', 'f', app=app()).add_app_transfer_data_access_scope('x')"
    ),
    "scopes of no flow": "flows.get_flow(str(hasattr(g.SpecificFlowClient.scopes, 'user')))",
    "server of no flow": (
        "flows.get_flow(str(hasattr(g.SpecificFlowClient.scopes, 'resource_server')))"
    ),
}

OTHERS = {
    "registered api": "flows.get_registered_api(uuid.UUID(int=1), query_params={'a': 'b'})",
    "registered apis": "flows.list_registered_apis()",
    "registered apis by one": (
        "flows.list_registered_apis(filter_roles='a', orderby='b', per_page=3, marker='m',"
        " query_params={'c': 'd'})"
    ),
    "registered apis by several": (
        "flows.list_registered_apis(filter_roles=('a', 'b'), orderby=['b', 'c'])"
    ),
    "web inputs": "flows.list_web_inputs()",
    "web inputs by one": (
        "flows.list_web_inputs(filter_roles='viewer', filter_states='open',"
        " filter_flow_ids=uuid.UUID(int=1), filter_run_ids='r', orderby='o', per_page=4,"
        " marker='m', query_params={'a': 'b'})"
    ),
    "web inputs by several": (
        "flows.list_web_inputs(filter_roles=['viewer', 'respondent'], filter_states=('open',),"
        " filter_flow_ids=[uuid.UUID(int=1), 'f'], filter_run_ids=('r', uuid.UUID(int=2)),"
        " orderby=['o', 'p'])"
    ),
    "web input": "flows.get_web_input(uuid.UUID(int=1))",
    "respond to web input": "flows.respond_to_web_input('w', {'a': g.MISSING})",
    "respond with nothing": "flows.respond_to_web_input(web_input_id='w', value=None)",
}

PAGED = {
    "pages of flows": "pages(flows.paginated.list_flows(filter_roles=['a', 'b']))",
    "items of flows": "items(flows.paginated.list_flows(marker='f1'))",
    "items of runs": "items(flows.paginated.list_runs())",
    "items of run logs": "items(flows.paginated.get_run_logs('r', limit=1))",
    "items of registered apis": "items(flows.paginated.list_registered_apis(per_page=1))",
    "items of web inputs": "items(flows.paginated.list_web_inputs())",
}

ROWS = {**FLOWS, **RUNS, **ONE_FLOW, **OTHERS, **PAGED}

_LISTS = {
    "flows": "flows",
    "runs": "runs",
    "log": "entries",
    "registered_apis": "registered_apis",
    "web_inputs": "web_input_summaries",
}
_MARKERS = {None: "f1", "f1": "f2"}


def answer(path: str, asked: dict[str, Any]) -> dict[str, Any] | None:
    """A page of a listing in three pages."""
    key = _LISTS.get(path.rpartition("/")[2])
    if key is None:
        return None
    marker = _MARKERS.get(asked.get("marker"))
    more = {} if key == "web_input_summaries" else {"has_next_page": marker is not None}
    return {key: [{"id": marker}], "marker": marker, **more}

"""Calls of the Compute clients."""

ID = "uuid.UUID(int=1)"

VERSION_2 = {
    "compute version": "compute.get_version()",
    "compute version of": "compute.get_version('all')",
    "compute version of nothing": "compute.get_version(service=None)",
    "compute amqp": "compute.get_result_amqp_url()",
    "compute register endpoint": "compute.register_endpoint({'a': g.MISSING, 'b': None})",
    "compute endpoint": f"compute.get_endpoint({ID})",
    "compute endpoint status": "compute.get_endpoint_status('e')",
    "compute endpoints": "compute.get_endpoints()",
    "compute endpoints of role": "compute.get_endpoints(role='any')",
    "compute delete endpoint": f"compute.delete_endpoint(endpoint_id={ID})",
    "compute lock endpoint": f"compute.lock_endpoint({ID})",
    "compute register function": "compute.register_function(data={'a': 1})",
    "compute function": f"compute.get_function({ID})",
    "compute delete function": f"compute.delete_function({ID})",
    "compute task": f"compute.get_task({ID})",
    "compute task by id": f"compute.get_task_batch({ID})",
    "compute task by text": "compute.get_task_batch('t')",
    "compute tasks": f"compute.get_task_batch(task_ids=({ID}, 't'))",
    "compute tasks of a generator": "compute.get_task_batch(task for task in 'ab')",
    "compute no tasks": "compute.get_task_batch(None)",
    "compute task group": f"compute.get_task_group({ID})",
    "compute submit": "compute.submit({'a': 1})",
}

VERSION_3 = {
    "compute 3 register endpoint": "compute3.register_endpoint({'a': 1})",
    "compute 3 update endpoint": f"compute3.update_endpoint({ID}, {{'a': None}})",
    "compute 3 lock endpoint": f"compute3.lock_endpoint({ID})",
    "compute 3 allowlist": f"compute3.get_endpoint_allowlist({ID})",
    "compute 3 register function": "compute3.register_function({'a': 1})",
    "compute 3 submit": f"compute3.submit({ID}, data={{'a': 1}})",
}

ROWS = {**VERSION_2, **VERSION_3}

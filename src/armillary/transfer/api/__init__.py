"""Transfer's HTTP routes, one file a resource."""

from armillary.transfer.api import (
    access,
    bookmarks,
    endpoints,
    former,
    items,
    live,
    managed_endpoints,
    managed_tasks,
    nodes,
    operations,
    pause_rules,
    receipts,
    roles,
    shared,
    submissions,
    tasks,
    webhooks,
)

ROUTERS = tuple(
    module.router
    for module in (
        endpoints,
        former,
        shared,
        access,
        roles,
        bookmarks,
        managed_endpoints,
        managed_tasks,
        pause_rules,
        operations,
        submissions,
        tasks,
        live,
        webhooks,
        items,
        receipts,
        nodes,
    )
)

"""Every table of Transfer, imported so that ``Base.metadata`` is complete."""

from armillary.transfer.bookmarks.model import Bookmark
from armillary.transfer.manager.model import AdminCancel, PauseRule
from armillary.transfer.model import (
    Collection,
    DeletedCollection,
    EnrollmentToken,
    Event,
    Node,
    Task,
    Unit,
    Worker,
)
from armillary.transfer.notifications.model import Notification
from armillary.transfer.permissions.model import AccessRule, EndpointRole
from armillary.transfer.search.model import CollectionWord
from armillary.transfer.webhooks.model import Webhook, WebhookDelivery

__all__ = [
    "AccessRule",
    "AdminCancel",
    "Bookmark",
    "Collection",
    "CollectionWord",
    "DeletedCollection",
    "EndpointRole",
    "EnrollmentToken",
    "Event",
    "Node",
    "Notification",
    "PauseRule",
    "Task",
    "Unit",
    "Webhook",
    "WebhookDelivery",
    "Worker",
]

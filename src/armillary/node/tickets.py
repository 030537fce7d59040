"""Whether a ticket lets its bearer do what was asked."""

from __future__ import annotations

from collections.abc import Mapping

from armillary.core.pki import node_urn
from armillary.core.signing import SignatureInvalid
from armillary.datalink.ticket import Operation, Ticket, decode_ticket
from armillary.node.config import Collection, Enrolment, NodeState
from armillary.node.connectors.base import Storage
from armillary.node.connectors.opening import open_storage
from armillary.node.errors import NodeError, malformed
from armillary.node.throttle import Throttle


class Gate:
    """Checks tickets and opens the storage that they are for; safe in any thread.

    :param enrolment: replaced when the service's key changes
    """

    def __init__(
        self, state: NodeState, enrolment: Enrolment, collections: Mapping[str, Collection]
    ) -> None:
        self._state = state
        self._collections = collections
        self._throttles = {
            id_: Throttle(collection.policy.rules) for id_, collection in collections.items()
        }
        self.enrolment = enrolment
        self.revocations = state.revocations()

    def check_peer(self, urn: str | None) -> None:
        """Refuse a node that is trusted no longer.

        :param urn: the name in its certificate
        :raises NodeError: ``AUTH``
        """
        if self.revocations.covers(urn):
            raise _denied("The other node's certificate was revoked.")

    def configure(self, collections: Mapping[str, Collection]) -> None:
        """Go on with another configuration; limits change for what is under way, too."""
        self._collections = collections
        for id_, collection in collections.items():
            self._throttles.setdefault(id_, Throttle()).rules = collection.policy.rules

    def throttle(self, ticket: Ticket) -> Throttle:
        """What holds a ticket's collection to its limits.

        :raises NodeError: the collection is not here
        """
        try:
            return self._throttles[ticket.collection]
        except KeyError:
            raise _denied("The ticket's collection is not on this node.") from None

    def check(self, token: object, operation: Operation, *, peer: str) -> Ticket:
        """Read a ticket that somebody presents.

        :param peer: fingerprint of the certificate of the one who presents it
        :raises NodeError: ``AUTH``
        """
        if not isinstance(token, str):
            raise malformed("it carries no ticket")
        ticket = self._decode(token)
        if ticket.peer != peer:
            raise _denied("The ticket is for another peer's certificate.")
        if ticket.operation != operation:
            raise _denied(f"The ticket is for {ticket.operation!r}, not {operation!r}.")
        self.check_current(ticket)
        return ticket

    def check_current(self, ticket: Ticket) -> None:
        """Refuse a ticket that expired or was overtaken by a later attempt of its task.

        :raises NodeError: ``AUTH``
        """
        if ticket.expired():
            raise NodeError("AUTH", "The ticket has expired.", transient=True)
        if self.is_overtaken(ticket):
            raise _denied("A later attempt of this task has begun.")

    def is_overtaken(self, ticket: Ticket) -> bool:
        """Whether a later attempt of the ticket's task has begun."""
        return ticket.task is not None and not self._state.admit_attempt(
            ticket.task, ticket.attempt
        )

    def use_up(self, ticket: Ticket) -> None:
        """Accept a ticket once only.

        :raises NodeError: ``AUTH``: it was used before
        """
        if not self._state.use_ticket(ticket.id, ticket.expires):
            raise _denied("The ticket was used before.")

    def storage(self, ticket: Ticket) -> Storage:
        """The root that a ticket's paths begin at, opened for the calling thread.

        :raises NodeError: the collection is not here, or its directory is gone
        """
        try:
            collection = self._collections[ticket.collection]
        except KeyError:
            raise _denied("The ticket's collection is not on this node.") from None
        return open_storage(collection, ticket.base, ticket.within)

    def _decode(self, token: str) -> Ticket:
        audience = node_urn(self.enrolment.node_id)
        try:
            return decode_ticket(token, self.enrolment.ticket_key, audience=audience)
        except SignatureInvalid as error:
            raise _denied(error.message) from error


def _denied(message: str) -> NodeError:
    return NodeError("AUTH", message)


def rooted(ticket: Ticket, root: object, path: str) -> str:
    """The path that a request means, relative to the collection's root.

    :param root: index into the ticket's roots
    :param path: relative to that root; empty for the root itself
    :raises NodeError: the ticket has no such root
    """
    if not isinstance(root, int) or not 0 <= root < len(ticket.roots):
        raise _denied("The ticket does not name that path.")
    return f"{ticket.roots[root]}/{path}"

"""Consents for checks that cannot wait for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..services.auth import GetConsentsResponse


class ConsentsWanted(Exception):
    """A check needs somebody's consents: fetch them and check again.

    :param identity_id: whose.
    """

    def __init__(self, identity_id: str) -> None:
        super().__init__(identity_id)
        self.identity_id = identity_id


class FetchedConsents:
    """Stands in for the client that fetches consents.

    :ivar answer: what was fetched; it is told once.
    """

    def __init__(self) -> None:
        self.answer: GetConsentsResponse | None = None

    def get_consents(self, identity_id: str) -> GetConsentsResponse:
        """The consents that were fetched.

        :raises ConsentsWanted: they were not yet.
        """
        answer, self.answer = self.answer, None
        if answer is None:
            raise ConsentsWanted(identity_id)
        return answer

"""The documents that runs are started with."""

from __future__ import annotations

from typing import Literal

from ..._missing import MISSING, MissingType
from ..._payload import GlobusPayload


class RunActivityNotificationPolicy(GlobusPayload):
    """When those who watch a run get mail.

    :param status: in which states of the run; by default, when it is ``INACTIVE``.
    """

    def __init__(
        self, status: list[Literal["INACTIVE", "SUCCEEDED", "FAILED"]] | MissingType = MISSING
    ) -> None:
        super().__init__(status=status)

"""Documents of functions, as in version 3 of the API."""

from __future__ import annotations

import uuid

from ..._missing import MISSING, MissingType
from ..._payload import GlobusPayload

__all__ = ("MISSING", "ComputeFunctionDocument", "ComputeFunctionMetadata")


class ComputeFunctionMetadata(GlobusPayload):
    """What a function was written with.

    :param python_version: the version of Python.
    :param sdk_version: the version of the Compute SDK.
    """

    def __init__(
        self,
        *,
        python_version: str | MissingType = MISSING,
        sdk_version: str | MissingType = MISSING,
    ) -> None:
        super().__init__(python_version=python_version, sdk_version=sdk_version)


class ComputeFunctionDocument(GlobusPayload):
    """A function, for :meth:`ComputeClientV2.register_function`.

    :param function_name: its name.
    :param function_code: its code, serialized.
    :param description: what it does.
    :param metadata: what it was written with.
    :param group: the group whose members may use it.
    :param public: whether everybody may.
    """

    def __init__(
        self,
        *,
        function_name: str,
        function_code: str,
        description: str | MissingType = MISSING,
        metadata: ComputeFunctionMetadata | MissingType = MISSING,
        group: uuid.UUID | str | MissingType = MISSING,
        public: bool = False,
    ) -> None:
        super().__init__(
            function_name=function_name,
            function_code=function_code,
            description=description,
            metadata=metadata,
            group=group,
            public=public,
        )

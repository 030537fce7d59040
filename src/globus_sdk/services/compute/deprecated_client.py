"""The clients of Compute, as version 3 of the API calls them."""

from .client import AsyncComputeClientV2, ComputeClientV2


class ComputeClient(ComputeClientV2):
    """:class:`ComputeClientV2`."""


class AsyncComputeClient(AsyncComputeClientV2):
    """:class:`AsyncComputeClientV2`."""

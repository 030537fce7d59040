"""Lists of clients."""

from ....response import IterableResponse


class GetClientsResponse(IterableResponse):
    """Clients."""

    default_iter_key = "clients"

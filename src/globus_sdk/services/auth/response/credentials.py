"""Lists of credentials."""

from ....response import IterableResponse


class GetClientCredentialsResponse(IterableResponse):
    """Credentials of a client, without their secrets."""

    default_iter_key = "credentials"

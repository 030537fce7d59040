"""Answers of GCS Manager."""

from __future__ import annotations

from ...models import ResponseSet
from . import collections, endpoint, roles, storage_gateways, user_credentials

ANSWERS: dict[str, ResponseSet] = {
    **endpoint.ANSWERS,
    **collections.ANSWERS,
    **storage_gateways.ANSWERS,
    **user_credentials.ANSWERS,
    **roles.ANSWERS,
}

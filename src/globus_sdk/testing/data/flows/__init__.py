"""Answers of Flows."""

from __future__ import annotations

from ...models import ResponseSet
from . import definitions, registered_apis, runs, starting, web_inputs

ANSWERS: dict[str, ResponseSet] = {
    **definitions.ANSWERS,
    **starting.ANSWERS,
    **runs.ANSWERS,
    **registered_apis.ANSWERS,
    **web_inputs.ANSWERS,
}

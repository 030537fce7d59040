"""The shapes that Auth's answers have."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from responses import matchers

from ...models import RegisteredResponse, ResponseSet
from .._people import made_id

Document = dict[str, Any]

answer = partial(RegisteredResponse, service="auth")

ISSUER = "https://auth.globus.org"
ERROR_ID = made_id("error of auth")
_WORDS = {401: "unauthorized", 403: "forbidden"}


def refused(path: str, status: int, code: str, message: str) -> RegisteredResponse:
    """An error."""
    return answer(
        path=path,
        status=status,
        json=error_document(status, code, message, word=_WORDS[status]),
        metadata={
            "error_id": ERROR_ID,
            "http_status": status,
            "code": code,
            "message": message,
        },
    )


def error_document(status: int, code: str, message: str, *, word: str) -> Document:
    """What is told of an error: the API's part, and OAuth's (RFC 6749, section 5.2)."""
    title = word.replace("_", " ").capitalize()
    error = {"status": str(status), "id": ERROR_ID, "code": code, "title": title}
    return {
        "errors": [{**error, "detail": message}],
        "error": word,
        "error_description": message,
    }


def echo(
    kind: str,
    path: str,
    *,
    args: Document,
    sent: Document | None,
    response: Document,
    beside: Document | None = None,
    **options: Any,
) -> RegisteredResponse:
    """The answer to one document of a kind, told in the metadata as arguments and response.

    :param args: what the method is called with.
    :param sent: what it makes of it; without, whatever is sent is answered.
    :param beside: what stands beside the document.
    """
    return answer(
        path=path,
        json={kind: response, **(beside or {})},
        metadata={"args": args, "response": response},
        match=None if sent is None else [matchers.json_params_matcher({kind: sent})],
        **options,
    )


def of_cases(answers: Mapping[str, RegisteredResponse]) -> ResponseSet:
    """A set of answers by case."""
    made = ResponseSet()
    for case, one in answers.items():
        made.register(case, one)
    return made


def without(document: Document, *names: str) -> Document:
    """The rest of a document."""
    return {name: value for name, value in document.items() if name not in names}


def as_text(document: Document, name: str) -> Document:
    """A document whose id may be a ``UUID``, with the id as text."""
    return {**document, name: str(document[name])} if name in document else document

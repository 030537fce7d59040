"""Convert documents with whatever ``globus_sdk`` this interpreter has.

Reads a list of documents from standard input and writes what each of them, and an error that has it
as its body, is converted to.
"""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace
from typing import Any

from globus_sdk import GlobusAPIError, gare

Document = dict[str, Any]


def error_of(document: Document) -> GlobusAPIError:
    """The error of a response with this body."""
    import requests

    response = requests.Response()
    response.status_code = 403
    response._content = json.dumps(document).encode()
    response.headers["Content-Type"] = "application/json"
    response.request = SimpleNamespace(method="GET", url="http://x", headers={})  # type: ignore[assignment]
    return GlobusAPIError(response)


def shown(found: gare.GARE | None) -> Any:
    return found and [found.to_dict(), found.to_dict(include_extra=True), repr(found)]


def convert(document: Document) -> Any:
    error = error_of(document)
    return {
        "document": shown(gare.to_gare(document)),
        "error": shown(gare.to_gare(error)),
        "parts": [shown(gare.to_gare(part)) for part in error.errors],
        "all": [shown(found) for found in gare.to_gares([error, document])],
        "is": gare.is_gare(document),
        "any": gare.has_gares([error]),
    }


def main() -> None:
    json.dump([convert(document) for document in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()

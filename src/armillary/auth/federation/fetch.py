"""Requests to identity providers; where they must not go, they don't (``web/outgoing.py``)."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections.abc import Mapping
from ipaddress import ip_network
from typing import Any
from urllib.parse import quote_plus, urlencode

from armillary.auth.federation.errors import FederationError
from armillary.core.reach import Reach
from armillary.web import outgoing

_SECONDS = 10
_MOST_BYTES = 1 << 18
_EVERYWHERE = (ip_network("0.0.0.0/0"), ip_network("::/0"))
_THIS_MACHINE = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


class Fetcher:
    """Fetches JSON objects.

    :param private_network: whether private addresses are allowed, and plain HTTP to this machine
    """

    def __init__(self, *, private_network: bool) -> None:
        self._reach = (
            Reach(networks=_EVERYWHERE, plain=_THIS_MACHINE) if private_network else Reach()
        )

    def get(self, url: str, *, token: str | None = None) -> dict[str, Any]:
        """The JSON object at a URL.

        :param token: a Bearer token to show there
        :raises FederationError: there is none, or the URL leads where it must not
        """
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        return self._fetch("GET", url, b"", headers)

    def post(self, url: str, form: Mapping[str, str], auth: tuple[str, str]) -> dict[str, Any]:
        """The JSON object that answers a form.

        :param auth: id and secret for HTTP Basic
        :raises FederationError: none came, or the URL leads where it must not
        """
        # Form-encoded first, as RFC 6749 section 2.3.1 has it.
        pair = ":".join(quote_plus(each) for each in auth)
        headers = {
            "Authorization": f"Basic {b64encode(pair.encode()).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._fetch("POST", url, urlencode(form).encode(), headers)

    def _fetch(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str]
    ) -> dict[str, Any]:
        sending = outgoing.request(
            self._reach,
            method,
            url,
            body=body,
            headers=headers,
            most_bytes=_MOST_BYTES,
            seconds=_SECONDS,
        )
        try:
            answer = asyncio.run(sending)
        except outgoing.NotPermitted as error:
            raise FederationError(
                "The identity provider must be reached by https, at an address that is known and "
                "public, or its configuration must allow a private network."
            ) from error
        except outgoing.Unreachable as error:
            raise FederationError("The identity provider can't be reached. Try later.") from error
        except outgoing.AnswerTooLarge as error:
            raise FederationError("The identity provider's answer is too large.") from error
        return _parsed(answer)


def _parsed(answer: outgoing.Answer) -> dict[str, Any]:
    try:
        document = json.loads(answer.body)
    except ValueError:
        document = None
    if answer.status != 200 or not isinstance(document, dict):
        raise FederationError(f"The identity provider answered {answer.status} where it must not.")
    return document

"""One answer, several in order, and the cases of a method."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

import responses

from .._core.encoding import slash_join

Service = Literal[
    "auth", "nexus", "transfer", "search", "gcs", "groups", "timer", "flows", "compute"
]
Method = Literal["GET", "PUT", "POST", "PATCH", "HEAD", "DELETE", "OPTIONS", "CONNECT", "TRACE"]

_URLS: dict[str, str] = {
    "auth": "https://auth.globus.org/",
    "nexus": "https://nexus.api.globusonline.org/",
    "transfer": "https://transfer.api.globus.org/",
    "search": "https://search.api.globus.org/",
    "gcs": "https://abc.xyz.data.globus.org/api/",
    "groups": "https://groups.api.globus.org/",
    "timer": "https://timer.automate.globus.org/",
    "flows": "https://flows.automate.globus.org/",
    "compute": "https://compute.api.globus.org/",
}


class _WithMetadata:
    """What has metadata: its own, or else those of the set or list that it belongs to."""

    _metadata: dict[str, Any] | None
    parent: ResponseSet | ResponseList | None = None

    @property
    def metadata(self) -> dict[str, Any]:
        """What a test needs to know of the answer."""
        if self._metadata is not None:
            return self._metadata
        return self.parent.metadata if self.parent is not None else {}


class RegisteredResponse(_WithMetadata):
    """An answer to one request.

    :param path: below the service's address; a whole URL if no service is named.
    :param service: the service.
    :param method: the HTTP method.
    :param body: the body, as text.
    :param content_type: its type.
    :param headers: further headers.
    :param json: the body, as a document.
    :param status: the status code.
    :param stream: whether the body is left unread.
    :param match: matchers of ``responses``, which a request has to satisfy.
    :param metadata: what a test needs to know.
    :raises KeyError: an unknown service.
    """

    def __init__(
        self,
        *,
        path: str,
        service: Service | None = None,
        method: Method = "GET",
        body: str | None = None,
        content_type: str | None = None,
        headers: dict[str, str] | None = None,
        json: list[Any] | dict[str, Any] | str | None = None,
        status: int = 200,
        stream: bool | None = None,
        match: Sequence[Callable[..., tuple[bool, str]]] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        self.service = service
        self.path = path
        self.full_url = path if service is None else slash_join(_URLS[service], path)
        self.method = method
        self.body = body
        self.content_type = content_type
        self.headers = headers
        self.json = json
        self.status = status
        self.stream = stream
        self.match = match
        self._metadata = metadata

    def add(self, *, requests_mock: responses.RequestsMock | None = None) -> RegisteredResponse:
        """Answer such requests from now on.

        :param requests_mock: where; by default the one that ``responses.activate`` uses.
        """
        _mock(requests_mock).add(self.method, self.full_url, **self._arguments())
        return self

    def replace(self, *, requests_mock: responses.RequestsMock | None = None) -> RegisteredResponse:
        """Answer such requests instead of what is registered for them.

        :param requests_mock: where; by default the one that ``responses.activate`` uses.
        """
        _mock(requests_mock).replace(self.method, self.full_url, **self._arguments())
        return self

    def _arguments(self) -> dict[str, Any]:
        names = ("body", "content_type", "headers", "json", "status", "stream", "match")
        given = {name: getattr(self, name) for name in names}
        return {name: value for name, value in given.items() if value is not None}


class ResponseList(_WithMetadata):
    """Answers to several requests.

    :param data: the answers; several to the same request are given in order.
    :param metadata: what a test needs to know.
    """

    def __init__(self, *data: RegisteredResponse, metadata: dict[str, Any] | None = None) -> None:
        self.responses = list(data)
        self._metadata = metadata
        for response in data:
            response.parent = self

    def add(self, *, requests_mock: responses.RequestsMock | None = None) -> ResponseList:
        """Give all of these answers from now on.

        :param requests_mock: where; by default the one that ``responses.activate`` uses.
        """
        for response in self.responses:
            response.add(requests_mock=requests_mock)
        return self


class ResponseSet:
    """The answers to one method's requests, by case.

    :param metadata: what a test needs to know of all of them.
    :param kwargs: the cases.
    """

    def __init__(
        self,
        metadata: dict[str, Any] | None = None,
        **kwargs: RegisteredResponse | ResponseList,
    ) -> None:
        self.metadata = metadata or {}
        self._cases: dict[str, RegisteredResponse | ResponseList] = {}
        for case, value in kwargs.items():
            self.register(case, value)

    def register(self, case: str, value: RegisteredResponse | ResponseList) -> None:
        """Add a case."""
        value.parent = self
        self._cases[case] = value

    def lookup(self, case: str) -> RegisteredResponse | ResponseList:
        """The answers of a case.

        :raises LookupError: there is no such case.
        """
        try:
            return self._cases[case]
        except KeyError:
            raise LookupError(f"There is no case {case!r}; there are {[*self._cases]}.") from None

    def __bool__(self) -> bool:
        return bool(self._cases)

    def __iter__(self) -> Iterator[RegisteredResponse | ResponseList]:
        return iter(self._cases.values())

    def cases(self) -> Iterator[str]:
        """The names of the cases."""
        return iter(self._cases)

    def activate(
        self, case: str, *, requests_mock: responses.RequestsMock | None = None
    ) -> RegisteredResponse | ResponseList:
        """Give the answers of a case from now on.

        :param requests_mock: where; by default the one that ``responses.activate`` uses.
        :raises LookupError: there is no such case.
        """
        return self.lookup(case).add(requests_mock=requests_mock)

    def activate_all(self, *, requests_mock: responses.RequestsMock | None = None) -> ResponseSet:
        """Give the answers of all cases from now on.

        :param requests_mock: where; by default the one that ``responses.activate`` uses.
        """
        for answers in self:
            answers.add(requests_mock=requests_mock)
        return self

    @classmethod
    def from_dict(
        cls,
        data: Mapping[str, dict[str, Any] | list[dict[str, Any]]],
        metadata: dict[str, Any] | None = None,
        **kwargs: dict[str, dict[str, Any]],
    ) -> ResponseSet:
        """Make a set of plain data: the arguments of the answers, or lists of them, by case.

        :param data: the cases.
        :param metadata: what a test needs to know of all of them.
        :param kwargs: further cases.
        """
        cases = {case: _made(arguments) for case, arguments in {**data, **kwargs}.items()}
        return cls(metadata, **cases)


def _made(
    arguments: dict[str, Any] | list[dict[str, Any]],
) -> RegisteredResponse | ResponseList:
    if isinstance(arguments, list):
        return ResponseList(*(RegisteredResponse(**one) for one in arguments))
    return RegisteredResponse(**arguments)


def _mock(given: responses.RequestsMock | None) -> responses.RequestsMock:
    default: responses.RequestsMock = responses.mock
    return given if given is not None else default

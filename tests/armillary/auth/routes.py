"""Every route of Auth, so that tests made from them cover those that are still to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi.routing import APIRoute

from armillary.auth.app import _ROUTERS
from armillary.auth.openapi.oauth import OAUTH
from armillary.auth.parts import AS_PAGE


@dataclass(frozen=True)
class Endpoint:
    """One method of one route.

    :param is_page: whether it is for people
    :param query: the parameters in the query that it declares
    :param has_body: whether it reads one, as JSON if it is no page
    """

    method: str
    path: str
    is_page: bool
    query: tuple[str, ...] = ()
    has_body: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def url(self, root: str, value: str = "x") -> str:
        """Its address, with a value for the parameters in the path."""
        parts = self.path.split("/")
        return root + "/".join(value if part.startswith("{") else part for part in parts)


def _endpoints() -> Iterator[Endpoint]:
    for path in OAUTH:
        yield Endpoint("POST", path, is_page=False, has_body=True)
    for router in _ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            query = tuple(parameter.alias for parameter in route.dependant.query_params)
            for method in sorted(route.methods or ()):
                is_page, has_body = AS_PAGE in router.dependencies, method in ("POST", "PUT")
                yield Endpoint(method, route.path, is_page, query, has_body)


# test_openapi.py compares them with the application's.
ENDPOINTS = list(_endpoints())
PAGES = [each for each in ENDPOINTS if each.is_page]
# The authorization endpoint takes its parameters in a form too, and does nothing else with it.
FORMS = [e for e in PAGES if e.method == "POST" and e.path != "/v2/oauth2/authorize"]

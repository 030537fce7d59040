"""What is counted, in the form that Prometheus reads."""

from __future__ import annotations

import ipaddress
from collections import Counter as Counted
from collections.abc import Callable, Sequence
from functools import cache
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from armillary.core.ids import secrets_equal
from armillary.core.settings import Settings
from armillary.db.engine import Database
from armillary.db.transaction import Noted
from armillary.web.caller import bearer_token

# From a look-up in a warm cache to a password hash that waits for its turn.
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
# What others than standard methods are counted as: a caller must not make up labels.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The counters of one process.

    :param database: whose pool is watched
    """

    def __init__(self, database: Database) -> None:
        self.registry = CollectorRegistry()
        self._requests = Histogram(
            "armillary_http_request_seconds",
            "Requests answered, by route.",
            ("method", "route", "status"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._tokens = self._counter(
            "token_answers", "Answers with tokens, by grant.", "grant_type"
        )
        self._events = self._counter("audit_events", "Events of the audit trail.", "event")
        self._failed = self._counter("failed_logins", "Sign-ins with a wrong password.")
        # Finding the counter of some labels costs more than counting.
        self._request_of = cache(self._requests.labels)
        self._tokens_of = cache(self._tokens.labels)
        self._events_of = cache(self._events.labels)
        pool = Gauge(
            "armillary_database_connections_in_use",
            "Connections that are taken from the pool.",
            registry=self.registry,
        )
        pool.set_function(database.connections_in_use)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"armillary_{name}", text, labels, registry=self.registry)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        known = method if method in _METHODS else "other"
        self._request_of(known, route, status).observe(seconds)

    def tokens(self, grant_type: str) -> None:
        """Count an answer of the token endpoint that gave tokens."""
        self._tokens_of(grant_type).inc()

    def audit_events(self, noted: Sequence[Noted]) -> None:
        """Count events of the audit trail."""
        for event, times in Counted(what["event"] for _, what in noted).items():
            self._events_of(event).inc(times)
            if event == "login.failed":
                self._failed.inc(times)


def metrics_endpoint(settings: Settings, metrics: Metrics) -> Callable[[Request], Response]:
    """The route for Prometheus: with the token that is set, or from this machine.

    Behind a proxy everybody comes from this machine, so that counts only where the services are
    reached on loopback themselves.
    """
    local = _is_loopback(urlsplit(settings.base_url).hostname)

    def answer(request: Request) -> Response:
        token = bearer_token(request.headers.get("authorization"))
        if settings.metrics_token and token:
            if not secrets_equal(token, settings.metrics_token):
                return _refusal("The token is not ARMILLARY_METRICS_TOKEN.", 401)
        elif not local or not _is_loopback(request.client.host if request.client else None):
            return _refusal("Set ARMILLARY_METRICS_TOKEN and send it as a bearer token.", 401)
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return answer


def _refusal(message: str, status: int) -> Response:
    headers = {"WWW-Authenticate": 'Bearer realm="metrics"'}
    return PlainTextResponse(f"{message}\n", status, headers)


def _is_loopback(host: str | None) -> bool:
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"

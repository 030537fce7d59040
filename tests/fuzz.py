"""Random calls of an API, made from its OpenAPI document, in the name of several tenants."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any, ClassVar

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.generation.stateful.state_machine import APIStateMachine

_SETTINGS = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
    print_blob=False,
)
_OPERATIONS_PER_STORY = 8


@dataclass(frozen=True)
class Belongings:
    """What the first tenant has, by the name of the parameter that holds its id."""

    ids: dict[str, str]
    documents: dict[str, Any]

    def found_in(self, text: str) -> list[str]:
        return [name for name, value in self.ids.items() if value in text]


@dataclass
class Tenant:
    """Somebody who calls.

    :param identity_id: who they are
    :param owner: whether the belongings are theirs
    :param made: the last thing of each kind that a call of theirs made, by parameter
    """

    name: str
    identity_id: str
    headers: dict[str, str]
    owner: bool = False
    made: dict[str, str] = field(default_factory=dict)


@dataclass
class Fuzz(ABC):
    """A run, and how many calls it has made by tenant and status.

    :param url: where the paths of the document begin
    :param examples: calls of each operation in a round, for each tenant and each kind of call
    """

    url: str
    tenants: list[Tenant]
    belongings: Belongings
    examples: int = 2
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    succeeded: set[str] = field(default_factory=set)
    stories: int = 0
    random: Random = field(default_factory=Random)
    http: requests.Session = field(default_factory=requests.Session)

    checks: ClassVar[list[Any]] = [schemathesis.checks.not_a_server_error]

    def __post_init__(self) -> None:
        document = self.http.get(f"{self.url}/openapi.json").json()
        self.schema: Any = schemathesis.openapi.from_dict(document)

    @abstractmethod
    def make_sensible(self, case: Case[Any], tenant: Tenant) -> None:
        """Replace what the document can't tell, so that not every call ends at the first check."""

    @abstractmethod
    def point_at_belongings(self, case: Case[Any]) -> None:
        """Let a call be about what is the first tenant's."""

    @abstractmethod
    def remember(self, case: Case[Any], response: schemathesis.Response, tenant: Tenant) -> None:
        """Note what a call has made."""

    def mend(self, case: Case[Any]) -> None:
        """Change what every call must have; by default nothing."""
        return None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def run(self, *, start: int, cases: int) -> None:
        """Make at least so many calls, all that follow from one seed."""
        self.random.seed(start)
        number = start
        while self.total < cases:
            for tenant in self.tenants:
                self._each_operation(tenant, number)
                self._stories(tenant, number)
            number += 1

    def call(self, case: Case[Any], tenant: Tenant) -> schemathesis.Response:
        if self.random.random() < 0.7:
            self.make_sensible(case, tenant)
        if self.random.random() < 0.5 and not self.belongings.found_in(str(case.path_parameters)):
            for name in case.path_parameters.keys() & tenant.made.keys():
                case.path_parameters[name] = tenant.made[name]
        self.mend(case)
        response = case.call(self.url, self.http, dict(tenant.headers), allow_redirects=False)
        key = (tenant.name, response.status_code)
        self.counts[key] = self.counts.get(key, 0) + 1
        if response.status_code < 300:
            self.succeeded.add(case.operation.label)
            self.remember(case, response, tenant)
        return response

    def check(self, case: Case[Any], response: schemathesis.Response, tenant: Tenant) -> None:
        case.validate_response(response, checks=self.checks)
        if tenant.owner or response.status_code >= 300:
            return
        # Nobody else reads, changes, or refers to what is the first tenant's.
        asked = json.dumps([case.path_parameters, case.query, case.body], default=str)
        assert not self.belongings.found_in(asked + response.text), (tenant.name, asked)

    def lines(self) -> Iterator[str]:
        """The numbers of a run."""
        for (tenant, status), count in sorted(self.counts.items()):
            yield f"{tenant}: {count} answers {status}"
        yield "succeeded: " + ", ".join(sorted(self.succeeded))
        yield f"{self.total} calls, {self.stories} stories"

    def _each_operation(self, tenant: Tenant, number: int) -> None:
        for result in self.schema.get_all_operations():
            operation = result.ok()
            modes = [GenerationMode.POSITIVE]
            if operation.body or operation.path_parameters or operation.query:
                modes.append(GenerationMode.NEGATIVE)
            for mode in modes:
                self._examples(operation.as_strategy(generation_mode=mode), tenant, number)

    def _examples(self, cases: st.SearchStrategy[Case[Any]], tenant: Tenant, number: int) -> None:
        @seed(number)
        @settings(_SETTINGS, max_examples=self.examples)
        @given(cases, st.booleans())
        def one(case: Case[Any], theirs: bool) -> None:
            if theirs and not tenant.owner:
                self.point_at_belongings(case)
            self.check(case, self.call(case, tenant), tenant)

        # Where any text will do there is no wrong one.
        with suppress(Unsatisfiable):
            one()

    def _stories(self, tenant: Tenant, number: int) -> None:
        """Sequences of calls in which one uses what another has made."""
        fuzz = self
        machine = self.schema.as_state_machine()

        class Story(machine):  # type: ignore[misc,valid-type]
            def setup(self) -> None:
                fuzz.stories += 1

            def call(self, case: Case[Any], **_: Any) -> schemathesis.Response:
                return fuzz.call(case, tenant)

            def validate_response(
                self, response: schemathesis.Response, case: Case[Any], *_: Any, **__: Any
            ) -> None:
                fuzz.check(case, response, tenant)

        story: type[APIStateMachine] = seed(number)(Story)
        story.run(
            settings=settings(
                _SETTINGS, max_examples=3 * self.examples, stateful_step_count=_OPERATIONS_PER_STORY
            )
        )

"""Scope documents of the Auth API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from armillary.auth.bodies import Body, Description, Domain, Name, UuidText
from armillary.auth.scopes.model import Scope, ScopeDependency

# The last part of a scope string.
Suffix = Annotated[str, StringConstraints(max_length=128, pattern=r"^[a-z0-9_]+$")]


class DependentScope(Body):
    """Another scope that the service needs to do what the first one allows.

    :param scope: its id
    :param optional: needed only when the app asks for it
    """

    scope: UuidText
    optional: bool = False
    requires_refresh_token: bool = False


class ScopeFields(Body):
    """A scope as clients send it; absent keys leave things as they are."""

    name: Name | None = None
    description: Description | None = None
    scope_suffix: Suffix | None = None
    advertised: bool | None = None
    allows_refresh_token: bool | None = None
    required_domains: list[Domain] | None = Field(default=None, max_length=100)
    dependent_scopes: list[DependentScope] | None = Field(default=None, max_length=100)


class NewScopeFields(ScopeFields):
    """What can't be absent when a scope is made."""

    name: Name
    description: Description
    scope_suffix: Suffix


class NewScopeBody(Body):
    """The body of ``POST /v2/api/clients/{id}/scopes``."""

    scope: NewScopeFields


class ScopeBody(Body):
    """The body of ``PUT /v2/api/scopes/{id}``."""

    scope: ScopeFields


def scope_document(scope: Scope, dependencies: Iterable[ScopeDependency]) -> dict[str, Any]:
    """A scope with those that it needs in turn."""
    return {
        "id": scope.id,
        "client": scope.client_id,
        "scope_string": scope.scope_string,
        "name": scope.name,
        "description": scope.description,
        "advertised": scope.advertised,
        "allows_refresh_token": scope.allows_refresh_token,
        "required_domains": scope.required_domains,
        "dependent_scopes": [_dependent(dependency) for dependency in dependencies],
    }


def _dependent(dependency: ScopeDependency) -> dict[str, Any]:
    return {
        "scope": dependency.dependent_id,
        "optional": dependency.optional,
        "requires_refresh_token": dependency.requires_refresh_token,
    }

"""Whether somebody's sign-ins meet an authentication policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

MFA = "mfa"  # RFC 8176: several factors were used


class Conditions(Protocol):
    """What a policy asks; see the Auth API's policy document for the meaning of each field."""

    @property
    def high_assurance(self) -> bool: ...
    @property
    def authentication_assurance_timeout(self) -> int | None: ...
    @property
    def required_mfa(self) -> bool: ...
    @property
    def domain_constraints_include(self) -> list[str] | None: ...
    @property
    def domain_constraints_exclude(self) -> list[str] | None: ...


@dataclass(frozen=True)
class SignIn:
    """That an identity proved itself in a session.

    :param domain: the one that somebody vouches for
    :param mfa: whether by several factors
    """

    domain: str | None
    auth_time: datetime
    mfa: bool


@dataclass(frozen=True)
class Evaluation:
    """What came out.

    :param unmet: what the person has to do, as a sentence; None if the policy is met
    :param lacks_mfa: a second factor is what is missing
    :param until: when a policy that is met stops being so, if it looks at the clock
    """

    unmet: str | None = None
    lacks_mfa: bool = False
    until: datetime | None = None


def sign_ins_of(
    authentications: Mapping[str, Mapping[str, Any]], domains: Mapping[str, str | None]
) -> list[SignIn]:
    """Read a session's authentications, as grants keep them.

    :param domains: the vouched domain by identity id; identities that are not there are left
        out, because they have left the account
    """
    return [
        SignIn(
            domain=domains[identity_id],
            auth_time=datetime.fromtimestamp(a["auth_time"], UTC),
            mfa=MFA in (a["amr"] or ()),
        )
        for identity_id, a in authentications.items()
        if identity_id in domains
    ]


def evaluate(
    policy: Conditions,
    sign_ins: Sequence[SignIn],
    linked: Iterable[str | None],
    now: datetime,
) -> Evaluation:
    """Hold a policy against a session.

    A high assurance policy wants one sign-in of this session to meet every condition; for any
    other an identity of the right domain has only to be linked to the account.

    :param linked: the domains of all identities of the account
    """
    fitting = list(sign_ins)
    if policy.high_assurance:
        fitting = [s for s in fitting if _allows(policy, s.domain)]
    elif not any(_allows(policy, domain) for domain in linked):
        fitting = []
    if not fitting:
        return Evaluation(_domain_wanted(policy))
    if policy.required_mfa:
        fitting = [s for s in fitting if s.mfa]
    if not fitting:
        return Evaluation("Sign in with a second factor.", lacks_mfa=True)
    return _recent(policy, fitting, now)


def _recent(policy: Conditions, fitting: Sequence[SignIn], now: datetime) -> Evaluation:
    timeout = policy.authentication_assurance_timeout
    if timeout is None:
        return Evaluation()
    until = max(s.auth_time for s in fitting) + timedelta(seconds=timeout)
    if until <= now:
        return Evaluation("Sign in again: the last time is too long ago.")
    return Evaluation(until=until)


def _allows(policy: Conditions, domain: str | None) -> bool:
    included = policy.domain_constraints_include
    excluded = policy.domain_constraints_exclude or []
    return (included is None or _matches(domain, included)) and not _matches(domain, excluded)


def _matches(domain: str | None, patterns: Iterable[str]) -> bool:
    """Whether the domain is among them; ``*.`` before one stands for all below it."""
    if domain is None:
        return False
    return any(
        domain.endswith(pattern[1:]) if pattern.startswith("*.") else domain == pattern
        for pattern in patterns
    )


def _domain_wanted(policy: Conditions) -> str:
    included = policy.domain_constraints_include
    excluded = policy.domain_constraints_exclude
    if included:
        return f"Sign in with an identity of {', '.join(included)}."
    if excluded:
        return f"Sign in with an identity that is not of {', '.join(excluded)}."
    if included is not None:
        return "This policy lets nobody pass: its list of domains is empty."
    return "Sign in."

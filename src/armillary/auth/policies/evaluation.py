"""Evaluating policies for a session, at sign-in and at introspection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from armillary.auth.errors import InvalidRequest
from armillary.auth.identities.domains import vouched_domain
from armillary.auth.identities.store import linked
from armillary.auth.openid.claims import Authentications
from armillary.auth.policies.model import Policy
from armillary.auth.policies.rules import Evaluation, evaluate, sign_ins_of
from armillary.core.clock import utcnow

_MOST = 50


@dataclass(frozen=True)
class EvaluatedPolicy:
    """A policy, and what came out for one session."""

    policy: Policy
    evaluation: Evaluation


def listed(text: str) -> list[str]:
    """The values of a parameter that is a list with commas, in lower case."""
    return [value for value in (part.strip() for part in text.lower().split(",")) if value]


def evaluate_policies(
    session: Session, ids: Sequence[str], account_id: str, authentications: Authentications
) -> list[EvaluatedPolicy]:
    """Hold each of the policies against a session of an account, in the order named.

    :raises InvalidRequest: one does not exist, or there are too many
    """
    policies = _load(session, ids)
    domains = {i.id: vouched_domain(i) for i in linked(session, account_id)}
    sign_ins, now = sign_ins_of(authentications, domains), utcnow()
    return [EvaluatedPolicy(p, evaluate(p, sign_ins, domains.values(), now)) for p in policies]


def _load(session: Session, ids: Iterable[str]) -> list[Policy]:
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > _MOST:
        raise InvalidRequest(f"At most {_MOST} policies can be named.")
    found = {p.id: p for p in session.scalars(select(Policy).where(Policy.id.in_(wanted)))}
    if lacking := [i for i in wanted if i not in found]:
        raise InvalidRequest(f"There is no authentication policy {', '.join(lacking)}.")
    return [found[i] for i in wanted]

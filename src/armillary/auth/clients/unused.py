"""Clients that were made from a template and never used: anybody can make them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, select
from sqlalchemy.orm import Session, aliased

from armillary.auth.clients.model import Client
from armillary.auth.consents.model import Consent
from armillary.auth.identities.model import Account, Identity
from armillary.auth.projects.model import ProjectAdmin
from armillary.auth.scopes.model import Scope
from armillary.auth.tokens.model import Grant

_BATCH = 500  # so that nobody waits long for the database


def sweep_unused_instances(session: Session, *, made_before: datetime) -> int:
    """Remove some instances of templates with which nobody has logged in; how many they were.

    Call it again until none are left, each time in a transaction of its own.

    :param made_before: younger ones stay
    """
    unused = _unused(made_before)
    found = session.scalars(select(Client.id).where(unused).limit(_BATCH)).all()
    removed = session.scalars(
        delete(Client).where(Client.id.in_(found), unused).returning(Client.id)
    ).all()
    accounts = select(Identity.account_id).where(Identity.id.in_(removed))
    session.execute(
        delete(Account).where(Account.id.in_(accounts)).execution_options(synchronize_session=False)
    )
    return len(removed)


def count_unused_instances(session: Session, *, made_before: datetime) -> int:
    """How many :func:`sweep_unused_instances` would remove."""
    return session.scalar(select(func.count(Client.id)).where(_unused(made_before))) or 0


def _unused(made_before: datetime) -> ColumnElement[bool]:
    """Whether a client is an instance that did nothing: spent grants go, their consents stay."""
    template, child = aliased(Client), aliased(Client)
    templates = select(template.id).where(template.is_template)
    traces = (
        exists().where(Grant.client_id == Client.id),
        exists().where(Consent.app_id == Client.id),
        exists().where(Scope.client_id == Client.id),
        exists().where(ProjectAdmin.identity_id == Client.id),
        select(child.id).where(child.parent_client_id == Client.id).exists(),
    )
    never = [~trace for trace in traces]
    return Client.parent_client_id.in_(templates) & (Client.created < made_before) & _all(never)


def _all(conditions: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    first, *others = conditions
    for each in others:
        first = first & each
    return first

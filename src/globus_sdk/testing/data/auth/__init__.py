"""Answers of Auth."""

from __future__ import annotations

from ...models import ResponseSet
from . import clients, consents, credentials, identities, openid, policies, projects, scopes, tokens

ANSWERS: dict[str, ResponseSet] = {
    **openid.ANSWERS,
    **tokens.ANSWERS,
    **identities.ANSWERS,
    **consents.ANSWERS,
    **projects.ANSWERS,
    **clients.ANSWERS,
    **credentials.ANSWERS,
    **policies.ANSWERS,
    **scopes.ANSWERS,
}

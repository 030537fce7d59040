"""Whether the person has allowed it."""

from __future__ import annotations

from armillary.auth.authorize.authorization import Authorization, Step
from armillary.auth.consents.rules import missing
from armillary.auth.consents.store import granted_paths
from armillary.auth.errors import ConsentRequired


def check_consent(authorization: Authorization) -> Step | None:
    """Ask for consent, but only for what was not consented to before; a device's every time.

    Whoever lures somebody here with a device code of their own must not get in by an earlier
    consent (RFC 8628 section 5.4).

    :raises ConsentRequired: consent is missing, and ``prompt=none`` forbids to ask
    """
    granted = granted_paths(
        authorization.session, authorization.signed_in.identity.id, authorization.client.id
    )
    authorization.missing = missing(authorization.trees, granted, offline=authorization.offline)
    if authorization.missing and "none" in authorization.prompts:
        raise ConsentRequired("The app may not do yet what it asks for.")
    by_device = authorization.user_code is not None
    asks = bool(authorization.missing) or "consent" in authorization.prompts or by_device
    return Step.CONSENT if asks else None

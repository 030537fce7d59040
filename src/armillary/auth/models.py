"""Every table of Auth, imported so that ``Base.metadata`` is complete."""

from armillary.auth.audit import AuditArchive, AuditEvent
from armillary.auth.clients.model import Client, ClientCredential
from armillary.auth.consents.model import Consent
from armillary.auth.device.model import DeviceCode
from armillary.auth.factors.model import Passkey, RecoveryCode, SpentChallenge, Totp
from armillary.auth.federation.model import FederatedSubject
from armillary.auth.identities.model import Account, Identity, KnownProvider, Password
from armillary.auth.policies.model import Policy
from armillary.auth.projects.model import Project, ProjectAdmin, ProjectAdminGroup
from armillary.auth.proofs.model import MailedToken
from armillary.auth.scopes.model import Scope, ScopeDependency
from armillary.auth.sessions.model import Authentication, BrowserSession, FailedLogin
from armillary.auth.tokens.model import (
    AccessToken,
    AuthorizationCode,
    Derivation,
    Grant,
    RefreshToken,
)

__all__ = [
    "AccessToken",
    "Account",
    "AuditArchive",
    "AuditEvent",
    "Authentication",
    "AuthorizationCode",
    "BrowserSession",
    "Client",
    "ClientCredential",
    "Consent",
    "Derivation",
    "DeviceCode",
    "FailedLogin",
    "FederatedSubject",
    "Grant",
    "Identity",
    "KnownProvider",
    "MailedToken",
    "Passkey",
    "Password",
    "Policy",
    "Project",
    "ProjectAdmin",
    "ProjectAdminGroup",
    "RecoveryCode",
    "RefreshToken",
    "Scope",
    "ScopeDependency",
    "SpentChallenge",
    "Totp",
]

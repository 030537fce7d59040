"""Discovery, keys, an ``id_token`` that they verify, and who a token's person is."""

from __future__ import annotations

from ...models import RegisteredResponse, ResponseList, ResponseSet
from .._people import EMAIL, IDENTITY_ID, NAME, ORGANIZATION, USERNAME
from .identities import LAB_PROVIDER
from .shapes import ISSUER, Document, answer, refused

# made for these answers; nobody has the private key any more
KEY: Document = {
    "kty": "RSA",
    "alg": "RS512",
    "use": "sig",
    "kid": "testing",
    "e": "AQAB",
    "n": (
        "tT0rxLQwe3KhFzfYW8GWToLrdttnT1IqUx2ofHlR8wlqbUKz3cU3eAtT3J1ktijeTmziKOAvcN9FnP4phqL_Qjzq"
        "JPKFlIrhX1WZaV-XJNIzFubQ6ZK-yacAkUpTdoL5r04lUIopMrD6VN4qgv9rOEfBv63JKKeea8IfUrgOtl9tBk8u"
        "JREmSHiw0XlnJ_BvRmqexfqvN8Aasvp5tYxHeLGu2tMF98f2zbOBQ4QnrfTu6pDk_5EptA6sT56jJicUyk_PNust"
        "O_VN5bDdk9pd5TfzMfbHARYZBc2KiGk8mzaiRH8OnA0veug46psExIHhvWmbUJPJw-sHS8VpItJudQ"
    ),
}
# signed with it for CLIENT_ID, beside ACCESS_TOKEN, until the year 2100
ACCESS_TOKEN = "AgArmillaryAccessTokenOfTransfer"
ID_TOKEN = (
    "eyJhbGciOiJSUzUxMiIsImtpZCI6InRlc3RpbmciLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJodHRwczovL2F1dGguZ"
    "2xvYnVzLm9yZyIsInN1YiI6IjBkMTI2ZjBmLTIyM2EtNTkzOC05OWE4LWUxNmZjNDlhNWM3ZSIsImF1ZCI6IjRhO"
    "TBiNDYyLWEyZDYtNTQ4ZS04NTM1LTEwZjY3YmZiMWI5MiIsImlhdCI6MTc2ODQ3MzAwMCwiZXhwIjo0MTAyNDQ0O"
    "DAwLCJhdF9oYXNoIjoiSGpWUTVVMFFqSlFFOHAzV3dPUG40UUp2aXVJY2tsOVVtNXkwV1V3cERiWSIsIm5hbWUiO"
    "iJBZGEgTG92ZWxhY2UiLCJlbWFpbCI6ImFkYUBsYWIuZXhhbXBsZS5vcmciLCJwcmVmZXJyZWRfdXNlcm5hbWUiO"
    "iJhZGFAbGFiLmV4YW1wbGUub3JnIiwib3JnYW5pemF0aW9uIjoiRXhhbXBsZSBMYWIiLCJpZGVudGl0eV9wcm92a"
    "WRlciI6ImFlZDI1ZjliLTc5MGQtNWU4YS1hMWZhLTYzNzVjYjZiZTY2NyIsImlkZW50aXR5X3Byb3ZpZGVyX2Rpc"
    "3BsYXlfbmFtZSI6IkV4YW1wbGUgTGFiIn0.G8S5Em1dB87tvEhhnBE4Vks944e9REPEgzyK4SatHt8dRBdc34yMF"
    "Plfm3xSbvTOCxITcltrWFIGzmNhqwKDUlETbx5Bw9_Q37bAjoBpT0zocUIbQLij-tmNterhGL388epK-Zpa-1Xlc"
    "weZh6ikbFKYm0dH23RqOPML4Z5NoCvX9HifKmDLl3RJ9qzPUlyNUS65dRSA-vNJO6iNsPpCg4fCv7xj-izV16FAe"
    "DnrbasS8jof9n_jLfj-YGBQeixUAhSUNVyVwqLbRnFk--4Z8FKBXJoBKRLkCmPoSy667B3x8EBWGqdU7Y9vMdNIm"
    "YXENA_4uUgesGMlj48YLavCsQ"
)
CLAIMS: Document = {
    "sub": IDENTITY_ID,
    "name": NAME,
    "email": EMAIL,
    "email_verified": True,
    "preferred_username": USERNAME,
    "organization": ORGANIZATION,
    "identity_provider": LAB_PROVIDER["id"],
    "identity_provider_display_name": LAB_PROVIDER["name"],
    "last_authentication": 1_768_473_000,
}

_OAUTH = f"{ISSUER}/v2/oauth2"
CONFIGURATION: Document = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{_OAUTH}/authorize",
    "device_authorization_endpoint": f"{_OAUTH}/device_authorization",
    "token_endpoint": f"{_OAUTH}/token",
    "userinfo_endpoint": f"{_OAUTH}/userinfo",
    "revocation_endpoint": f"{_OAUTH}/token/revoke",
    "introspection_endpoint": f"{_OAUTH}/token/introspect",
    "end_session_endpoint": f"{ISSUER}/v2/web/logout",
    "jwks_uri": f"{ISSUER}/jwk.json",
    "scopes_supported": ["openid", "email", "profile"],
    "response_types_supported": ["code"],
    "response_modes_supported": ["query"],
    "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
    "subject_types_supported": ["public"],
    "id_token_signing_alg_values_supported": ["RS512"],
    "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
    "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
    "introspection_endpoint_auth_methods_supported": ["client_secret_basic"],
    "code_challenge_methods_supported": ["S256"],
    "prompt_values_supported": ["none", "login", "consent", "select_account"],
    "claims_supported": [*CLAIMS, "iss", "aud", "iat", "exp", "at_hash"],
    "authorization_response_iss_parameter_supported": True,
    "request_parameter_supported": False,
    "request_uri_parameter_supported": False,
}


def configured() -> RegisteredResponse:
    """The discovery document."""
    return answer(path="/.well-known/openid-configuration", json=CONFIGURATION)


_USERINFO = "/v2/oauth2/userinfo"

ANSWERS: dict[str, ResponseSet] = {
    "get_openid_configuration": ResponseSet(metadata={"issuer": ISSUER}, default=configured()),
    "get_jwk": ResponseSet(
        metadata={"kid": KEY["kid"]},
        default=ResponseList(
            configured(),
            answer(path="/jwk.json", json={"keys": [KEY]}),
        ),
    ),
    "userinfo": ResponseSet(
        unauthorized=refused(_USERINFO, 401, "UNAUTHORIZED", "Call must be authenticated"),
        forbidden=refused(_USERINFO, 403, "FORBIDDEN", "The token lacks the scope openid"),
        default=answer(
            path=_USERINFO,
            json=CLAIMS,
            metadata={"id": IDENTITY_ID, "username": USERNAME},
        ),
    ),
}

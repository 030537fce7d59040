"""Each defence of Auth is switched off in turn: an attack must then succeed.

The table names every ``if`` of the modules below that refuses, and every answer yes or no; a test
compares it with the source, so that a new check needs an attack that it alone fends off.
"""
# ruff: noqa: E501 - conditions stand as they are in the source

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pkgutil import iter_modules
from typing import Any
from unittest import mock

import jwt
import pytest

from armillary.auth import authorize, grants
from armillary.auth.authorize.pipeline import CHECKS, OWN_PAGE_CHECKS
from armillary.auth.factors.challenge import Challenge
from armillary.auth.grants import authorization_code, client_credentials
from armillary.auth.sessions import store as sessions
from armillary.auth.sessions import throttle
from armillary.auth.tokens import store as tokens
from tests.armillary.auth.mutants import Mutant, alive, mutants_of, nothing_done
from tests.armillary.auth.scenarios import SCENARIOS, World
from tests.armillary.auth.sqlite_alone import database_url as database_url
from tests.armillary.auth.test_scenarios import world as world

MODULES = [
    "auth.authorize.api",
    *(
        f"auth.authorize.{m.name}"
        for m in iter_modules(authorize.__path__)
        if m.name[:5] in ("check", "load_")
    ),
    "auth.authorize.code_page",
    "auth.authorize.second_factor",
    *(f"auth.grants.{m.name}" for m in iter_modules(grants.__path__)),
    "auth.clients.authentication",
    "auth.clients.redirects",
    "auth.tokens.api",
    "auth.tokens.introspection",
    "auth.tokens.lifetime",
    "auth.tokens.revocation",
    "auth.tokens.store",
    "auth.callers",
    "auth.parts",
    "auth.page_state",
    "auth.sessions.throttle",
    "auth.sessions.half_way",
    "auth.sessions.password",
    "auth.factors.challenge",
    "auth.factors.use_code",
    "auth.identities.passwords",
    "auth.scopes.domains",
    "auth.consents.rules",
    "auth.account.visit",
    "web.csrf",
    "core.ids",
    "core.signing",
]

# By the attack that then succeeds.
KILLED_BY: dict[str, list[str]] = {
    "a_refresh_token_replaced_meanwhile_is_not_replaced_again": [
        "auth.grants.rotation.rotate: not rotate_refresh_token(transaction, found)",
        "auth.tokens.store.rotate_refresh_token: True",
    ],
    "a_copied_refresh_token_voids_the_login": [
        "auth.grants.rotation.follow: not is_good(request.parts, found)",
        "auth.grants.rotation.is_good: True",
    ],
    "a_device_code_that_another_request_spends_is_not_given": [
        "auth.grants.device_code._spend: not use(session, code)",
    ],
    "devices_wait_for_the_person": [
        "auth.grants.device_code._not_yet: code.decided_at is None",
        "auth.grants.device_code._not_yet: code.expires_at <= now",
        "auth.grants.device_code._not_yet: code.grant_id is None",
        "auth.grants.device_code._not_yet: too_early",
        "auth.grants.device_code.exchange_device_code: isinstance(answer, OAuthError)",
    ],
    "device_codes_are_bound": [
        "auth.grants.device_code._answer: code is None",
        "auth.grants.device_code._answer: code.client_id != request.client.id",
        "auth.grants.device_code._answer: code.used_at is not None",
        "auth.grants.device_code._answer: not proves(request.form.get('code_verifier'), code.parameters.get('code_challenge'))",
    ],
    "disabled_clients_sign_nobody_in": [
        "auth.authorize.load_client.load_client: client.disabled_at is not None",
    ],
    "devices_ask_as_they_may": [
        "auth.authorize.check_prompt.check_prompt: 'none' in prompts and authorization.user_code is not None",
    ],
    "a_code_that_another_request_spends_is_not_given": [
        "auth.grants.authorization_code._spend: not use_code(session, code, utcnow())",
        "auth.tokens.store.use_code: True",
    ],
    "a_decision_is_allow_or_deny": [
        "auth.authorize.api._decide: decision == 'deny'",
        "auth.authorize.api._decide: event is None",
    ],
    "a_refresh_needs_the_consent": [
        "auth.grants.refresh_token._check_consent: not all((any(((*path, scope) in granted for path in above)) for scope in scopes))",
    ],
    "a_refresh_token_revoked_meanwhile_is_refused": [
        "auth.grants.refresh_token._use: not touch_refresh_token(transaction, found)",
        "auth.tokens.store.touch_refresh_token: True",
    ],
    "a_service_exchanges_its_own_tokens_only": [
        "auth.grants.dependent_token._offline: True",
        "auth.grants.dependent_token.exchange_token: token is None",
        "auth.grants.dependent_token.exchange_token: token.resource_server != request.client.resource_server",
    ],
    "a_service_gets_what_was_allowed_only": [
        "auth.consents.rules._allows: True",
        "auth.grants.dependent_token._issue: (missing := unapproved(trees, granted, roots, offline=offline))",
        "auth.grants.dependent_token._offline: access_type not in ('online', 'offline')",
    ],
    "a_stolen_code_is_worthless": [
        "auth.grants.authorization_code._check: code.redirect_uri != redirect_uri",
        "auth.grants.authorization_code._check: not proves(verifier, code.code_challenge)",
        "auth.grants.authorization_code.proves: True",
    ],
    "a_wrong_password_signs_nobody_in": [
        "auth.identities.passwords.verify_password: True",
    ],
    "a_wrong_second_factor_signs_nobody_in": [
        "auth.factors.use_code.use_code: True",
    ],
    "an_old_code_is_refused": [
        "auth.grants.authorization_code._check: code.expires_at <= utcnow()",
    ],
    "bad_redirects_are_not_registered": [
        "auth.clients.redirects._is_allowed: True",
        "auth.clients.redirects.check_registrable: not _is_allowed(parts)",
        "auth.clients.redirects.check_registrable: parts is None",
    ],
    "challenges_are_for_one_purpose": [
        "auth.factors.challenge.Challenge.from_text: claims['purpose'] != purpose.value",
    ],
    "clients_prove_who_they_are": [
        "auth.clients.authentication._confidential_client: row is None",
        "auth.clients.authentication._public_client: not CLIENT_TYPES[KnownClient(*row).client_type].public",
        "auth.clients.authentication._public_client: row is None",
        "auth.clients.authentication.authenticate: form.get('client_id', credentials[0]) != credentials[0]",
        "auth.clients.authentication.authenticate_basic: credentials is None",
    ],
    "foreign_redirects_get_a_page": [
        "auth.authorize.api._told: authorization.redirect_uri is None",
        "auth.authorize.check_redirect_uri.check_redirect_uri: not is_registered(presented, stored, authorization.settings)",
        "auth.clients.redirects._is_loopback: True",
        "auth.clients.redirects.is_registered: True",
        "auth.clients.redirects.matches: True",
    ],
    "forged_forms_do_not_count": [
        "core.ids.secrets_equal: True",
        "web.csrf._is_same_origin: True",
        "web.csrf.check_form: not _is_same_origin(request)",
        "web.csrf.check_form: not cookie",
        "web.csrf.check_form: not secrets_equal(csrf_token(cookie), token)",
        "web.csrf.check_form: not token",
    ],
    "grants_are_for_those_who_may": [
        "auth.clients.authentication.KnownClient.may_use: True",
        "auth.tokens.api.token: not client.may_use(grant_type)",
        "auth.tokens.api.token: grant is None",
    ],
    "guessing_is_slowed_down": [
        "auth.sessions.throttle.check_throttle: counted >= limit",
    ],
    "half_way_ends_with_the_password": [
        "auth.sessions.half_way.HalfWay.identity: not secrets_equal(self.password, _password_mark(session, self.identity_id))",
    ],
    "managing_needs_a_fresh_sign_in": [
        "auth.callers.ApiCaller.require_fresh_session: datetime.fromtimestamp(latest, UTC) < utcnow() - max_age",
    ],
    "only_codes_are_given": [
        "auth.authorize.check_response_type.check_response_type: authorization.parameters.get('response_mode', 'query') != 'query'",
        "auth.authorize.check_response_type.check_response_type: authorization.parameters.keys() & {'request', 'request_uri'}",
        "auth.authorize.check_response_type.check_response_type: response_type != 'code'",
        "auth.authorize.check_response_type.check_response_type: response_type is None",
    ],
    "others_tokens_tell_nothing": [
        "auth.tokens.introspection.may_introspect: True",
        "auth.tokens.revocation._check_owner: client.id not in (owner.id, owner.parent_client_id)",
    ],
    "pages_are_for_one_browser_and_one_use": [
        "auth.page_state.from_text: not secrets_equal(claims['cookie'], secret_hash(cookie or ''))",
        "core.signing.verify: jwt.get_unverified_header(token).get('typ') != kind",
    ],
    "pkce_is_not_weakened": [
        "auth.authorize.check_pkce._check_absent: authorization.client.public and authorization.user_code is None",
        "auth.authorize.check_pkce._check_absent: method is not None",
        "auth.authorize.check_pkce.check_pkce: method != 'S256'",
        "auth.authorize.check_pkce.check_pkce: not _CHALLENGE.fullmatch(challenge)",
    ],
    "prompt_none_shows_no_page": [
        "auth.authorize.check_consent.check_consent: authorization.missing and 'none' in authorization.prompts",
        "auth.authorize.check_login.must_sign_in: 'none' in authorization.prompts",
    ],
    "prompts_are_checked": [
        "auth.authorize.check_prompt._max_age: len(text) > 9",
        "auth.authorize.check_prompt._max_age: not text.isdecimal()",
        "auth.authorize.check_prompt.check_prompt: 'none' in prompts and len(prompts) > 1",
        "auth.authorize.check_prompt.check_prompt: prompts - _PROMPTS",
    ],
    "refresh_tokens_are_bound": [
        "auth.grants.rotation.find_own: found is None",
        "auth.grants.rotation.find_own: found.grant.client_id != request.client.id",
    ],
    "refreshing_widens_nothing": [
        "auth.grants.refresh_token._scopes: not scopes",
        "auth.grants.refresh_token._scopes: not set(scopes) <= set(found.scopes)",
    ],
    "repeated_and_missing_parameters_are_refused": [
        "auth.parts.required: name not in parameters",
        "auth.parts.single_valued: name in parameters",
    ],
    "scopes_are_checked": [
        "auth.authorize.load_scopes.load_scopes: text is None",
    ],
    "scopes_of_a_domain_are_for_its_people": [
        "auth.scopes.domains.require_domains: (lacking := sorted(required - vouched))",
    ],
    "services_sign_nobody_in": [
        "auth.authorize.load_client.load_client: AUTHORIZATION_CODE not in client.grant_types",
    ],
    "the_account_needs_a_fresh_sign_in": [
        "auth.account.visit.visit: step is not None",
    ],
    "the_code_page_shows_codes_only": [
        "auth.authorize.code_page.auth_code: not _CODE.fullmatch(code)",
    ],
    "the_session_is_as_the_app_asks": [
        "auth.authorize.check_session._in_a_domain: True",
        "auth.authorize.check_session._wants_mfa: True",
        "auth.authorize.second_factor.has_mfa: True",
    ],
    "tokens_end_with_the_policy": [
        "auth.tokens.lifetime.lifetime_of: left <= 0",
    ],
    "tokens_open_what_they_are_for": [
        "auth.callers.ApiCaller.require: not self.by_secret and self.scopes.isdisjoint(scopes)",
        "auth.callers.caller_from: found is None",
        "auth.callers.caller_from: found.resource_server != AUTH_RESOURCE_SERVER",
    ],
    "unknown_clients_get_a_page": [
        "auth.authorize.load_client.load_client: client is None",
    ],
}

# Nothing to attack, and why.
HARMLESS = {
    "auth.authorize.code_page.auth_code: error == 'access_denied'": "the page says the same",
    "auth.clients.authentication.basic_credentials: not separator": "no secret is empty",
    "core.signing.load_or_create_key: not isinstance(key, Ed25519PrivateKey)": "the operator's file",
    "core.ids.is_uuid: True": "tells ids from names, and keeps nobody out",
}

# Checks that do their work as a whole: by the attack that succeeds when they do nothing.
WHOLE_CHECKS: dict[str, str] = {
    "load_client": "unknown_clients_get_a_page",
    "check_redirect_uri": "foreign_redirects_get_a_page",
    "check_response_type": "only_codes_are_given",
    "check_pkce": "pkce_is_not_weakened",
    "load_scopes": "scopes_are_checked",
    "check_prompt": "prompts_are_checked",
    "check_login": "nobody_gets_a_code_without_signing_in",
    "check_session": "the_session_is_as_the_app_asks",
    "check_policies": "policies_are_held",
    "check_domains": "scopes_of_a_domain_are_for_its_people",
    "check_consent": "consent_is_asked_for",
    "load_own_page": "the_account_needs_a_fresh_sign_in",
    "check_own_factors": "the_account_needs_its_second_factor",
}


@contextmanager
def _stopped_clock(module: str) -> Iterator[None]:
    then = datetime(2000, 1, 1, tzinfo=UTC)
    with mock.patch(f"armillary.auth.{module}.utcnow", return_value=then):
        yield


@contextmanager
def _unverified() -> Iterator[None]:
    """Signatures, times and audiences are read and not checked."""
    decode = jwt.decode

    def careless(token: str, *_: Any, **__: Any) -> Any:
        return decode(token, options={"verify_signature": False})

    with mock.patch.object(jwt, "decode", careless):
        yield


# What defences rest on besides checks, switched off.
EFFECTS: dict[str, tuple[AbstractContextManager[None], str]] = {
    "codes expire": (_stopped_clock("grants.authorization_code"), "an_old_code_is_refused"),
    "access tokens expire": (_stopped_clock("tokens.lookup"), "an_old_access_token_is_refused"),
    "refresh tokens idle": (_stopped_clock("tokens.lookup"), "an_idle_refresh_token_is_refused"),
    "sessions expire": (_stopped_clock("sessions.store"), "a_session_ends"),
    "sessions end": (nothing_done(sessions.end_session), "a_session_ends"),
    "cookies are renewed": (nothing_done(sessions._renewed), "a_planted_cookie_is_worthless"),
    "replays revoke": (nothing_done(tokens.revoke_grant), "a_replayed_code_voids_everything"),
    "replays are noticed": (
        nothing_done(authorization_code.revoke_replayed),
        "a_replayed_code_voids_everything",
    ),
    "clients have domains": (
        nothing_done(client_credentials._check_domains),
        "scopes_of_a_domain_are_for_its_people",
    ),
    "attempts are counted": (nothing_done(throttle.note_attempt), "guessing_is_slowed_down"),
    "attempts are bounded": (nothing_done(throttle.check_throttle), "guessing_is_slowed_down"),
    "challenges are spent": (nothing_done(Challenge.spend), "challenges_are_answered_once"),
    "pages are signed": (_unverified(), "old_pages_do_not_count"),
}


def _mutants() -> dict[str, Mutant]:
    return {str(mutant): mutant for module in MODULES for mutant in mutants_of(module)}


def _killers() -> dict[str, str]:
    return {mutant: scenario for scenario, killed in KILLED_BY.items() for mutant in killed}


def test_every_check_has_an_attack() -> None:
    assert _killers().keys() | HARMLESS.keys() == _mutants().keys()
    assert not _killers().keys() & HARMLESS.keys()
    assert {check.__name__ for check in (*CHECKS, *OWN_PAGE_CHECKS)} == WHOLE_CHECKS.keys()


@pytest.mark.parametrize("mutant", _killers())
def test_without_a_check_an_attack_succeeds(world: World, mutant: str) -> None:
    with alive(_mutants()[mutant]):
        _succeeds(world, _killers()[mutant])


@pytest.mark.parametrize(
    "check", list(dict.fromkeys([*CHECKS, *OWN_PAGE_CHECKS])), ids=lambda check: check.__name__
)
def test_without_a_step_of_the_pipeline_an_attack_succeeds(world: World, check: Any) -> None:
    with nothing_done(check):
        _succeeds(world, WHOLE_CHECKS[check.__name__])


@pytest.mark.parametrize("effect", EFFECTS)
def test_without_an_effect_an_attack_succeeds(world: World, effect: str) -> None:
    off, scenario = EFFECTS[effect]
    with off:
        _succeeds(world, scenario)


def _succeeds(world: World, scenario: str) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011 - the scenario goes wrong, however
        SCENARIOS[scenario](world)

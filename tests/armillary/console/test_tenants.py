"""What belongs to others is not there: no page shows it, no form changes it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.armillary.auth.browser import Browser
from tests.armillary.auth.conftest import Person
from tests.armillary.console.site import Owner, Site

_ID = re.compile(r"\{([a-z_]+)(?::uuid)?\}")
# Addresses that name nothing of anybody's.
NOBODYS = {"/", "/callback", "/signout", "/apps", "/projects/new", "/register/{kind}"}
NOBODYS |= {"/register/{kind}/app"}

ADDRESSES = [
    "/apps/{client_id:uuid}",
    "/apps/{client_id:uuid}/edit",
    "/apps/{client_id:uuid}/delete",
    "/apps/{client_id:uuid}/secrets/new",
    "/apps/{client_id:uuid}/secrets/{credential_id:uuid}/revoke",
    "/apps/{client_id:uuid}/scopes/new",
    "/apps/{client_id:uuid}/scopes/{scope_id:uuid}/edit",
    "/apps/{client_id:uuid}/scopes/{scope_id:uuid}/delete",
    "/projects/{project_id:uuid}",
    "/projects/{project_id:uuid}/events",
    "/projects/{project_id:uuid}/edit",
    "/projects/{project_id:uuid}/delete",
    "/projects/{project_id:uuid}/admins/add",
    "/projects/{project_id:uuid}/admins/{identity_id:uuid}/remove",
    "/projects/{project_id:uuid}/policies/new",
    "/projects/{project_id:uuid}/policies/{policy_id:uuid}/edit",
    "/projects/{project_id:uuid}/policies/{policy_id:uuid}/delete",
]

# What forms ask for, so that nothing but the tenant is wrong with them.
FILLED = {
    "name": "Taken over",
    "display_name": "Taken over",
    "contact_email": "eve@example.org",
    "description": "x",
    "scope_suffix": "taken",
    "visibility": "public",
    "redirect_uris": "https://evil.example/",
    "dependent_scopes": "",
    "required_domains": "",
    "authentication_assurance_timeout": "",
    "domain_constraints_include": "",
    "domain_constraints_exclude": "",
    "required_idp": "",
    "preselect_idp": "",
    "terms_and_conditions": "",
    "privacy_policy": "",
}


def fill(address: str, ids: dict[str, str]) -> str:
    return _ID.sub(lambda match: ids[match[1]], address)


def signed_in(site: Site, person: Person) -> Browser:
    browser = site.auth.browser()
    browser.open(f"{site.console}/apps")
    browser.sign_in(person.username, person.password)
    if "decision" in browser.response.text:
        browser.submit({"decision": "allow"})
    assert "Your apps" in browser.response.text
    return browser


@pytest.fixture(scope="module")
def intruder(site: Site, eve: Owner) -> Browser:
    """Eve's browser, at the console."""
    return signed_in(site, eve.person)


def post(browser: Browser, url: str, values: dict[str, str]) -> Any:
    """Send a form of the browser's own session to some address."""
    browser.open(f"{url.partition('/developers')[0]}/developers/projects/new")
    tokens = browser.page().forms[-1].fields
    form = {**values, "csrf": tokens["csrf"], "once": tokens["once"]}
    headers = {"Origin": browser.origin}
    return browser.http.post(url, data=form, headers=headers, allow_redirects=False)


def test_every_address_is_tried(site: Site) -> None:
    assert {route.path for route in site.routes("/developers")} == NOBODYS | set(ADDRESSES)


@pytest.mark.parametrize("address", ADDRESSES)
def test_others_things_are_not_there(
    site: Site, ada: Owner, eve: Owner, intruder: Browser, address: str
) -> None:
    before = everything(ada)
    names = _ID.findall(address)
    # All ids the other's; and each of them beside own ones, as where a project is one's own.
    for others in [names, *([name] for name in names)]:
        ids = {**eve.ids, **{name: ada.ids[name] for name in others}}
        url = site.console + fill(address, ids)
        seen = intruder.open(url)
        assert seen.status_code == 404, (url, others)
        assert "Ada" not in seen.text
        sent = post(intruder, url, {**FILLED, "who": eve.person.username, "confirm": "Ada"})
        assert sent.status_code in (404, 405), (url, others)
        assert "Ada" not in sent.text
    assert everything(ada) == before


@pytest.mark.parametrize("address", ADDRESSES)
def test_ones_own_things_are_there(site: Site, eve: Owner, intruder: Browser, address: str) -> None:
    """So that the test above fails for the right reason."""
    assert intruder.open(site.console + fill(address, eve.ids)).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_strangers_are_sent_to_sign_in_and_change_nothing(
    site: Site, ada: Owner, address: str
) -> None:
    before = everything(ada)
    stranger = site.auth.browser()
    url = site.console + fill(address, ada.ids)
    assert "Sign in" in stranger.open(url).text
    sent = stranger.http.post(url, data=FILLED, headers={"Origin": site.base})
    assert sent.status_code in (403, 405)
    assert everything(ada) == before


def test_an_advertised_scope_of_others_is_not_ones_own(
    site: Site, ada: Owner, eve: Owner, intruder: Browser
) -> None:
    path = f"scopes/{ada.ids['scope_id']}"
    ada.api("PUT", path, {"scope": {"advertised": True}})
    assert eve.api("GET", path).status_code == 200
    ids = {**eve.ids, "scope_id": ada.ids["scope_id"]}
    for what in ("edit", "delete"):
        address = f"/apps/{{client_id}}/scopes/{{scope_id}}/{what}"
        assert intruder.open(site.console + fill(address, ids)).status_code == 404
    ada.api("PUT", path, {"scope": {"advertised": False}})


def test_a_form_of_another_session_is_refused(site: Site, ada: Owner, intruder: Browser) -> None:
    own = signed_in(site, ada.person)
    url = site.console + fill("/apps/{client_id}/edit", ada.ids)
    intruder.open(f"{site.console}/projects/new")
    theirs = intruder.page().forms[-1].fields
    before = everything(ada)
    sent = own.http.post(
        url, data={**FILLED, "csrf": theirs["csrf"]}, headers={"Origin": site.base}
    )
    assert sent.status_code == 403
    own.open(url)
    mine = own.page().forms[-1].fields
    elsewhere = {"Origin": "https://evil.example"}
    sent = own.http.post(url, data={**FILLED, "csrf": mine["csrf"]}, headers=elsewhere)
    assert sent.status_code == 403
    assert everything(ada) == before


def everything(owner: Owner) -> list[Any]:
    """All that somebody has registered, as Auth tells it."""
    secrets = f"clients/{owner.ids['client_id']}/credentials"
    paths = ("projects", "clients", "scopes", "policies", secrets)
    return [owner.api("GET", path).json() for path in paths]


@pytest.mark.parametrize("marker", ["x", "0", "-1", "9" * 40, "1%00", "٣"])
def test_a_history_that_begins_nowhere_begins_with_the_newest(
    site: Site, eve: Owner, intruder: Browser, marker: str
) -> None:
    url = site.console + fill("/projects/{project_id}/events", eve.ids)
    seen = intruder.open(f"{url}?marker={marker}")
    assert seen.status_code == 200
    assert "created the policy" in seen.text


def test_a_marker_that_auth_refuses_is_no_failure_of_ours(
    site: Site, eve: Owner, intruder: Browser
) -> None:
    url = site.console + fill("/projects/{project_id}/events", eve.ids)
    assert intruder.open(f"{url}?marker=9999999999").status_code == 400

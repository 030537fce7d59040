"""Every change that Auth wants a new sign-in for waits for it, and nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

import pytest
from playwright.sync_api import Page, expect

from armillary.auth import freshness
from tests.armillary.console.site import HTTPS, Owner, Site, enter, sign_in
from tests.armillary.console.test_tenants import everything, fill

pytestmark = pytest.mark.browser

# Of each form: what to type, and the button.
WRITES: dict[str, tuple[dict[str, str], str]] = {
    "/register/{kind}/app": (
        {"App name": "Typed", "Redirect URIs": f"{HTTPS}\nhttps://typed.example/"},
        "Register App",
    ),
    "/apps/{client_id:uuid}/edit": (
        {"App name": "Typed", "Privacy policy": "https://typed.example/"},
        "Save",
    ),
    "/apps/{client_id:uuid}/delete": (
        {"Type Sue's portal to confirm": "Sue's portal"},
        "Delete the app",
    ),
    "/apps/{client_id:uuid}/secrets/new": ({"Name of the secret": "Typed"}, "Make the secret"),
    "/apps/{client_id:uuid}/secrets/{credential_id:uuid}/revoke": ({}, "Revoke the secret"),
    "/apps/{client_id:uuid}/scopes/new": (
        {"Suffix": "typed", "Name": "Typed", "Description": "Typed\ntwice"},
        "Create the scope",
    ),
    "/apps/{client_id:uuid}/scopes/{scope_id:uuid}/edit": ({"Description": "Typed"}, "Save"),
    "/apps/{client_id:uuid}/scopes/{scope_id:uuid}/delete": ({}, "Delete the scope"),
    "/projects/new": (
        {"Project name": "Typed", "Contact e-mail": "typed@example.org"},
        "Create the project",
    ),
    "/projects/{project_id:uuid}/edit": ({"Project name": "Typed"}, "Save"),
    "/projects/{project_id:uuid}/delete": (
        {"Type Sue's empty project to confirm": "Sue's empty project"},
        "Delete the project",
    ),
    "/projects/{project_id:uuid}/admins/add": (
        {"Username, identity id or group id": "{other}"},
        "Add the administrator",
    ),
    "/projects/{project_id:uuid}/admins/{identity_id:uuid}/remove": (
        {},
        "Remove the administrator",
    ),
    "/projects/{project_id:uuid}/policies/new": (
        {"Policy name": "Typed", "Description": "Typed", "Sign-in lasts": "99"},
        "Create the policy",
    ),
    "/projects/{project_id:uuid}/policies/{policy_id:uuid}/edit": (
        {"Description": "Typed", "Domains that people must be of": "typed.example"},
        "Save",
    ),
    "/projects/{project_id:uuid}/policies/{policy_id:uuid}/delete": ({}, "Delete the policy"),
}
# Choosing a project changes nothing, and asks for a sign-in always.
CHOICE = "/register/{kind}"


@contextmanager
def stale() -> Iterator[None]:
    """Every sign-in is too old for changes."""
    never = timedelta(seconds=-600)
    with (
        mock.patch.object(freshness, "MANAGE_MAX_AGE", never),
        mock.patch.object(freshness, "CREATE_PROJECT_MAX_AGE", never),
    ):
        yield


def test_every_form_is_tried(site: Site) -> None:
    forms = {r.path for r in site.routes("/developers") if "POST" in (r.methods or ())}
    assert forms - {"/signout"} == {*WRITES, CHOICE}


def open_form(page: Page, site: Site, owner: Owner, address: str) -> str:
    ids = {**owner.ids, "kind": "portal"}
    if address == "/projects/{project_id:uuid}/delete":
        ids["project_id"] = owner.empty
    if address.startswith(CHOICE):
        page.goto(f"{site.console}/register/portal")
        page.get_by_role("radio", name="Sue's project").check()
        page.get_by_role("button", name="Continue").click()
        sign_in(page, owner.person)
    else:
        page.goto(site.console + fill(address, ids))
    return page.url


@pytest.mark.parametrize("address", WRITES)
def test_a_change_waits_for_a_new_sign_in(page: Page, site: Site, address: str) -> None:
    owner, other = site.owner("Sue"), site.newcomer("Otto")
    both = {"project": {"admin_ids": [owner.person.id, site.newcomer("Omar").id]}}
    owner.api("PUT", f"projects/{owner.ids['project_id']}", both)
    fields, button = WRITES[address]
    typed = {label: text.format(other=other.username) for label, text in fields.items()}
    enter(page, site, owner.person)
    form = open_form(page, site, owner, address)
    before = everything(owner)

    for label, text in typed.items():
        page.get_by_label(label).and_(page.locator("input, textarea")).last.fill(text)
    with stale():
        page.get_by_role("button", name=button).click()
        expect(page.get_by_text(re.compile("^Sign in again to"))).to_be_visible()
    assert "yped" not in page.url
    sign_in(page, owner.person)
    assert page.url == form
    expect(page.get_by_role("status")).to_contain_text("You signed in again")
    for label, text in typed.items():
        field = page.get_by_label(label).and_(page.locator("input, textarea")).last
        expect(field).to_have_value(text)
    assert everything(owner) == before, "the form was sent again by itself"

    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert everything(owner) != before


def test_what_one_person_typed_is_not_shown_to_another(
    page: Page, site: Site, ada: Owner, eve: Owner
) -> None:
    enter(page, site, ada.person)
    page.goto(f"{site.console}/projects/new")
    page.get_by_label("Project name").fill("Ada's secret plan")
    page.get_by_label("Contact e-mail").fill("ada@example.org")
    with stale():
        page.get_by_role("button", name="Create the project").click()
        expect(page.get_by_text("Sign in again to create a project")).to_be_visible()
    sign_in(page, eve.person)
    expect(page.get_by_label("Project name")).to_have_value("")
    expect(page.get_by_text(eve.person.username)).to_be_visible()


def test_what_was_typed_is_shown_once(page: Page, site: Site, ada: Owner) -> None:
    enter(page, site, ada.person)
    page.goto(f"{site.console}/projects/new")
    page.get_by_label("Project name").fill("Later")
    page.get_by_label("Contact e-mail").fill("ada@example.org")
    with stale():
        page.get_by_role("button", name="Create the project").click()
        expect(page.get_by_text("Sign in again to create a project")).to_be_visible()
    sign_in(page, ada.person)
    expect(page.get_by_label("Project name")).to_have_value("Later")
    page.goto(f"{site.console}/projects/new")
    expect(page.get_by_label("Project name")).to_have_value("")


def test_a_token_that_is_void_leads_to_a_sign_in_too(page: Page, site: Site, ada: Owner) -> None:
    enter(page, site, ada.person)
    page.goto(f"{site.console}/projects/new")
    page.get_by_label("Project name").fill("Kept")
    page.get_by_label("Contact e-mail").fill("ada@example.org")
    elsewhere = page.context.new_page()
    elsewhere.goto(f"{site.auth.url}/v2/web/consents")
    elsewhere.get_by_role("button", name=re.compile("Developer console")).last.click()
    page.get_by_role("button", name="Create the project").click()
    page.get_by_role("button", name="Allow").click()
    expect(page.get_by_label("Project name")).to_have_value("Kept")
    page.get_by_role("button", name="Create the project").click()
    expect(page.get_by_role("status")).to_contain_text("The project is created")

"""What a person does in the console, with scripts, and without them on a telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser, Locator, Page, expect

from armillary.core.ids import is_uuid, new_id
from armillary.groups.model import Group, Membership
from armillary.groups.wire import Policies
from tests.armillary.console.site import HTTPS, Owner, Site, enter, sign_in

pytestmark = pytest.mark.browser

PORTAL = "Register a portal, science gateway, or other application you host"
SERVICE = "Register a service account or application credential for automation"
NATIVE = "Register a thick client or script that will be installed and run by users"
RESOURCE_SERVER = "Register a new resource server or service API"


@pytest.fixture(params=["scripts", "no scripts"])
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A wide page with scripts, or one of 320 pixels without."""
    if request.param == "scripts":
        context = chromium.new_context()
    else:
        context = chromium.new_context(
            java_script_enabled=False, viewport={"width": 320, "height": 640}
        )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def problem(page: Page, text: str) -> None:
    """The page tells this problem, has the focus on it, and its title says so."""
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(text)
    expect(alert).to_be_focused()
    expect(page).to_have_title(re.compile("^Problem: "))


def told(page: Page, text: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(text)


def row(page: Page, text: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=text)


def open_app(page: Page, site: Site, owner: Owner) -> None:
    page.goto(f"{site.console}/apps/{owner.ids['client_id']}")


def open_project(page: Page, site: Site, owner: Owner) -> None:
    page.goto(f"{site.console}/projects/{owner.ids['project_id']}")


@pytest.mark.parametrize(
    ("choice", "kind", "client_type"),
    [
        (PORTAL, "Portal, science gateway", "confidential_client"),
        (SERVICE, "Service account", "client_identity"),
        (NATIVE, "Thick client or script", "public_installed_client"),
        (
            RESOURCE_SERVER,
            "Resource server or service API",
            "hybrid_confidential_client_resource_server",
        ),
    ],
)
def test_registering(
    page: Page, site: Site, ada: Owner, choice: str, kind: str, client_type: str
) -> None:
    page.goto(f"{site.console}/")
    follow(page, choice)
    sign_in(page, ada.person)
    page.get_by_role("radio", name="Ada's project").check()
    press(page, "Continue")
    expect(page.get_by_text("Sign in again to register an app")).to_be_visible()
    sign_in(page, ada.person)
    page.get_by_label("App name").fill("Registered")
    if choice == PORTAL:
        press(page, "Register App")
        problem(page, "Fill in “Redirect URIs”")
        page.get_by_label("Redirect URIs").fill(f"{HTTPS}\n\n http://not-local.example/ \nftp://x")
        press(page, "Register App")
        problem(page, "Line 2: 'http://not-local.example/' can't be a redirect URI")
        problem(page, "Line 3: 'ftp://x'")
        expect(page.get_by_label("App name")).to_have_value("Registered")
        page.get_by_role("link", name="Line 2").click()
        expect(page.get_by_label("Redirect URIs")).to_be_focused()
        page.get_by_label("Redirect URIs").fill(HTTPS)
    press(page, "Register App")
    expect(page.get_by_role("heading", name="Registered")).to_be_visible()
    expect(page.get_by_text(kind)).to_be_visible()
    told(page, "is registered")
    client_id = page.get_by_label("Client UUID").inner_text()
    assert is_uuid(client_id)
    client = ada.api("GET", f"clients/{client_id}").json()["client"]
    assert client["client_type"] == client_type
    assert client["project"] == ada.ids["project_id"]
    page.reload()
    expect(page.get_by_role("status")).to_have_count(0)


def test_a_new_project_with_the_first_app(page: Page, site: Site) -> None:
    newcomer = site.newcomer("Nora")
    page.goto(f"{site.console}/register/service-account")
    sign_in(page, newcomer)
    expect(page.get_by_role("heading", name="Create a project")).to_be_visible()
    page.get_by_label("Project name").fill("First")
    page.get_by_label("Contact e-mail").fill("nora@example.org")
    press(page, "Continue")
    sign_in(page, newcomer)
    page.get_by_label("App name").fill("Nightly job")
    press(page, "Register App")
    expect(page.get_by_role("link", name="First")).to_be_visible()


def test_editing_an_app(page: Page, site: Site) -> None:
    owner = site.owner("Edith")
    enter(page, site, owner.person)
    open_app(page, site, owner)
    follow(page, "Edit the app")
    expect(page.get_by_label("App name")).to_have_value("Edith's portal")
    expect(page.get_by_label("Redirect URIs")).to_have_value(HTTPS)
    page.get_by_label("App name").fill("Renamed")
    page.get_by_label("Redirect URIs").fill(f"{HTTPS}\norg.example.app:/back\nhttps://x/#part")
    page.get_by_label("Terms and conditions").fill("https://")
    page.get_by_role("radio", name="Public").check()
    page.get_by_label("Required identity provider").select_option("Armillary accounts")
    press(page, "Save")
    problem(page, "Give a whole address")
    page.get_by_label("Terms and conditions").fill("https://example.org/terms")
    press(page, "Save")
    problem(page, "Line 3: 'https://x/#part' can't be a redirect URI")
    page.get_by_label("Redirect URIs").fill(f"{HTTPS}\norg.example.app:/back")
    press(page, "Save")
    told(page, "The app is changed")
    client = owner.api("GET", f"clients/{owner.ids['client_id']}").json()["client"]
    assert client["name"] == "Renamed"
    assert client["redirect_uris"] == [HTTPS, "org.example.app:/back"]
    assert client["visibility"] == "public"
    assert client["links"] == {
        "terms_and_conditions": "https://example.org/terms",
        "privacy_policy": None,
    }
    assert client["required_idp"] is not None
    follow(page, "Edit the app")
    page.get_by_label("Required identity provider").select_option("Any")
    page.get_by_label("Terms and conditions").fill("")
    press(page, "Save")
    client = owner.api("GET", f"clients/{owner.ids['client_id']}").json()["client"]
    assert client["required_idp"] is client["links"]["terms_and_conditions"] is None


def test_deleting_an_app_takes_its_name(page: Page, site: Site) -> None:
    owner = site.owner("Dora")
    enter(page, site, owner.person)
    open_app(page, site, owner)
    follow(page, "Delete the app")
    page.get_by_label("Type Dora's portal").fill("Dora's")
    press(page, "Delete the app")
    problem(page, "Type the name exactly")
    page.get_by_label("Type Dora's portal").fill("Dora's portal")
    press(page, "Delete the app")
    told(page, "The app Dora's portal is deleted")
    assert owner.api("GET", f"clients/{owner.ids['client_id']}").status_code == 404


def test_changing_and_deleting_projects(page: Page, site: Site) -> None:
    owner = site.owner("Prue")
    enter(page, site, owner.person)
    open_project(page, site, owner)
    follow(page, "Edit the project")
    page.get_by_label("Project name").fill("Optics")
    page.get_by_label("Contact e-mail").fill("optics@example.org")
    press(page, "Save")
    told(page, "The project is changed")
    follow(page, "Delete the project")
    expect(page.get_by_text("can't be deleted while it has the app Prue's")).to_be_visible()
    expect(page.get_by_role("button", name="Delete the project")).to_have_count(0)
    follow(page, "Back")
    page.goto(f"{site.console}/projects/{owner.empty}/delete")
    page.get_by_label("Type Prue's empty project").fill("Prue's empty project")
    press(page, "Delete the project")
    told(page, "The project Prue's empty project is deleted")
    follow(page, "Create a project")
    page.get_by_label("Project name").fill("Again")
    page.get_by_label("Contact e-mail").fill("again@example.org")
    press(page, "Create the project")
    told(page, "The project is created")
    names = [p["display_name"] for p in owner.api("GET", "projects").json()["projects"]]
    assert sorted(names) == ["Again", "Optics"]


def works(site: Site, client_id: str, secret: str) -> bool:
    form = {"grant_type": "client_credentials", "scope": "openid"}
    url = f"{site.auth.url}/v2/oauth2/token"
    return requests.post(url, data=form, auth=(client_id, secret)).status_code == 200


def test_secrets_are_shown_once_and_can_be_revoked(page: Page, site: Site, ada: Owner) -> None:
    enter(page, site, ada.person)
    open_app(page, site, ada)
    follow(page, "Make a client secret")
    page.get_by_label("Name of the secret").fill("cluster")
    press(page, "Make the secret")
    secret = page.get_by_label("Client secret").inner_text()
    client_id = ada.ids["client_id"]
    assert works(site, client_id, secret)
    page.reload()
    assert secret not in page.content()
    told(page, "This form was sent before")
    expect(row(page, "cluster")).to_have_count(1)
    expect(row(page, "cluster")).to_contain_text(re.compile(r"made \d{4}-\d\d-\d\d \d\d:\d\d UTC"))
    row(page, "cluster").get_by_role("link", name="Revoke").click()
    press(page, "Revoke the secret")
    told(page, "The secret cluster is revoked")
    expect(row(page, "cluster")).to_have_count(0)
    expect(row(page, "laptop")).to_have_count(1)
    assert not works(site, client_id, secret)


def test_scopes_of_a_service(page: Page, site: Site, ada: Owner) -> None:
    enter(page, site, ada.person)
    open_app(page, site, ada)
    follow(page, "Create a scope")
    page.get_by_label("Suffix").fill("Write!")
    page.get_by_label("Name", exact=True).fill("Write")
    page.get_by_label("Description").fill("Write samples\nand more")
    transfer = "urn:globus:auth:scope:transfer.api.globus.org:all"
    page.get_by_label("Dependent scopes").fill(f"{transfer} optional\nno:such:scope\n{transfer} x")
    page.get_by_label("Required domains").fill("example.org")
    page.get_by_label("Everybody may look it up").check()
    press(page, "Create the scope")
    problem(page, "Line 2: There is no scope no:such:scope")
    problem(page, "Line 3: After the scope only")
    expect(page.get_by_label("Everybody may look it up")).to_be_checked()
    page.get_by_label("Dependent scopes").fill(f"{transfer} optional refresh")
    press(page, "Create the scope")
    problem(page, "Write the suffix in small letters")
    page.get_by_label("Suffix").fill("read")
    press(page, "Create the scope")
    problem(page, "There is a scope")
    page.get_by_label("Suffix").fill("write")
    press(page, "Create the scope")
    told(page, "The scope Write is created")

    row(page, "Write samples").get_by_role("link", name="Edit").click()
    expect(page.get_by_label("Dependent scopes")).to_have_value(f"{transfer} optional refresh")
    expect(page.get_by_label("Required domains")).to_have_value("example.org")
    page.get_by_label("Required domains").fill("nonsense")
    press(page, "Save")
    problem(page, "Line 1: This is not a domain")
    page.get_by_label("Required domains").fill("")
    page.get_by_label("Dependent scopes").fill("")
    page.get_by_label("Apps may get refresh tokens").uncheck()
    press(page, "Save")
    told(page, "The scope is changed")
    scopes = ada.api("GET", "scopes").json()["scopes"]
    scope = next(s for s in scopes if s["scope_string"].endswith("/write"))
    assert scope["description"] == "Write samples\nand more"
    assert (scope["advertised"], scope["allows_refresh_token"]) == (True, False)
    assert scope["dependent_scopes"] == scope["required_domains"] == []

    row(page, "Write samples").get_by_role("link", name="Delete").click()
    press(page, "Delete the scope")
    told(page, "The scope Write is deleted")
    expect(row(page, "Write samples")).to_have_count(0)


def test_administrators_come_and_go_and_one_stays(page: Page, site: Site) -> None:
    owner, colleague, other = site.owner("Olga"), site.newcomer("Carl"), site.newcomer("Otto")
    enter(page, site, owner.person)
    open_project(page, site, owner)
    row(page, owner.person.username).get_by_role("link", name="Remove").click()
    expect(page.get_by_text("this is the last one")).to_be_visible()
    follow(page, "Back")
    for who, name in ((colleague.username, colleague), (other.id, other)):
        follow(page, "Add an administrator")
        page.get_by_label("Username, identity id or group id").fill("nobody-here@example.org")
        press(page, "Add the administrator")
        problem(page, "There is no such account or group")
        page.get_by_label("Username, identity id or group id").fill(owner.person.username)
        press(page, "Add the administrator")
        problem(page, "administers this project already")
        page.get_by_label("Username, identity id or group id").fill(who)
        press(page, "Add the administrator")
        told(page, f"{name.username} is an administrator now")
    row(page, other.username).get_by_role("link", name="Remove").click()
    press(page, "Remove the administrator")
    told(page, "is no administrator any more")
    row(page, owner.person.username).get_by_role("link", name="Remove").click()
    press(page, "Remove the administrator")
    expect(page.get_by_role("heading", name="Your apps")).to_be_visible()
    expect(page.get_by_role("link", name="Olga's project")).to_have_count(0)
    project = site.api(colleague)("GET", f"projects/{owner.ids['project_id']}").json()["project"]
    assert project["admin_ids"] == [colleague.id]


def test_a_group_administers_and_stops(page: Page, site: Site) -> None:
    owner, colleague = site.owner("Gina"), site.newcomer("Gus")
    with site.auth.database.write() as session:
        group = Group(name="Gina's lab", description="", policies=Policies().model_dump())
        session.add(group)
        session.flush()
        session.add(
            Membership(group_id=group.id, identity_id=colleague.id, role="member", status="active")
        )
    enter(page, site, owner.person)
    open_project(page, site, owner)
    follow(page, "Add an administrator")
    for who, wrong in ((new_id(), "There is no such account or group"), (group.id, None)):
        page.get_by_label("Username, identity id or group id").fill(who)
        press(page, "Add the administrator")
        if wrong:
            problem(page, wrong)
    told(page, "The group Gina's lab administers the project now")
    api = site.api(colleague)
    path = f"projects/{owner.ids['project_id']}"
    assert api("GET", path).status_code == 200
    follow(page, "Add an administrator")
    page.get_by_label("Username, identity id or group id").fill(group.id)
    press(page, "Add the administrator")
    problem(page, "This group administers this project already")
    open_project(page, site, owner)
    row(page, "Gina's lab").get_by_role("link", name="Remove").click()
    press(page, "Remove the administrator")
    told(page, "Gina's lab is no administrator any more")
    assert api("GET", path).status_code == 404


def test_policies_of_a_project(page: Page, site: Site, ada: Owner) -> None:
    enter(page, site, ada.person)
    open_project(page, site, ada)
    follow(page, "Create a policy")
    page.get_by_label("Policy name").fill("Careful")
    page.get_by_label("Description").fill("For samples of patients")
    page.get_by_label("Sign-in lasts").fill("soon")
    page.get_by_label("Require a second factor").check()
    page.get_by_label("Domains that people must be of").fill("example.org\nnot a domain")
    press(page, "Create the policy")
    problem(page, "Give a whole number of seconds")
    page.get_by_label("Sign-in lasts").fill("3600")
    press(page, "Create the policy")
    problem(page, "Line 2: This is not a domain")
    page.get_by_label("Domains that people must be of").fill("example.org\n*.example.com")
    press(page, "Create the policy")
    problem(page, "Only a high assurance policy")
    page.get_by_label("High assurance").check()
    press(page, "Create the policy")
    told(page, "The policy Careful is created")

    row(page, "For samples of patients").get_by_role("link", name="Edit").click()
    expect(page.get_by_label("Sign-in lasts")).to_have_value("3600")
    page.get_by_label("Sign-in lasts").fill("")
    press(page, "Save")
    problem(page, "can be changed, and not taken away")
    page.get_by_label("Sign-in lasts").fill("60")
    page.get_by_label("Domains that people must be of").fill("")
    page.get_by_label("Domains that people must not be of").fill("example.net")
    press(page, "Save")
    told(page, "The policy is changed")
    policies = ada.api("GET", "policies").json()["policies"]
    policy = next(p for p in policies if p["display_name"] == "Careful")
    assert policy["authentication_assurance_timeout"] == 60
    assert policy["domain_constraints_include"] is None
    assert policy["domain_constraints_exclude"] == ["example.net"]
    assert policy["required_mfa"] is True

    row(page, "For samples of patients").get_by_role("link", name="Delete").click()
    press(page, "Delete the policy")
    told(page, "The policy Careful is deleted")


def test_the_history_tells_who_did_what(page: Page, site: Site) -> None:
    owner, colleague = site.owner("Hilda"), site.newcomer("Kurt")
    enter(page, site, owner.person)
    open_project(page, site, owner)
    follow(page, "Add an administrator")
    page.get_by_label("Username, identity id or group id").fill(colleague.username)
    press(page, "Add the administrator")
    for number in range(50):
        name = {"display_name": f"Name {number}"}
        owner.api("PUT", f"projects/{owner.ids['project_id']}", {"project": name})
    open_project(page, site, owner)
    follow(page, "History")
    expect(row(page, "changed the project Name 49")).to_contain_text(owner.person.username)
    expect(row(page, "changed the project Name 49")).to_contain_text("changed: display name")
    follow(page, "Older")
    expect(row(page, "changed the administrators")).to_contain_text(f"added: {colleague.username}")
    expect(row(page, "made a secret of the app")).to_contain_text("secret: laptop")
    expect(row(page, "registered the app Hilda's portal")).to_have_count(1)
    expect(page.get_by_role("link", name="Older")).to_have_count(0)

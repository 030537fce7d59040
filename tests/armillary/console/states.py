"""Every page of the console and of Auth in every state: the table that accessibility is tested on.

A page that is new has to be added here: ``test_accessibility`` compares the table with the routes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy

from playwright.sync_api import Page
from sqlalchemy.orm import Session

from armillary.auth.account.store import link
from armillary.auth.identities.model import Identity
from armillary.core.ids import new_id
from tests.armillary.auth.conftest import Person
from tests.armillary.auth.factors import code_of, enrol
from tests.armillary.auth.mails import link_in
from tests.armillary.console.site import LAB, Owner, Site, sign_in
from tests.armillary.console.test_step_up import stale
from tests.armillary.console.test_tenants import fill

CONSOLE, AUTH, HOME = "/developers", "/auth", ""
SIGN_UP, CONTINUE = "/v2/web/sign-up", "/v2/web/continue"
AUTHORIZE, CODE = "/v2/oauth2/authorize", "/v2/web/auth-code"
WITH = "/v2/web/sign-in-with/{short_name}"
LOGOUT, CONSENTS = "/v2/web/logout", "/v2/web/consents"
ACCOUNT = "/v2/web/account"
AUTHENTICATOR, PASSKEY = f"{ACCOUNT}/authenticator", f"{ACCOUNT}/passkey"
IDENTITIES = f"{ACCOUNT}/identities"
DEVICE = "/v2/web/device"
PROVIDER = "/v2/web/sign-in-with/{short_name}"
CALLBACK = f"{PROVIDER}/callback"
FORGOT, RESET, VERIFY = "/v2/web/forgot-password", "/v2/web/reset-password", "/v2/web/verify-email"
_MAIL_SECONDS = 20


@dataclass(frozen=True)
class World:
    """What the states are reached in: a browser's page, and people with belongings.

    :param newcomer: somebody who has allowed nothing yet
    """

    page: Page
    site: Site
    ada: Owner
    newcomer: Person

    def console(self, route: str, **ids: str) -> None:
        self.page.goto(self.site.console + fill(route, {**self.ada.ids, **ids}))

    def auth(self, path: str) -> None:
        self.page.goto(self.site.auth.url + path)

    def authorize(self, **changes: str | None) -> None:
        self.page.goto(self.site.auth.authorize_url(**changes))

    def send(self, button: str, /, **typed: str) -> None:
        for name, text in typed.items():
            self.page.fill(f"[name={name}]", text)
        self.page.get_by_role("button", name=button).first.click()


@dataclass(frozen=True)
class State:
    """A page in a state.

    :param part: prefix of the application
    :param route: of the page that is shown, as the application has it
    :param reach: what to do to see it
    :param signed_in: whether Ada is, in the console and with Auth
    :param apart: whether that is in a session of the state's own, because it ends or renews it
    """

    name: str
    part: str
    route: str
    reach: Callable[[World], None]
    signed_in: bool = True
    apart: bool = False


def _open(route: str, name: str, **ids: str) -> State:
    return State(name, CONSOLE, route, lambda w: w.console(route, **ids))


def _wrong(route: str, title: str, button: str, /, **typed: str) -> State:
    """A form of the console with problems."""

    def reach(world: World) -> None:
        world.console(route)
        world.send(button, **typed)

    return State(title, CONSOLE, route, reach)


def _apart(name: str, route: str, reach: Callable[[World], None], *, part: str = CONSOLE) -> State:
    return State(name, part, route, reach, apart=True)


def _auth(
    name: str, route: str, reach: Callable[[World], None], *, signed_in: bool = False
) -> State:
    return State(name, AUTH, route, reach, signed_in)


def _front_page(world: World) -> None:
    world.page.goto(f"{world.site.base}/")


def _flash(world: World) -> None:
    world.console("/projects/{project_id}/edit")
    world.send("Save")


def _secret(world: World) -> None:
    world.console("/apps/{client_id}/secrets/new")
    world.send("Make the secret", name="shown")


def _native_app(world: World) -> None:
    world.console("/apps/{client_id}", client_id=world.ada.native)


def _kept(world: World) -> None:
    world.console("/projects/new")
    with stale():
        world.send("Create the project", display_name="Kept", contact_email="a@example.org")
        sign_in(world.page, world.ada.person)


def _describe(kind: str) -> Callable[[World], None]:
    def reach(world: World) -> None:
        world.console("/register/{kind}", kind=kind)
        world.send("Continue")
        sign_in(world.page, world.ada.person)

    return reach


def _described_wrongly(world: World) -> None:
    _describe("portal")(world)
    world.send("Register App", name="x", redirect_uris="ftp://x\nhttp://y")


def _first_project(world: World) -> None:
    world.page.goto(f"{world.site.console}/register/native")
    sign_in(world.page, world.newcomer)


def _no_apps(world: World) -> None:
    world.page.goto(f"{world.site.console}/apps")
    sign_in(world.page, world.newcomer)


def _refused_project(world: World) -> None:
    world.console("/projects/{project_id}/delete")


def _empty_project(route: str) -> Callable[[World], None]:
    return lambda world: world.console(route, project_id=world.ada.empty)


def _forged(world: World) -> None:
    world.console("/projects/new")
    world.page.locator("main [name=csrf]").evaluate("e => { e.value = 'forged'; }")
    world.send("Create the project")


def _denied_console(world: World) -> None:
    world.page.goto(f"{world.site.console}/apps")
    world.page.get_by_label("Username").fill(world.newcomer.username)
    world.page.get_by_label("Password").fill(world.newcomer.password)
    world.send("Sign in")
    world.send("Deny")


def _provider(world: World) -> None:
    world.authorize()
    world.page.get_by_role("link", name="The Lab").wait_for()


def _absent_provider(world: World) -> None:
    _provider(world)
    world.page.get_by_role("link", name="The Lab").click()


def _sign_up(world: World) -> None:
    world.authorize()
    world.page.get_by_role("link", name="Create an account").click()


def _sign_up_wrongly(world: World) -> None:
    _sign_up(world)
    world.page.locator("form").evaluate("e => { e.noValidate = true; }")
    world.send("Create the account", username="x y", password="short")


def _back_to_sign_in(world: World) -> None:
    _sign_up(world)
    world.page.get_by_role("link", name="I have an account").click()


def _sign_in_wrongly(world: World) -> None:
    world.authorize()
    world.send("Sign in", username="nobody@example.org", password="wrong")


def _consent(**changes: str) -> Callable[[World], None]:
    def reach(world: World) -> None:
        world.authorize(**changes)
        world.page.get_by_label("Username").fill(world.newcomer.username)
        world.page.get_by_label("Password").fill(world.newcomer.password)
        world.send("Sign in")

    return reach


def _code(world: World) -> None:
    _consent()(world)
    world.send("Allow")


def _denied(world: World) -> None:
    world.authorize(prompt="consent")
    world.send("Deny")


def _no_consents(world: World) -> None:
    _consent()(world)
    world.auth(CONSENTS)


def _sign_out(world: World) -> None:
    world.auth(LOGOUT)
    world.send("Sign out")


def _account(world: World) -> None:
    """The account page of somebody new."""
    world.auth(ACCOUNT)
    sign_in(world.page, world.newcomer)


def _account_wrongly(world: World) -> None:
    _account(world)
    world.send("Change the password", current="wrong", password="a quite different one")


def _authenticator(world: World) -> str:
    """The page for adding an app; the app's secret."""
    _account(world)
    world.page.get_by_role("link", name="Add an authenticator app").click()
    return world.page.inner_text("#totp-secret").replace(" ", "")


def _adding(world: World) -> None:
    _authenticator(world)


def _authenticator_wrongly(world: World) -> None:
    _authenticator(world)
    world.send("Add it", code="abcdef")


def _recovery_codes(world: World) -> None:
    secret = _authenticator(world)
    world.send("Add it", code=code_of(secret))


def _account_with_factor(world: World) -> None:
    _recovery_codes(world)
    world.auth(f"{ACCOUNT}?done=factor")


def _identities(world: World) -> None:
    """The identities of somebody new."""
    world.auth(IDENTITIES)
    sign_in(world.page, world.newcomer)


def _linking(world: World) -> None:
    _identities(world)
    world.send("Link another identity")


def _proven(world: World) -> None:
    """The question whether to link a second identity, to which a third one is linked."""
    second, third = world.site.newcomer("Second"), world.site.newcomer("Third")
    with world.site.auth.database.write() as session:
        link(session, account_of(session, second), account_of(session, third))
    _linking(world)
    sign_in(world.page, second)
    world.page.get_by_role("heading", name="Link these identities?").wait_for()


def _linked(world: World) -> None:
    _proven(world)
    world.send("Link them")


def _allowed_by_two(world: World) -> None:
    """What two linked identities allowed."""
    second = world.site.newcomer("Second")
    world.site.auth.log_in(second)
    world.site.auth.log_in(world.newcomer)
    with world.site.auth.database.write() as session:
        link(session, account_of(session, world.newcomer), account_of(session, second))
    world.auth(CONSENTS)
    sign_in(world.page, world.newcomer)


def _second_factor(world: World) -> None:
    enrol(world.site.auth, world.newcomer)
    world.authorize()
    sign_in(world.page, world.newcomer)


def _second_factor_wrongly(world: World) -> None:
    _second_factor(world)
    world.send("Go on", code="000")


def _first_factor(world: World) -> None:
    world.authorize(session_required_mfa="true")
    sign_in(world.page, world.newcomer)


def _forgot(world: World) -> None:
    world.auth(FORGOT)
    world.page.fill("[name=username]", world.newcomer.username)
    world.page.locator("main button[type=submit]").click()


def _link_to(world: World) -> str:
    """The link in the mail that the newcomer gets, which is sent in the background."""
    deadline = time.monotonic() + _MAIL_SECONDS
    while time.monotonic() < deadline:
        for path in world.site.auth.settings.mail_dir.glob("*.eml"):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            if mail["To"] and world.newcomer.username in mail["To"]:
                return link_in(mail)
        time.sleep(0.01)
    raise AssertionError("no mail came")


def _reset(world: World) -> None:
    _forgot(world)
    world.page.goto(_link_to(world))


def _reset_wrongly(world: World) -> None:
    _reset(world)
    world.page.locator("form").evaluate("e => { e.noValidate = true; }")
    world.page.fill("[name=password]", "short")
    world.page.locator("main button[type=submit]").click()


def _verify(world: World) -> None:
    _account(world)
    world.send("Send the mail", email=world.newcomer.username)
    world.page.goto(_link_to(world))


def account_of(session: Session, person: Person) -> str:
    return session.get_one(Identity, person.id).account_id


_APP, _PROJECT = "/apps/{client_id:uuid}", "/projects/{project_id:uuid}"
_SCOPE, _POLICY = f"{_APP}/scopes/{{scope_id:uuid}}", f"{_PROJECT}/policies/{{policy_id:uuid}}"
_NOBODYS = new_id()

STATES: tuple[State, ...] = (
    State("the front page", HOME, "/", _front_page, False),
    # the console
    _open("/", "the kinds of app"),
    State("the kinds, to a stranger", CONSOLE, "/", lambda w: w.console("/"), False),
    State("a login that nobody began", CONSOLE, "/callback", lambda w: w.console("/callback")),
    State("a login that was denied", CONSOLE, "/callback", _denied_console, False),
    _open("/apps", "apps"),
    State("no apps", CONSOLE, "/apps", _no_apps, False),
    _open(_APP, "an app that keeps secrets"),
    State("an app that keeps none", CONSOLE, _APP, _native_app),
    _open(_APP, "an app of somebody else", client_id=_NOBODYS),
    _open("/register/{kind}", "choosing a project"),
    _wrong("/register/{kind}", "a project chosen wrongly", "Continue"),
    State("the first project", CONSOLE, "/register/{kind}", _first_project, False),
    _open("/register/{kind}", "an unknown kind", kind="toaster"),
    _apart("describing a script", "/register/{kind}/app", _describe("native")),
    _apart("describing a portal", "/register/{kind}/app", _describe("portal")),
    _apart("a portal described wrongly", "/register/{kind}/app", _described_wrongly),
    _open(f"{_APP}/edit", "editing an app"),
    _wrong(f"{_APP}/edit", "an app edited wrongly", "Save", name="", redirect_uris="x"),
    _open(f"{_APP}/delete", "deleting an app"),
    _wrong(f"{_APP}/delete", "deleting an app with a wrong name", "Delete the app", confirm="x"),
    _open(f"{_APP}/secrets/new", "making a secret"),
    _wrong(f"{_APP}/secrets/new", "a secret without a name", "Make the secret"),
    State("a new secret", CONSOLE, f"{_APP}/secrets/new", _secret),
    _open(f"{_APP}/secrets/{{credential_id:uuid}}/revoke", "revoking a secret"),
    _open(f"{_APP}/scopes/new", "creating a scope"),
    _wrong(f"{_APP}/scopes/new", "a scope created wrongly", "Create the scope", name="x"),
    _open(f"{_SCOPE}/edit", "editing a scope"),
    _wrong(f"{_SCOPE}/edit", "a scope edited wrongly", "Save", dependent_scopes="x\ny"),
    _open(f"{_SCOPE}/delete", "deleting a scope"),
    _open("/projects/new", "creating a project"),
    _wrong("/projects/new", "a project created wrongly", "Create the project"),
    _apart("a form after a sign-in", "/projects/new", _kept),
    State("a forged form", CONSOLE, "/projects/new", _forged),
    _open(_PROJECT, "a project"),
    State("a project with a message", CONSOLE, _PROJECT, _flash),
    State("an empty project", CONSOLE, _PROJECT, _empty_project(_PROJECT)),
    _open(f"{_PROJECT}/events", "history"),
    _open(f"{_PROJECT}/edit", "editing a project"),
    _wrong(f"{_PROJECT}/edit", "a project edited wrongly", "Save", display_name=""),
    State("a project that has to stay", CONSOLE, f"{_PROJECT}/delete", _refused_project),
    State(
        "deleting a project",
        CONSOLE,
        f"{_PROJECT}/delete",
        _empty_project(f"{_PROJECT}/delete"),
    ),
    _open(f"{_PROJECT}/admins/add", "adding an administrator"),
    _wrong(
        f"{_PROJECT}/admins/add", "an administrator who is nobody", "Add the administrator", who="x"
    ),
    _open(f"{_PROJECT}/admins/{{identity_id:uuid}}/remove", "removing the last administrator"),
    _open(f"{_PROJECT}/policies/new", "creating a policy"),
    _wrong(f"{_PROJECT}/policies/new", "a policy created wrongly", "Create the policy"),
    _open(f"{_POLICY}/edit", "editing a policy"),
    _wrong(
        f"{_POLICY}/edit", "a policy edited wrongly", "Save", domain_constraints_include="x\ny z"
    ),
    _open(f"{_POLICY}/delete", "deleting a policy"),
    # Auth's pages
    _auth("signing in", AUTHORIZE, lambda w: w.authorize(session_message="Once more, please.")),
    _auth("signing in with a wrong password", AUTHORIZE, _sign_in_wrongly),
    _auth("an unknown app", AUTHORIZE, lambda w: w.authorize(client_id=_NOBODYS)),
    _auth("a request that makes no sense", AUTHORIZE, lambda w: w.authorize(response_type="x")),
    _auth("a provider on the sign-in page", AUTHORIZE, _provider),
    _auth("a provider that is not there", PROVIDER, _absent_provider),
    _auth("back from nowhere", CALLBACK, lambda w: w.auth(fill(CALLBACK, {"short_name": LAB}))),
    _auth("signing up", SIGN_UP, _sign_up),
    _auth("signing up wrongly", SIGN_UP, _sign_up_wrongly),
    _auth("back from signing up", CONTINUE, _back_to_sign_in),
    _auth("consent", CONTINUE, _consent()),
    _auth(
        "consent to lasting permissions",
        CONTINUE,
        _consent(access_type="offline", prefill_named_grant="On a laptop"),
    ),
    _auth("a page that waited too long", CONTINUE, lambda w: w.auth(f"{CONTINUE}?interaction=x")),
    _auth("the code", CODE, _code),
    _auth("no code", CODE, lambda w: w.auth(CODE)),
    _auth("no code, because denied", CODE, _denied, signed_in=True),
    _auth("signing out", LOGOUT, lambda w: w.auth(LOGOUT), signed_in=True),
    _apart("signed out", LOGOUT, _sign_out, part=AUTH),
    _auth("apps that are allowed", CONSENTS, lambda w: w.auth(CONSENTS), signed_in=True),
    _auth("no apps that are allowed", CONSENTS, _no_consents),
    _auth("allowed apps, to a stranger", CONSENTS, lambda w: w.auth(CONSENTS)),
    _auth("an account", ACCOUNT, _account),
    _auth("an account changed wrongly", ACCOUNT, _account_wrongly),
    _auth("an account with a second factor", ACCOUNT, _account_with_factor),
    _auth("identities", IDENTITIES, _identities),
    _auth("signing in as an identity to link", IDENTITIES, _linking),
    _auth("linking identities", IDENTITIES, _proven),
    _auth("linked identities", IDENTITIES, _linked),
    _auth("apps that two identities allowed", CONSENTS, _allowed_by_two),
    _auth("adding an authenticator app", AUTHENTICATOR, _adding),
    _auth("a wrong code from the app", AUTHENTICATOR, _authenticator_wrongly),
    _auth("recovery codes", AUTHENTICATOR, _recovery_codes),
    _auth("adding a passkey", PASSKEY, lambda w: w.auth(PASSKEY), signed_in=True),
    _auth("a second factor asked for", AUTHORIZE, _second_factor),
    _auth("a wrong second factor", AUTHORIZE, _second_factor_wrongly),
    _auth("a first second factor", CONTINUE, _first_factor),
    _auth("a device's code", DEVICE, lambda w: w.auth(DEVICE)),
    _auth("a device that was allowed", f"{DEVICE}/allowed", lambda w: w.auth(f"{DEVICE}/allowed")),
    _auth("a device that was denied", f"{DEVICE}/denied", lambda w: w.auth(f"{DEVICE}/denied")),
    _auth("a password forgotten", FORGOT, lambda w: w.auth(FORGOT)),
    _auth("a mail on its way", FORGOT, _forgot),
    _auth("a new password", RESET, _reset),
    _auth("a new password that is too short", RESET, _reset_wrongly),
    _auth("a link that is void", RESET, lambda w: w.auth(f"{RESET}?token=x")),
    _auth("a provider that nobody knows", WITH, lambda w: w.auth("/v2/web/sign-in-with/lab")),
    _auth(
        "back from a provider that nobody knows",
        f"{WITH}/callback",
        lambda w: w.auth("/v2/web/sign-in-with/lab/callback"),
    ),
    _auth("confirming an address", VERIFY, _verify),
    _auth("a link that confirms nothing", VERIFY, lambda w: w.auth(f"{VERIFY}?token=x")),
)

"""Forms on a page of their own: GET shows one, POST to the same address does what it says.

A form that Auth wants a new sign-in for comes back with GET after it, with what was typed, which
the session keeps meanwhile: nothing is sent twice by itself, and nothing typed is in an address.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from armillary.console.context import Console, Visit, visit
from armillary.console.fields import Field, Problem, Typed, Unacceptable, missing, problems_of
from armillary.console.login import begin, step_up
from armillary.console.sessions import BrowserSession
from armillary.core.ids import new_secret
from globus_sdk import AuthAPIError

_REFUSED = (400, 409, 422)
_SIGNED_IN_AGAIN = "You signed in again. Check what you had typed, then send it."
_DONE_BEFORE = "This form was sent before, and what it asks for is done."
CONFIRM = "confirm"


@dataclass(frozen=True)
class Sheet:
    """A form as it is before anybody types.

    :param values: of the fields, as they are now
    :param submit: the button's words
    :param back: the page, below the console, to which leaving the form leads
    :param confirm: what has to be typed before something is destroyed, if anything
    :param danger: whether the form destroys something
    :param refusal: why there is nothing to be done here, if so
    """

    title: str
    submit: str
    back: str
    fields: tuple[Field, ...] = ()
    values: Typed = field(default_factory=dict)
    intro: str = ""
    confirm: str | None = None
    danger: bool = False
    refusal: str | None = None

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """The fields, and the one that has the name typed again."""
        if self.confirm is None:
            return self.fields
        label = f"Type {self.confirm} to confirm"
        rule = f"Type the name exactly as it is here: {self.confirm}"
        return (*self.fields, Field(CONFIRM, label, rule=rule, required=True))


@dataclass(frozen=True)
class Done:
    """What a form asked for is done.

    :param path: the page to go on with, below the console
    :param message: what that page says at first
    """

    path: str
    message: str | None = None


@dataclass(frozen=True)
class Shown:
    """What a form asked for is done, and only the answer to it shows what came of it.

    :param path: the page to go on with when the form is sent once more
    """

    path: str
    template: str
    context: dict[str, Any]


Answer = Done | Shown | Response
Open = Callable[[Visit], Awaitable[Sheet]]
Apply = Callable[[Visit, Typed], Awaitable[Answer]]


async def show(console: Console, request: Request, open_sheet: Open) -> Response:
    """The form, filled in with what is so now, or with what was typed before a sign-in."""
    async with visit(console, request) as visiting:
        sheet = await open_sheet(visiting)
        kept = visiting.browser.take_typed(visiting.here)
        if kept is None:
            return await _page(visiting, sheet, sheet.values)
        return await _page(visiting, sheet, kept, notice=_SIGNED_IN_AGAIN)


async def send(console: Console, request: Request, open_sheet: Open, apply: Apply) -> Response:
    """Do what the form says, or show it again with what is wrong."""
    browser = await console.session(request)
    form = await console.form(request, browser)
    once = form.get("once", "")
    if once in browser.spent:
        return await console.go(browser, browser.spent[once], flash=_DONE_BEFORE)
    try:
        async with visit(console, request, browser) as visiting:
            answer = await _apply(visiting, form, open_sheet, apply)
    except AuthAPIError as error:
        again = step_up(error, console.here(request))
        if again is None:
            raise
        typed = {name: value for name, value in form.items() if name not in ("csrf", "once")}
        browser.keep_typed(again.return_to, typed)
        return await begin(console, browser, again)
    return await _go_on(console, browser, once, answer)


async def _go_on(console: Console, browser: BrowserSession, once: str, answer: Answer) -> Response:
    if isinstance(answer, Response):
        return answer
    if once:
        browser.spend(once, answer.path)
    if isinstance(answer, Shown):
        return await console.show(browser, answer.template, **answer.context)
    return await console.go(browser, answer.path, flash=answer.message)


async def _apply(
    visiting: Visit, form: Mapping[str, str], open_sheet: Open, apply: Apply
) -> Answer:
    sheet = await open_sheet(visiting)
    fields = sheet.all_fields
    typed = {each.name: each.read(form) for each in fields}
    try:
        _check(sheet, typed)
        return await apply(visiting, typed)
    except Unacceptable as error:
        return await _page(visiting, sheet, typed, problems=error.problems)
    except AuthAPIError as error:
        if error.http_status not in _REFUSED:
            raise
        return await _page(visiting, sheet, typed, problems=problems_of(error, fields))


def _check(sheet: Sheet, typed: Typed) -> None:
    if sheet.refusal:
        raise Unacceptable(Problem(sheet.refusal))
    if problems := missing(sheet.all_fields, typed):
        raise Unacceptable(*problems)
    if sheet.confirm is not None and typed[CONFIRM] != sheet.confirm:
        raise Unacceptable(Problem(sheet.all_fields[-1].rule, CONFIRM))


async def _page(
    visiting: Visit,
    sheet: Sheet,
    values: Typed,
    *,
    problems: Sequence[Problem] = (),
    notice: str | None = None,
) -> Response:
    return await visiting.show(
        "form.html",
        status=400 if problems else 200,
        sheet=sheet,
        values=values,
        problems=problems,
        notice=notice,
        here=visiting.here,
        once=new_secret(16),
    )

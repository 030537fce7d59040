"""Server-rendered pages: one base template and style for every application of ours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from armillary.core.settings import Settings
from armillary.web.security import content_security_policy


def static_app() -> StaticFiles:
    """The style sheet and scripts, to be mounted at ``BASE/static``."""
    return StaticFiles(packages=[("armillary.web", "static")])


class Pages:
    """The templates of one application, on top of the shared ones.

    :param package: the application's package; its folder ``templates`` holds its own
    """

    def __init__(self, settings: Settings, package: str) -> None:
        self._environment = Environment(
            loader=ChoiceLoader([PackageLoader(package), PackageLoader("armillary.web")]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["root"] = urlsplit(settings.base_url).path

    def answer(
        self, template: str, *, status: int = 200, form_action: Iterable[str] = (), **context: Any
    ) -> HTMLResponse:
        """A page as an HTTP answer.

        :param form_action: further origins to which the answers to the page's forms redirect
        """
        html = self._environment.get_template(template).render(**context)
        headers = {"Content-Security-Policy": content_security_policy(form_action)}
        return HTMLResponse(html, status_code=status, headers=headers)

    def error(self, *, title: str, message: str, status: int) -> HTMLResponse:
        """The page that tells what went wrong and what to do."""
        return self.answer("error.html", status=status, title=title, message=message)

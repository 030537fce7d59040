"""Questions of runs to people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...models import RegisteredResponse, ResponseSet
from .._people import made_id
from .definitions import TITLE
from .shapes import FLOW_ID, GROUP, OWNER, RUN_ID, Document, answer, paginated, refused, several
from .starting import LABEL

WEB_INPUT_ID = made_id("web input")
POLICY_ID = made_id("policy")
OPTION_ID = "keep"

_QUESTION = "Are the images good?"
_SUMMARY = (
    "id",
    "status",
    "user_roles",
    "input_type",
    "flow",
    "run",
    "created_timestamp",
    "edited_timestamp",
    "closed_timestamp",
)
_OPTIONS = [
    {"option_id": OPTION_ID, "label": "Keep", "description": "The images go to the archive"},
    {"option_id": "discard", "label": "Discard", "description": "The images are deleted"},
]
_TEXT: Document = {
    "title": _QUESTION,
    "presentation_style": "markdown",
    "text": "12 images were recorded.",
}
_TABLE: Document = {
    "title": _QUESTION,
    "presentation_style": "table",
    "rows": [{"field": "images", "value": "12"}],
}


def web_input(web_input_id: str = WEB_INPUT_ID, **changes: Any) -> Document:
    """A question with two answers."""
    return {
        "id": web_input_id,
        "status": "OPEN",
        "user_roles": ["RESPONDENT"],
        "input_type": "OPTION_SELECTION",
        "input_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": _QUESTION,
            "type": "string",
            "oneOf": [
                {
                    "const": one["option_id"],
                    "title": one["label"],
                    "description": one["description"],
                }
                for one in _OPTIONS
            ],
        },
        "context": _TEXT,
        "options": _OPTIONS,
        "roles": {"viewer_urns": [GROUP], "respondent_urns": [OWNER]},
        "creator_urn": OWNER,
        "flow": {"id": FLOW_ID, "title": TITLE},
        "run": {"id": RUN_ID, "label": LABEL},
        "created_timestamp": "2026-01-15T10:30:00+00:00",
        "edited_timestamp": "2026-01-15T10:30:00+00:00",
        "closed_timestamp": None,
        **changes,
    }


def summary(web_input_id: str = WEB_INPUT_ID) -> Document:
    """A question, as lists tell it."""
    known = web_input(web_input_id)
    return {"title": _QUESTION, **{name: known[name] for name in _SUMMARY}}


def policy_required(path: str, *, method: Any = "GET") -> RegisteredResponse:
    """The error without a session that the policy asks for."""
    return answer(
        path=path,
        method=method,
        status=403,
        json={
            "error": {"code": "FORBIDDEN", "detail": "Your session does not satisfy the policy."},
            "code": "AuthorizationRequired",
            "authorization_parameters": {
                "session_required_policies": [POLICY_ID],
                "session_message": "Sign in as the policy asks",
            },
            "web_input_summary": summary(),
        },
    )


def bare_page(name: str, documents: Sequence[Document], marker: str | None = None) -> Document:
    """A page that tells no more than the marker of the next one."""
    return {name: list(documents), "marker": marker}


_LIST = "/web_inputs"
_NAME = "web_input_summaries"
_PATH = f"{_LIST}/{WEB_INPUT_ID}"
_RESPONSE = f"{_PATH}/respond"
_KNOWN = {"web_input_id": WEB_INPUT_ID, "flow_id": FLOW_ID, "run_id": RUN_ID}
_MISSING = f"There is no web input {WEB_INPUT_ID}."

ANSWERS: dict[str, ResponseSet] = {
    "get_web_input": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=_PATH, json=web_input()),
        closed=answer(
            path=_PATH,
            json=web_input(status="CLOSED", closed_timestamp="2026-01-15T10:40:00+00:00"),
        ),
        table_context=answer(path=_PATH, json=web_input(context=_TABLE)),
        not_found=refused(_PATH, 404, "NOT_FOUND", _MISSING),
        auth_policy_required=policy_required(_PATH),
    ),
    "list_web_inputs": ResponseSet(
        metadata={
            "first_web_input_id": WEB_INPUT_ID,
            "flow_id": FLOW_ID,
            "run_id": RUN_ID,
        },
        default=answer(path=_LIST, json=bare_page(_NAME, [summary()])),
        empty=answer(path=_LIST, json=bare_page(_NAME, [])),
        paginated=paginated(
            _LIST,
            _NAME,
            [summary(one) for one in several("web input")],
            shape=bare_page,
        ),
    ),
    "respond_to_web_input": ResponseSet(
        metadata={"web_input_id": WEB_INPUT_ID, "option_id": OPTION_ID},
        default=answer(path=_RESPONSE, method="POST", json={"status": "CLOSED"}),
        not_found=refused(_RESPONSE, 404, "NOT_FOUND", _MISSING, method="POST"),
        closed=refused(_RESPONSE, 409, "STATE_CONFLICT", "The web input is closed.", method="POST"),
        forbidden=refused(
            _RESPONSE, 403, "FORBIDDEN", "You are not asked for an answer.", method="POST"
        ),
        auth_policy_required=policy_required(_RESPONSE, method="POST"),
        invalid_option=refused(
            _RESPONSE,
            422,
            "UNPROCESSABLE_ENTITY",
            f"The options are {OPTION_ID} and discard.",
            method="POST",
        ),
    ),
}

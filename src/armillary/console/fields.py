"""The fields of the console's forms, what is typed into them, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from globus_sdk import AuthAPIError

Kind = Literal["text", "email", "url", "number", "area", "lines", "check", "select", "radio"]
Typed = dict[str, str]

TICKED = "on"


@dataclass(frozen=True)
class Field:
    """One field of a form.

    :param name: of the form's field, and of the same in Auth's document
    :param kind: ``lines`` is a text of which each line is a value of its own
    :param hint: what helps while filling it in
    :param rule: what to say when Auth finds it malformed; without it, Auth's own sentence
    :param options: value and label of what can be chosen
    """

    name: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    rule: str = ""
    required: bool = False
    max_length: int = 255
    options: tuple[tuple[str, str], ...] = ()
    autocomplete: str = "off"

    def read(self, form: Mapping[str, str]) -> str:
        """What is typed, without space around it and without empty lines."""
        text = form.get(self.name, "")
        if self.kind == "lines":
            return "\n".join(lines_of(text))
        return text.replace("\r\n", "\n").strip()


@dataclass(frozen=True)
class Problem:
    """What is wrong, and in which field, if it is in one."""

    message: str
    field: str | None = None


class Unacceptable(Exception):
    """What was typed can't be used."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*(problem.message for problem in problems))
        self.problems = problems


def lines_of(text: str) -> list[str]:
    """The lines that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def ticked(typed: Typed, name: str) -> bool:
    """Whether a box is ticked."""
    return typed.get(name) == TICKED


def missing(fields: Iterable[Field], typed: Typed) -> list[Problem]:
    """The required fields that are empty, which browsers without our page may send."""
    return [
        Problem(field.rule or f"Fill in “{field.label}”.", field.name)
        for field in fields
        if field.required and not typed.get(field.name)
    ]


def problems_of(error: AuthAPIError, fields: Sequence[Field]) -> list[Problem]:
    """What Auth found wrong, each with the field that it is in."""
    told = [p for part in error.errors for p in part.get("problems") or []]
    by_name = {field.name: field for field in fields}
    found = [_problem(p, by_name, malformed=error.http_status == 400) for p in told]
    # A list that is wrong in several ways is told of once.
    return list(dict.fromkeys(found)) or [Problem(error.message or "Auth does not accept this.")]


def _problem(told: dict[str, Any], fields: Mapping[str, Field], *, malformed: bool) -> Problem:
    # Such as /client/redirect_uris/0, whose last step is the line, or /client/links/privacy_policy.
    steps: list[str] = told["pointer"].split("/")
    field = next((fields[step] for step in steps if step in fields), None)
    if field is None:
        return Problem(told["detail"])
    message = field.rule if malformed and field.rule else told["detail"]
    if field.kind == "lines" and steps[-1].isdecimal():
        message = f"Line {int(steps[-1]) + 1}: {message}"
    return Problem(message, field.name)

"""Decisions on signing up: what a username and a password may be."""

from __future__ import annotations

import re
from datetime import timedelta

from armillary.auth.identities.passwords import MAX_LENGTH, MIN_LENGTH
from armillary.auth.identities.rules import USERNAME, is_reserved
from armillary.auth.parts import Parameters
from armillary.mail.message import can_be_written_to

# How recent a sign-in must be for changing what the next one needs.
FRESH = timedelta(minutes=15)

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")


def sign_up_problem(form: Parameters) -> str | None:
    """What is wrong with a filled-in sign-up form, as a sentence, or None."""
    username, password = form.get("username", "").lower(), form.get("password", "")
    if not USERNAME.fullmatch(username) or is_reserved(username):
        return "Choose a username of letters, digits and . _ - @ that begins with a letter."
    if problem := profile_problem(form) or email_problem(form):
        return problem
    return password_problem(password)


def password_problem(password: str) -> str | None:
    """What is wrong with a new password, or None (NIST SP 800-63B section 5.1.1.2)."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        return f"Choose a password of {MIN_LENGTH} to {MAX_LENGTH} characters."
    return None


def profile_problem(form: Parameters) -> str | None:
    """What is wrong with a name and an organization, or None."""
    if not 0 < len(form.get("name", "").strip()) <= 255:
        return "Give your name."
    if len(form.get("organization", "")) > 255:
        return "The organization's name is too long."
    return None


def email_problem(form: Parameters) -> str | None:
    """What is wrong with an e-mail address, or None."""
    email = form.get("email", "")
    if not (_EMAIL.fullmatch(email) and can_be_written_to(email)):
        return "Give a complete e-mail address."
    return None

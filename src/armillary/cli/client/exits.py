"""How the client commands end: exit codes, and errors of the services in words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import cleandoc
from typing import NoReturn, ParamSpec

import click

P = ParamSpec("P")

# 2 is click's: the command was called wrongly.
FAILED = 1
STILL_RUNNING = 3
NOT_LOGGED_IN = 4
INTERRUPTED = 130

EXIT_CODES = """\b
Exit codes:
  0  it worked; a task that was waited for succeeded
  1  it failed, or the task did
  2  the command was called wrongly
  3  the task has not ended yet
  4  nobody is logged in, or more must be allowed: armillary login
"""


def end(message: str, code: int) -> NoReturn:
    """Say why on standard error, and exit."""
    click.echo(f"Error: {message}", err=True)
    sys.exit(code)


def with_services(command: Callable[P, None]) -> Callable[P, None]:
    """A command whose errors of services are told in a sentence, and whose help has the exits."""
    command.__doc__ = f"{cleandoc(command.__doc__ or '')}\n\n{EXIT_CODES}"

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with in_words():
            command(*args, **kwargs)

    return run


@contextmanager
def in_words() -> Iterator[None]:
    """Errors of the services and of the way there, as a sentence and an exit code."""
    from globus_sdk import GlobusAPIError, GlobusError, NetworkError
    from globus_sdk.token_storage import TokenValidationError

    try:
        yield
    except TokenValidationError:
        end("You are not logged in. Log in with: armillary login", NOT_LOGGED_IN)
    except GlobusAPIError as error:
        if error.info.consent_required:
            end(f"{error.message} Allow it with: armillary login", NOT_LOGGED_IN)
        if error.info.authorization_parameters:
            end(f"{error.message} Sign in anew with: armillary login --force", NOT_LOGGED_IN)
        end(error.message or f"The service answered {error.http_status}.", FAILED)
    except NetworkError as error:
        end(f"The services can't be reached: {error}", FAILED)
    except GlobusError as error:
        end(str(error), FAILED)

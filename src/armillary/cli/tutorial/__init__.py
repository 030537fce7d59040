"""``armillary tutorial``: the newcomer's path, on the newcomer's own machine, with real bytes."""

from __future__ import annotations

import os
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.syntax import Syntax

from armillary.cli.tutorial.services import own_services
from armillary.cli.tutorial.signin import authorization_code

_STEPS = Path(__file__).with_name("steps")
_REGISTERED_CLIENT = "61338d24-54d5-408f-a10d-66c06b59f6d2"
# Without one of these a browser would be a textual one, which takes over the terminal.
_SIGNS_OF_A_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


@dataclass(frozen=True)
class Step:
    """One part of the tutorial: what is explained, and the code that then runs."""

    title: str
    text: str
    file: str


STEPS = (
    Step(
        "Log in and get tokens",
        "An app never sees your password. It sends you to the login page; you sign in there, "
        "allow what the app asks for, and bring back a code that the app exchanges for tokens.",
        "login.py",
    ),
    Step(
        "Use a token",
        "The token for the transfer service lets the app ask for your collections.",
        "endpoints.py",
    ),
    Step(
        "Look at the tokens",
        "Each service that you allowed has a token of its own. Without a refresh token you log "
        "in again when it expires.",
        "tokens.py",
    ),
    Step(
        "Log in with a refresh token",
        "Ask for refresh tokens, and the app stays logged in for months.",
        "refresh_login.py",
    ),
    Step(
        "Let the client renew its tokens",
        "The authorizer gets a new access token when the old one expires.",
        "refresh_use.py",
    ),
    Step(
        "Move a file",
        "You describe what is to go where and submit it. From then on the service sees to it: "
        "the destination's node fetches the bytes from the source's, encrypted, checks them, and "
        "only then gives the file its name.",
        "transfer.py",
    ),
)


class Tutorial:
    """One walk through the steps.

    :param state: what ``armillary up --json`` says of the services
    :param auto: whether nobody is there
    """

    def __init__(self, state: dict[str, Any], *, auto: bool, console: Console) -> None:
        self._state = state
        self._auto = auto
        self._console = console
        self._client_id = _REGISTERED_CLIENT
        self._namespace: dict[str, Any] = {"input": self._ask_for_code}

    def run(self) -> None:
        """Walk through all the steps, then prove that the file arrived."""
        os.environ.update(self._state["env"])
        self._introduce()
        if not self._auto:
            self._ask_for_client()
        for number, step in enumerate(STEPS, start=1):
            self._show(number, step)
            self._execute(step)
        self._prove()

    def _introduce(self) -> None:
        demo = self._state["demo"]
        self._console.print(
            Panel(
                f"The services run at [bold]{self._state['base_url']}[/bold], on this machine.\n"
                f"You are [bold]{demo['username']}[/bold], your password is "
                f"[bold]{demo['password']}[/bold].\n\n"
                "An app must be registered before it can ask you to log in. The code below uses\n"
                "one that is registered already; register your own at\n"
                f"[bold]{self._state['base_url']}/developers[/bold] and put its id into the code.",
                title="Armillary tutorial",
            )
        )

    def _ask_for_client(self) -> None:
        answer = self._console.input("Your app's Client UUID, or Enter for the ready-made one: ")
        self._client_id = answer.strip() or _REGISTERED_CLIENT

    def _code(self, step: Step) -> str:
        return (_STEPS / step.file).read_text().replace(_REGISTERED_CLIENT, self._client_id)

    def _show(self, number: int, step: Step) -> None:
        self._console.rule(f"Step {number} of {len(STEPS)}: {step.title}")
        self._console.print(step.text, "\n")
        self._console.print(Syntax(self._code(step), "python", background_color="default"))
        if not self._auto:
            self._console.input("[dim]Press Enter to run it.[/dim] ")
        self._console.print("[dim]It says:[/dim]")

    def _execute(self, step: Step) -> None:
        # Our own files, shown on the screen just before: running them is what a tutorial is for.
        exec(compile(self._code(step), step.file, "exec"), self._namespace)  # noqa: S102
        self._console.print()

    def _ask_for_code(self, prompt: str) -> str:
        url = self._namespace["authorize_url"]
        demo = self._state["demo"]
        if self._auto:
            code = authorization_code(url, demo["username"], demo["password"])
            self._console.print(f"{prompt}{code}", highlight=False)
            return code
        if any(name in os.environ for name in _SIGNS_OF_A_SCREEN):
            webbrowser.open(url)
        return self._console.input(prompt)

    def _prove(self) -> None:
        task = self._namespace["task"]
        if task["status"] != "SUCCEEDED":
            raise TutorialFailed(f"The transfer ended {task['status']}: {task['fatal_error']}")
        source, destination = (Path(c["path"]) for c in self._state["collections"])
        sent = (source / "share/godata/file1.txt").read_bytes()
        arrived = (destination / "copy-of-file1.txt").read_bytes()
        if sent != arrived:
            raise TutorialFailed("The file that arrived differs from the one that was sent.")
        self._console.print(
            f"[green]The {len(arrived)} bytes at {destination / 'copy-of-file1.txt'} are those "
            "of the source.[/green]",
            highlight=False,
            soft_wrap=True,
        )


class TutorialFailed(Exception):
    """A step did not do what it should."""


def run_tutorial(*, auto: bool, data_dir: Path | None) -> int:
    """Run the tutorial; the exit code."""
    console = Console()
    with own_services(data_dir) as state:
        try:
            Tutorial(state, auto=auto, console=console).run()
        except KeyboardInterrupt:
            console.print("\nStopped.")
            return 130
        except TutorialFailed as error:
            console.print(str(error), style="red")
            return 1
        except Exception:
            console.print_exception()
            return 1
    console.print("That was all of it. Next: make run, and the README.")
    return 0

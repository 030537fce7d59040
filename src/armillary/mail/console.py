"""Mail on the terminal, for developers."""

from __future__ import annotations

import sys

from armillary.mail.message import Mail


class ConsoleMailer:
    """Prints each mail, with its link, on standard error."""

    def send(self, mail: Mail) -> None:
        """Print it."""
        print(
            f"--- mail to {mail.to}: {mail.subject}\n{mail.text}\n---", file=sys.stderr, flush=True
        )

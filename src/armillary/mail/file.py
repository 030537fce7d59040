"""Mail as files, for a deployment without a mail server: the operator passes it on."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from armillary.core.clock import utcnow
from armillary.core.files import private_dir, write_private
from armillary.core.ids import new_id
from armillary.mail.message import Mail, MailFailed, message_of

_log = logging.getLogger(__name__)
_SENDER = "armillary@localhost.localdomain"
_SUFFIX = ".eml"


@dataclass(frozen=True)
class FileMailer:
    """Writes each mail into a file of its own (mode 0600); the log names the file, no more.

    :param most: how many files there may be before the oldest go; None where none goes, because
        somebody waits for each
    """

    folder: Path
    most: int | None = None

    def send(self, mail: Mail) -> None:
        """Write the file, named after the time.

        :raises MailFailed: it can't be written
        """
        path = self.folder / f"{utcnow():%Y%m%dT%H%M%S.%f}-{new_id()[:8]}{_SUFFIX}"
        content = message_of(mail, sender=_SENDER).as_bytes()
        try:
            private_dir(self.folder)
            write_private(path, content)
            self._make_room()
        except OSError as error:
            raise MailFailed(f"the mail can't be written: {type(error).__name__}") from error
        if self.most is None:
            # A warning, because somebody must do something: no server is set that would send it.
            _log.warning("a mail waits in %s", path)

    def _make_room(self) -> None:
        if self.most is not None:
            for path in sorted(self.folder.glob(f"*{_SUFFIX}"))[: -self.most]:
                path.unlink(missing_ok=True)

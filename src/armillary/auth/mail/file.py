"""Mail as files, for a deployment without a mail server: the operator passes it on."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from armillary.auth.mail.message import Mail, message_of
from armillary.core.clock import utcnow
from armillary.core.files import private_dir, write_private
from armillary.core.ids import new_id

_log = logging.getLogger(__name__)
_SENDER = "armillary@localhost.localdomain"


@dataclass(frozen=True)
class FileMailer:
    """Writes each mail into a file of its own (mode 0600); the log names the file, no more."""

    folder: Path

    def send(self, mail: Mail) -> None:
        """Write the file, named after the time."""
        private_dir(self.folder)
        path = self.folder / f"{utcnow():%Y%m%dT%H%M%S.%f}-{new_id()[:8]}.eml"
        write_private(path, message_of(mail, sender=_SENDER).as_bytes())
        # A warning, because somebody must do something: no server is set that would send it.
        _log.warning("a mail waits in %s", path)

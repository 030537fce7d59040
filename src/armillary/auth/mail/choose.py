"""Which way mail goes in this deployment."""

from __future__ import annotations

from armillary.auth.mail.console import ConsoleMailer
from armillary.auth.mail.file import FileMailer
from armillary.auth.mail.message import Mailer
from armillary.auth.mail.smtp import SmtpMailer
from armillary.core.settings import Settings


def mailer_of(settings: Settings) -> Mailer:
    """The mailer that the settings choose."""
    if settings.smtp_url:
        return SmtpMailer(settings.smtp_url, settings.mail_from)
    return ConsoleMailer() if settings.mailer == "console" else FileMailer(settings.mail_dir)

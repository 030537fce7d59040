"""Which way mail goes in this deployment."""

from __future__ import annotations

from armillary.core.settings import Settings
from armillary.mail.console import ConsoleMailer
from armillary.mail.file import FileMailer
from armillary.mail.message import Mailer
from armillary.mail.smtp import SmtpMailer

_NOTICES_KEPT = 1000


def mailer_of(settings: Settings) -> Mailer:
    """The mailer that the settings choose for mail on which somebody waits."""
    return _chosen(settings, FileMailer(settings.mail_dir))


def notices_of(settings: Settings) -> Mailer:
    """The same for mail that only tells of something.

    As files it has a folder of its own, where it hides nothing, and the oldest make room.
    """
    return _chosen(settings, FileMailer(settings.mail_dir / "notifications", most=_NOTICES_KEPT))


def _chosen(settings: Settings, files: FileMailer) -> Mailer:
    if settings.smtp_url:
        return SmtpMailer(settings.smtp_url, settings.mail_from)
    return ConsoleMailer() if settings.mailer == "console" else files

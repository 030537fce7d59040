"""Mail through an SMTP server (RFC 5321), over TLS (RFC 3207, RFC 8314)."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from armillary.mail.message import Mail, MailFailed, message_of

_SECONDS = 20
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class SmtpMailer:
    """Sends each mail over a connection of its own.

    :param url: ``smtps://`` is TLS from the start. ``smtp://`` must become TLS by STARTTLS, unless
        the server runs on this machine and doesn't offer it.
    :param sender: the address that mails come from
    """

    url: str
    sender: str

    def send(self, mail: Mail) -> None:
        """Deliver to the server.

        :raises MailFailed: it can't be reached, lacks TLS, or refuses
        """
        message = message_of(mail, sender=self.sender)
        url = urlsplit(self.url)
        context = ssl.create_default_context()
        try:
            with _connected(url, context) as server:
                if url.scheme == "smtp":
                    _secure(server, url.hostname or "", context)
                _log_in(server, url)
                server.send_message(message, from_addr=self.sender, to_addrs=[mail.to])
        except (OSError, smtplib.SMTPException) as error:
            raise MailFailed(f"the mail server did not take it: {type(error).__name__}") from error


def _connected(url: SplitResult, context: ssl.SSLContext) -> smtplib.SMTP:
    host, port = url.hostname or "", url.port or _PORTS[url.scheme]
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=context)
    return smtplib.SMTP(host, port, timeout=_SECONDS)


def _secure(server: smtplib.SMTP, host: str, context: ssl.SSLContext) -> None:
    server.ehlo()
    if server.has_extn("starttls") or not _is_local(host):
        server.starttls(context=context)
        server.ehlo()


def _log_in(server: smtplib.SMTP, url: SplitResult) -> None:
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

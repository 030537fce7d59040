"""A mail, and what sends it."""

from __future__ import annotations

from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Protocol

from armillary.mail.text import one_line

# What an encoded word (RFC 2047) begins with. Python decodes those in the value of a header and
# writes what comes out as it is, line breaks and all.
_ENCODED = "=?"


@dataclass(frozen=True)
class Mail:
    """A mail to one person.

    :param to: the bare address
    """

    to: str
    subject: str
    text: str


class MailFailed(Exception):
    """The mail could not be handed on."""


class Mailer(Protocol):
    """Hands mails on."""

    def send(self, mail: Mail, /) -> None:
        """Hand a mail on; takes as long as it takes.

        :raises MailFailed: nobody took it
        """
        ...


def message_of(mail: Mail, *, sender: str) -> EmailMessage:
    """The mail in the form of RFC 5322.

    :raises MailFailed: the address is none
    """
    message = EmailMessage()
    message["From"], message["To"] = _address(sender), _address(mail.to)
    message["Subject"] = one_line(mail.subject).replace(_ENCODED, "= ?")
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    message.set_content(mail.text)
    return message


def can_be_written_to(address: str) -> bool:
    """Whether mail can go to an address, as far as its form tells."""
    try:
        _address(address)
    except MailFailed:
        return False
    return True


def _address(text: str) -> Address:
    try:
        if _ENCODED in text:
            raise ValueError(text)
        return Address(addr_spec=text)
    except (ValueError, HeaderParseError, IndexError) as error:
        raise MailFailed("the address can't be written in a mail") from error

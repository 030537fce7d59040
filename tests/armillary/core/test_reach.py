"""Where requests to addresses that others chose may go."""

from __future__ import annotations

import pytest

from armillary.core.reach import Reach, is_public


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fe80::1%1", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2002:a00:1::1", False),
    ],
)
def test_which_addresses_are_of_the_internet(address: str, public: bool) -> None:
    assert is_public(address) is public


ALLOWED = Reach.parse("Hooks.lab.example, 10.1.0.0/16,fd00::/8,192.168.1.7")


@pytest.mark.parametrize(
    ("scheme", "host", "address", "permitted"),
    [
        ("https", "example.org", "93.184.216.34", True),
        ("http", "example.org", "93.184.216.34", False),
        ("ftp", "example.org", "93.184.216.34", False),
        ("https", "example.org", "10.1.2.3", True),
        ("http", "example.org", "10.1.2.3", True),
        ("http", "example.org", "::ffff:10.1.2.3", True),
        ("https", "example.org", "10.2.0.1", False),
        ("https", "x", "192.168.1.7", True),
        ("https", "x", "192.168.1.8", False),
        ("https", "x", "fd12::1", True),
        ("http", "hooks.lab.example", "127.0.0.1", True),
        ("https", "HOOKS.lab.example.", "172.16.0.1", True),
        ("ftp", "hooks.lab.example", "127.0.0.1", False),
        ("https", "evil.hooks.lab.example", "172.16.0.1", False),
    ],
)
def test_what_an_operator_allows(scheme: str, host: str, address: str, permitted: bool) -> None:
    assert ALLOWED.permits(scheme, host, address) is permitted


def test_nothing_is_allowed_besides_unless_somebody_says_so() -> None:
    assert Reach.parse(" , ") == Reach()


@pytest.mark.parametrize("text", ["10.0.0.1/8", "*.example.org", "host:443", "1234", "a b", "-x"])
def test_what_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"does not appear|has host bits"):
        Reach.parse(text)

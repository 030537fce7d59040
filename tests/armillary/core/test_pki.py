"""For whom the local authority may vouch."""

from __future__ import annotations

import pytest

from armillary.core.pki import Authority

AUTHORITY = Authority.create(extra_hosts=["nodes.lab.example", "10.7.0.0/16", "192.0.2.1"])


@pytest.mark.parametrize(
    ("host", "permitted"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("10.7.1.2", True),
        ("10.8.0.1", False),
        ("192.0.2.1", True),
        ("192.0.2.2", False),
        ("nodes.lab.example", True),
        ("one.nodes.lab.example", True),
        ("evilnodes.lab.example", False),
        ("lab.example", False),
    ],
)
def test_names_and_networks_of_the_authority(host: str, permitted: bool) -> None:
    assert AUTHORITY.permits(host) is permitted

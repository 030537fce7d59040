"""The environment that points clients at the services."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path

from armillary.cli.deployment import Deployment
from armillary.core.errors import UsageError

_SERVICES = ("AUTH", "TRANSFER", "GROUPS", "SEARCH", "FLOWS", "COMPUTE")


def client_environment(base_url: str, bundle: Path) -> dict[str, str]:
    """The variables that official clients and ours read.

    :param base_url: public URL of the services
    :param bundle: certificates to trust: the public ones and the local authority's
    """
    # Two places in official clients join the Auth URL and a path without a slash between them.
    urls = {f"GLOBUS_SDK_SERVICE_URL_{s}": f"{base_url}/{s.lower()}/" for s in _SERVICES}
    trust = ("GLOBUS_SDK_VERIFY_SSL", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")
    return {
        **urls,
        "GLOBUS_SDK_SERVICE_URL_TIMER": f"{base_url}/timers/",
        "GLOBUS_SDK_SERVICE_URL_APP": f"{base_url}/",
        **dict.fromkeys(trust, str(bundle)),
    }


def export_lines(data_dir: Path) -> list[str]:
    """``export NAME=VALUE`` for a shell to evaluate.

    :raises UsageError: nothing is running there
    """
    state = Deployment(data_dir).running()
    if state is None:
        raise UsageError(f"Nothing is running on {data_dir}. Start it with: armillary up")
    environment: Mapping[str, str] = state["env"]
    return [f"export {name}={shlex.quote(value)}" for name, value in environment.items()]

"""The official library's Groups clients on our service."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.armillary.auth.conftest import AuthServer
from tests.armillary.groups.conftest import MakeMember

ROOT = Path(__file__).parents[3]


def test_the_official_groups_clients_work(server: AuthServer, member: MakeMember) -> None:
    ada, grace = member("ada"), member("grace")
    given = {
        "token": ada.token,
        "person": ada.id,
        "other": grace.id,
        "other_token": grace.token,
    }
    done = subprocess.run(
        [str(ROOT / ".venvs/official-4/bin/python"), "tests/clients/groups.py"],
        cwd=ROOT,
        env={**os.environ, "GLOBUS_SDK_SERVICE_URL_GROUPS": f"{ada.base}/"},
        input=json.dumps(given) + "\n",
        text=True,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == {
        "added": [grace.id, "manager", "active"],
        "listed": ["Microscopy"],
        "members": sorted([[ada.id, "admin"], [grace.id, "manager"]]),
        "again": "ALREADY_ACTIVE",
        "changed": "member",
        "left": "left",
        "invited": "invited",
        "declined": "declined",
        "visibility": "authenticated",
        "asked": "pending",
        "approved": "active",
        "kept": "LAST_ADMIN",
        "renamed": "Optics",
        "unbuilt": [501, "NOT_IMPLEMENTED"],
        "deleted": True,
        "gone": [404, "NOT_FOUND", "There is no such group, or you may not see it."],
    }

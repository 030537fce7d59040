"""The demonstration: a user, two storage nodes and the files of the tutorial.

Plain data, made by the supervisor before anything runs; the API puts it into the database.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from armillary.cli.deployment import Deployment
from armillary.core.files import private_dir, write_private
from armillary.core.ids import new_id, new_secret

# Where a guest collection's root lies in the directory that its node serves.
GUEST_BASE = "/home"
SAMPLE_FOLDER = "share/godata"
SAMPLES = {"file1.txt": "one\n", "file2.txt": "two\n", "file3.txt": "three\n"}
# The ids that the public tutorial's collections have.
_GUEST_IDS = ("6c54cade-bde5-45c1-bdea-f4bd71dba2cc", "31ce9ba0-176d-45a5-add3-f37d233ba47d")
_NODE_NAMES = ("one", "two")


@dataclass(frozen=True)
class DemoNode:
    """One storage node of the demonstration.

    :param token: its one-time enrolment token
    :param mapped_id: the mapped collection on it, owned by a service identity
    :param guest_id: the guest collection on that, owned by the demo user
    :param path: the local directory that is the guest's root
    """

    name: str
    token: str
    mapped_id: str
    guest_id: str
    display_name: str
    path: str


@dataclass(frozen=True)
class Demo:
    """What the demonstration consists of; made once for a data directory."""

    username: str
    password: str
    nodes: list[DemoNode]


def load_demo(deployment: Deployment) -> Demo:
    """The demonstration of a data directory.

    :raises FileNotFoundError: it has none
    """
    document = json.loads(_file(deployment).read_text())
    nodes = [DemoNode(**node) for node in document.pop("nodes")]
    return Demo(**document, nodes=nodes)


def load_or_create_demo(deployment: Deployment) -> Demo:
    """The demonstration of a data directory, with a fresh password when it is new."""
    if not _file(deployment).exists():
        demo = _new_demo(deployment)
        _lay_out_files(deployment, demo)
        write_private(_file(deployment), json.dumps(asdict(demo), indent=1).encode())
    return load_demo(deployment)


def _file(deployment: Deployment) -> Path:
    return deployment.data_dir / "demo.json"


def _new_demo(deployment: Deployment) -> Demo:
    nodes = [
        DemoNode(
            name=name,
            token=new_secret(),
            mapped_id=new_id(),
            guest_id=guest_id,
            display_name=f"Armillary Tutorial Collection {number}",
            path=str(deployment.storage_dir(name) / GUEST_BASE.strip("/")),
        )
        for number, (name, guest_id) in enumerate(zip(_NODE_NAMES, _GUEST_IDS, strict=True), 1)
    ]
    return Demo("demo@armillary.example", secrets.token_urlsafe(9), nodes)


def _lay_out_files(deployment: Deployment, demo: Demo) -> None:
    for node in demo.nodes:
        private_dir(Path(node.path))
    folder = Path(demo.nodes[0].path) / SAMPLE_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in SAMPLES.items():
        (folder / name).write_text(text)

"""Control calls on a real node: what they answer and whom they refuse."""

from __future__ import annotations

import hashlib
import os
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from armillary import __version__
from armillary.core import pki
from armillary.core.ids import new_id
from armillary.datalink.ticket import Operation
from tests.armillary.node.conftest import ENTRY, NodeProcess, StartNode
from tests.armillary.node.service import FakeService

CALLS: dict[str, tuple[Operation, dict[str, Any]]] = {
    "list": ("list", {"path": "/"}),
    "stat": ("list", {"path": "/"}),
    "mkdir": ("modify", {"path": "/d"}),
    "rename": ("modify", {"old_path": "/a", "new_path": "/b"}),
    "symlink": ("modify", {"path": "/l", "target": "a"}),
    "remove": ("modify", {"items": [{"path": "/a"}]}),
    "walk": ("read", {"items": [{"root": 0, "recursive": True}]}),
    "checksum": ("read", {"files": [], "algorithm": "md5"}),
    "pull": ("write", {"units": [], "read_ticket": "", "source": {}}),
    "ticket": ("write", {"read_ticket": ""}),
    "stop": ("write", {}),
    "discard": ("write", {"units": []}),
}


@pytest.fixture
def node(source: NodeProcess) -> NodeProcess:
    return source


def call(node: NodeProcess, name: str, **body: Any) -> requests.Response:
    ticket = node.client.ticket(CALLS[name][0], **body.pop("claims", {}))
    return node.client.call(name, {"ticket": ticket, **body})


def code(response: requests.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


def test_health(node: NodeProcess) -> None:
    answer = node.client.session.get(f"{node.client.base}/control/health", timeout=5)
    assert answer.json() == {
        "node": node.client.node,
        "version": __version__,
        "data_port": node.client.address["port"],
    }


def test_list(node: NodeProcess) -> None:
    (node.root / "d").mkdir()
    (node.root / "d/file").write_text("12345")
    (node.root / "d/.hidden").mkdir()
    (node.root / "d/link").symlink_to("file")
    answer = call(node, "list", path="/d").json()
    assert (answer["path"], answer["absolute_path"], answer["truncated"]) == ("/d/", "/d/", False)
    entries = {entry["name"]: entry for entry in answer["entries"]}
    assert set(entries) == {"file", ".hidden", "link"}
    assert entries["link"] | {"name": "file"} == entries["file"] | {
        "link_target": "file",
        "link_size": 4,
        "link_mtime_ns": (node.root / "d/link").lstat().st_mtime_ns,
    }
    assert len(call(node, "list", path="/d", show_hidden=False).json()["entries"]) == 2
    limited = call(node, "list", path="/d", limit=2).json()
    assert (len(limited["entries"]), limited["truncated"]) == (2, True)
    assert call(node, "stat", path="/d/link").json() == entries["link"]


def test_paths_begin_at_the_base(node: NodeProcess) -> None:
    (node.root / "guest/d").mkdir(parents=True)
    claims = {"base": "/guest"}
    assert call(node, "list", path="/", claims=claims).json()["entries"][0]["name"] == "d"
    assert call(node, "mkdir", path="/e", claims=claims).json() == {}
    assert (node.root / "guest/e").is_dir()
    assert code(call(node, "stat", path="/../guest", claims=claims)) == (400, "INVALID_PATH_NAME")


def test_modifying(node: NodeProcess) -> None:
    assert call(node, "mkdir", path="/d").status_code == 200
    assert code(call(node, "mkdir", path="/d")) == (409, "EXISTS")
    assert code(call(node, "mkdir", path="/no/d")) == (404, "FILE_NOT_FOUND")
    assert call(node, "rename", old_path="/d", new_path="/e").status_code == 200
    assert call(node, "symlink", path="/l", target="e").status_code == 200
    assert os.readlink(node.root / "l") == "e"
    assert code(call(node, "list", path="/d")) == (404, "FILE_NOT_FOUND")
    (node.root / "file").touch()
    assert code(call(node, "list", path="/file")) == (409, "NOT_A_DIRECTORY")
    answer = call(node, "stat", path="/nothing").json()
    assert answer == {
        "code": "FILE_NOT_FOUND",
        "message": "No such file or directory.",
        "path": "nothing",
        "transient": False,
    }


def test_walk(node: NodeProcess) -> None:
    top = node.root / "top"
    (top / "d").mkdir(parents=True)
    (top / "d/file").write_text("12345")
    (top / "loop").symlink_to(".")
    (top / "lost").symlink_to("/etc/passwd")
    items = [{"root": 0, "recursive": True}, {"root": 1, "recursive": True}, {"root": 2}]
    lines = walk(node, ["/top", "/missing", "/top/d"], items)
    rows = {row[0]: row for line in lines if line.get("root") == 0 for row in line["entries"]}
    assert {path: (row[1], row[5]) for path, row in rows.items()} == {
        "": ("dir", None),
        "d": ("dir", None),
        "d/file": ("file", None),
        "loop": ("dir", "."),
        "lost": ("invalid_symlink", "/etc/passwd"),
    }
    found = (top / "d/file").stat()
    assert rows["d/file"][2:5] == [5, found.st_mtime_ns, found.st_mode & 0o7777]
    assert [line["fault"]["code"] for line in lines if "fault" in line] == ["FILE_NOT_FOUND"]
    assert [row[0] for line in lines if line.get("root") == 2 for row in line["entries"]] == [""]
    assert lines[-1] == {"end": "done"}


def test_a_walk_that_follows_links_ends(node: NodeProcess) -> None:
    (node.root / "top/d").mkdir(parents=True)
    (node.root / "top/d/file").touch()
    (node.root / "top/same").symlink_to("d")
    (node.root / "top/d/loop").symlink_to("..")
    items = [{"root": 0, "recursive": True, "follow_links": True}]
    lines = walk(node, ["/top"], items)
    paths = {row[0] for line in lines for row in line.get("entries", [])}
    assert {"d/file", "same/file"} <= paths
    assert "d/loop/d" not in paths


def walk(node: NodeProcess, roots: list[str], items: list[Any]) -> list[dict[str, Any]]:
    ticket = node.client.ticket("read", roots=roots)
    return list(node.client.lines("walk", {"ticket": ticket, "items": items}))


def test_a_walk_in_order_of_what_filters_include(node: NodeProcess) -> None:
    for name in ("b/z", "b/y.tmp", "a/x", "a.txt", "skip/x", "b/c/d"):
        (node.root / name).parent.mkdir(exist_ok=True, parents=True)
        (node.root / name).touch()
    rules = [
        {"method": "exclude", "name": "*.tmp"},
        {"method": "exclude", "path": "skip", "type": "dir"},
    ]
    body = {"items": [{"root": 0, "recursive": True}], "filter_rules": rules, "in_order": True}
    ticket = node.client.ticket("read", roots=["/"])
    lines = [*node.client.lines("walk", {"ticket": ticket} | body)]
    assert [row[0] for row in lines[0]["entries"]] == [
        *("", "a", "a.txt", "b"),
        *("a/x", "b/c", "b/z", "b/c/d"),
    ]
    refused = call(node, "walk", items=[], filter_rules=[{}], claims={"roots": ["/"]})
    assert code(refused) == (400, "BAD_REQUEST")


def test_checksums(node: NodeProcess) -> None:
    contents = [b"one", b"", os.urandom(3_000_000)]
    files: list[list[Any]] = []
    for number, content in enumerate(contents):
        path = node.root / f"f{number}"
        path.write_bytes(content)
        files.append([0, path.name, len(content), path.stat().st_mtime_ns])
    files += [[0, "f0", 3, 1], [0, "missing", 1, 1]]
    body = {
        "files": files,
        "algorithm": "SHA256",
        "ticket": node.client.ticket("read", roots=["/"]),
    }
    lines = [*node.client.lines("checksum", body)]
    digests = {place: hex for line in lines for place, hex in line.get("digests", {}).items()}
    assert digests == {
        str(number): hashlib.sha256(content).hexdigest() for number, content in enumerate(contents)
    }
    faults = {line["place"]: line["fault"]["code"] for line in lines if "fault" in line}
    assert faults == {3: "FILE_SIZE_CHANGED", 4: "FILE_NOT_FOUND"}
    assert lines[-1] == {"end": "done"}
    unknown = call(node, "checksum", files=[], algorithm="crc7", claims={"roots": ["/"]})
    assert code(unknown) == (501, "NOT_SUPPORTED")
    outside = call(
        node, "checksum", files=[[1, "f0", 3, 1]], algorithm="md5", claims={"roots": ["/"]}
    )
    assert code(outside) == (401, "AUTH")


def remove(node: NodeProcess, *paths: str, **how: bool) -> list[dict[str, Any]]:
    body = {"ticket": node.client.ticket("modify"), "items": [{"path": p} for p in paths]}
    return list(node.client.lines("remove", body | how))


def test_remove(node: NodeProcess) -> None:
    for number in range(1100):
        path = node.root / f"top/d{number % 3}/f{number}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (node.root / "outside").mkdir()
    (node.root / "outside/precious").touch()
    (node.root / "top/link").symlink_to("../outside")
    assert fault_codes(remove(node, "/top")) == ["IS_A_DIRECTORY"]
    assert fault_codes(remove(node, "/absent")) == ["FILE_NOT_FOUND"]
    assert fault_codes(remove(node, "/absent", ignore_missing=True)) == []
    lines = remove(node, "/top", recursive=True)
    assert [line["removed"] for line in lines[:-1]] == [500, 1000, 1105]
    assert lines[-1] == {"end": "done"}
    assert os.listdir(node.root) == ["outside"]
    assert os.listdir(node.root / "outside") == ["precious"]
    assert fault_codes(remove(node, "/", recursive=True)) == ["PERMISSION_DENIED"]


PAUSED_REMOVAL = """
import sys, time
from pathlib import Path
from armillary.node import walk
whole = walk.remove
def remove(*arguments, **how):
    for line in whole(*arguments, **how):
        yield line
        while not Path(sys.argv[1], "go").exists():
            time.sleep(0.01)
walk.remove = remove
"""


def test_a_removal_ends_when_a_later_attempt_has_begun(start_node: StartNode) -> None:
    node = start_node("paused", entry=PAUSED_REMOVAL + ENTRY)
    (node.root / "top").mkdir()
    for number in range(1200):
        (node.root / f"top/f{number}").touch()
    task = new_id()
    ticket = node.client.ticket("modify", task=task, attempt=1)
    body = {"ticket": ticket, "items": [{"path": "/top"}], "recursive": True}
    lines = node.client.lines("remove", body)
    assert next(lines) == {"removed": 500}
    assert call(node, "stop", claims={"task": task, "attempt": 2}).json() == {"stopped": False}
    (node.folder / "node/go").touch()
    assert list(lines) == [{"removed": 1000}]
    assert len(os.listdir(node.root / "top")) == 200


def fault_codes(lines: list[dict[str, Any]]) -> list[str]:
    return [line["fault"]["code"] for line in lines if "fault" in line]


def test_remove_by_pattern(node: NodeProcess) -> None:
    for name in ("a1", "a2", "b1", ".a3", "a*"):
        (node.root / "d").mkdir(exist_ok=True)
        (node.root / "d" / name).touch()
    remove(node, "/d/a*")
    assert set(os.listdir(node.root / "d")) == {"a1", "a2", "b1", ".a3"}
    remove(node, "/*/a[12]", "/d/?1", interpret_globs=True)
    assert set(os.listdir(node.root / "d")) == {".a3"}
    assert fault_codes(remove(node, "/d/x*", interpret_globs=True)) == ["FILE_NOT_FOUND"]


@pytest.mark.parametrize("name", CALLS)
def test_every_call_needs_the_services_certificate(node: NodeProcess, name: str) -> None:
    operation, body = CALLS[name]
    service = node.service
    intruder = service.issue("intruder", pki.node_urn(new_id()))
    ticket = node.client.ticket(operation, peer=pki.fingerprint(intruder))
    node.client.identify("intruder")
    assert code(node.client.call(name, {"ticket": ticket, **body})) == (401, "AUTH")
    node.client.session.cert = None
    assert code(node.client.call(name, {"ticket": ticket, **body})) == (401, "AUTH")


def test_a_certificate_of_another_authority_is_refused(node: NodeProcess) -> None:
    stranger = FakeService(node.folder)
    assert stranger.authority is not node.service.authority
    client = node.client
    client.session.cert = (str(node.folder / "transfer.pem"), str(node.folder / "transfer.key"))
    with pytest.raises(requests.ConnectionError):
        client.call("list", {"ticket": client.ticket("list"), "path": "/"})


@pytest.mark.parametrize("name", CALLS)
def test_every_call_needs_a_ticket_for_it(node: NodeProcess, name: str) -> None:
    operation, body = CALLS[name]
    client = node.client
    other: Operation = "list" if operation != "list" else "read"
    wrong = {
        "another operation": client.ticket(other),
        "another peer": client.ticket(operation, peer="00" * 32),
        "another key": client.ticket(operation, key=Ed25519PrivateKey.generate()),
        "expired": client.ticket(operation, lifetime=0),
    }
    for reason, ticket in wrong.items():
        assert code(client.call(name, {"ticket": ticket, **body})) == (401, "AUTH"), reason
    assert code(client.call(name, body)) == (400, "BAD_REQUEST")


def test_a_ticket_for_another_collection(node: NodeProcess) -> None:
    node.client.collection = new_id()
    assert code(call(node, "list", path="/")) == (401, "AUTH")


def test_a_lower_attempt_is_refused_even_after_a_restart(node: NodeProcess) -> None:
    task = new_id()
    roots = {"roots": ["/"], "task": task}
    for attempt, status in ((2, 200), (1, 401), (2, 200), (3, 200), (2, 401)):
        claims = roots | {"attempt": attempt}
        answer = call(node, "walk", items=[{"root": 0}], claims=claims)
        assert answer.status_code == status
    node.kill()
    node.restart()
    answer = call(node, "walk", items=[{"root": 0}], claims=roots | {"attempt": 2})
    assert code(answer) == (401, "AUTH")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"ticket": 3}'])
def test_a_malformed_body(node: NodeProcess, body: bytes) -> None:
    answer = node.client.session.post(f"{node.client.base}/control/list", data=body, timeout=5)
    assert code(answer) == (400, "BAD_REQUEST")


def test_a_call_may_name_as_many_files_as_a_pull_does(node: NodeProcess) -> None:
    files = [[f"a long directory name/{number:0200}", 1, 1, 0] for number in range(500)]
    units = [{"unit": n, "kind": "batch", "root": 0, "files": files} for n in range(64)]
    ticket = node.client.ticket("write", roots=["/"], task="t", attempt=1)
    answer = node.client.call("discard", {"ticket": ticket, "units": units})
    assert answer.json() == {"removed": 0}


def test_unknown_calls_answer_in_the_same_document(node: NodeProcess) -> None:
    assert code(node.client.call("teleport", {})) == (404, "BAD_REQUEST")


def test_the_public_part_needs_no_certificate(node: NodeProcess) -> None:
    session = node.client.session
    session.cert = None
    info = session.get(f"{node.client.base}/api/info", timeout=5).json()
    assert (info["DATA_TYPE"], info["code"], info["http_response_code"]) == (
        "result#1.0.0",
        "success",
        200,
    )
    (facts,) = info["data"]
    assert facts["DATA_TYPE"] == "info#1.0.0"
    assert facts["client_id"] == facts["endpoint_id"] == node.service.endpoints[node.client.node]
    for method, path in (("GET", "collections"), ("POST", "storage_gateways"), ("PUT", "info")):
        answer = session.request(method, f"{node.client.base}/api/{path}", timeout=5)
        assert (answer.status_code, answer.json()["code"]) == (501, "not_implemented"), path

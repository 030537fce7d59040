"""One suite for all storages, and files shared with the official library."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from globus_sdk import GlobusSDKUsageError, ValidationError
from globus_sdk.token_storage import (
    FileTokenStorage,
    JSONTokenStorage,
    MemoryTokenStorage,
    SQLiteTokenStorage,
    TokenStorage,
    TokenStorageData,
)

from ..official import run_official
from . import exchange
from .exchange import token

FILES: list[type[FileTokenStorage]] = [JSONTokenStorage, SQLiteTokenStorage]
Make = Callable[..., TokenStorage]


@pytest.fixture(params=[MemoryTokenStorage, *FILES])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TokenStorage]:
    arguments = [tmp_path / "deep" / "file"] if request.param in FILES else []
    made = request.param(*arguments)
    yield made
    made.close()


def test_tokens_are_stored_replaced_and_removed(storage: TokenStorage) -> None:
    assert storage.get_token_data_by_resource_server() == {}
    assert storage.get_token_data("a") is None
    storage.store_token_data_by_resource_server({"a": token("a"), "b": token("b")})
    storage.store_token_data_by_resource_server({"b": token("c")})
    held = storage.get_token_data_by_resource_server()
    assert {name: one.access_token for name, one in held.items()} == {"a": "at-a", "b": "at-c"}
    assert vars(held["a"]) == vars(token("a"))
    assert storage.remove_token_data("a")
    assert not storage.remove_token_data("a")
    assert list(storage.get_token_data_by_resource_server()) == ["b"]


def test_what_was_handed_out_is_a_copy(storage: TokenStorage) -> None:
    storage.store_token_data_by_resource_server({"a": token("a")})
    storage.get_token_data_by_resource_server().clear()
    assert storage.get_token_data("a") is not None


def test_a_token_response_is_stored(storage: TokenStorage) -> None:
    document = {**token("a").to_dict(), "refresh_token": "rt"}
    response: Any = SimpleNamespace(
        data={"id_token": "x"},
        get=lambda key: "x",
        by_resource_server={"a": document},
        decode_id_token=lambda: {"sub": "someone"},
    )
    storage.store_token_response(response)
    held = storage.get_token_data("a")
    assert held is not None
    assert (held.identity_id, held.refresh_token) == ("someone", "rt")


@pytest.mark.parametrize("kind", FILES)
class TestFiles:
    def test_only_the_owner_reads_them(self, kind: Any, tmp_path: Path) -> None:
        storage = kind(tmp_path / "new" / "file")
        storage.store_token_data_by_resource_server({"a": token("a")})
        storage.close()
        made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in storage_files(tmp_path)}
        assert made.pop("file") == 0o600
        assert made in ({}, {"file.lock": 0o600})
        assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700

    def test_namespaces_are_apart_and_outlast_the_object(self, kind: Any, tmp_path: Path) -> None:
        path = tmp_path / "file"
        for namespace in ("x", "y"):
            storage = kind(path, namespace=namespace)
            storage.store_token_data_by_resource_server({namespace: token(namespace)})
            storage.close()
        again = kind(path, namespace="x")
        assert list(again.get_token_data_by_resource_server()) == ["x"]
        again.close()

    def test_an_app_has_its_own(
        self, kind: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        for environment, prefix in (("production", ""), ("preview", "preview-")):
            config = SimpleNamespace(environment=environment)
            storage = kind.for_globus_app("id", "My App?", config, "ns")
            name = f"{prefix}tokens.{kind.file_format}"
            assert storage.filepath == str(tmp_path / ".globus/app/id/my-app+" / name)
            assert storage.namespace == "ns"
            storage.close()

    def test_the_official_library_reads_ours_and_we_theirs(self, kind: Any, tmp_path: Path) -> None:
        script = Path(exchange.__file__)
        for first, second in ((exchange.run, official), (official, exchange.run)):
            path = str(tmp_path / first.__name__)
            job = {"kind": kind.__name__, "path": path}
            first({**job, "store": ["a"]})
            assert second({**job, "store": ["b"]}) == {
                name: token(name).to_dict() for name in ("a", "b")
            }
        assert script.exists()


def storage_files(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "new").iterdir())


def official(job: dict[str, Any]) -> Any:
    return run_official(4, Path(exchange.__file__), job)


def test_the_former_json_format_is_read_and_rewritten(tmp_path: Path) -> None:
    path = tmp_path / "file"
    former = {"format_version": "1.0", "by_rs": {"a": token("a").to_dict()}}
    path.write_text(json.dumps(former))
    storage = JSONTokenStorage(path)
    assert storage.get_token_data("a") is not None
    storage.store_token_data_by_resource_server({"b": token("b")})
    written = json.loads(path.read_text())
    assert written["format_version"] == "2.0"
    assert list(written["data"]["DEFAULT"]) == ["a", "b"]


@pytest.mark.parametrize(
    "content",
    ["", "text", "[]", "{}", '{"format_version": "9.0", "data": {}}',
     '{"format_version": "2.0", "data": []}', '{"format_version": "1.0"}'],
)  # fmt: skip
def test_other_files_are_refused_and_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "file"
    path.write_text(content)
    storage = JSONTokenStorage(path)
    with pytest.raises(ValueError, match=r"\S"):
        storage.get_token_data_by_resource_server()
    with pytest.raises(ValueError, match=r"\S"):
        storage.store_token_data_by_resource_server({"a": token("a")})
    assert path.read_text() == content


def test_namespaces_of_a_database(tmp_path: Path) -> None:
    storage = SQLiteTokenStorage(tmp_path / "file", namespace="x")
    assert list(storage.iter_namespaces()) == []
    storage.store_token_data_by_resource_server({"a": token("a")})
    assert list(storage.iter_namespaces()) == ["x"]
    storage.close()
    with pytest.raises(GlobusSDKUsageError, match="MemoryTokenStorage"):
        SQLiteTokenStorage(":memory:")


def test_further_values_are_kept_beside() -> None:
    data = TokenStorageData.from_dict({**token("a").to_dict(), "more": 1})
    assert data.extra == {"more": 1}
    assert data.to_dict() == token("a").to_dict()
    assert data.to_dict(include_extra=True) == {**token("a").to_dict(), "more": 1}


@pytest.mark.parametrize("name", ["resource_server", "identity_id", "expires_at_seconds"])
def test_values_have_their_types(name: str) -> None:
    values: dict[str, Any] = {**token("a").to_dict(), name: 1.5}
    with pytest.raises(ValidationError, match=name):
        TokenStorageData.from_dict(values)

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

import globus_sdk

STUB = Path(globus_sdk.__file__).with_suffix(".pyi")


def test_the_stub_and_the_table_of_lazy_names_agree() -> None:
    tree = ast.parse(STUB.read_text())
    in_stub: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            in_stub[str(node.module)] |= {(alias.name, alias.asname) for alias in node.names}
    assert in_stub.pop("_version") == {("__version__", "__version__")}
    exports: dict[str, tuple[str, ...]] = vars(globus_sdk)["_EXPORTS"]
    assert in_stub == {
        module: {(name, name) for name in names} for module, names in exports.items()
    }


def test_all_lists_what_can_be_imported() -> None:
    tree = ast.parse(STUB.read_text())
    listed = next(node.value for node in tree.body if isinstance(node, ast.Assign))
    assert sorted(ast.literal_eval(listed)) == sorted(globus_sdk.__all__)
    for name in globus_sdk.__all__:
        assert getattr(globus_sdk, name) is not None
        assert name in dir(globus_sdk)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        getattr(globus_sdk, "Nonsense")  # noqa: B009


@pytest.mark.parametrize(
    "module",
    ["authorizers", "config", "exc", "paging", "response", "scopes", "services.auth",
     "services.transfer", "transport"],
)  # fmt: skip
def test_what_modules_list_is_there(module: str) -> None:
    import importlib

    loaded = importlib.import_module(f"globus_sdk.{module}")
    names = getattr(loaded, "__all__", ())
    assert all(hasattr(loaded, name) for name in names)

"""The types that we promise a type checker sees, and the mistakes that it finds."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from mypy import api

MISTAKES = {
    "misspelt keyword": (
        "globus_sdk.TransferClient().get_task('t', query_parms={})",
        'Unexpected keyword argument "query_parms"',
    ),
    "misspelt keyword, async": (
        "globus_sdk.AsyncTransferClient().get_task('t', query_parms={})",
        'Unexpected keyword argument "query_parms"',
    ),
    "missing argument": (
        "globus_sdk.TransferClient().operation_mkdir('ep')",
        "Too few arguments",
    ),
    "wrong type": (
        "globus_sdk.TransferClient().endpoint_search(limit='five')",
        'incompatible type "str"; expected "int | MissingType"',
    ),
    "wrong literal": (
        "globus_sdk.TransferClient().endpoint_search(filter_entity_type='share')",
        "incompatible type",
    ),
    "keyword by position": (
        "globus_sdk.AuthClient().create_project('P', 'a@x.org', 'me')",
        "Too many positional arguments",
    ),
    "an app of the other kind": (
        "globus_sdk.TransferClient(app=globus_sdk.AsyncUserApp(client_id='id'))",
        'incompatible type "AsyncUserApp"; expected "App | None"',
    ),
    "an unknown way to log in": (
        "globus_sdk.GlobusAppConfig(login_flow_manager='by-post')",
        "incompatible type",
    ),
    "unknown method": (
        "globus_sdk.TransferClient().get_tusk('t')",
        'has no attribute "get_tusk"; maybe "get_task"?',
    ),
    "unknown name": (
        "globus_sdk.TransfrClient",
        'has no attribute "TransfrClient"',
    ),
    "forgotten await": (
        "async def main() -> None:\n"
        "    print((await globus_sdk.AsyncTransferClient().get_task('t'))['status'])\n"
        "    print(globus_sdk.AsyncTransferClient().get_task('t')['status'])",
        'Value of type "Coroutine[Any, Any, GlobusHTTPResponse]" is not indexable',
    ),
    "await and forget": (
        "async def main() -> None:\n    globus_sdk.AsyncTransferClient().cancel_task('t')",
        "must be used",
    ),
    "awaiting a sync client": (
        "async def main() -> None:\n    await globus_sdk.TransferClient().get_task('t')",
        'Incompatible types in "await"',
    ),
    "sync iteration over async pages": (
        "for page in globus_sdk.AsyncTransferClient().paginated.task_list():\n    pass",
        'has no attribute "__iter__"',
    ),
    "misspelt option of a transfer": (
        "globus_sdk.TransferData('a', 'b', labl='x')",
        "No overload variant",
    ),
    "wrong option of a transfer": (
        "globus_sdk.TransferData('a', 'b', sync_level='newer')",
        "No overload variant",
    ),
}


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What mypy says of each mistake, and of the code without mistakes."""
    folder = tmp_path_factory.mktemp("code")
    for number, (code, _) in enumerate(MISTAKES.values()):
        (folder / f"mistake_{number}.py").write_text(f"import globus_sdk\n\n{code}\n")
    good = Path(__file__).with_name("user_code.py")
    config = Path(__file__).parents[2] / "pyproject.toml"
    output, trouble, _ = api.run(["--config-file", str(config), str(good), str(folder)])
    assert not trouble, trouble
    found: dict[str, str] = defaultdict(str)
    for line in output.splitlines():
        if match := re.match(r"(?:.*/)?(\w+)\.py:\d+: (.*)", line):
            found[match[1]] += f"{match[2]}\n"
    return found


def test_code_without_mistakes_has_the_right_types(errors: dict[str, str]) -> None:
    assert errors.get("user_code") is None


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_found(name: str, errors: dict[str, str]) -> None:
    expected = MISTAKES[name][1]
    assert expected in errors[f"mistake_{list(MISTAKES).index(name)}"]

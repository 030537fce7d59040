"""The types that we promise a type checker sees, and the mistakes that it finds."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from mypy import api

MISTAKES = {  # the code, what mypy says and what pyright says
    "misspelt keyword": (
        "globus_sdk.TransferClient().get_task('t', query_parms={})",
        'Unexpected keyword argument "query_parms"',
        'No parameter named "query_parms"',
    ),
    "misspelt keyword, async": (
        "globus_sdk.AsyncTransferClient().get_task('t', query_parms={})",
        'Unexpected keyword argument "query_parms"',
        'No parameter named "query_parms"',
    ),
    "missing argument": (
        "globus_sdk.TransferClient().operation_mkdir('ep')",
        "Too few arguments",
        'Argument missing for parameter "path"',
    ),
    "wrong type": (
        "globus_sdk.TransferClient().endpoint_search(limit='five')",
        'incompatible type "str"; expected "int | MissingType"',
        '"Literal[\'five\']" cannot be assigned to parameter "limit"',
    ),
    "wrong literal": (
        "globus_sdk.TransferClient().endpoint_search(filter_entity_type='share')",
        "incompatible type",
        'cannot be assigned to parameter "filter_entity_type"',
    ),
    "keyword by position": (
        "globus_sdk.AuthClient().create_project('P', 'a@x.org', 'me')",
        "Too many positional arguments",
        "Expected 2 positional arguments",
    ),
    "an app of the other kind": (
        "globus_sdk.TransferClient(app=globus_sdk.AsyncUserApp(client_id='id'))",
        'incompatible type "AsyncUserApp"; expected "App | None"',
        "reportArgumentType",
    ),
    "an unknown way to log in": (
        "globus_sdk.GlobusAppConfig(login_flow_manager='by-post')",
        "incompatible type",
        "reportArgumentType",
    ),
    "unknown method": (
        "globus_sdk.TransferClient().get_tusk('t')",
        'has no attribute "get_tusk"; maybe "get_task"?',
        'Cannot access attribute "get_tusk"',
    ),
    "unknown name": (
        "globus_sdk.TransfrClient",
        'has no attribute "TransfrClient"',
        '"TransfrClient" is not a known attribute',
    ),
    "forgotten await": (
        "async def main() -> None:\n"
        "    print((await globus_sdk.AsyncTransferClient().get_task('t'))['status'])\n"
        "    print(globus_sdk.AsyncTransferClient().get_task('t')['status'])",
        'Value of type "Coroutine[Any, Any, GlobusHTTPResponse[TypedDict({',
        '"__getitem__" method not defined on type "Coroutine',
    ),
    "await and forget": (
        "async def main() -> None:\n    globus_sdk.AsyncTransferClient().cancel_task('t')",
        "must be used",
        "reportUnusedCoroutine",
    ),
    "awaiting a sync client": (
        "async def main() -> None:\n    await globus_sdk.TransferClient().get_task('t')",
        'Incompatible types in "await"',
        "is not awaitable",
    ),
    "sync iteration over async pages": (
        "for page in globus_sdk.AsyncTransferClient().paginated.task_list():\n    pass",
        'has no attribute "__iter__"',
        "is not iterable",
    ),
    "misspelt option of a transfer": (
        "globus_sdk.TransferData('a', 'b', labl='x')",
        "No overload variant",
        'No overloads for "__init__"',
    ),
    "wrong option of a transfer": (
        "globus_sdk.TransferData('a', 'b', sync_level='newer')",
        "No overload variant",
        'cannot be assigned to parameter "sync_level"',
    ),
    "unknown field": (
        "globus_sdk.TransferClient().get_task('t').data['stauts']",
        '"stauts" is not a valid TypedDict key',
        '"stauts" is not a defined key',
    ),
    "unknown field of an item": (
        "for file in globus_sdk.TransferClient().operation_ls('c'):\n    print(file['bytes'])",
        '"bytes" is not a valid TypedDict key',
        '"bytes" is not a defined key',
    ),
    "unknown state": (
        "if globus_sdk.TransferClient().get_task('t').data['status'] == 'DONE':\n    pass",
        "Non-overlapping equality check",
        "reportUnnecessaryComparison",
    ),
}

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file for each mistake, and the code without mistakes."""
    folder = tmp_path_factory.mktemp("code")
    for number, (mistake, _, _) in enumerate(MISTAKES.values()):
        (folder / f"mistake_{number}.py").write_text(f"import globus_sdk\n\n{mistake}\n")
    shutil.copy(Path(__file__).with_name("user_code.py"), folder)
    return folder


@pytest.fixture(scope="module")
def mypy_says(code: Path) -> dict[str, str]:
    """What mypy says of each file."""
    output, trouble, _ = api.run(["--config-file", str(ROOT / "pyproject.toml"), str(code)])
    assert not trouble, trouble
    found: dict[str, str] = defaultdict(str)
    for line in output.splitlines():
        if match := re.match(r"(?:.*/)?(\w+)\.py:\d+: (.*)", line):
            found[match[1]] += f"{match[2]}\n"
    return found


@pytest.fixture(scope="module")
def pyright_says(code: Path) -> dict[str, str]:
    """What pyright says of each file, in its strictest mode."""
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (code / "pyrightconfig.json").write_text(json.dumps(settings))
    command = ["pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(code)]
    output = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True)
    found: dict[str, str] = defaultdict(str)
    for one in json.loads(output.stdout)["generalDiagnostics"]:
        found[Path(one["file"]).stem] += f"{one.get('rule')}: {one['message']}\n"
    return found


def test_code_without_mistakes_has_the_right_types(
    mypy_says: dict[str, str], pyright_says: dict[str, str]
) -> None:
    assert mypy_says.get("user_code") is None
    assert pyright_says.get("user_code") is None


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_found(
    name: str, mypy_says: dict[str, str], pyright_says: dict[str, str]
) -> None:
    _, mypys, pyrights = MISTAKES[name]
    file = f"mistake_{[*MISTAKES].index(name)}"
    assert mypys in mypy_says[file]
    assert pyrights in pyright_says[file]

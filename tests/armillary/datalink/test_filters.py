from __future__ import annotations

import pytest

from armillary.datalink.filters import parse_filter

INCLUDE_PY = {"method": "include", "name": "*.py"}
EXCLUDE_ALL = {"method": "exclude", "name": "*"}


def taken(rules: list[dict[str, str]], path: str, kind: str = "file") -> bool:
    includes = parse_filter(rules)
    return includes is None or includes(path, path.rpartition("/")[2], kind)


@pytest.mark.parametrize(
    ("rules", "path", "kind", "expected"),
    [
        ([], "a", "file", True),
        ([EXCLUDE_ALL], "a", "file", False),
        ([INCLUDE_PY, EXCLUDE_ALL], "d/a.py", "file", True),
        ([INCLUDE_PY, EXCLUDE_ALL], "d/a.txt", "file", False),
        ([EXCLUDE_ALL, INCLUDE_PY], "a.py", "file", False),
        ([{"method": "exclude", "name": "*.TMP"}], "a.tmp", "file", True),
        ([{"method": "exclude", "name": "*"}], ".hidden", "file", False),
        ([{"method": "exclude", "name": "[!a]?"}], "bb", "file", False),
        ([{"method": "exclude", "name": "[!a]?"}], "ab", "file", True),
        ([{"method": "exclude", "name": "*.gz", "type": "dir"}], "a.gz", "file", True),
        ([{"method": "exclude", "name": "*.gz", "type": "dir"}], "a.gz", "dir", False),
        ([{"method": "exclude", "name": "*", "type": "file"}], "l", "symlink", True),
        ([{"method": "exclude", "path": "d/*"}], "d/a", "file", False),
        ([{"method": "exclude", "path": "/d/*"}], "d/a", "file", False),
        ([{"method": "exclude", "path": "d/*"}], "d/e/a", "file", True),
        ([{"method": "exclude", "path": "*"}], "d/a", "file", True),
        ([{"method": "exclude", "path": "d/*", "name": "b*"}], "d/a", "file", True),
        ([{"method": "exclude", "name": "caf\udce9"}], "caf\udce9", "file", False),
        ([{"method": "exclude", "name": "a*b"}], "a\nb", "file", False),
    ],
)
def test_the_first_rule_that_matches_decides(
    rules: list[dict[str, str]], path: str, kind: str, expected: bool
) -> None:
    assert taken(rules, path, kind) is expected

import pytest

from armillary.transfer.paths import as_directory, collection_path, common, lies_below, shown


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (None, "/"),
        ("", "/"),
        ("/~/", "/"),
        ("~", "/"),
        ("~/x", "/x"),
        ("/~/share/godata", "/share/godata"),
        ("share", "/share"),
        ("/share//a/./b/", "/share/a/b"),
        ("/a/~/b", "/a/~/b"),
        ("/~x", "/~x"),
        ("/a/../b", "/a/../b"),
    ],
)
def test_collection_path(written: str | None, meant: str) -> None:
    assert collection_path(written) == meant


def test_as_directory_adds_one_slash() -> None:
    assert as_directory("/a") == as_directory("/a/") == "/a/"


def test_bytes_that_are_not_utf8_are_shown_escaped() -> None:
    assert shown(b"caf\xe9 \xc3\xa9".decode(errors="surrogateescape")) == "caf%E9 é"


@pytest.mark.parametrize(
    ("paths", "deepest"),
    [
        (["/a"], "/a"),
        (["/a/x", "/a/y"], "/a"),
        (["/a", "/a/y/z"], "/a"),
        (["/a/x", "/ab/x"], "/"),
        (["/a/b/c", "/a/b/d", "/a/b"], "/a/b"),
        (["/", "/a"], "/"),
        (["/a/../b"], "/.."),
        ([], "/.."),
    ],
)
def test_what_paths_have_in_common(paths: list[str], deepest: str) -> None:
    assert common(paths) == deepest


def test_what_lies_below_a_directory() -> None:
    below = [lies_below(path, "/a/") for path in ("/a", "/a/b", "/ab", "/", "/a/../b", "/..")]
    assert below == [True, True, False, False, False, False]
    assert lies_below("/..", "/")

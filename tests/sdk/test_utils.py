"""The helpers that version 3 of the API has in public."""

from __future__ import annotations

import uuid

import globus_sdk
from globus_sdk import MISSING, utils, version


def test_helpers() -> None:
    assert utils.b64str("a") == "YQ=="
    assert utils.sha256_string("a").startswith("ca978112")
    assert utils.commajoin(["a", uuid.UUID(int=1)]) == f"a,{uuid.UUID(int=1)}"
    assert utils.filter_missing({"a": MISSING, "b": None}) == {"b": None}
    assert utils.filter_missing(None) is None
    assert list(utils.safe_strseq_iter("ab")) == ["ab"]
    assert list(utils.safe_strseq_iter(["a", uuid.UUID(int=1)])) == ["a", str(uuid.UUID(int=1))]
    assert utils.slash_join("a/", "/b") == "a/b"
    assert utils.slash_join("a", None) == "a"
    assert utils.get_nice_hostname() != ""
    assert utils.in_sphinx_build() is False
    assert version.__version__ == globus_sdk.__version__


def test_a_property_of_the_class() -> None:
    class Thing:
        name = "class"

        @utils.classproperty
        def shown(asked) -> str:
            return f"of {asked.name}"

    assert Thing.shown == "of class"
    thing = Thing()
    thing.name = "instance"
    assert thing.shown == "of instance"

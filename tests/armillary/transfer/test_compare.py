"""Any two trees: the plan's actions leave exactly what docs/semantics.md promises."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armillary.transfer.compare import (
    SECOND,
    Action,
    Found,
    Pair,
    Rules,
    decide,
    is_partial,
    place_of,
    side_by_side,
)
from armillary.transfer.planner import Planner, Root, to_copy

# What a name stands for: ("file", content, mtime) | ("link", target) | a directory.
Node = Any

contents = st.tuples(
    st.just("file"), st.text("ab", max_size=2), st.sampled_from([1, 2, 3]), st.just(None)
)
links = st.tuples(st.just("link"), st.sampled_from(["x", "y"]), st.just(0), st.just(None))
trees = st.recursive(
    contents | links,
    lambda below: st.dictionaries(st.sampled_from("abc"), below, max_size=3),
    max_leaves=9,
)
directories = st.dictionaries(st.sampled_from("abc"), trees, max_size=3)
rules = st.builds(
    Rules,
    sync_level=st.sampled_from([None, 0, 1, 2, 3]),
    delete_extra=st.booleans(),
    symlinks=st.sampled_from(["ignore", "keep"]),
)


def walk(tree: dict[str, Node]) -> list[Found]:
    """As a node walks in order; links lead nowhere that matters here."""
    found = [Found("", "dir", 0, 0, 0o755, None)]
    pending = [("", tree)]
    while pending:
        below, here = pending.pop()
        inner = []
        for name in sorted(here):
            path, what = f"{below}/{name}" if below else name, here[name]
            if isinstance(what, dict):
                found.append(Found(path, "dir", 0, 0, 0o755, None))
                inner.append((path, what))
            elif what[0] == "link":
                found.append(Found(path, "invalid_symlink", 0, 0, 0o777, what[1]))
            else:
                size, mtime = len(what[1]), what[2] * SECOND
                found.append(Found(path, "file", size, mtime, 0o644, None))
        pending += reversed(inner)
    return found


class Conflict(Exception):
    """What a node would refuse: something of another kind has the name."""


class Destination:
    """Does with a tree what a node does with units."""

    def __init__(self, source: dict[str, Node], tree: dict[str, Node]) -> None:
        self.source, self.tree = source, tree

    def do(self, work: dict[str, Any]) -> None:
        match work["kind"]:
            case "remove":
                for path in work["paths"]:
                    holder, name = self._holder(path)
                    holder.pop(name, None)
            case "directories":
                for path in work["paths"]:
                    self._holder(f"{path}/-" if path else "-")
            case "symlinks":
                for path, target in work["links"]:
                    self._put(path, ("link", target, 0, None), over=("link",))
            case "batch":
                for path, *_ in work["files"]:
                    self._put(path, at(self.source, path), over=("file", "link"))
            case "compare":
                pairs = [
                    (f[0], at(self.source, f[0])[1], at(self.tree, f[0])[1]) for f in work["files"]
                ]
                copies = to_copy(work, [path for path, ours, theirs in pairs if ours != theirs])
                if copies:
                    self.do(copies)

    def _holder(self, path: str) -> tuple[dict[str, Node], str]:
        *above, name = path.split("/")
        here = self.tree
        for part in above:
            here = here.setdefault(part, {})
            if not isinstance(here, dict):
                raise Conflict(path)
        return here, name

    def _put(self, path: str, what: Node, *, over: tuple[str, ...]) -> None:
        holder, name = self._holder(path)
        there = holder.get(name)
        if there is not None and (isinstance(there, dict) or there[0] not in over):
            raise Conflict(path)
        holder[name] = what


def at(tree: dict[str, Node], path: str) -> Node:
    here: Node = tree
    for part in path.split("/"):
        here = here[part]
    return here


def promised(source: dict[str, Node], there: dict[str, Node], wanted: Rules) -> dict[str, Node]:
    """The destination that docs/semantics.md promises, found in another way: by recursion."""
    result = {} if wanted.delete_extra else {k: v for k, v in there.items() if k not in source}
    for name, ours in source.items():
        theirs = there.get(name)
        is_link = not isinstance(ours, dict) and ours[0] == "link"
        if is_link and wanted.symlinks == "ignore":
            result |= {name: theirs} if theirs is not None else {}
        else:
            result[name] = _promised(ours, theirs, wanted)
    return result


def _kind(what: Node) -> str:
    return "dir" if isinstance(what, dict) else what[0]


def _promised(ours: Node, theirs: Node, wanted: Rules) -> Node:
    kind = _kind(ours)
    if theirs is not None and kind != _kind(theirs):
        if not (wanted.delete_extra or (kind, _kind(theirs)) == ("file", "link")):
            raise Conflict
        theirs = None
    if kind == "dir":
        return promised(ours, theirs or {}, wanted)
    if theirs is None or wanted.sync_level is None:
        return ours
    if kind == "link":
        return theirs if wanted.sync_level == 0 else ours
    same = {
        0: True,
        1: len(ours[1]) == len(theirs[1]),
        2: len(ours[1]) == len(theirs[1]) and ours[2] <= theirs[2],
        3: ours[1] == theirs[1],
    }
    return theirs if same[wanted.sync_level] else ours


def plan(source: dict[str, Node], there: dict[str, Node], wanted: Rules) -> list[dict[str, Any]]:
    planner = Planner(wanted)
    pairs = side_by_side(iter(walk(source)), iter(walk(there)))
    if not wanted.compares:
        pairs = iter([Pair(entry, None) for entry in walk(source)])
    works = [*planner.begin(Root()), *planner.compare(pairs), *planner.flush()]
    # what only the destination has goes at the end
    return sorted(works, key=lambda work: work["kind"] == "remove" and not work["first"])


def outcome(source: dict[str, Node], there: dict[str, Node], wanted: Rules) -> Any:
    destination = Destination(source, _copy(there))
    try:
        for work in plan(source, there, wanted):
            destination.do(work)
    except Conflict:
        return Conflict
    return destination.tree


def _copy(tree: Node) -> Node:
    return {k: _copy(v) for k, v in tree.items()} if isinstance(tree, dict) else tree


@settings(max_examples=600)
@given(directories, directories, rules)
def test_the_actions_leave_what_is_promised(
    source: dict[str, Node], there: dict[str, Node], wanted: Rules
) -> None:
    try:
        expected: Any = promised(source, there, wanted)
    except Conflict:
        expected = Conflict
    assert outcome(source, there, wanted) == expected


@given(directories, directories)
def test_a_mirror_is_the_source_and_a_second_run_moves_nothing(
    source: dict[str, Node], there: dict[str, Node]
) -> None:
    wanted = Rules(sync_level=2, delete_extra=True, symlinks="keep")
    mirrored = outcome(source, there, Rules(delete_extra=True, symlinks="keep"))
    assert mirrored == source
    works = plan(source, mirrored, wanted)
    assert works == []


@given(directories, directories)
def test_each_name_comes_once_and_in_order(source: dict[str, Node], there: dict[str, Node]) -> None:
    ours, theirs = walk(source), walk(there)
    pairs = list(side_by_side(iter(ours), iter(theirs)))
    paths = [(pair.source or pair.destination).path for pair in pairs]  # type: ignore[union-attr]
    assert paths == sorted({entry.path for entry in [*ours, *theirs]}, key=place_of)
    assert [pair.source for pair in pairs if pair.source] == ours
    assert [pair.destination for pair in pairs if pair.destination] == theirs


def file(size: int = 1, mtime_ns: int = 0) -> Found:
    return Found("f", "file", size, mtime_ns, 0o644, None)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (5 * SECOND, 5 * SECOND, Action.SKIP),
        (5 * SECOND + 1, 5 * SECOND, Action.SKIP),  # a destination that keeps whole seconds
        (5 * SECOND + 2, 5 * SECOND + 1, Action.COPY),
        (4 * SECOND, 5 * SECOND, Action.SKIP),
        (6 * SECOND, 5 * SECOND, Action.COPY),
    ],
)
def test_newer_is_to_the_second_where_the_destination_keeps_no_more(
    ours: int, theirs: int, expected: Action
) -> None:
    pair = Pair(file(mtime_ns=ours), file(mtime_ns=theirs))
    assert decide("file", pair, Rules(sync_level=2)) is expected


def test_what_could_not_be_read_at_the_source_is_not_extra() -> None:
    planner = Planner(Rules(delete_extra=True))
    list(planner.begin(Root()))
    planner.unread("d")
    there = [Pair(None, file()._replace(path=path)) for path in ("d/x", "d/e/y", "dd", "a/d")]
    assert [work["paths"] for work in planner.compare(there)] == [["dd"], ["a/d"]]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".name.0123abcd.part", True),
        ("d/e/.na\nme.0123abcd.part", True),
        (".name.0123abc.part", False),
        ("name.0123abcd.part", False),
    ],
)
def test_files_that_are_arriving_are_nobodys_extra(path: str, expected: bool) -> None:
    assert is_partial(path) is expected

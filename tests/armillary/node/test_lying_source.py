"""What an honest destination makes of a source that lies: a clear end, soon, in bounded memory."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xxhash

from armillary.datalink.frames import CHUNK, Header, Kind
from armillary.datalink.messages import CONTENT, REFUSED, TOO_LARGE, Packed, Refusal, encode_pack
from armillary.node.channel import Channel
from tests.armillary.node.conftest import ENTRY, NodeProcess, StartNode
from tests.armillary.node.lying import Answer, LyingSource, done, long_frame, refuse
from tests.armillary.node.transfers import faults

SIZE = 3 * CHUNK
FILE = {
    "unit": 1,
    "kind": "file",
    "root": 0,
    "path": "",
    "size": SIZE,
    "mtime_ns": 1,
    "mode": 0o644,
    "done": [],
}
BATCH = {
    "unit": 1,
    "kind": "batch",
    "root": 0,
    "files": [["a", 3, 1, 0o644], ["b", 3, 1, 0o644]],
}
MOST_MEMORY = 160  # MiB; a node at rest has some 60
IMPATIENT = """
from armillary.node import identity, jobs, lane
jobs.PATIENCE = lane.PATIENCE = 1.0
identity.dial.__kwdefaults__["timeout"] = 1.0
"""


@pytest.fixture
def destination(start_node: StartNode) -> NodeProcess:
    return start_node("destination", entry=IMPATIENT + ENTRY)


@pytest.fixture
def lie(destination: NodeProcess) -> Iterator[Callable[[Answer], LyingSource]]:
    """Makes a source that answers so."""
    made: list[LyingSource] = []

    def make(answer: Answer) -> LyingSource:
        made.append(LyingSource(destination, answer))
        return made[-1]

    yield make
    for source in made:
        source.close()


def data(channel: Channel, header: Header, content: bytes) -> None:
    channel.send_frame(Kind.DATA, header.request, content)


def xxh3(content: bytes) -> bytes:
    return xxhash.xxh3_128(content).digest()


def pack(channel: Channel, header: Header, *files: Packed) -> None:
    channel.send_frame(Kind.PACK, header.request, encode_pack(files))


def packed(channel: Channel, header: Header, *files: Packed) -> None:
    pack(channel, header, *files)
    done(channel, header)


def honest(place: int, content: bytes = b"abc") -> Packed:
    return Packed(place, CONTENT, xxh3(content), content)


def forever(channel: Channel, header: Header, send: Callable[[], None]) -> None:
    while True:
        send()


def nested(kind: Kind) -> Answer:
    deep = b'{"digest":' + b"[" * 60_000
    return lambda channel, header, body: channel.send_frame(kind, header.request, deep)


def wrong_digest(channel: Channel, header: Header, body: bytes) -> None:
    for _ in range(3):
        data(channel, header, bytes(CHUNK))
    done(channel, header, "00" * 16)


def too_little(channel: Channel, header: Header, body: bytes) -> None:
    data(channel, header, bytes(CHUNK))
    done(channel, header, xxh3(bytes(CHUNK)).hex())


def other_request(channel: Channel, header: Header, body: bytes) -> None:
    data(channel, header._replace(request=header.request + 7), b"x")


LIES_ABOUT_FILES: dict[str, tuple[Answer, str]] = {
    "wrong digest": (wrong_digest, "VERIFY_CHECKSUM"),
    "too little": (too_little, "VERIFY_CHECKSUM"),
    "endless data": (
        lambda c, h, b: forever(c, h, lambda: data(c, h, bytes(CHUNK))),
        "ENDPOINT_ERROR",
    ),
    "endless nothing": (lambda c, h, b: forever(c, h, lambda: data(c, h, b"")), "ENDPOINT_ERROR"),
    "endless life": (
        lambda c, h, b: forever(c, h, lambda: c.send_frame(Kind.ALIVE, h.request)),
        "TIMEOUT",
    ),
    "silence": (lambda c, h, b: None, "TIMEOUT"),
    "another kind": (lambda c, h, b: pack(c, h, honest(0)), "ENDPOINT_ERROR"),
    "another request": (other_request, "ENDPOINT_ERROR"),
    "a frame of 4 GB": (lambda c, h, b: c.send(long_frame(h)), "ENDPOINT_ERROR"),
    "noise": (lambda c, h, b: c.send(os.urandom(1000)), "ENDPOINT_ERROR"),
    "a digest that is none": (
        lambda c, h, b: c.send_frame(Kind.DONE, h.request, b'{"digest": 7}'),
        "ENDPOINT_ERROR",
    ),
    "deep nesting": (nested(Kind.DONE), "ENDPOINT_ERROR"),
    "a fault that is none": (
        lambda c, h, b: c.send_frame(Kind.FAULT, h.request, b'{"code": 1}'),
        "ENDPOINT_ERROR",
    ),
}

LIES_ABOUT_BATCHES: dict[str, tuple[Answer, str]] = {
    "endless packs": (
        lambda c, h, b: forever(c, h, lambda: pack(c, h, honest(0))),
        "ENDPOINT_ERROR",
    ),
    "endless nothing": (lambda c, h, b: forever(c, h, lambda: pack(c, h)), "ENDPOINT_ERROR"),
    "never the second": (lambda c, h, b: packed(c, h, honest(0)), "ENDPOINT_ERROR"),
    "twice the same": (lambda c, h, b: packed(c, h, honest(0), honest(0)), "ENDPOINT_ERROR"),
    "one not asked for": (lambda c, h, b: pack(c, h, honest(2)), "ENDPOINT_ERROR"),
    "a refusal that is none": (
        lambda c, h, b: pack(c, h, Packed(0, REFUSED, b"", b"[" * 100_000)),
        "ENDPOINT_ERROR",
    ),
    "lengths that lie": (
        lambda c, h, b: c.send_frame(Kind.PACK, h.request, b"\0\0\xff\xff" + b"\0" * 20),
        "ENDPOINT_ERROR",
    ),
    "silence": (lambda c, h, b: None, "TIMEOUT"),
}


@pytest.mark.parametrize("name", LIES_ABOUT_FILES)
def test_lies_about_a_file(
    lie: Callable[[Answer], LyingSource], destination: NodeProcess, name: str
) -> None:
    answer, code = LIES_ABOUT_FILES[name]
    check(lie(answer), FILE, code)


@pytest.mark.parametrize("name", LIES_ABOUT_BATCHES)
def test_lies_about_a_batch(
    lie: Callable[[Answer], LyingSource], destination: NodeProcess, name: str
) -> None:
    answer, code = LIES_ABOUT_BATCHES[name]
    check(lie(answer), BATCH, code)


def check(source: LyingSource, unit: dict[str, Any], code: str) -> None:
    began = time.monotonic()
    lines = source.fetch([unit])
    assert faults(lines) == [code], lines
    assert lines[-1] == {"end": "done"}
    assert time.monotonic() - began < 15
    node = source.destination
    copies = [path for path in node.root.rglob("*") if path.is_file()]
    assert [path.name for path in copies if path.name not in ("a",)] == []
    assert peak_memory(node) < MOST_MEMORY
    assert "Traceback" not in node.log


def peak_memory(node: NodeProcess) -> float:
    """MiB that the process had at most."""
    assert node.process
    status = Path(f"/proc/{node.process.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


def test_files_of_a_batch_that_are_not_what_they_should_be(
    lie: Callable[[Answer], LyingSource], destination: NodeProcess
) -> None:
    def answer(channel: Channel, header: Header, body: bytes) -> None:
        long = json.dumps({"code": "x" * 9000, "message": "y" * 50_000, "path": 7}).encode()
        pack(
            channel,
            header,
            Packed(0, CONTENT, xxh3(b"abc"), b"abd"),
            honest(1, b"four"),
            Packed(2, REFUSED, b"", long),
            Packed(3, TOO_LARGE, b"", b""),
        )
        done(channel, header)

    files = [[name, 3, 1, 0o644] for name in "abcd"]
    (line, _) = lie(answer).fetch([BATCH | {"files": files}])
    found = {fault["path"]: fault for fault in line["faults"]}
    assert {path: fault["code"][:20] for path, fault in found.items()} == {
        "a": "VERIFY_CHECKSUM",
        "b": "VERIFY_CHECKSUM",
        "c": "x" * 20,
        "d": "NOT_SUPPORTED",
    }
    assert len(json.dumps(found["c"])) < 2000
    assert list(destination.root.rglob("*")) == []


def test_a_lie_about_the_whole_file(
    lie: Callable[[Answer], LyingSource], destination: NodeProcess
) -> None:
    content = os.urandom(SIZE)

    def answer(channel: Channel, header: Header, body: bytes) -> None:
        if header.kind is Kind.READ_RANGE:
            for at in range(0, SIZE, CHUNK):
                data(channel, header, content[at : at + CHUNK])
            done(channel, header, xxh3(content).hex())
        else:
            done(channel, header, "00" * 32)

    lines = lie(answer).fetch([FILE], algorithm="sha256")
    assert faults(lines) == ["VERIFY_CHECKSUM"]
    assert os.listdir(destination.root) == []


def test_a_digest_that_is_only_promised(
    lie: Callable[[Answer], LyingSource], destination: NodeProcess
) -> None:
    def answer(channel: Channel, header: Header, body: bytes) -> None:
        if header.kind is Kind.READ_DIGEST:
            forever(channel, header, lambda: channel.send_frame(Kind.ALIVE, header.request))
        for _ in range(3):
            data(channel, header, bytes(CHUNK))
        done(channel, header, xxh3(bytes(SIZE)).hex())

    lines = lie(answer).fetch([FILE], algorithm="sha256")
    assert faults(lines) == ["TIMEOUT"]
    assert not (destination.root / "copy").exists()


def test_endless_faults(lie: Callable[[Answer], LyingSource], destination: NodeProcess) -> None:
    def answer(channel: Channel, header: Header, body: bytes) -> None:
        refuse(channel, header, Refusal("X" * 30_000, "Y" * 30_000, None, False))

    units = [FILE | {"unit": number, "path": str(number)} for number in range(60)]
    lines = lie(answer).fetch(units)
    assert len(faults(lines)) == 60
    assert max(len(json.dumps(line)) for line in lines) < 2000
    assert peak_memory(destination) < MOST_MEMORY

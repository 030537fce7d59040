"""Bodies of frames."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armillary.datalink import messages
from armillary.datalink.frames import MAX_REQUEST, FrameError, Kind, frame
from armillary.datalink.messages import (
    Credential,
    Done,
    Packed,
    ReadBatch,
    ReadDigest,
    ReadRange,
    Refusal,
    decode_pack,
    encode_pack,
    pack_overhead,
    split_batch,
)

# names as the operating system gives them: any bytes, the undecodable ones as lone surrogates
names = st.binary(min_size=1, max_size=40).map(lambda raw: raw.decode("utf-8", "surrogateescape"))


@given(names)
def test_every_message_survives_the_wire(name: str) -> None:
    for message in (
        Credential("x.y.z"),
        ReadRange(0, name, 10, 20, 3, 4),
        ReadBatch(1, "xxh3_128", [[name, 1, 2]]),
        ReadDigest(0, name, 10, 20, "sha256"),
        Done("ff"),
        Refusal("FILE_NOT_FOUND", "No such file.", name, False),
    ):
        assert messages.decode(type(message), messages.encode(message)) == message


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"digest": 1, "more": 2}', b"\xff", b"null"])
def test_a_malformed_body_is_a_frame_error(body: bytes) -> None:
    with pytest.raises(FrameError):
        messages.decode(Done, body)


@given(st.lists(st.tuples(names, st.integers(0, 2**40), st.integers(0, 2**63)), max_size=60))
def test_a_split_batch_names_every_file_once_and_fits(
    files: list[tuple[str, int, int]],
) -> None:
    requests = list(split_batch(0, "sha512", files, limit=2048))
    assert [tuple(file) for request in requests for file in request.files] == files
    assert all(len(messages.encode(request)) <= 2048 for request in requests)


def test_the_longest_path_fits_a_request() -> None:
    worst = "\udcff" * 4096
    (request,) = split_batch(0, "sha512", [(worst, 2**63, 2**63)])
    assert len(frame(Kind.READ_BATCH, 0, messages.encode(request))) < MAX_REQUEST


packed = st.builds(
    Packed, st.integers(0, 999), st.integers(0, 2), st.binary(max_size=64), st.binary(max_size=99)
)


@given(st.lists(packed, max_size=20))
def test_packs_round_trip(files: list[Packed]) -> None:
    body = encode_pack(files)
    assert decode_pack(memoryview(body)) == files
    assert len(body) == 4 + sum(pack_overhead(len(f.digest)) + len(f.content) for f in files)


@given(st.lists(packed, min_size=1, max_size=5), st.data())
def test_a_truncated_or_padded_pack_is_a_frame_error(
    files: list[Packed], data: st.DataObject
) -> None:
    body = encode_pack(files)
    cut = data.draw(st.integers(0, len(body) - 1))
    for wrong in (body[:cut], body + b"x"):
        with pytest.raises(FrameError):
            decode_pack(memoryview(wrong))

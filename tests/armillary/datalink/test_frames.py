"""The envelope between two nodes."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armillary.datalink.frames import (
    CHUNK,
    HEADER_SIZE,
    MAX_REQUEST,
    VERSION,
    FrameError,
    Header,
    Kind,
    frame,
    read_header,
    write_header,
)


@given(st.sampled_from(Kind), st.integers(0, 0xFFFF), st.binary(max_size=1000))
def test_round_trip(kind: Kind, request: int, body: bytes) -> None:
    data = frame(kind, request, body)
    assert read_header(data) == Header(kind, request, len(body))
    assert data[HEADER_SIZE:] == body


def test_the_layout_is_fixed() -> None:
    buffer = bytearray(10)
    write_header(buffer, Kind.DATA, 0x1_0203, CHUNK)
    assert buffer.hex() == "11010203000400000000"


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ((Kind.DATA, VERSION + 1, 0, 0), "version"),
        ((99, VERSION, 0, 0), "unknown"),
        ((Kind.DATA, VERSION, 0, CHUNK + 1), "too long"),
        ((Kind.READ_BATCH, VERSION, 0, MAX_REQUEST + 1), "too long"),
    ],
)
def test_refused_headers(fields: tuple[int, int, int, int], complaint: str) -> None:
    with pytest.raises(FrameError, match=complaint):
        read_header(struct.pack("!BBHI", *fields))


def test_a_request_has_to_fit_into_a_socket_buffer() -> None:
    with pytest.raises(FrameError, match="too long"):
        frame(Kind.READ_BATCH, 0, bytes(MAX_REQUEST + 1))


@given(st.binary(min_size=HEADER_SIZE, max_size=HEADER_SIZE))
def test_noise_is_a_frame_error_or_a_header(noise: bytes) -> None:
    try:
        header = read_header(noise)
    except FrameError:
        return
    assert header.kind in Kind

"""The log of a process: one JSON object a line, on standard error."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, BinaryIO, cast

import orjson
import structlog
from structlog.stdlib import ProcessorFormatter

from armillary.db.transaction import Noted
from armillary.web.requests import request_id


def configure_logs() -> None:
    """Have everything that this process logs written as JSON, that of libraries from WARNING on."""
    structlog.configure(
        processors=[*_shared(), structlog.processors.JSONRenderer(serializer=orjson.dumps)],
        logger_factory=structlog.BytesLoggerFactory(_stream()),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    last: list[Any] = [
        ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(),
    ]
    handler.setFormatter(ProcessorFormatter(processors=last, foreign_pre_chain=_shared()))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def log_audit_events(noted: Sequence[Noted]) -> None:
    """Write events of the audit trail, which holds no secrets, with the ids of their requests.

    Not through the chain of processors, which would cost as much as a token does otherwise.
    """
    lines = [
        orjson.dumps(
            {
                "event": what["event"],
                "level": "info",
                "audit": True,
                "request_id": request_id(context),
                **what,
            }
        )
        for context, what in noted
    ]
    structlog.BytesLogger(_stream()).msg(b"\n".join(lines))


class _Unfailing:
    """A stream that says nothing when it can't write: who logs on a full disk has worse trouble."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> int:
        with suppress(OSError):
            return self._stream.write(data)
        return 0

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


def _stream() -> BinaryIO:
    return cast(BinaryIO, _Unfailing(sys.stderr.buffer))


def _shared() -> list[Any]:
    return [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_request_id,
        structlog.processors.format_exc_info,
    ]


def _add_request_id(_logger: Any, _method: str, fields: Any) -> Any:
    """Transfer's own request ids, which its answers tell, stay."""
    if (known := request_id()) is not None:
        fields.setdefault("request_id", known)
    return fields

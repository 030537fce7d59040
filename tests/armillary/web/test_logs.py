"""The log of a process, as it is written."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

CODE = """
import asyncio, logging
from contextvars import copy_context
import structlog
from starlette.responses import PlainTextResponse
from armillary.web.logs import configure_logs, log_audit_events
from armillary.web.requests import ObservedRequests
from armillary.db.transaction import Noted

configure_logs()

async def app(scope, receive, send):
    log_audit_events([Noted(copy_context(), {"event": "token.issued", "actor": "ada"})])
    structlog.get_logger().error("unhandled error", path="/x")
    logging.getLogger("library").warning("careful: %s", "now")
    logging.getLogger("library").info("nobody wants to know")
    raise ValueError("broken")

async def server():
    observed = ObservedRequests(app, observer=lambda *told: print(*told[:3]))
    headers = [(b"x-request-id", b"one")]
    try:
        await observed({"type": "http", "method": "GET", "headers": headers}, None, None)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("in the application")

asyncio.run(server())
"""


def test_everything_is_json_with_the_id_of_its_request() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "GET other 500\n"
    lines: list[dict[str, Any]] = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["event"], line["level"]) for line in lines] == [
        ("token.issued", "info"),
        ("unhandled error", "error"),
        ("careful: now", "warning"),
        ("in the application", "error"),
    ]
    assert {line["request_id"] for line in lines} == {"one"}
    assert "ValueError: broken" in lines[-1]["exception"]


def test_a_full_disk_of_the_log_stops_nobody() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", CODE], stdout=subprocess.PIPE, stderr=full, check=False
        )
    assert done.stdout == b"GET other 500\n"

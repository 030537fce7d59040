"""Processes that share an app's tokens and all need a new one at once.

Reads ``{"url", "home", "processes", "app", "storage", "async"}`` from standard input; writes what
each process was answered.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import Any

import globus_sdk

ALL = "urn:globus:auth:scope:transfer.api.globus.org:all"


def make(job: dict[str, Any], prefix: str = "") -> Any:
    """The app; its scope needs a token of one resource server."""
    config = globus_sdk.GlobusAppConfig(
        token_storage=job["storage"], request_refresh_tokens=job["app"] == "UserApp"
    )
    secret = {} if job["app"] == "UserApp" else {"client_secret": "secret"}
    return getattr(globus_sdk, prefix + job["app"])("a", client_id="id", config=config, **secret)


def ask(job: dict[str, Any]) -> str:
    if job["async"]:
        return asyncio.run(ask_async(job))
    with make(job) as app, globus_sdk.TransferClient(app=app) as client:
        return str(client.get("/v0.10/x")["token"])


async def ask_async(job: dict[str, Any]) -> str:
    async with make(job, "Async") as app, globus_sdk.AsyncTransferClient(app=app) as client:
        return str((await client.get("/v0.10/x"))["token"])


def process(job: dict[str, Any], start: int, result: int) -> None:
    """Wait for the others, ask, and write the answer."""
    try:
        os.read(start, 1)
        answer = ask(job)
    except BaseException as error:
        answer = f"{type(error).__name__}: {error}"
    os.write(result, f"{answer}\n".encode())
    os._exit(0)


def main() -> None:
    job = json.load(sys.stdin)
    os.environ["HOME"] = job["home"]
    for service in ("auth", "transfer"):
        os.environ[f"GLOBUS_SDK_SERVICE_URL_{service.upper()}"] = f"{job['url']}{service}/"
    start, go = os.pipe()
    results, result = os.pipe()
    for _ in range(job["processes"]):
        if os.fork() == 0:
            os.close(go)
            process(job, start, result)
    os.close(result)
    os.close(go)  # which all of them notice
    with open(results) as lines:
        answers = lines.read().splitlines()
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()

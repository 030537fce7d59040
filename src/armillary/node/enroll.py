"""How a node comes to be: its folder is prepared, and at its first start it enrols.

Enrolment (``POST /transfer/nodes/enroll``) trades a one-time token and a certificate request for
a certificate, the authority's certificate and the key that checks tickets.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pwd
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp

from armillary.core.errors import UsageError
from armillary.core.files import write_private
from armillary.core.ids import is_uuid, new_id
from armillary.core.pki import signing_request
from armillary.node.config import Collection, Enrolment, NodeConfig, NodeState
from armillary.node.identity import load_or_create_key

_log = logging.getLogger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0


def prepare(
    folder: Path,
    *,
    service_url: str,
    token: str,
    collections: Mapping[str, Path],
    display_name: str,
    host: str = "127.0.0.1",
    manager_port: int = 0,
    data_port: int = 0,
    advertise_data: tuple[str, int] | None = None,
    allow_root: bool = False,
) -> None:
    """Write the folder of a node before its first start.

    :param service_url: base URL of the services
    :param token: one-time enrolment token
    :param collections: directories by the id, or else the name, of the mapped collection that is
        to show them; a name gets a fresh id
    :param host: address to listen on
    :param manager_port: 0 has a free one chosen at the first start, and kept
    :param data_port: likewise
    :param advertise_data: where other nodes reach the data port, when it is not ``host`` itself
    :param allow_root: let the node run as root
    """
    state = NodeState(folder)
    try:
        state.save_config(
            NodeConfig(
                service_url=service_url.rstrip("/"),
                token=token,
                display_name=display_name,
                host=host,
                manager_port=manager_port,
                data_port=data_port,
                advertise_data=advertise_data,
                allow_root=allow_root,
            )
        )
        for name, root in collections.items():
            state.save_collection(
                Collection(name if is_uuid(name) else new_id(), name, root.resolve())
            )
    finally:
        state.close()


async def enroll(state: NodeState, config: NodeConfig) -> Enrolment:
    """Have the node certified, waiting for the services to be up.

    :param config: with the ports that the node listens on
    :raises UsageError: the services refuse it
    """
    key = load_or_create_key(state)
    answer = await _post_until_answered(
        f"{config.service_url}/transfer/nodes/enroll",
        {
            "token": config.token,
            "csr": signing_request(key, config.display_name).decode(),
            **addresses(config),
            "account": running_account(),
            "display_name": config.display_name,
            "collections": [
                {
                    "id": c.id,
                    "display_name": c.display_name,
                    "root": str(c.root),
                    "authentication_timeout_mins": c.policy.authentication_timeout_mins,
                }
                for c in state.collections().values()
            ],
        },
    )
    return _accept(state, config, answer)


def addresses(config: NodeConfig) -> dict[str, Any]:
    """Where the node is reached, as enrolment and heartbeats tell it."""
    host, port = config.data_address
    return {
        "manager": {"host": config.host, "port": config.manager_port},
        "data": {"host": host, "port": port},
    }


@cache
def running_account() -> str:
    """The name of the local account that the node runs as, or else its number.

    Asked once: a directory of accounts may take its time, and every heartbeat tells it.
    """
    user = os.geteuid()
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:  # as in a container
        return str(user)


def _accept(state: NodeState, config: NodeConfig, answer: Mapping[str, Any]) -> Enrolment:
    write_private(state.authority_path, answer["authority"].encode())
    write_private(state.certificate_path, answer["certificate"].encode())
    enrolment = Enrolment(answer["node_id"], answer["endpoint_id"], answer["ticket_key"])
    # Who joins with a setup key may have known no more than the collection's name.
    for own, known in zip(state.collections().values(), answer["collections"], strict=True):
        name = known["display_name"]
        state.replace_collection(own.id, replace(own, id=known["id"], display_name=name))
    state.save_enrolment(enrolment)
    # the token is spent: nothing is gained by keeping it
    state.save_config(replace(config, token=""))
    return enrolment


async def _post_until_answered(url: str, document: Mapping[str, Any]) -> dict[str, Any]:
    pause = _FIRST_PAUSE
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                return await _post(session, url, document)
            except aiohttp.ClientConnectionError as error:
                _log.info("the services are not up yet: %s", error)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)


async def _post(
    session: aiohttp.ClientSession, url: str, document: Mapping[str, Any]
) -> dict[str, Any]:
    async with session.post(url, json=document) as response:
        if response.status >= 500:
            raise aiohttp.ServerDisconnectedError(f"status {response.status}")
        if response.status >= 400:
            raise UsageError(
                f"The services refuse this node ({response.status}): {await response.text()}"
            )
        answer: dict[str, Any] = await response.json()
        return answer

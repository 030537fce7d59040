"""A storage node's process, from start to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Coroutine
from contextlib import AsyncExitStack, closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from armillary.core.errors import UsageError
from armillary.core.orphans import PARENT_FD, exit_with_parent
from armillary.node.config import Enrolment, NodeConfig, NodeState
from armillary.node.control import Control
from armillary.node.enroll import enroll
from armillary.node.heartbeat import beat_forever
from armillary.node.identity import Identity
from armillary.node.server import DataServer, listen, start_manager
from armillary.node.tickets import Gate


def run(folder: Path) -> None:
    """Run the node whose folder :func:`~armillary.node.enroll.prepare` has written.

    Returns after SIGTERM or SIGINT. With ``ARMILLARY_PARENT_FD`` set the process also ends with
    its parent.

    :raises UsageError: the folder holds no node, root runs it, or the services refuse it
    """
    if PARENT_FD in os.environ:
        exit_with_parent(int(os.environ[PARENT_FD]))
    with closing(NodeState(folder)) as state:
        config = state.config()
        _refuse_root(config)
        asyncio.run(_serve(state, config))


def _refuse_root(config: NodeConfig) -> None:
    if os.geteuid() == 0 and not config.allow_root:
        raise UsageError(
            "A storage node does not run as root: every request would have root's rights on this "
            "host's files. Start it as the user whose files it is to serve, or set it up "
            "with --allow-root (demo mode does, for it serves only directories of its own)."
        )


async def _serve(state: NodeState, config: NodeConfig) -> None:
    stop = _stop_signal()
    manager, data = _listen(config)
    async with AsyncExitStack() as stack:
        stack.callback(manager.close)
        stack.callback(data.close)
        config = _remember_ports(state, config, manager, data)
        enrolment = await _unless(stop, _enrolment(state, config))
        if enrolment is not None:
            await _start(stack, state, config, enrolment, manager, data)
            await stop.wait()


async def _start(
    stack: AsyncExitStack,
    state: NodeState,
    config: NodeConfig,
    enrolment: Enrolment,
    manager: socket.socket,
    data: socket.socket,
) -> None:
    identity = Identity(state)
    gate = Gate(state, enrolment, state.collections())
    DataServer(data, gate, identity.data_server).start()
    control = Control(gate, identity, node_id=enrolment.node_id, data_port=config.data_port)
    runner = await start_manager(manager, control, identity, enrolment.endpoint_id)
    stack.push_async_callback(runner.cleanup)
    stack.push_async_callback(control.close)
    beat = asyncio.create_task(beat_forever(state, config, gate, identity))
    stack.push_async_callback(_cancel, beat)


async def _enrolment(state: NodeState, config: NodeConfig) -> Enrolment:
    return state.enrolment() or await enroll(state, config)


def _listen(config: NodeConfig) -> tuple[socket.socket, socket.socket]:
    manager = listen(config.host, config.manager_port)
    try:
        return manager, listen(config.host, config.data_port)
    except BaseException:
        manager.close()
        raise


def _remember_ports(
    state: NodeState, config: NodeConfig, manager: socket.socket, data: socket.socket
) -> NodeConfig:
    chosen = replace(config, manager_port=manager.getsockname()[1], data_port=data.getsockname()[1])
    if chosen != config:
        state.save_config(chosen)
    return chosen


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, Enrolment]) -> Enrolment | None:
    """The result of some work, or None if the process is told to stop before."""
    working = asyncio.ensure_future(work)
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    if working.done():
        await _cancel(stopping)
        return working.result()
    await _cancel(working)
    return None


async def _cancel(task: asyncio.Future[Any]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

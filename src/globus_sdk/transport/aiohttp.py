"""Sending requests with ``aiohttp``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .._core import encoding as wire
from .._core.plan import Sleep, drive_async
from . import proxies
from .base import TransportSettings
from .caller_info import RequestCallerInfo
from .exchange import Send, exchange

if TYPE_CHECKING:
    import asyncio

    import aiohttp

    from ._awaited import BufferedResponse

_NO_AIOHTTP = "The async clients need aiohttp: pip install 'armillary[async]'"


class AsyncTransport(TransportSettings):
    """Sends requests, again where that makes sense, over one ``aiohttp`` session.

    The session is made at the first request, and belongs to that request's event loop; in another
    loop, another one is made. A proxy named in the environment counts if it was by then.

    :raises ImportError: ``aiohttp`` is not installed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._may_need_proxy = True
        try:
            from . import _awaited
        except ModuleNotFoundError as error:
            if error.name != "aiohttp":
                raise
            raise ImportError(_NO_AIOHTTP) from error
        self._http = _awaited

    async def close(self) -> None:
        """Close the connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def request(
        self,
        method: str,
        url: str,
        *,
        caller_info: RequestCallerInfo,
        query_params: dict[str, Any] | None = None,
        data: Any = None,
        headers: dict[str, str] | None = None,
        encoding: str | None = None,
        allow_redirects: bool = True,
        stream: bool = False,
    ) -> BufferedResponse:
        """Send a request, retrying as ``caller_info`` says, and return the last response.

        The parameters are those of :meth:`RequestsTransport.request`.

        :raises NetworkError: no response came.
        """
        parts = self._outgoing(url, query_params, data, headers, encoding)
        if parts is None:
            parts = self._encoded_elsewhere(method, url, query_params, data, headers, encoding)
        full_url, all_headers, body = parts
        request = self._http.SentRequest(method.upper(), full_url, all_headers, body)
        how = {"allow_redirects": allow_redirects, "stream": stream}
        perform = partial(self._perform, request, caller_info.authorizer, how)
        response: BufferedResponse = await drive_async(exchange(caller_info), perform)
        return response

    def _encoded_elsewhere(
        self,
        method: str,
        url: str,
        query_params: dict[str, Any] | None,
        data: Any,
        headers: dict[str, str] | None,
        encoding: str | None,
    ) -> tuple[str, dict[str, str], wire.Body]:
        encoder = self._encoder(encoding, data)
        all_headers = {**self.headers, **(headers or {})}
        prepared = encoder.encode(method, url, query_params, data, all_headers).prepare()
        body: Any = prepared.body
        return prepared.url or url, dict(prepared.headers), body

    async def _perform(self, request: Any, authorizer: Any, how: dict[str, bool], step: Any) -> Any:
        if isinstance(step, Sleep):
            import asyncio  # which only async programs have loaded

            return await asyncio.sleep(step.seconds)
        if not isinstance(step, Send):
            return await step  # the answer of a check
        if authorizer is not None:
            value = await authorizer.get_authorization_header()
            if value:
                request.headers["Authorization"] = value
        session = self._session_of_this_loop()
        return await self._http.send(
            session,
            request,
            proxy=proxies.proxy_for(request.url) if self._may_need_proxy else None,
            verify=self.verify_ssl,
            http_timeout=self.http_timeout,
            **how,
        )

    def _session_of_this_loop(self) -> aiohttp.ClientSession:
        import asyncio

        loop = asyncio.get_running_loop()
        if self._session is None or self._session.closed or self._loop is not loop:
            if self._session is not None:
                self._session.detach()  # its loop is gone, and its connections with it
            self._session, self._loop = self._http.new_session(), loop
            self._may_need_proxy = proxies.may_be_set()
        return self._session

"""CPU microseconds for each call of the async client, one after the other; ours only.

On uvloop, as the documents advise, or on asyncio's own loop.
"""

import asyncio
import sys
import time

import uvloop

import globus_sdk


async def main() -> None:
    url, number = sys.argv[1], int(sys.argv[2])
    async with globus_sdk.AsyncTransferClient(
        base_url=url, authorizer=globus_sdk.AccessTokenAuthorizer("token")
    ) as client:
        for _ in range(50):
            await client.get_task("a")
        begin = time.process_time()
        for _ in range(number):
            await client.get_task("a")
        print((time.process_time() - begin) / number * 1e6)


if sys.argv[3] == "uvloop":
    uvloop.run(main())
else:
    asyncio.run(main())

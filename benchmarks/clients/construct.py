"""Milliseconds from a started interpreter to a constructed client."""

import time

begin = time.perf_counter()
import globus_sdk  # noqa: E402

globus_sdk.TransferClient(authorizer=globus_sdk.AccessTokenAuthorizer("token"))
print((time.perf_counter() - begin) * 1e3)

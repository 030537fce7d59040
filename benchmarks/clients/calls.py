"""CPU microseconds of this process for each SDK call; run by either library's interpreter."""

import sys
import time

import globus_sdk

url, number = sys.argv[1], int(sys.argv[2])
client = globus_sdk.TransferClient(
    base_url=url, authorizer=globus_sdk.AccessTokenAuthorizer("token")
)
for _ in range(50):
    client.get_task("a")
begin = time.process_time()
for _ in range(number):
    client.get_task("a")
print((time.process_time() - begin) / number * 1e6)
